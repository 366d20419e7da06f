package program

import (
	"strconv"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file lowers the keywords of one schema; those about values are in lower_values.go, and
// those about items, properties and alternatives in lower_nested.go.

// schemaLowerer lowers the keywords of one schema object.
type schemaLowerer struct {
	*lowerer
	place resource.Place
	tape  *jsontape.Tape
	words Keywords
	scope *Scope
	node  *Node
	as    role

	ofArray, ofObject, late *AssertionList // of leaf keywords
}

func (s *schemaLowerer) run() error {
	s.typeKeyword()
	for _, group := range [...]func(*schemaLowerer) error{
		(*schemaLowerer).values, (*schemaLowerer).lowerLeaves, (*schemaLowerer).objects, (*schemaLowerer).arrays,
		(*schemaLowerer).combinations, (*schemaLowerer).unevaluated, (*schemaLowerer).lowerCustom,
	} {
		if err := group(s); err != nil {
			return err
		}
	}
	return nil
}

// edge lowers the subschema at value.
func (s *schemaLowerer) edge(value uint32, as role, keyword string) (Edge, error) {
	place := s.place.At(value)
	as = min(as, s.most())
	if s.gates != nil {
		n, via, err := s.enter(place, s.place.Resource, as)
		return Edge{Node: n, Keyword: keyword, Via: via}, err
	}
	in := s.scope
	if place.Resource != s.place.Resource {
		if in = s.scopes.Enter(in, place.Resource); len(s.scopes.byBindings) > maxScopes {
			return Edge{}, errManyScopes
		}
	}
	n, via, err := s.lower(place, in, as)
	return Edge{Node: n, Keyword: keyword, Via: via}, err
}

// most returns the strictest role that a subschema can have: within a lax schema all are lax.
func (s *schemaLowerer) most() role {
	if s.as == lax {
		return lax
	}
	return first
}

func (s *schemaLowerer) namedEdge(value uint32, as role, keyword, name string) (Edge, error) {
	e, err := s.edge(value, as, keyword)
	e.Name = name
	return e, err
}

// optionalEdge lowers the value of a keyword, and returns nil if the schema does not have it.
func (s *schemaLowerer) optionalEdge(kw keyword, as role, name string) (*Edge, error) {
	if !s.words.has(kw) {
		return nil, nil
	}
	e, err := s.edge(s.words.value[kw], as, name)
	return &e, err
}

// edges lowers an array of schemas.
func (s *schemaLowerer) edges(array uint32, as role, keyword string) ([]Edge, error) {
	if s.tape.Nodes[array].Kind() != jsontape.Array {
		return nil, nil
	}
	list := make([]Edge, 0, s.tape.Count(array))
	for item := range s.items(array) {
		e, err := s.namedEdge(item, as, keyword, strconv.Itoa(len(list)))
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// items iterates over the items of an array. For a value of another type, there are none.
func (s *schemaLowerer) items(array uint32) func(yield func(uint32) bool) {
	return func(yield func(uint32) bool) {
		if s.tape.Nodes[array].Kind() != jsontape.Array {
			return
		}
		for item, end := array+1, s.tape.Nodes[array].Next; item < end; item = s.tape.Nodes[item].Next {
			if !yield(item) {
				return
			}
		}
	}
}

// properties iterates over the names and values of an object. For a value of another type, there are
// none.
func (s *schemaLowerer) properties(object uint32) func(yield func(key, value uint32) bool) {
	return func(yield func(key, value uint32) bool) {
		if s.tape.Nodes[object].Kind() != jsontape.Object {
			return
		}
		for key, end := object+1, s.tape.Nodes[object].Next; key < end; key = s.tape.Nodes[key+1].Next {
			if !yield(key, key+1) {
				return
			}
		}
	}
}

// size returns the value of a keyword that is a number of items, or -1 if the schema does not have it.
func (s *schemaLowerer) size(kw keyword) int {
	if !s.words.has(kw) {
		return -1
	}
	return s.sizeAt(s.words.value[kw])
}

func (s *schemaLowerer) combine() *CombineRule {
	if s.node.Combine == nil {
		s.node.Combine = &CombineRule{}
	}
	return s.node.Combine
}
