package jsontape

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// This file tells the names of an object apart as they are read, for whoever reads
// without a tape. A name is kept as a hash, so two may be taken for one, but never one
// for two.

// mostNames bounds how many names of one object are told apart so.
const mostNames = 64

// A NameSet is the names that an object has so far.
type NameSet struct {
	first int    // of Reader.names
	count int    // of names
	bits  uint64 // one for each name; most names have one for themselves
}

// Names begins the set of an object, which lies within the one begun before.
func (r *Reader) Names() NameSet { return NameSet{first: len(r.names)} }

// IsNew puts the hash of a name into the set that was begun last. It returns false where
// the name may be in it already.
func (r *Reader) IsNew(set *NameSet, hash uint64) bool {
	bit := uint64(1) << (hash >> 58)
	if set.bits&bit != 0 && (set.count >= mostNames || slices.Contains(r.names[set.first:], hash)) {
		return false
	}
	set.bits |= bit
	set.count++
	r.names = append(r.names, hash)
	return true
}

// Count is how many names are in the set.
func (set *NameSet) Count() int { return set.count }

// Drop ends the set that was begun last.
func (r *Reader) Drop(set *NameSet) { r.names = r.names[:set.first] }

// HashName makes a hash of a name, of which the first sixteen bytes are given as words
// too, with zeros after its end.
func HashName(head, tail uint64, name []byte) uint64 {
	if len(name) > WordBytes {
		head ^= binary.LittleEndian.Uint64(name[len(name)-8:]) + uint64(len(name))
	}
	const odd = 0x9E3779B97F4A7C15
	high, low := bits.Mul64(head^bits.RotateLeft64(tail, 29)*odd, odd)
	return high ^ low
}
