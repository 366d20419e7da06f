package resource

import (
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// index records the resources and anchors of the schema at a node and of its subschemas. A value
// is a schema only if a keyword of the draft contains schemas: an "$id" within an enum is ignored.
func (r *Registry) index(in *Resource, node uint32) error {
	d := in.Document
	if d.isIndexed(node) {
		return nil
	}
	d.indexed[node/64] |= 1 << (node % 64)
	tape := &d.Tape
	if tape.Nodes[node].Kind() != jsontape.Object {
		return nil
	}
	in, err := r.identify(in, node)
	if err != nil {
		return err
	}
	for _, inner := range (Place{in, node}).Subschemas() {
		if err := r.index(in, inner.Node); err != nil {
			return err
		}
	}
	return nil
}

// A Subschema is a schema that a keyword of another one contains.
type Subschema struct {
	Keyword string
	Node    uint32
}

// Subschemas returns the direct subschemas of a schema, in the order of the document. It omits a
// boolean schema that is the value of a keyword, because that has no subschemas.
func (p Place) Subschemas() []Subschema {
	var found []Subschema
	nodes := p.Tape().Nodes
	if nodes[p.Node].Kind() != jsontape.Object {
		return nil
	}
	for key, end := p.Node+1, nodes[p.Node].Next; key < end; key = nodes[key+1].Next {
		value := key + 1
		if nodes[value].Kind() < jsontape.Array {
			continue // no subschemas
		}
		content := name(p.Tape(), key)
		keyword, ok := subschemas[string(content)]
		if !ok || keyword.since > p.Resource.Dialect.Draft {
			continue
		}
		kind, end := nodes[value].Kind(), nodes[value].Next
		switch {
		case kind == jsontape.Object && keyword.at&asSelf != 0:
			found = append(found, Subschema{string(content), value})
		case kind == jsontape.Array && keyword.at&asItems != 0:
			for item := value + 1; item < end; item = nodes[item].Next {
				found = append(found, Subschema{string(content), item})
			}
		case kind == jsontape.Object && keyword.at&asProps != 0:
			for key := value + 1; key < end; key = nodes[key+1].Next {
				found = append(found, Subschema{string(content), key + 1})
			}
		}
	}
	return found
}

// identifiers are the keywords that name a schema: the node of the name of "$id" or "id", and of
// the values of the others; 0 if there is none.
type identifiers struct {
	id, schema, anchor, dynamic, recursive uint32

	reference bool // there is a "$ref"
}

func findIdentifiers(tape *jsontape.Tape, node uint32) (found identifiers) {
	for key, end := node+1, tape.Nodes[node].Next; key < end; key = tape.Nodes[key+1].Next {
		content := name(tape, key)
		if len(content) == 0 || content[0] != '$' && string(content) != "id" {
			continue
		}
		switch string(content) {
		case "$id", "id":
			if tape.Nodes[key+1].Kind() == jsontape.String && (found.id == 0 || content[0] == '$') {
				found.id = key
			}
		case "$schema":
			found.schema = key + 1
		case "$anchor":
			found.anchor = key + 1
		case "$dynamicAnchor":
			found.dynamic = key + 1
		case "$recursiveAnchor":
			found.recursive = key + 1
		case "$ref":
			found.reference = true
		}
	}
	return found
}

// ofDraft returns the node of the keyword that identifies a schema: "id" in draft 4, "$id" later.
func (f *identifiers) ofDraft(tape *jsontape.Tape, node uint32, draft Draft) uint32 {
	if f.id == 0 || is(tape, f.id, "id") == (draft == Draft4) {
		return f.id
	}
	if draft == Draft4 {
		if value, ok := Property(tape, node, "id"); ok && tape.Nodes[value].Kind() == jsontape.String {
			return value - 1
		}
	}
	return 0
}

// identify records the identifier and the anchors of a schema, and returns the
// resource that its content belongs to.
func (r *Registry) identify(in *Resource, node uint32) (*Resource, error) {
	if in.Dialect.Draft == OpenAPI30 {
		return in, nil // it has no identifiers
	}
	tape := in.Tape()
	found := findIdentifiers(tape, node)
	dialect := in.Dialect
	if found.id != 0 && found.schema != 0 && node != 0 {
		var err error
		if dialect, err = r.dialect(in.Document, node, dialect); err != nil {
			return nil, err
		}
	}
	if id := found.ofDraft(tape, node, dialect.Draft); id != 0 && !(found.reference && dialect.Draft < Draft2019) {
		var err error
		if in, err = r.begin(in, node, id+1, dialect); err != nil {
			return nil, err
		}
	}
	draft := in.Dialect.Draft
	if node == in.Node && found.recursive != 0 && draft == Draft2019 {
		in.RecursiveAnchor = tape.Nodes[found.recursive].Kind() == jsontape.True
	}
	if found.anchor != 0 && draft >= Draft2019 {
		if err := in.anchor(found.anchor, node); err != nil {
			return nil, err
		}
	}
	if found.dynamic != 0 && draft >= Draft2020 && tape.Nodes[found.dynamic].Kind() == jsontape.String {
		return in, in.dynamicAnchor(found.dynamic, node)
	}
	return in, nil
}

// dynamicAnchor records the $dynamicAnchor whose value, a string, is at a node.
func (s *Resource) dynamicAnchor(value, node uint32) error {
	if err := s.anchor(value, node); err != nil {
		return err
	}
	name := s.Tape().String(value)
	s.DynamicAnchors = append(s.DynamicAnchors, DynamicAnchor{name, node})
	if s.dynamic == nil {
		s.dynamic = make(map[string]uint32)
	}
	s.dynamic[name] = node
	return nil
}

// begin begins a resource at a schema with an $id. Up to draft 7, an $id that is only a
// fragment is an anchor instead, or ignored if it is a JSON Pointer such as "#/properties/a",
// which some generators write.
func (r *Registry) begin(in *Resource, node, value uint32, dialect Dialect) (*Resource, error) {
	d := in.Document
	base, fragment, _ := strings.Cut(d.Tape.String(value), "#")
	if base != "" {
		uri, err := resolve(in.URI, base)
		if err != nil {
			return nil, d.Errorf(value, "%v", err)
		}
		if node == 0 {
			in.URI = uri // the document can also be found by the URI that it was added with
		} else {
			in = &Resource{Document: d, Node: node, URI: uri, Dialect: dialect}
			d.roots[node] = in
		}
		other, taken := r.resources[uri]
		switch {
		case !taken:
			r.resources[uri] = in
		case other != in && other.Document == d:
			return nil, d.Errorf(value, "the identifier %s is already used at %s", uri, orRoot(d.Tape.Pointer(other.Node)))
		}
	}
	if fragment != "" && fragment[0] != '/' && dialect.Draft < Draft2019 {
		return in, in.name(fragment, value, node)
	}
	return in, nil
}

func orRoot(pointer string) string {
	if pointer == "" {
		return "the root"
	}
	return pointer
}

// anchor records the $anchor or $dynamicAnchor at value.
func (s *Resource) anchor(value, node uint32) error {
	if s.Tape().Nodes[value].Kind() != jsontape.String {
		return nil // the metaschema check reports it
	}
	return s.name(s.Tape().String(value), value, node)
}

func (s *Resource) name(name string, value, node uint32) error {
	if other, ok := s.anchors[name]; ok && other != node {
		return s.Document.Errorf(value, "the anchor %q is already defined at %s", name, orRoot(s.Document.Tape.Pointer(other)))
	}
	if s.anchors == nil {
		s.anchors = make(map[string]uint32)
	}
	s.anchors[name] = node
	return nil
}

// DynamicAnchor finds the place of a dynamic anchor in the resource.
func (s *Resource) DynamicAnchor(name string) (Place, bool) {
	node, ok := s.dynamic[name]
	return Place{s, node}, ok
}
