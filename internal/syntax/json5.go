package syntax

import (
	"bytes"
	"fmt"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file converts JSON5 (https://spec.json5.org) in one pass. No parser for Go gives the
// positions of all values and continues after an error.

// json5Language is how values of JSON5 are written.
var json5Language = language{edit: (*Document).inJSON5, notFinite: strings.NewReplacer(infinity, "Infinity", notANumber, "NaN")}

const (
	// maxJSON5Depth bounds how deep arrays and objects may be nested.
	maxJSON5Depth = 1000

	// maxJSON5Errors bounds how many syntax errors of a document are reported.
	maxJSON5Errors = 100
)

// JSON5 converts a document to JSON. Items and properties with a syntax error are left out.
func JSON5(source []byte) Document {
	doc := Document{Source: source, language: &json5Language, separators: bytes.ContainsFunc(source, isLineSeparator)}
	r := json5Reader{jsonWriter: jsonWriter{doc: &doc}, text: withoutInvalidUTF8(source)}
	r.skip()
	if r.at == len(r.text) {
		r.fail(r.at, "the payload is empty, expected a value")
		return doc
	}
	if r.value(); !r.stopped {
		if r.skip(); r.at < len(r.text) {
			r.fail(r.at, "expected the end of the payload after its value%s", r.found())
		}
	}
	if !doc.Capped {
		r.finish()
	}
	return doc
}

// A json5Reader reads a document and writes it as JSON.
type json5Reader struct {
	jsonWriter
	text    []byte
	at      int
	open    []byte // the open brackets, innermost last
	torn    bool   // a string that is not closed has ended with its line
	stopped bool   // the rest is not read
}

// fail reports an error, unless another is reported for the same place. After too many, the
// rest is not read.
func (r *json5Reader) fail(at int, format string, args ...any) {
	if last := len(r.doc.Errors) - 1; r.stopped || last >= 0 && r.doc.Errors[last].Offset == at {
		return
	}
	r.doc.Errors = append(r.doc.Errors, errorAt(at, format, args...))
	if len(r.doc.Errors) >= maxJSON5Errors {
		r.doc.Capped = true
		r.stop()
	}
}

// stop ends the document here.
func (r *json5Reader) stop() { r.stopped, r.at = true, len(r.text) }

// found describes the text at the current offset, for a message about something else that was expected.
func (r *json5Reader) found() excerpt {
	if r.at == len(r.text) {
		return excerpt{", but the payload ends here", ", but the payload ends here"}
	}
	c, _ := utf8.DecodeRune(r.text[r.at:])
	return excerpt{text: fmt.Sprintf(", got %q", c)}
}

// quotedWord returns the excerpt for a word or number.
func quotedWord(text string) excerpt { return excerpt{fmt.Sprintf("%.40q", text), "this"} }

// skip moves to the next byte that is neither blank nor in a comment.
func (r *json5Reader) skip() {
	for r.at < len(r.text) {
		c, size := rune(r.text[r.at]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRune(r.text[r.at:])
		}
		switch {
		case c == '/':
			end := json5CommentEnd(r.text, r.at)
			if end == r.at {
				if bytes.HasPrefix(r.text[r.at:], []byte("/*")) {
					r.fail(r.at, "the comment does not end, expected */")
					r.at = len(r.text)
				}
				return
			}
			r.doc.Comments = append(r.doc.Comments, Range{r.at, end})
			r.at = end
		case isJSON5Space(c):
			r.at += size
		default:
			return
		}
	}
}

// isJSON5Space reports whether a character is white space or ends a line.
func isJSON5Space(c rune) bool {
	switch c {
	case ' ', '\t', '\n', '\r', '\v', '\f', '\uFEFF':
		return true
	}
	return c >= utf8.RuneSelf && (isLineSeparator(c) || unicode.Is(unicode.Zs, c))
}

func isLineSeparator(c rune) bool { return c == '\u2028' || c == '\u2029' }

// json5CommentEnd is like commentEnd, but a // comment also ends at a line or paragraph separator.
func json5CommentEnd(text []byte, at int) int {
	end := commentEnd(text, at)
	if bytes.HasPrefix(text[at:], []byte("//")) {
		if i := bytes.IndexFunc(text[at:end], isLineSeparator); i >= 0 {
			return at + i
		}
	}
	return end
}

// value writes the value at the current offset. It reports false, and writes null, if there is
// none.
func (r *json5Reader) value() bool {
	start := r.at
	c := byte(0)
	if start < len(r.text) {
		c = r.text[start]
	}
	switch {
	case c == '{' || c == '[':
		if len(r.open) == maxJSON5Depth {
			r.fail(start, "nested deeper than %d levels", maxJSON5Depth)
			r.stop()
			break
		}
		r.collection()
		return true
	case c == '"' || c == '\'':
		if json, ok := r.string(); ok {
			r.token(json, start, r.at, false)
			return true
		}
	case '0' <= c && c <= '9', c == '.', c == '+', c == '-':
		if r.number() {
			return true
		}
	default:
		if r.word() {
			return true
		}
	}
	r.doc.madeUp = append(r.doc.madeUp, Range{r.out.Len(), r.out.Len() + len("null")})
	r.token("null", start, start, true)
	return false
}

// word writes null, true, false, Infinity or NaN.
func (r *json5Reader) word() bool {
	start, word := r.at, r.identifierAt(r.at)
	switch word {
	case "null", "true", "false":
		r.at += len(word)
		r.token(word, start, r.at, false)
		return true
	case "Infinity", "NaN":
		r.at += len(word)
		r.notFinite(notFiniteJSON5(word), start, r.at)
		return true
	case "":
		r.fail(start, "expected a value%s", r.found())
	default:
		r.fail(start, "expected a value, got %s; put it in quotes if it is text", quotedWord(word))
	}
	return false
}

func notFiniteJSON5(word string) string {
	switch {
	case strings.HasSuffix(word, "NaN"):
		return notANumber
	case word[0] == '-':
		return "-" + infinity
	}
	return infinity
}

// number writes a number.
func (r *json5Reader) number() bool {
	start, end := r.at, r.at
	for end < len(r.text) {
		c, size := utf8.DecodeRune(r.text[end:])
		if c != '.' && c != '+' && c != '-' && !inIdentifier(c) {
			break
		}
		end += size
	}
	text := string(r.text[start:end])
	unsigned := strings.TrimLeft(text[:1], "+-") + text[1:]
	hex := strings.HasPrefix(unsigned, "0x") || strings.HasPrefix(unsigned, "0X")
	switch {
	case unsigned == "Infinity" || unsigned == "NaN":
		r.at = end
		r.notFinite(notFiniteJSON5(text), start, end)
		return true
	case hex && len(unsigned) > maxBasedDigits:
		r.fail(start, "the number has more than %d digits", maxBasedDigits)
	case hex && len(unsigned) > 2 && strings.Trim(unsigned[2:], "0123456789abcdefABCDEF") == "":
		value, _ := new(big.Int).SetString(unsigned[2:], 16)
		json := value.String()
		if text[0] == '-' {
			json = "-" + json
		}
		r.at = end
		r.token(json, start, end, false)
		return true
	case !hex && decimalPattern().MatchString(text) && (len(unsigned) == 1 || unsigned[0] != '0' || unsigned[1] < '0' || unsigned[1] > '9'):
		r.at = end
		r.token(decimal(text), start, end, false)
		return true
	case len(unsigned) > 1 && unsigned[0] == '0' && '0' <= unsigned[1] && unsigned[1] <= '9':
		r.fail(start, "%s is not a number; a number cannot begin with 0", quotedWord(text))
	default:
		r.fail(start, "%s is not a number; put it in quotes if it is text", quotedWord(text))
	}
	r.at = end
	return false
}

// collection writes an array or object.
func (r *json5Reader) collection() {
	start, opens := r.at, r.text[r.at]
	closes := opens + 2 // '[' and ']', '{' and '}' are two apart
	r.open = append(r.open, closes)
	at := r.out.Len()
	r.emit(string(opens), start, start+1)
	r.at++
	incomplete, count, comma, closed := false, 0, Range{}, 0
	for !r.stopped {
		if r.skip(); r.at < len(r.text) && r.text[r.at] == closes {
			r.at++
			closed = 1
			break
		}
		if r.at == len(r.text) {
			r.fail(start, "this %c is not closed", opens)
			incomplete = true
			break
		}
		written, ok := r.entry(opens == '{', count, comma)
		if written {
			count++
		}
		if incomplete = incomplete || !ok; !ok && !r.torn {
			r.skipEntry()
		}
		end := false
		if comma, end, ok = r.separator(closes); !ok {
			incomplete = true
		}
		if end {
			break
		}
	}
	r.open = r.open[:len(r.open)-1]
	if incomplete || r.stopped {
		r.doc.incomplete = append(r.doc.incomplete, at)
	}
	r.emit(string(closes), r.at-closed, r.at)
}

// entry writes an item or property, after a comma if it is not the first. ok is false if it
// could not be read; an item is then written as null.
func (r *json5Reader) entry(isProperty bool, count int, comma Range) (written, ok bool) {
	separate := func() {
		if count > 0 {
			r.emit(",", comma.Start, comma.End)
		}
	}
	if !isProperty {
		separate()
		return true, r.value()
	}
	start := r.at
	name, ok := r.name()
	if !ok {
		return false, false
	}
	end := r.at
	if r.skip(); r.at == len(r.text) || r.text[r.at] != ':' {
		r.fail(r.at, "expected ':' after the property name%s", r.found())
		return false, false
	}
	separate()
	r.token(name, start, end, false)
	r.emit(":", r.at, r.at+1)
	r.at++
	r.skip()
	return true, r.value()
}

// name reads the name of a property.
func (r *json5Reader) name() (json string, ok bool) {
	if c := r.text[r.at]; c == '"' || c == '\'' {
		return r.string()
	}
	start := r.at
	written := r.identifierAt(start)
	name, ok := json5Identifier(written)
	switch {
	case written == "":
		r.fail(start, "expected a property name%s", r.found())
		return "", false
	case !ok:
		r.fail(start, "%s is not a property name; put it in quotes", quotedWord(written))
		return "", false
	}
	r.at += len(written)
	return Quote(name), true
}

// separator reads the comma after an entry. end reports whether there are no more entries; ok is
// false after a syntax error.
func (r *json5Reader) separator(closes byte) (comma Range, end, ok bool) {
	if r.skip(); r.at == len(r.text) || r.text[r.at] == ',' || r.text[r.at] == closes {
		r.torn = false
	}
	switch {
	case r.at == len(r.text):
		return Range{r.at, r.at}, false, true // the missing bracket is reported by the caller
	case r.text[r.at] == ',':
		r.at++
		return Range{r.at - 1, r.at}, false, true
	case r.text[r.at] == closes:
		return Range{r.at, r.at}, false, true
	}
	what := "item"
	if closes == '}' {
		what = "property"
	}
	if !r.torn { // it may have contained the comma
		r.fail(r.at, "expected ',' or '%c' after the %s%s", closes, what, r.found())
	}
	r.torn = false
	if c := r.text[min(r.at, len(r.text)-1)]; !r.stopped && (c == ']' || c == '}') {
		if bytes.IndexByte(r.open, c) >= 0 {
			return Range{}, true, false // of a collection around this one
		}
		r.at++
	}
	return Range{r.at, r.at}, false, false // a missing comma
}

// skipEntry moves to the comma or bracket after an entry that cannot be read.
func (r *json5Reader) skipEntry() {
	depth := 0
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == '[' || c == '{':
			depth++
		case depth == 0 && (c == ',' || c == ']' || c == '}'):
			return
		case c == ']' || c == '}':
			depth--
		case c == '"' || c == '\'':
			r.at = json5StringEnd(r.text, r.at)
			continue
		case c == '/':
			if end := json5CommentEnd(r.text, r.at); end > r.at {
				r.at = end
				continue
			} else if bytes.HasPrefix(r.text[r.at:], []byte("/*")) {
				return // which is reported next
			}
		}
		r.at++
	}
}
