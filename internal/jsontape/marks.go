package jsontape

import (
	"encoding/binary"
	"math/bits"
)

// marks tell where the plain parts of strings end: they have a bit for each byte of a
// text, set where the byte is a quote, a backslash, a control character or beyond ASCII.
// They are made for a stretch of the text at a time, all of it at once, which processors
// are good at. A string is then found to end without looking at its bytes, and without a
// branch on how long it is, which nobody could foretell.
type marks struct {
	base int  // the offset that the first bit stands for
	room uint // how many bytes from there on can be asked for

	bits markBits
}

// markBits has a bit for each of markedBytes, and some behind them.
type markBits [markedBytes/8 + 8]byte

const (
	// markedBytes is how many bytes are marked at a time: few payloads have more, and
	// few have so few that more room would matter.
	markedBytes = 4096

	// blockBytes is how many bytes are marked in one step.
	blockBytes = 64

	// markedAhead is how far one look at the marks sees at least.
	markedAhead = 57
)

// next is the offset of the first byte from p on that is marked. It is one that is not
// where the next mark is far, and p where there are no marks for it. It is the length of the
// text at most.
func (m *marks) next(p int) int {
	i := uint(p - m.base)
	if i >= m.room {
		return p
	}
	w := binary.LittleEndian.Uint64(m.bits[i>>3&(markedBytes/8-1):]) >> (i & 7)
	return p + bits.TrailingZeros64(w|1<<markedAhead)
}

// cover reports whether there are marks for the byte at p.
func (m *marks) cover(p int) bool { return uint(p-m.base) < m.room }

// fill marks the text from p on, or from a little before it.
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
		markWords(&m.bits, rest)
	}
}

// markWords marks a text, and the byte behind it, eight bytes at a time.
func markWords(bits *markBits, text []byte) {
	i := 0
	for ; len(text) >= 8; i++ {
		bits[i] = markWord(binary.LittleEndian.Uint64(text))
		text = text[8:]
	}
	var last [8]byte // what is behind the text is zero, and so marked
	copy(last[:], text)
	bits[i] = markWord(binary.LittleEndian.Uint64(last[:]))
}

// markWord is the marks of eight bytes. Leaving out their highest bits leaves them room to
// be subtracted from without borrowing from one another: what has its highest bit afterwards
// is not less. With the second bit turned over, control characters stay below a space, the
// quote becomes one, and a space does not stay one. In a product, the marks come to stand
// side by side.
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
