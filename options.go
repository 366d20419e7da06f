package verdict

import (
	"cmp"
	"io/fs"
	"strings"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/resource"
)

// Limits bound what a payload and the documents of a schema may cost. Zero stands for the
// default, a negative number for no limit but the technical ones: 100,000 levels, which
// bounds the stack, and 4 GiB.
type Limits struct {
	Depth int // how deep objects and arrays of a payload may be nested; 1,000 by default, 10,000 at most for a [Typed]
	Bytes int // how large a payload may be; no limit by default

	// Documents and DocumentBytes bound what is loaded for the references of one schema by
	// WithFS and WithLoader: 5,000 documents of 256 MiB together by default.
	Documents     int
	DocumentBytes int
}

// An Option sets how a schema is compiled or reflected. A nil Option sets nothing.
type Option func(*config)

type config struct {
	baseURI       string
	draft         Draft
	resources     map[string][]byte
	filesystems   []engine.Mount
	load          func(uri string) ([]byte, error)
	formats       bool
	strict        bool
	maxViolations int
	limits        Limits
	workers       int
	reflection    reflection
}

const (
	defaultMaxViolations = 100
	defaultDepth         = 1000
	maxDepth             = 100_000
	defaultDocuments     = 5000
	defaultDocumentBytes = 256 << 20
)

func newConfig(opts []Option) *config {
	c := &config{
		draft:         Draft2020,
		formats:       true,
		maxViolations: defaultMaxViolations,
		limits:        Limits{Depth: defaultDepth, Documents: defaultDocuments, DocumentBytes: defaultDocumentBytes},
	}
	for _, opt := range opts {
		if opt != nil {
			opt(c)
		}
	}
	return c
}

// WithBaseURI gives the document a URI where it has no $id of its own, so that
// relative references have something to be relative to.
func WithBaseURI(uri string) Option {
	return func(c *config) { c.baseURI = uri }
}

// WithDraft says which draft a document without $schema is written in. The
// default is [Draft2020].
func WithDraft(d Draft) Option {
	return func(c *config) { c.draft = d }
}

// WithResource provides a document that $ref may name by uri, or by any $id in it.
func WithResource(uri string, document []byte) Option {
	return func(c *config) {
		if c.resources == nil {
			c.resources = make(map[string][]byte)
		}
		c.resources[resource.Normalize(strings.TrimSuffix(uri, "#"))] = document
	}
}

// WithFS has URIs below base looked up in fsys: with the base
// "https://example.com/schemas/", the reference
// "https://example.com/schemas/a/b.json" reads the file "a/b.json". The slash at the end
// may be left out. If a reference is not found otherwise, the files of fsys whose names end
// in ".json" are looked through for its $id, the first 1,000 of them in lexical order.
func WithFS(base string, fsys fs.FS) Option {
	if !strings.HasSuffix(base, "/") && !strings.HasSuffix(base, ":") { // as in urn:example:
		base += "/"
	}
	return func(c *config) {
		c.filesystems = append(c.filesystems, engine.Mount{Base: resource.Normalize(base), FS: fsys})
	}
}

// WithLoader has load called for every URI that neither [WithResource] nor
// [WithFS] provides. Without one of these three nothing is ever loaded, neither
// from the network nor from the disk.
func WithLoader(load func(uri string) ([]byte, error)) Option {
	return func(c *config) { c.load = load }
}

// WithFormats says whether `format` is asserted (the default) or only an
// annotation. So it is with contentEncoding and contentMediaType of draft 7.
func WithFormats(assert bool) Option {
	return func(c *config) { c.formats = assert }
}

// WithStrict makes unknown properties violations. An object is closed if its schema lists
// properties, whichever of its alternatives matches, and does not say what others are
// allowed. A name is known if any schema for that object mentions it: through `$ref`,
// `allOf`, `if`/`then`/`else`, `dependentSchemas`, any branch of `anyOf` or `oneOf`,
// `patternProperties`, or `required`. Whether `not`, `if` and `contains` match, and which
// schema of `oneOf` does, is decided without regard to unknown properties, so strictly
// valid payloads are always valid. Off by default.
//
// A schema that can be reached in more than 8 dynamic scopes is not closed: which names
// are known there depends on the scope, so none is unknown.
func WithStrict(on bool) Option {
	return func(c *config) { c.strict = on }
}

// WithMaxViolations sets how many violations are collected before
// [Error.Truncated] is set. The default is 100; zero or less stands for all.
func WithMaxViolations(n int) Option {
	return func(c *config) { c.maxViolations = n }
}

// WithWorkers lets up to n goroutines validate one payload at the same time, where it has
// arrays of many kilobytes and the schema permits. The outcome is the same. It is for tools
// that have one large payload to look at; a server has others to spend its processors on. By
// default, and where n is less than two, there is only the goroutine of the caller.
func WithWorkers(n int) Option {
	return func(c *config) { c.workers = n }
}

// WithLimits bounds the depth and the size of a payload, and what is loaded for a schema.
func WithLimits(l Limits) Option {
	return func(c *config) {
		l.Depth = cmp.Or(l.Depth, defaultDepth)
		l.Documents = cmp.Or(l.Documents, defaultDocuments)
		l.DocumentBytes = cmp.Or(l.DocumentBytes, defaultDocumentBytes)
		c.limits = l
	}
}
