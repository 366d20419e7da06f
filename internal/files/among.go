package files

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Among returns those of the files that [Search.Find] would find by the paths, if no other files
// existed. It is for files that are not listed by directories, such as those in the index of git;
// their names are relative to the current directory.
func (s Search) Among(files, paths []string) []string {
	l := listed{search: s, ignorers: make(map[string]*ignorer)}
	l.here, _ = os.Getwd()
	l.named.search = &l.search
	var found []string
	for _, file := range files {
		for _, path := range paths {
			if l.covers(filepath.Clean(filepath.FromSlash(path)), file) {
				found = append(found, file)
				break
			}
		}
	}
	return found
}

// A listed search selects from a list of files.
type listed struct {
	search   Search
	here     string
	ignorers map[string]*ignorer // of directories
	named    namedSearch
}

func (l *listed) absolute(path string) string { return absoluteFrom(l.here, path) }

// covers reports whether a path of the command line selects a file.
func (l *listed) covers(path, file string) bool {
	below, err := filepath.Rel(l.absolute(path), l.absolute(file))
	switch {
	case err != nil, l.named.ignored(file, l.absolute(file), false):
		return false
	case below == ".":
		return true
	case filepath.IsLocal(below):
		return l.search.IsPayload(file) && !l.ignored(l.absolute(path), below)
	}
	if filepath.IsAbs(path) {
		file = l.absolute(file)
	}
	return strings.ContainsAny(path, globs) && doublestar.PathMatchUnvalidated(path, filepath.Clean(file))
}

// ignored reports whether a search from a directory skips a file, or a directory that contains it.
func (l *listed) ignored(dir, below string) bool {
	var above *ignorer
	for {
		above = l.ignorer(dir, above)
		name, rest, deeper := strings.Cut(below, string(filepath.Separator))
		path := filepath.Join(dir, name)
		if l.search.Ignored != nil && l.search.Ignored(path) || above != nil && above.ignored(path, deeper) {
			return true
		}
		if !deeper {
			return false
		}
		dir, below = path, rest
	}
}

// ignorer returns the ignore rules of a directory, which are cached; nil if NoIgnore is set.
func (l *listed) ignorer(dir string, above *ignorer) *ignorer {
	if l.search.NoIgnore {
		return nil
	}
	i, ok := l.ignorers[dir]
	if !ok {
		i = newIgnorer(dir, above, ignoreNames, ignoreNames)
		l.ignorers[dir] = i
	}
	return i
}
