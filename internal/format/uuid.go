package format

import "encoding/binary"

// The format uuid: RFC 4122, section 3, 8-4-4-4-12 hexadecimal digits of either case.
// Version and variant are not checked: the grammar does not restrict them, and versions
// newer than the RFC are in use.
//
// https://www.rfc-editor.org/rfc/rfc4122#section-3
func uuid(text []byte) bool {
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return false
	}
	// Five words cover the text; hyphens in them are turned into digits.
	const (
		hyphensAt0And5 = 0x00001d000000001d // '-' ^ '0' in those lanes
		hyphensAt2And7 = 0x1d000000001d0000
	)
	return notHex(binary.LittleEndian.Uint64(text))|
		notHex(binary.LittleEndian.Uint64(text[8:])^hyphensAt0And5)|
		notHex(binary.LittleEndian.Uint64(text[16:])^hyphensAt2And7)|
		notHex(binary.LittleEndian.Uint64(text[24:]))|
		notHex(binary.LittleEndian.Uint64(text[28:])) == 0
}

// notHex sets the high bit of each of the word's eight bytes that is not a hexadecimal
// digit. After the first such byte it may set the bits of others, too.
func notHex(word uint64) uint64 {
	digits := word ^ 0x30*lanes                 // "0" to "9" become 0 to 9
	letters := (word | 0x20*lanes) ^ 0x60*lanes // "a" to "f" become 1 to 6
	noDigit := digits + (0x80-10)*lanes
	noLetter := (letters + (0x80-7)*lanes) | ^(letters + (0x80-1)*lanes)
	return (noDigit&noLetter | word) & highBits
}

func explainUUID(x *Explainer, text []byte) string {
	if len(text) == 0 {
		return "empty"
	}
	for i, c := range text {
		if c != '-' && !isHex(c) {
			return x.because("{0} is not a hexadecimal digit", quoteAt(text, i))
		}
	}
	if len(text) != 36 {
		return x.becauseOf(len(text), "{0} character, not 36", "{0} characters, not 36")
	}
	return "hyphens must be after 8, 4, 4 and 4 digits"
}
