package program

import (
	"encoding/binary"
	"math/bits"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A Dictionary maps the names or constants of a schema to their indices. It is a hash table with open
// addressing. Texts of up to sixteen bytes, as nearly all names and constants are, are compared as two
// words, so that neither hashing nor comparing has a branch on their length.
type Dictionary struct {
	Texts []string
	slots []slot
	shift uint8

	factor uint64 // of the hash function: odd, and chosen so that few texts collide
}

type slot struct {
	head, tail uint64 // the first sixteen bytes, zeros after the end
	size       int32
	index      int32 // into Texts, plus one; 0 if the slot is empty
}

// wordBytes is the number of bytes of a text that are stored as words.
const wordBytes = jsontape.WordBytes

// add adds a text, unless it exists already, and returns its index.
func (d *Dictionary) add(text string) int {
	if i := d.Find([]byte(text)); i >= 0 {
		return i
	}
	d.Texts = append(d.Texts, text)
	if 2*len(d.Texts) > len(d.slots) {
		d.rebuild(2 * len(d.Texts))
	} else {
		d.place(len(d.Texts) - 1)
	}
	return len(d.Texts) - 1
}

// reserve makes room for a number of texts, before any is added.
func (d *Dictionary) reserve(texts int) {
	if texts > 0 {
		d.Texts = make([]string, 0, texts)
		d.rebuild(2 * texts)
	}
}

// rebuild makes a table with at least the given number of slots, which is at least two.
func (d *Dictionary) rebuild(size int) {
	log := bits.Len(uint(size - 1))
	d.slots = make([]slot, 1<<log)
	d.shift = uint8(64 - log)
	d.factor = 0x9E3779B97F4A7C15
	for i := range d.Texts {
		d.place(i)
	}
}

// settle is called after all texts were added. It chooses a hash factor with as few collisions as
// possible, so that most searches end at the first slot.
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

// collisions places all texts, and returns the number of those that are not in the slot of their hash.
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

// place puts a text into a slot, and reports whether the slot of its hash was taken.
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

// findShort is Find for a text of up to sixteen bytes, which is determined by its words and size.
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

// hashText hashes the first sixteen bytes and, of longer texts, the last eight.
func (d *Dictionary) hashText(head, tail uint64, text []byte) uint64 {
	if len(text) > wordBytes {
		tail ^= bits.RotateLeft64(binary.LittleEndian.Uint64(text[len(text)-8:]), 23)
	}
	return d.hashWords(head, tail)
}

// hashWords returns a hash whose upper bits are the best. The texts are those of the schema, so a
// payload cannot choose texts that collide.
func (d *Dictionary) hashWords(head, tail uint64) uint64 { return head*d.factor + tail*(d.factor+2) }
