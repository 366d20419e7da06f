package document

import "bytes"

// This file makes a document of some properties of an object: those that there is
// something to be said of.

// Begin makes the document consist of the object that begins at an offset, without any
// property yet.
func (d *Document) Begin(text []byte, start int) {
	d.set(text, Node{Start: uint32(start), meta: uint32(Object)})
}

// AppendMember reads the value at an offset of the reader's text, which a name without
// escapes precedes, and appends both to the document, and what is wrong with the value to
// its faults, which are out of order from then on. It returns the node of the name and the
// offset after the value, -1 where it cannot be read.
func (d *Document) AppendMember(r *Reader, at, maxDepth int) (key uint32, end int) {
	p := spaceBefore(d.Text, at)
	p = spaceBefore(d.Text, p-1) // before the colon
	key = uint32(len(d.Nodes))
	d.Nodes = append(d.Nodes, Node{
		Start: uint32(bytes.LastIndexByte(d.Text[:p-1], '"')), End: uint32(p), meta: uint32(Key) | flagWide, // at worst
	})
	d.frames = d.frames[:0]
	return key, d.parse(&r.marks, at, maxDepth, nil)
}

// AppendDuplicate adds to the faults that the name of a property that has been appended
// stands in the object already. It looks for it from the beginning, and appends that
// property too. ok is false where it cannot find it.
func (d *Document) AppendDuplicate(r *Reader, key uint32, maxDepth int) (ok bool) {
	text, name, known := d.Text, d.Raw(key), len(d.Faults)
	for p := SkipSpace(text, int(d.Nodes[0].Start)+1); p < int(d.Nodes[key].Start); {
		end, _, _ := r.Name(p + 1)
		if end < 0 {
			return false
		}
		value := SkipSpace(text, SkipSpace(text, end)+1) // after the colon
		if bytes.Equal(text[p:end], name) {
			first, after := d.AppendMember(r, value, maxDepth)
			if after < 0 || len(d.Faults) > known {
				return false
			}
			d.duplicate(key, first)
			return true
		}
		if p = r.Skim(value, maxDepth); p < 0 {
			return false
		}
		p = SkipSpace(text, SkipSpace(text, p)+1) // after the comma
	}
	return false
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
