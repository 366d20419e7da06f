package document

import "encoding/binary"

// A Shape is a guess at what a text looks like: the names that an object is likely
// to have, in the order they are likely to have it. It never changes what a text
// means. Where the guess is right, a name costs one comparison instead of a scan, and
// its Key carries the number that the shape gives the name, so that nobody has to
// look it up again.
type Shape struct {
	names []likely
}

// likely is a name as it stands in a text: in quotes, with a colon after it.
type likely struct {
	words  [guessWords]uint64
	masks  [guessWords]uint64
	size   uint32 // with quotes, without the colon
	id     uint32
	bit    uint64 // see frame.names
	inside *Shape // of the value, or of its items
}

// guessWords is how many words are compared, which bounds the length of names that
// can be guessed. Longer ones are rare, and scanned.
const (
	guessWords = 3
	guessBytes = 8 * guessWords
)

// Add puts a name at the end of the shape. id is what [Node.Name] of its keys will
// be; it must not be 0. inside may be nil, and may still be empty.
func (s *Shape) Add(name string, id uint32, inside *Shape) {
	quoted := `"` + name + `":`
	for i := range len(name) {
		if c := name[i]; c < 0x20 || c >= 0x80 || c == '"' || c == '\\' {
			return // not written in only one way
		}
	}
	if len(quoted) > guessBytes {
		return
	}
	l := likely{size: uint32(len(quoted) - 1), id: id, inside: inside}
	var bytes, mask [guessBytes]byte
	copy(bytes[:], quoted)
	for i := range quoted {
		mask[i] = 0xff
	}
	for w := range guessWords {
		l.words[w] = binary.LittleEndian.Uint64(bytes[8*w:])
		l.masks[w] = binary.LittleEndian.Uint64(mask[8*w:])
	}
	l.bit = nameBit([]byte(quoted), 0, len(quoted)-1)
	s.names = append(s.names, l)
}

// at reports whether the text begins with the name.
func (l *likely) at(text *[guessBytes]byte) bool {
	a := binary.LittleEndian.Uint64(text[0:8])
	b := binary.LittleEndian.Uint64(text[8:16])
	c := binary.LittleEndian.Uint64(text[16:24])
	return (a^l.words[0])&l.masks[0]|(b^l.words[1])&l.masks[1]|(c^l.words[2])&l.masks[2] == 0
}
