// Package cache remembers what was found in files, so that a file that has not
// changed need not be read again, and what is in directories, so that they need
// not either.
//
// What is remembered holds for one program, one set of settings and one
// directory that paths are relative to; together they are the key of a [Store].
// Within a store a file or directory is known by its [Stamp]; where that has changed,
// or cannot be trusted, a file is known by the hash of its content. A cache that is damaged, or is
// another version's, is as good as none.
package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/verdict-lint/verdict/internal/atomicfile"
)

// A Hash is a SHA-256 checksum.
type Hash = [sha256.Size]byte

// An Entry is what is known of a file.
type Entry struct {
	Mark

	// Content is the checksum of the bytes that were linted; zero where it was
	// not made, as for files that are not read as a whole.
	Content Hash

	Result
}

// A Mark is what an entry is known by.
type Mark struct {
	Sighting

	// Schemas are those that the file was linted against: the one chosen for it
	// first, then those that payloads name themselves. Fixed says that payloads
	// had no say.
	Schemas []Schema
	Fixed   bool
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

// A Store holds what is known under one key. It is safe for concurrent use, but
// [Store.Save] wants it alone.
type Store struct {
	path        string
	key         Hash
	files       table[Entry]
	directories table[Listing]
	changed     atomic.Bool // something is to be saved
}

// extension is that of the files in a cache directory.
const extension = ".verdict-cache"

// maxAge is how long a store is kept that nobody uses.
const maxAge = 30 * 24 * time.Hour

// Open gives the store of a key below dir. There need not be one yet.
func Open(dir string, key Hash) *Store {
	s := &Store{key: key, path: filepath.Join(dir, hex.EncodeToString(key[:16])+extension)}
	file, err := os.Open(s.path)
	if err != nil {
		return s
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return s
	}
	if s.files.old, s.directories.old, err = read(file, info.Size(), key); err != nil {
		return s // as good as none
	}
	if time.Since(info.ModTime()) > maxAge/30 {
		now := time.Now()
		_ = os.Chtimes(s.path, now, now) // it is in use; at worst it is removed one day, and made again
	}
	return s
}

// Lookup gives what was known of a file when the store was opened.
func (s *Store) Lookup(path string) (*Entry, bool) { return s.files.old.lookup(path) }

// A Cursor looks up files that come mostly in the order of their paths, for which it need
// not search. What it gives holds until it is asked again. It is for one goroutine.
type Cursor struct{ entries cursor[Entry] }

// Cursor begins at the first file.
func (s *Store) Cursor() *Cursor { return &Cursor{cursor[Entry]{shelf: &s.files.old}} }

// Lookup gives what a file was known by when the store was opened, and a number for it.
func (c *Cursor) Lookup(path string) (m *Mark, number int, ok bool) {
	number, ok = c.entries.find(path)
	if !ok {
		return nil, 0, false
	}
	_, e, ok := c.entries.at(number, c.entries.shelf.key)
	return &e.Mark, number, ok
}

// At gives what was known of the file of that number.
func (c *Cursor) At(number int) (*Entry, bool) {
	_, e, ok := c.entries.at(number, c.entries.shelf.whole)
	return e, ok
}

// Hit counts a file of which what the store knows still holds.
func (s *Store) Hit() { s.files.hits.Add(1) }

// Put remembers what is known of a file now.
func (s *Store) Put(path string, e *Entry) {
	s.changed.Store(true)
	s.files.put(path, e)
}

// Save writes the store, where there is anything new, once. Files that are gone are
// forgotten, and stores that were not used for a month are removed. What is known
// afterwards, a store that is opened then tells.
func (s *Store) Save() error {
	if !s.changed.Load() {
		return nil
	}
	dir := filepath.Dir(s.path)
	if err := prepare(dir); err != nil {
		return err
	}
	files, directories := s.files.merge(), s.directories.merge()
	sweep(dir)
	return atomicfile.Write(s.path, encode(files, directories, s.key))
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
