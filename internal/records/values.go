package records

import (
	"bytes"
	"cmp"
	"io"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file reads values one after another, and the items of an array.

var byteOrderMark = []byte("\xEF\xBB\xBF")

// nextValue reads the next of concatenated values.
func (r *Reader) nextValue() error {
	r.consumeMark()
	c, ok := r.consumeSpace()
	if !ok {
		return r.err
	}
	return r.scanValue(c, false)
}

// consumeMark consumes a byte order mark, which JSON must not begin with.
func (r *Reader) consumeMark() {
	if r.place.Offset > 0 {
		return
	}
	for len(r.window) < len(byteOrderMark) && bytes.HasPrefix(byteOrderMark, r.window) {
		if !r.more() {
			return
		}
	}
	if bytes.HasPrefix(r.window, byteOrderMark) {
		r.fault(jsontape.Encoding, len(byteOrderMark), "JSON must not begin with a byte order mark (RFC 8259, section 8.1)")
		r.consume(len(byteOrderMark))
	}
}

// scanValue reads the value that begins with c, or if none does, the bytes up to where the next can
// begin.
func (r *Reader) scanValue(c byte, inArray bool) error {
	r.begin()
	s := scan{Reader: r, inArray: inArray}
	p, how := 0, complete
	switch c {
	case '}', ']', ',', ':':
		if p = s.stray(); s.cut && r.err != io.EOF {
			return r.err
		}
	default:
		if p, how = s.value(0); (how == atEnd || s.cut) && r.err != io.EOF {
			return r.err
		}
	}
	r.record(p)
	r.consume(p)
	if inArray && how == gaveUp { // the fault is that of the item, and the comma at its end is not
		r.current.Text = bytes.TrimRight(r.current.Text, ", \t\r\n")
		r.array.item = false
	}
	return nil
}

// stray returns the offset after brackets, commas and colons where a value should begin.
func (s *scan) stray() int {
	for p := 0; ; {
		if p = s.within(p + 1); s.cut {
			return p
		}
		switch s.window[p] {
		case '}', ':':
		case ',', ']':
			if s.inArray {
				return p
			}
		default:
			return p
		}
	}
}

// An arrayState is how far an array has been read.
type arrayState struct {
	item  bool // an item has been read, and no comma after it
	comma bool // a comma has been read, and no item after it
	done  bool // the rest of the stream is not read
}

// nextItem reads the next item of the array.
func (r *Reader) nextItem() error {
	a := &r.array
	if a.done {
		return cmp.Or(r.err, io.EOF)
	}
	if !r.begun {
		if err := r.beginArray(); err != nil {
			return err
		}
	}
	for {
		c, ok := r.consumeSpace()
		switch {
		case !ok && r.err == io.EOF:
			a.done = true
			r.fault(jsontape.Syntax, 0, "the stream ends within the array, expected ']'")
			return io.EOF
		case !ok:
			return r.err
		case c == ']':
			return r.endArray()
		case c == ',' && a.item:
			r.consume(1)
			r.fresh = false
			a.item, a.comma = false, true
		case c == ',':
			r.missingItem()
			return nil
		default:
			if a.item && c != '}' && c != ':' { // those are no item
				r.fault(jsontape.Syntax, 1, "expected ',' or ']' after the item")
			}
			a.item, a.comma = true, false
			return r.scanValue(c, true)
		}
	}
}

// beginArray consumes the bracket of the array. Without one, the stream is not read on.
func (r *Reader) beginArray() error {
	r.consumeMark()
	c, ok := r.consumeSpace()
	switch {
	case !ok && r.err != io.EOF:
		return r.err
	case !ok || c != '[':
		r.array.done = true
		if ok {
			r.fault(jsontape.Syntax, 1, "expected an array")
		}
		return io.EOF
	}
	r.begun = true
	r.consume(1)
	r.fresh = false
	return nil
}

// missingItem consumes a comma before which there is no item.
func (r *Reader) missingItem() {
	r.begin()
	r.fault(jsontape.Syntax, 1, "expected an item before ','; remove one comma")
	r.record(0)
	r.consume(1)
	r.fresh = false
	r.array.comma = true
}

// endArray consumes the bracket that closes the array. What follows it is not read on.
func (r *Reader) endArray() error {
	r.array.done = true
	if r.array.comma {
		r.fault(jsontape.Syntax, 1, "trailing comma before ']'; remove it")
	}
	r.consume(1)
	if _, ok := r.consumeSpace(); ok {
		r.fault(jsontape.Syntax, 1, "expected the end of the stream after the array; if each line is an array, it is NDJSON")
	}
	if len(r.faults) > 0 {
		return io.EOF // for now
	}
	return r.err
}
