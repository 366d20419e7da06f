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
func equal(a *document.Document, i uint32, b *document.Document, j uint32) bool {
	left, right := &a.Nodes[i], &b.Nodes[j]
	switch left.Kind() {
	case document.Integer, document.Number:
		if k := right.Kind(); k != document.Integer && k != document.Number {
			return false
		}
		return number.Parse(a.Raw(i)).Equal(number.Parse(b.Raw(j)))
	case document.String, document.Key:
		if k := right.Kind(); k != document.String && k != document.Key {
			return false
		}
		return equalText(a, i, b, j)
	case document.Array:
		return right.Kind() == document.Array && equalArrays(a, i, b, j)
	case document.Object:
		return right.Kind() == document.Object && equalObjects(a, i, b, j)
	}
	return left.Kind() == right.Kind()
}

func equalText(a *document.Document, i uint32, b *document.Document, j uint32) bool {
	if !a.Nodes[i].Escaped() && !b.Nodes[j].Escaped() {
		return bytes.Equal(a.Content(i), b.Content(j))
	}
	return a.String(i) == b.String(j)
}

func equalArrays(a *document.Document, i uint32, b *document.Document, j uint32) bool {
	if a.Count(i) != b.Count(j) {
		return false
	}
	x, y := i+1, j+1
	for end := a.Nodes[i].Next; x < end; x, y = a.Nodes[x].Next, b.Nodes[y].Next {
		if !equal(a, x, b, y) {
			return false
		}
	}
	return true
}

func equalObjects(a *document.Document, i uint32, b *document.Document, j uint32) bool {
	const few = 16
	count := a.Count(i)
	if count != b.Count(j) {
		return false
	}
	var index map[string]uint32
	if count > few {
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
		if !ok || !equal(a, x+1, b, y+1) {
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

// hash is the same for values that are equal.
func (e *Evaluator) hash(i uint32) uint64 {
	n := &e.nodes[i]
	h := uint64(n.Kind()) * 0x9E3779B97F4A7C15
	switch n.Kind() {
	case document.Integer, document.Number:
		return number.Parse(e.doc.Raw(i)).Hash(numberSeed)
	case document.String, document.Key:
		return maphash.Bytes(seed, e.textOf(i))
	case document.Array:
		for item := i + 1; item < n.Next; item = e.nodes[item].Next {
			h = mix(h ^ e.hash(item))
		}
	case document.Object:
		for key := i + 1; key < n.Next; key = e.nodes[key+1].Next {
			name := e.hash(key)
			h += mix(name ^ mix(e.hash(key+1)))
		}
	}
	return mix(h)
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
				if equal(e.doc, x, e.doc, y) {
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
			if other := table[at]; other.hash == h && equal(e.doc, other.node, e.doc, item) {
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
