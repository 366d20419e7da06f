package syntax

import (
	"bytes"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// byteOrderMarks are those of encodings other than UTF-8.
var byteOrderMarks = []struct{ encoding, mark string }{
	{"UTF-32", "\xFF\xFE\x00\x00"},
	{"UTF-32", "\x00\x00\xFE\xFF"},
	{"UTF-16", "\xFF\xFE"},
	{"UTF-16", "\xFE\xFF"},
}

// ForeignEncoding returns the encoding of a text that is UTF-16 or UTF-32, and "" otherwise. It
// is recognized by its byte order mark, or by its first two characters, which are ASCII in
// nearly all payloads.
func ForeignEncoding(text []byte) string {
	for _, m := range byteOrderMarks {
		if bytes.HasPrefix(text, []byte(m.mark)) {
			return m.encoding
		}
	}
	if len(text) < 4 {
		return ""
	}
	switch a, b, c, d := text[0] != 0, text[1] != 0, text[2] != 0, text[3] != 0; {
	case a && !b && c && !d, !a && b && !c && d:
		return "UTF-16"
	case a && !b && !c && !d && len(text)%4 == 0, !a && !b && !c && d:
		return "UTF-32"
	}
	return ""
}

// InvalidUTF8 returns where a text is not UTF-8, which converting it would conceal; ok is false if it is UTF-8.
func InvalidUTF8(text []byte) (line, column int, ok bool) {
	if utf8.Valid(text) {
		return 0, 0, false
	}
	offset := 0
	for {
		c, size := utf8.DecodeRune(text[offset:])
		if c == utf8.RuneError && size == 1 {
			line, column = new(jsontape.LineIndex).At(text, offset)
			return line, column, true
		}
		offset += size
	}
}
