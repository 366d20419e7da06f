package verdict

// This file lets programs define formats.

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/program"
)

// WithFormat defines a format of strings, or replaces the one of the specification that has
// the name (Validation 2020-12, section 7). check returns nil if the text, which has no
// escapes, has the format, and otherwise an error, whose text becomes part of the message: one
// line, lower case, without a full stop, such as "check digit 7 expected". The violation has the
// rule [RuleFormat].
//
// Schemas of every draft, also those that are referred to, have the format. It is asserted
// unless [WithFormats] disables that, and values that are not strings satisfy it. check is
// called by several goroutines, and more than once for an invalid payload. If it panics, the
// payload is not valid, and the error is a [*PanicError].
func WithFormat(name string, check func(text string) error) Option {
	return func(c *config) {
		c.customFormats = merged(c.customFormats, map[string]program.CustomFormat{name: check})
	}
}

// WithKnownFormats makes Compile and For reject a schema with a format that neither its draft
// nor [WithFormat] defines, such as a misspelt one; by default, such a format accepts every
// text. The error is a [*SchemaError] with the position of the name. A schema that is not in
// use, such as a definition that nothing refers to, is not checked.
func WithKnownFormats() Option {
	return func(c *config) { c.knownFormats = true }
}

// A PanicError is the error for a payload if a function that was given to [WithFormat] or
// [WithKeyword] panics, and is wrapped by the error if a method of a Go type does, such as UnmarshalJSON.
// The payload may be valid or not.
type PanicError struct {
	Of    string // what the function checks, such as `format "sku"`; empty for a method
	Value any    // the value of the panic; nil with [WithRedaction]
}

// Error describes the panic.
func (e *PanicError) Error() string {
	switch {
	case e.Of == "" && e.Value == nil:
		return "its value is redacted"
	case e.Of == "":
		return fmt.Sprint(e.Value)
	case e.Value == nil:
		return fmt.Sprintf("verdict: the check of the %s panicked", e.Of)
	}
	return fmt.Sprintf("verdict: the check of the %s panicked: %v", e.Of, e.Value)
}
