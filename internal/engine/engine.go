// Package engine compiles a schema once and validates payloads with it. The library and the linter both
// use it: neither finds documents, lowers a schema or parses a payload itself.
package engine

import (
	"cmp"
	"fmt"
	"io"
	"sync"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// Options configure where the documents of a schema come from, and how it validates.
type Options struct {
	BaseURI string         // of a document without $id; "" for the default
	Draft   resource.Draft // of a document without $schema

	ConstInDraft4 bool // give `const` its meaning in draft 4, too

	Documents Documents

	Formats bool // assert `format`
	Strict  bool // reject unknown properties

	CustomKeywords program.CustomKeywords
	Vocabularies   map[string]resource.Vocabulary // of CustomKeywords, by URI
	CustomFormats  map[string]program.CustomFormat
	KnownFormats   bool // reject formats that are not defined

	Limits  jsontape.Limits
	Workers int // goroutines that may validate one payload

	Bounds program.Bounds // 0 for the default of each; lower in tests
}

// DefaultBaseURI is the default of Options.BaseURI.
const DefaultBaseURI = "verdict:///schema.json"

// A Schema is a compiled schema. It is immutable and safe for concurrent use.
type Schema struct {
	Limits jsontape.Limits

	// Registry has the documents of the schema, and Root is its own.
	Registry *resource.Registry
	Root     *resource.Resource

	program    *program.Program
	streamable int // maximum size in bytes of a payload that is streamed; -1 if none is

	walked    sync.Once // see Locations
	locations []Location
	byPlace   map[resource.Place]int

	paths func() program.Paths // see Paths
}

// Compile compiles a schema. The document must not be changed afterwards. The error is a
// [*resource.Error] if the document is not a schema or a reference cannot be resolved.
func Compile(text []byte, o Options) (schema *Schema, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			schema, err = nil, fmt.Errorf("the schema cannot be compiled: %v", cause)
		}
	}()
	registry := newRegistry(o)
	root, err := registry.Add(cmp.Or(o.BaseURI, DefaultBaseURI), text)
	if err != nil {
		return nil, err
	}
	if root.Document.IsOpenAPI() {
		return nil, root.Document.Errorf(0, "an OpenAPI description is not a schema; use a part of it, such as #/components/schemas/NAME")
	}
	lowered, err := program.Lower(registry, root, program.Options{
		Formats: o.Formats, Strict: o.Strict, CustomKeywords: o.CustomKeywords, CustomFormats: o.CustomFormats, KnownFormats: o.KnownFormats, Bounds: o.Bounds,
	})
	if err != nil {
		return nil, err
	}
	registry.Trim()
	lowered.Workers = o.Workers
	streamable := -1
	if lowered.Streams() {
		streamable = min(o.Limits.Of(jsontape.Technical), o.Limits.Harmless()) // a stream does not measure contents
		if o.Limits.Bytes > 0 {
			streamable = min(streamable, o.Limits.Bytes)
		}
	}
	return &Schema{
		Limits: o.Limits, Registry: registry, Root: root,
		program: lowered, streamable: streamable, paths: sync.OnceValue(lowered.Paths),
	}, nil
}

// Open parses a schema that need not satisfy its metaschema, without compiling it. Documents that it
// refers to are loaded when the registry resolves a reference.
func Open(text []byte, o Options) (registry *resource.Registry, root *resource.Resource, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			registry, root, err = nil, nil, fmt.Errorf("the schema cannot be read: %v", cause)
		}
	}()
	registry = newRegistry(o)
	registry.Checked = true
	root, err = registry.Add(cmp.Or(o.BaseURI, DefaultBaseURI), text)
	return registry, root, err
}

func newRegistry(o Options) *resource.Registry {
	provider := &provider{Documents: o.Documents}
	registry := &resource.Registry{Provide: provider.provide, Given: provider.given, Default: o.Draft, ConstInDraft4: o.ConstInDraft4, Vocabularies: o.Vocabularies}
	if o.Documents.Load != nil {
		registry.Load = provider.fetch
	}
	registry.Enforcer = &enforcer{
		registry: registry,
		options:  program.Options{CustomKeywords: o.CustomKeywords, CustomFormats: o.CustomFormats},
		programs: make(map[*resource.Resource]*program.Program),
	}
	return registry
}

// A Strictness is how to treat failures that only Options.Strict causes.
type Strictness uint8

const (
	StrictAsCompiled Strictness = iota // they are failures like others
	StrictMarked                       // they are marked, and do not count for the limit of the others
	StrictIgnored                      // they are left out
)

// A Result is the result of validating one payload. It may be reused, which invalidates its contents,
// and then allocates nothing for a valid payload. The zero value is ready to use.
type Result struct {
	Tape   jsontape.Tape
	Parsed bool // the tape is that of the payload

	// Inexact is set if the payload can be read and has a number that a float64 may not represent
	// exactly.
	Inexact bool

	// Failures are the failures of the payload, up to the limit, with those that are marked as strict
	// last. There are none if the text cannot be read; see Tape.Errors.
	Failures        []evaluate.Failure
	Truncated       bool // there are more Failures
	StrictTruncated bool // there are more of those that are marked as strict, or of the others

	evaluator evaluate.Evaluator
	other     *evaluate.Evaluator // for StrictMarked
}

// Reader returns a reader of the payload that was checked last.
func (r *Result) Reader(payload []byte) *jsontape.Reader { return r.evaluator.Reader(payload) }

// Record makes the next call of Check record in its reader where properties are, for a decoder, with
// entries also those of objects without constraints.
func (r *Result) Record(entries bool) { r.evaluator.Record(entries) }

// Release drops the references to the payload, so that a pooled Result does not keep it alive.
func (r *Result) Release() {
	r.Tape.Release()
	r.evaluator.Release()
	if r.other != nil {
		r.other.Release()
	}
	r.Failures = nil
}

func (r *Result) otherEvaluator() *evaluate.Evaluator {
	if r.other == nil {
		r.other = new(evaluate.Evaluator)
	}
	return r.other
}

// Valid reports whether the payload is JSON and satisfies the schema.
func (s *Schema) Valid(r *Result, payload []byte) bool {
	return s.accepts(r, payload) || s.parse(r, payload) && r.evaluator.Valid(s.program, &r.Tape)
}

// accepts reads the payload without a tape, if schema and limits permit. If it returns
// false, the payload may still be valid.
func (s *Schema) accepts(r *Result, payload []byte) bool {
	return len(payload) <= s.streamable && r.evaluator.Accepts(s.program, &r.Tape, payload, s.Limits.Depth)
}

// RootNode returns the schema of payloads as a node for AcceptsParts, or nil if it cannot be used.
func (s *Schema) RootNode() *program.Node {
	if s.streamable < s.Limits.Of(jsontape.Technical) {
		return nil // the size of what is not written matters
	}
	return s.program.Root.Node
}

// AcceptsParts returns true only if the parts satisfy their schemas; see [evaluate.Evaluator.AcceptsParts].
func (s *Schema) AcceptsParts(r *Result, text []byte, parts []evaluate.Part) bool {
	return len(text) <= s.streamable && r.evaluator.AcceptsParts(s.program, &r.Tape, text, parts, s.Limits.Depth)
}

// AcceptsArray returns true only if the reader has an array of at most size bytes that is valid, for
// which it needs the memory of a part of it. If it returns false, the payload may still be valid.
func (s *Schema) AcceptsArray(r *Result, from io.Reader, size int64) bool {
	accepted := size <= int64(s.streamable) && r.evaluator.AcceptsArray(s.program, &r.Tape, io.LimitReader(from, size), s.Limits.Depth)
	r.Inexact = r.evaluator.Inexact()
	return accepted
}

// Check validates the payload, and reports whether it is valid. If it is not, the result has
// the tape with the errors of the text, and at most limit failures.
func (s *Schema) Check(r *Result, payload []byte, limit int, strictness Strictness) bool {
	r.Failures, r.Truncated, r.StrictTruncated, r.Parsed = nil, false, false, false
	if s.accepts(r, payload) {
		r.Inexact = r.evaluator.Inexact()
		return true
	}
	s.parse(r, payload)
	return s.CheckTape(r, limit, strictness)
}

// CheckSparse is Check with StrictAsCompiled, but the tape of the result may be sparse: it may lack properties
// that are valid.
func (s *Schema) CheckSparse(r *Result, payload []byte, limit int) bool {
	r.Failures, r.Truncated, r.StrictTruncated, r.Parsed = nil, false, false, false
	if s.accepts(r, payload) {
		return true
	}
	if len(payload) <= s.streamable {
		if r.Failures, r.Truncated = r.evaluator.FailuresAhead(s.program, &r.Tape, s.Limits.Depth, limit); len(r.Failures) > 0 {
			return false
		}
	}
	s.parse(r, payload)
	return s.CheckTape(r, limit, StrictAsCompiled)
}

// parse parses a payload that accepts was called for.
func (s *Schema) parse(r *Result, payload []byte) bool {
	if len(payload) > s.streamable {
		return r.Tape.Parse(payload, s.Limits)
	}
	return r.Tape.ParseRead(r.evaluator.Reader(payload), s.Limits)
}

// CheckTape is Check for the payload that the tape of the result was parsed from.
func (s *Schema) CheckTape(r *Result, limit int, strictness Strictness) bool {
	r.Failures, r.Truncated, r.StrictTruncated, r.Parsed = nil, false, false, true
	r.Inexact = r.Tape.Inexact
	// A payload that the stream has not accepted is probably invalid.
	if len(r.Tape.Errors) == 0 && len(r.Tape.Text) > s.streamable && r.evaluator.Valid(s.program, &r.Tape) {
		return true
	}
	if !r.Tape.Readable() {
		return false
	}
	switch strictness {
	case StrictMarked:
		r.Failures, r.Truncated, r.StrictTruncated = r.evaluator.FailuresApart(s.program, r.otherEvaluator, &r.Tape, limit)
	case StrictIgnored:
		r.Failures, r.Truncated = r.evaluator.FailuresWithout(s.program, &r.Tape, limit)
	default:
		r.Failures, r.Truncated = r.evaluator.Failures(s.program, &r.Tape, limit)
	}
	return len(r.Failures) == 0 && len(r.Tape.Errors) == 0
}

// Trace validates the payload and returns a unit for each schema and keyword, nil if the
// text cannot be parsed; see [evaluate.Evaluator.Trace].
func (s *Schema) Trace(r *Result, payload []byte, all bool) (root *evaluate.Unit, truncated bool) {
	if !r.Tape.Parse(payload, s.Limits) {
		return nil, false
	}
	return r.evaluator.Trace(s.program, &r.Tape, all)
}

// Applied calls visit for each value of the payload, whose tape the result has, and each schema
// that is applied to it unconditionally; see [evaluate.Evaluator.Applied].
func (s *Schema) Applied(r *Result, visit func(i uint32, schema resource.Place)) {
	r.evaluator.Applied(s.program, &r.Tape, visit)
}

// Paths returns the paths of the properties that the schema declares. The list is made once.
func (s *Schema) Paths() program.Paths { return s.paths() }

// Schemas calls visit for every subschema that is in use; see [program.Program.Schemas].
func (s *Schema) Schemas(visit func(schema resource.Place)) { s.program.Schemas(visit) }
