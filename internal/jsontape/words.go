package jsontape

import "encoding/binary"

// WordBytes is how many bytes [Words] returns.
const WordBytes = 16

// Words returns the first sixteen bytes of text[start:end] as two words, with zeros after the
// end. If enough text follows, there is no branch that depends on the length.
func Words(text []byte, start, end int) (head, tail uint64) {
	if start+WordBytes > len(text) {
		return lastWords(text[start:end])
	}
	ahead := (*[WordBytes]byte)(text[start:])
	size := uint(end - start)
	head = binary.LittleEndian.Uint64(ahead[:8]) & (1<<(8*size) - 1)
	tail = binary.LittleEndian.Uint64(ahead[8:]) & (1<<(8*(max(size, 8)-8)) - 1)
	return head, tail
}

// lastWords is Words for the end of a text.
func lastWords(text []byte) (head, tail uint64) {
	var b [WordBytes]byte
	copy(b[:], text)
	return binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:])
}
