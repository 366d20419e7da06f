package cache

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// A table is what is known of things that have paths: of files, or of directories.
type table[T any] struct {
	old shelf[T] // as loaded

	hits  atomic.Int64
	mu    sync.Mutex
	fresh []named[T] // in no order; of two of one path, the later holds
}

// A named is something with its path.
type named[T any] struct {
	path string
	is   *T
}

func byPath[T any](a, b named[T]) int { return strings.Compare(a.path, b.path) }

// put remembers what is known now.
func (t *table[T]) put(path string, is *T) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.fresh = append(t.fresh, named[T]{path, is})
}

// merge makes one set of what was known and what is new, sorted by path, which makes two
// caches of the same knowledge the same bytes. What is gone is left out. The new ones are
// most likely nearly sorted already.
func (t *table[T]) merge() []named[T] {
	slices.SortStableFunc(t.fresh, byPath)
	all := t.fresh[:0]
	for i, e := range t.fresh {
		if i+1 == len(t.fresh) || t.fresh[i+1].path != e.path {
			all = append(all, e)
		}
	}
	t.fresh = all
	seen := int(t.hits.Load())
	for _, e := range all {
		if _, ok := t.old.search(e.path); ok {
			seen++
		}
	}
	complete := seen >= t.old.len() // everything was looked at just now
	var kept []named[T]
	c := cursor[T]{shelf: &t.old}
	for i := range t.old.len() {
		path, is, ok := c.at(i, t.old.whole)
		_, replaced := slices.BinarySearchFunc(all, named[T]{path: path}, byPath)
		if ok && !replaced && (complete || exists(path)) {
			clone := *is
			kept = append(kept, named[T]{path, &clone})
		}
	}
	if len(kept) > 0 {
		all = slices.Concat(all, kept)
		slices.SortFunc(all, byPath)
	}
	return all
}

func exists(path string) bool {
	_, err := os.Lstat(filepath.FromSlash(path))
	return err == nil
}
