// Package verdict validates JSON payloads against JSON Schema. It reads their bytes
// directly, and reports each violation with its line and column, JSON Pointer and keyword.
//
// A schema is compiled once, from a document ([Compile]) or from a Go type ([For]),
// and then used for any number of payloads, by any number of goroutines:
//
//	schema, err := verdict.Compile(document)
//	…
//	if err := schema.Validate(payload); err != nil {
//		var invalid *verdict.Error
//		if errors.As(err, &invalid) {
//			for _, v := range invalid.Violations {
//				fmt.Println(v.Line, v.Column, v.Message)
//			}
//		}
//	}
//
// Drafts 4, 6, 7, 2019-09 and 2020-12 are supported.
//
// # Missing, null and a value
//
// A missing property, an explicit null and a value are three different states. Each
// violation has exactly one of the errors [ErrMissing], [ErrNull], [ErrType] and so on.
//
// # Payloads
//
// A payload is one JSON text (RFC 8259) in UTF-8. A duplicate name in an object is a
// violation, and so are a byte order mark and nesting deeper than [Limits] allow. Numbers
// are exact: they are compared by their decimal digits, never converted to float64, and
// exponents are never expanded.
//
// # Deviations from the specification
//
// `format` is asserted unless [WithFormats] disables it. In draft 7, contentEncoding and
// contentMediaType are asserted for base64 and JSON. `const` in a draft-04 schema and the
// siblings of $ref up to draft 7 are ignored as specified, although other validators
// differ.
package verdict

import (
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/verdict-lint/verdict/internal/decode"
	"github.com/verdict-lint/verdict/internal/encode"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/message"
	"github.com/verdict-lint/verdict/internal/program"
)

// A Schema is a compiled JSON Schema. It is immutable and safe for concurrent use.
type Schema struct {
	// Schema has no unexported methods: each would be compiled again for every Typed, which embeds it.

	engine        *engine.Schema
	maxViolations int
	redact        bool
	catalog       *message.Catalog // nil for English
	bySchema      bool             // take messages from errorMessage
	observed      *observation     // nil without observers
	readLimit     int              // bytes that a payload may have if it is read
	encoders      *encode.Encoders
	checkers      *encode.Checkers // nil if values must be written
	fills         bool             // WithDefaults
	entries       bool             // record entries for the decoder
	defaults      func() (*evaluate.Defaults, error)
}

// A run is the memory for validating one payload. Runs are pooled, so that a valid payload
// allocates nothing once the pool is warm. The memory of messages is released by explain.
type run struct {
	engine.Result
	writer   message.Writer
	decoding decode.Memory
	text     []byte          // of a Go value
	parts    []evaluate.Part // of a Go value
}

var runs = sync.Pool{New: func() any { return new(run) }}

func (r *run) release() {
	const keep = 1 << 16
	if cap(r.text) > keep || cap(r.parts) > keep/32 {
		r.text, r.parts = nil, nil
	}
	clear(r.parts)
	r.decoding.Release()
	r.Release()
	runs.Put(r)
}

// end releases the run. It is deferred and returns a panic as an error: a payload that
// changes during the call can cause one, and so can a function of the caller. The state of the
// run is then unknown, so it is dropped.
func (r *run) end(s *Schema, err *error) {
	cause := recover()
	if cause == nil {
		r.release()
		return
	}
	of, ok := cause.(*program.Panic)
	switch {
	case !ok:
		*err = fmt.Errorf("verdict: cannot validate the payload: %v; did it change during the call?", cause)
	case s.redact:
		*err = &PanicError{Of: of.Of}
	default:
		*err = &PanicError{of.Of, of.Value}
	}
}

// errNotCompiled is the error of a nil or zero Schema for each payload.
var errNotCompiled = errors.New("verdict: the schema is not compiled; use Compile or For")

func isCompiled(s *Schema) bool { return s != nil && s.engine != nil }

// Valid reports whether the payload is JSON and satisfies the schema. It stops at the first
// violation. The payload is not retained and must not change during the call. For a Schema
// that is nil or was not compiled, no payload is valid.
//
// A valid payload allocates nothing once the pools are warm. Exceptions are the format
// regex; host names and e-mail addresses with non-ASCII characters or labels that begin
// with "xn--"; schemas with very many dynamic scopes; payloads that take very many steps,
// the results of which are cached; and arrays validated by several workers.
func (s *Schema) Valid(payload []byte) (valid bool) {
	if !isCompiled(s) {
		return false
	}
	r := runs.Get().(*run)
	defer func() {
		if recover() == nil { // see end
			r.release()
		}
	}()
	if s.observed == nil {
		return s.engine.Valid(&r.Result, payload)
	}
	start := time.Now()
	valid = s.engine.Valid(&r.Result, payload)
	s.observed.validated(start, len(payload), valid, nil)
	return valid
}

// Validate returns nil if the payload satisfies the schema, and otherwise an [*Error] with
// every [Violation]. For a valid payload it costs what [Schema.Valid] costs. A Schema that
// is nil or was not compiled returns another error than [*Error].
func (s *Schema) Validate(payload []byte) (err error) {
	if !isCompiled(s) {
		return errNotCompiled
	}
	r := runs.Get().(*run)
	defer r.end(s, &err)
	return r.check(s, payload)
}

// check is Validate with the memory of r, which then has what was found.
func (r *run) check(s *Schema, payload []byte) error {
	if s.observed != nil {
		return r.checkObserved(s, payload)
	}
	if s.bySchema { // messages may have any value of the payload
		if s.engine.Check(&r.Result, payload, mostViolations(s), engine.StrictAsCompiled) {
			return nil
		}
	} else if s.engine.CheckSparse(&r.Result, payload, mostViolations(s)) {
		return nil
	}
	return r.explain(s, s.engine.Limits)
}

// mostViolations returns the maximum number of violations.
func mostViolations(s *Schema) int {
	if s.maxViolations <= 0 {
		return math.MaxInt
	}
	return s.maxViolations
}

// explain returns the error for an invalid payload, which may exceed the limits.
func (r *run) explain(s *Schema, limits jsontape.Limits) error {
	r.writer.Redact, r.writer.Catalog, r.writer.BySchema = s.redact, s.catalog, s.bySchema
	count, cut := r.writer.Write(&r.Tape, r.Failures, limits, mostViolations(s))
	if count == 0 {
		r.writer.Release()
		return nil
	}
	e := newError(count)
	e.Truncated = r.Truncated || cut
	setAll(e.Violations, &r.writer, s.redact)
	r.writer.Release()
	return e
}

// ValidateValue validates the JSON that encoding/json writes for a Go value; the positions
// of violations are those in that text. The error is an [*Error], or that of json.Marshal.
//
// An encoder is compiled for the type of v when the first value is validated. If v is a pointer to a
// struct, it writes only what the type does not decide, such as strings that have a pattern, unless
// v turns out to be invalid. Most types allocate nothing then.
func (s *Schema) ValidateValue(v any) (err error) {
	if !isCompiled(s) {
		return errNotCompiled
	}
	r := runs.Get().(*run)
	defer r.end(s, &err)
	if r.acceptsValue(s, v) {
		return nil
	}
	text, err := marshalValue(s, r.text[:0], v, s.encoders.Append)
	if err != nil {
		return err
	}
	r.text = text
	return r.check(s, text)
}

// acceptsValue returns true only if v is valid. Of v, it writes only what its type leaves open.
func (r *run) acceptsValue(s *Schema, v any) bool {
	return s.checkers != nil && s.observed == nil && r.openParts(s, v) && s.engine.AcceptsParts(&r.Result, r.text, r.parts)
}

// openParts writes the parts of v that decide whether it is valid. After a panic of a type's method, it
// returns false, and the method is called again.
func (r *run) openParts(s *Schema, v any) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	r.text, r.parts, ok = s.checkers.Open(r.text[:0], r.parts[:0], v)
	return ok
}

// marshalValue calls a function that appends v to dst as JSON, and returns a panic of a type's method as
// an error.
func marshalValue(s *Schema, dst []byte, v any, call func(dst []byte, v any) ([]byte, error)) (text []byte, err error) {
	defer func() {
		if err != nil {
			text, err = dst, withoutValues(s, err, "marshaling the value")
		}
	}()
	defer recovered("marshaling the value", &err)
	return call(dst, v)
}

// withoutValues returns the error of a marshaler or decoder, or, since its text may quote a
// value, only its type if values are redacted.
func withoutValues(s *Schema, err error, doing string) error {
	var panicked *PanicError
	switch {
	case !s.redact:
		return err
	case errors.As(err, &panicked):
		return fmt.Errorf("verdict: panic while %s: %w", doing, &PanicError{})
	}
	return fmt.Errorf("verdict: %s failed with a %T, which is redacted", doing, err)
}

// recovered is deferred around calls to methods of the caller's types, and returns a panic
// as an error.
func recovered(doing string, err *error) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("verdict: panic while %s: %w", doing, &PanicError{Value: cause})
	}
}
