package program

import (
	"encoding/binary"
	"math/bits"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A Dictionary finds a text among those of a schema. It is an open hash table. Texts of
// up to sixteen bytes, which nearly all names and constants are, are compared as two
// words, so that neither hashing nor comparing has a branch on their length.
type Dictionary struct {
	Texts []string
	slots []slot
	shift uint8

	factor uint64 // of the hash: odd, and one for which few texts collide
}

type slot struct {
	head, tail uint64 // the first sixteen bytes, zeros after the end
	size       int32
	index      int32 // into texts, plus one; 0 where the slot is empty
}

// wordBytes is how many bytes of a text are held as words.
const wordBytes = jsontape.WordBytes

// add puts in a text and returns its index, the one it had if it was in already.
func (d *Dictionary) add(text string) int {
	if i := d.Find([]byte(text)); i >= 0 {
		return i
	}
	d.Texts = append(d.Texts, text)
	if 2*len(d.Texts) > len(d.slots) {
		d.rebuild(max(8, 4*len(d.Texts)))
	} else {
		d.place(len(d.Texts) - 1)
	}
	return len(d.Texts) - 1
}

func (d *Dictionary) rebuild(size int) {
	log := bits.Len(uint(size - 1))
	d.slots = make([]slot, 1<<log)
	d.shift = uint8(64 - log)
	d.factor = 0x9E3779B97F4A7C15
	for i := range d.Texts {
		d.place(i)
	}
}

// settle looks for a hash for which no two texts collide, once they are all there: a search
// then ends where it begins.
func (d *Dictionary) settle() {
	const tries, most = 16, 64
	if len(d.Texts) == 0 || len(d.Texts) > most {
		return
	}
	factor, least := d.factor, d.collisions()
	for i := uint64(0); i < tries && least > 0; i++ {
		d.factor += 0xC2B2AE3D27D4EB4E
		if n := d.collisions(); n < least {
			factor, least = d.factor, n
		}
	}
	d.factor = factor
	clear(d.slots)
	for i := range d.Texts {
		d.place(i)
	}
}

// collisions places all texts, and counts those that are not where their hash is.
func (d *Dictionary) collisions() int {
	clear(d.slots)
	n := 0
	for i := range d.Texts {
		if d.place(i) {
			n++
		}
	}
	return n
}

// place puts a text into a slot, and reports whether its own was taken.
func (d *Dictionary) place(i int) (taken bool) {
	text := []byte(d.Texts[i])
	head, tail := jsontape.Words(text, 0, len(text))
	at := d.hashText(head, tail, text) >> d.shift
	for d.slots[at].index != 0 {
		at = (at + 1) & uint64(len(d.slots)-1)
		taken = true
	}
	d.slots[at] = slot{head, tail, int32(len(text)), int32(i + 1)}
	return taken
}

// Find returns the index of the text, or -1.
func (d *Dictionary) Find(text []byte) int {
	head, tail := jsontape.Words(text, 0, len(text))
	return d.FindWords(head, tail, text)
}

// FindIn is Find for text[start:end]. It is faster if more of the text follows.
func (d *Dictionary) FindIn(text []byte, start, end int) int {
	head, tail := jsontape.Words(text, start, end)
	if end-start <= wordBytes {
		return d.findShort(head, tail, end-start)
	}
	return d.FindWords(head, tail, text[start:end])
}

// FindWords is Find for a text with the given [jsontape.Words].
func (d *Dictionary) FindWords(head, tail uint64, text []byte) int {
	if len(text) <= wordBytes {
		return d.findShort(head, tail, len(text))
	}
	if len(d.slots) == 0 {
		return -1
	}
	for at := d.hashText(head, tail, text) >> d.shift; ; at++ {
		s := &d.slots[at&uint64(len(d.slots)-1)]
		if s.index == 0 {
			return -1
		}
		if s.head == head && s.tail == tail && int(s.size) == len(text) && d.Texts[s.index-1] == string(text) {
			return int(s.index - 1)
		}
	}
}

// findShort is find for a text of up to sixteen bytes, which its words and its size are
// all of.
func (d *Dictionary) findShort(head, tail uint64, size int) int {
	if len(d.slots) == 0 {
		return -1
	}
	for at := d.hashWords(head, tail) >> d.shift; ; at++ {
		s := &d.slots[at&uint64(len(d.slots)-1)]
		if (s.head^head)|(s.tail^tail)|uint64(int(s.size)^size) == 0 || s.index == 0 {
			return int(s.index) - 1
		}
	}
}

// hashText looks at the first sixteen bytes, and for longer texts at the last eight.
func (d *Dictionary) hashText(head, tail uint64, text []byte) uint64 {
	if len(text) > wordBytes {
		tail ^= bits.RotateLeft64(binary.LittleEndian.Uint64(text[len(text)-8:]), 23)
	}
	return d.hashWords(head, tail)
}

// hashWords is best in its upper bits. The texts are the schema's, so a payload cannot choose
// texts that collide.
func (d *Dictionary) hashWords(head, tail uint64) uint64 { return head*d.factor + tail*(d.factor+2) }
