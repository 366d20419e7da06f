package bench

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// This file checks the syntax of JSON values whose content the schema does not constrain.

// scanValue checks the syntax of the value at i, nested up to depth deep, and
// returns the index after it, or -1.
func scanValue(p []byte, i, depth int) int {
	if i >= len(p) {
		return -1
	}
	switch p[i] {
	case '"':
		return scanOnlyString(p, i)
	case '{':
		return scanObject(p, i, depth)
	case '[':
		return scanArray(p, i, depth)
	case 't':
		if rest := p[i:]; len(rest) >= 4 && string(rest[:4]) == "true" {
			return i + 4
		}
		return -1
	case 'f':
		if rest := p[i:]; len(rest) >= 5 && string(rest[:5]) == "false" {
			return i + 5
		}
		return -1
	case 'n':
		return scanNull(p, i)
	}
	return scanNumber(p, i)
}

func scanObject(p []byte, i, depth int) int {
	if depth == 0 {
		return -1
	}
	if i = skipSpace(p, i+1); i < len(p) && p[i] == '}' {
		return i + 1
	}
	for {
		if i >= len(p) || p[i] != '"' {
			return -1
		}
		if i = scanOnlyString(p, i); i < 0 {
			return -1
		}
		if i = skipSpace(p, i); i >= len(p) || p[i] != ':' {
			return -1
		}
		if i = scanValue(p, skipSpace(p, i+1), depth-1); i < 0 {
			return -1
		}
		if i = skipSpace(p, i); i >= len(p) {
			return -1
		}
		if p[i] == '}' {
			return i + 1
		}
		if p[i] != ',' {
			return -1
		}
		i = skipSpace(p, i+1)
	}
}

func scanArray(p []byte, i, depth int) int {
	if depth == 0 {
		return -1
	}
	if i = skipSpace(p, i+1); i < len(p) && p[i] == ']' {
		return i + 1
	}
	for {
		if i = scanValue(p, i, depth-1); i < 0 {
			return -1
		}
		if i = skipSpace(p, i); i >= len(p) {
			return -1
		}
		if p[i] == ']' {
			return i + 1
		}
		if p[i] != ',' {
			return -1
		}
		i = skipSpace(p, i+1)
	}
}

func scanNull(p []byte, i int) int {
	if rest := p[i:]; len(rest) >= 4 && string(rest[:4]) == "null" {
		return i + 4
	}
	return -1
}

// scanNumber checks the number at i (RFC 8259, section 6).
func scanNumber(p []byte, i int) int {
	if i < len(p) && p[i] == '-' {
		i++
	}
	if i >= len(p) {
		return -1
	}
	switch {
	case p[i] == '0':
		i++
	case p[i]-'1' <= 8:
		i = skipDigits(p, i+1)
	default:
		return -1
	}
	if i < len(p) && (p[i] == '.' || p[i]|0x20 == 'e') {
		return scanFraction(p, i)
	}
	return i
}

// scanFraction checks fraction and exponent, of which one begins at i.
func scanFraction(p []byte, i int) int {
	if p[i] == '.' {
		start := i + 1
		if i = skipDigits(p, start); i == start {
			return -1
		}
	}
	if i < len(p) && p[i]|0x20 == 'e' {
		if i++; i < len(p) && (p[i] == '+' || p[i] == '-') {
			i++
		}
		start := i
		if i = skipDigits(p, start); i == start {
			return -1
		}
	}
	return i
}

// skipDigits returns the index of the first byte from i on that is no digit.
func skipDigits(p []byte, i int) int {
	for len(p)-i >= 8 {
		w := binary.LittleEndian.Uint64(p[i:])
		m := (w&highNibbles ^ '0'*eachByte) | ((w+6*eachByte)&highNibbles ^ '0'*eachByte)
		if m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
		i += 8
	}
	for i < len(p) && p[i]-'0' <= 9 {
		i++
	}
	return i
}

// skipSpace returns the index of the first byte from i on that is not white
// space.
func skipSpace(p []byte, i int) int {
	for i < len(p) && p[i] <= ' ' && (p[i] == ' ' || p[i] == '\n' || p[i] == '\t' || p[i] == '\r') {
		i++
	}
	return i
}

// special marks in the high bit of its byte each byte of w that ends the plain
// run of a string: a quote, a backslash, a control character or a byte beyond
// ASCII. Bytes above the lowest marked one may be marked by mistake, because a borrow
// propagates upward.
func special(w uint64) uint64 {
	return (w | (w - 0x20*eachByte) | ((w ^ '"'*eachByte) - eachByte) | ((w ^ '\\'*eachByte) - eachByte)) & highBits
}

// scanOnlyString checks the string at i, a quote unless it is no string, and
// returns the index after it, or -1.
func scanOnlyString(p []byte, i int) int {
	if i >= len(p) || p[i] != '"' {
		return -1
	}
	end, _ := scanString(p, i)
	return end
}

// scanString checks the string whose opening quote is at i. It returns the
// index after the closing quote, or -1, and whether there are escapes.
func scanString(p []byte, i int) (end int, escaped bool) {
	i++
	for {
		for len(p)-i >= 8 {
			m := special(binary.LittleEndian.Uint64(p[i:]))
			if m == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(m) / 8
			break
		}
		if i >= len(p) {
			return -1, false
		}
		switch c := p[i]; {
		case c == '"':
			return i + 1, escaped
		case c == '\\':
			escaped = true
			if i = scanEscape(p, i); i < 0 {
				return -1, false
			}
		case c < ' ':
			return -1, false
		case c < utf8.RuneSelf:
			i++
		default:
			r, size := utf8.DecodeRune(p[i:])
			if r == utf8.RuneError && size == 1 {
				return -1, false
			}
			i += size
		}
	}
}

// scanEscape skips the escape at i (RFC 8259, section 7). Surrogates need not be paired: the
// grammar does not require it.
func scanEscape(p []byte, i int) int {
	if i+1 >= len(p) {
		return -1
	}
	switch p[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		if i+6 > len(p) {
			return -1
		}
		if hexValue(p[i+2])|hexValue(p[i+3])|hexValue(p[i+4])|hexValue(p[i+5]) < 0 {
			return -1
		}
		return i + 6
	}
	return -1
}

func hexValue(c byte) int {
	switch {
	case c-'0' <= 9:
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// unescape appends the text of the string's inside s, whose syntax has been
// checked, to b. Surrogates become the replacement character, because no name
// or value that is looked for has one.
func unescape(b, s []byte) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b = append(b, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			r := hexValue(s[i+1])<<12 | hexValue(s[i+2])<<8 | hexValue(s[i+3])<<4 | hexValue(s[i+4])
			b = utf8.AppendRune(b, rune(r))
			i += 4
		default:
			b = append(b, s[i])
		}
	}
	return b
}

const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte

	highNibbles = 0xf0 * eachByte
)
