// Package cache remembers what was found in files, so that a file that has not
// changed need not be read again.
//
// What is remembered holds for one program, one set of settings and one
// directory that paths are relative to; together they are the key of a [Store].
// Within a store a file is known by its [Stamp], and where that has changed, or
// cannot be trusted, by the hash of its content. A cache that is damaged, or is
// another version's, is as good as none.
package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/verdict-lint/verdict/internal/atomicfile"
)

// A Hash is a SHA-256 checksum.
type Hash = [sha256.Size]byte

// An Entry is what is known of a file.
type Entry struct {
	Sighting

	// Content is the checksum of the bytes that were linted; zero where it was
	// not made, as for files that are not read as a whole.
	Content Hash

	// Schemas are those that the file was linted against: the one chosen for it
	// first, then those that payloads name themselves. Fixed says that payloads
	// had no say.
	Schemas []Schema
	Fixed   bool

	Result
}

// A Schema is a schema by its name, with the checksum of all it consists of.
type Schema struct {
	Name string
	Hash Hash
}

// A Result is the outcome of linting a file. Findings are as [EncodeFindings]
// made them.
type Result struct {
	Payloads  int
	Bytes     int64
	Truncated bool
	Findings  string
}

// A Store holds the entries of one key. It is safe for concurrent use, but
// [Store.Save] wants it alone.
type Store struct {
	path string
	key  Hash
	old  []named // as loaded, sorted by path; not changed

	hits  atomic.Int64
	mu    sync.Mutex
	fresh []named // in no order; of two of one path, the later holds
}

// A named is an entry with the path of its file.
type named struct {
	path string
	*Entry
}

// extension is that of the files in a cache directory.
const extension = ".verdict-cache"

// maxAge is how long a store is kept that nobody uses.
const maxAge = 30 * 24 * time.Hour

// Open gives the store of a key below dir. There need not be one yet.
func Open(dir string, key Hash) *Store {
	s := &Store{key: key, path: filepath.Join(dir, hex.EncodeToString(key[:16])+extension)}
	content, err := os.ReadFile(s.path)
	if err != nil {
		return s
	}
	s.old = decode(content, key)
	if info, err := os.Stat(s.path); err == nil && time.Since(info.ModTime()) > maxAge/30 {
		now := time.Now()
		_ = os.Chtimes(s.path, now, now) // it is in use; at worst it is removed one day, and made again
	}
	return s
}

// Lookup gives what was known of a file when the store was opened. It is not to be
// changed.
func (s *Store) Lookup(path string) (*Entry, bool) {
	c := Cursor{store: s}
	return c.Lookup(path)
}

// A Cursor looks up files that come mostly in the order of their paths, for which it need
// not search. It is for one goroutine.
type Cursor struct {
	store *Store
	next  int // of store.old, likely to be asked for next
}

// Cursor begins at the first file.
func (s *Store) Cursor() *Cursor { return &Cursor{store: s} }

// Lookup is [Store.Lookup].
func (c *Cursor) Lookup(path string) (*Entry, bool) {
	old, i := c.store.old, c.next
	if i >= len(old) || old[i].path != path {
		var ok bool
		if i, ok = slices.BinarySearchFunc(old, named{path: path}, byPath); !ok {
			return nil, false
		}
	}
	c.next = i + 1
	return old[i].Entry, true
}

// Hit counts a file of which what the store knows still holds.
func (s *Store) Hit() { s.hits.Add(1) }

// Put remembers what is known of a file now.
func (s *Store) Put(path string, e *Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fresh = append(s.fresh, named{path, e})
}

// Save writes the store, where there is anything new, once. Files that are gone are
// forgotten, and stores that were not used for a month are removed. What is known
// afterwards, a store that is opened then tells.
func (s *Store) Save() error {
	if len(s.fresh) == 0 {
		return nil
	}
	dir := filepath.Dir(s.path)
	if err := prepare(dir); err != nil {
		return err
	}
	all := s.merge()
	sweep(dir)
	return atomicfile.Write(s.path, encode(all, s.key))
}

// merge makes one set of entries of what was known and what is new, sorted by path, which
// makes two caches of the same knowledge the same bytes. The new ones are most likely
// nearly sorted already.
func (s *Store) merge() []named {
	slices.SortStableFunc(s.fresh, byPath)
	all := s.fresh[:0]
	for i, e := range s.fresh {
		if i+1 == len(s.fresh) || s.fresh[i+1].path != e.path {
			all = append(all, e)
		}
	}
	s.fresh = all
	seen := int(s.hits.Load())
	for _, e := range all {
		if _, ok := s.Lookup(e.path); ok {
			seen++
		}
	}
	complete := seen >= len(s.old) // every file was looked at just now
	var kept []named
	for _, e := range s.old {
		_, ok := slices.BinarySearchFunc(all, e, byPath)
		if !ok && (complete || exists(e.path)) {
			kept = append(kept, e)
		}
	}
	if len(kept) > 0 {
		all = slices.Concat(all, kept)
		slices.SortFunc(all, byPath)
	}
	return all
}

func byPath(a, b named) int { return strings.Compare(a.path, b.path) }

func exists(path string) bool {
	_, err := os.Lstat(filepath.FromSlash(path))
	return err == nil
}

// prepare makes the directory. Git is to leave it alone wherever it lies.
func prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	ignore := filepath.Join(dir, ".gitignore")
	if _, err := os.Lstat(ignore); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return atomicfile.Write(ignore, []byte("*\n"))
}

// sweep removes stores that nobody uses any more: those of former versions, of
// other settings, of directories that are gone.
func sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && strings.HasSuffix(entry.Name(), extension) && time.Since(info.ModTime()) > maxAge {
			_ = os.Remove(filepath.Join(dir, entry.Name())) // somebody else may have
		}
	}
}

// Key makes the key of a store out of everything that findings hang on.
func Key(parts ...string) Hash {
	var e encoder
	for _, part := range parts {
		e.text(&part)
	}
	return sha256.Sum256(e.out)
}
