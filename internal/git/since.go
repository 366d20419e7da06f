package git

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// Changes holds the changed lines of a repository. All paths are relative to its root.
type Changes struct {
	here       string // the current directory
	files      map[string][]span
	known      map[string]bool // files in the index
	untracked  map[string]bool // files that are neither in the index nor ignored
	links      map[string]bool // symbolic links among them
	submodules map[string]bool
	root       string // root of the work tree, with symbolic links resolved
	staged     bool   // the index is linted rather than the work tree

	// Unfiltered lists the filters that only the repository's own configuration defines.
	// They were not run, so every line of a file that they apply to counts as changed once
	// the file was touched.
	Unfiltered []string
}

// A span is the lines from first to last, inclusive.
type span struct{ first, last int }

// wholeFile is the span of a file if every line counts as changed.
var wholeFile = span{0, math.MaxInt}

// Since finds the lines that differ between a commit and the work tree, or the index if
// staged is set. Every line counts as changed in files that are untracked, and in those
// whose content in the work tree is not what git compares.
func Since(ctx context.Context, revision string, staged bool) (*Changes, error) {
	here, err := directory(ctx)
	if err != nil {
		return nil, err
	}
	tree, err := treeOf(ctx, revision)
	if err != nil {
		return nil, err
	}
	var r repo
	if !staged { // git diff reads the work tree
		if r, err = r.withoutFilters(ctx); err != nil {
			return nil, err
		}
	}
	args := []string{"diff", "--unified=0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text",
		"--no-prefix", "--ignore-submodules=dirty", "--find-renames"}
	if staged {
		args = append(args, "--cached")
	}
	out, err := r.run(ctx, append(args, tree, "--")...)
	if err != nil {
		return nil, err
	}
	changes := &Changes{here: here, files: make(map[string][]span), Unfiltered: r.filters, staged: staged}
	changes.read(out)
	out, err = r.run(ctx, "ls-files", "-v", "--stage", "--full-name", "-z", "--", ":/")
	if err != nil {
		return nil, err
	}
	changes.readIndex(out)
	if out, err = r.run(ctx, "ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/"); err != nil {
		return nil, err
	}
	changes.untracked = make(map[string]bool)
	for _, name := range split(out) {
		changes.untracked[name] = true
	}
	if changes.root, err = workTree(ctx); err != nil {
		return nil, err
	}
	if err := changes.readConverted(ctx, staged); err != nil || staged {
		return changes, err
	}
	return changes, changes.readSubmodules(ctx)
}

// treeOf returns the object name of the tree of a commit. A revision that denotes several
// commits, such as a range, is an error: git would compare these with each other.
func treeOf(ctx context.Context, revision string) (string, error) {
	out, err := repo{}.run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision)
	name := strings.TrimPrefix(strings.TrimSpace(string(out)), "--end-of-options\n") // git before 2.30 repeats it
	if err != nil || !objectName().MatchString(name) {
		return "", fmt.Errorf("git: %s is not a single commit; use an existing commit, branch or tag, not a range", revision)
	}
	return name + "^{tree}", nil
}

// objectName matches the full name of a commit or tree.
var objectName = lazyregexp.New(`^[0-9a-f]{40,64}$`)

// readConverted records the changed files whose content git compares in another form than
// the one linted, because of a filter or another encoding.
func (c *Changes) readConverted(ctx context.Context, staged bool) error {
	converted, err := converted(ctx, c.root, slices.Sorted(maps.Keys(c.files)), staged)
	for name := range converted {
		c.files[name] = append(c.files[name], wholeFile)
	}
	return err
}

// readSubmodules records the submodules with uncommitted changes.
func (c *Changes) readSubmodules(ctx context.Context) error {
	if len(c.submodules) == 0 {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(c.submodules)) {
		modified, err := isModified(ctx, filepath.Join(c.root, filepath.FromSlash(name)), 1)
		if err != nil {
			return fmt.Errorf("submodule %s: %w", name, err)
		}
		if modified {
			c.files[name] = append(c.files[name], span{1, 1})
		}
	}
	return nil
}

// readIndex records the files in the index.
func (c *Changes) readIndex(listed []byte) {
	c.known, c.links, c.submodules = make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for _, entry := range split(listed) {
		// H 100644 bcd1234 0<tab>name
		described, name, _ := strings.Cut(entry, "\t")
		tag, mode, _ := strings.Cut(described, " ")
		c.known[name] = true
		switch {
		case isSubmodule(mode):
			c.submodules[name] = true
		case strings.HasPrefix(mode, "120000"):
			c.links[name] = true
		}
		// A lower-case letter means "assume unchanged", S "skip worktree" and M unmerged:
		// git does not compare such files with the work tree.
		if tag != "H" {
			c.files[name] = append(c.files[name], wholeFile)
		}
	}
}

// hunk matches the first line of a hunk: @@ -12,3 +14,2 @@
var hunk = lazyregexp.New(`^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@`)

// read collects the changed lines from a unified diff without context.
func (c *Changes) read(diff []byte) {
	file := ""
	content := 0 // remaining lines of the hunk, which may look like a header
	for line := range bytes.Lines(diff) {
		text := strings.TrimRight(string(line), "\n")
		if content > 0 && !strings.HasPrefix(text, `\`) {
			content--
			continue
		}
		if name, ok := strings.CutPrefix(text, "+++ "); ok {
			file = strings.TrimSuffix(name, "\t") // git adds a tab after a name with blanks
			if quoted, err := strconv.Unquote(file); err == nil && file[0] == '"' {
				file = quoted
			}
			continue
		}
		match := hunk().FindStringSubmatch(text)
		if match == nil || file == "/dev/null" { // the file was deleted
			continue
		}
		gone, first, lines := number(match[1]), number(match[2]), number(match[3])
		content = gone + lines
		last := first + lines - 1
		if lines == 0 { // lines were only deleted: count the lines around them as changed
			last = first + 1
		}
		c.files[file] = append(c.files[file], span{first, last})
	}
}

// number parses a number in the header of a hunk; it returns 1 if there is none.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 1
	}
	return n
}

// Touch reports whether any of the lines from first to last of a file has changed. The path
// is relative to the current directory.
func (c *Changes) Touch(file string, first, last int) bool {
	name := path.Join(c.here, filepath.ToSlash(file))
	if filepath.IsAbs(file) || name == ".." || strings.HasPrefix(name, "../") {
		return true // outside of the repository everything counts as changed
	}
	if !c.known[name] && !c.inOldSubmodule(name) && !c.belowLink(name) {
		return true
	}
	target, changed := c.follow(name)
	if changed {
		return true
	}
	for _, s := range c.files[target] {
		if first <= s.last && last >= s.first {
			return true
		}
	}
	return !c.known[target] && !c.inOldSubmodule(target)
}

// Changed reports whether a file has changed that git tracks or would add. Of other files it is not known, so it returns
// false.
func (c *Changes) Changed(file string) bool {
	name := path.Join(c.here, filepath.ToSlash(file))
	return (c.known[name] || c.untracked[name] || c.belowLink(name) || c.submoduleOf(name) != "") && c.Touch(file, 0, math.MaxInt)
}

// belowLink reports whether a path leads through a symbolic link in the index.
func (c *Changes) belowLink(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if c.links[dir] {
			return true
		}
	}
	return false
}

// follow returns the file that a path of the work tree leads to through symbolic links.
// changed reports whether one of these has changed, or leads out of the work tree.
func (c *Changes) follow(name string) (target string, changed bool) {
	for at := name; at != "."; at = path.Dir(at) {
		if c.links[at] && len(c.files[at]) > 0 {
			return name, true
		}
	}
	if c.staged || len(c.links) == 0 {
		return name, false
	}
	real, err := filepath.EvalSymlinks(filepath.Join(c.root, filepath.FromSlash(name)))
	if err != nil {
		return name, true
	}
	below, err := filepath.Rel(c.root, real)
	if err != nil || !filepath.IsLocal(below) {
		return name, true
	}
	return filepath.ToSlash(below), false
}

// inOldSubmodule reports whether a file is in a submodule whose commit has not changed.
func (c *Changes) inOldSubmodule(name string) bool {
	submodule := c.submoduleOf(name)
	return submodule != "" && len(c.files[submodule]) == 0
}

// submoduleOf returns the submodule that a file is in; "" if it is in none.
func (c *Changes) submoduleOf(name string) string {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if c.submodules[dir] {
			return dir
		}
	}
	return ""
}
