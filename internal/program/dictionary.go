package program

import (
	"encoding/binary"
	"math/bits"
)

// A dictionary finds a text among those of a schema. It is an open hash table
// over the texts in their order; most of its use is answered before the hash, by
// guessing that texts come in that same order.
type dictionary struct {
	texts []string
	slots []int32 // index+1 into texts, 0 where empty
	shift uint8
}

func newDictionary(texts []string) *dictionary {
	d := &dictionary{}
	for _, text := range texts {
		d.add(text)
	}
	return d
}

// add puts in a text and returns its index, the one it had if it was in already.
func (d *dictionary) add(text string) int {
	if i := d.find([]byte(text)); i >= 0 {
		return i
	}
	d.texts = append(d.texts, text)
	if 2*len(d.texts) > len(d.slots) {
		d.rebuild(max(8, 4*len(d.texts)))
	} else {
		d.place(len(d.texts) - 1)
	}
	return len(d.texts) - 1
}

func (d *dictionary) rebuild(size int) {
	log := bits.Len(uint(size - 1))
	d.slots = make([]int32, 1<<log)
	d.shift = uint8(64 - log)
	for i := range d.texts {
		d.place(i)
	}
}

func (d *dictionary) place(i int) {
	slot := hashText([]byte(d.texts[i])) >> d.shift
	for d.slots[slot] != 0 {
		slot = (slot + 1) & uint64(len(d.slots)-1)
	}
	d.slots[slot] = int32(i + 1)
}

// find is the index of the text, -1 where it is not in.
func (d *dictionary) find(text []byte) int {
	if len(d.slots) == 0 {
		return -1
	}
	slot := hashText(text) >> d.shift
	for {
		i := d.slots[slot]
		if i == 0 {
			return -1
		}
		if d.texts[i-1] == string(text) {
			return int(i - 1)
		}
		slot = (slot + 1) & uint64(len(d.slots)-1)
	}
}

// hashText looks at the length and at up to eight bytes from each end. The texts
// are the schema's, so nobody gains from ones that collide but its author.
func hashText(text []byte) uint64 {
	const a, b = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
	n := len(text)
	var head, tail uint64
	switch {
	case n >= 8:
		head = binary.LittleEndian.Uint64(text)
		tail = binary.LittleEndian.Uint64(text[n-8:])
		if n > 16 {
			middle := binary.LittleEndian.Uint64(text[n/2-4:])
			tail ^= bits.RotateLeft64(middle, 23)
		}
	case n >= 4:
		head = uint64(binary.LittleEndian.Uint32(text))
		tail = uint64(binary.LittleEndian.Uint32(text[n-4:]))
	case n > 0:
		head = uint64(text[0])
		tail = uint64(text[n-1])<<8 | uint64(text[n/2])
	}
	high, low := bits.Mul64(head^a, tail^b^uint64(n)<<56)
	return (high ^ low) * a
}
