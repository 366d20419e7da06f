package format

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/words"
)

// This file holds what the formats share: classes of ASCII characters and parts of
// explanations.

func isDigit(c byte) bool { return c-'0' <= 9 }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isHex(c byte) bool { return c-'0' <= 9 || c|0x20 >= 'a' && c|0x20 <= 'f' }

// quoteAt quotes the character that begins at text[i]: as itself, or as its code point if
// it is not visible.
func quoteAt(text []byte, i int) []byte {
	r, _ := utf8.DecodeRune(text[i:])
	return []byte(quoteRune(r))
}

// aSpace is the only argument of a reason that is translated.
const aSpace = "a space"

func quoteRune(r rune) string {
	if r == ' ' {
		return aSpace
	}
	if strconv.IsPrint(r) && r < utf8.RuneSelf {
		return strconv.QuoteRune(r)
	}
	quoted := fmt.Sprintf("U+%04X", r)
	if strconv.IsPrint(r) {
		quoted += " " + strconv.QuoteRune(r)
	}
	return quoted
}

// cut returns a part of the text, shortened if it is long.
func cut(piece []byte) string { return words.Clip(piece, 40) }
