package jsontape

import "encoding/binary"

// A Guess is a name as it is likely to stand in a text: in quotes, with a colon after
// it. What stands before it, a brace, a comma or space, is for others to look at.
type Guess struct {
	words [guessWords]uint64
	masks [guessWords]uint64
	size  uint32 // with quotes, without the colon
}

// guessWords is how many words are compared, which bounds the length of names that
// can be guessed. Longer ones are rare, and scanned.
const (
	guessWords = 3

	// GuessBytes is how many bytes a Guess looks at.
	GuessBytes = 8 * guessWords
)

// NewGuess makes the guess of a name. ok is false for names that are too long, and for
// those that can be written in several ways; the guess is then one that is never right.
func NewGuess(name string) (g Guess, ok bool) {
	never := Guess{words: [guessWords]uint64{1}} // no text has a bit where there is no mask
	quoted := `"` + name + `":`
	for i := range len(name) {
		if c := name[i]; c < 0x20 || c >= 0x80 || c == '"' || c == '\\' {
			return never, false
		}
	}
	if 1+len(quoted) > GuessBytes {
		return never, false
	}
	g.size = uint32(len(quoted) - 1)
	var bytes, mask [GuessBytes]byte
	copy(bytes[1:], quoted)
	for i := range quoted {
		mask[1+i] = 0xff
	}
	for w := range guessWords {
		g.words[w] = binary.LittleEndian.Uint64(bytes[8*w:])
		g.masks[w] = binary.LittleEndian.Uint64(mask[8*w:])
	}
	return g, true
}

// At reports whether the name follows the first byte of the text.
func (g *Guess) At(text *[GuessBytes]byte) bool {
	a := binary.LittleEndian.Uint64(text[0:8])
	b := binary.LittleEndian.Uint64(text[8:16])
	c := binary.LittleEndian.Uint64(text[16:24])
	return (a&g.masks[0]^g.words[0])|(b&g.masks[1]^g.words[1])|(c&g.masks[2]^g.words[2]) == 0
}

// Size is the number of bytes up to the end of the colon, with the one before the name.
func (g *Guess) Size() int { return int(g.size) + 2 }
