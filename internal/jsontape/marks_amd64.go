//go:build !purego

package jsontape

// mark marks a text, which has blockBytes or more, and the byte after it.
func mark(bits *markBits, text []byte) {
	markSSE2(&bits[0], &text[0], min(len(text), markedBytes))
}

//go:noescape
func markSSE2(bits, text *byte, n int)
