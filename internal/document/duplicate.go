package document

import (
	"bytes"
	"hash/maphash"
	"math/bits"
)

// pairwise is the number of properties up to which a name that may stand in the
// object already is compared with each of the others at once. Objects with more
// are looked through when they close, with a hash table.
const pairwise = 24

// seed is chosen anew by every process, so that nobody can prepare names that
// all fall into one place of the table.
var seed = maphash.MakeSeed()

// findDuplicates records every name of an object that an earlier one equals,
// escapes resolved (RFC 8259, section 4: names should be unique; here they must).
// It takes time linear in the size of the object.
func (d *Document) findDuplicates(object uint32) {
	count := d.keys(object)
	size := 1 << bits.Len(uint(2*count))
	if cap(d.table) < size {
		d.table = make([]uint32, size)
	}
	table := d.table[:size]
	clear(table)
	end := uint32(len(d.Nodes))
	for i := object + 1; i < end; i = d.Nodes[i+1].Next {
		d.decoded = d.AppendText(d.decoded[:0], i)
		name := d.decoded
		slot := maphash.Bytes(seed, name) & uint64(size-1)
		for ; table[slot] != 0; slot = (slot + 1) & uint64(size-1) {
			first := table[slot]
			d.other = d.AppendText(d.other[:0], first)
			if bytes.Equal(d.other, name) {
				break
			}
		}
		if table[slot] == 0 {
			table[slot] = i
			continue
		}
		d.Faults = append(d.Faults, Fault{
			Kind: Duplicate, Start: d.Nodes[i].Start, End: d.Nodes[i].End,
			Message: "duplicate property name", Node: i, First: table[slot],
		})
	}
}

// keys counts the properties of an object that has just been closed.
func (d *Document) keys(object uint32) int {
	count := 0
	for i, end := object+1, uint32(len(d.Nodes)); i < end; i = d.Nodes[i+1].Next {
		count++
	}
	return count
}
