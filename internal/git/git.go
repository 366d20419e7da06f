// Package git asks the git command what the index holds and what has changed.
package git

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"math"
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
	ids := make(map[string]string)
	var names []string
	for described, name := range pairs(split(out)) {
		// :100644 100644 bcd1234… 0123456… M
		fields := strings.Fields(described)
		if len(fields) >= 4 && isFile(fields[1]) {
			names = append(names, name)
			ids[name] = fields[3]
		}
	}
	root, err := workTree(ctx)
	if err != nil {
		return nil, err
	}
	filtered, err := converted(ctx, root, names, true)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, name := range names {
		relative, err := filepath.Rel(filepath.FromSlash(here), filepath.FromSlash(name))
		if err != nil {
			return nil, err
		}
		open := func() (io.ReadCloser, error) { return stored.open(ids[name]) }
		if filtered[name] {
			open = func() (io.ReadCloser, error) { return openFiltered(ctx, root, name, ids[name]) }
		}
		files = append(files, File{relative, open})
	}
	return files, nil
}

// openFiltered reads an object as git would write it to the work tree.
func openFiltered(ctx context.Context, root, name, id string) (io.ReadCloser, error) {
	r, err := repo{}.withoutFilters(ctx)
	if err != nil {
		return nil, err
	}
	cmd := r.command(ctx, "cat-file", "--filters", "--path="+name, id)
	cmd.Dir = root
	content, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git cat-file --filters: %w", err)
	}
	return io.NopCloser(bytes.NewReader(content)), nil
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
	links      map[string]bool // those that are symbolic links
	submodules map[string]bool
	root       string // of the work tree, without symbolic links
	staged     bool   // it is the index that is linted

	// Unfiltered are the filters that only the repository's own configuration defines. They
	// were not run, so a file that they apply to differs in every line once it was touched.
	Unfiltered []string
}

// A span is the lines from first up to and including last.
type span struct{ first, last int }

// wholeFile is the lines of a file that is changed as a whole.
var wholeFile = span{0, math.MaxInt}

// Since finds the lines that differ between a commit and the work tree, or the index if
// staged is set. Files that git does not know are changed as a whole, and so are those
// whose lines are not the ones that git compares.
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
	if !staged { // which reads the work tree
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
	if changes.root, err = workTree(ctx); err != nil {
		return nil, err
	}
	if err := changes.readConverted(ctx, staged); err != nil || staged {
		return changes, err
	}
	return changes, changes.readSubmodules(ctx)
}

// treeOf returns the name of the tree of one commit. What stands for several, such as a
// range, would be compared without the work tree.
func treeOf(ctx context.Context, revision string) (string, error) {
	out, err := repo{}.run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision)
	name := strings.TrimPrefix(strings.TrimSpace(string(out)), "--end-of-options\n") // git before 2.30 repeats it
	if err != nil || !objectName().MatchString(name) {
		return "", fmt.Errorf("git: %s is not one commit; name a commit, branch or tag that exists, and no range", revision)
	}
	return name + "^{tree}", nil
}

// objectName is what a commit or tree is called in full.
var objectName = lazyregexp.New(`^[0-9a-f]{40,64}$`)

// readConverted notes the changed files of which git compares something else than what is
// linted: what a filter or another encoding makes of it.
func (c *Changes) readConverted(ctx context.Context, staged bool) error {
	converted, err := converted(ctx, c.root, slices.Sorted(maps.Keys(c.files)), staged)
	for name := range converted {
		c.files[name] = append(c.files[name], wholeFile)
	}
	return err
}

// converted returns those of the files that git stores otherwise than it writes them to
// the work tree. Names are relative to the root.
func converted(ctx context.Context, root string, names []string, staged bool) (map[string]bool, error) {
	if len(names) == 0 {
		return nil, nil
	}
	args := []string{"check-attr", "-z", "--stdin"}
	if staged {
		args = append(args, "--cached")
	}
	cmd := repo{}.command(ctx, append(args, "filter", "working-tree-encoding")...)
	cmd.Dir = root
	cmd.Stdin = strings.NewReader(strings.Join(names, "\x00") + "\x00")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git check-attr: %w", err)
	}
	found := make(map[string]bool)
	fields := split(out) // path, attribute, value
	for i := 0; i+2 < len(fields); i += 3 {
		if value := fields[i+2]; value != "unspecified" && value != "unset" {
			found[fields[i]] = true
		}
	}
	return found, nil
}

// workTree returns the root of the work tree, without symbolic links.
func workTree(ctx context.Context) (string, error) {
	out, err := repo{}.run(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(filepath.FromSlash(strings.TrimSuffix(string(out), "\n")))
}

// readSubmodules notes the submodules in which something has changed that is not committed.
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

// readIndex notes what git has in its index.
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
		// A small letter stands for "assume unchanged", S for "skip the work tree" and M for
		// unmerged: git does not compare what the work tree has.
		if tag != "H" {
			c.files[name] = append(c.files[name], wholeFile)
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
		if match == nil || file == "/dev/null" { // the file is gone
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

// belowLink reports whether a path leads through a link that git knows.
func (c *Changes) belowLink(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if c.links[dir] {
			return true
		}
	}
	return false
}

// follow returns the file that a path of the work tree leads to through symbolic links.
// changed says that one of these has changed, or that they lead out of the work tree.
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

// inOldSubmodule reports whether a file is in a submodule of which the commit is as it was.
func (c *Changes) inOldSubmodule(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if c.submodules[dir] {
			return len(c.files[dir]) == 0
		}
	}
	return false
}
