package jsontape

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// pairwise is the number of properties up to which a name that may be a duplicate is compared
// with each of the others. The names of larger objects are compared with a hash table when the
// object closes.
const pairwise = 24

// seed differs for each process, so that an attacker cannot choose names that all have the
// same hash.
var seed = maphash.MakeSeed()

// findDuplicates records every name of an object that equals an earlier one, with escapes
// resolved. RFC 8259, section 4, says that names should be unique; here they must be. It takes
// time linear in the size of the object.
func (d *Tape) findDuplicates(object uint32) {
	count := d.keys(object)
	size := 1 << bits.Len(uint(2*count))
	if cap(d.table) < size {
		d.table = make([]uint32, size)
	}
	table := d.table[:size]
	clear(table)
	end := uint32(len(d.Nodes))
	for i := object + 1; i < end; i = d.Nodes[i+1].Next {
		name := d.textOf(i, &d.decoded)
		slot := maphash.Bytes(seed, name) & uint64(size-1)
		for ; table[slot] != 0; slot = (slot + 1) & uint64(size-1) {
			first := table[slot]
			if bytes.Equal(d.textOf(first, &d.other), name) {
				break
			}
		}
		if table[slot] == 0 {
			table[slot] = i
			continue
		}
		d.duplicate(i, table[slot])
	}
}

// textOf returns the text of a Key. If it has escapes, scratch is the memory for it.
func (d *Tape) textOf(key uint32, scratch *[]byte) []byte {
	if !d.Nodes[key].Escaped() {
		return d.Content(key)
	}
	*scratch = d.AppendText((*scratch)[:0], key)
	return *scratch
}

// duplicate records that the name of a Key is the same as that of an earlier one.
func (d *Tape) duplicate(key, first uint32) {
	d.Errors = append(d.Errors, SyntaxError{
		Kind: Duplicate, Start: d.Nodes[key].Start, End: d.Nodes[key].End,
		about: "duplicate property name", Node: key, First: first,
	})
}

// keys counts the properties of an object that has just closed.
func (d *Tape) keys(object uint32) int {
	count := 0
	for i, end := object+1, uint32(len(d.Nodes)); i < end; i = d.Nodes[i+1].Next {
		count++
	}
	return count
}

// nameBit returns one of 64 bits, chosen by the length and the first and last bytes of the
// name between the quotes at start and end-1.
func nameBit(text []byte, start, end int) uint64 {
	var w uint64
	if start+9 <= len(text) {
		w = binary.LittleEndian.Uint64(text[start+1 : start+9])
		if n := end - start - 2; n < 8 {
			w &= 1<<(8*uint(n)) - 1
		}
	} else {
		for i := min(end-2, start+8); i > start; i-- {
			w = w<<8 | uint64(text[i])
		}
	}
	w += uint64(text[end-2])<<32 + uint64(end-start)<<8
	return 1 << (w * 0x9E3779B97F4A7C15 >> 58)
}

// contains reports whether a property has the name, given with its quotes. The first property
// is at from.
func contains(text []byte, nodes []Node, from int, name []byte) bool {
	for i := from; i < len(nodes); i = int(nodes[i+1].Next) {
		if bytes.Equal(text[nodes[i].Start:nodes[i].End], name) {
			return true
		}
	}
	return false
}
