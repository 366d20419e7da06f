package cache

import (
	"iter"
	"strings"
)

// A Listing is what is known of a directory.
type Listing struct {
	Sighting
	Children Children
}

// Children are what is in a directory: of each its kind as a byte, its name, which is any
// text without a zero, and a zero.
type Children string

// A Child is something in a directory.
type Child struct {
	Name string
	Kind Kind
}

// A Kind says what a [Child] is.
type Kind byte

// The kinds there are.
const (
	File      Kind = 'f'
	Directory Kind = 'd'
	Link      Kind = 'l' // symbolic, to whatever
	Ignore    Kind = 'i' // says what is not looked at
)

// ChildrenOf puts children together.
func ChildrenOf(children []Child) Children {
	size := 0
	for _, c := range children {
		size += len(c.Name) + 2
	}
	var b strings.Builder
	b.Grow(size)
	for _, c := range children {
		b.WriteByte(byte(c.Kind))
		b.WriteString(c.Name)
		b.WriteByte(0)
	}
	return Children(b.String())
}

// Len is how many there are.
func (c Children) Len() int { return strings.Count(string(c), "\x00") }

// All gives every child, in the order they were put together in.
func (c Children) All() iter.Seq[Child] {
	return func(yield func(Child) bool) {
		for rest := string(c); rest != ""; {
			child, more, _ := strings.Cut(rest, "\x00")
			if rest = more; child == "" {
				continue // which is none of ours
			}
			if !yield(Child{Name: child[1:], Kind: Kind(child[0])}) {
				return
			}
		}
	}
}

func codeListing(c coder, l *Listing) {
	codeSighting(c, &l.Sighting)
	c.text((*string)(&l.Children))
}

// Listing gives what was known of a directory when the store was opened.
func (s *Store) Listing(path string) (*Listing, bool) { return s.directories.old.lookup(path) }

// ListingHit counts a directory of which what the store knows still holds.
func (s *Store) ListingHit() { s.directories.hits.Add(1) }

// PutListing remembers what is in a directory now. That nothing is new but the time of
// the last change is no reason to write the store: something writes a report there, or
// the cache itself, and would do so again before the next run.
func (s *Store) PutListing(path string, l *Listing) {
	if old, ok := s.Listing(path); !ok || old.Children != l.Children {
		s.changed.Store(true)
	}
	s.directories.put(path, l)
}
