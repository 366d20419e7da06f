package syntax

import (
	"bytes"

	"github.com/verdict-lint/verdict/internal/document"
)

// JSON with comments (https://jsonc.org): // and /* */ comments, and a comma
// before a closing bracket.

// JSONC blanks comments and trailing commas, so that every byte that is left
// stands where it stood. What is wrong otherwise stays as it is.
func JSONC(source []byte) Text {
	json := bytes.Clone(source)
	last, comma := byte(0), 0 // the last byte that is neither blank nor comment; the last comma
	for i := 0; i < len(json); {
		c := json[i]
		switch {
		case document.IsSpace(c):
			i++
			continue
		case c == '/':
			end := CommentEnd(json, i)
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
			c = 0 // this comma ends no value, and stays wrong
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

// InJSONC turns an edit of JSON into edits of the JSON with comments that it was made of.
// Where something is taken out, every comment stays where it is, with the blanks before it,
// and a comma that may stand behind the last property does if one did.
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
	from, end := e.Start, e.Start // of what goes before the next comment
	for i := e.Start; i < e.End; end = i {
		for i < e.End && document.IsSpace(source[i]) {
			i++
		}
		switch {
		case i == e.End:
		case source[i] == '"':
			i = skipString(source, i)
		case CommentEnd(source, i) > i:
			if from < end {
				edits = append(edits, Edit{Start: from, End: end})
			}
			i = CommentEnd(source, i)
			from = i
		default:
			i++
		}
	}
	if from > e.Start && !endsLine(source[e.End:]) {
		for from < e.End && document.IsSpace(source[from]) {
			from++ // what follows must not become a part of the comment
		}
	}
	if from < e.End {
		edits = append(edits, Edit{Start: from, End: e.End})
	}
	return edits
}

// trailingComma is the offset of the comma that stands between i and a closing bracket; -1
// where there is none.
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

// skipComments is the offset of the first byte from i on that is neither blank nor comment.
func skipComments(source []byte, i int) int {
	for i < len(source) {
		end := CommentEnd(source, i)
		switch {
		case document.IsSpace(source[i]):
			i++
		case end > i:
			i = end
		default:
			return i
		}
	}
	return i
}

// endsLine reports whether a text has nothing but blanks up to the end of its line.
func endsLine(text []byte) bool {
	text = bytes.TrimLeft(text, " \t")
	return len(text) == 0 || text[0] == '\n' || text[0] == '\r'
}

// CommentEnd returns where the comment ends that begins at i, and i where none
// begins there or where it does not end.
func CommentEnd(text []byte, i int) int {
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

// blank overwrites text with spaces, and keeps its lines.
func blank(text []byte) {
	for i, c := range text {
		if c != '\n' && c != '\r' {
			text[i] = ' '
		}
	}
}

// skipString returns the offset behind the string that begins at i.
func skipString(text []byte, i int) int {
	for i++; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// JSONCComments finds the comments of JSON with comments, in order. What looks like one in a
// string is text.
func JSONCComments(source []byte) []Range {
	var comments []Range
	for i := 0; i < len(source); {
		switch source[i] {
		case '"':
			i = skipString(source, i)
		case '/':
			end := CommentEnd(source, i)
			if end == i {
				return comments // no comment: what follows is not readable
			}
			comments = append(comments, Range{i, end})
			i = end
		default:
			i++
		}
	}
	return comments
}
