package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file streams arrays.

// streamArray reads an array from after its bracket.
func (e *Evaluator) streamArray(rule *program.ArrayRule, p, depth int) int {
	open := p - 1
	read, differ := itemsRead{after: jsontape.SkipSpace(e.text, p)}, false
	switch {
	case jsontape.ByteAt(e.text, read.after) == ']':
		read.after, read.closed = read.after+1, true
	case len(rule.Prefix) > 0:
		read = e.streamPrefix(rule, read.after, depth)
	case rule.Late != nil && jsontape.ByteAt(e.text, read.after) == '{' && rule.Following() != nil && e.program.Workers < 2:
		read, differ = e.streamLabelled(rule.Following(), read.after, depth)
	default:
		read = e.streamFollowing(rule, read.after, depth)
	}
	switch {
	case read.failed:
	case !read.closed || rule.Leaves != nil && !e.acceptsCount(rule.Leaves, read.count):
		e.refute(read.after)
	case rule.Late != nil && read.count > 1 && !differ && !e.acceptsLate(rule.Late, open, read.after, read.count):
		e.stopAt(read.after)
	default:
		return read.after
	}
	return e.stopInArray(rule, open, read.after, read.count)
}

// streamPrefix reads the items of an array that has a schema for each of the first ones.
func (e *Evaluator) streamPrefix(rule *program.ArrayRule, p, depth int) itemsRead {
	read := itemsRead{after: p}
	for k := 0; k < len(rule.Prefix) && !read.closed && !read.failed; k++ {
		read = read.and(e.streamItems(rule.Prefix[k].Node, read.after, read.after+1, depth))
	}
	if read.closed || read.failed {
		return read
	}
	return read.and(e.streamFollowing(rule, read.after, depth))
}

// streamFollowing reads the items after the prefix, to the end of the array. The length of an array is
// unknown until its end. After a chunk of items there are probably many more, and other goroutines join.
func (e *Evaluator) streamFollowing(rule *program.ArrayRule, p, depth int) itemsRead {
	items := rule.Following()
	if items == nil {
		return itemsRead{after: p}
	}
	if e.program.Workers < 2 || p+e.chunkBytes() >= len(e.text) {
		return e.streamItems(items, p, len(e.text), depth)
	}
	read := e.streamItems(items, p, p+e.chunkBytes(), depth)
	if !read.closed && !read.failed {
		mark := markOfItems(e.text, read.after)
		read = read.and(e.streamShared(items, read.after, mark, depth))
	}
	return read
}

// itemsRead is the result of reading items of an array.
type itemsRead struct {
	after  int  // the offset of the first item that was not read, or after the array
	count  int  // of the items that were read
	closed bool // the array has ended
	failed bool // the item at after, or what follows it, was not accepted
}

// and returns the result of reading further items after those of r.
func (r itemsRead) and(more itemsRead) itemsRead {
	more.count += r.count
	return more
}

// streamItems reads items, the first of which begins at p, until one begins at or after limit, or
// until the array ends. Strings are the most common items, and mostly have no further constraints.
func (e *Evaluator) streamItems(items *program.Node, p, limit, depth int) itemsRead {
	text := e.text
	anyString := items.Possible&^items.Inspect&program.StringKind != 0
	for count := 0; ; count++ {
		begin := p
		end := p
		if anyString && jsontape.ByteAt(text, p) == '"' {
			end = e.reader.PlainEnd(p + 1)
		}
		if end > p && jsontape.ByteAt(text, end) == '"' {
			p = end + 1
		} else if p = e.stream(items, p, depth); p < 0 {
			return itemsRead{after: begin, count: count, failed: true}
		}
		p = jsontape.SkipSpace(text, p)
		switch jsontape.ByteAt(text, p) {
		case ',':
		case ']':
			return itemsRead{after: p + 1, count: count + 1, closed: true}
		default:
			e.stopAt(p)
			return itemsRead{after: begin, count: count, failed: true}
		}
		if p = jsontape.SkipSpace(text, p+1); p >= limit {
			return itemsRead{after: p, count: count + 1}
		}
	}
}
