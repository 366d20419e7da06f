package program

import (
	"encoding/binary"
	"math/bits"
)

// A dictionary finds a text among those of a schema. It is an open hash table. Texts of
// up to sixteen bytes, which nearly all names and constants are, are compared as two
// words, so that neither hashing nor comparing has a branch on their length.
type dictionary struct {
	texts []string
	slots []slot
	shift uint8
}

type slot struct {
	head, tail uint64 // the first sixteen bytes, zeros after the end
	size       int32
	index      int32 // into texts, plus one; 0 where the slot is empty
}

// wordBytes is how many bytes of a text are held as words.
const wordBytes = 16

// firstBytes has, for each length, a mask of as many bytes.
var firstBytes = [9]uint64{0, 1<<8 - 1, 1<<16 - 1, 1<<24 - 1, 1<<32 - 1, 1<<40 - 1, 1<<48 - 1, 1<<56 - 1, 1<<64 - 1}

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
	d.slots = make([]slot, 1<<log)
	d.shift = uint8(64 - log)
	for i := range d.texts {
		d.place(i)
	}
}

func (d *dictionary) place(i int) {
	text := []byte(d.texts[i])
	head, tail := words(text)
	at := hashText(head, tail, text) >> d.shift
	for d.slots[at].index != 0 {
		at = (at + 1) & uint64(len(d.slots)-1)
	}
	d.slots[at] = slot{head, tail, int32(len(text)), int32(i + 1)}
}

// find is the index of the text, -1 where it is not in.
func (d *dictionary) find(text []byte) int {
	head, tail := words(text)
	return d.findWords(head, tail, text)
}

// findIn is find for text[start:end]. Where enough of the text follows, it is faster.
func (d *dictionary) findIn(text []byte, start, end int) int {
	if start+wordBytes > len(text) {
		return d.find(text[start:end])
	}
	ahead := (*[wordBytes]byte)(text[start:])
	size := end - start
	head := binary.LittleEndian.Uint64(ahead[:8]) & firstBytes[min(size, 8)]
	tail := binary.LittleEndian.Uint64(ahead[8:]) & firstBytes[max(min(size, wordBytes)-8, 0)]
	return d.findWords(head, tail, text[start:end])
}

func (d *dictionary) findWords(head, tail uint64, text []byte) int {
	if len(text) <= wordBytes {
		return d.findShort(head, tail, len(text))
	}
	if len(d.slots) == 0 {
		return -1
	}
	for at := hashText(head, tail, text) >> d.shift; ; at++ {
		s := &d.slots[at&uint64(len(d.slots)-1)]
		if s.index == 0 {
			return -1
		}
		if s.head == head && s.tail == tail && int(s.size) == len(text) && d.texts[s.index-1] == string(text) {
			return int(s.index - 1)
		}
	}
}

// findShort is find for a text of up to sixteen bytes, which its words and its size are
// all of.
func (d *dictionary) findShort(head, tail uint64, size int) int {
	if len(d.slots) == 0 {
		return -1
	}
	for at := hashWords(head, tail, size) >> d.shift; ; at++ {
		s := &d.slots[at&uint64(len(d.slots)-1)]
		if s.head == head && s.tail == tail && int(s.size) == size && s.index != 0 {
			return int(s.index - 1)
		}
		if s.index == 0 {
			return -1
		}
	}
}

// words are the first sixteen bytes of a text.
func words(text []byte) (head, tail uint64) {
	var b [wordBytes]byte
	copy(b[:], text)
	return binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:])
}

// hashText looks at the first sixteen bytes, the length, and for longer texts the last
// eight bytes. The texts are the schema's, so nobody gains from ones that collide but
// its author.
func hashText(head, tail uint64, text []byte) uint64 {
	if len(text) > wordBytes {
		tail ^= bits.RotateLeft64(binary.LittleEndian.Uint64(text[len(text)-8:]), 23)
	}
	return hashWords(head, tail, len(text))
}

func hashWords(head, tail uint64, size int) uint64 {
	const a, b = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
	high, low := bits.Mul64(head^a, tail^b^uint64(size)<<56)
	return (high ^ low) * a
}
