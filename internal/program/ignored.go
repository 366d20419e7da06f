package program

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file finds the keywords that a schema's draft has the evaluator ignore, though
// other validators obey them.

// An IgnoredKeyword is a keyword that has no effect, and that its author probably
// believes to have one.
type IgnoredKeyword struct {
	Resource *resource.Resource
	Key      uint32 // the name of the keyword, in the document of the resource
	Name     string

	// Reference says that it stands beside a $ref, which up to draft 7 stands alone;
	// otherwise the draft does not know the keyword.
	Reference bool
}

// Ignored finds the ignored keywords of a schema and of all schemas that it refers to:
// "const" in draft 4, which draft 6 brought (Validation draft 6, section 6.24), and what
// would constrain the payload if it did not stand beside a "$ref" (Core draft 7,
// section 8.3). They are sorted by document and place. What a "$ref" has beside it is not
// looked into, but for "definitions", which it is not ignored with: one points into them.
//
// A reference that leads nowhere is passed over; lowering the schema tells of it.
func Ignored(registry *resource.Registry, root *resource.Resource) []IgnoredKeyword {
	s := ignoredSearch{registry: registry, seen: make(map[ignoredPlace]bool)}
	for _, node := range root.Document.Schemas() {
		s.add(resource.Place{Resource: root, Node: root.Node}.At(node))
	}
	for len(s.left) > 0 {
		place := s.left[len(s.left)-1]
		s.left = s.left[:len(s.left)-1]
		s.look(place)
	}
	slices.SortFunc(s.found, func(a, b IgnoredKeyword) int {
		return cmp.Or(cmp.Compare(a.Resource.Document.URI, b.Resource.Document.URI), cmp.Compare(a.Key, b.Key))
	})
	return s.found
}

type ignoredPlace struct {
	document *resource.Document
	node     uint32
}

type ignoredSearch struct {
	registry *resource.Registry
	left     []resource.Place
	seen     map[ignoredPlace]bool
	found    []IgnoredKeyword
}

func (s *ignoredSearch) add(place resource.Place) {
	at := ignoredPlace{place.Resource.Document, place.Node}
	if !s.seen[at] {
		s.seen[at] = true
		s.left = append(s.left, place)
	}
}

// look notes what is ignored of one schema, and goes on to those in it and to what it
// refers to.
func (s *ignoredSearch) look(place resource.Place) {
	tape, draft := place.Tape(), place.Resource.Dialect.Draft
	if tape.Nodes[place.Node].Kind() != jsontape.Object {
		return
	}
	reference, refers := resource.Property(tape, place.Node, "$ref")
	alone := refers && draft < d2019
	for key, end := place.Node+1, tape.Nodes[place.Node].Next; key < end; key = tape.Nodes[key+1].Next {
		name := tape.String(key)
		info, ok := keywords[name]
		known := ok && info.in(place.Resource.Dialect)
		switch {
		case draft <= d4 && info.keyword == kwConst:
			s.found = append(s.found, IgnoredKeyword{place.Resource, key, name, false})
		case info.keyword == kwNullable && tape.Nodes[key+1].Kind() != jsontape.True:
		case alone && known && info.keyword != kwRef:
			s.found = append(s.found, IgnoredKeyword{place.Resource, key, name, true})
		}
	}
	for _, inner := range place.Subschemas() {
		if !alone || inner.Keyword == "definitions" {
			s.add(place.At(inner.Node))
		}
	}
	if refers && tape.Nodes[reference].Kind() == jsontape.String {
		if target, err := s.registry.Resolve(place.Resource, tape.String(reference)); err == nil {
			s.add(target)
		}
	}
}
