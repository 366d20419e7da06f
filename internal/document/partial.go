package document

import "bytes"

// This file makes a document of some properties of an object: those that there is
// something to be said of.

// Begin makes the document consist of the object that begins at an offset, without any
// property yet.
func (d *Document) Begin(text []byte, start int) {
	d.set(text, Node{Start: uint32(start), meta: uint32(Object)})
}

// AppendMember reads the value at an offset, which a name without escapes precedes, and
// appends both to the document, and what is wrong with the value to its faults. It returns
// the node of the name and the offset after the value, -1 where it cannot be read.
func (d *Document) AppendMember(at, maxDepth int) (key uint32, end int) {
	p := spaceBefore(d.Text, at)
	p = spaceBefore(d.Text, p-1) // before the colon
	key = uint32(len(d.Nodes))
	d.Nodes = append(d.Nodes, Node{
		Start: uint32(bytes.LastIndexByte(d.Text[:p-1], '"')), End: uint32(p), meta: uint32(Key) | flagWide, // at worst
	})
	d.frames = d.frames[:0]
	end = d.parse(at, maxDepth, nil)
	d.sortFaults()
	return key, end
}

// spaceBefore is where the white space before an offset begins.
func spaceBefore(text []byte, p int) int {
	for isSpace(text[p-1]) {
		p--
	}
	return p
}

// End completes the object, which ends at an offset and has so many properties, those
// included that are not in the document. ok is false where there are too many to count.
func (d *Document) End(end, count int) (ok bool) {
	n := &d.Nodes[0]
	n.End, n.Next = uint32(end), uint32(len(d.Nodes))
	n.meta |= uint32(min(count, countMax)) << countShift
	return count < countMax
}
