package program

import (
	"strconv"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file is a third way to run a program: it goes all the way through schema and
// instance and keeps what every schema and keyword has to say, which is what the output
// formats of the specification are made of (Core 2020-12, section 12).
//
// It walks the same nodes as the evaluator. What a schema asserts by itself is asked of
// the evaluator, and what it applies to others is walked through here.

// A Unit is what one schema, or one keyword of a schema, says of one instance. The units
// in that of a schema are its keywords, those in that of a keyword the schemas that it
// applies.
type Unit struct {
	Valid bool

	// Keyword and Instance lead here from the unit around this one: each is a piece of
	// a JSON Pointer, and may be empty.
	Keyword, Instance string

	Annotation []byte    // JSON; nil where there is none
	Failures   []Failure // why the unit is not valid, beyond what its units say
	Units      []*Unit

	schema  string // the absolute location of the schema, or of the one with the keyword
	keyword bool   // of a keyword rather than of a schema
	cut     bool   // there was no room for it
}

// SchemaLocation is the absolute URI of the schema or keyword, without references
// (Core 2020-12, section 12.3.2).
func (u *Unit) SchemaLocation() string {
	if !u.keyword {
		return u.schema
	}
	return u.schema + fragment(u.Keyword)
}

// tells reports whether there is anything to be said of the unit but that it is valid.
func (u *Unit) tells() bool {
	return !u.Valid || u.Annotation != nil || len(u.Units) > 0
}

// traceBudget bounds the memory that a trace and its locations take, in bytes, and with
// it the time. A schema of a few lines can lead to one place in more ways than could
// ever be written down.
const traceBudget = 64 << 20

// traceDepth bounds how deep schemas are traced within one another. Each of them takes
// up to four levels of the JSON that becomes of it, and encoding/json writes and reads no
// more than 10,000.
const traceDepth = 2_400

// Trace runs the program over the document and returns the unit of its root schema.
// Units that are valid and have nothing to say are left out unless all are asked for.
// truncated says that the trace outgrew its bounds, so that of some schemas there is
// the verdict but not what led to it.
func (p *Program) Trace(e *Evaluator, doc *jsontape.Tape, all bool) (root *Unit, truncated bool) {
	valid := p.Valid(e, doc)
	why := e.failure
	e.start(p, doc, nil)
	t := &tracer{
		evaluator: e, doc: doc, all: all, budget: traceBudget,
		outlines: make(map[resource.Place]*outline), assertions: make(map[*node][]*node),
	}
	root = t.apply(&p.root, 0, nil, step{}, "")
	if root.Valid == valid && why == noFailure {
		return root, t.truncated
	}
	// The run came to no answer, which is the answer.
	root = &Unit{Valid: valid, schema: root.schema}
	if !valid {
		root.Failures = []Failure{{Code: why.code(), schema: p.root.node}}
	}
	return root, true
}

// A tracer is one trace under way.
type tracer struct {
	evaluator *Evaluator
	doc       *jsontape.Tape
	all       bool

	outlines   map[resource.Place]*outline
	assertions map[*node][]*node

	budget    int
	depth     int
	location  int // length of the keyword location and the instance location
	truncated bool

	// muted is above 0 for instances that are no values of the document, which cannot
	// be annotated: the names of properties.
	muted int
}

// apply traces the schema at the end of an edge. marks, where it is not nil, is the set
// of children of the instance that are evaluated; what the schema evaluates is added.
// came says how the instance was reached from the one that it is in, and piece is what
// there is to add to the instance location.
func (t *tracer) apply(e *edge, i uint32, marks []uint64, came step, piece string) *Unit {
	u := &Unit{Valid: true, Instance: piece}
	if e.named {
		u.Keyword = "/" + jsontape.EscapeToken(e.name)
	}
	t.descend(u, len(e.keyword), e.via, e.node, i, marks, came)
	return u
}

// descend fills in the unit of a schema that a keyword with a name of so many bytes
// applies.
func (t *tracer) descend(u *Unit, keyword int, via *detour, n *node, i uint32, marks []uint64, came step) {
	if n.combine != nil && n.combine.gate != nil {
		outer := t.evaluator.scope
		to := t.evaluator.through(n.combine.gate)
		t.descend(u, keyword, to.via, to.node, i, marks, came)
		t.evaluator.scope = outer
		return
	}
	length := keyword + 1 + len(u.Keyword) + len(u.Instance)
	t.location += length
	t.depth++
	t.schema(u, via, n, i, marks, came)
	t.depth--
	t.location -= length
}

// piece is the JSON Pointer to a property or an item from what it is in.
func (t *tracer) piece(s step) string {
	if s.move == toItem {
		return "/" + strconv.Itoa(s.index)
	}
	return "/" + jsontape.EscapeToken(t.doc.String(s.key))
}

// schema fills in the unit of a schema: the first of those on the way to the node, where
// there are any, or else the node's own.
func (t *tracer) schema(u *Unit, via *detour, n *node, i uint32, marks []uint64, came step) {
	place := n.place
	if via != nil {
		place = via.place
	}
	o := t.outlineOf(place)
	u.schema = o.location
	t.charge(u)
	t.chargeWork(i)
	if t.exhausted() {
		u.Valid, u.cut = t.evaluator.inspect(n, i, marks), true
		return
	}
	v := &visit{tracer: t, unit: u, outline: o, node: n, i: i, kind: t.doc.Nodes[i].Kind(), marks: marks, came: came}
	if via != nil {
		v.refer(via)
	} else {
		v.run()
	}
	v.finish()
}

// charge takes from the budget what a unit costs: itself and its locations.
func (t *tracer) charge(u *Unit) {
	const unitBytes = 256
	t.budget -= unitBytes + len(u.schema) + len(u.Keyword) + t.location
}

// chargeWork takes from the budget what it costs to look at an instance.
func (t *tracer) chargeWork(i uint32) {
	n := &t.doc.Nodes[i]
	if n.Kind() == jsontape.Array || n.Kind() == jsontape.Object {
		t.budget -= 16 * t.doc.Count(i)
	} else {
		t.budget -= int(n.End - n.Start)
	}
}

func (t *tracer) exhausted() bool {
	if t.budget < 0 || t.depth > traceDepth {
		t.truncated = true
		return true
	}
	return false
}

// A visit is one schema held against one instance.
type visit struct {
	*tracer
	unit     *Unit
	outline  *outline
	node     *node
	i        uint32
	kind     jsontape.Kind
	marks    []uint64
	came     step
	keywords []*Unit // each at the place of its word in the outline, then those that are no words of it
}

// refer follows the reference of a schema that is nothing else.
func (v *visit) refer(via *detour) {
	target := &Unit{Valid: true}
	v.descend(target, len(via.keyword), via.next, v.node, v.i, v.marks, v.came)
	v.require(v.keyword(via.keyword), target)
	v.annotate()
}

// run asks everything of the instance that the node asks of it.
func (v *visit) run() {
	e := v.evaluator
	if v.node.looped {
		if _, active := e.activeAt(v.node, v.i); active {
			v.fail(v.unit, Failure{Code: Endless, Node: v.i})
			return
		}
		e.active = append(e.active, activation{v.node, v.i, v.evaluator.scope})
		defer func() { e.active = e.active[:len(e.active)-1] }()
	}
	outer := v.marks
	if v.asksForRest() {
		v.marks = newSet(v.doc.Count(v.i))
	}
	v.assert()
	switch v.kind {
	case jsontape.Object:
		v.properties()
	case jsontape.Array:
		v.items()
		v.contains()
	default:
		v.marks = nil
	}
	v.combine()
	if v.asksForRest() {
		v.rest()
		if outer != nil {
			setAll(outer, v.doc.Count(v.i))
		}
	}
	v.annotate()
}

// keyword is the unit of a keyword of the schema.
func (v *visit) keyword(name string) *Unit {
	words := len(v.outline.words)
	if v.keywords == nil {
		v.keywords = make([]*Unit, words)
		v.budget -= 8 * words
	}
	if at, ok := v.outline.index[name]; ok {
		if v.keywords[at] == nil {
			v.keywords[at] = v.newKeyword(v.outline.words[at].piece)
		}
		return v.keywords[at]
	}
	// `properties`, where strictness closes a schema that does not have it.
	piece := "/" + jsontape.EscapeToken(name)
	for _, u := range v.keywords[words:] {
		if u.Keyword == piece {
			return u
		}
	}
	u := v.newKeyword(piece)
	v.keywords = append(v.keywords, u)
	return u
}

func (v *visit) newKeyword(piece string) *Unit {
	u := &Unit{Valid: true, Keyword: piece, schema: v.outline.location, keyword: true}
	v.charge(u)
	return u
}

// add puts the unit of a schema into that of the keyword which applies it, unless
// there is no more room.
func (v *visit) add(keyword, applied *Unit) {
	if (v.all || applied.tells()) && !applied.cut {
		keyword.Units = append(keyword.Units, applied)
	}
}

// require is add for keywords that need all their schemas to be satisfied.
func (v *visit) require(keyword, applied *Unit) {
	v.add(keyword, applied)
	keyword.Valid = keyword.Valid && applied.Valid
}

// fail notes why a unit is not valid. Where the instance was reached decides how that
// is worded.
func (v *visit) fail(u *Unit, f Failure) {
	if f.schema == nil {
		f.schema = v.node
	}
	if f.path == nil && v.came.move != stay {
		f.path = []step{v.came}
	}
	u.Valid = false
	u.Failures = append(u.Failures, f)
}

// finish puts the keywords into the unit of the schema, in the schema's order.
func (v *visit) finish() {
	if v.all {
		for _, name := range v.outline.asserting {
			v.keyword(name)
		}
	}
	for _, u := range v.keywords {
		if u == nil {
			continue
		}
		v.unit.Valid = v.unit.Valid && u.Valid
		if v.all || u.tells() {
			v.unit.Units = append(v.unit.Units, u)
		}
	}
}

// newSet is an empty set with room for so many members.
func newSet(members int) []uint64 { return make([]uint64, max(1, (members+63)/64)) }
