package jsontape

import "encoding/binary"

// WordBytes is how many bytes of a text are held as words.
const WordBytes = 16

// Words are the first sixteen bytes of text[start:end] as two words, with zeros after its
// end. Where enough of the text follows, nothing branches on how long it is.
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

// lastWords is Words for what may stand at the end of a text.
func lastWords(text []byte) (head, tail uint64) {
	var b [WordBytes]byte
	copy(b[:], text)
	return binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:])
}
