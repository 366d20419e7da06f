package evaluate

import (
	"slices"
	"strconv"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file builds output units for the output formats of the specification (Core 2020-12, section
// 12): one for every schema and keyword that a run evaluates.

// A Unit is the result of one schema, or of one keyword of a schema, for one instance. Units of a
// schema contain those of its keywords, and units of a keyword those of the schemas that it applies.
type Unit struct {
	Valid bool

	// Keyword and Instance are JSON Pointers relative to the enclosing unit, and may be empty.
	Keyword, Instance string

	Annotation []byte    // JSON; nil if there is none
	Failures   []Failure // failures of the unit itself, without those of Units
	Units      []*Unit

	schema  string // absolute location of the schema, or of the schema that has the keyword
	keyword bool   // the unit is of a keyword
}

// SchemaLocation returns the absolute URI of the schema or keyword, without references
// (Core 2020-12, section 12.3.2).
func (u *Unit) SchemaLocation() string {
	if !u.keyword {
		return u.schema
	}
	return u.schema + program.Fragment(u.Keyword)
}

// isInformative reports whether the unit has more information than that it is valid.
func (u *Unit) isInformative() bool {
	return !u.Valid || u.Annotation != nil || len(u.Units) > 0
}

// traceDepth bounds how deep nested schemas are traced. Each takes up to four levels of the JSON
// output, and encoding/json writes and reads no more than 10,000.
const traceDepth = 2_400

// Trace runs the program over the document and returns the unit of its root schema.
// Units that are valid and have no other information are left out unless all is set. truncated
// reports whether the trace reached a bound, so that some units lack the units below them.
func (e *Evaluator) Trace(p *program.Program, doc *jsontape.Tape, all bool) (root *Unit, truncated bool) {
	valid := e.Valid(p, doc)
	why := e.failure
	t := &tracer{doc: doc, all: all, custom: p.Custom, budget: p.Bounds.Trace, outlines: make(map[resource.Place]*outline)}
	e.observe(p, doc, t, true)
	root = t.root
	if root.Valid == valid && why == noFailure && e.failure == noFailure {
		return root, t.truncated
	}
	// A run exceeded a limit, so only the result without a trace is reported.
	root = &Unit{Valid: valid, schema: root.schema}
	if why != noFailure {
		root.Failures = []Failure{{Code: why.code(), schema: p.Root.Node}}
	}
	return root, true
}

// A tracer is the observer that builds units.
type tracer struct {
	doc    *jsontape.Tape
	all    bool
	custom program.CustomKeywords

	root     *Unit
	visits   []visit // stack of the schemas that are being applied
	outlines map[resource.Place]*outline

	budget    int
	location  int // length of the keyword location and the instance location
	truncated bool

	// muted is above 0 while names of properties are validated. They are not values of the document
	// and cannot be annotated.
	muted int
}

// A visit is one schema applied to one instance.
type visit struct {
	unit     *Unit
	outline  *outline      // nil if the schema is not known yet, or the budget is exhausted
	node     *program.Node // nil for a schema that is only a reference
	i        uint32
	came     step    // the step from the enclosing instance
	length   int     // length of its part of the locations
	keywords []*Unit // by index in outline.words, followed by keywords that the schema does not have

	by        string // the keyword that applies the schema
	tentative bool   // the keyword may hold even if the schema does not
	cut       bool   // the unit is left out
	endless   bool

	names     [4][]byte // names that each of nameKeywords applied to, separated by commas
	lastKey   uint32    // the last key that patternProperties applied to
	contained []byte    // indices of the items that match contains, separated by commas
	rest      bool      // unevaluatedItems applied to an item
}

// nameKeywords are the keywords whose annotation is the list of properties that they apply to (Core
// 2020-12, section 10.3.2 and 11.3).
var nameKeywords = [4]string{"properties", "patternProperties", "additionalProperties", "unevaluatedProperties"}

func (t *tracer) top() *visit { return &t.visits[len(t.visits)-1] }

// enter begins the units of a schema: its own, and those of the references that lead to it.
func (t *tracer) enter(s step, i uint32) (mark int, observe bool) {
	mark = len(t.visits)
	e, came := s.edge, s
	u := &Unit{Valid: true}
	if mark > 0 {
		v := t.top()
		switch {
		case e.Keyword != "":
		case v.outline == nil: // the target of a gate
			return mark, t.open(e.Via, e.Node, i)
		default:
			return mark, true // see alsoEnum
		}
		if s.move == stay {
			came = v.came
		} else {
			u.Instance = t.piece(s)
		}
		v.applies(t.doc, s)
	}
	if e.Named() {
		u.Keyword = "/" + jsontape.EscapeToken(e.Name)
	}
	t.push(u, e.Keyword, came, s.tentative)
	if e.Keyword == "propertyNames" {
		t.muted++
	}
	if e.Keyword == "not" && !t.all {
		// If the schema fails, not succeeds; if it matches, not fails. Its units are dropped in either case.
		t.top().cut = true
		return mark, false
	}
	return mark, t.open(e.Via, e.Node, i)
}

func (t *tracer) push(u *Unit, by string, came step, tentative bool) {
	length := len(by) + 1 + len(u.Keyword) + len(u.Instance)
	t.location += length
	t.visits = append(t.visits, visit{unit: u, by: by, came: came, tentative: tentative, length: length})
}

// open sets the schema of the unit entered last, and follows its references. It reports whether the
// budget allows the units.
func (t *tracer) open(via *program.Detour, n *program.Node, i uint32) bool {
	for {
		v := t.top()
		v.i = i
		place := n.Place
		if via != nil {
			place = via.Place
		} else if n.Combine != nil && n.Combine.Gate != nil {
			return true
		} else {
			v.node = n
		}
		v.outline = t.outlineOf(place)
		v.unit.schema = v.outline.location
		t.charge(v.unit)
		t.chargeWork(i)
		if t.exhausted() {
			v.cut = true
			return false
		}
		if via == nil {
			return true
		}
		t.push(&Unit{Valid: true}, via.Keyword, v.came, false)
		via = via.Next
	}
}

// leave ends the units that enter began.
func (t *tracer) leave(_ step, mark int, ok bool) {
	for len(t.visits) > mark {
		t.close(ok)
	}
}

// close ends the unit entered last, and adds it to the unit of the keyword that applies it.
func (t *tracer) close(ok bool) {
	v := t.top()
	u := v.unit
	u.Valid = ok
	if !v.cut {
		t.annotateAll(v)
		t.finish(v)
	}
	t.location -= v.length
	if v.by == "propertyNames" {
		t.muted--
	}
	closed := *v
	t.visits = t.visits[:len(t.visits)-1]
	if len(t.visits) == 0 {
		t.root = u
		return
	}
	if closed.by == "not" && !t.all {
		return
	}
	v = t.top()
	if closed.by == "contains" && ok {
		v.contained = appendElement(v.contained, strconv.AppendInt(nil, int64(closed.came.at), 10))
	}
	k := t.keyword(v, closed.by)
	k.Valid = k.Valid && (ok || closed.tentative)
	if closed.cut || !t.all && !u.isInformative() {
		return
	}
	if closed.by == "oneOf" && !closed.tentative {
		t.supersede(k, u)
	} else {
		k.Units = append(k.Units, u)
	}
}

// supersede adds the unit of the alternative of oneOf that matches, when it is applied again to find
// unknown properties. It replaces the units of the other alternatives, whose failures are not the
// reason why the instance is invalid.
func (t *tracer) supersede(k, u *Unit) {
	at := slices.IndexFunc(k.Units, func(before *Unit) bool { return before.Keyword == u.Keyword })
	if t.all && at >= 0 {
		k.Units[at] = u
		return
	}
	k.Units = []*Unit{u}
}

// fail adds a failure to the unit that it belongs to. The step to the instance is kept in the
// failure, because its message depends on it.
func (t *tracer) fail(f Failure) {
	if f.Code == program.PatternTime {
		t.truncated = true // the schema with the pattern has no failure
		return
	}
	v := t.top()
	reached := f.path
	f.path, f.moves = nil, 0
	if v.came.move != stay {
		f.path = []step{v.came}
	}
	switch f.Code {
	case program.Type, program.Enum, program.Const:
		f.schema = assertionOf(f.schema)
		t.put(v, f)
	case program.UnknownProperty:
		t.refuse(v, f, t.piece(step{at: f.Node, move: toProperty}))
	case program.AdditionalItems:
		t.refuse(v, f, t.piece(reached[0]))
	case program.Custom:
		t.failCustom(v, f, reached)
	case program.PropertyName: // the units of the name have the failure
	case program.Contains:
		t.failContains(v, f)
	case program.OneOf:
		if k := t.keyword(v, f.Keyword); f.Second > 0 && !t.all {
			k.Units = nil // failures of the others are not the reason
		}
		t.put(v, f)
	default:
		v.endless = v.endless || f.Code == program.Endless
		t.put(v, f)
	}
}

// failCustom adds the failure of a custom keyword. If it is at a value within the instance, it has a
// unit of its own.
func (t *tracer) failCustom(v *visit, f Failure, reached []step) {
	if len(reached) == 0 {
		t.put(v, f)
		return
	}
	piece := ""
	for _, s := range slices.Backward(reached) {
		piece += t.piece(s)
	}
	t.refuse(v, f, piece)
}

func (t *tracer) cut() { t.truncated = true }

// put adds a failure to the unit of its keyword, or of the schema if it has none.
func (t *tracer) put(v *visit, f Failure) {
	u := v.unit
	if f.Keyword != "" {
		u = t.keyword(v, f.Keyword)
	}
	u.Valid = false
	u.Failures = append(u.Failures, f)
}

// assertionOf returns a node with only the assertions type, enum and const of n. The message of a
// unit is about its keyword alone, and must not suggest a value that satisfies the whole schema.
func assertionOf(n *program.Node) *program.Node {
	return &program.Node{Place: n.Place, Types: n.Types, Accept: n.Accept, Integral: n.Integral, Values: n.Values}
}

// refuse adds a unit for a child to which a keyword applies the schema `false`.
func (t *tracer) refuse(v *visit, f Failure, piece string) {
	k := t.keyword(v, f.Keyword)
	u := &Unit{Instance: piece, schema: k.SchemaLocation(), Failures: []Failure{f}}
	t.charge(u)
	k.Valid = false
	if !t.exhausted() {
		k.Units = append(k.Units, u)
	}
}

// failContains adds the failures of contains, minContains and maxContains. Each keyword has its own:
// contains requires one item, unless minContains is 0 (Core 2020-12, section 10.3.1.3; Validation,
// section 6.4.4 and 6.4.5).
func (t *tracer) failContains(v *visit, f Failure) {
	if f.Keyword == "maxContains" {
		t.put(v, f)
		return
	}
	if f.Count == 0 {
		f.Keyword = "contains"
		t.put(v, f)
	}
	if f.Keyword = "minContains"; v.outline.has(f.Keyword) {
		t.put(v, f)
	}
}

// piece returns the JSON Pointer to a property or an item, relative to its object or array.
func (t *tracer) piece(s step) string {
	return string(appendPointer(nil, []step{s}, t.doc))
}

// charge subtracts the size of a unit and its locations from the budget.
func (t *tracer) charge(u *Unit) {
	const unitBytes = 256
	t.budget -= unitBytes + len(u.schema) + len(u.Keyword) + t.location
}

// chargeWork subtracts the cost of evaluating an instance from the budget.
func (t *tracer) chargeWork(i uint32) {
	n := &t.doc.Nodes[i]
	if n.Kind() == jsontape.Array || n.Kind() == jsontape.Object {
		t.budget -= 16 * t.doc.Count(i)
	} else {
		t.budget -= int(n.End - n.Start)
	}
}

func (t *tracer) exhausted() bool {
	if t.budget < 0 || len(t.visits) > traceDepth {
		t.truncated = true
		return true
	}
	return false
}

// keyword returns the unit of a keyword of a schema, and creates it on first use.
func (t *tracer) keyword(v *visit, name string) *Unit {
	words := len(v.outline.words)
	if v.keywords == nil {
		v.keywords = make([]*Unit, words)
		t.budget -= 8 * words
	}
	if at, ok := v.outline.index[name]; ok {
		if v.keywords[at] == nil {
			v.keywords[at] = t.newKeyword(v, v.outline.words[at].piece)
		}
		return v.keywords[at]
	}
	// The schema does not have the keyword: `properties`, if strict reports unknown properties.
	piece := "/" + jsontape.EscapeToken(name)
	for _, u := range v.keywords[words:] {
		if u.Keyword == piece {
			return u
		}
	}
	u := t.newKeyword(v, piece)
	v.keywords = append(v.keywords, u)
	return u
}

func (t *tracer) newKeyword(v *visit, piece string) *Unit {
	u := &Unit{Valid: true, Keyword: piece, schema: v.outline.location, keyword: true}
	t.charge(u)
	return u
}

// finish adds the units of the keywords to the unit of the schema, in the order of the schema.
func (t *tracer) finish(v *visit) {
	if t.all {
		for _, name := range v.outline.asserting {
			t.keyword(v, name)
		}
	}
	for _, u := range v.keywords {
		if u != nil && (t.all || u.isInformative()) {
			v.unit.Units = append(v.unit.Units, u)
		}
	}
}
