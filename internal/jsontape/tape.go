// Package jsontape turns the bytes of a JSON text (RFC 8259) into a tape: one
// fixed-size [Node] for every value and every property name, in the order of
// the text, each with its byte range and the index of what follows it.
//
// Nothing is copied out of the text, and values are decoded only on demand. So parsing takes
// one pass over the bytes, and no allocation once the tape has grown to its working size.
package jsontape

import "slices"

// A Kind is what a [Node] represents.
type Kind uint8

// The kinds of nodes. Integer and Number are both JSON numbers; Integer is one
// written without fraction and exponent. Key is the name of a property; its value is the next node.
const (
	Null Kind = iota
	False
	True
	Integer
	Number
	String
	Array
	Object
	Key
)

// A Node is one value or one property name. For a text of n bytes there are at
// most n/2+1 nodes; offsets are 32 bits wide, which bounds a text to 4 GiB.
type Node struct {
	Start uint32 // offset of the first byte, for strings of the opening quote
	End   uint32 // offset after the last byte
	Next  uint32 // index of the node after this one and all it contains

	// meta packs kind (4 bits), flags (4 bits) and the number of children
	// (24 bits, saturating).
	meta uint32
}

const (
	kindMask    = 0x0f
	flagEscape  = 0x10 // a string with at least one backslash
	flagWide    = 0x20 // a string with at least one byte above 0x7f
	flagInexact = 0x40 // a number that a float64 may not hold exactly
	countShift  = 8
	countMax    = 1<<24 - 1
)

// Kind returns what the node represents.
func (n *Node) Kind() Kind { return Kind(n.meta & kindMask) }

// Plain reports whether a string is ASCII and has no escapes, so that the bytes between its
// quotes are its text, and their number is its length.
func (n *Node) Plain() bool { return n.meta&(flagEscape|flagWide) == 0 }

// Escaped reports whether a string has at least one escape.
func (n *Node) Escaped() bool { return n.meta&flagEscape != 0 }

// Inexact reports whether a number may not be exact as a float64. All others are.
func (n *Node) Inexact() bool { return n.meta&flagInexact != 0 }

// A Tape is a parsed text. The zero value is ready for [Tape.Parse], and a Tape can be reused for
// another text, without allocating its memory again.
type Tape struct {
	Text  []byte
	Nodes []Node

	// From is the place of the text in a stream, which is added to lines and columns. It is kept until
	// Release. The zero value means that the text is not part of one.
	From Place

	// Errors are the errors in the text, in order. With a [Syntax] or [Limit] error there
	// are no usable nodes; with others there are.
	Errors []SyntaxError

	// Inexact reports whether any number is; see [Node.Inexact].
	Inexact bool

	ascii bool // no string has a byte above 0x7f; false if that is not known

	marks   marks // for Parse; readers of a part of a text have their own
	frames  []frame
	table   []uint32
	decoded []byte
	other   []byte
}

// Count returns the number of items of an array or of properties of an object.
func (d *Tape) Count(i uint32) int {
	n := &d.Nodes[i]
	if c := n.meta >> countShift; c < countMax {
		return int(c)
	}
	count := 0
	for child := i + 1; child < n.Next; count++ {
		if d.Nodes[child].Kind() == Key {
			child++
		}
		child = d.Nodes[child].Next
	}
	return count
}

// Raw returns the node as written in the text.
func (d *Tape) Raw(i uint32) []byte {
	n := &d.Nodes[i]
	return d.Text[n.Start:n.End]
}

// Clone returns a copy of a tape without errors, which keeps only as much memory as it needs.
func (d *Tape) Clone() Tape {
	return Tape{Text: d.Text, Nodes: slices.Clone(d.Nodes), From: d.From, Inexact: d.Inexact}
}

// Release drops the text, so that a pooled tape does not keep it alive, and frees memory if
// a very large text made the tape grow.
func (d *Tape) Release() {
	const keep = 1 << 16 // nodes: one MiB
	d.From = Place{}
	if d.Text == nil {
		return // it has not been used
	}
	d.Text = nil
	if cap(d.Nodes) > keep {
		d.Nodes = nil
	}
	if cap(d.table) > keep {
		d.table = nil
	}
	if cap(d.decoded) > keep {
		d.decoded, d.other = nil, nil
	}
	d.Errors = d.Errors[:0]
}

// A frame is an array or object that has been opened and not yet closed.
type frame struct {
	node  uint32
	count uint32

	// names has a bit for a hash of each name so far. Two names with different bits are
	// different, which usually is enough to know that a name is new.
	names uint64

	// suspect reports that a name has escapes or may be a duplicate, so all names are
	// compared when the object closes.
	suspect bool

	closer byte // ends it: ']' or '}', 0 for the frame around the outermost value
}
