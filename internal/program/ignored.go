package program

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file finds keywords that are ignored in the draft of a schema, though other validators apply
// them.

// An IgnoredKeyword is a keyword that has no effect, contrary to what its author probably expects.
type IgnoredKeyword struct {
	Resource *resource.Resource
	Key      uint32 // the name of the keyword, in the document of the resource
	Name     string

	// Reference is set if the keyword is ignored because it is next to a $ref, as up to draft 7.
	// Otherwise the draft does not have the keyword.
	Reference bool
}

// Ignored returns the ignored keywords of a schema and of all schemas that it refers to: "const" in
// draft 4, which draft 6 introduced (Validation draft 6, section 6.24), and keywords that would
// constrain the payload if they were not next to a "$ref" (Core draft 7, section 8.3). They are sorted
// by document and place. Schemas within keywords next to a "$ref" are not searched, except those in
// "definitions", because references can refer to them.
//
// An unresolved reference is skipped; lowering the schema reports it.
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

// look adds the ignored keywords of one schema, and queues its subschemas and the schemas that it
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
