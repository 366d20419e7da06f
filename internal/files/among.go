package files

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Among returns those of the files that [Search.Find] would find by the paths, if no other files existed and
// without .gitignore, which does not apply to what is in the index of git already. Their names are relative to
// the current directory.
func (s Search) Among(files, paths []string) []string {
	l := listed{search: s}
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
	search Search
	here   string
	named  namedSearch
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
		return l.search.IsPayload(file)
	}
	if filepath.IsAbs(path) {
		file = l.absolute(file)
	}
	return strings.ContainsAny(path, globs) && doublestar.PathMatchUnvalidated(path, filepath.Clean(file))
}
