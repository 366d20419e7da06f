package syntax

import "bytes"

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
		case isSpace(c):
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

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
