package document

import (
	"math/bits"
	"testing"
)

// Whatever byte stands wherever in a word, after whatever ends nothing, it is marked
// if and only if a string cannot simply go on there.
func TestSpecialMarksTheFirstByteThatEndsAPlainRun(t *testing.T) {
	for c := range 256 {
		special := c < 0x20 || c == '"' || c == '\\' || c >= 0x80
		for at := range 8 {
			for _, filler := range []uint64{' ', '!', '#', 'a', '[', ']', 0x7f} {
				for _, after := range []uint64{0, filler, '"', 0xff} {
					word := uint64(0)
					for i := range 8 {
						b := filler
						switch {
						case i == at:
							b = uint64(c)
						case i > at:
							b = after
						}
						word |= b << (8 * i)
					}
					first := bits.TrailingZeros64(Special(word)) / 8
					if special != (first == at) || first < at {
						t.Fatalf("byte %#x at %d of %#x: the first marked is %d", c, at, word, first)
					}
				}
			}
		}
	}
}

// The marks of two words are counted as bytes before the first of them, whatever is
// marked after it.
func TestFirstSpecialIsTheFirstMark(t *testing.T) {
	for marks := range 1 << 16 {
		var low, high uint64
		for i := range 8 {
			low |= uint64(marks>>i&1) << (8*i + 7)
			high |= uint64(marks>>(8+i)&1) << (8*i + 7)
		}
		if got, want := FirstSpecial(low, high), bits.TrailingZeros16(uint16(marks)); got != want {
			t.Fatalf("marks %016b: %d, want %d", marks, got, want)
		}
	}
}
