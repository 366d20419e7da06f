package jsontape

// This file skips white space.

// IsSpace reports whether JSON allows a byte between its tokens (RFC 8259, section 2).
func IsSpace(c byte) bool { return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t') }

func skipSpace(text []byte, p int) int {
	for p < len(text) && IsSpace(text[p]) {
		p++
	}
	return p
}

// SkipSpace returns the offset of the first byte at or after p that is not white space.
func SkipSpace(text []byte, p int) int {
	if ByteAt(text, p) > ' ' {
		return p
	}
	return skipSpace(text, p)
}

// ByteAt returns the byte at p; 0 after the end of the text.
func ByteAt(text []byte, p int) byte {
	if uint(p) < uint(len(text)) {
		return text[p]
	}
	return 0
}
