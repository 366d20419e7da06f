package verdict

// This file replaces the messages of violations, for another language or style.

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/message"
)

// A Catalog has the messages of violations in another language or style. Package
// [github.com/verdict-lint/verdict/messages] has catalogs, and a list of all messages.
type Catalog struct {
	// Messages are templates by ID. Messages that a catalog lacks are English, so one with a few entries
	// is enough to change those. A placeholder such as {property} is replaced, and
	//
	//	{count?item|items}
	//
	// by the word for a number. A template may omit placeholders of the English one, but must not
	// have others.
	Messages map[string]string

	// Details are the reasons of formats and of syntax errors, by the English ones, with the
	// same placeholders. Texts of the caller's formats and keywords can be replaced, too.
	Details map[string]string

	// Plural returns the index of the word for a number, 0 for the first one. If it is nil, that
	// is the first word for 1 and the last one for other numbers.
	Plural func(n int) int
}

// WithMessages words [Violation.Message] and [Violation.Expected] by a catalog, and so
// [Error.Error], [Schema.Output] and [PatchError.Message]. Rules, params and locations do not
// depend on it, and neither do errors of schemas, which are for the author of a program; to show
// someone else what is wrong with a schema, validate it against its metaschema. Catalogs are checked
// when the schema is compiled.
func WithMessages(c Catalog) Option {
	return func(config *config) { config.catalog = &c }
}

// WithSchemaMessages takes [Violation.Message] from the keyword errorMessage of schemas, which the
// package ajv-errors for JavaScript defines:
//
//	"errorMessage": "an order has an ID and items"
//
// is the message of every violation of the schema and those within it, and
//
//	"errorMessage": {
//		"required": {"id": "the ID is missing"},
//		"minProperties": "there is nothing in it",
//		"properties": {"size": "the size is ${/size}, and at most 5"},
//		"items": ["the first item is wrong"],
//		"_": "this is no order"
//	}
//
// has messages for keywords of the schema, for properties and items and what is in them, and for
// all other violations. ${/pointer} is replaced by the value at a JSON Pointer, ${0} and ${1/name} by
// those at a relative one, and ${0#} by the name of the value, or its index. The schema that is
// nearest to a violation takes precedence. Of a message, at most 1,024 bytes and 16 placeholders are used. A message that applies to several violations is
// reported once, with the first of them. If an alternative of anyOf or oneOf is the likely one, its
// violations are those of anyOf and oneOf.
//
// Without this option, errorMessage has no meaning. [Schema.Output] never uses it.
func WithSchemaMessages() Option {
	return func(config *config) { config.bySchema = true }
}

// WithMessages returns the schema with another catalog. It takes no time to compile and shares
// all memory, so a service can have one for each language.
func (s *Schema) WithMessages(c Catalog) (*Schema, error) {
	if !isCompiled(s) {
		return nil, errNotCompiled
	}
	catalog, err := message.NewCatalog(c.Messages, c.Details, c.Plural)
	if err != nil {
		return nil, fmt.Errorf("verdict: WithMessages: %w", err)
	}
	return inCatalog(s, catalog), nil
}

// WithMessages is [Schema.WithMessages].
func (t *Typed[T]) WithMessages(c Catalog) (*Typed[T], error) {
	s, err := t.schema().WithMessages(c)
	if err != nil {
		return nil, err
	}
	return t.typedIn(s.catalog).(*Typed[T]), nil
}

// typedIn returns a *Typed[T] with another catalog, the same if it is not compiled.
func (t *Typed[T]) typedIn(c *message.Catalog) any {
	if !isCompiled(t.schema()) {
		return t
	}
	other := *t
	other.Schema = inCatalog(t.Schema, c)
	if t.patching != nil {
		p := *t.patching
		p.model, p.operations = inCatalog(p.model, c), inCatalog(p.operations, c)
		other.patching = &p
	}
	return &other
}

// typedUnobserved returns a *Typed[T] without observers, and whether it had any.
func (t *Typed[T]) typedUnobserved() (other any, observed bool) {
	if !isCompiled(t.schema()) || t.Schema.observed == nil {
		return t, false
	}
	unobserved := *t
	unobserved.Schema = withoutObservers(t.Schema)
	return &unobserved, true
}

// inCatalog returns the schema with another catalog.
func inCatalog(s *Schema, c *message.Catalog) *Schema {
	other := *s
	other.catalog = c
	return &other
}
