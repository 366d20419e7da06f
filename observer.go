package verdict

// This file reports compilations and validations to observers.

import (
	"cmp"
	"time"

	"github.com/verdict-lint/verdict/internal/engine"
)

// An Observer has functions that are called after a schema was compiled, and after each
// payload that it validated: to count, measure and trace them. A function that is nil is not
// called.
//
// The functions are called by the goroutine that compiles or validates, which waits for them;
// they must be safe for concurrent use. A panic in one of them is recovered and ignored: an
// observer does not change a verdict.
type Observer struct {
	Compiled  func(Compilation)
	Validated func(Validation)
}

// A Compilation is what an [Observer] receives after a call of [Compile], or of [For] if the type
// could be reflected.
type Compilation struct {
	Name     string        // of the schema: that of WithName, or of the Go type, or else URI
	URI      string        // of the schema: $id, or that of WithBaseURI, or verdict:///schema.json; not $id if Err is set
	Bytes    int           // size of the document, without those that it refers to
	Duration time.Duration // of the compilation, with loading what it refers to
	Err      error         // what the caller receives, usually a [*SchemaError]; nil if the schema compiles
}

// A Validation is what an [Observer] receives after a payload was validated.
type Validation struct {
	Name     string        // as in [Compilation]
	URI      string        // as in [Compilation]
	Bytes    int           // size of the payload
	Duration time.Duration // of the validation, without decoding
	Valid    bool

	// Err is the error that the caller receives, with the rules and locations of the violations;
	// it must not be changed. It has values of the payload unless the schema was compiled with
	// [WithRedaction]. It is nil for a valid payload, and for the methods that have no
	// violations: [Schema.Valid] and [Schema.Output].
	Err *Error
}

// WithObserver calls the functions of an observer for the schema that is compiled with it. It can
// be repeated. Without an observer nothing is measured; with one, a valid payload still allocates
// nothing unless the observer does.
func WithObserver(o Observer) Option {
	return func(c *config) { c.observers = append(c.observers, o) }
}

// WithName names the schema for observers. Names should be few, since metrics are often kept for
// each of them. The default is the Go type of [For], such as "shop.Order", and otherwise the URI of
// the schema.
func WithName(name string) Option {
	return func(c *config) { c.name = name }
}

// An observation has what a schema with observers reports about itself.
type observation struct {
	name, uri string
	observers []Observer
}

// compiled reports the result of a compilation and lets the schema report its validations.
func (c *config) compiled(s *Schema, bytes int, d time.Duration, err error) {
	if len(c.observers) == 0 {
		return
	}
	uri := cmp.Or(c.baseURI, engine.DefaultBaseURI)
	if s != nil {
		uri = s.engine.Root.URI
	}
	o := &observation{name: cmp.Or(c.name, uri), uri: uri, observers: c.observers}
	if s != nil {
		s.observed = o
	}
	for i := range c.observers {
		if f := c.observers[i].Compiled; f != nil {
			ignorePanics(f, Compilation{Name: o.name, URI: uri, Bytes: bytes, Duration: d, Err: err})
		}
	}
}

// validated reports the result of a validation that began at start.
func (o *observation) validated(start time.Time, bytes int, valid bool, err *Error) {
	v := Validation{Name: o.name, URI: o.uri, Bytes: bytes, Duration: time.Since(start), Valid: valid, Err: err}
	for i := range o.observers {
		if f := o.observers[i].Validated; f != nil {
			ignorePanics(f, v)
		}
	}
}

// checkObserved is check for a schema with observers.
func (r *run) checkObserved(s *Schema, payload []byte) error {
	start := time.Now()
	err := r.check(withoutObservers(s), payload)
	invalid, _ := err.(*Error)
	s.observed.validated(start, len(payload), err == nil, invalid)
	return err
}

func ignorePanics[T any](f func(T), v T) {
	defer func() { _ = recover() }()
	f(v)
}
