package program

import (
	"bytes"
	"hash/maphash"
	"math/bits"
	"math/rand/v2"

	"github.com/verdict-lint/verdict/internal/document"
	"github.com/verdict-lint/verdict/internal/number"
)

// equal compares two values as JSON Schema does (Core 2020-12, section 4.2.2): numbers by
// their mathematical value, strings by their characters, objects without regard to
// order.
//
// Values may be nested as deep as the payload likes, so it goes down without recursion.
func (e *Evaluator) equal(a *document.Document, i uint32, b *document.Document, j uint32) bool {
	c := comparison{a: a, b: b, open: e.comparing[:0]}
	if !c.alike(i, j) {
		return false
	}
	defer func() { e.comparing = c.open }()
	for len(c.open) > 0 {
		last := len(c.open) - 1
		next := c.open[last]
		c.open = c.open[:last]
		if a.Nodes[next.i].Kind() == document.Array && !c.equalItems(next.i, next.j) ||
			a.Nodes[next.i].Kind() == document.Object && !c.equalProperties(next.i, next.j) {
			return false
		}
	}
	return true
}

// A comparison is of values of two documents. open are the arrays and objects that have
// still to be looked into.
type comparison struct {
	a, b *document.Document
	open []pair
}

type pair struct{ i, j uint32 }

// alike compares two values from outside: what is in arrays and objects is left open.
func (c *comparison) alike(i, j uint32) bool {
	left, right := c.a.Nodes[i].Kind(), c.b.Nodes[j].Kind()
	switch left {
	case document.Integer, document.Number:
		return (right == document.Integer || right == document.Number) &&
			number.Parse(c.a.Raw(i)).Equal(number.Parse(c.b.Raw(j)))
	case document.String, document.Key:
		return (right == document.String || right == document.Key) && equalText(c.a, i, c.b, j)
	case document.Array, document.Object:
		if right != left || c.a.Count(i) != c.b.Count(j) {
			return false
		}
		c.open = append(c.open, pair{i, j})
		return true
	}
	return left == right
}

func equalText(a *document.Document, i uint32, b *document.Document, j uint32) bool {
	if !a.Nodes[i].Escaped() && !b.Nodes[j].Escaped() {
		return bytes.Equal(a.Content(i), b.Content(j))
	}
	return a.String(i) == b.String(j)
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
	a, b := c.a, c.b
	var index map[string]uint32
	if count := a.Count(i); count > few {
		index = make(map[string]uint32, count)
		for key, end := j+1, b.Nodes[j].Next; key < end; key = b.Nodes[key+1].Next {
			index[b.String(key)] = key
		}
	}
	find := func(x uint32) (uint32, bool) {
		if index != nil {
			key, ok := index[a.String(x)]
			return key, ok
		}
		for key, end := j+1, b.Nodes[j].Next; key < end; key = b.Nodes[key+1].Next {
			if equalText(a, x, b, key) {
				return key, true
			}
		}
		return 0, false
	}
	for x, end := i+1, a.Nodes[i].Next; x < end; x = a.Nodes[x+1].Next {
		y, ok := find(x)
		if !ok || !c.alike(x+1, y+1) {
			return false
		}
	}
	return true
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
	if kind := e.nodes[i].Kind(); kind != document.Array && kind != document.Object {
		return e.hashScalar(i)
	}
	e.hashing = e.hashing[:0]
	for {
		n := &e.nodes[i]
		switch kind := n.Kind(); kind {
		case document.Key:
			e.hashing[len(e.hashing)-1].name = e.hashScalar(i)
			i++
			continue
		case document.Array, document.Object:
			if known, ok := e.hashes[i]; ok {
				if len(e.hashing) == 0 {
					return known
				}
				e.hashing[len(e.hashing)-1].add(known)
				i = n.Next
				break
			}
			e.hashing = append(e.hashing, partial{node: i, sum: uint64(kind) * 0x9E3779B97F4A7C15, object: kind == document.Object})
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
	case document.Integer, document.Number:
		return number.Parse(e.doc.Raw(i)).Hash(numberSeed)
	case document.String, document.Key:
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

// checkUnique compares every item with every other where there are few, and only those
// of one hash where there are many (Validation 2020-12, section 6.4.3).
func (e *Evaluator) checkUnique(n *node, i uint32) bool {
	const few = 8
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
					return e.failEqual(n, y, second, first)
				}
				first++
			}
			second++
		}
		return true
	}
	size := 1 << bits.Len(uint(2*count))
	if cap(e.table) < size {
		e.table = make([]hashed, size)
	}
	table := e.table[:size]
	clear(table)
	index := uint32(0)
	for item := i + 1; item < end; item = e.nodes[item].Next {
		h := e.hash(item)
		at := h & uint64(size-1)
		for ; table[at].node != 0; at = (at + 1) & uint64(size-1) {
			if other := table[at]; other.hash == h && e.equal(e.doc, other.node, e.doc, item) {
				return e.failEqual(n, item, int(index), int(other.index))
			}
		}
		table[at] = hashed{h, item, index}
		index++
	}
	return true
}

// hashed is an item in the table of [Evaluator.checkUnique]; its node is never 0.
type hashed struct {
	hash        uint64
	node, index uint32
}
