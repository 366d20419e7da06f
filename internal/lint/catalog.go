package lint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"

	"github.com/verdict-lint/verdict/internal/files"
)

// maxPerPayload bounds how many faults of one payload are collected, so that a
// payload that is wrong everywhere cannot take all memory. Where a fault is left out, so
// may be an error, and the run fails.
const maxPerPayload = 50_000

// A Catalog holds the schemas that can be named without a file, and every schema
// that was opened.
type Catalog struct {
	// Fetch gets a document from the network, and the URL where it was found after
	// redirects; nil if nothing is fetched.
	Fetch func(url string) (document []byte, found string, err error)

	// Named reports whether a URL may be fetched because a payload names it as its schema;
	// nil for none. Those that schemas refer to may always be.
	Named func(url string) bool

	// Given is the schema that the command line names. Only it may be a pipe.
	Given string

	// Limits bound each schema.
	Limits SchemaLimits

	// OnRead is called for every schema file before it is read; it may be nil.
	OnRead func(path string)

	// Workers is how many goroutines may validate one payload; see [verdict.WithWorkers].
	Workers int

	names  []string
	lookup func(name string) ([]byte, bool)

	mu   sync.Mutex
	open map[string]*Schema

	// failed is why a name cannot be had; it is not tried for each payload anew.
	failed map[string]error
}

// NewCatalog makes a catalog of the named documents.
func NewCatalog(names []string, lookup func(name string) ([]byte, bool)) *Catalog {
	return &Catalog{
		Limits: DefaultSchemaLimits,
		names:  names, lookup: lookup, open: make(map[string]*Schema), failed: make(map[string]error),
	}
}

// Open gives the schema of a name or of a metaschema, or else of the URL or of the file at that path. It is
// compiled once, however often it is asked for.
func (c *Catalog) Open(name string) (*Schema, error) {
	if IsRemote(name) {
		name = strings.TrimSuffix(name, "#") // it says nothing, and stands behind many a URL
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s, ok := c.open[name]; ok {
		return s, nil
	}
	if err, ok := c.failed[name]; ok {
		return nil, err
	}
	s, err := c.make(name)
	if err != nil {
		c.failed[name] = err
		return nil, err
	}
	c.open[name] = s
	return s, nil
}

// anything is the document of the schema that everything satisfies.
var anything = []byte("{}")

func (c *Catalog) make(name string) (*Schema, error) {
	if name == "" {
		s := &Schema{document: anything, catalog: c}
		return s, s.compile()
	}
	if document, ok := resource.Metaschema(name); ok {
		s := &Schema{Name: name, document: document, catalog: c, extensible: true}
		return s, s.compile()
	}
	if document, ok := c.lookup(name); ok {
		s := &Schema{Name: name, document: document, catalog: c}
		for _, sibling := range c.names {
			if other, ok := c.lookup(sibling); ok && isSibling(name, sibling) {
				s.siblings = append(s.siblings, &Schema{Name: sibling, document: other, catalog: c})
			}
		}
		return s, s.compile()
	}
	if IsRemote(name) {
		if _, fragment, _ := strings.Cut(name, "#"); fragment != "" {
			return nil, fmt.Errorf("schema %s: a part of a document cannot be named; make a schema that refers to it by $ref", name)
		}
		document, err := c.fetch(name)
		if err != nil {
			return nil, fmt.Errorf("schema %w", err)
		}
		s := &Schema{Name: name, document: document.content, uri: document.uri, catalog: c}
		return s, s.compile()
	}
	document, err := c.readFile(name)
	if err != nil {
		return nil, c.notFound(name, err)
	}
	s := &Schema{Name: filepath.ToSlash(name), document: document, uri: fileURI(name), catalog: c}
	return s, s.compile()
}

// isSibling reports whether two names are those of forms of one model:
// connect-session and connect-session-wire.
func isSibling(a, b string) bool {
	return strings.HasPrefix(a, b+"-") || strings.HasPrefix(b, a+"-")
}

// notFound says what the name could have been.
func (c *Catalog) notFound(name string, err error) error {
	if !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("schema %w", files.Describe(name, err))
	}
	if near, ok := nearest.Of(name, c.names); ok {
		return fmt.Errorf("schema %s: no such name or file; did you mean %s?", name, near)
	}
	return fmt.Errorf("schema %s: no such file, and none of the built-in schemas (%s)", name, strings.Join(c.names, ", "))
}

// A Schema is what payloads are linted against. It is compiled to refuse unknown properties,
// and the engine tells which failures come of that.
type Schema struct {
	// Name is the built-in name, the URL, or the path of the file; "" if a payload has no
	// schema.
	Name string

	// extensible says that unknown properties are as good as others, as unknown keywords
	// are in a schema.
	extensible bool

	document []byte
	uri      string // of the document; "" where it is built in
	catalog  *Catalog
	siblings []*Schema

	// loaded are the documents that it refers to.
	loaded *sources

	engine *engine.Schema // strict unless extensible

	outlineOnce sync.Once
	outlined    *outline
	marked      func() *marked // nil where nothing in it is deprecated
}

// isNone reports whether it stands for no schema: it accepts everything.
func (s *Schema) isNone() bool { return s.Name == "" }

func (s *Schema) compile() error {
	var asked []string
	loaded, err := newSources(s.document, s.catalog.Limits, func(uri string) (source, error) {
		if IsRemote(s.uri) && !IsRemote(uri) {
			return source{}, fmt.Errorf("%s: a schema from the network must not refer to files", uri)
		}
		asked = append(asked, uri)
		return s.catalog.load(uri)
	})
	if err != nil {
		return fmt.Errorf("schema %s: %w", s.Name, err)
	}
	documents := engine.Documents{MaxDocuments: -1, MaxBytes: -1} // the limits are those of sources
	if s.uri != "" {
		documents.Load = loaded.find
		if !IsRemote(s.uri) {
			folder := path.Dir(filePathOf(s.uri))
			documents.Mounts = []engine.Mount{{Base: filesURI, FS: &neighbours{folder, loaded.find}}}
		}
	}
	s.engine, err = engine.Compile(s.text(), engine.Options{
		BaseURI: s.uri, Draft: resource.Draft2020, Documents: documents,
		Formats: true, Strict: !s.extensible, Limits: payloadLimits, Workers: s.catalog.Workers,
	})
	if err != nil {
		return s.located(err, asked)
	}
	// From now on nothing is loaded, whatever else a rule wants to know of the schema.
	registry := s.engine.Registry
	registry.Provide, registry.Given, registry.Load = loaded.unmoved, loaded.all, loaded.known
	s.loaded = loaded
	s.marked = sync.OnceValue(s.marks)
	return nil
}

// text is the document as the engine reads it, which takes no byte order mark; in a
// schema file it means no harm.
func (s *Schema) text() []byte { return bytes.TrimPrefix(s.document, byteOrderMark) }

// outline is what the schema document says by itself, read when first needed.
func (s *Schema) outline() *outline {
	s.outlineOnce.Do(func() { s.outlined = newOutline(s.text()) })
	return s.outlined
}

var byteOrderMark = []byte("\xEF\xBB\xBF")

// located says where the schema is wrong, the way findings do: by the path that was
// asked for, not by the URI that stands for it. asked are the documents that were looked
// for on its account.
func (s *Schema) located(err error, asked []string) error {
	var wrong *resource.Error
	if s.uri == "" || !errors.As(err, &wrong) || wrong.Line == 0 {
		return fmt.Errorf("schema %s: %w", s.Name, err)
	}
	message := wrong.Message
	for _, uri := range asked {
		if path, ok := pathOf(uri); ok {
			message = replaceName(message, uri, path)
		}
	}
	message = replaceName(message, s.uri, s.Name)
	if wrong.URI == s.uri {
		return fmt.Errorf("schema %s:%d:%d: %s", s.Name, wrong.Line, wrong.Column, message)
	}
	path, ok := pathOf(wrong.URI)
	if !ok {
		path = wrong.URI
	}
	return fmt.Errorf("schema %s:%d:%d: %s; %s refers to it", path, wrong.Line, wrong.Column, message, s.Name)
}

// replaceName puts a path in the place of a URI, where that does not go on.
func replaceName(message, uri, path string) string {
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(message, uri)
		b.WriteString(before)
		switch {
		case !ok:
			return b.String()
		case after == "" || strings.ContainsAny(after[:1], " :,;#\""):
			b.WriteString(path)
		default:
			b.WriteString(uri)
		}
		message = after
	}
}

// fileURI is the URI of a file, so that a $ref may name its neighbours.
func fileURI(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/dir/file
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// filePath is the path that a file URI stands for.
func filePath(u *url.URL) string {
	path := filepath.FromSlash(u.Path)
	if filepath.VolumeName(strings.TrimPrefix(path, `\`)) != "" {
		path = strings.TrimPrefix(path, `\`)
	}
	return path
}

// load reads what a schema refers to.
func (c *Catalog) load(uri string) (source, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return source{}, err
	}
	if u.Scheme != "file" {
		return c.fetch(uri)
	}
	path := filePath(u)
	document, err := c.readFile(path)
	var cause *fs.PathError
	if errors.As(err, &cause) {
		return source{}, cause.Err // which file it is, the engine says
	}
	return source{document, uri}, err
}

// readRegular reads a regular file, or anything if the user has named it.
func (c *Catalog) readRegular(path string) ([]byte, error) {
	if path != c.Given {
		return files.Read(path, c.Limits.Bytes)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return files.ReadAll(path, file, c.Limits.Bytes)
}

// readFile reads the file of a schema. Comments in one that may have them are blanked.
func (c *Catalog) readFile(path string) ([]byte, error) {
	if c.OnRead != nil {
		c.OnRead(path)
	}
	if err := files.Supported(path); err != nil {
		return nil, err
	}
	document, err := c.readRegular(path)
	if err != nil {
		return nil, err
	}
	switch kind, compression, _ := files.Classify(path); {
	case compression != files.Uncompressed:
		return nil, errors.New("a schema is read as it is, not unpacked; unpack it")
	case kind == files.YAML && !json.Valid(document):
		return nil, errors.New("a schema is JSON, not YAML; convert it")
	case kind == files.JSONC:
		return syntax.JSONC(document).JSON, nil
	}
	return document, nil
}

// fetch gets a document from the network if that is allowed.
func (c *Catalog) fetch(uri string) (source, error) {
	if c.Fetch == nil {
		return source{}, fmt.Errorf("%s: schemas are not fetched from the network; keep a copy of it beside the schema, or use --allow-remote", uri)
	}
	document, found, err := c.Fetch(uri)
	return source{document, found}, err
}

// IsRemote reports whether a name is the URL of a document on the network.
func IsRemote(name string) bool {
	return strings.HasPrefix(name, "https://") || strings.HasPrefix(name, "http://")
}
