package lint

import (
	"strings"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/pattern"
	"github.com/verdict-lint/verdict/internal/resource"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A marked schema is what the linter reads off a schema and all that it refers to: what
// applies to a value whatever the value is, and which of it is marked as deprecated. It is
// a graph: a schema may refer to itself.
type marked struct {
	deprecated bool
	reason     string // the first line of the description

	also       []*marked          // by $ref and allOf: they apply to the same value
	properties map[string]*marked // nil for one that nothing is said of
	patterns   []markedPattern
	others     *marked // additionalProperties
	prefix     []*marked
	items      *marked // behind the prefix
}

// A markedPattern is for the properties whose names it matches.
type markedPattern struct {
	*pattern.Pattern
	*marked
}

// maxSpread bounds how many schemas are followed for one value, so that no web of
// references can take the linter's time.
const maxSpread = 256

// marks reads the marked schema. It is nil where nothing is marked.
func marks(s *catalog.Schema) *marked {
	if !s.MayContain("deprecated") {
		return nil
	}
	registry, root := s.Engine.Registry, s.Engine.Root
	m := marker{registry: registry, known: make(map[markedPlace]*marked)}
	read := m.read(resource.Place{Resource: root, Node: root.Node})
	if !m.found {
		return nil
	}
	return read
}

// A marker reads marked schemas.
type marker struct {
	registry *resource.Registry
	known    map[markedPlace]*marked
	found    bool // a mark
}

type markedPlace struct {
	document *resource.Document
	node     uint32
}

// read is the marked schema of a place; nil where there is no object.
func (m *marker) read(place resource.Place) *marked {
	doc := place.Tape()
	if doc.Nodes[place.Node].Kind() != jsontape.Object {
		return nil
	}
	at := markedPlace{place.Resource.Document, place.Node}
	if known, ok := m.known[at]; ok {
		return known
	}
	s := &marked{}
	m.known[at] = s
	for key := place.Node + 1; key < doc.Nodes[place.Node].Next; key = doc.Nodes[key+1].Next {
		m.keyword(s, place, doc.String(key), key+1)
	}
	return s
}

// keyword reads what one keyword says.
func (m *marker) keyword(s *marked, place resource.Place, name string, value uint32) {
	doc := place.Tape()
	kind := doc.Nodes[value].Kind()
	switch {
	case name == "deprecated" && kind == jsontape.True:
		s.deprecated, m.found = true, true
	case name == "description" && kind == jsontape.String:
		s.reason, _, _ = strings.Cut(doc.String(value), "\n")
	case name == "$ref" && kind == jsontape.String:
		if target, err := m.registry.Resolve(place.Resource, doc.String(value)); err == nil {
			s.also = append(s.also, m.read(target))
		}
	case name == "allOf" && kind == jsontape.Array:
		s.also = append(s.also, m.list(place, value)...)
	case name == "properties" && kind == jsontape.Object:
		s.properties = make(map[string]*marked)
		for key := value + 1; key < doc.Nodes[value].Next; key = doc.Nodes[key+1].Next {
			s.properties[doc.String(key)] = m.read(place.At(key + 1))
		}
	case name == "patternProperties" && kind == jsontape.Object:
		for key := value + 1; key < doc.Nodes[value].Next; key = doc.Nodes[key+1].Next {
			if compiled, err := pattern.Compile(doc.String(key)); err == nil {
				s.patterns = append(s.patterns, markedPattern{compiled, m.read(place.At(key + 1))})
			}
		}
	case name == "additionalProperties":
		s.others = m.read(place.At(value))
	case kind == jsontape.Array && (name == "prefixItems" || name == "items"):
		s.prefix = m.list(place, value)
	case name == "items", name == "additionalItems":
		s.items = m.read(place.At(value))
	}
}

// list reads an array of schemas.
func (m *marker) list(place resource.Place, array uint32) []*marked {
	var all []*marked
	doc := place.Tape()
	for item := array + 1; item < doc.Nodes[array].Next; item = doc.Nodes[item].Next {
		all = append(all, m.read(place.At(item)))
	}
	return all
}

// spread adds to schemas those that they apply in their own place.
func spread(schemas []*marked) []*marked {
	var all []*marked
	for queue := append([]*marked(nil), schemas...); len(queue) > 0 && len(all) < maxSpread; queue = queue[1:] {
		if queue[0] != nil {
			all = append(all, queue[0])
			queue = append(queue, queue[0].also...)
		}
	}
	return all
}

// property is what a schema says of a property by its name.
func (s *marked) property(name string) []*marked {
	var below []*marked
	said := false
	if property, ok := s.properties[name]; ok {
		below, said = append(below, property), true
	}
	for _, p := range s.patterns {
		if matches, err := p.Match([]byte(name)); err == nil && matches {
			below, said = append(below, p.marked), true
		}
	}
	if !said {
		below = append(below, s.others)
	}
	return below
}

// item is what a schema says of an item by its index.
func (s *marked) item(index int) *marked {
	if index < len(s.prefix) {
		return s.prefix[index]
	}
	return s.items
}
