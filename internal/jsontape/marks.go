package jsontape

import (
	"encoding/binary"
	"math/bits"
)

// marks find where the plain part of a string ends. They have a bit for each byte of a text,
// which is set if the byte is a quote, a backslash, a control character or not ASCII. They are
// computed for a chunk of the text at a time, many bytes at once. The end of a string is then
// found without looking at its bytes, and without a branch that depends on its length and
// cannot be predicted.
type marks struct {
	base int  // the offset of the byte that the first bit is for
	room uint // the number of bytes from there on that have bits

	bits markBits
}

// markBits has a bit for each of markedBytes, and some after them.
type markBits [markedBytes/8 + 8]byte

const (
	// markedBytes is how many bytes are marked at a time; few payloads have more.
	markedBytes = 4096

	// blockBytes is how many bytes are marked in one step.
	blockBytes = 64

	// markedAhead is how many bits a call of next looks at, at least.
	markedAhead = 57
)

// next returns the offset of the first marked byte at or after p. If that is further than
// markedAhead, it returns an unmarked one before it, and p if there are no marks for p. It
// never returns more than the length of the text.
func (m *marks) next(p int) int {
	i := uint(p - m.base)
	if i >= m.room {
		return p
	}
	w := binary.LittleEndian.Uint64(m.bits[i>>3&(markedBytes/8-1):]) >> (i & 7)
	return p + bits.TrailingZeros64(w|1<<markedAhead)
}

// cover reports whether there is a bit for the byte at p.
func (m *marks) cover(p int) bool { return uint(p-m.base) < m.room }

// fill marks the text from p, or slightly before it.
func (m *marks) fill(text []byte, p int) {
	m.base = max(min(p, len(text)-blockBytes), 0)
	rest := text[m.base:]
	m.room = uint(len(rest))
	switch {
	case len(rest) > markedBytes:
		m.room = markedBytes - blockBytes
		mark(&m.bits, rest[:markedBytes])
	case len(rest) >= blockBytes:
		mark(&m.bits, rest)
	default:
		var block [blockBytes]byte // the bytes after the text are zero, and so marked
		copy(block[:], rest)
		mark(&m.bits, block[:])
	}
}

// markWords marks a text and the byte after it, eight bytes at a time.
func markWords(bits *markBits, text []byte) {
	i := 0
	for ; len(text) >= 8; i++ {
		bits[i] = markWord(binary.LittleEndian.Uint64(text))
		text = text[8:]
	}
	var last [8]byte // the bytes after the text are zero, and so marked
	copy(last[:], text)
	bits[i] = markWord(binary.LittleEndian.Uint64(last[:]))
}

// PlainPrefix returns how many bytes at the beginning of a text a plain string can contain: those before
// the first quote, backslash, control character or byte that is not ASCII. It may be less, and is not if
// the text has eight bytes more.
func PlainPrefix(text []byte) int {
	n := 0
	for ; len(text)-n >= 8; n += 8 {
		if marks := markWord(binary.LittleEndian.Uint64(text[n:])); marks != 0 {
			return n + bits.TrailingZeros8(marks)
		}
	}
	return n
}

// markWord returns the marks of eight bytes. Without their highest bits, bytes can be compared
// by subtraction without borrowing from the next: the result has the highest bit if the byte
// is not less. With the second bit inverted, control characters remain less than a space, the
// quote becomes a space, and a space becomes something else. The multiplication gathers the
// highest bits in one byte.
func markWord(w uint64) byte {
	const (
		ones   = 0x0101010101010101
		highs  = 0x8080808080808080
		gather = 0x02040810204081
	)
	low := w &^ highs
	plain := ((low ^ ones*2 | highs) - ones*0x21) & ((low ^ ones*'\\' | highs) - ones)
	return byte((^plain | w) & highs * gather >> 56)
}
