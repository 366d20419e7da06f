package syntax

import (
	"bytes"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file reads JSON with comments (https://jsonc.org): // and /* */ comments, and a
// comma before a closing bracket.

// JSONC replaces comments and trailing commas by blanks, so that offsets do not change.
// Other syntax errors are left in place.
func JSONC(source []byte) Text {
	json := bytes.Clone(source)
	last, comma := byte(0), 0 // the last byte that is neither blank nor comment; the last comma
	for i := 0; i < len(json); {
		c := json[i]
		switch {
		case jsontape.IsSpace(c):
			i++
			continue
		case c == '/':
			end := commentEnd(json, i)
			if end == i {
				return Text{JSON: json} // no comment: a syntax error for the parser to report
			}
			blank(json[i:end])
			i = end
			continue
		case c == '"':
			i = skipString(json, i)
		case c == ',' && (last == '[' || last == '{' || last == ','):
			i++
			c = 0 // this comma does not follow a value and remains an error
		case c == ',':
			comma = i
			i++
		case (c == '}' || c == ']') && last == ',':
			json[comma] = ' '
			i++
		default:
			i++
		}
		last = c
	}
	return Text{JSON: json}
}

// InJSONC converts an edit of JSON to edits of the JSON with comments that it was made
// from. A deletion keeps every comment with the blanks before it, and keeps a trailing
// comma after the last property if there was one.
func InJSONC(source []byte, e Edit) []Edit {
	if e.Text != "" {
		return []Edit{e}
	}
	if comma := trailingComma(source, e.End); comma >= 0 {
		e.End = comma + 1
		if source[e.Start] == ',' {
			e.Start++
		}
	}
	var edits []Edit
	from, end := e.Start, e.Start // of the text to remove before the next comment
	for i := e.Start; i < e.End; end = i {
		for i < e.End && jsontape.IsSpace(source[i]) {
			i++
		}
		switch {
		case i == e.End:
		case source[i] == '"' || source[i] == '\'': // single quotes are those of JSON5
			i = skipString(source, i)
		case commentEnd(source, i) > i:
			if from < end {
				edits = append(edits, Edit{Start: from, End: end})
			}
			i = commentEnd(source, i)
			from = i
		default:
			i++
		}
	}
	if from > e.Start && !endsLine(source[e.End:]) {
		for from < e.End && jsontape.IsSpace(source[from]) {
			from++ // the following text must not become part of the comment
		}
	}
	if from < e.End {
		edits = append(edits, Edit{Start: from, End: e.End})
	}
	return edits
}

// trailingComma returns the offset of the comma between i and a closing bracket, or -1 if
// there is none.
func trailingComma(source []byte, i int) int {
	comma := skipComments(source, i)
	if comma == len(source) || source[comma] != ',' {
		return -1
	}
	if after := skipComments(source, comma+1); after == len(source) || source[after] != '}' && source[after] != ']' {
		return -1
	}
	return comma
}

// skipComments returns the offset of the first byte from i that is neither blank nor
// comment.
func skipComments(source []byte, i int) int {
	for i < len(source) {
		end := commentEnd(source, i)
		switch {
		case jsontape.IsSpace(source[i]):
			i++
		case end > i:
			i = end
		default:
			return i
		}
	}
	return i
}

// endsLine reports whether text has only blanks up to the end of its line.
func endsLine(text []byte) bool {
	text = bytes.TrimLeft(text, " \t")
	return len(text) == 0 || text[0] == '\n' || text[0] == '\r'
}

// commentEnd returns the end of the comment that begins at i, or i if there is none or it
// is not closed.
func commentEnd(text []byte, i int) int {
	rest := text[i:]
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		if n := bytes.IndexAny(rest, "\r\n"); n >= 0 {
			return i + n
		}
		return len(text)
	case bytes.HasPrefix(rest, []byte("/*")):
		if n := bytes.Index(rest[2:], []byte("*/")); n >= 0 {
			return i + 2 + n + 2
		}
	}
	return i
}

// blank overwrites text with spaces but keeps line breaks.
func blank(text []byte) {
	for i, c := range text {
		if c != '\n' && c != '\r' {
			text[i] = ' '
		}
	}
}

// skipString returns the offset after the string that begins at i with a single or double quote.
func skipString(text []byte, i int) int {
	quote := text[i]
	for i++; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		}
	}
	return len(text)
}

// JSONCComments returns the comments of JSON with comments, in order.
func JSONCComments(source []byte) []Range {
	var comments []Range
	for i := 0; i < len(source); {
		switch source[i] {
		case '"':
			i = skipString(source, i)
		case '/':
			end := commentEnd(source, i)
			if end == i {
				return comments // not a comment: the rest cannot be read
			}
			comments = append(comments, Range{i, end})
			i = end
		default:
			i++
		}
	}
	return comments
}
