// Package jsontape turns the bytes of a JSON text (RFC 8259) into a tape: one
// fixed-size [Node] for every value and every property name, in the order of
// the text, each with its byte range and the index of what follows it.
//
// Nothing is copied out of the text, and values are decoded only on demand. So parsing takes
// one pass over the bytes, and no allocation once the tape has grown to its working size.
package jsontape

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

// A Tape is a parsed text. The zero value is ready for [Tape.Parse],
// and a Tape can be reused for another text, without allocating its memory again.
type Tape struct {
	Text  []byte
	Nodes []Node

	// Errors are the errors in the text, in order. With a [Syntax] or [Limit] error there
	// are no usable nodes; with others there are.
	Errors []SyntaxError

	// Inexact reports whether any number is; see [Node.Inexact].
	Inexact bool

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

// A SyntaxErrorKind is a kind of error in a text.
type SyntaxErrorKind uint8

// The kinds of errors in a text.
const (
	Syntax    SyntaxErrorKind = iota // not JSON
	Encoding                         // not UTF-8, or a byte order mark
	Duplicate                        // a name that the object already has
	Limit                            // deeper or longer than allowed
)

// A SyntaxError is an error in a text, at the bytes [Start, End). [Tape.Message] returns its
// message.
type SyntaxError struct {
	Kind       SyntaxErrorKind
	form       sentence
	Start, End uint32

	about string // see sentence
	open  uint32 // for unclosed: the offset of the array or object

	// Node and First are, for a Duplicate, the indices of the Key node and of the first one
	// of the same name.
	Node, First uint32
}

// Readable reports whether there are usable nodes in spite of the errors.
func (d *Tape) Readable() bool {
	for i := range d.Errors {
		if kind := d.Errors[i].Kind; kind == Syntax || kind == Limit {
			return false
		}
	}
	return true
}

// Release drops the text, so that a pooled tape does not keep it alive, and frees memory if
// a very large text made the tape grow.
func (d *Tape) Release() {
	const keep = 1 << 16 // nodes: one MiB
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
