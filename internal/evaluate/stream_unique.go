package evaluate

import (
	"bytes"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file checks, in a stream, what an array as a whole has to satisfy, which is uniqueItems. Objects mostly
// differ by the string that they begin with, their label, and labels are compared while the objects are read.
// Other items are read again: short lists of strings without escapes, as most such arrays are, are compared as
// they are written, and other items are compared by hash. The rest needs a tape.

// mostLabels is how many labels are compared with each other.
const mostLabels = 32

// streamLabelled reads the items of an array, the first of which is an object at p, and reports whether they are
// known to differ: they are objects in which the same property is a different string.
func (e *Evaluator) streamLabelled(items *program.Node, p, depth int) (read itemsRead, differ bool) {
	before, from := e.beforeLabel(p), len(e.hashes)
	read = e.streamItems(items, p, p+1, depth)
	differ = before != nil && !read.closed && !read.failed && e.addLabel(before, from, p)
	for differ && !read.closed && !read.failed {
		begin := read.after
		read = read.and(e.streamItems(items, begin, begin+1, depth))
		differ = !read.failed && e.addLabel(before, from, begin)
	}
	e.hashes = e.hashes[:from]
	if !read.closed && !read.failed {
		read = read.and(e.streamItems(items, read.after, len(e.text), depth))
	}
	return read, differ
}

// beforeLabel returns what precedes the label of the object at p, with the quote of the label, or nil if there is
// none.
func (e *Evaluator) beforeLabel(p int) []byte {
	name := jsontape.SkipSpace(e.text, p+1)
	end := e.reader.PlainEnd(name + 1)
	if jsontape.ByteAt(e.text, name) != '"' || jsontape.ByteAt(e.text, end) != '"' {
		return nil
	}
	label := jsontape.SkipSpace(e.text, jsontape.SkipSpace(e.text, end+1)+1)
	if jsontape.ByteAt(e.text, label) != '"' {
		return nil
	}
	return e.text[p : label+1]
}

// addLabel adds the label of the item at p to those in e.hashes, and reports whether it is a new one.
func (e *Evaluator) addLabel(before []byte, from, p int) bool {
	known := e.hashes[from:]
	if len(known) == mostLabels || !bytes.HasPrefix(e.text[p:], before) {
		return false
	}
	hash, _, ok := e.hashString(p + len(before) - 1)
	e.hashes = append(e.hashes, hash)
	return ok && !slices.Contains(known, hash)
}

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
