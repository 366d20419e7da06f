package resource

import "fmt"

// An Error is what is wrong with a schema document, and where.
type Error struct {
	URI          string // of the document
	Pointer      string // RFC 6901, from the root of the document
	Offset       int
	Line, Column int // 1-based, the column in code points
	Message      string
	Err          error // what a loader returned, if that is the reason

	// Rejected are the schemas that the metaschema of their draft rejects, if that is the
	// reason. The message describes one fault of one of them.
	Rejected []Rejected
}

// A Rejected schema does not satisfy the metaschema of its draft.
type Rejected struct {
	Place

	// Others are resources in it that have another draft. They are not part of it.
	Others []uint32
}

// Unwrap returns the loader's error.
func (e *Error) Unwrap() error { return e.Err }

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("schema %s: %s", e.URI, e.Message)
	}
	return fmt.Sprintf("schema %s:%d:%d: %s", e.URI, e.Line, e.Column, e.Message)
}

// Errorf is an [Error] at a node of the document.
func (d *Document) Errorf(node uint32, format string, args ...any) *Error {
	e := &Error{URI: d.URI, Message: fmt.Sprintf(format, args...)}
	for _, arg := range args {
		if err, ok := arg.(error); ok {
			e.Err = err
		}
	}
	if int(node) < len(d.Tape.Nodes) {
		e.Pointer = d.Tape.Pointer(node)
		e.at(d, int(d.Tape.Nodes[node].Start))
	}
	return e
}

func (e *Error) at(d *Document, offset int) {
	e.Offset = offset
	e.Line, e.Column = d.Tape.Position(offset)
}
