package files

import (
	"io/fs"
	"os"
	"slices"
	"strings"
)

// A child is an entry of a directory that matters to a search.
type child struct {
	name string
	kind childKind
}

// A childKind is what a search does with an entry of a directory.
type childKind uint8

const (
	passedOver childKind = iota
	ignoreFile           // .gitignore or .verdictignore
	directory
	regularFile
	symbolicLink
)

// children returns the ignore files of a directory, and its subdirectories and
// files that look like payloads, sorted by name. If reading fails halfway, it
// returns what was read, and the error.
func (f *finder) children(path string) (ignores []string, children []child, err error) {
	opened, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer opened.Close()
	entries, err := opened.ReadDir(-1)
	children = make([]child, 0, len(entries))
	for _, entry := range entries {
		name := entry.Name()
		switch kind := f.kindOf(path, entry); kind {
		case ignoreFile:
			ignores = append(ignores, name)
		case directory, regularFile, symbolicLink:
			children = append(children, child{name, kind})
		}
	}
	slices.Sort(ignores) // .verdictignore comes last and takes precedence over .gitignore
	slices.SortFunc(children, func(a, b child) int { return strings.Compare(a.name, b.name) })
	return ignores, children, err
}

// kindOf returns the kind of an entry of the directory path.
func (f *finder) kindOf(path string, entry fs.DirEntry) childKind {
	name := entry.Name()
	switch mode := entry.Type(); {
	case mode.IsDir():
		if isRepositoryData(name) {
			return passedOver
		}
		return directory
	case !mode.IsRegular() && mode&fs.ModeSymlink == 0: // a device, a pipe, a socket
		return passedOver
	case IsIgnoreFile(name):
		return ignoreFile
	case !f.search.looksLikePayload(below(path, name)):
		return passedOver
	case mode.IsRegular():
		return regularFile
	}
	return symbolicLink
}

// isRepositoryData reports whether a directory has the internal data of a version control system.
func isRepositoryData(name string) bool {
	return name == ".git" || name == ".hg" || name == ".svn" || name == ".jj"
}

// leadsToFile reports whether a symbolic link currently leads to a regular file.
func leadsToFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
