package cache

import (
	"encoding/binary"
	"sort"
	"strings"
)

// A shelf is a table as it is stored: sorted by path, each thing decoded when it is asked
// for. Most are asked for once, and of nearly all it is enough to know that they are as
// they were; so nothing is made of them that takes memory.
type shelf[T any] struct {
	text    string // of all things, each after its path
	offsets string // in text, of each thing, as 8 bytes
	codec[T]
}

// A codec codes things. Their key comes first, and is what they are known by.
type codec[T any] struct {
	key, whole func(coder, *T)
}

const offsetSize = 8

// encodeShelf is the reverse of [decodeShelf]. The things are sorted.
func encodeShelf[T any](e *encoder, all []named[T], code func(coder, *T)) {
	offsets := make([]byte, 0, offsetSize*len(all))
	var size int64
	e.fixed(&size) // is put in its place below
	start := len(e.out)
	for i := range all {
		offsets = binary.LittleEndian.AppendUint64(offsets, uint64(len(e.out)-start))
		e.text(&all[i].path)
		code(e, all[i].is)
	}
	binary.LittleEndian.PutUint64(e.out[start-offsetSize:], uint64(len(e.out)-start))
	e.count(len(offsets))
	e.out = append(e.out, offsets...)
}

func decodeShelf[T any](d *decoder, codec codec[T]) shelf[T] {
	s := shelf[T]{codec: codec}
	var size int64
	if d.fixed(&size); size >= 0 && size <= int64(len(d.in)) {
		s.text = d.take(int(size))
	} else {
		d.bad = true
	}
	d.text(&s.offsets)
	return s
}

func (s *shelf[T]) len() int { return len(s.offsets) / offsetSize }

// in is the text of the thing numbered i, and what comes after it.
func (s *shelf[T]) in(i int) string {
	d := decoder{in: s.offsets[i*offsetSize:]}
	var offset int64
	if d.fixed(&offset); offset < 0 || offset > int64(len(s.text)) {
		return "" // which nothing is
	}
	return s.text[offset:]
}

func (s *shelf[T]) path(i int) string {
	d := decoder{in: s.in(i)}
	var path string
	d.text(&path)
	return path
}

// search is the number of the thing at a path.
func (s *shelf[T]) search(path string) (int, bool) {
	return sort.Find(s.len(), func(i int) int { return strings.Compare(path, s.path(i)) })
}

// lookup gives the thing at a path.
func (s *shelf[T]) lookup(path string) (*T, bool) {
	c := cursor[T]{shelf: s}
	i, ok := c.find(path)
	if !ok {
		return nil, false
	}
	_, is, ok := c.at(i, s.whole)
	return is, ok
}

// A cursor takes things off a shelf, one at a time: what it gives holds until the next.
// It makes no garbage.
type cursor[T any] struct {
	shelf   *shelf[T]
	next    int // likely to be asked for
	decoder decoder
	is      T
}

// at gives the thing numbered i, as much of it as is asked for, and reports false where
// that is damaged.
func (c *cursor[T]) at(i int, code func(coder, *T)) (path string, is *T, ok bool) {
	var zero T
	c.decoder, c.is = decoder{in: c.shelf.in(i)}, zero
	c.decoder.text(&path)
	code(&c.decoder, &c.is)
	c.next = i + 1
	return path, &c.is, !c.decoder.bad
}

// find is the number of the thing at a path. Where things are asked for in order, it need
// not search.
func (c *cursor[T]) find(path string) (int, bool) {
	if c.next < c.shelf.len() && c.shelf.path(c.next) == path {
		return c.next, true
	}
	return c.shelf.search(path)
}
