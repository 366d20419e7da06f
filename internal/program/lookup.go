package program

import (
	"strconv"

	"github.com/verdict-lint/verdict/internal/resource"
)

// This file finds the schemas that apply to a location of an instance, without an instance.

// Applying calls visit for each schema that may apply to the value at a location, given as the
// tokens of a JSON Pointer; "-" is an item after all those listed. conditional reports whether that
// depends on the instance. Schemas that the instance must not match are left out.
func (p *Program) Applying(tokens []string, visit func(schema resource.Place, conditional bool)) {
	at := newApplicable()
	at.add(&p.Root, false)
	for _, token := range tokens {
		next := newApplicable()
		for _, n := range at.nodes {
			n.children(token, func(e *Edge, conditional bool) { next.add(e, conditional || at.conditional[n]) })
		}
		at = next
	}
	for _, place := range at.places {
		visit(place, at.conditionalPlace[place])
	}
}

// applicable are the nodes and schemas that may apply to one value, in the order in which they were
// found.
type applicable struct {
	nodes            []*Node
	conditional      map[*Node]bool
	places           []resource.Place
	conditionalPlace map[resource.Place]bool
}

func newApplicable() *applicable {
	return &applicable{conditional: make(map[*Node]bool), conditionalPlace: make(map[resource.Place]bool)}
}

// add adds the schema that an edge leads to, and those that it applies to the same instance.
func (a *applicable) add(e *Edge, conditional bool) {
	for d := e.Via; d != nil; d = d.Next {
		a.addPlace(d.Place, conditional)
	}
	n := e.Node
	a.addPlace(n.Place, conditional)
	before, known := a.conditional[n]
	if known && (conditional || !before) {
		return
	}
	a.conditional[n] = conditional
	if !known {
		a.nodes = append(a.nodes, n)
	}
	n.inPlace(func(e *Edge, depends bool) { a.add(e, conditional || depends) })
}

func (a *applicable) addPlace(place resource.Place, conditional bool) {
	before, known := a.conditionalPlace[place]
	if !known {
		a.places = append(a.places, place)
	}
	a.conditionalPlace[place] = conditional && (before || !known)
}

// inPlace calls visit for each edge to a schema that may apply to the same instance, except that of
// `not`. conditional reports whether that depends on the instance.
func (n *Node) inPlace(visit func(e *Edge, conditional bool)) {
	always := make(map[*Edge]bool)
	var not *Edge
	if c := n.Combine; c != nil {
		not = c.Not
		for i := range c.All {
			always[&c.All[i]] = true
		}
		if len(c.Any) == 1 {
			always[&c.Any[0]] = true
		}
		if len(c.One) == 1 {
			always[&c.One[0]] = true
		}
		if c.Gate != nil && c.Gate.Targets == nil {
			always[&c.Gate.To] = true
		}
	}
	n.Alternatives(func(e *Edge) {
		if e != not {
			visit(e, !always[e])
		}
	})
}

// children calls visit for each edge to a schema for a property or an item.
func (n *Node) children(token string, visit func(e *Edge, conditional bool)) {
	if n.Object != nil {
		n.Object.propertyEdges(token, visit)
	}
	if n.Array != nil {
		n.Array.itemEdges(token, visit)
	}
	if n.Rest != nil {
		for _, e := range []*Edge{n.Rest.Properties, n.Rest.Items} {
			if e != nil {
				visit(e, true)
			}
		}
	}
}

func (r *ObjectRule) propertyEdges(name string, visit func(e *Edge, conditional bool)) {
	listed := false
	if k := r.Names.Find([]byte(name)); r.Child(k) != nil {
		listed = true
		visit(&r.Members[k].Edge, false)
	}
	for k := range r.Patterns {
		if matched, err := r.Patterns[k].Pattern.Match([]byte(name)); matched || err != nil {
			listed = true
			visit(&r.Patterns[k].Edge, err != nil)
		}
	}
	if !listed && r.Additional != nil {
		visit(r.Additional, false)
	}
}

func (r *ArrayRule) itemEdges(token string, visit func(e *Edge, conditional bool)) {
	index, err := strconv.Atoi(token)
	if token == "-" {
		index, err = len(r.Prefix), nil
	}
	if err != nil || index < 0 {
		return
	}
	if index < len(r.Prefix) {
		visit(&r.Prefix[index], false)
	} else if r.Items != nil {
		visit(r.Items, false)
	}
	if r.Contains != nil {
		visit(r.Contains, true)
	}
}
