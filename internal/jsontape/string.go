package jsontape

import "unicode/utf8"

// This file reads strings (RFC 8259, section 7).

// Flags of scanString that nodes do not have.
const (
	flagNotString = 0x80 // not a string
	flagNotUTF8   = 0x40 // not UTF-8
)

// scanString reads a string on from p; the part before p is plain. It returns the offset after
// the closing quote, or with flagNotString the offset of an invalid byte (the length of the text if
// the string is not closed).
func (m *marks) scanString(text []byte, p int) (end int, flags uint32) {
	for {
		if !m.cover(p) && p < len(text) {
			m.fill(text, p)
		}
		if p = m.next(p); p >= len(text) {
			return len(text), flags | flagNotString
		}
		switch c := text[p]; {
		case c == '"':
			return p + 1, flags
		case c == '\\':
			flags |= flagEscape
			n := escapeLength(text[p:])
			if n == 0 {
				return p, flags | flagNotString
			}
			p += n
		case c < 0x20:
			return p, flags | flagNotString
		case c >= utf8.RuneSelf:
			flags |= flagWide
			n := runeAt(text, p)
			if n == 0 {
				flags |= flagNotUTF8
				n = 1
			}
			p += n
		}
	}
}

// runeAt returns the length of the character at p, which is not ASCII; 0 if it is not UTF-8
// (RFC 3629, section 4). Characters of two and three bytes are common.
func runeAt(text []byte, p int) int {
	c := text[p]
	if 0xC2 <= c && c <= 0xDF && p+1 < len(text) && text[p+1]&0xC0 == 0x80 {
		return 2
	}
	if 0xE1 <= c && c <= 0xEC && p+2 < len(text) && text[p+1]&0xC0 == 0x80 && text[p+2]&0xC0 == 0x80 {
		return 3
	}
	if r, size := utf8.DecodeRune(text[p:]); r != utf8.RuneError || size != 1 {
		return size
	}
	return 0
}

// escapeLength returns the length of the escape that the text begins with, 0 if it is not one
// (RFC 8259, section 7).
func escapeLength(text []byte) int {
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(text) < 6 {
			return 0
		}
		for _, c := range text[2:6] {
			if !isHex(c) {
				return 0
			}
		}
		return 6
	}
	return 0
}

// addInvalidUTF8 records each run of bytes in text[start:end] that is not UTF-8
// (RFC 3629).
func (d *Tape) addInvalidUTF8(start, end int) {
	for p := start; p < end; {
		r, size := utf8.DecodeRune(d.Text[p:end])
		if r == utf8.RuneError && size == 1 {
			from := p
			for p < end {
				if r, size := utf8.DecodeRune(d.Text[p:end]); r != utf8.RuneError || size != 1 {
					break
				}
				p++
			}
			d.addError(Encoding, from, p, "not valid UTF-8")
			continue
		}
		p += size
	}
}
