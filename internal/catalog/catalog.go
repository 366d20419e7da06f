// Package catalog finds the schema of a file, by built-in name, file or URL, or by the name
// in a payload's own $schema, and compiles each schema once.
package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/resource"
)

// A Catalog opens schemas. It is safe for concurrent use once its fields are set.
type Catalog struct {
	// SchemaFor returns the name of the schema that is configured for a file: a built-in
	// name, a URL or the path of a file; "" if there is none. It may be nil.
	SchemaFor func(path string) string

	// Fallback returns the name of the schema of files that have no other; "" if there is
	// none. It may be nil.
	Fallback func(path string) string

	// KnownFor returns the schemas of files that are known by their names, for a file; it may
	// be nil. Packs and Directories have further documents.
	KnownFor    func(path string) *Known
	Packs       []*Pack
	Directories []Directory

	// Fetch gets a document from the network, and the URL where it was found after
	// redirects; nil if nothing is fetched.
	Fetch func(url string) (document []byte, found string, err error)

	// Named reports whether a URL may be fetched because a payload names it as its schema;
	// nil for none. Those that schemas refer to may always be.
	Named func(url string) bool

	// Given is the schema that the command line names. Only it may be a pipe.
	Given string

	// ReadingFor returns how the schema of a file is read; it may be nil.
	ReadingFor func(path string) Reading

	// Limits bound each schema.
	Limits Limits

	// OnRead is called for every schema file before it is read; it may be nil.
	OnRead func(path string)

	// Workers is how many goroutines may validate one payload; see [verdict.WithWorkers].
	Workers int

	names  []string
	lookup func(name string) ([]byte, bool)

	indexOnce sync.Once
	byID      map[string]string // files in Directories

	mu     sync.Mutex
	open   map[opened]*Schema
	shared map[string]map[string]bool // see IsShared, by directory

	converted sync.Map // of the absolute path of a schema file to its *syntax.Document
	contents  sync.Map // of the path of a schema file to what it contained

	failed map[opened]error // the errors of names that were opened before
}

// A Reading has settings for schemas that do not set them themselves.
type Reading struct {
	// Draft is that of schemas without $schema; zero for 2020-12.
	Draft resource.Draft

	// StrictDraft ignores `const` in draft 4, as the specification does.
	StrictDraft bool

	// Annotate makes format, contentEncoding and contentMediaType annotations, which are not
	// checked.
	Annotate bool
}

// An opened is the name of a schema and how it is read.
type opened struct {
	name string
	as   Reading
}

// New returns a catalog of built-in documents, which are found by name.
func New(names []string, lookup func(name string) ([]byte, bool)) *Catalog {
	return &Catalog{
		Limits: DefaultLimits,
		names:  names, lookup: lookup, open: make(map[opened]*Schema), failed: make(map[opened]error),
	}
}

// For returns the schema that is configured for a file. If there is none, it accepts
// everything, and [Schema.IsNone] reports true. Then [Catalog.ForPayload] has precedence
// over [Catalog.ForOthers].
func (c *Catalog) For(path string) (*Schema, error) {
	if c.SchemaFor == nil {
		return c.Open("", Reading{})
	}
	return c.Open(c.SchemaFor(path), c.reading(path))
}

// ForOthers returns the schema of a file that is known by its name, or else the fallback, or
// nil if there is none. The error is an [*UnknownError] if the known schema cannot be used, unless a pack is damaged.
func (c *Catalog) ForOthers(path string) (*Schema, error) {
	if known, _, ok := c.KnownAs(path); ok && c.mayOpen(known.URL) {
		return c.own(known.URL, c.reading(path))
	}
	if c.Fallback == nil {
		return nil, nil
	}
	name := c.Fallback(path)
	if name == "" {
		return nil, nil
	}
	return c.Open(name, c.reading(path))
}

// reading returns how the schema of a file is read.
func (c *Catalog) reading(path string) Reading {
	if c.ReadingFor == nil {
		return Reading{}
	}
	return c.ReadingFor(path)
}

// KnownAs returns the schema that the catalog has for the name of a file, and the pattern that
// the name matches.
func (c *Catalog) KnownAs(path string) (schema KnownSchema, pattern string, ok bool) {
	if c.KnownFor == nil {
		return KnownSchema{}, "", false
	}
	return c.KnownFor(path).Find(path)
}

// mayOpen reports whether the schema of a catalog can be opened without or with the network.
func (c *Catalog) mayOpen(name string) bool {
	return !IsRemote(name) || c.Fetch != nil || c.isLocal(name)
}

// Open returns the schema of a built-in name, the URI of a metaschema, a URL or the path of
// a file, with a fragment for a part of it; "" is the schema that accepts everything. A schema
// is compiled once for each way to read it.
func (c *Catalog) Open(name string, as Reading) (*Schema, error) {
	name = canonical(name)
	if name == "" {
		as = Reading{}
	}
	key := opened{name, as}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s, ok := c.open[key]; ok {
		return s, nil
	}
	if err, ok := c.failed[key]; ok {
		return nil, err
	}
	s, err := c.find(name)
	if err == nil {
		s.as = as
		err = s.compile()
	}
	if err != nil {
		c.failed[key] = err
		return nil, err
	}
	c.open[key] = s
	return s, nil
}

// canonical returns the name of a document without a fragment that means the whole of it, and the scheme of a URL in
// lower case.
func canonical(name string) string {
	if !IsRemote(name) {
		return name
	}
	scheme, rest, _ := strings.Cut(name, ":")
	return strings.ToLower(scheme) + ":" + strings.TrimSuffix(rest, "#")
}

// draft is that of schemas without $schema.
func (r Reading) draft() resource.Draft { return cmp.Or(r.Draft, resource.Draft2020) }

// anything is the document of the schema that accepts everything.
var anything = []byte("{}")

// find returns a schema that is not compiled yet.
func (c *Catalog) find(name string) (*Schema, error) {
	if name == "" {
		return &Schema{document: anything, catalog: c}, nil
	}
	if document, ok := resource.Metaschema(resource.Normalize(name)); ok {
		return &Schema{Name: name, document: document, catalog: c, extensible: true}, nil
	}
	if document, ok := c.lookup(name); ok {
		return &Schema{Name: name, document: document, catalog: c, Siblings: c.siblings(name)}, nil
	}
	if part, ok := c.part(name); ok {
		return part, nil
	}
	if IsRemote(name) || c.isLocal(name) {
		return c.remote(name)
	}
	document, err := c.readFile(name)
	if err != nil {
		return nil, c.notFound(name, err)
	}
	return &Schema{Name: filepath.ToSlash(name), document: document, URI: fileURI(name), catalog: c}, nil
}

// remote fetches the schema of a URL.
func (c *Catalog) remote(url string) (*Schema, error) {
	document, err := c.fetch(url)
	if err != nil {
		return nil, fmt.Errorf("schema %w", err)
	}
	return &Schema{Name: url, document: document.content, URI: document.uri, catalog: c}, nil
}

// siblings returns the built-in schemas of other forms of the same model, not compiled:
// connect-session and connect-session-wire are siblings.
func (c *Catalog) siblings(name string) []*Schema {
	var all []*Schema
	for _, other := range c.names {
		if !strings.HasPrefix(name, other+"-") && !strings.HasPrefix(other, name+"-") {
			continue
		}
		if document, ok := c.lookup(other); ok {
			all = append(all, &Schema{Name: other, document: document, catalog: c})
		}
	}
	return all
}

// notFound returns the error for a name that is neither built in nor a file that can be read.
func (c *Catalog) notFound(name string, err error) error {
	if !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("schema %w", files.Describe(name, err))
	}
	if scheme, _, ok := strings.Cut(name, ":"); ok && strings.EqualFold(scheme, "file") {
		return fmt.Errorf("schema %s: file URLs are not supported; use the path of the file", name)
	}
	if near, ok := nearest.Of(name, c.names); ok {
		return fmt.Errorf("schema %s: no such name or file; did you mean %s?", name, near)
	}
	return fmt.Errorf("schema %s: no such file, and none of the built-in schemas (%s)", name, strings.Join(c.names, ", "))
}

// IsRemote reports whether a name is the URL of a document on the network.
func IsRemote(name string) bool {
	scheme, _, ok := strings.Cut(name, "://")
	return ok && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}
