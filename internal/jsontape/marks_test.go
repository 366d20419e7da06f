package jsontape

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func isSpecial(c byte) bool { return c < 0x20 || c >= 0x80 || c == '"' || c == '\\' }

// A byte is marked if and only if it can end the plain part of a string, at any offset, with and
// without assembly.
func TestExactlyTheBytesThatEndAPlainRunAreMarked(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for size := range 3 * blockBytes {
		for round := range 100 {
			text := make([]byte, size)
			for i := range text {
				switch text[i] = byte(random.Uint32()); {
				case round%3 == 0:
					text[i] = "a \"\\!#~\x7f\x1f\x00\x80\xff][\x1e\x21"[text[i]%16]
				case round%3 == 1 && text[i] < 250:
					text[i] = 'a'
				}
			}
			for name, mark := range map[string]func(*markBits, []byte){"mark": mark, "markWords": markWords} {
				if name == "mark" && size < blockBytes {
					continue
				}
				var bits markBits
				mark(&bits, text)
				for i, c := range text {
					if marked := bits[i/8]>>(i%8)&1 == 1; marked != isSpecial(c) {
						t.Fatalf("%s: byte %d of %q is marked: %t", name, i, text, marked)
					}
				}
				if bits[size/8]>>(size%8)&1 == 0 {
					t.Fatalf("%s: nothing is marked after %q", name, text)
				}
			}
		}
	}
}

// The same for every byte at every index of a word, next to bytes that are just less and just
// greater than those marked, and before bytes that a subtraction could borrow from.
func TestMarksDoNotDependOnNeighbors(t *testing.T) {
	for c := range 256 {
		for at := range 8 {
			for _, filler := range []byte{' ', '!', '#', 'a', '[', ']', 0x7f} {
				for _, after := range []byte{0, filler, '"', 0xff} {
					text := bytes.Repeat([]byte{filler}, blockBytes)
					for word := 0; word < blockBytes; word += 8 {
						text[word+at] = byte(c)
						for i := word + at + 1; i < word+8; i++ {
							text[i] = after
						}
					}
					for name, mark := range map[string]func(*markBits, []byte){"mark": mark, "markWords": markWords} {
						var bits markBits
						mark(&bits, text)
						for i, c := range text {
							if marked := bits[i/8]>>(i%8)&1 == 1; marked != isSpecial(c) {
								t.Fatalf("%s: byte %d of %q is marked: %t", name, i, text, marked)
							}
						}
					}
				}
			}
		}
	}
}

// In a text of any length, next visits all marked bytes and the end, whatever chunk of the text is
// marked at a time.
func TestNextVisitsEveryMarkOfATextOfAnyLength(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, size := range []int{0, 1, 63, 64, 65, markedBytes - 1, markedBytes, markedBytes + 1, markedBytes + blockBytes, 3*markedBytes + 17} {
		for _, every := range []int{2, 50, 700} {
			text := bytes.Repeat([]byte("a"), size)
			for i := range text {
				if random.IntN(every) == 0 {
					text[i] = '"'
				}
			}
			var r Reader
			r.Begin(text)
			for p := 0; p < size; p++ {
				want := bytes.IndexByte(text[p:], '"')
				end, plain := r.String(p)
				if want < 0 && end >= 0 || want >= 0 && (end != p+want+1 || !plain) {
					t.Fatalf("%d bytes, from %d: the string ends at %d, not %d", size, p, end, p+want+1)
				}
				if next := r.PlainEnd(p); next > size || bytes.IndexByte(text[p:next], '"') >= 0 {
					t.Fatalf("%d bytes, from %d: nothing is said to be before %d", size, p, next)
				}
			}
		}
	}
}
