package syntax

import (
	"bytes"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A context describes the text before a syntax error. All of that text is JSON or has been
// repaired.
type context struct {
	open     []bracket // open brackets, outermost first
	expected expectation
	before   int // offset of the last byte before it that is not blank; -1 if there is none
	value    int // start of the value or name before it; -1 if there is none
	string   int // start of the string that contains it; -1 if it is not in a string
}

// A bracket is an open bracket.
type bracket struct {
	kind  byte
	at    int
	colon bool // since the last comma
}

// An expectation is what the grammar requires next.
type expectation int

const (
	expectValue expectation = iota
	expectName
	expectColon
	expectComma // or a closing bracket
	expectEnd
)

// context reads the text up to offset p.
func (r *repairer) context(p int) context {
	c := context{before: -1, value: -1, string: -1}
	for i := 0; i < p; {
		switch k := r.json[i]; k {
		case ' ', '\t', '\n', '\r':
			i++
			continue
		case '"':
			end := skipString(r.json, i)
			if end > p {
				c.string = i
				return c
			}
			c.value, i = i, end
		case '{', '[':
			c.open = append(c.open, bracket{kind: k, at: i})
			c.value = -1
			i++
		case '}', ']':
			if n := len(c.open); n > 0 {
				c.value, c.open = c.open[n-1].at, c.open[:n-1]
			}
			i++
		case ':', ',':
			if n := len(c.open); n > 0 {
				c.open[n-1].colon = k == ':'
			}
			i++
		default:
			c.value = i
			for i < p && !isDelimiter(r.json[i]) {
				i++
			}
		}
		c.before = i - 1
	}
	c.expected = c.next(r.json)
	return c
}

// isDelimiter reports whether a byte ends a word or number.
func isDelimiter(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', '"', '{', '}', '[', ']', ':', ',':
		return true
	}
	return false
}

// next returns what the grammar requires next.
func (c *context) next(json []byte) expectation {
	inner := c.inner()
	switch last := c.last(json); {
	case last == ',' && inner.kind == '{', last == '{':
		return expectName
	case last == 0 || last == ',' || last == ':' || last == '[':
		return expectValue
	case inner.kind == 0:
		return expectEnd
	case inner.kind == '{' && !inner.colon:
		return expectColon
	}
	return expectComma
}

// inner returns the innermost open bracket, or the zero bracket if there is none.
func (c *context) inner() bracket {
	if len(c.open) == 0 {
		return bracket{}
	}
	return c.open[len(c.open)-1]
}

// last returns the last byte that is not blank, or 0 if there is none.
func (c *context) last(json []byte) byte {
	if c.before < 0 {
		return 0
	}
	return json[c.before]
}

// kinds returns the open brackets.
func (c *context) kinds() []byte {
	var kinds []byte
	for _, b := range c.open {
		kinds = append(kinds, b.kind)
	}
	return kinds
}

// significantBefore returns the offset of the last byte before p that is not blank, or -1
// if there is none. Comments have been replaced by blanks already.
func (r *repairer) significantBefore(p int) int {
	for p--; p >= 0 && jsontape.IsSpace(r.json[p]); p-- {
	}
	return p
}

// significantFrom returns the offset of the first byte from p that is not blank.
func (r *repairer) significantFrom(p int) int {
	for p < len(r.json) && jsontape.IsSpace(r.json[p]) {
		p++
	}
	return p
}

// lineEnd returns the offset of the end of the line of p.
func (r *repairer) lineEnd(p int) int {
	if n := bytes.IndexAny(r.json[p:], "\r\n"); n >= 0 {
		return p + n
	}
	return len(r.json)
}

// junkEnd returns the end of text that is not JSON and begins at p: before a comma, an
// unmatched closing bracket, a comment or the end of the line.
func (r *repairer) junkEnd(p int) int {
	lastComment := bytes.LastIndex(r.json, []byte("*/")) // the end of the last comment
	depth, i := 0, p
	line, open := -1, -1 // where the line ends; up to where quotes begin no string that ends on it
	for i < len(r.json) {
		switch c := r.json[i]; {
		case c == '"' && i >= open:
			if i > line {
				line = r.lineEnd(i)
			}
			if end := skipString(r.json[:min(line+1, len(r.json))], i); end <= line {
				i = end
				continue
			}
			open = line
		case c == '(' || c == '[' || c == '{':
			depth++
		case (c == ')' || c == ']' || c == '}') && depth > 0:
			depth--
		case depth > 0 || c == ')':
		case c == ',' || c == ']' || c == '}' || c == '\n' || c == '\r' || c == '/' && i > p && jsontape.IsSpace(r.json[i-1]) && beginsComment(r.json[i:], lastComment-i):
			return max(p, r.significantBefore(i)+1)
		}
		i++
	}
	if depth > 0 {
		i = r.lineEnd(p)
	}
	return max(p, r.significantBefore(i)+1)
}

// beginsComment reports whether a text begins with a comment, if the last */ in it is at an
// offset.
func beginsComment(text []byte, end int) bool {
	return bytes.HasPrefix(text, []byte("//")) || bytes.HasPrefix(text, []byte("/*")) && end >= 2
}

// balanced returns the offset of the first bracket from p that does not match the open
// ones, or more than the length of the text if all of them do.
func (r *repairer) balanced(open []byte, p int) int {
	open = slices.Clone(open)
	for i := p; i < len(r.json); {
		switch c := r.json[i]; c {
		case '"':
			i = skipString(r.json, i)
			continue
		case '{', '[':
			open = append(open, c)
		case '}', ']':
			if len(open) == 0 || open[len(open)-1] != c-2 {
				return i
			}
			open = open[:len(open)-1]
			if rest := r.significantFrom(i + 1); len(open) == 0 && rest < len(r.json) {
				return rest
			}
		}
		i++
	}
	if len(open) > 0 {
		return len(r.json)
	}
	return len(r.json) + 1
}

// closing returns the brackets that close the open ones.
func closing(open []byte) string {
	var text []byte
	for i := len(open) - 1; i >= 0; i-- {
		text = append(text, open[i]+2) // ']' is '['+2, '}' is '{'+2
	}
	return string(text)
}
