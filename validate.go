// Package verdict validates JSON payloads against JSON Schema, straight from their
// bytes, and says of every violation where it is: line and column, JSON Pointer,
// keyword.
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
// Drafts 4, 6, 7, 2019-09 and 2020-12 are understood.
//
// # Missing, null and a value
//
// A property that is absent, one that is null and one that has a value are three
// different things, and a violation says which of them was wrong: [ErrMissing],
// [ErrNull], or [ErrType] and the others. No violation is two of these.
//
// # Payloads
//
// A payload is one JSON text (RFC 8259) in UTF-8. Beyond the grammar, a name that
// stands twice in one object is a violation, and so are a byte order mark and
// nesting deeper than [Limits] allow. Numbers are exact: they are compared by their
// decimal digits, never by way of a float64, and an exponent is never expanded.
//
// # Deviations from the specification
//
// `format` is asserted unless [WithFormats] says otherwise. In draft 7,
// contentEncoding and contentMediaType are asserted for base64 and JSON. `const` in a
// draft-04 schema is ignored, and so are the siblings of $ref up to draft 7: the
// specification has it so, though other validators differ.
package verdict

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/message"
)

// A Schema is a compiled JSON Schema. It is immutable and safe for concurrent use.
type Schema struct {
	engine        *engine.Schema
	maxViolations int
}

// A run is the memory that validating one payload needs. Runs are pooled, so that
// a payload allocates nothing once the pool is warm. What explaining needs on top is
// released by whoever explains.
type run struct {
	engine.Result
	writer message.Writer
}

var runs = sync.Pool{New: func() any { return new(run) }}

func (r *run) release() {
	r.Release()
	runs.Put(r)
}

// end releases the run. It is deferred, and makes an error of a panic, as a payload can cause
// that changes during the call; nobody knows what the run holds then, so it is dropped.
func (r *run) end(err *error) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("verdict: cannot validate the payload: %v; did it change during the call?", cause)
		return
	}
	r.release()
}

// errNotCompiled is what a nil or zero Schema says of every payload.
var errNotCompiled = errors.New("verdict: the schema is not compiled; use Compile or For")

func (s *Schema) compiled() bool { return s != nil && s.engine != nil }

// Valid reports whether the payload is JSON and satisfies the schema. It stops at
// the first violation. The payload is not kept and must not change during the call. To
// a Schema that is nil or was not compiled, nothing is valid.
//
// A valid payload allocates nothing once memory is warm. The exceptions are the format
// regex; host names and e-mail addresses with characters beyond ASCII, and those with labels
// that begin with "xn--"; schemas with very many dynamic scopes; payloads that take
// very many steps, whose answers are kept; and arrays read by several workers.
func (s *Schema) Valid(payload []byte) bool {
	if !s.compiled() {
		return false
	}
	var failed error
	return s.valid(payload, &failed) && failed == nil
}

func (s *Schema) valid(payload []byte, failed *error) bool {
	r := runs.Get().(*run)
	defer r.end(failed)
	return s.engine.Valid(&r.Result, payload)
}

// Validate returns nil for a payload that satisfies the schema, and otherwise an
// [*Error] that holds every [Violation]. On a valid payload it costs what [Schema.Valid]
// costs, and allocates as little. A Schema that is nil or was not compiled returns an error that is no [*Error].
func (s *Schema) Validate(payload []byte) (err error) {
	if !s.compiled() {
		return errNotCompiled
	}
	r := runs.Get().(*run)
	defer r.end(&err)
	if s.engine.Check(&r.Result, payload, s.most(), engine.AsCompiled) {
		return nil
	}
	if e := s.explain(r); e != nil {
		return e // not directly, since a nil *Error would not be a nil error
	}
	return nil
}

// most is how many violations are collected.
func (s *Schema) most() int {
	if s.maxViolations <= 0 {
		return math.MaxInt
	}
	return s.maxViolations
}

// explain is the error for a payload that is not valid.
func (s *Schema) explain(r *run) *Error {
	defer r.writer.Release()
	count, cut := r.writer.Write(&r.Tape, r.Failures, s.engine.Limits, s.most())
	if count == 0 {
		return nil
	}
	e := newError(count)
	e.Truncated = r.Truncated || cut
	r.writer.Each(func(k int, m message.Message) { e.Violations[k] = violationOf(m) })
	return e
}

// ValidateValue validates a Go value as encoding/json writes it; the positions of
// its violations are those in that text. The error is [*Error], or what
// json.Marshal returns for a value that it cannot write.
func (s *Schema) ValidateValue(v any) error {
	if !s.compiled() {
		return errNotCompiled
	}
	payload, err := marshal(v)
	if err != nil {
		return err
	}
	return s.Validate(payload)
}

// marshal is json.Marshal, without the panics of the methods it calls.
func marshal(v any) (text []byte, err error) {
	defer recovered("marshaling the value", &err)
	return json.Marshal(v)
}

// recovered is deferred around code of the caller, and makes an error of its panic.
func recovered(doing string, err *error) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("verdict: panic while %s: %v", doing, cause)
	}
}
