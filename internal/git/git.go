// Package git asks the git command what the index holds and what has changed.
package git

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// A File is one in the index.
type File struct {
	Name string // relative to the current directory
	Open func() (io.ReadCloser, error)
}

// Staged lists the files that the next commit adds or changes, as the index has them.
// Symbolic links and submodules are no files.
func Staged(ctx context.Context) ([]File, error) {
	here, err := directory(ctx)
	if err != nil {
		return nil, err
	}
	out, err := repo{}.run(ctx, "diff", "--cached", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--diff-filter=AMT", "-z")
	if err != nil {
		return nil, err
	}
	stored := &blobs{ctx: ctx}
	var files []File
	for described, name := range pairs(split(out)) {
		// :100644 100644 bcd1234… 0123456… M
		fields := strings.Fields(described)
		if len(fields) < 4 || !isFile(fields[1]) {
			continue
		}
		relative, err := filepath.Rel(filepath.FromSlash(here), filepath.FromSlash(name))
		if err != nil {
			return nil, err
		}
		files = append(files, File{relative, func() (io.ReadCloser, error) { return stored.open(fields[3]) }})
	}
	return files, nil
}

// isFile reports whether a mode of the index is that of a file.
func isFile(mode string) bool { return strings.HasPrefix(mode, "100") }

// pairs goes through texts two at a time.
func pairs(texts []string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i := 0; i+1 < len(texts); i += 2 {
			if !yield(texts[i], texts[i+1]) {
				return
			}
		}
	}
}

// directory is the current directory, relative to the root of the repository.
func directory(ctx context.Context) (string, error) {
	out, err := repo{}.run(ctx, "rev-parse", "--show-prefix")
	return path.Clean(strings.TrimSuffix(string(out), "\n")), err
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

// Changes are the lines of a repository that have changed. All paths are relative to its root.
type Changes struct {
	here       string // the current directory
	files      map[string][]span
	known      map[string]bool // files that git has in its index
	submodules map[string]bool

	// Unfiltered are the filters that only the repository's own configuration defines. They
	// were not run, so a file that they apply to differs in every line once it was touched.
	Unfiltered []string
}

// A span is the lines from first up to and including last.
type span struct{ first, last int }

// Since finds the lines that differ between a revision and the work tree, or the
// index where staged is set. Files that git does not know are changed as a whole.
func Since(ctx context.Context, revision string, staged bool) (*Changes, error) {
	if strings.HasPrefix(revision, "-") {
		return nil, fmt.Errorf("%s is not a revision", revision)
	}
	here, err := directory(ctx)
	if err != nil {
		return nil, err
	}
	var r repo
	if !staged { // which reads the work tree
		if r, err = r.withoutFilters(ctx); err != nil {
			return nil, err
		}
	}
	args := []string{"diff", "--unified=0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text",
		"--no-prefix", "--ignore-submodules=dirty"}
	if staged {
		args = append(args, "--cached")
	}
	out, err := r.run(ctx, append(args, revision, "--")...)
	if err != nil {
		return nil, err
	}
	changes := &Changes{here: here, files: make(map[string][]span), Unfiltered: r.filters}
	changes.read(out)
	out, err = r.run(ctx, "ls-files", "--stage", "--full-name", "-z", "--", ":/")
	if err != nil {
		return nil, err
	}
	changes.readIndex(out)
	if !staged {
		err = changes.readSubmodules(ctx)
	}
	return changes, err
}

// readSubmodules notes the submodules in which something has changed that is not committed.
func (c *Changes) readSubmodules(ctx context.Context) error {
	if len(c.submodules) == 0 {
		return nil
	}
	out, err := repo{}.run(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	root := filepath.FromSlash(strings.TrimSuffix(string(out), "\n"))
	for _, name := range slices.Sorted(maps.Keys(c.submodules)) {
		modified, err := isModified(ctx, filepath.Join(root, filepath.FromSlash(name)), 1)
		if err != nil {
			return fmt.Errorf("submodule %s: %w", name, err)
		}
		if modified {
			c.files[name] = append(c.files[name], span{1, 1})
		}
	}
	return nil
}

// readIndex notes what git has in its index.
func (c *Changes) readIndex(listed []byte) {
	c.known, c.submodules = make(map[string]bool), make(map[string]bool)
	for _, entry := range split(listed) {
		// 100644 bcd1234 0<tab>name
		described, name, _ := strings.Cut(entry, "\t")
		c.known[name] = true
		if isSubmodule(described) {
			c.submodules[name] = true
		}
	}
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
// path of which is relative to the current directory.
func (c *Changes) Touch(file string, first, last int) bool {
	name := path.Join(c.here, filepath.ToSlash(file))
	if filepath.IsAbs(file) || name == ".." || strings.HasPrefix(name, "../") {
		return true // outside of the repository nothing is as it was
	}
	for _, s := range c.files[name] {
		if first <= s.last && last >= s.first {
			return true
		}
	}
	return !c.known[name] && !c.inOldSubmodule(name)
}

// inOldSubmodule reports whether a file is in a submodule of which the commit is as it was.
func (c *Changes) inOldSubmodule(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if c.submodules[dir] {
			return len(c.files[dir]) == 0
		}
	}
	return false
}
