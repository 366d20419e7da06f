package jsontape

import "encoding/binary"

// WordBytes is how many bytes [Words] returns.
const WordBytes = 16

// wordMasks are the masks of the two words of a text, by its length.
var wordMasks = func() (masks [WordBytes + 1][2]uint64) {
	for size := range masks {
		masks[size] = [2]uint64{1<<(8*min(size, 8)) - 1, 1<<(8*max(size-8, 0)) - 1}
	}
	return masks
}()

// Words returns the first sixteen bytes of text[start:end] as two words, with zeros after the
// end. If enough text follows, there is no branch that depends on the length.
func Words(text []byte, start, end int) (head, tail uint64) {
	after := start + WordBytes
	if after > len(text) {
		return lastWords(text[start:end])
	}
	ahead := (*[WordBytes]byte)(text[start:after:after])
	mask := &wordMasks[min(uint(end-start), WordBytes)]
	return binary.LittleEndian.Uint64(ahead[:8]) & mask[0], binary.LittleEndian.Uint64(ahead[8:]) & mask[1]
}

// lastWords is Words for the end of a text.
func lastWords(text []byte) (head, tail uint64) {
	var b [WordBytes]byte
	copy(b[:], text)
	return binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:])
}
