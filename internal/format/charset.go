package format

import "unicode/utf8"

// A charset is a set of ASCII characters, as defined by the grammars of RFC 3986 and related
// RFCs. It has no bytes beyond ASCII.
type charset [256]bool

// newCharset returns a set: character c is bit c of lo, or bit c-64 of hi.
func newCharset(lo, hi uint64) (s charset) {
	for c := range 64 {
		s[c], s[64+c] = lo>>c&1 != 0, hi>>c&1 != 0
	}
	return s
}

func (s *charset) has(c byte) bool { return s[c] }

// The basic classes, RFC 3986, appendix A.
const (
	digitsLo     = 0x3ff << '0'
	lettersHi    = 0x3ffffff<<('A'-64) | 0x3ffffff<<('a'-64)
	unreservedLo = digitsLo | 1<<'-' | 1<<'.'
	unreservedHi = lettersHi | 1<<('_'-64) | 1<<('~'-64)
	subDelimsLo  = 1<<'!' | 1<<'$' | 1<<'&' | 1<<'\'' | 1<<'(' | 1<<')' | 1<<'*' | 1<<'+' | 1<<',' | 1<<';' | 1<<'='
)

// A beyond is the set of characters outside ASCII that a grammar allows.
type beyond uint8

const (
	ucschar      beyond = 1 << iota // RFC 3987, section 2.2
	iprivate                        // RFC 3987, section 2.2
	noFormatting                    // less the characters that section 4.1 says IRIs must not contain

	asciiOnly beyond = 0
)

func (b beyond) has(r rune) bool {
	if b&noFormatting != 0 && isBidiFormatting(r) {
		return false
	}
	return b&ucschar != 0 && isUCS(r) || b&iprivate != 0 && isPrivate(r)
}

// span returns the end of the longest part of text from start that consists only of
// characters of the set, complete percent-encoded bytes, and characters that beyond allows.
func (s *charset) span(text []byte, start int, beyond beyond) int {
	i := start
	for {
		for i < len(text) && s[text[i]] {
			i++
		}
		if i == len(text) {
			return i
		}
		switch c := text[i]; {
		case c == '%':
			if !percentEncoded(text[i:]) {
				return i
			}
			i += 3
		case c >= utf8.RuneSelf && beyond != asciiOnly:
			r, size := utf8.DecodeRune(text[i:])
			if !beyond.has(r) {
				return i
			}
			i += size
		default:
			return i
		}
	}
}

// percentEncoded reports whether text begins with "%" and two hexadecimal
// digits.
func percentEncoded(text []byte) bool {
	return len(text) >= 3 && text[0] == '%' && isHex(text[1]) && isHex(text[2])
}

func isUCS(r rune) bool {
	switch {
	case r < 0xA0:
		return false
	case r < 0x10000:
		return r <= 0xD7FF || 0xF900 <= r && r <= 0xFDCF || 0xFDF0 <= r && r <= 0xFFEF
	}
	return r&0xFFFF <= 0xFFFD && (r < 0xE0000 || 0xE1000 <= r && r <= 0xEFFFD)
}

func isPrivate(r rune) bool {
	return 0xE000 <= r && r <= 0xF8FF || r >= 0xF0000 && r&0xFFFF <= 0xFFFD
}

// isBidiFormatting reports whether r is LRM, RLM, LRE, RLE, PDF, LRO or RLO.
func isBidiFormatting(r rune) bool {
	return r == 0x200E || r == 0x200F || 0x202A <= r && r <= 0x202E
}
