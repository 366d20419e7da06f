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

// Apply makes edits, which are in order and do not overlap. Where text is removed between two
// words, a space is left, so that they do not become one that nobody wrote.
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

// SplitsWord reports whether an edit begins or ends within a word, so that a part of the word
// would be removed, or the word become two.
func SplitsWord(source []byte, e Edit) bool {
	return e.Text != " " && !(bounds(source, e.Start) && bounds(source, e.End))
}

// bounds reports whether no word goes on at an offset.
func bounds(source []byte, at int) bool {
	return at == 0 || at == len(source) || !inWord(source[at-1]) || !inWord(source[at])
}

// inWord reports whether a byte may be a part of a number or of a word without quotes.
func inWord(c byte) bool {
	return isWordByte(c) || c == '.' || c == '+' || c == '-' || c >= utf8.RuneSelf
}
