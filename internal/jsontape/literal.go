package jsontape

// This file reads true, false and null, and texts that are one of them or a number.

// ScanWord reads true, false or null at p. It returns the offset after it, or -1 if it is none
// of them.
func ScanWord(text []byte, p int) (end int, kind Kind) {
	switch {
	case p+4 <= len(text) && string(text[p:p+4]) == "null":
		return p + 4, Null
	case p+4 <= len(text) && string(text[p:p+4]) == "true":
		return p + 4, True
	case p+5 <= len(text) && string(text[p:p+5]) == "false":
		return p + 5, False
	}
	return -1, Null
}

// Literal returns the number, true, false or null that a text is, without the space around it. It
// returns nil if the text is anything else.
func Literal(text []byte) (literal []byte, kind Kind) {
	start := skipSpace(text, 0)
	if start == len(text) {
		return nil, Null
	}
	end, kind := ScanWord(text, start)
	if end < 0 {
		var meta uint32
		end, meta = scanNumber(text, start)
		kind = Kind(meta & kindMask)
	}
	if end < 0 || skipSpace(text, end) < len(text) {
		return nil, Null
	}
	return text[start:end], kind
}
