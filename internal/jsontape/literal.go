package jsontape

// This file reads true, false and null.

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
