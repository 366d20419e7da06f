package document

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// This file words what is wrong with a text. It runs once a text, after the
// scanner has given up, so it may look at the text again.

// unreadable is what the scanner returns in place of an offset where it gives up.
const unreadable = -1

func (d *Document) syntaxAt(start, end int, message string) int {
	if end > len(d.Text) {
		end = len(d.Text)
	}
	d.fault(Syntax, start, end, message)
	return unreadable
}

// syntax says what was expected at p.
func (d *Document) syntax(p int, expected string) int {
	if p >= len(d.Text) {
		if isBlank(d.Text) {
			return d.syntaxAt(p, p, "the payload is empty, "+expected)
		}
		return d.syntaxAt(p, p, expected+", but the payload ends here")
	}
	return d.syntaxAt(p, p+runeLength(d.Text[p:]), expected+", got "+d.show(p))
}

func isBlank(text []byte) bool {
	for _, c := range text {
		if !isSpace(c) && c != 0xEF && c != 0xBB && c != 0xBF {
			return false
		}
	}
	return true
}

// syntaxWord is for what begins like true, false or null and is not.
func (d *Document) syntaxWord(p int) int {
	end := wordEnd(d.Text, p)
	return d.syntaxAt(p, end, fmt.Sprintf("expected a value, got %s; only true, false and null may stand without quotes", clip(d.Text[p:end])))
}

// syntaxValue is for a byte that no value begins with.
func (d *Document) syntaxValue(p, depth int, inObject bool) int {
	c := d.Text[p]
	switch {
	case c == ']' && depth > 0 && !inObject:
		return d.syntaxAt(p, p+1, "expected a value, got ']'; a comma must not stand before it")
	case c == '\'':
		return d.syntaxAt(p, p+1, "strings must stand in double quotes, not in single ones")
	case c == '/' && p+1 < len(d.Text) && (d.Text[p+1] == '/' || d.Text[p+1] == '*'):
		return d.comment(p)
	case c == '+' || c == '.':
		return d.badNumber(p)
	case isLetter(c):
		return d.syntaxWord(p)
	case isUTF16(d.Text):
		return d.syntaxAt(0, 2, "the payload is UTF-16; save it as UTF-8")
	}
	if size := curlyQuote(d.Text[p:]); size > 0 {
		return d.syntaxAt(p, p+size, "strings must stand in straight quotes, \", not in typographic ones")
	}
	return d.syntax(p, "expected a value")
}

// isUTF16 reports whether a text begins with the byte order mark of UTF-16.
func isUTF16(text []byte) bool {
	return len(text) >= 2 && (text[0] == 0xFF && text[1] == 0xFE || text[0] == 0xFE && text[1] == 0xFF)
}

// curlyQuote is the length of the typographic quote that the text begins with, 0 where
// it begins with none.
func curlyQuote(text []byte) int {
	switch r, size := utf8.DecodeRune(text); r {
	case '“', '”', '„', '‟', '‘', '’', '‚', '«', '»':
		return size
	}
	return 0
}

// syntaxKey is for a byte where the name of a property must begin.
func (d *Document) syntaxKey(p int, count uint32) int {
	c := d.Text[p]
	switch {
	case c == '}' && count > 0:
		return d.syntaxAt(p, p+1, "expected a property name, got '}'; a comma must not stand before it")
	case c == '\'':
		return d.syntaxAt(p, p+1, "property names must stand in double quotes, not in single ones")
	case c == '/' && p+1 < len(d.Text) && (d.Text[p+1] == '/' || d.Text[p+1] == '*'):
		return d.comment(p)
	case isLetter(c):
		return d.syntaxAt(p, wordEnd(d.Text, p), "property names must stand in double quotes")
	}
	if size := curlyQuote(d.Text[p:]); size > 0 {
		return d.syntaxAt(p, p+size, "property names must stand in straight quotes, \", not in typographic ones")
	}
	return d.syntax(p, "expected a property name in double quotes")
}

// syntaxSeparator is for a byte after a value in an array or object.
func (d *Document) syntaxSeparator(p int, inObject bool) int {
	if d.Text[p] == '/' && p+1 < len(d.Text) && (d.Text[p+1] == '/' || d.Text[p+1] == '*') {
		return d.comment(p)
	}
	if inObject {
		return d.syntax(p, "expected ',' or '}' after the property")
	}
	return d.syntax(p, "expected ',' or ']' after the item")
}

func (d *Document) comment(p int) int {
	return d.syntaxAt(p, p+2, "JSON has no comments")
}

// unclosed is for a text that ends within an array or object.
func (d *Document) unclosed(p int, open Node) int {
	what, closing := "array", "']'"
	if open.Kind() == Object {
		what, closing = "object", "'}'"
	}
	line, column := d.Position(int(open.Start))
	return d.syntaxAt(p, p, fmt.Sprintf("the payload ends within the %s that begins at %d:%d, expected %s", what, line, column, closing))
}

func (d *Document) trailing(p int) int {
	return d.syntaxAt(p, p+runeLength(d.Text[p:]), "expected the end of the payload after its value, got "+d.show(p))
}

// badString is for a string that does not end, or for what must not stand in it.
func (d *Document) badString(start, p int) int {
	if p >= len(d.Text) {
		return d.syntaxAt(start, start+1, "the string that begins here does not end")
	}
	switch c := d.Text[p]; {
	case c == '\n' || c == '\r':
		return d.syntaxAt(start, p, "the string does not end on its line; a line break is written as \\n")
	case c == '\\':
		end := p + 1
		if end < len(d.Text) {
			end += runeLength(d.Text[end:])
		}
		if p+1 < len(d.Text) && d.Text[p+1] == 'u' {
			for end < len(d.Text) && end < p+6 && isHex(d.Text[end]) {
				end++
			}
			return d.syntaxAt(p, end, fmt.Sprintf("%s is not an escape of JSON; four hexadecimal digits must follow \\u", clip(d.Text[p:end])))
		}
		return d.syntaxAt(p, end, fmt.Sprintf("%s is not an escape of JSON; a backslash is written as \\\\", clip(d.Text[p:end])))
	case c == '\t':
		return d.syntaxAt(p, p+1, "a tab in a string is written as \\t")
	default:
		return d.syntaxAt(p, p+1, fmt.Sprintf("a control character in a string is written as \\u%04x", c))
	}
}

// badNumber is for what begins like a number and is none.
func (d *Document) badNumber(p int) int {
	end := p
	for end < len(d.Text) && (isLetter(d.Text[end]) || d.Text[end]-'0' < 10 || d.Text[end] == '.' || d.Text[end] == '+' || d.Text[end] == '-') {
		end++
	}
	text := d.Text[p:end]
	digits := text
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	why := ""
	switch {
	case len(digits) > 1 && digits[0] == '0' && digits[1]-'0' < 10:
		why = "; a number must not begin with 0"
	case len(digits) > 0 && digits[0] == '.':
		why = "; a digit must stand before the point"
	case len(text) > 0 && text[0] == '+':
		why = "; a number must not begin with +"
	case len(digits) > 0 && isLetter(digits[0]):
		why = "; JSON has no such value"
	case bytes.HasSuffix(digits, []byte(".")) || bytes.Contains(digits, []byte(".e")) || bytes.Contains(digits, []byte(".E")):
		why = "; a digit must stand after the point"
	case len(digits) > 0 && strings.IndexByte("eE+-", digits[len(digits)-1]) >= 0:
		why = "; a digit must stand in the exponent"
	}
	return d.syntaxAt(p, max(end, p+1), fmt.Sprintf("%s is not a JSON number%s", clip(text), why))
}

// show names the character at p.
func (d *Document) show(p int) string {
	r, size := utf8.DecodeRune(d.Text[p:])
	if r == utf8.RuneError && size == 1 {
		return fmt.Sprintf("the byte 0x%02x", d.Text[p])
	}
	if r < 0x20 || r == 0x7f {
		return fmt.Sprintf("the control character U+%04X", r)
	}
	return fmt.Sprintf("'%c'", r)
}

func runeLength(text []byte) int {
	_, size := utf8.DecodeRune(text)
	return max(size, 1)
}

func wordEnd(text []byte, p int) int {
	for p < len(text) && (isLetter(text[p]) || text[p]-'0' < 10) {
		p++
	}
	return p
}

func isLetter(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '$'
}

// clip shortens what is shown of the text to something that fits a line.
func clip(text []byte) string {
	const most = 32
	rest := ""
	if len(text) > most {
		end := most
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text, rest = text[:end], "…"
	}
	return "'" + strings.Map(visible, string(text)) + rest + "'"
}

// visible is a character as it is shown within a line: a control character by its
// picture (Unicode, section 23.1), a byte that is not UTF-8 as U+FFFD.
func visible(r rune) rune {
	if r < 0x20 {
		return '\u2400' + r
	}
	return r
}
