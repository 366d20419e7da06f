//go:build !amd64 || purego

package jsontape

// mark marks a text and the byte after it.
func mark(bits *markBits, text []byte) { markWords(bits, text) }
