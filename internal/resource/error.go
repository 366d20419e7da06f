package resource

import "fmt"

// An Error is an error in a schema document, with its position.
type Error struct {
	URI          string // of the document
	Pointer      string // RFC 6901, from the root of the document
	Offset       int
	Line, Column int // 1-based, the column in code points
	Message      string
	Err          error // the loader's error, if that is the cause

	// Rejected are the schemas that the metaschema of their draft rejects, if that is the
	// cause. The message describes one fault of one of them.
	Rejected []Rejected
}

// A Rejected schema does not satisfy the metaschema of its draft, or the one that its $schema
// names.
type Rejected struct {
	Place

	// Others are embedded resources of another dialect, which are not validated with this schema.
	Others []uint32

	// Metaschema is the one of the caller that rejects the schema according to Enforcer, nil if
	// that of the draft rejects it.
	Metaschema *Resource
	Enforcer   Enforcer
}

// Unwrap returns the loader's error.
func (e *Error) Unwrap() error { return e.Err }

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("schema %s: %s", e.URI, e.Message)
	}
	return fmt.Sprintf("schema %s:%d:%d: %s", e.URI, e.Line, e.Column, e.Message)
}

// Errorf returns an [Error] at a node of the document.
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
