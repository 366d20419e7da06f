package program

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/resource"
)

// This file lowers schemas that can be reached in many dynamic scopes. Such a schema is lowered once,
// and its dynamic references are resolved while it runs. For this, gates are inserted: one on an edge
// into another resource records that the resource was entered; one on the edge of a dynamic reference
// looks up the target.

// maxScopes is the largest number of dynamic scopes that a schema is lowered in: real schemas have
// one or two. A schema with more has gates.
const maxScopes = 8

// A Gate changes the dynamic scope, or selects the target of a dynamic reference by it.
type Gate struct {
	Enters *resource.Resource // nil for a dynamic reference
	To     Edge               // of a dynamic reference: the target if the scope does not have the anchor

	Anchor  string
	Targets *GateTargets
}

// GateTargets are the schemas that a dynamic reference may lead to.
type GateTargets struct {
	anchor string
	as     role
	Edges  map[resource.Place]*Edge
	list   []*Edge
	next   int // index in lowerer.entered of the first resource that settle has not processed
}

type gateKey struct {
	target resource.Place
	anchor string
	as     role
}

// alternatives calls visit for each edge that a gate may select.
func (g *Gate) alternatives(visit func(e *Edge)) {
	visit(&g.To)
	if g.Targets != nil {
		for _, to := range g.Targets.list {
			visit(to)
		}
	}
}

// binds reports whether a resource changes the dynamic scope.
func binds(r *resource.Resource) bool { return len(r.DynamicAnchors) > 0 || r.RecursiveAnchor }

// enter lowers a schema that is reached from another resource.
func (l *lowerer) enter(target resource.Place, from *resource.Resource, as role) (*Node, *Detour, error) {
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
	g.Enters = target.Resource
	if !slices.Contains(l.entered, target.Resource) {
		l.entered = append(l.entered, target.Resource)
	}
	g.To.Node, g.To.Via, err = l.lower(target, l.start, as)
	return n, nil, err
}

// dynamic lowers the schema that a dynamic reference leads to.
func (l *lowerer) dynamic(target resource.Place, anchor string, from *resource.Resource, as role) (*Node, error) {
	key := gateKey{target, anchor, as}
	if n, ok := l.gates[key]; ok {
		return n, nil
	}
	n, g, err := l.newGate(key)
	if err != nil {
		return nil, err
	}
	g.Anchor = anchor
	for _, known := range l.targets {
		if known.anchor == anchor && known.as == as {
			g.Targets = known
		}
	}
	if g.Targets == nil {
		g.Targets = &GateTargets{anchor: anchor, as: as, Edges: make(map[resource.Place]*Edge)}
		l.targets = append(l.targets, g.Targets)
	}
	g.To.Node, g.To.Via, err = l.enter(target, from, as)
	return n, err
}

func (l *lowerer) newGate(key gateKey) (*Node, *Gate, error) {
	g := &Gate{}
	n, err := l.newNode(key.target)
	if err != nil {
		return nil, nil, err
	}
	n.Combine = &CombineRule{Gate: g}
	l.gates[key] = n
	return n, g, nil
}

// settle finds the possible targets of dynamic references: every resource that can be entered and
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
				to := &Edge{Node: n, Via: via}
				t.Edges[place] = to
				t.list = append(t.list, to)
				more = true
			}
		}
	}
	return nil
}

// anchored returns the place of a dynamic anchor in a resource.
func anchored(r *resource.Resource, anchor string) (resource.Place, bool) {
	if anchor == recursiveAnchor {
		return resource.Place{Resource: r, Node: r.Node}, r.RecursiveAnchor
	}
	return r.DynamicAnchor(anchor)
}
