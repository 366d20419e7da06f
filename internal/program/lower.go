package program

import (
	"cmp"

	"github.com/verdict-lint/verdict/internal/resource"
)

// Options change what a program asserts.
type Options struct {
	Formats bool // assert `format` in every draft, and content in draft 7
	Strict  bool // reject unknown properties; see strict.go

	CustomKeywords CustomKeywords
	CustomFormats  map[string]CustomFormat // by name; they replace those of the specification
	KnownFormats   bool                    // reject formats that are not defined

	// Lenient makes an unresolved reference refer to a schema that accepts everything.
	Lenient bool

	Bounds   Bounds // 0 for the default of each; lower in tests
	maxNodes int    // 0 for the constant of that name; lower in tests
}

// Lower returns the program of a schema. The registry loads the documents that it refers to.
func Lower(registry *resource.Registry, root *resource.Resource, options Options) (*Program, error) {
	l := newLowerer(registry, root, options)
	n, via, err := l.lowerRoot(root)
	if err == errManyScopes {
		return LowerGated(registry, root, options)
	}
	if err != nil {
		return nil, err
	}
	return l.finish(n, via), nil
}

// LowerGated is Lower for a schema with very many dynamic scopes. It ignores options.Strict, because
// which properties are known depends on the scope.
func LowerGated(registry *resource.Registry, root *resource.Resource, options Options) (*Program, error) {
	options.Strict = false
	l := newLowerer(registry, root, options)
	l.gates, l.start, l.entered = make(map[gateKey]*Node), l.scopes.Outermost(), []*resource.Resource{root}
	n, via, err := l.lowerRoot(root)
	if err != nil {
		return nil, err
	}
	if err := l.settle(); err != nil {
		return nil, err
	}
	p := l.finish(n, via)
	p.Scoped = root
	return p, nil
}

// LowerEach returns a program for each of several schemas of a document. The programs share their
// nodes.
func LowerEach(registry *resource.Registry, root *resource.Resource, places []resource.Place, options Options) ([]*Program, error) {
	l := newLowerer(registry, root, options)
	roots := make([]Edge, len(places))
	for i, place := range places {
		n, via, err := l.lower(place, l.start, lax)
		if err != nil {
			return nil, err
		}
		roots[i] = Edge{Node: n, Via: via}
	}
	whole := l.finish(nil, nil)
	programs := make([]*Program, len(places))
	for i := range roots {
		programs[i] = &Program{Root: roots[i], Nodes: whole.Nodes, detours: whole.detours, StepsPerNode: whole.StepsPerNode, Bounds: whole.Bounds}
	}
	return programs, nil
}

// finish analyses the nodes that have been lowered, and returns the program.
func (l *lowerer) finish(n *Node, via *Detour) *Program {
	l.markLoops()
	l.closeStrictly()
	l.summarize()
	return &Program{Root: Edge{Node: n, Via: via}, Nodes: l.nodes, detours: l.detours, Custom: l.options.CustomKeywords, StepsPerNode: 64 + min(len(l.nodes), 960), Bounds: l.options.Bounds}
}

func newLowerer(registry *resource.Registry, root *resource.Resource, options Options) *lowerer {
	options.Bounds = options.Bounds.orDefault()
	options.maxNodes = cmp.Or(options.maxNodes, maxNodes)
	l := &lowerer{registry: registry, options: options, lowered: make(map[lowerKey]lowering, len(root.Tape().Nodes)/16), types: make(map[string]*List)}
	l.start = l.scopes.Enter(l.scopes.Outermost(), root)
	return l
}

func (l *lowerer) lowerRoot(root *resource.Resource) (*Node, *Detour, error) {
	as := lax
	if l.options.Strict {
		as = first
	}
	return l.lower(resource.Place{Resource: root, Node: root.Node}, l.start, as)
}
