package program

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/resource"
)

// This file is for schemas that can be reached in many dynamic scopes. Such a schema is
// lowered once, and its dynamic references are resolved when it runs: an edge into another
// resource leads through a gate, which notes that the resource was entered, and so does an
// edge along a dynamic reference, which looks up where it leads.

// maxScopes is in how many dynamic scopes a schema is lowered: real ones are reached in one
// or two. One with more has gates.
const maxScopes = 8

// A gate leads to a schema in the scope that it is reached in.
type gate struct {
	enters *resource.Resource // nil for a dynamic reference
	to     edge               // for a dynamic reference, if the scope does not have the anchor

	anchor  string
	targets *gateTargets
}

// gateTargets are the schemas that a dynamic reference may lead to.
type gateTargets struct {
	anchor string
	as     role
	edges  map[resource.Place]*edge
	list   []*edge
	next   int // of lowerer.entered: the first that was not looked at
}

type gateKey struct {
	target resource.Place
	anchor string
	as     role
}

// alternatives goes over the edges that a gate may lead along.
func (g *gate) alternatives(visit func(e *edge)) {
	visit(&g.to)
	if g.targets != nil {
		for _, to := range g.targets.list {
			visit(to)
		}
	}
}

// binds reports whether a resource changes the dynamic scope.
func binds(r *resource.Resource) bool { return len(r.DynamicAnchors) > 0 || r.RecursiveAnchor }

// enter lowers a schema that is reached from another resource.
func (l *lowerer) enter(target resource.Place, from *resource.Resource, as role) (*node, *detour, error) {
	if target.Resource == from || !binds(target.Resource) {
		return l.lower(target, l.start, as)
	}
	key := gateKey{target, "", as}
	if n, ok := l.gates[key]; ok {
		return n, nil, nil
	}
	n, g, err := l.newGate(key)
	if err != nil {
		return nil, nil, err
	}
	g.enters = target.Resource
	if !slices.Contains(l.entered, target.Resource) {
		l.entered = append(l.entered, target.Resource)
	}
	g.to.node, g.to.via, err = l.lower(target, l.start, as)
	return n, nil, err
}

// dynamic lowers the schema that a dynamic reference leads to.
func (l *lowerer) dynamic(target resource.Place, anchor string, from *resource.Resource, as role) (*node, error) {
	key := gateKey{target, anchor, as}
	if n, ok := l.gates[key]; ok {
		return n, nil
	}
	n, g, err := l.newGate(key)
	if err != nil {
		return nil, err
	}
	g.anchor = anchor
	for _, known := range l.targets {
		if known.anchor == anchor && known.as == as {
			g.targets = known
		}
	}
	if g.targets == nil {
		g.targets = &gateTargets{anchor: anchor, as: as, edges: make(map[resource.Place]*edge)}
		l.targets = append(l.targets, g.targets)
	}
	g.to.node, g.to.via, err = l.enter(target, from, as)
	return n, err
}

func (l *lowerer) newGate(key gateKey) (*node, *gate, error) {
	if len(l.nodes) >= maxNodes {
		return nil, nil, key.target.Errorf("the schema needs more than %d nodes", maxNodes)
	}
	g := &gate{}
	n := &node{accept: anyKind, id: uint32(len(l.nodes)), place: key.target, combine: &combineRule{gate: g}}
	l.nodes = append(l.nodes, n)
	l.gates[key] = n
	return n, g, nil
}

// settle finds where dynamic references may lead: to every resource that can be entered and
// has the anchor. Lowering one of these may enter others.
func (l *lowerer) settle() error {
	for more := true; more; {
		more = false
		for k := 0; k < len(l.targets); k++ {
			t := l.targets[k]
			for ; t.next < len(l.entered); t.next++ {
				place, ok := anchored(l.entered[t.next], t.anchor)
				if !ok {
					continue
				}
				n, via, err := l.enter(place, nil, t.as)
				if err != nil {
					return err
				}
				to := &edge{node: n, via: via}
				t.edges[place] = to
				t.list = append(t.list, to)
				more = true
			}
		}
	}
	return nil
}

// anchored is the place of a dynamic anchor in a resource.
func anchored(r *resource.Resource, anchor string) (resource.Place, bool) {
	if anchor == recursiveAnchor {
		return resource.Place{Resource: r, Node: r.Node}, r.RecursiveAnchor
	}
	return r.DynamicAnchor(anchor)
}
