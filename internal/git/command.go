package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// This file builds every git command. The configuration of a repository can name programs:
// a file system monitor, hooks, filters, drivers for diff, transports. A linter may be run
// in a repository that is not trusted, so none of them is started. Settings of the user for
// all repositories, or in the environment, are obeyed.

// A repo is the repository of a command: that of the current directory, including the
// environment of a hook, or the one whose work tree is dir.
type repo struct {
	dir string // "" for the current directory

	// root is the root of the work tree for commands that read attributes of names relative to it; "" for others.
	root string

	// filters are the filters in the repository's own configuration.
	filters []string
}

// safe holds the settings of every command: nothing is started or written, and diffs have
// the expected format.
var safe = []string{
	"core.fsmonitor=false", "core.hooksPath=/dev/null", "core.quotePath=false",
	"diff.relative=false", "diff.submodule=short", "diff.autoRefreshIndex=false",
}

// environment holds the variables of every command. GIT_ALLOW_PROTOCOL keeps git from
// fetching objects that are missing in a partial clone, even in versions without
// GIT_NO_LAZY_FETCH.
var environment = []string{
	"GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0",
}

// misleading holds the variables that would change what git prints or how it interprets its
// arguments.
var misleading = []string{
	"GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF",
	"GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
}

// local holds the variables that select the repository of a command (git rev-parse
// --local-env-vars).
var local = []string{
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE",
	"GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX",
	"GIT_SHALLOW_FILE", "GIT_COMMON_DIR",
}

// command returns a git command that starts no program configured by the repository.
func (r repo) command(ctx context.Context, args ...string) *exec.Cmd {
	var all []string
	for _, setting := range safe {
		all = append(all, "-c", setting)
	}
	for _, name := range r.filters {
		for _, setting := range []string{"clean=", "smudge=", "process=", "required=false"} {
			all = append(all, "-c", "filter."+name+"."+setting)
		}
	}
	cmd := exec.CommandContext(ctx, "git", append(all, args...)...)
	dropped := misleading
	if r.dir != "" {
		dropped = slices.Concat(misleading, local)
	}
	cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains(dropped, name)
	})
	cmd.Env = append(cmd.Env, environment...)
	if r.root != "" {
		cmd.Dir = r.root
		cmd.Env = append(cmd.Env, absolute(cmd.Env)...)
	}
	if r.dir != "" {
		cmd.Dir = r.dir
		cmd.Env = append(cmd.Env, "GIT_DIR=.git", "GIT_WORK_TREE=.")
	}
	return cmd
}

// absolute returns those of the variables that have a path relative to the current directory, with the absolute path.
// GIT_INDEX_FILE is relative to the root of the work tree.
func absolute(variables []string) (changed []string) {
	for _, variable := range variables {
		switch name, path, _ := strings.Cut(variable, "="); name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY":
			if full, err := filepath.Abs(path); err == nil && path != "" {
				changed = append(changed, name+"="+full)
			}
		}
	}
	return changed
}

// run runs a git command and returns its output.
func (r repo) run(ctx context.Context, args ...string) ([]byte, error) {
	return output(r.command(ctx, args...), args[0])
}

// output runs the git command of that name and returns its output.
func output(cmd *exec.Cmd, name string) ([]byte, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err == nil {
		return out, nil
	}
	if message := strings.TrimSpace(stderr.String()); message != "" {
		err = errors.New(message)
	}
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("git is not installed")
	}
	return nil, fmt.Errorf("git %s: %w", name, err)
}

// withoutFilters returns the repository with the filters of its own configuration disabled.
// A command that reads the work tree would run them.
func (r repo) withoutFilters(ctx context.Context) (repo, error) {
	out, err := r.run(ctx, "config", "-z", "--show-scope", "--name-only", "--get-regexp", `^filter\.`)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return r, nil // no filters
	}
	if err != nil {
		return r, err
	}
	for scope, key := range pairs(split(out)) {
		first, last := strings.IndexByte(key, '.'), strings.LastIndexByte(key, '.')
		if scope != "local" && scope != "worktree" || first == last {
			continue
		}
		name := key[first+1 : last]
		if strings.Contains(name, "=") {
			return r, fmt.Errorf("the git filter %q of this repository cannot be disabled because of its name; remove it from .git/config", name)
		}
		if !slices.Contains(r.filters, name) {
			r.filters = append(r.filters, name)
		}
	}
	return r, nil
}
