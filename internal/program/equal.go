package program

import (
	"bytes"
	"hash/maphash"
	"math/bits"
	"math/rand/v2"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
)

// Equal reports whether two values of a document are equal as JSON Schema compares them.
func Equal(doc *jsontape.Tape, i, j uint32) bool { return new(Evaluator).equal(doc, i, doc, j) }

// equal compares two values as JSON Schema does (Core 2020-12, section 4.2.2): numbers by
// their mathematical value, strings by their characters, objects without regard to
// order.
//
// Values may be nested as deep as the payload likes, so it goes down without recursion.
func (e *Evaluator) equal(a *jsontape.Tape, i uint32, b *jsontape.Tape, j uint32) bool {
	c := comparison{a: a, b: b, open: e.comparing[:0], scratch: &e.comparison}
	if !c.alike(i, j) {
		return false
	}
	defer func() { e.comparing = c.open }()
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

// A comparison is of values of two documents. open are the arrays and objects that have
// still to be looked into.
type comparison struct {
	a, b    *jsontape.Tape
	open    []pair
	scratch *comparisonScratch
}

// A comparisonScratch is memory that the next comparison can use again.
type comparisonScratch struct {
	left, right []byte
	names       []hashed // see index
}

type pair struct{ i, j uint32 }

// alike compares two values from outside: what is in arrays and objects is left open.
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

// textIn is the text of a String or Key, unescaped in memory of the caller if necessary.
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

// search finds the name x among the few of the object j.
func (c *comparison) search(x, j uint32) (uint32, bool) {
	for key, end := j+1, c.b.Nodes[j].Next; key < end; key = c.b.Nodes[key+1].Next {
		if c.equalText(x, key) {
			return key, true
		}
	}
	return 0, false
}

// index makes a hash table of the names of the object j, for lookUp.
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

// emptyTable is a hash table for so many items, in the memory of an old one if it suffices.
func emptyTable(old []hashed, items int) []hashed {
	size := 1 << bits.Len(uint(2*items))
	if cap(old) < size {
		return make([]hashed, size)
	}
	table := old[:size]
	clear(table)
	return table
}

// The seeds are chosen anew by every process, so that nobody can prepare values that
// all have one hash.
var (
	seed       = maphash.MakeSeed()
	numberSeed = rand.Uint64()
)

// hash is the same for values that are equal. Like [equal], it goes down without
// recursion.
func (e *Evaluator) hash(i uint32) uint64 {
	if kind := e.nodes[i].Kind(); kind != jsontape.Array && kind != jsontape.Object {
		return e.hashScalar(i)
	}
	e.hashing = e.hashing[:0]
	for {
		n := &e.nodes[i]
		switch kind := n.Kind(); kind {
		case jsontape.Key:
			e.hashing[len(e.hashing)-1].name = e.hashScalar(i)
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
			e.hashing[len(e.hashing)-1].add(e.hashScalar(i))
			i++
		}
		for top := &e.hashing[len(e.hashing)-1]; e.nodes[top.node].Next == i; top = &e.hashing[len(e.hashing)-1] {
			h := mix(top.sum)
			node := top.node
			if e.hashing = e.hashing[:len(e.hashing)-1]; len(e.hashing) == 0 {
				e.keepHash(node, h)
				return h
			}
			e.hashing[len(e.hashing)-1].add(h)
		}
	}
}

func (e *Evaluator) hashScalar(i uint32) uint64 {
	switch kind := e.nodes[i].Kind(); kind {
	case jsontape.Integer, jsontape.Number:
		return number.Parse(e.doc.Raw(i)).Hash(numberSeed)
	case jsontape.String, jsontape.Key:
		return maphash.Bytes(seed, e.textOf(i))
	default:
		return mix(uint64(kind) * 0x9E3779B97F4A7C15)
	}
}

// A partial is the hash of an array or object as far as it has been gone through.
type partial struct {
	node   uint32
	object bool
	sum    uint64
	name   uint64 // of the property that comes next
}

func (p *partial) add(value uint64) {
	if p.object {
		p.sum += mix(p.name ^ mix(value)) // in any order
	} else {
		p.sum = mix(p.sum ^ value)
	}
}

// keepHash keeps the hash of an item that is large. Where uniqueItems is asked for on
// each of many levels, none of them goes through all that is below it again: inner
// arrays are checked before outer ones.
func (e *Evaluator) keepHash(i uint32, h uint64) {
	const large = 64 // nodes
	if e.nodes[i].Next-i < large {
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

// isUnique compares every item of an array with every other if there are few, and only those
// of one hash if there are many (Validation 2020-12, section 6.4.3). If two are equal, the
// subject has them.
func (e *Evaluator) isUnique(v *subject) bool {
	const few = 8
	i := v.node
	end := e.nodes[i].Next
	count := e.doc.Count(i)
	if count < 2 {
		return true
	}
	if count <= few {
		second := 0
		for y := i + 1; y < end; y = e.nodes[y].Next {
			first := 0
			for x := i + 1; x < y; x = e.nodes[x].Next {
				if e.equal(e.doc, x, e.doc, y) {
					v.clash = itemPair{first, second, y}
					return false
				}
				first++
			}
			second++
		}
		return true
	}
	e.table = emptyTable(e.table, count)
	table, size := e.table, len(e.table)
	index := uint32(0)
	for item := i + 1; item < end; item = e.nodes[item].Next {
		h := e.hash(item)
		at := h & uint64(size-1)
		for ; table[at].node != 0; at = (at + 1) & uint64(size-1) {
			if other := table[at]; other.hash == h && e.equal(e.doc, other.node, e.doc, item) {
				v.clash = itemPair{int(other.index), int(index), item}
				return false
			}
		}
		table[at] = hashed{h, item, index}
		index++
	}
	return true
}

// hashed is an entry of a hash table; its node is never 0.
type hashed struct {
	hash        uint64
	node, index uint32
}
