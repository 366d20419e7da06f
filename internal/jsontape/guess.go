package jsontape

import "encoding/binary"

// A Guess compares text with a property name in its most common form: in quotes, followed by
// a colon. The byte before it, such as a brace, a comma or a space, is not compared.
type Guess struct {
	words [guessWords]uint64
	masks [guessWords]uint64
	size  uint32 // with quotes, without the colon
}

// guessWords is how many words are compared, which limits the length of names. Longer ones are
// rare, and are scanned.
const (
	guessWords = 3

	// GuessBytes is how many bytes a Guess compares.
	GuessBytes = 8 * guessWords
)

// NewGuess returns the guess of a name. ok is false if the name is too long or can be written
// in several ways; the guess then never matches.
func NewGuess(name string) (g Guess, ok bool) {
	never := Guess{words: [guessWords]uint64{1}} // a bit that the mask excludes
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

// At reports whether the name and its colon follow the first byte of the text.
func (g *Guess) At(text *[GuessBytes]byte) bool {
	a := binary.LittleEndian.Uint64(text[0:8])
	b := binary.LittleEndian.Uint64(text[8:16])
	c := binary.LittleEndian.Uint64(text[16:24])
	return (a&g.masks[0]^g.words[0])|(b&g.masks[1]^g.words[1])|(c&g.masks[2]^g.words[2]) == 0
}

// Size returns the number of bytes up to and including the colon, with the one before the name.
func (g *Guess) Size() int { return int(g.size) + 2 }
