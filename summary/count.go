package summary

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file counts which properties the objects of a record have. It reads text that is known to be
// JSON, so it looks only at names and at the ends of values.

// A counter counts the values of a schema's paths.
type counter struct {
	paths  program.Paths
	counts []pathCount // by path

	text    []byte
	reader  jsontape.Reader
	objects int64 // that have been read, in all records
}

// A pathCount has the values of a path. A property that an object has twice is counted once.
type pathCount struct {
	null, value int64
	objects     int64 // among the values; for the instance, which is not a property, too
	last        int64 // the object that had the property last, as a number of counter.objects

	// first is the name that the last object began with, and next the one that followed the property
	// last, as indices of the names of the object.
	first, next int32
}

// end is returned by the functions below, instead of an offset, if the text is not JSON after all.
const end = -1

func newCounter(paths program.Paths) *counter {
	return &counter{paths: paths, counts: make([]pathCount, len(paths))}
}

// add counts the properties in a JSON text.
func (c *counter) add(text []byte) {
	c.text = text
	c.reader.Begin(text)
	c.value(0, jsontape.SkipSpace(text, 0))
	c.reader.Release()
	c.text = nil
}

// value reads the value at p, and counts the properties in it. It returns the offset after the value.
func (c *counter) value(path int32, p int) int {
	if c.paths[path].Others != 0 {
		switch jsontape.ByteAt(c.text, p) {
		case '{':
			return c.object(path, p+1)
		case '[':
			return c.array(path, p+1)
		}
	}
	return c.skip(p)
}

// object reads an object from after its brace.
func (c *counter) object(path int32, p int) int {
	c.objects++
	c.counts[path].objects++
	number := c.objects
	expected := &c.counts[path].first
	for {
		if p = jsontape.SkipSpace(c.text, p); jsontape.ByteAt(c.text, p) != '"' {
			return c.after('}', p)
		}
		var k int
		if p, k = c.name(path, p, int(*expected)); p < 0 {
			return end
		}
		p = jsontape.SkipSpace(c.text, p)
		child := c.paths[path].Others
		if k >= 0 {
			*expected = int32(k)
			if child = c.paths[path].Children[k]; c.counts[child].last == number {
				child = 0
			}
			c.counts[child].last = number
			expected = &c.counts[child].next
		}
		if child == 0 {
			p = c.skip(p)
		} else {
			p = c.count(child, p)
		}
		if p < 0 {
			return end
		}
		if p = jsontape.SkipSpace(c.text, p); jsontape.ByteAt(c.text, p) != ',' {
			return c.after('}', p)
		}
		p++
	}
}

// name reads a property name at p and the colon, and returns the index of the name in the path's, -1
// if it is none of them. Mostly it is the expected one, because programs write the same names in the
// same order.
func (c *counter) name(path int32, p, expected int) (after, k int) {
	at := &c.paths[path]
	if from := p - 1; expected < len(at.Guesses) && from+jsontape.GuessBytes <= len(c.text) {
		guess := &at.Guesses[expected]
		if guess.At((*[jsontape.GuessBytes]byte)(c.text[from:])) {
			return from + guess.Size(), expected
		}
	}
	p++
	after = c.reader.PlainEnd(p)
	if jsontape.ByteAt(c.text, after) == '"' {
		k = at.Names.FindIn(c.text, p, after)
		after++
	} else {
		if after, _ = c.reader.String(after); after < 0 {
			return end, 0
		}
		k = at.Names.Find(jsontape.AppendUnescaped(nil, c.text[p:after-1]))
	}
	if after = jsontape.SkipSpace(c.text, after); jsontape.ByteAt(c.text, after) != ':' {
		return end, 0
	}
	return after + 1, k
}

// array reads an array from after its bracket.
func (c *counter) array(path int32, p int) int {
	others := c.paths[path].Others
	if p = jsontape.SkipSpace(c.text, p); jsontape.ByteAt(c.text, p) == ']' {
		return p + 1
	}
	for {
		if p = c.count(others, p); p < 0 {
			return end
		}
		if p = jsontape.SkipSpace(c.text, p); jsontape.ByteAt(c.text, p) != ',' {
			return c.after(']', p)
		}
		p = jsontape.SkipSpace(c.text, p+1)
	}
}

// count counts the value at p, and those in it. It returns the offset after the value.
func (c *counter) count(path int32, p int) int {
	n := &c.counts[path]
	switch jsontape.ByteAt(c.text, p) {
	case 'n':
		n.null++
		return p + len("null")
	case '"':
		n.value++
		return c.skipString(p + 1)
	}
	n.value++
	return c.value(path, p)
}

// after returns the offset after the bracket at p.
func (c *counter) after(bracket byte, p int) int {
	if jsontape.ByteAt(c.text, p) != bracket {
		return end
	}
	return p + 1
}

// skip returns the offset after the value at p, and after the space that follows a scalar.
func (c *counter) skip(p int) int {
	depth := 0
	for p < len(c.text) {
		switch c.text[p] {
		case '"':
			if p = c.skipString(p + 1); p < 0 || depth == 0 {
				return p
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return p // after a scalar
			}
			if depth--; depth == 0 {
				return p + 1
			}
		case ',':
			if depth == 0 {
				return p
			}
		}
		p++
	}
	return p
}

// skipString returns the offset after a string; p is that after its quote.
func (c *counter) skipString(p int) int {
	p = c.reader.PlainEnd(p)
	if jsontape.ByteAt(c.text, p) == '"' {
		return p + 1
	}
	p, _ = c.reader.String(p)
	return p
}

// properties calls visit for each path of properties and items in what was counted.
func (c *counter) properties(visit func(p Property)) {
	for at := range c.paths {
		path := &c.paths[at]
		for _, child := range path.Children {
			if child != 0 && c.counts[at].objects > 0 {
				n := &c.counts[child]
				visit(Property{
					Path: c.paths[child].Pointer, Missing: c.counts[at].objects - n.null - n.value, Null: n.null, Value: n.value,
				})
			}
		}
		if n := &c.counts[path.Others]; path.Others != 0 && n.null+n.value > 0 {
			visit(Property{Path: c.paths[path.Others].Pointer, Null: n.null, Value: n.value})
		}
	}
}
