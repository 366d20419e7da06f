package jsontape

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// This file detects duplicate names when reading without a tape. Names are compared by their
// hash, so different names may be taken for equal, but equal names never for different.

// Few names of an object are compared with each other. If there are more, they are in a hash table, whose
// size is at least four times their number.
const (
	fewNames  = 32
	mostNames = 2048

	// mostProbes is how many slots of a table are looked at, because anyone can choose names that collide.
	mostProbes = 32
)

// A NameSet is the set of an object's names so far. The hashes of the innermost one are at the end of
// Reader.names, after the table.
type NameSet struct {
	first int    // where the table begins
	table int    // its size; 0 if there is none
	count int    // of names
	bits  uint64 // one for each name; few names share one. All are set if there is a table
}

// Names returns the set for an object that is nested in that of the previous set.
func (r *Reader) Names() NameSet { return NameSet{first: len(r.names)} }

// Add adds the hash of a name to the innermost set. It returns true if the name may be in the set already, which
// [Reader.IsNew] then decides. They are apart so that Add is inlined.
func (r *Reader) Add(set *NameSet, hash uint64) (doubtful bool) {
	bit := uint64(1) << (hash >> 58)
	doubtful = set.bits&bit != 0
	set.bits |= bit
	set.count++
	r.names = append(r.names, hash)
	return doubtful
}

// IsNew reports whether the name that was added last is known to differ from the others. It must be asked of
// every doubtful name before the next one is added, once. If it is not, the set can no longer be used.
func (r *Reader) IsNew(set *NameSet) bool {
	last := len(r.names) - 1
	known := last - set.first - set.table
	switch {
	case set.table == 0 && known <= fewNames:
		return !slices.Contains(r.names[set.first:last], r.names[last])
	case known >= mostNames:
		return false
	case 4*known >= set.table:
		return r.grow(set)
	}
	return addHash(r.names[set.first:set.first+set.table], r.names[last])
}

// grow makes a larger table for a set. It returns false if some of its names may be equal.
func (r *Reader) grow(set *NameSet) bool {
	known := len(r.names) - set.first - set.table
	size := 1 << bits.Len(uint(4*known))
	r.names = slices.Grow(r.names, size-set.table)[:set.first+size+known]
	copy(r.names[set.first+size:], r.names[set.first+set.table:])
	set.table, set.bits = size, ^uint64(0)
	table := r.names[set.first : set.first+size]
	clear(table)
	for _, hash := range r.names[set.first+size:] {
		if !addHash(table, hash) {
			return false
		}
	}
	return true
}

// addHash adds a hash to a table. It returns false if it may be in it already.
func addHash(table []uint64, hash uint64) bool {
	hash = max(hash, 1) // 0 is an empty slot
	mask := uint64(len(table) - 1)
	for at := hash; at != hash+mostProbes; at++ {
		switch slot := &table[at&mask]; *slot {
		case 0:
			*slot = hash
			return true
		case hash:
			return false
		}
	}
	return false
}

// Keep drops all names that were read after those of a set.
func (r *Reader) Keep(set *NameSet) { r.names = r.names[:set.first+set.table+set.count] }

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
