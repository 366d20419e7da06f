package verdict

import (
	"cmp"
	"io/fs"
	"strings"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// Limits bound the size of payloads and of the documents of a schema. Zero selects the
// default. A negative number removes the limit, except for the technical ones: 100,000
// levels, which bounds the stack, and 4 GiB.
type Limits struct {
	Depth int // nesting of objects and arrays in a payload; 1,000 by default, at most 10,000 for a [Typed]
	Bytes int // size of a payload; no limit by default, but 128 MiB of a payload or record that is read from an io.Reader

	// Strings, Properties and Items bound what a payload contains; there is no limit by
	// default. Each is checked before the schema is. Payloads so small that they cannot
	// exceed any are validated as fast as without; of others a tape is made first.
	Strings    int // length of a string or property name, in characters (code points) as maxLength counts them
	Properties int // number of properties of an object
	Items      int // number of items of an array

	// Documents and DocumentBytes bound the documents that WithFS and WithLoader load for
	// the references of one schema: by default 5,000 documents, 256 MiB in total.
	Documents     int
	DocumentBytes int

	// PatchBytes bounds what the operations of one JSON Patch copy within the document, and so
	// the size of the result and the time that it takes: 1 MiB by default.
	PatchBytes int
}

// An Option sets how a schema is compiled or reflected. A nil Option sets nothing.
type Option func(*config)

type config struct {
	baseURI       string
	draft         Draft
	constInDraft4 bool
	resources     map[string][]byte
	filesystems   []engine.Mount
	load          func(uri string) ([]byte, error)
	formats       bool
	customFormats map[string]program.CustomFormat
	knownFormats  bool
	keywords      []keyword
	vocabularies  []string // by URI
	strict        bool
	maxViolations int
	redact        bool
	defaults      bool
	limits        Limits
	workers       int
	name          string
	observers     []Observer
	patch         bool
	profile       Profile
	catalog       *Catalog
	bySchema      bool
	bounds        program.Bounds // set by tests only
	reflection    reflection
}

const (
	defaultMaxViolations = 100
	defaultDepth         = 1000
	defaultReadBytes     = 128 << 20
	maxDepth             = 100_000
	defaultDocuments     = 5000
	defaultDocumentBytes = 256 << 20
	defaultPatchBytes    = 1 << 20
)

func newConfig(opts []Option) *config {
	c := &config{
		draft:         Draft2020,
		formats:       true,
		maxViolations: defaultMaxViolations,
		limits:        Limits{Depth: defaultDepth, Documents: defaultDocuments, DocumentBytes: defaultDocumentBytes, PatchBytes: defaultPatchBytes},
	}
	for _, opt := range opts {
		if opt != nil {
			opt(c)
		}
	}
	return c
}

// WithBaseURI sets the base URI of a document without $id, against which its relative
// references are resolved (RFC 3986, section 5.1).
func WithBaseURI(uri string) Option {
	return func(c *config) { c.baseURI = uri }
}

// WithDraft sets the draft of documents without $schema. The default is [Draft2020]. An
// OpenAPI description has that of its version instead.
func WithDraft(d Draft) Option {
	return func(c *config) { c.draft = d }
}

// WithConstInDraft4 sets whether `const` is also validated in draft-04 schemas, where the
// specification does not have it but many authors and validators use it. The default is
// false.
func WithConstInDraft4(on bool) Option {
	return func(c *config) { c.constInDraft4 = on }
}

// WithResource provides a document that $ref can refer to by uri, or by any $id in it.
func WithResource(uri string, document []byte) Option {
	return func(c *config) {
		if c.resources == nil {
			c.resources = make(map[string][]byte)
		}
		c.resources[resource.Normalize(strings.TrimSuffix(uri, "#"))] = document
	}
}

// WithFS looks up URIs below base in fsys: with the base "https://example.com/schemas/",
// the reference "https://example.com/schemas/a/b.json" reads the file "a/b.json". The
// trailing slash of base is optional. If a reference is not found otherwise, its $id is
// searched for in the files of fsys whose names end in ".json": the first 1,000 of them in
// lexical order.
func WithFS(base string, fsys fs.FS) Option {
	if !strings.HasSuffix(base, "/") && !strings.HasSuffix(base, ":") { // as in urn:example:
		base += "/"
	}
	return func(c *config) {
		c.filesystems = append(c.filesystems, engine.Mount{Base: resource.Normalize(base), FS: fsys})
	}
}

// WithLoader calls load for each URI that neither [WithResource] nor [WithFS] provides.
// Without one of these three options, nothing is loaded, neither from the network nor from
// disk.
func WithLoader(load func(uri string) ([]byte, error)) Option {
	return func(c *config) { c.load = load }
}

// WithFormats sets whether `format` is asserted (the default) or only an annotation. It
// applies to contentEncoding and contentMediaType of draft 7, too.
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
// A schema that can be reached in more than 8 dynamic scopes is not closed, because the
// known names depend on the scope.
func WithStrict(on bool) Option {
	return func(c *config) { c.strict = on }
}

// WithMaxViolations limits the number of violations that are collected; if there are more,
// [Error.Truncated] is set. The default is 100; zero or less means no limit.
func WithMaxViolations(n int) Option {
	return func(c *config) { c.maxViolations = n }
}

// WithRedaction keeps the values of payloads out of errors, for logs and responses that must
// not have them: [Violation.Message] and [Violation.Got] describe a value by its type and
// length, as "a string of 12 characters", there is no [Violation.Suggestion] that is made of
// it, and the error of a decoder is reported without its text. The same applies to
// [Schema.Output].
//
// Names of properties are places and remain, as in [Violation.Pointer], also if they are the
// keys of a map. So do values of the schema, such as those of enum. Off by default.
func WithRedaction() Option {
	return func(c *config) { c.redact = true }
}

// WithWorkers lets up to n goroutines validate one payload in parallel, if it has arrays of
// many kilobytes and the schema permits it. The result is the same. It is meant for tools
// that validate one large payload; a server uses its CPUs for other requests. By default,
// and if n is less than two, only the goroutine of the caller is used.
func WithWorkers(n int) Option {
	return func(c *config) { c.workers = n }
}

// WithLimits limits the depth, size and contents of payloads, the documents loaded for a schema,
// and what a patch does. A payload that exceeds a limit violates [RuleLimit]; the message and the
// params of the violation name the field of [Limits].
func WithLimits(l Limits) Option {
	return func(c *config) {
		l.Depth = cmp.Or(l.Depth, defaultDepth)
		l.Documents = cmp.Or(l.Documents, defaultDocuments)
		l.DocumentBytes = cmp.Or(l.DocumentBytes, defaultDocumentBytes)
		l.PatchBytes = cmp.Or(l.PatchBytes, defaultPatchBytes)
		c.limits = l
	}
}
