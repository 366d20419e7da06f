package jsontape

import "bytes"

// This file parses a part of a text that a reader reads, so that one value of it has a tape.

// SetString makes the tape consist of one string of the text, as read by [Reader.String].
func (d *Tape) SetString(text []byte, start, end int, plain bool) {
	meta := uint32(String)
	if !plain {
		meta |= flagWide // at worst
		if bytes.IndexByte(text[start:end], '\\') >= 0 {
			meta |= flagEscape
		}
	}
	d.set(text, Node{uint32(start), uint32(end), 1, meta})
}

// SetLeaf makes the tape consist of one number, true, false or null of the text.
func (d *Tape) SetLeaf(text []byte, start, end int, kind Kind) {
	d.set(text, Node{uint32(start), uint32(end), 1, uint32(kind)})
}

func (d *Tape) set(text []byte, n Node) {
	d.Text, d.ascii = text, false
	d.Nodes = append(d.Nodes[:0], n)
	d.Errors = d.Errors[:0]
}

// ParseAt parses the value at p of the reader's text, and makes the tape consist of it. It
// returns the offset after the value; ok reports whether the value is valid, as [Tape.Parse] does.
func (d *Tape) ParseAt(r *Reader, p, maxDepth int) (end int, ok bool) {
	d.Text, d.ascii = r.text, false
	d.Nodes = d.Nodes[:0]
	d.Errors = d.Errors[:0]
	d.frames = d.frames[:0]
	d.Inexact = false
	end = d.parse(&r.marks, p, maxDepth)
	r.Inexact = r.Inexact || d.Inexact
	return end, end >= 0 && len(d.Errors) == 0
}
