// Package records splits a stream of JSON into its records without reading it as a whole: the lines
// of NDJSON, values one after another, the texts of a sequence (RFC 7464), or the items of one array.
//
// It finds where records begin and end, and errors between them. It does not check that a record is
// JSON, and a record that is not does not end the stream. Memory is bounded by the
// largest record, and that by a limit. The text of a record is that of the stream, byte for byte, so
// that programs can pass it on.
package records

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A Form is how a stream separates its records.
type Form int

// The forms. See the constants of package verdict for how they are detected and how a broken record
// ends.
const (
	Auto         Form = iota // the beginning of the stream decides
	Lines                    // each line is a record
	Concatenated             // values, with or without space between them
	Sequence                 // RFC 7464: texts that each begin with a record separator
	Array                    // the items of one array
)

// A Record is one value of a stream, or the text in place of one.
type Record struct {
	// Text is the record as written, without what separates it from others. It is valid until the
	// next call of Next. It is empty if there is only a fault.
	Text []byte

	jsontape.Place // of the first byte of Text

	Index int // from 0

	// Cut is set if the record exceeds a limit: Text is its beginning, which exceeds the limit, too.
	Cut bool

	// Faults are the errors before the record or instead of it. A record with faults may itself be
	// valid.
	Faults []Fault
}

// A Fault is an error of the stream that is not within a record, such as a missing comma.
type Fault struct {
	Kind    jsontape.SyntaxErrorKind
	Message string // without any text of the stream

	jsontape.Place
	Size int // in bytes
}

// Exceeds reports whether the record is longer than a limit for which [Limits.Bytes] was set. Of a longer one,
// one byte more than that is kept.
func (r *Record) Exceeds(limit int) bool { return r.Cut || len(r.Text) > limit }

// A TooLongError reports a line that is longer than allowed.
type TooLongError struct{ Line int }

func (e *TooLongError) Error() string { return fmt.Sprintf("line %d is too long", e.Line) }

// Limits bound a record. There is no limit if a field is zero.
type Limits struct {
	Depth int
	Bytes int
}
