package verdict

// This file validates payloads that are read from an io.Reader: one, or the records of a stream.

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/records"
)

// ValidateReader reads one payload until the end of r, and validates it like [Schema.Validate].
// It never reads more than [Limits].Bytes and one byte; if that is zero, 128 MiB. A larger
// payload violates [RuleLimit].
//
// Before each read it checks whether ctx is done, and returns its error if so; it does not
// interrupt a read. If reading fails, the error is a [*ReadError].
func (s *Schema) ValidateReader(ctx context.Context, r io.Reader) error {
	if !isCompiled(s) {
		return errNotCompiled
	}
	source := &records.Source{R: r, Before: ctx.Err}
	payload, err := records.ReadUpTo(source, s.readLimit)
	if err != nil {
		return &ReadError{err}
	}
	return validateRecord(s, &records.Record{Text: payload}, nil)
}

// A ReadError is an error of reading a payload or a stream: that of its reader, or of the
// context.
type ReadError struct{ Err error }

// Error returns "verdict: reading: " and the error.
func (e *ReadError) Error() string { return "verdict: reading: " + e.Err.Error() }

// Unwrap returns Err.
func (e *ReadError) Unwrap() error { return e.Err }

// A Form is how a stream separates its records.
type Form int

// The forms of streams, and where a broken record ends in each.
const (
	// FormAuto detects the form by the beginning of the stream, after a byte order mark and
	// white space:
	//   - a record separator (U+001E): FormSequence;
	//   - '[': FormArray;
	//   - otherwise the first line decides. If it ends within a value, as that of an indented
	//     one, or if another value follows the first on it: FormConcatenated. If not, or if
	//     the line is broken: FormLines.
	//
	// Set the form of NDJSON whose lines are arrays, and of a stream that the reader waits
	// for: otherwise the first record is not returned before the end of its line.
	FormAuto Form = iota

	// FormLines is NDJSON, also known as JSON Lines: one record a line, which ends at LF or
	// CRLF. Blank lines, which have only the white space of JSON, are skipped. A
	// broken record ends with its line.
	FormLines

	// FormConcatenated is any number of values. There is white space between two numbers or
	// words, such as null, and may be between others. A broken record ends where its
	// brackets are closed; if something cannot be a part of it, before the next line that
	// begins with '{' or '[' and is not indented more than the line that the record begins
	// on, if that comes first.
	FormConcatenated

	// FormSequence is a JSON text sequence (RFC 7464). A record ends at the next record
	// separator, broken or not.
	FormSequence

	// FormArray is one array, whose items are the records. A broken item ends as in
	// FormConcatenated, and also where the array does. A missing comma, one too many or a
	// missing bracket is a violation of the record that it is found at, which may have no
	// Bytes. What follows the array is a violation, too, and is not read.
	FormArray
)

// A RecordsOption sets how [Schema.Records] reads a stream. A nil RecordsOption sets nothing.
type RecordsOption func(*recordsConfig)

type recordsConfig struct{ form Form }

// WithForm sets the form of the stream. The default is [FormAuto].
func WithForm(f Form) RecordsOption {
	return func(c *recordsConfig) { c.form = f }
}

// A Record is one JSON value of a stream.
type Record struct {
	// Bytes are the record as written, without what separates it from others: in NDJSON the
	// line without its end. They are valid until the next iteration; clone them to keep
	// them. Of a record that exceeds Limits.Bytes or Limits.Depth they are only the beginning.
	Bytes []byte

	Index  int   // of the record in the stream, from 0
	Offset int64 // of its first byte in the stream
	Line   int   // of its first byte, from 1
	Column int   // from 1, in code points

	// Violations are those of the error: all of the record, with offsets, lines and columns
	// of the stream. Pointers are within the record.
	Violations []Violation
}

// Records validates the records of a stream one after another: see [Form] for the forms and
// how they are detected. It keeps no more in memory than the largest record, so streams may be
// of any length.
//
// The error of an iteration is nil if the record is valid, and an [*Error] if not, after which
// the stream continues with the next record. Any other error is the last, a [*ReadError] if
// reading failed, and the Record then only has the position:
//
//	for record, err := range schema.Records(r) {
//		var invalid *verdict.Error
//		switch {
//		case errors.As(err, &invalid):
//			reject(record.Bytes, invalid)
//		case err != nil:
//			return err
//		default:
//			accept(record.Bytes)
//		}
//	}
//
// The sequence can be iterated over once, since the stream is read. [Limits] apply to each
// record while it is read. If Limits.Bytes is zero, a record may have
// 128 MiB. Before a record is returned, at most one read of r goes beyond it, and after the
// loop has ended, nothing is read.
func (s *Schema) Records(r io.Reader, opts ...RecordsOption) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		eachRecord(s, r, opts, nil, yield)
	}
}

// A TypedRecord is a [Record] with the value that it was decoded to, the zero value if there is
// an error. The value does not refer to Bytes.
type TypedRecord[T any] struct {
	Record
	Value T
}

// Records is [Schema.Records] that also decodes each record as [Typed.Decode] does, with
// [WithDefaults] from the defaults as well. A record that is valid but cannot be decoded has the
// error of the decoder, which does not end the stream either.
func (t *Typed[T]) Records(r io.Reader, opts ...RecordsOption) iter.Seq2[TypedRecord[T], error] {
	return func(yield func(TypedRecord[T], error) bool) {
		var value T
		decode := func(run *run, text []byte) error {
			return t.decode(run, text, &value)
		}
		eachRecord(t.schema(), r, opts, decode, func(record Record, err error) bool {
			decoded := TypedRecord[T]{Record: record}
			if err == nil {
				decoded.Value = value
			}
			value = *new(T)
			return yield(decoded, err)
		})
	}
}

// eachRecord calls yield for each record of a stream, until it returns false. If decode is not nil, it
// is called for each valid record, with its text or, with [WithDefaults], the text with defaults.
func eachRecord(s *Schema, r io.Reader, opts []RecordsOption, decode func(*run, []byte) error, yield func(Record, error) bool) {
	var c recordsConfig
	for _, opt := range opts {
		if opt != nil {
			opt(&c)
		}
	}
	switch {
	case !isCompiled(s):
		yield(Record{}, errNotCompiled)
		return
	case c.form < FormAuto || c.form > FormArray:
		yield(Record{}, fmt.Errorf("verdict: WithForm: there is no form %d; use one of the constants FormAuto to FormArray", c.form))
		return
	}
	reader := records.NewReader(r, records.Form(c.form), records.Limits{Depth: s.engine.Limits.Depth, Bytes: s.readLimit})
	for {
		found, err := reader.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			yield(Record{Index: found.Index, Offset: found.Offset, Line: found.Line, Column: found.Column}, &ReadError{err})
			return
		}
		record := Record{Bytes: found.Text, Index: found.Index, Offset: found.Offset, Line: found.Line, Column: found.Column}
		err = validateRecord(s, found, decode)
		if invalid, ok := err.(*Error); ok {
			record.Violations = invalid.Violations
		}
		if !yield(record, err) {
			return
		}
	}
}

// validateRecord validates a record and, if it is valid, decodes it unless decode is nil.
func validateRecord(s *Schema, record *records.Record, decode func(*run, []byte) error) (err error) {
	r := runs.Get().(*run)
	defer r.end(s, &err)
	var text []byte
	if s.observed == nil {
		text, err = r.checkRecord(s, record, decode != nil)
	} else {
		start := time.Now()
		text, err = r.checkRecord(withoutObservers(s), record, decode != nil)
		invalid, _ := err.(*Error)
		s.observed.validated(start, len(record.Text), err == nil, invalid)
	}
	if err == nil && decode != nil {
		return decode(r, text)
	}
	return err
}

// checkRecord is check for a record, with the errors between it and others. If it is to be decoded, it
// returns what to decode.
func (r *run) checkRecord(s *Schema, record *records.Record, toDecode bool) (text []byte, err error) {
	r.Tape.From = record.Place
	if len(record.Text) > 0 || len(record.Faults) == 0 {
		text, err = r.checkRead(s, record.Text, toDecode)
	}
	invalid, ok := err.(*Error)
	switch {
	case ok:
		invalid.move(int(record.Offset))
	case len(record.Faults) > 0:
		invalid = new(Error)
	default:
		return text, err
	}
	addFaults(s, invalid, record.Faults)
	return nil, invalid
}

// checkRead is check for a payload that was read, which may exceed the limit.
func (r *run) checkRead(s *Schema, payload []byte, toDecode bool) (text []byte, err error) {
	switch {
	case len(payload) > s.readLimit:
		limits := s.engine.Limits
		limits.Bytes = s.readLimit
		r.Tape.Parse(payload, limits)
		r.Failures, r.Truncated = nil, false
		return nil, r.explain(s, limits)
	case toDecode:
		r.Record(s.entries)
		return r.checkToDecode(s, payload)
	}
	return nil, r.check(s, payload)
}

// addFaults adds the faults of a stream to the violations of a record.
func addFaults(s *Schema, e *Error, faults []records.Fault) {
	for _, f := range faults {
		rule := RuleSyntax
		if f.Kind == jsontape.Encoding {
			rule = RuleEncoding
		}
		e.Violations = append(e.Violations, Violation{
			Rule: rule, Message: s.catalog.Detail(f.Message), Offset: int(f.Offset), End: int(f.Offset) + f.Size, Line: f.Line, Column: f.Column,
		})
	}
	slices.SortStableFunc(e.Violations, func(a, b Violation) int { return cmp.Compare(a.Offset, b.Offset) })
	if most := mostViolations(s); len(e.Violations) > most {
		e.Violations, e.Truncated = e.Violations[:most], true
	}
}

// move adds the offset of the payload in a stream to those of the violations.
func (e *Error) move(offset int) {
	for i := range e.Violations {
		v := &e.Violations[i]
		v.Offset, v.End = v.Offset+offset, v.End+offset
		if v.Suggestion.Kind != "" {
			v.Suggestion.Offset, v.Suggestion.End = v.Suggestion.Offset+offset, v.Suggestion.End+offset
		}
	}
}
