package syntax

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file reads strings and names of JSON5 (https://spec.json5.org/#strings,
// https://spec.json5.org/#objects).

// string reads a string and returns it as JSON.
func (r *json5Reader) string() (json string, ok bool) {
	start := r.at
	r.at = json5StringEnd(r.text, start)
	text := r.text[start:r.at]
	if len(text) < 2 || text[len(text)-1] != text[0] || !endsString(text) {
		r.fail(start, "this string does not end on its line")
		r.torn = true
		return "", false
	}
	if text[0] == '"' && !bytes.ContainsFunc(text, func(c rune) bool { return c == '\\' || c < ' ' }) {
		return string(text), true // it is JSON, as most strings are
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := 1; i < len(text)-1; {
		c, size := utf8.DecodeRune(text[i:])
		if c == '\\' {
			escaped, length := json5Escape(text[i : len(text)-1])
			if length == 0 {
				r.fail(start+i, "unknown escape in a string; write a backslash as \\\\")
				return "", false
			}
			b.WriteString(escaped)
			i += length
			continue
		}
		b.WriteString(jsonCharacter(c))
		i += size
	}
	b.WriteByte('"')
	return b.String(), true
}

// endsString reports whether the last byte of a text is not escaped.
func endsString(text []byte) bool {
	body := text[1 : len(text)-1]
	backslashes := len(body) - len(bytes.TrimRight(body, `\`))
	return backslashes%2 == 0
}

// jsonCharacter returns a character as it is written in a string of JSON.
func jsonCharacter(c rune) string {
	switch {
	case c == '"' || c == '\\':
		return `\` + string(c)
	case c < ' ':
		return fmt.Sprintf(`\u%04x`, c)
	}
	return string(c)
}

// json5Escape returns the escape at the beginning of a text as JSON, and its length, which is 0 if
// there is none.
func json5Escape(text []byte) (json string, length int) {
	if len(text) < 2 {
		return "", 0
	}
	hex := func(digits int) (string, int) {
		if len(text) < 2+digits {
			return "", 0
		}
		code, err := strconv.ParseUint(string(text[2:2+digits]), 16, 16)
		if err != nil {
			return "", 0
		}
		return fmt.Sprintf(`\u%04x`, code), 2 + digits // surrogates stay escapes
	}
	c, size := utf8.DecodeRune(text[1:])
	switch {
	case c == '\r' && len(text) > 2 && text[2] == '\n':
		return "", 3
	case c == '\n', c == '\r', isLineSeparator(c):
		return "", 1 + size
	case strings.ContainsRune("bfnrt", c):
		return `\` + string(c), 2
	case c == 'v':
		return `\u000b`, 2
	case c == '0' && (len(text) == 2 || text[2] < '0' || text[2] > '9'):
		return `\u0000`, 2
	case c == 'x':
		return hex(2)
	case c == 'u':
		return hex(4)
	case '0' <= c && c <= '9':
		return "", 0
	}
	return jsonCharacter(c), 1 + size
}

// json5StringEnd returns the offset after the string that begins at an offset: after its quote,
// or, if it is not closed, at the end of its line.
func json5StringEnd(text []byte, start int) int {
	for i := start + 1; i < len(text); i++ {
		switch text[i] {
		case text[start]:
			return i + 1
		case '\n', '\r':
			return i
		case '\\':
			i++
			if bytes.HasPrefix(text[min(i, len(text)):], []byte("\r\n")) {
				i++
			}
		}
	}
	return len(text)
}

// identifierAt returns the identifier at an offset, or what looks like one; "" if there is
// none.
func (r *json5Reader) identifierAt(at int) string {
	end := at
	for end < len(r.text) {
		c, size := utf8.DecodeRune(r.text[end:])
		if c == '\\' && bytes.HasPrefix(r.text[end:], []byte(`\u`)) {
			size = min(6, len(r.text)-end)
		} else if !inIdentifier(c) {
			break
		}
		end += size
	}
	return string(r.text[at:end])
}

// json5Identifier returns the name of an identifier.
func json5Identifier(written string) (name string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(written); {
		c, size := utf8.DecodeRuneInString(written[i:])
		if c == '\\' {
			if len(written) < i+6 {
				return "", false
			}
			code, err := strconv.ParseUint(written[i+2:i+6], 16, 16)
			if err != nil {
				return "", false
			}
			c, size = rune(code), 6
		}
		if !inIdentifier(c) || i == 0 && !startsIdentifier(c) {
			return "", false
		}
		b.WriteRune(c)
		i += size
	}
	return b.String(), b.Len() > 0
}

// startsIdentifier reports whether a character may begin a name without quotes.
func startsIdentifier(c rune) bool {
	return c == '$' || c == '_' || unicode.IsLetter(c) || unicode.Is(unicode.Nl, c)
}

// inIdentifier reports whether a character may be a part of a name without quotes.
func inIdentifier(c rune) bool {
	return startsIdentifier(c) || c == '\u200C' || c == '\u200D' || unicode.In(c, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc)
}
