package files

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// This file reads ignore files, in the format of gitignore
// (https://git-scm.com/docs/gitignore#_pattern_format). The libraries for it either depend on a whole
// implementation of git or are not maintained.

// ignoreNames are the ignore files of a directory; later ones take precedence. namedIgnoreNames are
// those that also apply to files that the user names: a file that git ignores is linted if it is named.
var (
	ignoreNames      = []string{".gitignore", ".verdictignore"}
	namedIgnoreNames = ignoreNames[1:]
)

// IsIgnoreFile reports whether files of that name are ignore files.
func IsIgnoreFile(name string) bool { return slices.Contains(ignoreNames, name) }

// An ignorer has the patterns of a directory and of those above it, up to the root of the repository.
type ignorer struct {
	above    *ignorer
	dir      string
	patterns []ignorePattern
	errors   []error // of files that cannot be read
}

// newIgnorer reads the files of these names in a directory; later ones take precedence. If above is nil
// and the directory is not the root of a repository, it also reads the files named by all in the
// directories above.
func newIgnorer(dir string, above *ignorer, names, all []string) *ignorer {
	if above == nil && !isRepositoryRoot(dir) {
		if parent := filepath.Dir(dir); parent != dir {
			above = newIgnorer(parent, nil, all, all)
		}
	}
	i := &ignorer{above: above, dir: dir}
	for _, name := range names {
		content, err := Read(filepath.Join(dir, name), MaxSupport)
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) { // most directories have none
				i.errors = append(i.errors, Describe(Display(filepath.Join(dir, name)), err))
			}
			continue
		}
		content = bytes.TrimPrefix(content, []byte("\uFEFF"))
		for line := range strings.SplitSeq(string(content), "\n") {
			if pattern, ok := parseIgnore(strings.TrimSuffix(line, "\r")); ok {
				i.patterns = append(i.patterns, pattern)
			}
		}
	}
	if len(i.patterns)+len(i.errors) == 0 && above != nil {
		return above
	}
	return i
}

// silent reports whether there are no patterns.
func (i *ignorer) silent() bool { return len(i.patterns) == 0 && i.above == nil }

func isRepositoryRoot(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, ".git"))
	return err == nil
}

// ignored reports whether a file or directory is ignored. Of all patterns that match, the last one of
// the nearest file takes precedence.
func (i *ignorer) ignored(path string, isDir bool) bool {
	for at := i; at != nil; at = at.above {
		if len(at.patterns) == 0 {
			continue
		}
		relative, err := filepath.Rel(at.dir, path)
		if err != nil || relative == "." || !filepath.IsLocal(relative) {
			continue
		}
		relative = filepath.ToSlash(relative)
		for n := len(at.patterns) - 1; n >= 0; n-- {
			p := &at.patterns[n]
			if (isDir || !p.dirsOnly) && p.match(relative) {
				return !p.negated
			}
		}
	}
	return false
}

// A namedSearch determines whether a file that the user names is ignored. Hooks name every file.
type namedSearch struct {
	search   *Search
	ignorers map[string]*ignorer // of directories
}

// ignored reports whether a file or directory, or a directory that contains it, is ignored by the
// configuration or by a .verdictignore.
func (n *namedSearch) ignored(path, absolute string, isDir bool) bool {
	if n.search.NoIgnore {
		return false
	}
	if n.search.Ignored != nil && n.search.Ignored(path) {
		return true
	}
	dir := filepath.Dir(absolute)
	i, ok := n.ignorers[dir]
	if !ok {
		i = newIgnorer(dir, nil, namedIgnoreNames, namedIgnoreNames)
		if n.ignorers == nil {
			n.ignorers = make(map[string]*ignorer)
		}
		n.ignorers[dir] = i
	}
	if i.silent() {
		return false
	}
	for at := absolute; ; isDir = true {
		if i.ignored(at, isDir) {
			return true
		}
		parent := filepath.Dir(at)
		if parent == at {
			return false
		}
		at = parent
	}
}
