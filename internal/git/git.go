// Package git asks the git command what the index holds and what has changed.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// run runs git in the current directory.
func run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err == nil {
		return out, nil
	}
	if message := strings.TrimSpace(stderr.String()); message != "" {
		return nil, fmt.Errorf("git %s: %s", args[0], message)
	}
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("git is not installed")
	}
	return nil, fmt.Errorf("git %s: %w", args[0], err)
}

// Staged lists the files that the next commit adds or changes, at or below the paths,
// all relative to the current directory.
func Staged(ctx context.Context, paths []string) ([]string, error) {
	args := append([]string{"-c", "diff.relative=false", "diff", "--cached", "--name-only", "--diff-filter=ACMRT", "-z", "--"}, paths...)
	out, err := run(ctx, args...)
	if err != nil {
		return nil, err
	}
	here, err := directory(ctx)
	if err != nil {
		return nil, err
	}
	names := split(out)
	for i, name := range names {
		if names[i], err = filepath.Rel(filepath.FromSlash(here), filepath.FromSlash(name)); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// directory is the current directory, relative to the root of the repository.
func directory(ctx context.Context) (string, error) {
	out, err := run(ctx, "rev-parse", "--show-prefix")
	return path.Clean(strings.TrimSuffix(string(out), "\n")), err
}

// Open reads a file as the index has it.
func Open(ctx context.Context, path string) (io.ReadCloser, error) {
	out, err := run(ctx, "show", ":./"+filepath.ToSlash(path))
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(out)), nil
}

func split(out []byte) []string {
	var names []string
	for name := range bytes.SplitSeq(out, []byte{0}) {
		if len(name) > 0 {
			names = append(names, string(name))
		}
	}
	return names
}

// Changes are the lines of a repository that have changed.
type Changes struct {
	here  string            // the current directory, relative to the root of the repository
	files map[string][]span // relative to the root as well
}

// A span is the lines from first up to and including last.
type span struct{ first, last int }

// Since finds the lines that differ between a revision and the work tree, or the
// index where staged is set. New files that git does not know yet are changed as
// a whole.
func Since(ctx context.Context, revision string, staged bool) (*Changes, error) {
	if strings.HasPrefix(revision, "-") {
		return nil, fmt.Errorf("%s is not a revision", revision)
	}
	// Nothing that a user may have set has the difference look otherwise.
	args := []string{"-c", "core.quotePath=false", "-c", "diff.relative=false", "diff", "--unified=0", "--inter-hunk-context=0",
		"--no-color", "--no-ext-diff", "--no-textconv", "--text", "--no-prefix"}
	if staged {
		args = append(args, "--cached")
	}
	out, err := run(ctx, append(args, revision, "--")...)
	if err != nil {
		return nil, err
	}
	here, err := directory(ctx)
	if err != nil {
		return nil, err
	}
	changes := &Changes{here: here, files: make(map[string][]span)}
	changes.read(out)
	if staged {
		return changes, nil
	}
	out, err = run(ctx, "ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/")
	if err != nil {
		return nil, err
	}
	for _, name := range split(out) {
		changes.files[name] = []span{{1, 1<<31 - 1}}
	}
	return changes, nil
}

// hunk is what a hunk begins with: @@ -12,3 +14,2 @@
var hunk = lazyregexp.New(`^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@`)

// read takes the changed lines out of a unified diff without context.
func (c *Changes) read(diff []byte) {
	file := ""
	content := 0 // lines of the hunk that are still to come: they may look like anything
	for line := range bytes.Lines(diff) {
		text := strings.TrimRight(string(line), "\n")
		if content > 0 && !strings.HasPrefix(text, `\`) {
			content--
			continue
		}
		if name, ok := strings.CutPrefix(text, "+++ "); ok {
			file = strings.TrimSuffix(name, "\t") // a tab follows a name with blanks
			if quoted, err := strconv.Unquote(file); err == nil && file[0] == '"' {
				file = quoted
			}
			continue
		}
		match := hunk().FindStringSubmatch(text)
		if match == nil {
			continue
		}
		gone, first, lines := number(match[1]), number(match[2]), number(match[3])
		content = gone + lines
		last := first + lines - 1
		if lines == 0 { // lines are only gone: those around them have changed their meaning
			last = first + 1
		}
		c.files[file] = append(c.files[file], span{first, last})
	}
}

// number reads a number of a hunk; where there is none it is 1.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 1
	}
	return n
}

// Touch reports whether any of the lines from first to last of a file has changed, the
// path of which is relative to the current directory. What is outside of the repository has
// no lines that are as they were.
func (c *Changes) Touch(file string, first, last int) bool {
	name := path.Join(c.here, filepath.ToSlash(file))
	if filepath.IsAbs(file) || name == ".." || strings.HasPrefix(name, "../") {
		return true
	}
	for _, s := range c.files[name] {
		if first <= s.last && last >= s.first {
			return true
		}
	}
	return false
}
