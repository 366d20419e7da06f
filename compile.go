package verdict

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/verdict-lint/verdict/internal/bridge"
	"github.com/verdict-lint/verdict/internal/encode"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/message"
	"github.com/verdict-lint/verdict/internal/resource"
)

// A SchemaError describes why a schema document cannot be compiled, and where in the
// document that is.
type SchemaError struct {
	URI          string // of the document
	Pointer      string // RFC 6901, from the root of the document
	Offset       int    // of the first byte at fault
	Line, Column int    // 1-based, the column in code points
	Message      string
	Err          error // the error of the loader or of a [KeywordCompiler], if that is the reason

	// Violations are all faults of a document that does not satisfy the metaschema of its
	// draft, at most 100; the fields above describe the first. They are those of the
	// document as a payload of the metaschema.
	Violations []Violation
}

// Unwrap returns Err.
func (e *SchemaError) Unwrap() error { return e.Err }

// Error returns the place and the message, "verdict: schema URI:3:14: message", and a line
// for each further violation.
func (e *SchemaError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "verdict: schema %s:%d:%d: %s", e.URI, e.Line, e.Column, e.Message)
	for _, v := range e.Violations[min(1, len(e.Violations)):] {
		fmt.Fprintf(&b, "\n%s:%d:%d: %s", e.URI, v.Line, v.Column, v.Message)
	}
	return b.String()
}

// Compile compiles a JSON Schema document: it validates the document against the metaschema
// of its draft and resolves its references. The document must not be changed afterwards.
//
// If the document is not a schema, or a reference cannot be resolved, the error is a
// [*SchemaError]. Nothing is loaded for a reference unless one of [WithResource], [WithFS]
// and [WithLoader] provides it.
func Compile(document []byte, opts ...Option) (*Schema, error) {
	c := newConfig(opts)
	if c.patch {
		return nil, errors.New("verdict: WithPatch requires a Go type; use For")
	}
	return c.compileObserved(document)
}

// compileObserved is compile with a report to observers.
func (c *config) compileObserved(document []byte) (*Schema, error) {
	start := time.Now()
	s, err := c.compile(document)
	c.compiled(s, len(document), time.Since(start), err)
	return s, err
}

func (c *config) compile(document []byte) (*Schema, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	keywords, vocabularies := c.customKeywords()
	compiled, err := engine.Compile(document, engine.Options{
		BaseURI: c.baseURI, Draft: drafts[c.draft], ConstInDraft4: c.constInDraft4,
		Documents: engine.Documents{
			Resources: c.resources, Mounts: c.filesystems, Load: c.load,
			MaxDocuments: c.limits.Documents, MaxBytes: c.limits.DocumentBytes,
		},
		Formats: c.formats, CustomFormats: c.customFormats, KnownFormats: c.knownFormats, CustomKeywords: keywords, Vocabularies: vocabularies,
		Strict: c.strict, Limits: c.documentLimits(), Workers: c.workers, Bounds: c.bounds,
	})
	if err != nil {
		return nil, schemaError(err)
	}
	s := c.schemaOf(compiled)
	if s.fills {
		if _, err := s.defaults(); err != nil {
			return nil, err
		}
	}
	if c.catalog == nil {
		return s, nil
	}
	return s.WithMessages(*c.catalog)
}

// schemaOf returns the schema of an engine.
func (c *config) schemaOf(compiled *engine.Schema) *Schema {
	s := &Schema{
		engine: compiled, maxViolations: c.maxViolations, redact: c.redact, readLimit: c.readLimit(),
		encoders: new(encode.Encoders), bySchema: c.bySchema, fills: c.defaults,
		defaults: sync.OnceValues(func() (*evaluate.Defaults, error) { return findDefaults(compiled) }),
	}
	if root := compiled.RootNode(); root != nil {
		s.checkers = &encode.Checkers{Encoders: s.encoders, Root: root, Depth: compiled.Limits.Depth}
	}
	return s
}

func init() {
	bridge.EngineOf = func(schema any) (*engine.Schema, bool) {
		s, _ := schema.(*Schema)
		if !isCompiled(s) {
			return nil, false
		}
		return s.engine, s.redact
	}
	bridge.SchemaOf = func(compiled *engine.Schema, redacted bool) any {
		c := newConfig(nil)
		c.redact = redacted
		return c.schemaOf(compiled)
	}
	bridge.In = func(schema any, c *message.Catalog) any {
		if s, ok := schema.(*Schema); !ok {
			return schema.(interface{ typedIn(*message.Catalog) any }).typedIn(c)
		} else if isCompiled(s) {
			return inCatalog(s, c)
		}
		return schema
	}
	bridge.Unobserved = func(schema any) (any, bool) {
		if s, ok := schema.(*Schema); !ok {
			return schema.(interface{ typedUnobserved() (any, bool) }).typedUnobserved()
		} else if isCompiled(s) && s.observed != nil {
			return withoutObservers(s), true
		}
		return schema, false
	}
}

// withoutObservers returns the schema without observers.
func withoutObservers(s *Schema) *Schema {
	other := *s
	other.observed = nil
	return &other
}

// MustCompile is like [Compile] but panics if Compile returns an error. It is for schemas
// that are part of the program.
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
	e := &SchemaError{
		URI: located.URI, Pointer: located.Pointer, Offset: located.Offset,
		Line: located.Line, Column: located.Column, Message: located.Message, Err: located.Err,
	}
	if len(located.Rejected) > 0 {
		e.explain(located.Rejected)
	}
	return e
}

// explain describes schemas that the metaschema rejects by all violations.
func (e *SchemaError) explain(rejected []resource.Rejected) {
	var w message.Writer
	count, _ := w.WriteRejected(rejected, defaultMaxViolations)
	if count == 0 {
		return
	}
	e.Violations = make([]Violation, count)
	setAll(e.Violations, &w, false)
	first := e.Violations[0]
	e.Pointer, e.Offset, e.Line, e.Column = first.Pointer, first.Offset, first.Line, first.Column
	e.Message = fmt.Sprintf("not a valid %s schema: %s", rejected[0].Resource.Dialect.Draft, first.Message)
	if metaschema := rejected[0].Metaschema; metaschema != nil {
		e.Message = fmt.Sprintf("not valid against the metaschema %s: %s", metaschema.URI, first.Message)
	}
}

// check rejects invalid options.
func (c *config) check() error {
	if _, ok := drafts[c.draft]; !ok {
		return fmt.Errorf("verdict: WithDraft: there is no draft %d; use one of the constants Draft4 to OpenAPI30", c.draft)
	}
	for name, check := range c.customFormats {
		if check == nil {
			return fmt.Errorf("verdict: WithFormat: the function for the format %q is nil", name)
		}
	}
	if err := c.checkKeywords(); err != nil {
		return err
	}
	for _, m := range c.filesystems {
		if m.FS == nil {
			return fmt.Errorf("verdict: WithFS: the file system for %s is nil", m.Base)
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

// readLimit returns the maximum size of a payload that is read from an io.Reader.
func (c *config) readLimit() int {
	limit := cmp.Or(c.limits.Bytes, defaultReadBytes)
	if most := min(jsontape.Limits{}.Of(jsontape.Technical), math.MaxInt-1<<20); limit < 0 || limit > most {
		return most
	}
	return limit
}

func (c *config) documentLimits() jsontape.Limits {
	depth := c.limits.Depth
	if depth < 0 || depth > maxDepth {
		depth = maxDepth
	}
	return jsontape.Limits{
		Depth: depth, Bytes: max(c.limits.Bytes, 0),
		Strings: c.limits.Strings, Properties: c.limits.Properties, Items: c.limits.Items,
	}
}
