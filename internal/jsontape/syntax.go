package jsontape

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/words"
)

// This file describes syntax errors. The scanner only records them; their messages are
// written on demand.

// unreadable is returned instead of an offset if the text cannot be read on.
const unreadable = -1

func (d *Tape) syntaxAt(start, end int, message string) int {
	return d.syntaxIn(asItIs, start, end, message)
}

func (d *Tape) syntaxIn(form sentence, start, end int, about string) int {
	d.Errors = append(d.Errors, SyntaxError{
		Kind: Syntax, form: form, Start: uint32(start), End: uint32(min(end, len(d.Text))), about: about,
	})
	return unreadable
}

// Message returns the message of an error.
func (d *Tape) Message(f *SyntaxError) string { return string(d.AppendMessage(nil, f, false, nil)) }

// Redacted returns the message of an error without any of the text.
func (d *Tape) Redacted(f *SyntaxError) string { return string(d.AppendMessage(nil, f, true, nil)) }

// Other returns the offset of the related place that a message names: the first of two equal
// names, or the start of an array or object that is not closed. ok is false if there is none.
func (d *Tape) Other(f *SyntaxError) (offset int, ok bool) {
	switch {
	case f.Kind == Duplicate:
		return int(d.Nodes[f.First].Start), true
	case f.form == unclosed:
		return int(f.open), true
	}
	return 0, false
}

// AppendMessage appends the message of an error. If redact is set, it contains none of the text.
//
// translate returns a sentence, or a part of one, in another language, with the same names in
// braces as the English one; nil for English.
func (d *Tape) AppendMessage(dst []byte, f *SyntaxError, redact bool, translate func(english string) string) []byte {
	if translate == nil {
		translate = func(english string) string { return english }
	}
	english := sentences[f.form].text
	if redacted := sentences[f.form].redacted; redact && redacted != "" {
		english = redacted
	}
	rest := translate(english)
	for rest != "" {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			break
		}
		dst = append(dst, rest[:open]...)
		var name string
		switch name, rest, _ = strings.Cut(rest[open+1:], "}"); name {
		case "about":
			dst = append(dst, translate(f.about)...)
		case "got":
			dst = d.appendGot(dst, f, translate)
		case "place":
			line, column := d.Position(int(f.open))
			dst = append(strconv.AppendInt(dst, int64(line), 10), ':')
			dst = strconv.AppendInt(dst, int64(column), 10)
		}
	}
	return append(dst, rest...)
}

// appendGot appends what the text has at an error, or what it lacks.
func (d *Tape) appendGot(dst []byte, f *SyntaxError, translate func(string) string) []byte {
	switch f.form {
	case gotOther:
		return appendCharacter(dst, d.Text[f.Start:], translate)
	case control:
		return appendHex(dst, rune(d.Text[f.Start]), 4, lowerHex)
	case unclosed:
		if f.about == "object" {
			return append(dst, "'}'"...)
		}
		return append(dst, "']'"...)
	}
	return appendClipped(dst, d.Text[f.Start:f.End])
}

// sentences are the messages, and those that contain none of the text if they differ. {about} is
// SyntaxError.about.
var sentences = [...]struct{ text, redacted string }{
	asItIs:    {"{about}", ""},
	ofNothing: {"the payload is empty, {about}", ""},
	atTheEnd:  {"{about}, but the payload ends here", ""},
	gotOther:  {"{about}, got {got}", "{about}"},
	ofQuoted:  {"{got} {about}", "this {about}"},
	noValue: {
		"expected a value, got {got}; only true, false and null are written without quotes",
		"expected a value, got a word; only true, false and null are written without quotes",
	},
	control: {
		`a control character in a string is written as \u{got}`,
		`a control character in a string is written as an escape, such as \u0000`,
	},
	unclosed: {"the payload ends within the {about} that begins at {place}, expected {got}", ""},
}

// syntax records what was expected at p.
func (d *Tape) syntax(p int, expected string) int {
	if p >= len(d.Text) {
		if isBlank(d.Text) {
			return d.syntaxIn(ofNothing, p, p, expected)
		}
		return d.syntaxIn(atTheEnd, p, p, expected)
	}
	return d.syntaxIn(gotOther, p, p+runeLength(d.Text[p:]), expected)
}

func isBlank(text []byte) bool {
	for _, c := range text {
		if !IsSpace(c) && c != 0xEF && c != 0xBB && c != 0xBF {
			return false
		}
	}
	return true
}

// syntaxWord records a word that is not true, false or null.
func (d *Tape) syntaxWord(p int) int {
	return d.syntaxIn(noValue, p, wordEnd(d.Text, p), "")
}

// syntaxValue records a byte that no value begins with.
func (d *Tape) syntaxValue(p int, inArray bool) int {
	c := d.Text[p]
	switch {
	case c == ']' && inArray:
		return d.syntaxAt(p, p+1, "trailing comma before ']'; remove it")
	case c == '\'':
		return d.syntaxAt(p, p+1, "strings must be in double quotes, not single quotes")
	case d.isComment(p):
		return d.comment(p)
	case c == '+' || c == '.':
		return d.badNumber(p)
	case isLetter(c):
		return d.syntaxWord(p)
	case isUTF16(d.Text):
		return d.syntaxAt(0, 2, "the payload is UTF-16; save it as UTF-8")
	}
	if size := curlyQuote(d.Text[p:]); size > 0 {
		return d.syntaxAt(p, p+size, "strings must be in straight double quotes, not typographic quotes")
	}
	return d.syntax(p, "expected a value")
}

// isUTF16 reports whether a text begins with the byte order mark of UTF-16.
func isUTF16(text []byte) bool {
	return len(text) >= 2 && (text[0] == 0xFF && text[1] == 0xFE || text[0] == 0xFE && text[1] == 0xFF)
}

// curlyQuote returns the length of the typographic quote that the text begins with, 0 if
// there is none.
func curlyQuote(text []byte) int {
	switch r, size := utf8.DecodeRune(text); r {
	case '“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»', '＂', '＇':
		return size
	}
	return 0
}

// syntaxKey records a byte that is not the start of a property name.
func (d *Tape) syntaxKey(p int, count uint32) int {
	c := d.Text[p]
	switch {
	case c == '}' && count > 0:
		return d.syntaxAt(p, p+1, "trailing comma before '}'; remove it")
	case c == '\'':
		return d.syntaxAt(p, p+1, "property names must be in double quotes, not single quotes")
	case d.isComment(p):
		return d.comment(p)
	case isLetter(c):
		return d.syntaxAt(p, wordEnd(d.Text, p), "property names must be in double quotes")
	}
	if size := curlyQuote(d.Text[p:]); size > 0 {
		return d.syntaxAt(p, p+size, "property names must be in straight double quotes, not typographic quotes")
	}
	return d.syntax(p, "expected a property name in double quotes")
}

// syntaxSeparator records what is wrong after a value in an array or object.
func (d *Tape) syntaxSeparator(p int, open Node) int {
	if p >= len(d.Text) {
		return d.unclosed(p, open)
	}
	if d.isComment(p) {
		return d.comment(p)
	}
	if open.Kind() == Object {
		return d.syntax(p, "expected ',' or '}' after the property")
	}
	return d.syntax(p, "expected ',' or ']' after the item")
}

// isComment reports whether a comment of JavaScript begins at p.
func (d *Tape) isComment(p int) bool {
	return d.Text[p] == '/' && p+1 < len(d.Text) && (d.Text[p+1] == '/' || d.Text[p+1] == '*')
}

func (d *Tape) comment(p int) int {
	return d.syntaxAt(p, p+2, "JSON has no comments; remove it")
}

// unclosed records that the text ends within an array or object.
func (d *Tape) unclosed(p int, open Node) int {
	what := "array"
	if open.Kind() == Object {
		what = "object"
	}
	d.syntaxIn(unclosed, p, p, what)
	d.Errors[len(d.Errors)-1].open = open.Start
	return unreadable
}

// trailing records that there is text after the value.
func (d *Tape) trailing(p int) int {
	if d.isComment(p) {
		return d.comment(p)
	}
	return d.syntaxIn(gotOther, p, p+runeLength(d.Text[p:]), "expected the end of the payload after its value")
}

// badString records that a string is not closed or that it contains an invalid byte at p.
func (d *Tape) badString(start, p int) int {
	if p >= len(d.Text) {
		return d.syntaxAt(start, start+1, "the string is not closed")
	}
	switch c := d.Text[p]; {
	case c == '\n' || c == '\r':
		return d.syntaxAt(start, p, "the string is not closed on its line; a line break is written as \\n")
	case c == '\\':
		end := p + 1
		if end < len(d.Text) {
			end += runeLength(d.Text[end:])
		}
		if p+1 < len(d.Text) && d.Text[p+1] == 'u' {
			for end < len(d.Text) && end < p+6 && isHex(d.Text[end]) {
				end++
			}
			return d.syntaxIn(ofQuoted, p, end, "is not a JSON escape; four hexadecimal digits must follow \\u")
		}
		return d.syntaxIn(ofQuoted, p, end, "is not a JSON escape; a backslash is written as \\\\")
	case c == '\t':
		return d.syntaxAt(p, p+1, "a tab in a string is written as \\t")
	default:
		return d.syntaxIn(control, p, p+1, "")
	}
}

// badNumber records text that begins like a number but is not one.
func (d *Tape) badNumber(p int) int {
	end := p
	for end < len(d.Text) && (isLetter(d.Text[end]) || d.Text[end]-'0' < 10 || d.Text[end] == '.' || d.Text[end] == '+' || d.Text[end] == '-') {
		end++
	}
	text := d.Text[p:end]
	digits := text
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	why := "is not a JSON number"
	switch {
	case len(digits) > 1 && digits[0] == '0' && digits[1]-'0' < 10:
		why = "is not a JSON number; a number must not begin with 0"
	case len(digits) > 0 && digits[0] == '.':
		why = "is not a JSON number; a digit is required before the decimal point"
	case len(text) > 0 && text[0] == '+':
		why = "is not a JSON number; a number must not begin with +"
	case len(digits) > 0 && isLetter(digits[0]):
		why = "is not a JSON number; JSON has no such value"
	case bytes.HasSuffix(digits, []byte(".")) || bytes.Contains(digits, []byte(".e")) || bytes.Contains(digits, []byte(".E")):
		why = "is not a JSON number; a digit is required after the decimal point"
	case len(digits) > 0 && strings.IndexByte("eE+-", digits[len(digits)-1]) >= 0:
		why = "is not a JSON number; the exponent requires a digit"
	}
	return d.syntaxIn(ofQuoted, p, max(end, p+1), why)
}

// appendClipped appends the text in quotes, cut to fit on a line.
func appendClipped(dst, text []byte) []byte {
	rest := ""
	if end := words.Whole(text, 32); end < len(text) {
		text, rest = text[:end], "…"
	}
	dst = append(dst, '\'')
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if unseen, _ := Unseen(text); unseen > 0 {
			dst = append(appendCodePoint(append(dst, '<'), r), '>')
		} else {
			dst = utf8.AppendRune(dst, visible(r))
		}
		text = text[size:]
	}
	return append(append(dst, rest...), '\'')
}

// visible returns the character to show for another: for a control character its symbol
// (Unicode, section 23.1), for a byte that is not UTF-8 U+FFFD.
func visible(r rune) rune {
	if r < 0x20 {
		return '\u2400' + r
	}
	return r
}

func (d *Tape) addError(kind SyntaxErrorKind, start, end int, message string) {
	d.Errors = append(d.Errors, SyntaxError{Kind: kind, Start: uint32(start), End: uint32(end), about: message})
}
