package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/message"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// A Schema is a compiled schema with its name and the documents that it refers to. It is
// compiled to reject unknown properties; the engine marks the failures that this causes.
type Schema struct {
	// Name is the built-in name, the URL, or the path of the file; "" if a payload has no
	// schema.
	Name string

	// URI is that of the document; "" if it is built in.
	URI string

	// Siblings are the schemas of other forms of the same model. They are not compiled.
	Siblings []*Schema

	// Engine is strict unless the schema is a metaschema: schemas may have unknown keywords.
	Engine *engine.Schema

	extensible bool
	isPart     bool // of another document, to which its own refers
	as         Reading
	document   []byte
	catalog    *Catalog
	loaded     *sources // the documents that it refers to

	deriving sync.Mutex // held by Derive while it computes
	derived  atomic.Pointer[[]derivation]
}

// PayloadLimits are the limits that schemas are compiled with.
var PayloadLimits = jsontape.Limits{Depth: 1000}

// IsNone reports whether s is the schema that accepts everything, of payloads without one.
func (s *Schema) IsNone() bool { return s.Name == "" }

// IsMetaschema reports whether s is a metaschema of the specification, so that what it
// validates is a schema.
func (s *Schema) IsMetaschema() bool { return s.extensible }

// Text is the document without a byte order mark, which a schema file may begin with.
func (s *Schema) Text() []byte { return bytes.TrimPrefix(s.document, syntax.ByteOrderMark) }

// TextOffset is where Text begins in the file.
func (s *Schema) TextOffset() int { return len(s.document) - len(s.Text()) }

// MayContain reports whether a JSON string, such as a keyword, may be in the document or in
// one that it refers to, as it is or with escapes.
func (s *Schema) MayContain(text string) bool {
	contains := func(document []byte) bool {
		return bytes.Contains(document, []byte(text)) || bytes.Contains(document, []byte(`\u`))
	}
	if contains(s.document) {
		return true
	}
	for _, document := range s.loaded.documents {
		if contains(document) {
			return true
		}
	}
	return false
}

// Files returns the paths of the files that the schema consists of: its own and those that it refers to.
func (s *Schema) Files() []string {
	var paths []string
	add := func(uri string) {
		if path, ok := PathOf(uri); ok {
			paths = append(paths, path)
		}
	}
	if !s.isPart {
		add(s.URI)
	}
	if s.loaded != nil {
		for uri := range s.loaded.all {
			add(uri)
		}
	}
	return paths
}

// A derivation is what [Derive] has computed for a key.
type derivation struct{ key, value any }

// Derive returns what a function computes from a schema. It is called once for each schema
// and key, and must not call Derive. The key is of a type that the caller does not export, as
// those of a context are.
func Derive[T any](s *Schema, key any, compute func(*Schema) T) T {
	// A list is searched faster than a map: there are few keys, and every payload asks.
	find := func() (value any, ok bool) {
		if all := s.derived.Load(); all != nil {
			for i := range *all {
				if d := &(*all)[i]; d.key == key {
					return d.value, true
				}
			}
		}
		return nil, false
	}
	value, ok := find()
	if !ok {
		s.deriving.Lock()
		defer s.deriving.Unlock()
		if value, ok = find(); !ok {
			value = compute(s)
			var all []derivation
			if known := s.derived.Load(); known != nil {
				all = slices.Clone(*known)
			}
			all = append(all, derivation{key, value})
			s.derived.Store(&all)
		}
	}
	return value.(T)
}

func (s *Schema) compile() error {
	var requested []string
	loaded, err := s.sources(func(uri string) { requested = append(requested, uri) })
	if err != nil {
		return err
	}
	s.Engine, err = engine.Compile(s.Text(), s.options(loaded))
	if err != nil {
		return s.located(err, requested)
	}
	// From now on nothing is loaded, even if a rule resolves further references.
	registry := s.Engine.Registry
	registry.Provide, registry.Given, registry.Load = loaded.unmoved, loaded.all, loaded.known
	s.loaded = loaded
	return nil
}

// sources returns the documents that the schema refers to, none of which is loaded yet. A function is called
// with the URI of each one that is asked for.
func (s *Schema) sources(requested func(uri string)) (*sources, error) {
	loaded, err := newSources(s.document, s.catalog.Limits, func(uri string) (source, error) {
		if IsRemote(s.URI) && !IsRemote(uri) {
			return source{}, fmt.Errorf("%s: a schema from the network must not refer to files", uri)
		}
		requested(uri)
		return s.catalog.load(uri)
	})
	if err != nil {
		return nil, fmt.Errorf("schema %s: %w", s.Name, err)
	}
	return loaded, nil
}

// mounts returns the files next to the schema.
func (s *Schema) mounts(loaded *sources) []engine.Mount {
	if s.URI == "" || IsRemote(s.URI) {
		return nil
	}
	return []engine.Mount{{Base: filesURI, FS: &neighbors{path.Dir(filePathOf(s.URI)), loaded.find}}}
}

// options are those of compiling the schema with the documents that it refers to.
func (s *Schema) options(loaded *sources) engine.Options {
	documents := engine.Documents{MaxDocuments: -1, MaxBytes: -1} // the limits are those of sources
	if s.URI != "" {
		documents.Load, documents.Mounts = loaded.find, s.mounts(loaded)
	}
	return engine.Options{
		BaseURI: s.URI, Draft: s.as.draft(), ConstInDraft4: !s.as.StrictDraft, Documents: documents,
		Formats: !s.as.Annotate, Strict: !s.extensible, Limits: PayloadLimits, Workers: s.catalog.Workers,
	}
}

// located returns an error of compiling with its position, as findings have it: by paths
// instead of the URIs of files. requested are the documents that compiling asked for.
func (s *Schema) located(err error, requested []string) error {
	var damaged *DamageError
	if errors.As(err, &damaged) {
		return damaged
	}
	var wrong *resource.Error
	if s.URI == "" || !errors.As(err, &wrong) || wrong.Line == 0 {
		return fmt.Errorf("schema %s: %w", s.Name, err)
	}
	message := wrong.Message
	for _, uri := range requested {
		if path, ok := PathOf(uri); ok {
			message = replaceName(message, uri, path)
		}
	}
	message = replaceName(message, s.URI, s.Name)
	at, reference := s.Name, ""
	if wrong.URI != s.URI {
		var ok bool
		if at, ok = PathOf(wrong.URI); !ok {
			at = wrong.URI
		}
		reference = "; " + s.Name + " refers to it"
	}
	if faults := s.catalog.faultsOf(at, wrong.Rejected, reference); faults != nil {
		return faults
	}
	if s.isPart && wrong.URI == s.URI {
		return fmt.Errorf("schema %s: %s", s.Name, message)
	}
	line, column := s.catalog.position(wrong.URI, wrong.Offset, wrong.Line, wrong.Column)
	return fmt.Errorf("schema %s:%d:%d: %s%s", at, line, column, message, reference)
}

// maxFaults bounds how many faults of one schema are listed.
const maxFaults = 100

// faultsOf returns an error with a line for each reason why metaschemas reject the document
// at a path; nil if there is none.
func (c *Catalog) faultsOf(path string, rejected []resource.Rejected, reference string) error {
	var w message.Writer
	count, truncated := w.WriteRejected(rejected, maxFaults)
	if count == 0 {
		return nil
	}
	var b strings.Builder
	messages := w.Read()
	for m := (message.Message{}); messages.Next(&m); {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		line, column := c.position(rejected[0].Resource.Document.URI, m.Offset, m.Line, m.Column)
		fmt.Fprintf(&b, "schema %s:%d:%d: not a valid %s schema: %s%s",
			path, line, column, rejected[0].Resource.Dialect.Draft, m.Message, reference)
	}
	if truncated {
		fmt.Fprintf(&b, "\nschema %s: further faults are not listed", path)
	}
	return errors.New(b.String())
}

// replaceName replaces a URI by a path, unless it is only the beginning of a longer URI.
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
