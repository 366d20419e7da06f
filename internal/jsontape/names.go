package jsontape

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// This file detects duplicate names when reading without a tape. Names are compared by their
// hash, so different names may be taken for equal, but equal names never for different.

// mostNames is how many names of one object are compared this way.
const mostNames = 64

// A NameSet is the set of an object's names so far.
type NameSet struct {
	first int    // of Reader.names
	count int    // of names
	bits  uint64 // one for each name; few names share one
}

// Names returns the set for an object that is nested in that of the previous set.
func (r *Reader) Names() NameSet { return NameSet{first: len(r.names)} }

// IsNew adds the hash of a name to the innermost set. It returns false if the name may be in
// it already.
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

// Keep drops all names that were read after those of a set.
func (r *Reader) Keep(set *NameSet) { r.names = r.names[:set.first+set.count] }

// Drop ends the innermost set and returns how many names it has.
func (r *Reader) Drop(set *NameSet) int {
	r.names = r.names[:set.first]
	return set.count
}

// HashName returns the hash of a name. head and tail are its first sixteen bytes; see [Words].
func HashName(head, tail uint64, name []byte) uint64 {
	if len(name) > WordBytes {
		head ^= binary.LittleEndian.Uint64(name[len(name)-8:]) + uint64(len(name))
	}
	const odd = 0x9E3779B97F4A7C15
	high, low := bits.Mul64(head^bits.RotateLeft64(tail, 29)*odd, odd)
	return high ^ low
}
