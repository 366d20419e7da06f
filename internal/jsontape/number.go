package jsontape

import (
	"encoding/binary"
	"math/bits"
)

// A float64 holds every decimal of up to exactDigits digits with an exponent of fewer than
// longExponent digits.
const (
	exactDigits  = 15
	longExponent = 3
)

// scanNumber reads a number (RFC 8259, section 6); end is -1 if it is none. kind is Integer or
// Number, with flagInexact for a number that a float64 may not hold exactly.
func scanNumber(text []byte, p int) (end int, kind uint32) {
	start := p
	kind = uint32(Integer)
	if text[p] == '-' {
		p++
		if p >= len(text) {
			return -1, kind
		}
	}
	switch c := text[p]; {
	case c == '0':
		p++
	case c-'1' < 9:
		p = skipDigits(text, p+1)
		if c := ByteAt(text, p); c != '.' && c|0x20 != 'e' {
			if p-start > exactDigits {
				kind |= flagInexact
			}
			return p, kind
		}
	default:
		return -1, kind
	}
	if p < len(text) && text[p] == '.' {
		kind = uint32(Number)
		p++
		if p >= len(text) || text[p]-'0' > 9 {
			return -1, kind
		}
		p = skipDigits(text, p)
	}
	if p < len(text) && text[p]|0x20 == 'e' {
		kind = uint32(Number)
		p++
		if p < len(text) && (text[p] == '+' || text[p] == '-') {
			p++
		}
		if p >= len(text) || text[p]-'0' > 9 {
			return -1, kind
		}
		exponent := p
		if p = skipDigits(text, p); p-exponent >= longExponent {
			kind |= flagInexact
		}
	}
	if p < len(text) && (text[p]-'0' < 10 || text[p] == '.') {
		return -1, kind
	}
	if p-start > exactDigits {
		kind |= flagInexact
	}
	return p, kind
}

// Masks for comparing eight bytes at once.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// skipDigits returns the offset of the first byte at or after p that is not a digit.
func skipDigits(text []byte, p int) int {
	for p+8 <= len(text) {
		// A digit remains below 0x80. Any other byte reaches it, and may carry into the
		// bytes after it, which do not matter then.
		w := binary.LittleEndian.Uint64(text[p:p+8]) ^ ones*'0'
		if m := (w + ones*(0x80-10) | w) & highs; m != 0 {
			return p + bits.TrailingZeros64(m)>>3
		}
		p += 8
	}
	for p < len(text) && text[p]-'0' < 10 {
		p++
	}
	return p
}
