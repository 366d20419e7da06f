package lint

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
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

type ignorePattern struct {
	glob     string // relative to the directory of the file, with slashes
	negated  bool
	dirsOnly bool
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
		for line := range strings.Lines(string(content)) {
			if pattern, ok := parseIgnore(strings.TrimRight(line, "\r\n")); ok {
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

// parseIgnore reads a line of an ignore file; false stands for one that holds no
// pattern.
func parseIgnore(line string) (ignorePattern, bool) {
	var p ignorePattern
	if !strings.HasSuffix(line, `\ `) {
		line = strings.TrimRight(line, " ")
	}
	if line == "" || strings.HasPrefix(line, "#") {
		return p, false
	}
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.dirsOnly = strings.CutSuffix(line, "/")
	// A pattern with a slash other than at its end is anchored.
	anchored := strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if !anchored {
		line = "**/" + line
	}
	if strings.HasSuffix(line, "/**") {
		line += "/*" // all that is inside, but not the directory itself
	}
	// What git means by braces is braces.
	p.glob = strings.NewReplacer("{", `\{`, "}", `\}`).Replace(line)
	return p, line != "" && doublestar.ValidatePattern(p.glob)
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
			p := at.patterns[n]
			if (isDir || !p.dirsOnly) && doublestar.MatchUnvalidated(p.glob, relative) {
				return !p.negated
			}
		}
	}
	return false
}
