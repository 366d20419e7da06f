package resource

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// maxDepth is how deep a schema document may be nested. It bounds all recursion over documents.
const maxDepth = 1000

// A Registry has the documents of one compilation by their URIs.
type Registry struct {
	// Provide returns the document that the caller gave for a URI, or [ErrNotFound].
	Provide func(uri string) ([]byte, error)

	// Load returns the document of a URI that is not found otherwise, or [ErrNotFound].
	Load func(uri string) ([]byte, error)

	// Given iterates over the documents that may have identifiers other than their URIs, in a
	// fixed order. They are searched if a URI is not found otherwise. It may be nil.
	Given iter.Seq2[string, []byte]

	// Default is the draft of documents without $schema.
	Default Draft

	// ConstInDraft4 sets whether `const` has its meaning in draft 4, too.
	ConstInDraft4 bool

	// Enforcer validates schemas against metaschemas that the caller has given; it may be nil.
	Enforcer Enforcer

	// Vocabularies are those that the caller defines, by URI; see [Custom].
	Vocabularies map[string]Vocabulary

	// Checked reports that the documents have been validated against their metaschemas
	// before, and are valid.
	Checked bool

	resources map[string]*Resource
	documents []*Document // in the order in which they were added
	searched  bool        // Given has been searched

	// searchedThrough are the documents that were opened in order to search them.
	searchedThrough []*Document

	// tried are the URIs that searchLoaded has looked for or tried to load.
	tried map[string]bool

	// metaschemas are the compiled metaschemas, by URI.
	metaschemas map[string]*jsonschema.Schema

	// referring is the dialect of the schema whose reference is being resolved.
	referring Dialect

	// dialects is the chain of metaschemas that is being followed by $schema.
	dialects []string
}

// maxDialects bounds the chain of metaschemas from a schema to one of the specification.
const maxDialects = 16

// ErrNotFound reports that no document was given for a URI.
var ErrNotFound = errors.New("not found")

// A Moved error reports that the document of a URI was found at another URI, to which its
// references are relative (RFC 3986, section 5.1.3).
type Moved struct{ To string }

func (e *Moved) Error() string { return "the document has moved to " + e.To }

// noSchema describes a value that is not a schema by its first character.
func noSchema(text []byte) string {
	switch text[0] {
	case 'n':
		return "null"
	case '"':
		return "a string"
	case '[':
		return "an array"
	}
	return "a number"
}

// Add parses, checks and indexes a document and returns its root.
func (r *Registry) Add(uri string, text []byte) (*Resource, error) {
	root, err := r.open(uri, text)
	if err != nil {
		return nil, err
	}
	return root, r.checkOnce(root.Document)
}

// open parses and indexes a document.
func (r *Registry) open(uri string, text []byte) (*Resource, error) {
	d, err := parse(uri, text)
	if err != nil {
		return nil, err
	}
	root, err := r.add(d)
	if err != nil {
		r.remove(d)
		return nil, err
	}
	return root, nil
}

// remove removes a document that turned out not to be a schema.
func (r *Registry) remove(d *Document) {
	maps.DeleteFunc(r.resources, func(_ string, s *Resource) bool { return s.Document == d })
	r.documents = slices.DeleteFunc(r.documents, func(other *Document) bool { return other == d })
}

// checkOnce validates a document against its metaschema when it is first used.
func (r *Registry) checkOnce(d *Document) error {
	if d.checked {
		return nil
	}
	d.checked = true
	return r.check(Place{d.roots[0], 0})
}

// tapes are those that documents are parsed to. A document keeps a copy of the size that it needs.
var tapes = sync.Pool{New: func() any { return new(jsontape.Tape) }}

func parse(uri string, text []byte) (*Document, error) {
	scratch := tapes.Get().(*jsontape.Tape)
	if scratch.Parse(text, jsontape.Limits{Depth: maxDepth}) {
		d := newDocument(uri, scratch.Clone())
		scratch.Release()
		tapes.Put(scratch)
		return d, nil
	}
	d := newDocument(uri, *scratch)
	fault := &d.Tape.Errors[0]
	e := &Error{URI: uri, Message: strings.Replace(d.Tape.Message(fault), "the payload", "the schema", 1)}
	if fault.Kind == jsontape.Limit {
		e.Message = fmt.Sprintf("a schema may be nested %d deep at most", maxDepth)
	}
	if fault.Kind == jsontape.Duplicate {
		e.Message = fmt.Sprintf("duplicate property name %q", d.Tape.String(fault.Node))
	}
	e.at(d, int(fault.Start))
	return nil, e
}

func (r *Registry) add(d *Document) (*Resource, error) {
	if r.resources == nil {
		r.resources = make(map[string]*Resource)
	}
	kind := d.Tape.Nodes[0].Kind()
	if kind != jsontape.Object && kind != jsontape.True && kind != jsontape.False {
		return nil, d.Errorf(0, "a schema is an object or a boolean, not %s", noSchema(d.Tape.Raw(0)))
	}
	inherited := r.dialectOf(r.Default)
	if r.referring.Has(OpenAPI) {
		inherited = r.referring // an OpenAPI description may consist of several documents
	}
	dialect, err := r.rootDialect(d, inherited)
	if err != nil {
		return nil, err
	}
	base, _, _ := strings.Cut(d.URI, "#")
	root := &Resource{Document: d, URI: Normalize(base), Dialect: dialect}
	d.roots[0] = root
	r.resources[root.URI] = root
	r.documents = append(r.documents, d)
	if d.isOpenAPI {
		return root, r.indexOpenAPI(root)
	}
	return root, r.index(root, 0)
}

// dialect returns the dialect that the $schema of a resource names, or inherited if it has none.
func (r *Registry) dialect(d *Document, node uint32, inherited Dialect) (Dialect, error) {
	value, ok := Property(&d.Tape, node, "$schema")
	if !ok {
		return inherited, nil
	}
	return r.dialectNamed(d, value, inherited)
}

// dialectNamed returns the dialect of the metaschema that a $schema names.
func (r *Registry) dialectNamed(d *Document, value uint32, inherited Dialect) (Dialect, error) {
	if d.Tape.Nodes[value].Kind() != jsontape.String {
		return inherited, nil
	}
	uri := d.Tape.String(value)
	if draft, ok := draftOf(uri); ok {
		return r.dialectOf(draft), nil
	}
	if !isAbsolute(uri) {
		return inherited, d.Errorf(value, "%q is not the URI of a metaschema; use one such as %q", uri, metaschemaURI[Draft2020])
	}
	base, _, _ := strings.Cut(uri, "#")
	base = Normalize(base)
	if base == Normalize(d.URI) {
		return inherited, d.Errorf(value, "the draft of the metaschema %s is unknown, because it is its own $schema; use that of a draft", uri)
	}
	if slices.Contains(r.dialects, base) || len(r.dialects) == maxDialects {
		return inherited, d.Errorf(value, "the draft of the metaschema %s is unknown, because its $schema does not lead to that of a draft", uri)
	}
	r.dialects = append(r.dialects, base)
	meta, err := r.find(base)
	r.dialects = r.dialects[:len(r.dialects)-1]
	if draft := TooOld(uri); err != nil && draft != "" {
		return inherited, d.Errorf(value, "%s is not supported; move the schema to %s or later", draft, Draft4)
	}
	if err != nil {
		return inherited, d.Errorf(value, "the metaschema %s: %v", uri, reason(err))
	}
	dialect := r.dialectOf(meta.Dialect.Draft)
	if _, ok := metaschemaName(base); !ok {
		dialect.Metaschema = meta
	}
	vocabularies, ok := Property(meta.Tape(), meta.Node, "$vocabulary")
	if !ok || dialect.Draft < Draft2019 || meta.Tape().Nodes[vocabularies].Kind() != jsontape.Object {
		return dialect, nil
	}
	dialect.Vocabularies = 0
	tape := meta.Tape()
	for key, end := vocabularies+1, tape.Nodes[vocabularies].Next; key < end; key = tape.Nodes[key+1].Next {
		required := tape.Nodes[key+1].Kind() == jsontape.True
		v, known := r.vocabularyOf(tape.String(key))
		if !known && required {
			return dialect, meta.Document.Errorf(key, "the vocabulary %s is required but not supported", tape.String(key))
		}
		dialect.Vocabularies |= v // also if it is optional, because it is supported
	}
	return dialect, nil
}

// vocabularyOf finds the vocabulary that a $vocabulary names.
func (r *Registry) vocabularyOf(uri string) (v Vocabulary, known bool) {
	if v, known = vocabularyOf(uri); !known {
		v, known = r.Vocabularies[uri]
	}
	return v, known
}

// dialectOf returns the dialect of a draft.
func (r *Registry) dialectOf(draft Draft) Dialect {
	dialect := standardDialect(draft)
	if draft == Draft4 && r.ConstInDraft4 {
		dialect.Vocabularies |= ConstInDraft4
	}
	return dialect
}

// isAbsolute reports whether a text is a URI with a scheme and something after it
// (https://www.rfc-editor.org/rfc/rfc3986#section-4.3).
func isAbsolute(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Path != "" || u.Opaque != "")
}

// Tape returns the tape of the resource's document.
func (s *Resource) Tape() *jsontape.Tape { return &s.Document.Tape }

// find returns the resource of an absolute URI without fragment. It tries, in this order: the
// resources found before, the metaschemas of the specification, the document provided for the URI,
// the identifiers in all provided documents, the document loaded for the URI, and the identifiers
// in all loaded documents. The result does not depend on the order in which references are resolved.
func (r *Registry) find(uri string) (*Resource, error) {
	if found, ok := r.resources[uri]; ok {
		return found, r.checkOnce(found.Document)
	}
	if root, ok, err := r.standard(uri); ok {
		return root, err
	}
	text, err := r.provided(uri)
	if err == nil {
		return r.Add(uri, text)
	}
	if !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	if found, ok := r.searchGiven(uri); ok {
		return found, r.checkOnce(found.Document)
	}
	if r.Load == nil {
		return nil, ErrNotFound
	}
	if text, err = r.Load(uri); err == nil {
		return r.Add(uri, text)
	}
	var moved *Moved
	if errors.As(err, &moved) {
		return r.follow(uri, moved.To)
	}
	if found, ok := r.searchLoaded(uri); ok {
		return found, r.checkOnce(found.Document)
	}
	return nil, err
}

func (r *Registry) provided(uri string) ([]byte, error) {
	if r.Provide == nil {
		return nil, ErrNotFound
	}
	return r.Provide(uri)
}

// follow returns the resource of a URI whose document has moved to another one.
func (r *Registry) follow(uri, to string) (*Resource, error) {
	found, ok := r.resources[to]
	if !ok {
		text, err := r.Load(to)
		if err != nil {
			return nil, err
		}
		if found, err = r.Add(to, text); err != nil {
			return nil, err
		}
	}
	r.resources[uri] = found
	return found, nil
}

// standard returns a metaschema of the specification.
func (r *Registry) standard(uri string) (*Resource, bool, error) {
	d, ok := metaschema(uri)
	if !ok {
		return nil, false, nil
	}
	if r.resources == nil {
		r.resources = make(map[string]*Resource)
	}
	draft := Draft2020
	if named, ok := text(&d.Tape, 0, "$schema"); ok {
		draft, _ = draftOf(named)
	}
	// All registries share the tape, but not the index.
	own := newDocument(uri, d.Tape)
	own.checked = true
	root := &Resource{Document: own, URI: uri, Dialect: standardDialect(draft)}
	own.roots[0] = root
	r.resources[uri] = root
	return root, true, r.index(root, 0)
}

// Resolve returns the schema that a reference in a resource refers to
// (Core 2020-12, section 8.2.3.1).
func (r *Registry) Resolve(from *Resource, reference string) (Place, error) {
	base, fragment, _ := strings.Cut(reference, "#")
	target := from.Document.roots[from.Node]
	if base != "" {
		uri, err := resolve(from.URI, base)
		if err != nil {
			return Place{}, err
		}
		r.referring = from.Dialect
		target, err = r.find(uri)
		r.referring = Dialect{}
		if err != nil {
			if errors.Is(err, ErrNotFound) {
				return Place{}, r.unknown(reference, uri)
			}
			return Place{}, err
		}
	}
	if fragment == "" {
		return Place{target, target.Node}, nil
	}
	if fragment[0] != '/' && !strings.HasPrefix(strings.ToUpper(fragment), "%2F") {
		anchor, err := url.PathUnescape(fragment)
		if err != nil {
			return Place{}, fmt.Errorf("%q is not a URI reference", reference)
		}
		if node, ok := target.anchors[anchor]; ok {
			return Place{target, node}, nil
		}
		return Place{}, fmt.Errorf("no anchor %q in %s", anchor, target.URI)
	}
	tokens, ok := FragmentTokens(fragment)
	if !ok {
		return Place{}, fmt.Errorf("%q is neither an anchor nor a JSON Pointer", "#"+fragment)
	}
	place := Place{target, target.Node}
	for _, token := range tokens {
		node, ok := place.Resource.Document.Step(place.Node, token)
		if !ok {
			return Place{}, fmt.Errorf("%q not found in %s: there is no %q", "#"+fragment, target.URI, token)
		}
		place = place.At(node)
	}
	if d := place.Resource.Document; d.isIndexed(place.Node) && (!d.isOpenAPI || d.reached[place.Node]) {
		return place, nil
	}
	return r.reach(place)
}

// reach indexes and checks a schema that no keyword contains: the target of a reference, or a
// schema of an OpenAPI description, where only schemas in use are checked.
func (r *Registry) reach(place Place) (Place, error) {
	d := place.Resource.Document
	if d.reached == nil {
		d.reached = make(map[uint32]bool)
	}
	d.reached[place.Node] = true
	if err := r.index(place.Resource, place.Node); err != nil {
		return Place{}, err
	}
	place = place.At(place.Node) // it may be a resource of its own
	return place, r.check(place)
}

// unknown returns the error for a URI without a document.
func (r *Registry) unknown(reference, uri string) error {
	return fmt.Errorf("cannot resolve %q: no document is provided for %s; provide it with WithResource, WithFS or WithLoader", reference, uri)
}

// reason adds advice to the error that no document was found.
func reason(err error) error {
	if errors.Is(err, ErrNotFound) {
		return errors.New("no document is provided for it; provide it with WithResource, WithFS or WithLoader")
	}
	return err
}

// parsed caches the standard metaschemas, which never change.
var parsed sync.Map // of string to *Document
