// Package git runs the git command to read the index and to find changed lines.
package git

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"path"
	"path/filepath"
	"strings"
)

// This file has what reading the index and finding changed lines share.

// workTree returns the root of the work tree, with symbolic links resolved.
func workTree(ctx context.Context) (string, error) {
	out, err := repo{}.run(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(filepath.FromSlash(strings.TrimSuffix(string(out), "\n")))
}

// pairs iterates over texts two at a time.
func pairs(texts []string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i := 0; i+1 < len(texts); i += 2 {
			if !yield(texts[i], texts[i+1]) {
				return
			}
		}
	}
}

// directory returns the current directory relative to the root of the work tree. With GIT_WORK_TREE, it may be elsewhere,
// which is an error: all names are relative to it.
func directory(ctx context.Context) (string, error) {
	out, err := repo{}.run(ctx, "rev-parse", "--is-inside-work-tree", "--show-prefix")
	if err != nil {
		return "", err
	}
	prefix, ok := strings.CutPrefix(string(out), "true\n")
	if !ok {
		return "", errors.New("git: the current directory is not in the work tree of the repository; change to the work tree")
	}
	return path.Clean(strings.TrimSuffix(prefix, "\n")), nil
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

// converted returns those of the files that git stores in another form than it writes them
// to the work tree, with their filter if they have one. Names are relative to the root.
func converted(ctx context.Context, root string, names []string, staged bool) (filters map[string]string, err error) {
	if len(names) == 0 {
		return nil, nil
	}
	args := []string{"check-attr", "-z", "--stdin"}
	if staged {
		args = append(args, "--cached")
	}
	cmd := repo{root: root}.command(ctx, append(args, "filter", "working-tree-encoding")...)
	cmd.Stdin = strings.NewReader(strings.Join(names, "\x00") + "\x00")
	out, err := output(cmd, args[0])
	if err != nil {
		return nil, err
	}
	filters = make(map[string]string)
	fields := split(out) // path, attribute, value
	for i := 0; i+2 < len(fields); i += 3 {
		value := fields[i+2]
		if value == "unspecified" || value == "unset" {
			continue
		}
		if fields[i+1] != "filter" {
			value = filters[fields[i]]
		}
		filters[fields[i]] = value
	}
	return filters, nil
}
