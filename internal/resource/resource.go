// Package resource is the front end for schemas. It parses schema documents,
// checks them against their metaschemas, finds the resources and anchors in them
// and resolves references between them (JSON Schema Core, sections 8 and 9).
//
// The metaschema check is done by github.com/santhosh-tekuri/jsonschema/v5.
// References are resolved here, because their meaning depends on details that
// only the document has: the order of keys, the borders of embedded resources,
// their own $schema and their dynamic anchors.
package resource

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A Document is one parsed schema document.
type Document struct {
	URI  string // that it was provided or loaded for
	Tape jsontape.Tape

	checked  bool     // against its metaschema
	referred []string // see references
	sought   int      // how many of referred searchLoaded has looked at

	// isOpenAPI is set if the document is an OpenAPI description, whose root is not a schema.
	isOpenAPI bool

	// reached are the nodes that have been checked as schemas because they are referred to.
	reached map[uint32]bool

	// roots are the nodes at which a resource begins. Node 0 always is one.
	roots map[uint32]*Resource

	// indexed are the nodes that have been indexed as schemas.
	indexed []uint64 // a bit for each node

	// large and long are the names of large objects and the items of arrays, indexed on first use.
	large map[uint32]map[string]uint32
	long  map[uint32][]uint32
}

// isIndexed reports whether a node has been indexed.
func (d *Document) isIndexed(node uint32) bool { return d.indexed[node/64]>>(node%64)&1 != 0 }

func newDocument(uri string, tape jsontape.Tape) *Document {
	return &Document{URI: uri, Tape: tape, roots: make(map[uint32]*Resource), indexed: make([]uint64, len(tape.Nodes)/64+1)}
}

// A Resource is a schema with an identifier of its own: the root of a document,
// or an embedded schema with $id (Core 2020-12, section 9.3).
type Resource struct {
	Document *Document
	Node     uint32
	URI      string // absolute, without fragment
	Dialect  Dialect

	anchors map[string]uint32
	dynamic map[string]uint32

	// DynamicAnchors are the dynamic anchors in the order of the document
	// (Core 2020-12, section 8.2.2).
	DynamicAnchors []DynamicAnchor

	// RecursiveAnchor reports whether the root has $recursiveAnchor: true
	// (Core 2019-09, section 8.2.4.2.2).
	RecursiveAnchor bool
}

// A DynamicAnchor is a name that $dynamicRef can find in the dynamic scope.
type DynamicAnchor struct {
	Name string
	Node uint32
}

// A Place is a schema: a node of a document, and the resource it belongs to.
type Place struct {
	Resource *Resource
	Node     uint32
}

// Tape returns the tape of the place's document.
func (p Place) Tape() *jsontape.Tape { return &p.Resource.Document.Tape }

// At returns the place of a node below this one. It belongs to the same resource
// unless the node begins another.
func (p Place) At(node uint32) Place {
	if root, ok := p.Resource.Document.roots[node]; ok {
		return Place{root, node}
	}
	return Place{p.Resource, node}
}

// Pointer returns the JSON Pointer from the root of the place's resource.
func (p Place) Pointer() string {
	return p.Tape().PointerFrom(p.Resource.Node, p.Node)
}

// Errorf returns an [Error] at the place.
func (p Place) Errorf(format string, args ...any) *Error {
	return p.Resource.Document.Errorf(p.Node, format, args...)
}

// Property returns the value of a property of an object.
func Property(tape *jsontape.Tape, object uint32, name string) (value uint32, ok bool) {
	if tape.Nodes[object].Kind() != jsontape.Object {
		return 0, false
	}
	for key, end := object+1, tape.Nodes[object].Next; key < end; key = tape.Nodes[key+1].Next {
		if is(tape, key, name) {
			return key + 1, true
		}
	}
	return 0, false
}

// name returns the text of a Key.
func name(tape *jsontape.Tape, key uint32) []byte {
	if !tape.Nodes[key].Escaped() {
		return tape.Content(key)
	}
	return tape.AppendText(nil, key)
}

// is reports whether a String or Key has the text.
func is(tape *jsontape.Tape, node uint32, text string) bool {
	return string(name(tape, node)) == text
}

// text returns the value of a property of an object if it is a string.
func text(tape *jsontape.Tape, object uint32, name string) (string, bool) {
	value, ok := Property(tape, object, name)
	if !ok || tape.Nodes[value].Kind() != jsontape.String {
		return "", false
	}
	return tape.String(value), true
}
