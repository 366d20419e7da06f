package syntax

import (
	"bytes"
	"unicode/utf8"
)

// An Edit replaces the bytes [Start, End) by Text.
type Edit struct {
	Start, End int
	Text       string
}

// Apply applies edits, which must be in order and must not overlap. If text between two
// words is removed, a space is left so that they do not merge into one.
func Apply(source []byte, edits []Edit) []byte {
	var b bytes.Buffer
	at, removed := 0, false
	write := func(text []byte) {
		if removed && len(text) > 0 {
			if before := b.Bytes(); len(before) > 0 && inWord(before[len(before)-1]) && inWord(text[0]) {
				b.WriteByte(' ')
			}
			removed = false
		}
		b.Write(text)
	}
	for _, e := range edits {
		write(source[at:e.Start])
		removed = removed || e.Text == "" && e.Start < e.End && bounds(source, e.Start) && bounds(source, e.End)
		write([]byte(e.Text))
		at = e.End
	}
	write(source[at:])
	return b.Bytes()
}

// SplitsWord reports whether an edit begins or ends within a word, so that it would remove
// a part of the word or split it.
func SplitsWord(source []byte, e Edit) bool {
	return e.Text != " " && !(bounds(source, e.Start) && bounds(source, e.End))
}

// bounds reports whether an offset is not within a word.
func bounds(source []byte, at int) bool {
	return at == 0 || at == len(source) || !inWord(source[at-1]) || !inWord(source[at])
}

// inWord reports whether a byte may be a part of a number or of a word without quotes.
func inWord(c byte) bool {
	return isWordByte(c) || c == '.' || c == '+' || c == '-' || c >= utf8.RuneSelf
}
