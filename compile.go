package verdict

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// A SchemaError says why a schema document cannot be compiled, and where in the
// document that is.
type SchemaError struct {
	URI          string // of the document
	Pointer      string // RFC 6901, from the root of the document
	Offset       int    // of the first byte at fault
	Line, Column int    // 1-based, the column in code points
	Message      string
	Err          error // what the loader returned, where that is the reason
}

// Unwrap gives the loader's error.
func (e *SchemaError) Unwrap() error { return e.Err }

// Error is the place and the message: "schema URI:3:14: message".
func (e *SchemaError) Error() string {
	return fmt.Sprintf("verdict: schema %s:%d:%d: %s", e.URI, e.Line, e.Column, e.Message)
}

// Compile compiles a JSON Schema document: it is checked against the metaschema of
// its draft, its references are resolved, and what results is ready to run. The
// document is not to be changed afterwards.
//
// The error is a [*SchemaError] for a document that is not a schema or refers to what
// cannot be found. Nothing is loaded for a reference unless one of [WithResource],
// [WithFS] and [WithLoader] provides it.
func Compile(document []byte, opts ...Option) (*Schema, error) {
	c := newConfig(opts)
	if err := c.check(); err != nil {
		return nil, err
	}
	compiled, err := engine.Compile(document, engine.Options{
		BaseURI: c.baseURI, Draft: drafts[c.draft],
		Documents: engine.Documents{
			Resources: c.resources, Mounts: c.filesystems, Load: c.load,
			MaxDocuments: c.limits.Documents, MaxBytes: c.limits.DocumentBytes,
		},
		Formats: c.formats, Strict: c.strict, Limits: c.documentLimits(), Workers: c.workers,
	})
	if err != nil {
		return nil, schemaError(err)
	}
	return &Schema{engine: compiled, maxViolations: c.maxViolations}, nil
}

// MustCompile is like [Compile] but panics where Compile returns an error. It is for
// schemas that are part of the program.
func MustCompile(document []byte, opts ...Option) *Schema {
	s, err := Compile(document, opts...)
	if err != nil {
		panic(err)
	}
	return s
}

func schemaError(err error) error {
	var located *resource.Error
	if !errors.As(err, &located) {
		return fmt.Errorf("verdict: %w", err)
	}
	return &SchemaError{
		URI: located.URI, Pointer: located.Pointer, Offset: located.Offset,
		Line: located.Line, Column: located.Column, Message: located.Message, Err: located.Err,
	}
}

// check refuses options that make no sense.
func (c *config) check() error {
	if _, ok := drafts[c.draft]; !ok {
		return fmt.Errorf("verdict: WithDraft: there is no draft %d; use one of the constants Draft4 to Draft2020", c.draft)
	}
	for _, m := range c.filesystems {
		if m.FS == nil {
			return fmt.Errorf("verdict: WithFS: there are no files for %s, only nil", m.Base)
		}
	}
	if c.baseURI == "" {
		return nil
	}
	uri, err := url.Parse(c.baseURI)
	switch {
	case err != nil:
		return fmt.Errorf("verdict: WithBaseURI: %w", err)
	case !uri.IsAbs():
		return fmt.Errorf("verdict: WithBaseURI: %q is not absolute, like https://example.com/schema.json", c.baseURI)
	case strings.Contains(c.baseURI, "#"):
		return fmt.Errorf("verdict: WithBaseURI: %q has a fragment; leave it off", c.baseURI)
	}
	return nil
}

func (c *config) documentLimits() jsontape.Limits {
	depth := c.limits.Depth
	if depth < 0 || depth > maxDepth {
		depth = maxDepth
	}
	return jsontape.Limits{Depth: depth, Bytes: max(c.limits.Bytes, 0)}
}
