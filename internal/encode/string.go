package encode

// This file writes strings.

import (
	"encoding/binary"
	"encoding/json"
	"strings"
	"sync"
	"unicode/utf8"
)

// string writes a JSON string with the escapes of encoding/json, which also escapes <, >, &
// and the line separators U+2028 and U+2029, so that the text can be part of HTML and
// JavaScript, and replaces what is not UTF-8.
func (s *state) string(text string) bool {
	start := len(s.text) + 1
	s.text = append(append(s.text, '"'), text...)
	if plain := plainPrefix(s.text[start:]); plain < len(text) {
		s.text = appendEscaped(s.text[:start+plain], text[plain:])
	}
	s.text = append(s.text, '"')
	return true
}

// plainPrefix returns the length of a prefix of b that is written without escapes, of all of b
// if that needs none.
func plainPrefix(b []byte) int {
	p := 0
	for p+8 <= len(b) && plainWord(binary.LittleEndian.Uint64(b[p:])) {
		p += 8
	}
	if p+8 > len(b) && len(b) >= 8 && plainWord(binary.LittleEndian.Uint64(b[len(b)-8:])) {
		return len(b)
	}
	for p < len(b) && plain[b[p]] {
		p++
	}
	return p
}

// plainWord reports whether eight bytes are written without escapes.
func plainWord(w uint64) bool {
	const (
		ones  = 0x0101010101010101
		highs = 0x8080808080808080
	)
	// Each difference has the highest bit of a byte set if w has the character there. It may also
	// be set if the byte is not ASCII, or after another byte for which it is set.
	quoteOrAmpersand := (w | 4*ones) ^ '&'*ones
	lessOrGreater := (w | 2*ones) ^ '>'*ones
	backslash := w ^ '\\'*ones
	return (w|(w-' '*ones)|(quoteOrAmpersand-ones)|(lessOrGreater-ones)|(backslash-ones))&highs == 0
}

// plain are the bytes that are written without escapes.
var plain = func() (is [256]bool) {
	for c := ' '; c < 0x80; c++ {
		is[c] = c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	return is
}()

// replacement returns what is written for a byte that is not UTF-8. With GOEXPERIMENT=jsonv2 it
// has no escape.
var replacement = sync.OnceValue(func() string {
	text, _ := json.Marshal("\xff")
	return strings.Trim(string(text), `"`)
})

// appendEscaped appends a text that has characters to escape.
func appendEscaped(dst []byte, text string) []byte {
	const hex = "0123456789abcdef"
	start, p := 0, 0
	for p < len(text) {
		c := text[p]
		if plain[c] {
			p++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(text[p:])
			switch {
			case r == utf8.RuneError && size == 1:
				dst = append(append(dst, text[start:p]...), replacement()...)
			case r == '\u2028', r == '\u2029':
				dst = append(append(dst, text[start:p]...), '\\', 'u', '2', '0', '2', hex[r&0xf])
			default:
				p += size
				continue
			}
		} else {
			dst = append(dst, text[start:p]...)
			switch c {
			case '"', '\\':
				dst = append(dst, '\\', c)
			case '\b':
				dst = append(dst, '\\', 'b')
			case '\f':
				dst = append(dst, '\\', 'f')
			case '\n':
				dst = append(dst, '\\', 'n')
			case '\r':
				dst = append(dst, '\\', 'r')
			case '\t':
				dst = append(dst, '\\', 't')
			default:
				dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
			}
		}
		p += size
		start = p
	}
	return append(dst, text[start:]...)
}
