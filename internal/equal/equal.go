// Package equal compares values of JSON texts as JSON Schema does (Core 2020-12, section
// 4.2.2): numbers by their mathematical value, strings by their characters, objects regardless
// of the order of their properties.
package equal

import (
	"bytes"
	"hash/maphash"
	"math/bits"
	"math/rand/v2"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
)

// A Comparer compares values, and reuses the memory that this takes. The zero value is ready to
// use. Arrays and objects may be nested to any depth, so it does not recurse.
type Comparer struct {
	open    []pair
	scratch comparisonScratch
	table   []hashed          // see Unique
	hashing []partial         // see hash
	hashes  map[uint32]uint64 // see keepHash
	text    []byte            // see hashScalar
}

// Values reports whether two values of a text are equal.
func Values(doc *jsontape.Tape, i, j uint32) bool { return new(Comparer).Equal(doc, i, doc, j) }

// Forget drops what is known of the values of a text. It must be called if the nodes of its tape
// become those of other values.
func (e *Comparer) Forget() {
	switch n := len(e.hashes); {
	case n > 1000:
		e.hashes = nil
	case n > 0:
		clear(e.hashes)
	}
}

// Release frees memory if very large values made the comparer grow.
func (e *Comparer) Release() {
	const keep = 1 << 16 // items: one MiB
	e.Forget()
	if cap(e.table) > keep {
		e.table = nil
	}
	if cap(e.hashing) > keep {
		e.hashing = nil
	}
	if cap(e.open) > keep {
		e.open = nil
	}
	if cap(e.scratch.names) > keep {
		e.scratch.names = nil
	}
	if cap(e.text) > keep {
		e.text = nil
	}
	if cap(e.scratch.left) > keep || cap(e.scratch.right) > keep {
		e.scratch.left, e.scratch.right = nil, nil
	}
}

// Equal reports whether two values, of the same text or of two, are equal.
func (e *Comparer) Equal(a *jsontape.Tape, i uint32, b *jsontape.Tape, j uint32) bool {
	c := comparison{a: a, b: b, open: e.open[:0], scratch: &e.scratch}
	if !c.alike(i, j) {
		return false
	}
	defer func() { e.open = c.open }()
	for len(c.open) > 0 {
		last := len(c.open) - 1
		next := c.open[last]
		c.open = c.open[:last]
		if a.Nodes[next.i].Kind() == jsontape.Array && !c.equalItems(next.i, next.j) ||
			a.Nodes[next.i].Kind() == jsontape.Object && !c.equalProperties(next.i, next.j) {
			return false
		}
	}
	return true
}

// A comparison is of values of two texts. open are the arrays and objects whose contents are
// still to be compared.
type comparison struct {
	a, b    *jsontape.Tape
	open    []pair
	scratch *comparisonScratch
}

// A comparisonScratch is memory that the next comparison reuses.
type comparisonScratch struct {
	left, right []byte
	names       []hashed // see index
}

type pair struct{ i, j uint32 }

// alike compares two values except for the contents of arrays and objects, which it adds to open.
func (c *comparison) alike(i, j uint32) bool {
	left, right := c.a.Nodes[i].Kind(), c.b.Nodes[j].Kind()
	switch left {
	case jsontape.Integer, jsontape.Number:
		return (right == jsontape.Integer || right == jsontape.Number) &&
			number.Parse(c.a.Raw(i)).Equal(number.Parse(c.b.Raw(j)))
	case jsontape.String, jsontape.Key:
		return (right == jsontape.String || right == jsontape.Key) && c.equalText(i, j)
	case jsontape.Array, jsontape.Object:
		if right != left || c.a.Count(i) != c.b.Count(j) {
			return false
		}
		c.open = append(c.open, pair{i, j})
		return true
	}
	return left == right
}

func (c *comparison) equalText(i, j uint32) bool {
	s := c.scratch
	return bytes.Equal(textIn(c.a, i, &s.left), textIn(c.b, j, &s.right))
}

// textIn returns the text of a String or Key. If it has escapes, it is written to memory.
func textIn(doc *jsontape.Tape, i uint32, memory *[]byte) []byte {
	if !doc.Nodes[i].Escaped() {
		return doc.Content(i)
	}
	*memory = doc.AppendText((*memory)[:0], i)
	return *memory
}

func (c *comparison) equalItems(i, j uint32) bool {
	x, y := i+1, j+1
	for end := c.a.Nodes[i].Next; x < end; x, y = c.a.Nodes[x].Next, c.b.Nodes[y].Next {
		if !c.alike(x, y) {
			return false
		}
	}
	return true
}

func (c *comparison) equalProperties(i, j uint32) bool {
	const few = 16
	indexed := c.a.Count(i) > few
	if indexed {
		c.index(j)
	}
	for x, end := i+1, c.a.Nodes[i].Next; x < end; x = c.a.Nodes[x+1].Next {
		y, ok := uint32(0), false
		if indexed {
			y, ok = c.lookUp(x)
		} else {
			y, ok = c.search(x, j)
		}
		if !ok || !c.alike(x+1, y+1) {
			return false
		}
	}
	return true
}

// search finds the name x in the object j, which has few.
func (c *comparison) search(x, j uint32) (uint32, bool) {
	for key, end := j+1, c.b.Nodes[j].Next; key < end; key = c.b.Nodes[key+1].Next {
		if c.equalText(x, key) {
			return key, true
		}
	}
	return 0, false
}

// index builds a hash table of the names of the object j, for lookUp.
func (c *comparison) index(j uint32) {
	s := c.scratch
	s.names = emptyTable(s.names, c.b.Count(j))
	for key, end := j+1, c.b.Nodes[j].Next; key < end; key = c.b.Nodes[key+1].Next {
		h := maphash.Bytes(seed, textIn(c.b, key, &s.right))
		at := h & uint64(len(s.names)-1)
		for s.names[at].node != 0 {
			at = (at + 1) & uint64(len(s.names)-1)
		}
		s.names[at] = hashed{hash: h, node: key}
	}
}

func (c *comparison) lookUp(x uint32) (uint32, bool) {
	s := c.scratch
	h := maphash.Bytes(seed, textIn(c.a, x, &s.left))
	for at := h & uint64(len(s.names)-1); s.names[at].node != 0; at = (at + 1) & uint64(len(s.names)-1) {
		if known := s.names[at]; known.hash == h && c.equalText(x, known.node) {
			return known.node, true
		}
	}
	return 0, false
}

// emptyTable returns a hash table for a number of items, in the memory of an old one if it suffices.
func emptyTable(old []hashed, items int) []hashed {
	size := 1 << bits.Len(uint(2*items))
	if cap(old) < size {
		return make([]hashed, size)
	}
	table := old[:size]
	clear(table)
	return table
}

// The seeds differ for each process, so that an attacker cannot choose values that all have the
// same hash.
var (
	seed       = maphash.MakeSeed()
	numberSeed = rand.Uint64()
)

// Hash returns the hash of a value, which is the same for equal values of any text. Values of one text need a comparer
// of their own.
func (e *Comparer) Hash(doc *jsontape.Tape, i uint32) uint64 { return e.hash(doc, i) }

// HashNumber returns the hash of a number, as Hash does.
func HashNumber(d number.Decimal) uint64 { return d.Hash(numberSeed) }

// hash returns the hash of a value. It is the same for equal values.
func (e *Comparer) hash(doc *jsontape.Tape, i uint32) uint64 {
	if kind := doc.Nodes[i].Kind(); kind != jsontape.Array && kind != jsontape.Object {
		return e.hashScalar(doc, i)
	}
	e.hashing = e.hashing[:0]
	for {
		n := &doc.Nodes[i]
		switch kind := n.Kind(); kind {
		case jsontape.Key:
			e.hashing[len(e.hashing)-1].name = e.hashScalar(doc, i)
			i++
			continue
		case jsontape.Array, jsontape.Object:
			if known, ok := e.hashes[i]; ok {
				if len(e.hashing) == 0 {
					return known
				}
				e.hashing[len(e.hashing)-1].add(known)
				i = n.Next
				break
			}
			e.hashing = append(e.hashing, partial{node: i, sum: uint64(kind) * 0x9E3779B97F4A7C15, object: kind == jsontape.Object})
			i++
		default:
			e.hashing[len(e.hashing)-1].add(e.hashScalar(doc, i))
			i++
		}
		for top := &e.hashing[len(e.hashing)-1]; doc.Nodes[top.node].Next == i; top = &e.hashing[len(e.hashing)-1] {
			h := mix(top.sum)
			node := top.node
			if e.hashing = e.hashing[:len(e.hashing)-1]; len(e.hashing) == 0 {
				e.keepHash(doc, node, h)
				return h
			}
			e.hashing[len(e.hashing)-1].add(h)
		}
	}
}

func (e *Comparer) hashScalar(doc *jsontape.Tape, i uint32) uint64 {
	switch kind := doc.Nodes[i].Kind(); kind {
	case jsontape.Integer, jsontape.Number:
		return number.Parse(doc.Raw(i)).Hash(numberSeed)
	case jsontape.String, jsontape.Key:
		return maphash.Bytes(seed, textIn(doc, i, &e.text))
	default:
		return mix(uint64(kind) * 0x9E3779B97F4A7C15)
	}
}

// A partial is the hash of the part of an array or object that was read.
type partial struct {
	node   uint32
	object bool
	sum    uint64
	name   uint64 // of the next property
}

func (p *partial) add(value uint64) {
	if p.object {
		p.sum += mix(p.name ^ mix(value)) // in any order
	} else {
		p.sum = mix(p.sum ^ value)
	}
}

// keepHash keeps the hash of a large array or object. If arrays on each of many levels are to be
// unique, inner ones are checked before outer ones, whose contents then need not be read again.
func (e *Comparer) keepHash(doc *jsontape.Tape, i uint32, h uint64) {
	const large = 64 // nodes
	if doc.Nodes[i].Next-i < large {
		return
	}
	if e.hashes == nil {
		e.hashes = make(map[uint32]uint64)
	}
	e.hashes[i] = h
}

func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	return h ^ h>>32
}

// A Pair is two equal items of an array, by index, and their nodes.
type Pair struct {
	First, Second         int
	FirstNode, SecondNode uint32
}

// Unique reports whether no two items of an array are equal, and otherwise returns the first pair
// that is. It compares all items with one another if there are few, and only those of one hash if
// there are many.
func (e *Comparer) Unique(doc *jsontape.Tape, array uint32) (equal Pair, unique bool) {
	const few = 8
	i := array
	end := doc.Nodes[i].Next
	count := doc.Count(i)
	if count < 2 {
		return Pair{}, true
	}
	if count <= few {
		second := 0
		for y := i + 1; y < end; y = doc.Nodes[y].Next {
			first := 0
			for x := i + 1; x < y; x = doc.Nodes[x].Next {
				if e.Equal(doc, x, doc, y) {
					return Pair{first, second, x, y}, false
				}
				first++
			}
			second++
		}
		return Pair{}, true
	}
	e.table = emptyTable(e.table, count)
	table, size := e.table, len(e.table)
	index := uint32(0)
	for item := i + 1; item < end; item = doc.Nodes[item].Next {
		h := e.hash(doc, item)
		at := h & uint64(size-1)
		for ; table[at].node != 0; at = (at + 1) & uint64(size-1) {
			if other := table[at]; other.hash == h && e.Equal(doc, other.node, doc, item) {
				return Pair{int(other.index), int(index), other.node, item}, false
			}
		}
		table[at] = hashed{h, item, index}
		index++
	}
	return Pair{}, true
}

// hashed is an entry of a hash table; its node is never 0.
type hashed struct {
	hash        uint64
	node, index uint32
}
