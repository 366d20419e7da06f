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
	d.Empty(r)
	return d.ParseNext(r, p, maxDepth)
}

// Empty empties the tape. The methods below add values of the reader's text to it, in the order of the text.
func (d *Tape) Empty(r *Reader) {
	d.Text, d.ascii = r.text, false
	d.Nodes = d.Nodes[:0]
	d.Errors = d.Errors[:0]
	d.Inexact = false
}

// ParseNext adds the value at p; see ParseAt.
func (d *Tape) ParseNext(r *Reader, p, maxDepth int) (end int, ok bool) {
	d.frames = d.frames[:0]
	end = d.parse(&r.marks, p, maxDepth)
	r.Inexact = r.Inexact || d.Inexact
	return end, end >= 0 && len(d.Errors) == 0
}

// AddKey adds the name of a property, which has no escapes.
func (d *Tape) AddKey(start, end int) {
	d.Nodes = append(d.Nodes, Node{uint32(start), uint32(end), 0, uint32(Key) | flagWide}) // at worst
}

// Open adds an object, to which what is added next belongs until Close.
func (d *Tape) Open(start int) (object uint32) {
	d.Nodes = append(d.Nodes, Node{Start: uint32(start), meta: uint32(Object)})
	return uint32(len(d.Nodes) - 1)
}

// Close ends an object, which has a number of the properties of the text.
func (d *Tape) Close(object uint32, end, count int) {
	n := &d.Nodes[object]
	n.End, n.Next = uint32(end), uint32(len(d.Nodes))
	n.meta |= min(uint32(count), countMax) << countShift
}
