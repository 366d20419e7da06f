package syntax

import (
	"bytes"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file continues after a syntax error in a document that is one flow collection, such as JSON:
// the entry that has the error is cut out, up to the next comma or closing bracket.

// A flowEntry is an entry of an open flow collection.
type flowEntry struct {
	bracket byte // that opens the collection
	start   int  // offset of the entry
	lineEnd int  // of the line on which a quoted text over several lines begins, if there is one
}

func (e flowEntry) closing() byte { return e.bracket + 2 } // as in ASCII, for [] and {}

// isFlow reports whether the document is a flow collection, and not one that begins with the braces
// of a template.
func (t *yamlText) isFlow() bool {
	at := t.start
	for at < len(t.bytes) && (jsontape.IsSpace(t.bytes[at]) || t.bytes[at] == '#') {
		if t.bytes[at] == '#' {
			at += lineLength(t.bytes[at:])
		} else {
			at++
		}
	}
	text := t.bytes[at:]
	return len(text) > 1 && (text[0] == '[' || text[0] == '{' && text[1] != '{' && text[1] != '%')
}

// scanFlow calls visit with the offset and end of each bracket, comma and quoted text, until it
// returns false.
func scanFlow(text []byte, from, to int, visit func(at, end int) bool) {
	for i := from; i < to; {
		end := i + 1
		switch c := text[i]; c {
		case '#':
			if i == 0 || jsontape.IsSpace(text[i-1]) {
				i += lineLength(text[i:])
				continue
			}
		case '[', ']', '{', '}', ',':
			if !visit(i, end) {
				return
			}
		case '"', '\'':
			if i > from && !jsontape.IsSpace(text[i-1]) && bytes.IndexByte([]byte("[{,:"), text[i-1]) < 0 {
				break // within a plain scalar
			}
			if end = skipString(text, i); c == '\'' {
				end = i + singleQuoted(text[i:])
			}
			if !visit(i, end) {
				return
			}
		}
		i = end
	}
}

// flowEntries returns the entries that contain an offset, outermost first.
func (t *yamlText) flowEntries(at int) []flowEntry {
	var open []flowEntry
	scanFlow(t.bytes, t.start, at, func(i, end int) bool {
		last := len(open) - 1
		switch c := t.bytes[i]; {
		case c == '[' || c == '{':
			open = append(open, flowEntry{bracket: c, start: i + 1})
		case last < 0:
		case c == ']' || c == '}':
			open = open[:last]
		case c == ',':
			open[last] = flowEntry{bracket: open[last].bracket, start: i + 1}
		default:
			if n := bytes.IndexByte(t.bytes[i:end], '\n'); n >= 0 && open[last].lineEnd == 0 {
				open[last].lineEnd = i + n
			}
		}
		return true
	})
	return open
}

// flowEnd returns the end of the entry that contains an offset, or of one further out; ok is false
// if it does not end. A quoted text is assumed to end on its line: one that continues is probably
// the error.
func (t *yamlText) flowEnd(at, outward int) (end int, ok bool) {
	scanFlow(t.bytes, at, len(t.bytes), func(i, tokenEnd int) bool {
		switch c := t.bytes[i]; c {
		case '[', '{':
			outward++
		case ']', '}', ',':
			if outward == 0 {
				end, ok = i, true
			} else if c != ',' {
				outward--
			}
		default:
			if n := bytes.IndexByte(t.bytes[i:tokenEnd], '\n'); n >= 0 {
				end, ok = i+n, true
			}
		}
		return !ok
	})
	return end, ok
}

// cutFlow cuts out the entry that contains an offset, or one further out.
func (t *yamlText) cutFlow(at, outward int) bool {
	open := t.flowEntries(at)
	if len(open) == 0 { // text after the value
		return outward == 0 && t.blankOut(cut{Range: Range{at, len(t.bytes)}, flow: true, at: at})
	}
	inner, from := len(open)-1, at
	if c := t.bytes[min(at, len(t.bytes)-1)]; (c == ']' || c == '}') && c != open[inner].closing() {
		// Either the bracket is wrong, or others are missing before it.
		switch of := lastOf(open, c); {
		case outward == 0 && (of > 0 || of == 0 && isBlankText(t.bytes[at+1:])):
			return t.cutEntry(open[of], at, cut{at: at})
		case outward == 0 && isBlankText(t.bytes[open[inner].start:at]):
			return t.cutEntry(flowEntry{start: at}, at+1, cut{at: at})
		}
		from, inner = at+1, inner-1
	}
	if inner -= outward; inner < 0 {
		return false
	}
	end, ok := open[inner].lineEnd, true
	if end == 0 {
		end, ok = t.flowEnd(from, outward)
	}
	return ok && t.cutEntry(open[inner], end, cut{at: at, outward: outward})
}

// lastOf returns the index of the innermost entry whose collection a bracket closes, or -1 if there
// is none.
func lastOf(open []flowEntry, bracket byte) int {
	for i, e := range slices.Backward(open) {
		if e.closing() == bracket {
			return i
		}
	}
	return -1
}

// cutEntry cuts out an entry up to an offset. An item is replaced by null, so that those after it
// keep their index.
func (t *yamlText) cutEntry(e flowEntry, end int, c cut) bool {
	c.Start = end - len(bytes.TrimLeft(t.bytes[e.start:end], " \t\r\n"))
	c.End = end
	c.flow = true
	isItem := e.bracket == '[' && c.Start < c.End
	if !isItem && c.End < len(t.bytes) && t.bytes[c.End] == ',' {
		c.End++
	}
	if !t.blankOut(c) {
		return false
	}
	if isItem {
		t.bytes[c.Start] = '~'
	}
	return true
}

// blankOut makes a cut by overwriting the text with blanks.
func (t *yamlText) blankOut(c cut) bool {
	if isBlankText(t.bytes[c.Start:c.End]) {
		return false
	}
	c.written = bytes.Clone(t.bytes[c.Start:c.End])
	for i := c.Start; i < c.End; i++ {
		if !jsontape.IsSpace(t.bytes[i]) {
			t.bytes[i] = ' '
		}
	}
	t.cuts = append(t.cuts, c)
	return true
}

func isBlankText(text []byte) bool { return len(bytes.TrimSpace(text)) == 0 }
