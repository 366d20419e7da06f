package verdict

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/url"
	"path"
	"strings"

	"github.com/verdict-lint/verdict/internal/document"
	"github.com/verdict-lint/verdict/internal/program"
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
}

// Error is the place and the message: "schema URI:3:14: message".
func (e *SchemaError) Error() string {
	return fmt.Sprintf("verdict: schema %s:%d:%d: %s", e.URI, e.Line, e.Column, e.Message)
}

// defaultBaseURI is what a document without $id is known by, unless [WithBaseURI]
// says otherwise.
const defaultBaseURI = "verdict:///schema.json"

// Compile compiles a JSON Schema document: it is checked against the metaschema of
// its draft, its references are resolved, and what results is ready to run. The
// document is not to be changed afterwards.
//
// The error is a [*SchemaError] for a document that is not a schema or refers to what
// cannot be found. Nothing is loaded for a reference unless one of [WithResource],
// [WithFS] and [WithLoader] provides it.
func Compile(document []byte, opts ...Option) (schema *Schema, err error) {
	c := newConfig(opts)
	defer func() {
		if cause := recover(); cause != nil {
			schema, err = nil, fmt.Errorf("verdict: the schema cannot be compiled: %v", cause)
		}
	}()
	registry := &resource.Registry{Load: c.find, Default: c.resourceDraft()}
	base := c.baseURI
	if base == "" {
		base = defaultBaseURI
	}
	root, err := registry.Add(base, document)
	if err != nil {
		return nil, schemaError(err)
	}
	lowered, err := program.Lower(registry, root, program.Options{Formats: c.formats, Strict: c.strict})
	if err != nil {
		return nil, schemaError(err)
	}
	limits := c.documentLimits()
	streamable := limits.Bytes
	if streamable == 0 {
		streamable = math.MaxUint32 - 16
	}
	return &Schema{
		program: lowered, streams: lowered.Streams(), streamable: streamable,
		limits: limits, maxViolations: c.maxViolations,
	}, nil
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
		Line: located.Line, Column: located.Column, Message: located.Message,
	}
}

// find gives the document of a URI from what the options provide.
func (c *config) find(uri string) ([]byte, error) {
	if document, ok := c.resources[uri]; ok {
		return document, nil
	}
	for _, m := range c.filesystems {
		rest, ok := strings.CutPrefix(uri, m.base)
		if !ok {
			continue
		}
		name, err := url.PathUnescape(rest)
		if err != nil {
			return nil, fmt.Errorf("%s is not a URI: %w", uri, err)
		}
		document, err := fs.ReadFile(m.fsys, path.Clean(strings.TrimPrefix(name, "/")))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("cannot load %s: %w", uri, err)
		}
		return document, nil
	}
	if c.load == nil {
		return nil, resource.ErrNotFound
	}
	document, err := c.load(uri)
	if err != nil {
		return nil, fmt.Errorf("cannot load %s: %w", uri, err)
	}
	return document, nil
}

func (c *config) resourceDraft() resource.Draft {
	switch c.draft {
	case Draft4:
		return resource.Draft4
	case Draft6:
		return resource.Draft6
	case Draft7:
		return resource.Draft7
	case Draft2019:
		return resource.Draft2019
	}
	return resource.Draft2020
}

func (c *config) documentLimits() document.Limits {
	return document.Limits{Depth: max(c.limits.Depth, 0), Bytes: max(c.limits.Bytes, 0)}
}
