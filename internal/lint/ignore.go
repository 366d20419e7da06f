package lint

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Files that say what is not looked at, in the format of gitignore
// (https://git-scm.com/docs/gitignore#_pattern_format). The libraries for it
// either bring all of git along or are not kept any more.

// ignoreNames are the files that are read of every directory that has them, the later
// ones counting more.
var ignoreNames = []string{".gitignore", ".verdictignore"}

// IsIgnoreFile reports whether files of that name say what is not looked at.
func IsIgnoreFile(name string) bool { return slices.Contains(ignoreNames, name) }

// An ignorer knows the patterns of a directory and of those above it, up to the
// root of the repository.
type ignorer struct {
	above    *ignorer
	dir      string
	patterns []ignorePattern
}

// newIgnorer reads the files of these names in a directory, the later ones counting
// more. It goes on above where above is nil and the directory is not the root of a
// repository.
func newIgnorer(dir string, above *ignorer, names []string) *ignorer {
	if above == nil && !isRepositoryRoot(dir) {
		if parent := filepath.Dir(dir); parent != dir {
			above = newIgnorer(parent, nil, ignoreNames)
		}
	}
	i := &ignorer{above: above, dir: dir}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue // most directories have none
		}
		content = bytes.TrimPrefix(content, byteOrderMark)
		for line := range strings.SplitSeq(string(content), "\n") {
			if pattern, ok := parseIgnore(strings.TrimSuffix(line, "\r")); ok {
				i.patterns = append(i.patterns, pattern)
			}
		}
	}
	if len(i.patterns) == 0 && above != nil {
		return above
	}
	return i
}

// silent reports whether there is no pattern at all.
func (i *ignorer) silent() bool { return len(i.patterns) == 0 && i.above == nil }

func isRepositoryRoot(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, ".git"))
	return err == nil
}

// ignored reports whether a file or directory is not to be looked at. Of all
// patterns that match, the last of the nearest file counts.
func (i *ignorer) ignored(path string, isDir bool) bool {
	for at := i; at != nil; at = at.above {
		if len(at.patterns) == 0 {
			continue
		}
		relative, err := filepath.Rel(at.dir, path)
		if err != nil {
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
