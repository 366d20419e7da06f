package program

import (
	"errors"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// maxNodes bounds the number of nodes of a program. A schema that needs more is an error.
const maxNodes = 1 << 20

// maxNested bounds the depth of nested schemas and references, because lowering is recursive and a
// stack overflow cannot be recovered from.
const maxNested = 50_000

// errManyScopes is returned if a schema is reached in more than [maxScopes].
var errManyScopes = errors.New("the schema is reached in very many dynamic scopes")

type lowerer struct {
	registry *resource.Registry
	options  Options
	scopes   Scopes
	lowered  map[lowerKey]lowering
	nodes    []*Node
	detours  []*Detour
	entries  []*Node // nodes with the role first
	nested   int     // number of schemas that are being lowered
	idle     []*schemaLowerer
	types    map[string]*List // those of nodes with one type, which share them
	start    *Scope           // of the root

	// With gates, all schemas are lowered in the scope of the root; see gate.go.
	gates   map[gateKey]*Node // nil if there are none
	targets []*GateTargets
	entered []*resource.Resource
}

// A lowerKey identifies a node: two uses of a schema with the same key share one.
type lowerKey struct {
	resource *resource.Resource
	node     uint32
	scope    int
	role     role
}

// A lowering is the result for one key. A schema that is only a reference has no node of its own: node
// is that of its target, and via are the references in between.
type lowering struct {
	node *Node
	via  *Detour
}

// A role determines how Options.Strict affects a schema. Without that option all schemas are lax.
type role uint8

const (
	// lax schemas may fail without making the instance invalid, as within `not`. Unknown properties
	// are not rejected in them, because that could make a payload valid.
	lax role = iota

	// within is the role of a schema for an instance to which an enclosing schema applies already,
	// such as a branch of `allOf`.
	within

	// first is the role of the outermost schema for an instance. It rejects the properties that are
	// unknown to all schemas of the instance.
	first
)

// lower returns the node of a schema. If the schema is only a reference, n is the node of its target,
// and via are the references that lead there.
func (l *lowerer) lower(place resource.Place, in *Scope, as role) (n *Node, via *Detour, err error) {
	if done, ok := l.lowered[l.key(place, in, as)]; ok {
		return done.node, done.via, nil
	}
	s := l.borrow()
	defer l.giveBack(s)
	way, err := l.follow(place, in, as, &s.words)
	if err != nil {
		return nil, nil, err
	}
	n = way.known.node
	if n == nil {
		if n, err = l.allocate(way.target, as); err != nil {
			return nil, nil, err
		}
		l.lowered[l.key(way.target, way.scope, as)] = lowering{node: n}
	}
	for k, d := 0, way.via; k < len(way.passed); k, d = k+1, d.Next {
		l.lowered[way.passed[k]] = lowering{n, d}
	}
	if way.known.node != nil || s.words.count == 0 {
		return n, way.via, nil
	}
	if l.nested++; l.nested > maxNested {
		return nil, nil, way.target.Errorf("a chain of more than %d subschemas and references", maxNested)
	}
	defer func() { l.nested-- }()
	s.place, s.tape, s.scope, s.node, s.as = way.target, way.target.Tape(), way.scope, n, as
	return n, way.via, s.run()
}

// borrow returns a schemaLowerer, one that was given back if there is one: it is large.
func (l *lowerer) borrow() *schemaLowerer {
	if last := len(l.idle) - 1; last >= 0 {
		s := l.idle[last]
		l.idle = l.idle[:last]
		return s
	}
	return &schemaLowerer{lowerer: l}
}

func (l *lowerer) giveBack(s *schemaLowerer) {
	*s = schemaLowerer{lowerer: l}
	l.idle = append(l.idle, s)
}

func (l *lowerer) allocate(place resource.Place, as role) (*Node, error) {
	n, err := l.newNode(place)
	if err != nil {
		return nil, err
	}
	if place.Tape().Nodes[place.Node].Kind() == jsontape.False {
		n.Accept = 0
	}
	if as == first {
		l.entries = append(l.entries, n)
	}
	return n, nil
}

// newNode adds a node that accepts everything.
func (l *lowerer) newNode(place resource.Place) (*Node, error) {
	if len(l.nodes) >= l.options.maxNodes {
		return nil, place.Errorf("the schema needs more than %d nodes", l.options.maxNodes)
	}
	n := &Node{Accept: AnyKind, ID: uint32(len(l.nodes)), Place: place}
	l.nodes = append(l.nodes, n)
	return n, nil
}

func (l *lowerer) key(place resource.Place, in *Scope, as role) lowerKey {
	return lowerKey{place.Resource, place.Node, in.id, as}
}
