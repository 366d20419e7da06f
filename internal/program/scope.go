package program

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/resource"
)

// A Scope is the relevant part of the dynamic scope (Core 2020-12, section 7.1): for each dynamic
// anchor, the outermost resource on the path that has it.
//
// A schema is lowered once for each scope that it can be reached in, which turns
// $dynamicRef and $recursiveRef into plain edges. There are as many scopes as
// there are ways to bind the anchors, which for real schemas is one or two.
type Scope struct {
	id       int
	bindings []binding // sorted by anchor
	entered  map[*resource.Resource]*Scope
}

type binding struct {
	anchor string
	place  resource.Place
}

// recursiveAnchor is the name that $recursiveAnchor binds. No $dynamicAnchor can
// have it.
const recursiveAnchor = "#"

// Find returns the place that an anchor is bound to.
func (s *Scope) Find(anchor string) (resource.Place, bool) {
	k, ok := slices.BinarySearchFunc(s.bindings, anchor, func(b binding, anchor string) int { return strings.Compare(b.anchor, anchor) })
	if !ok {
		return resource.Place{}, false
	}
	return s.bindings[k].place, true
}

// Scopes creates one scope for each set of bindings.
type Scopes struct {
	byBindings map[string]*Scope
}

// Outermost returns the scope without bindings, in which a run begins.
func (all *Scopes) Outermost() *Scope { return all.of(nil) }

func (all *Scopes) of(bindings []binding) *Scope {
	var key strings.Builder
	for _, b := range bindings {
		fmt.Fprintf(&key, "%q %p %d;", b.anchor, b.place.Resource, b.place.Node)
	}
	if s, ok := all.byBindings[key.String()]; ok {
		return s
	}
	if all.byBindings == nil {
		all.byBindings = make(map[string]*Scope)
	}
	s := &Scope{id: len(all.byBindings), bindings: bindings}
	all.byBindings[key.String()] = s
	return s
}

// Enter returns the scope within a resource that is reached from s.
func (all *Scopes) Enter(s *Scope, r *resource.Resource) *Scope {
	if len(r.DynamicAnchors) == 0 && !r.RecursiveAnchor {
		return s
	}
	if inner, ok := s.entered[r]; ok {
		return inner
	}
	bindings := slices.Clone(s.bindings)
	bind := func(anchor string, node uint32) {
		if _, bound := s.Find(anchor); !bound {
			bindings = append(bindings, binding{anchor, resource.Place{Resource: r, Node: node}})
		}
	}
	for _, a := range r.DynamicAnchors {
		bind(a.Name, a.Node)
	}
	if r.RecursiveAnchor {
		bind(recursiveAnchor, r.Node)
	}
	slices.SortFunc(bindings, func(a, b binding) int { return strings.Compare(a.anchor, b.anchor) })
	inner := all.of(bindings)
	if s.entered == nil {
		s.entered = make(map[*resource.Resource]*Scope)
	}
	s.entered[r] = inner
	return inner
}
