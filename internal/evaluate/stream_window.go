package evaluate

import (
	"bytes"
	"cmp"
	"io"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file reads a payload that is one long array from a file, in memory for a part of it: a window
// of the text, which is moved on when all items in it have been read. Like other streams, it can only
// accept. It gives up for an item that is longer than the window.

// windowBytes is the size of the window.
const windowBytes = 2 << 20

// AcceptsArray returns true only if the reader has JSON that is an array and satisfies the schema. If
// it returns false, the text may still be valid. doc is scratch space.
func (e *Evaluator) AcceptsArray(p *program.Program, doc *jsontape.Tape, r io.Reader, depth int) bool {
	root := p.Root.Node
	if root.Combine != nil || root.Streamed&program.ArrayKind == 0 {
		return false
	}
	items := root.Array.Following()
	depth = streamDepth(depth)
	if len(root.Array.Prefix) > 0 || items == nil || root.Array.Late != nil || depth == 1 {
		return false
	}
	w := window{e: e, program: p, scratch: doc, r: r, buffer: make([]byte, 0, cmp.Or(e.window, windowBytes))}
	defer func() { e.reader.Inexact = w.inexact }()
	if !w.read() || jsontape.ByteAt(w.buffer, 0) != '[' {
		return false
	}
	w.keep(1)
	count, ok := w.items(items, depth-1)
	return ok && (root.Array.Leaves == nil || e.acceptsCount(root.Array.Leaves, count))
}

type window struct {
	e       *Evaluator
	program *program.Program
	scratch *jsontape.Tape
	r       io.Reader

	buffer  []byte // the window, from the first item that has not been read
	ended   bool   // the window extends to the end of the text
	inexact bool   // see Evaluator.Inexact
}

// items reads the items of the array, the end of the text after it, and returns their number.
func (w *window) items(items *program.Node, depth int) (count int, ok bool) {
	var mark itemMark
	for {
		if !w.read() {
			return 0, false
		}
		read := w.begin().streamItems(items, 0, 1, depth) // one item, so that the next one has the mark
		if !read.failed && !read.closed {
			if mark.text == nil {
				mark = markOfItems(w.buffer, read.after)
				mark.text = bytes.Clone(mark.text)
			}
			read = read.and(w.e.streamRest(items, read.after, mark, depth))
		}
		w.inexact = w.inexact || w.e.reader.Inexact
		count += read.count
		switch {
		case read.closed:
			w.keep(read.after)
			return count, w.onlySpace()
		case read.count == 0 || read.failed && w.ended:
			return 0, false
		}
		w.keep(read.after)
	}
}

// streamRest reads the items from p to the end of the text, with workers if the program has any.
func (e *Evaluator) streamRest(items *program.Node, p int, mark itemMark, depth int) itemsRead {
	if e.program.Workers > 1 {
		return e.streamShared(items, p, mark, depth)
	}
	return e.streamItems(items, p, len(e.text), depth)
}

// begin prepares the evaluator to read the window. Patterns may take the steps that a payload of its
// size has beyond those that any payload has, so that all windows together have no more than the payload.
func (w *window) begin() *Evaluator {
	w.e.begin(w.program, w.scratch, w.buffer)
	w.e.subject.PatternSteps -= w.program.Bounds.PatternSteps
	return w.e
}

// keep drops the text before an offset.
func (w *window) keep(from int) { w.buffer = w.buffer[:copy(w.buffer, w.buffer[from:])] }

// read reads as much as the window has room for, and drops white space at the beginning, until there is
// something else or the text ends. It reports whether it could read.
func (w *window) read() bool {
	for {
		if !w.ended {
			size := len(w.buffer)
			n, err := io.ReadFull(w.r, w.buffer[size:cap(w.buffer)])
			w.buffer = w.buffer[:size+n]
			w.ended = err == io.EOF || err == io.ErrUnexpectedEOF
			if err != nil && !w.ended {
				return false
			}
		}
		w.keep(jsontape.SkipSpace(w.buffer, 0))
		if len(w.buffer) > 0 || w.ended {
			return true
		}
	}
}

// onlySpace reports whether nothing but white space follows.
func (w *window) onlySpace() bool { return w.read() && len(w.buffer) == 0 }
