package lint

import (
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/cache"
)

// children are what may matter in a directory: what says what is ignored, and then, sorted
// by name, directories, and what looks like a payload and is a file or a link. A directory
// that the cache knows by its stamp is not read.
func (f *finder) children(path string) (cache.Children, error) {
	var store *cache.Store
	if f.search.Cache != nil {
		store = f.search.Cache()
	}
	if store == nil {
		return f.list(path)
	}
	if known, ok := store.Listing(path); ok {
		if stamp, err := cache.Look(path); err == nil && stamp == known.Stamp {
			store.ListingHit()
			return known.Children, nil
		}
	}
	seen := cache.SeeDirectory(path) // before it is read: what changes meanwhile counts as later
	children, err := f.list(path)
	if err == nil && seen.Trusted {
		store.PutListing(path, &cache.Listing{Sighting: seen, Children: children})
	}
	return children, err
}

// list reads a directory. Where that fails halfway, it gives what was read.
func (f *finder) list(path string) (cache.Children, error) {
	directory, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer directory.Close()
	entries, err := directory.ReadDir(-1)
	var ignores []cache.Child
	children := make([]cache.Child, 0, len(entries))
	for _, entry := range entries {
		name := entry.Name()
		switch kind := entry.Type(); {
		case kind.IsDir():
			if !isRepositoryData(name) {
				children = append(children, cache.Child{Name: name, Kind: cache.Directory})
			}
		case !kind.IsRegular() && kind&fs.ModeSymlink == 0: // a pipe, and such
		case IsIgnoreFile(name):
			ignores = append(ignores, cache.Child{Name: name, Kind: cache.Ignore})
		case !f.search.looksLikePayload(below(path, name)):
		case kind.IsRegular():
			children = append(children, cache.Child{Name: name, Kind: cache.File})
		default:
			children = append(children, cache.Child{Name: name, Kind: cache.Link})
		}
	}
	slices.SortFunc(children, byName)
	slices.SortFunc(ignores, byName)
	return cache.ChildrenOf(ignores) + cache.ChildrenOf(children), err
}

func byName(a, b cache.Child) int { return strings.Compare(a.Name, b.Name) }

// ignoreFiles are those of a directory that say what is ignored.
func ignoreFiles(children cache.Children) []string {
	var names []string
	for c := range children.All() {
		if c.Kind != cache.Ignore {
			break // they come first
		}
		names = append(names, c.Name)
	}
	return names
}

// isRepositoryData reports whether a directory holds what a version control
// system keeps for itself.
func isRepositoryData(name string) bool {
	return name == ".git" || name == ".hg" || name == ".svn" || name == ".jj"
}

// leadsToFile reports whether a symbolic link leads to a regular file, now.
func leadsToFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
