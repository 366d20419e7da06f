package jsontape

// This file defines the errors of a text; syntax.go words them.

// A SyntaxErrorKind is a kind of error in a text.
type SyntaxErrorKind uint8

// The kinds of errors in a text.
const (
	Syntax    SyntaxErrorKind = iota // not JSON
	Encoding                         // not UTF-8, or a byte order mark
	Duplicate                        // a name that the object already has
	Limit                            // deeper, longer or more than allowed
)

// A SyntaxError is an error in a text, at the bytes [Start, End). [Tape.Message] returns its
// message.
type SyntaxError struct {
	Kind       SyntaxErrorKind
	form       sentence
	Start, End uint32

	Measure Measure // for a Limit: what exceeds it

	about string // see sentence
	open  uint32 // for unclosed: the offset of the array or object

	// Node and First are, for a Duplicate, the indices of the Key node and of the first one
	// of the same name. For a Limit of the contents, Node is what exceeds it.
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

// A sentence is the form of a message that SyntaxError.about is a part of.
type sentence uint8

const (
	asItIs    sentence = iota // about is the whole message
	ofNothing                 // about was expected, but the payload is empty
	atTheEnd                  // about was expected, but the payload ends
	gotOther                  // about was expected, but there is another character
	ofQuoted                  // about follows the invalid text in quotes
	noValue                   // the invalid text is a word without quotes
	control                   // the invalid byte is a control character
	unclosed                  // about, an array or object, is not closed
)
