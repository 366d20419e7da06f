package program

import (
	"errors"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/resource"
)

// Options say what a program asserts beyond the schema's own words.
type Options struct {
	Formats bool // assert `format` in every draft, and content in draft 7
	Strict  bool // refuse properties that nothing provides for

	// Lenient makes a reference that leads nowhere one to a schema that accepts everything.
	Lenient bool
}

// maxNodes bounds a program. A schema that needs more, through dynamic references
// that can be bound in very many ways, is refused.
const maxNodes = 1 << 20

// maxNested bounds how many schemas may lead to one another in a row: going along
// them takes stack, and a stack that runs over cannot be recovered from.
const maxNested = 50_000

// Lower makes the program of a schema. The registry loads what references need.
func Lower(registry *resource.Registry, root *resource.Resource, options Options) (*Program, error) {
	l := newLowerer(registry, root, options)
	n, via, err := l.lowerRoot(root)
	if err == errManyScopes {
		return lowerGated(registry, root, options)
	}
	if err != nil {
		return nil, err
	}
	return l.finish(n, via), nil
}

// lowerGated is Lower for a schema with very many dynamic scopes. What is known of an object
// depends on its scope, so that no property is unknown to it.
func lowerGated(registry *resource.Registry, root *resource.Resource, options Options) (*Program, error) {
	options.Strict = false
	l := newLowerer(registry, root, options)
	l.gates, l.start, l.entered = make(map[gateKey]*node), l.scopes.of(nil), []*resource.Resource{root}
	n, via, err := l.lowerRoot(root)
	if err != nil {
		return nil, err
	}
	if err := l.settle(); err != nil {
		return nil, err
	}
	p := l.finish(n, via)
	p.scoped = root
	return p, nil
}

// LowerEach makes a program for each of several schemas of a document, which share their
// nodes.
func LowerEach(registry *resource.Registry, root *resource.Resource, places []resource.Place, options Options) ([]*Program, error) {
	l := newLowerer(registry, root, options)
	roots := make([]edge, len(places))
	for i, place := range places {
		n, via, err := l.lower(place, l.start, lax)
		if err != nil {
			return nil, err
		}
		roots[i] = edge{node: n, via: via}
	}
	whole := l.finish(nil, nil)
	programs := make([]*Program, len(places))
	for i := range roots {
		programs[i] = &Program{root: roots[i], nodes: whole.nodes, detours: whole.detours, stepsPerNode: whole.stepsPerNode}
	}
	return programs, nil
}

// finish makes the program of what has been lowered.
func (l *lowerer) finish(n *node, via *detour) *Program {
	l.markLoops()
	l.closeStrictly()
	l.summarise()
	return &Program{root: edge{node: n, via: via}, nodes: l.nodes, detours: l.detours, stepsPerNode: 64 + min(len(l.nodes), 960)}
}

// errManyScopes says that a schema is reached in more than [maxScopes].
var errManyScopes = errors.New("the schema is reached in very many dynamic scopes")

func newLowerer(registry *resource.Registry, root *resource.Resource, options Options) *lowerer {
	l := &lowerer{registry: registry, options: options, lowered: make(map[lowerKey]lowering)}
	l.start = l.scopes.enter(l.scopes.of(nil), root)
	return l
}

func (l *lowerer) lowerRoot(root *resource.Resource) (*node, *detour, error) {
	as := lax
	if l.options.Strict {
		as = first
	}
	return l.lower(resource.Place{Resource: root, Node: root.Node}, l.start, as)
}

type lowerer struct {
	registry *resource.Registry
	options  Options
	scopes   scopes
	lowered  map[lowerKey]lowering
	nodes    []*node
	detours  []*detour
	entries  []*node // at which an instance is first met, where Options.Strict
	nested   int     // schemas that are being lowered
	start    *scope  // of the root

	// With gates, all schemas are lowered in the scope of the root; see gate.go.
	gates   map[gateKey]*node // nil if there are none
	targets []*gateTargets
	entered []*resource.Resource
}

// A lowerKey is what makes two uses of a schema the same node.
type lowerKey struct {
	resource *resource.Resource
	node     uint32
	scope    int
	role     role
}

// A lowering is the outcome for one key. A schema that is nothing but a reference
// has no node of its own: node is its target's, and via the way there.
type lowering struct {
	node *node
	via  *detour
}

// A role is what Options.Strict has to do with a schema. Without that option all
// schemas are lax.
type role uint8

const (
	// lax schemas decide something by failing, as below `not`: were unknown properties
	// refused in them, more payloads would be accepted, not fewer.
	lax role = iota

	// within is the role of a schema for an instance that another one has met before.
	within

	// first is the role of the schema by which an instance is met. It answers for all
	// of them.
	first
)

// lower makes the node of a schema. via is the way from the
// schema to the node, through the references that are all that the schema consists of.
func (l *lowerer) lower(place resource.Place, in *scope, as role) (n *node, via *detour, err error) {
	if done, ok := l.lowered[l.key(place, in, as)]; ok {
		return done.node, done.via, nil
	}
	way, err := l.follow(place, in, as)
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
	for k, d := 0, way.via; k < len(way.passed); k, d = k+1, d.next {
		l.lowered[way.passed[k]] = lowering{n, d}
	}
	if way.known.node != nil || way.words.count == 0 {
		return n, way.via, nil
	}
	if l.nested++; l.nested > maxNested {
		return nil, nil, way.target.Errorf("more than %d schemas lead to one another in a row", maxNested)
	}
	defer func() { l.nested-- }()
	s := &schemaLowerer{lowerer: l, place: way.target, tape: way.target.Tape(), words: way.words, scope: way.scope, node: n, as: as}
	return n, way.via, s.run()
}

func (l *lowerer) allocate(place resource.Place, as role) (*node, error) {
	if len(l.nodes) >= maxNodes {
		return nil, place.Errorf("the schema needs more than %d nodes", maxNodes)
	}
	n := &node{accept: anyKind, id: uint32(len(l.nodes)), place: place}
	if place.Tape().Nodes[place.Node].Kind() == jsontape.False {
		n.accept = 0
	}
	l.nodes = append(l.nodes, n)
	if as == first {
		l.entries = append(l.entries, n)
	}
	return n, nil
}

func (l *lowerer) key(place resource.Place, in *scope, as role) lowerKey {
	return lowerKey{place.Resource, place.Node, in.id, as}
}

// A way leads along schemas that are nothing but a reference to the first that is more.
type way struct {
	target resource.Place
	scope  *scope
	words  Keywords
	known  lowering // of the target, where it is lowered already

	via    *detour
	passed []lowerKey // of the schemas on the way, as far as they are not lowered already
}

// follow goes the way from a schema, and reads the keywords at its end.
func (l *lowerer) follow(place resource.Place, in *scope, as role) (*way, error) {
	w := &way{target: place, scope: in}
	end := &w.via
	keyword := "" // of the reference that was followed last
	seen := make(map[lowerKey]bool)
	for {
		key := l.key(w.target, w.scope, as)
		if done, ok := l.lowered[key]; ok {
			w.known, *end = done, done.via
			break
		}
		if seen[key] {
			// References that lead to one another and nowhere else: the schema is decided for
			// no value, and is all that is said of those that come to it.
			n, err := l.allocate(w.target, as)
			if err != nil {
				return nil, err
			}
			n.combine = &combineRule{all: []edge{{node: n, keyword: keyword}}}
			w.known = lowering{node: n}
			*end = nil
			break
		}
		switch kind := w.target.Tape().Nodes[w.target.Node].Kind(); kind {
		case jsontape.Object:
			w.words = readKeywords(w.target)
		case jsontape.True, jsontape.False:
			w.words = Keywords{}
		default:
			return nil, w.target.Errorf("a schema is an object or a boolean")
		}
		if w.words.count != 1 || !w.words.has(kwRef) && !w.words.has(kwDynamicRef) && !w.words.has(kwRecursiveRef) {
			break
		}
		if l.gates != nil && !w.words.has(kwRef) {
			break
		}
		seen[key] = true
		w.passed = append(w.passed, key)
		by, target, inner, err := l.reference(w.target, &w.words, w.scope)
		if err != nil {
			return nil, err
		}
		if l.gates != nil && target.Resource != w.target.Resource && binds(target.Resource) {
			w.passed = w.passed[:len(w.passed)-1]
			break
		}
		keyword = by
		d := &detour{place: w.target, keyword: keyword}
		l.detours = append(l.detours, d)
		*end, end = d, &d.next
		w.target, w.scope = target, inner
	}
	return w, nil
}

// reference resolves the one reference of a schema.
func (l *lowerer) reference(place resource.Place, words *Keywords, in *scope) (keyword string, target resource.Place, inner *scope, err error) {
	switch {
	case words.has(kwRef):
		target, err = l.resolve(place, words.value[kwRef])
		keyword = "$ref"
	case words.has(kwDynamicRef):
		target, err = l.dynamicTarget(place, words.value[kwDynamicRef], in)
		keyword = "$dynamicRef"
	default:
		target, err = l.recursiveTarget(place, words.value[kwRecursiveRef], in)
		keyword = "$recursiveRef"
	}
	if err != nil {
		return "", resource.Place{}, nil, err
	}
	inner = in
	if target.Resource != place.Resource && l.gates == nil {
		if inner = l.scopes.enter(in, target.Resource); len(l.scopes.byBindings) > maxScopes {
			return "", resource.Place{}, nil, errManyScopes
		}
	}
	return keyword, target, inner, nil
}

func (l *lowerer) resolve(place resource.Place, value uint32) (resource.Place, error) {
	tape := place.Tape()
	target, err := l.registry.Resolve(place.Resource, tape.String(value))
	if err == nil {
		return target, nil
	}
	if l.options.Lenient {
		anything, err := l.registry.Add("verdict:///anything", []byte("true"))
		return resource.Place{Resource: anything}, err
	}
	if located, ok := err.(*resource.Error); ok {
		return target, located // it is the other document that is wrong
	}
	return target, place.Resource.Document.Errorf(value, "%v", err)
}

// dynamicTarget follows a $dynamicRef (Core 2020-12, section 8.2.3.2): where it leads
// by itself to a $dynamicAnchor, the outermost one of that name counts.
func (l *lowerer) dynamicTarget(place resource.Place, value uint32, in *scope) (resource.Place, error) {
	target, err := l.resolve(place, value)
	if err != nil {
		return target, err
	}
	if anchor, ok := dynamicAnchor(place, value, target); ok {
		if outermost, ok := in.find(anchor); ok {
			return outermost, nil
		}
	}
	return target, nil
}

// dynamicAnchor is the dynamic anchor that a $dynamicRef leads to by itself.
func dynamicAnchor(place resource.Place, value uint32, target resource.Place) (string, bool) {
	_, anchor, _ := strings.Cut(place.Tape().String(value), "#")
	own, ok := target.Resource.DynamicAnchor(anchor)
	return anchor, ok && own.Node == target.Node
}

// recursiveTarget follows a $recursiveRef (Core 2019-09, section 8.2.4.2.1).
func (l *lowerer) recursiveTarget(place resource.Place, value uint32, in *scope) (resource.Place, error) {
	target, err := l.resolve(place, value)
	if err != nil {
		return target, err
	}
	if target.Node == target.Resource.Node && target.Resource.RecursiveAnchor {
		if outermost, ok := in.find(recursiveAnchor); ok {
			return outermost, nil
		}
	}
	return target, nil
}

// schemaLowerer lowers the keywords of one schema object.
type schemaLowerer struct {
	*lowerer
	place resource.Place
	tape  *jsontape.Tape
	words Keywords
	scope *scope
	node  *node
	as    role

	ofArray, ofObject, late *assertionList // of leaf keywords
}

func (s *schemaLowerer) run() error {
	s.types()
	for _, group := range []func() error{s.values, s.lowerLeaves, s.objects, s.arrays, s.combinations, s.unevaluated} {
		if err := group(); err != nil {
			return err
		}
	}
	return nil
}

// edge lowers the subschema at value.
func (s *schemaLowerer) edge(value uint32, as role, keyword string) (edge, error) {
	place := s.place.At(value)
	as = min(as, s.most())
	if s.gates != nil {
		n, via, err := s.enter(place, s.place.Resource, as)
		return edge{node: n, keyword: keyword, via: via}, err
	}
	in := s.scope
	if place.Resource != s.place.Resource {
		if in = s.scopes.enter(in, place.Resource); len(s.scopes.byBindings) > maxScopes {
			return edge{}, errManyScopes
		}
	}
	n, via, err := s.lower(place, in, as)
	return edge{node: n, keyword: keyword, via: via}, err
}

// most is the strictest role that a subschema can have: below a lax schema all are lax.
func (s *schemaLowerer) most() role {
	if s.as == lax {
		return lax
	}
	return first
}

func (s *schemaLowerer) namedEdge(value uint32, as role, keyword, name string) (edge, error) {
	e, err := s.edge(value, as, keyword)
	e.name, e.named = name, true
	return e, err
}

// optionalEdge is nil where the schema does not have the keyword.
func (s *schemaLowerer) optionalEdge(kw keyword, as role, name string) (*edge, error) {
	if !s.words.has(kw) {
		return nil, nil
	}
	e, err := s.edge(s.words.value[kw], as, name)
	return &e, err
}

// edges lowers an array of schemas.
func (s *schemaLowerer) edges(array uint32, as role, keyword string) ([]edge, error) {
	if s.tape.Nodes[array].Kind() != jsontape.Array {
		return nil, nil
	}
	list := make([]edge, 0, s.tape.Count(array))
	for item := range s.items(array) {
		e, err := s.namedEdge(item, as, keyword, strconv.Itoa(len(list)))
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// items goes over the nodes of an array; nothing where it is none.
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

// properties goes over the names and values of an object.
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

// size reads a keyword whose value is a number of things, -1 where there is none.
func (s *schemaLowerer) size(kw keyword) int {
	if !s.words.has(kw) {
		return -1
	}
	return s.sizeAt(s.words.value[kw])
}

var typeKinds = map[string]kindSet{
	"null":    nullKind,
	"boolean": boolKind,
	"integer": numberKind, // and node.integral
	"number":  numberKind,
	"string":  stringKind,
	"array":   arrayKind,
	"object":  objectKind,
}

// types lowers `type` (Validation 2020-12, section 6.1.1), to which `nullable` adds a type
// (https://spec.openapis.org/oas/v3.0.3#schema-nullable).
func (s *schemaLowerer) types() {
	if !s.words.has(kwType) {
		return
	}
	value := s.words.value[kwType]
	if s.tape.Nodes[value].Kind() == jsontape.String {
		s.node.types = []string{s.tape.String(value)}
	} else {
		for item := range s.items(value) {
			s.node.types = append(s.node.types, s.tape.String(item))
		}
	}
	if s.words.has(kwNullable) && s.tape.Nodes[s.words.value[kwNullable]].Kind() == jsontape.True {
		s.node.types = append(s.node.types, "null")
	}
	s.node.accept = 0
	integer, float := false, false
	for _, name := range s.node.types {
		s.node.accept |= typeKinds[name]
		integer = integer || name == "integer"
		float = float || name == "number"
	}
	if !integer || float {
		return
	}
	if s.place.Resource.Dialect.Draft <= d4 {
		s.node.accept &^= floatKind // 1.0 is no integer (draft 4, section 3.5)
		return
	}
	s.node.integral = true
}

// values lowers `enum` and `const` (section 6.1.2 and 6.1.3). Where a schema has
// both, an instance has to be in both; const is the narrower one.
func (s *schemaLowerer) values() error {
	switch {
	case s.words.has(kwConst):
		s.node.values = s.valueRule("const", []uint32{s.words.value[kwConst]})
		if s.words.has(kwEnum) {
			return s.alsoEnum()
		}
	case s.words.has(kwEnum):
		s.node.values = s.valueRule("enum", s.enumValues())
	}
	return nil
}

func (s *schemaLowerer) enumValues() []uint32 {
	list := []uint32{}
	for item := range s.items(s.words.value[kwEnum]) {
		list = append(list, item)
	}
	return list
}

// alsoEnum puts the enum of a schema that has a const too into a node of its own.
func (s *schemaLowerer) alsoEnum() error {
	n := &node{accept: anyKind, id: uint32(len(s.nodes)), place: s.place}
	s.lowerer.nodes = append(s.lowerer.nodes, n)
	n.values = s.valueRule("enum", s.enumValues())
	s.combine().all = append(s.combine().all, edge{node: n})
	return nil
}

func (s *schemaLowerer) valueRule(keyword string, list []uint32) *valueRule {
	rule := &valueRule{keyword: keyword, tape: s.tape, list: list}
	for _, value := range list {
		switch kind := s.tape.Nodes[value].Kind(); kind {
		case jsontape.Null, jsontape.True, jsontape.False:
			rule.kinds |= kindBit(kind)
		case jsontape.Integer, jsontape.Number:
			rule.numbers = append(rule.numbers, number.Parse(s.tape.Raw(value)))
		case jsontape.String:
			if rule.strings == nil {
				rule.strings = &dictionary{}
			}
			rule.strings.add(s.tape.String(value))
		default:
			rule.compound = append(rule.compound, value)
		}
	}
	if rule.strings != nil {
		rule.strings.settle()
	}
	return rule
}

func (s *schemaLowerer) combine() *combineRule {
	if s.node.combine == nil {
		s.node.combine = &combineRule{}
	}
	return s.node.combine
}
