package evaluate

import (
	"bytes"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file checks, in a stream, what an array as a whole has to satisfy after its items were read, which
// is uniqueItems. The items are read again: short lists of strings without escapes, as most such arrays
// are, are compared as they are written, and other items are compared by hash. The rest needs a tape.

// mostCompared is how many strings are compared with each other.
const mostCompared = 16

// acceptsLate reports whether the array from start to end, of which the items are valid, satisfies the
// assertions. It may return false for a valid array.
func (e *Evaluator) acceptsLate(list *program.AssertionList, start, end, count int) bool {
	if count <= mostCompared {
		if unique, known := e.uniqueStrings(start + 1); known {
			return unique
		}
	}
	if e.again -= end - start; e.again < 0 {
		return false
	}
	if e.differ(start + 1) {
		return true
	}
	doc := e.tape()
	if _, ok := doc.ParseAt(&e.reader, start, 0); !ok {
		return false
	}
	e.nodes = doc.Nodes
	e.forget()
	e.subject.Node, e.subject.Length = 0, count
	return e.subject.Satisfies(list.All)
}

// uniqueStrings reports whether no two of at most mostCompared strings without escapes are equal. The first one, or white
// space before it, is at p. It is unknown if an item is something else.
func (e *Evaluator) uniqueStrings(p int) (unique, known bool) {
	var list [mostCompared][]byte
	for n := 0; ; n++ {
		p = jsontape.SkipSpace(e.text, p)
		if jsontape.ByteAt(e.text, p) != '"' {
			return false, false
		}
		end := e.reader.PlainEnd(p + 1)
		if jsontape.ByteAt(e.text, end) != '"' {
			if end, _ = e.reader.String(end); end < 0 || bytes.IndexByte(e.text[p:end], '\\') >= 0 {
				return false, false
			}
			end-- // to the quote
		}
		list[n] = e.text[p+1 : end]
		for _, other := range list[:n] {
			if bytes.Equal(other, list[n]) {
				return false, true
			}
		}
		if p = jsontape.SkipSpace(e.text, end+1); jsontape.ByteAt(e.text, p) == ']' {
			return true, true
		}
		p++ // the comma
	}
}
