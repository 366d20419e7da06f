package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// A Failure is an assertion that an instance does not satisfy, as data; internal/message formats
// it.
type Failure struct {
	Code    program.Code
	Node    uint32 // the instance in the tape; for a name, its Key
	Keyword string // the keyword of the schema, "" for the schema `false`
	Name    string // the missing, unknown or invalid property name
	Because string // the property whose presence requires Name
	First   int    // the first of two equal items, or of two alternatives that match
	Second  int    // the second of them
	Equal   uint32 // the first of two equal items in the tape
	Count   int    // the number of matching items, for Contains

	// Matching has the indices of the items that match, for maxContains, if there are few, and for OneOf those of the
	// alternatives that match after Second.
	Matching []int

	// Branches has, for AnyOf and OneOf, the first failure of each of the nearest alternatives,
	// for PropertyName the first failure of the name, and for Contains that of the nearest item.
	Branches []Failure
	Further  int // number of alternatives that are not in Branches

	// Problem describes the failure if the caller defines what it is.
	Problem *program.Problem

	// Strict is set if only Options.Strict causes the failure; see [Evaluator.FailuresApart].
	Strict bool

	schema    *program.Node
	leaf      *program.Assertion
	kinds     program.KindSet // for a Type that represents several alternatives
	whole     bool            // none of which accepts a number with a fraction
	values    []string        // for an Enum that represents several alternatives
	constants *program.List   // instead of values, if they are many
	serial    uint64
	beside    uint64 // the names of the schema with a bit that the object with an unknown property has

	// path leads from the instance up to the root: steps are appended while the run returns. moves
	// is the number of steps to a child of the instance.
	path  []step
	moves int
	meant int32 // the number of steps to the property that is probably misspelt, 0 if there is none; see Meant

	decided  uint32    // the object that has, or lacks, the deciders
	deciders []Decider // because of which the failure occurs, if the path does not tell; see because.go
}

// cameFrom extends the path of the failure by the step before it.
func (f *Failure) cameFrom(s step) {
	f.path = append(f.path, s)
	if s.move != stay {
		f.moves++
	}
}

// A step leads from one schema to the next.
type step struct {
	edge      *program.Edge // nil if the failure represents several alternatives
	parent    *program.Node // of the property; the schema of then and else
	move      move
	tentative bool   // the schema may fail without making the instance invalid
	at        uint32 // the name of the property, the index of the item, or the instance of then and else
}

// A move is how a step changes the instance: to a property, to an item, or not at all.
type move uint8

const (
	stay move = iota
	toProperty
	toItem
)

// A report is the observer that collects the failures of a run.
type report struct {
	failures  []Failure
	limit     int
	base      int // index from which limit counts
	truncated bool
	closed    bool // the run was given up, so later failures may be wrong and are ignored
	serials   uint64

	room    []step // memory for the paths of failures
	dropped []bool // memory of withoutConsequences
	byNode  []int

	// outerBase and outerTruncated save base and truncated while a name is validated against
	// propertyNames. refused is the first failure of that name.
	outerBase      int
	outerTruncated bool
	refused        []Failure
}

// enter is called only for the schema of propertyNames; see applyObserved.
func (r *report) enter(step, uint32) (mark int, observe bool) {
	mark = len(r.failures)
	r.outerBase, r.outerTruncated, r.base = r.base, r.truncated, mark
	return mark, true
}

// leave removes the failures of a name from the report, and keeps the first of them as the reason
// of the failure PropertyName, which is reported next.
func (r *report) leave(s step, mark int, _ bool) {
	r.refused = nil
	if mark < len(r.failures) {
		r.refused = []Failure{r.failures[mark]}
		r.refused[0].cameFrom(step{edge: s.edge})
	}
	r.failures, r.base, r.truncated = r.failures[:mark], r.outerBase, r.outerTruncated
}

func (r *report) fail(f Failure) {
	if r.closed {
		return
	}
	if r.full() {
		r.truncated = true
		return
	}
	r.serials++
	f.serial = r.serials
	r.failures = append(r.failures, f)
}

func (r *report) annotate(string, []byte) {}

func (r *report) cut() { r.truncated = true }

// path returns memory for the path of a failure. Most paths are short.
func (r *report) path() []step {
	const short, many = 4, 32
	if len(r.room)+short > cap(r.room) {
		r.room = make([]step, 0, short*many)
	}
	from := len(r.room)
	r.room = r.room[:from+short]
	return r.room[from : from : from+short]
}

// begin empties the report.
func (r *report) begin(limit int) {
	r.failures, r.room, r.refused = r.failures[:0], r.room[:0], nil
	r.limit, r.base, r.truncated, r.closed, r.serials = limit, 0, false, false, 0
}

// forget drops the references of failures, and the buffer if it is very large. Those of paths are only to the
// schema.
func (r *report) forget() {
	const keep = 1 << 8
	clear(r.failures)
	r.failures = r.failures[:0]
	if cap(r.failures) > keep {
		r.failures, r.dropped, r.byNode = nil, nil, nil
	}
	r.room = r.room[:0]
}

func (r *report) full() bool { return len(r.failures)-r.base >= r.limit }

// cameFrom extends the paths of all failures since a position by a step.
func (r *report) cameFrom(from int, s step) {
	for k := from; k < len(r.failures); k++ {
		f := &r.failures[k]
		if f.path == nil {
			f.path = r.path()
		}
		f.cameFrom(s)
	}
}

// serial returns the serial of the first failure since a position, or 0 if there is none.
func (r *report) serial(from int) uint64 {
	if from >= len(r.failures) {
		return 0
	}
	return r.failures[from].serial
}

// includes reports whether the failure is in the report and belongs to the alternative that is being
// tried, if any: each alternative needs failures of its own.
func (r *report) includes(serial uint64) bool {
	if serial == 0 {
		return false
	}
	low, high := r.base, len(r.failures) // serials are ascending
	for low < high {
		middle := (low + high) / 2
		if r.failures[middle].serial < serial {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low < len(r.failures) && r.failures[low].serial == serial
}

// Failures runs the program over the document and returns all failures, at most limit of them, in
// the order they were found. truncated reports whether there are more. There are none if and only
// if the document satisfies the schema. They are valid until the evaluator is used again.
func (e *Evaluator) Failures(p *program.Program, doc *jsontape.Tape, limit int) (failures []Failure, truncated bool) {
	return e.FailuresAt(p, doc, 0, limit)
}

// FailuresAt is Failures for the value at a node of the document.
func (e *Evaluator) FailuresAt(p *program.Program, doc *jsontape.Tape, node uint32, limit int) (failures []Failure, truncated bool) {
	r := &e.own
	r.begin(limit)
	e.start(p, doc, r)
	ok := e.applyObserved(step{edge: &p.Root}, node, nil)
	if e.failure != noFailure {
		r.failures = append(r.failures, Failure{Code: e.failure.code(), schema: p.Root.Node})
	} else if !ok && len(r.failures) == 0 {
		// Unreachable as long as every failing assertion reports itself.
		r.failures = append(r.failures, Failure{Code: program.Endless, schema: p.Root.Node})
	}
	r.failures = e.explainChoices(e.withoutConsequences(r.failures))
	if node > 0 {
		way := wayTo(doc, 0, node)
		for k := range r.failures {
			r.failures[k].path = append(slices.Clip(r.failures[k].path), way...)
		}
	}
	return r.failures, r.truncated
}

// wayTo returns the path from a node up to one that contains it.
func wayTo(doc *jsontape.Tape, from, node uint32) []step {
	var way []step
	for at := from; at != node; {
		s := step{move: toItem}
		child, isObject := at+1, doc.Nodes[at].Kind() == jsontape.Object
		for ; ; child, s.at = doc.Nodes[child].Next, s.at+1 {
			if isObject {
				s.move, s.at = toProperty, child
				child++
			}
			if node < doc.Nodes[child].Next {
				break
			}
		}
		way, at = append(way, s), child
	}
	slices.Reverse(way)
	return way
}

// FailuresApart returns the failures without Options.Strict, followed by those that only
// Options.Strict causes, which are marked as Strict. It runs the program with and without
// strictness; each run returns at most limit failures, and strictTruncated and truncated report
// whether there are more. other returns another evaluator for the second run; it is called only if
// a property was rejected because of Options.Strict.
func (e *Evaluator) FailuresApart(p *program.Program, other func() *Evaluator, doc *jsontape.Tape, limit int) (failures []Failure, truncated, strictTruncated bool) {
	strictly, strictTruncated := e.Failures(p, doc, limit)
	if !e.refused {
		return strictly, strictTruncated, strictTruncated // strictness made no difference
	}
	failures, truncated = other().FailuresWithout(p, doc, limit)
	type key struct {
		code program.Code
		node uint32
		name string
	}
	keyOf := func(f *Failure) key {
		if f.Code == program.Bound || f.Code == program.Custom {
			return key{f.Code, f.Node, f.Keyword}
		}
		return key{f.Code, f.Node, f.Name}
	}
	known := make(map[key]bool, len(failures))
	for k := range failures {
		known[keyOf(&failures[k])] = true
	}
	for _, f := range strictly {
		if !known[keyOf(&f)] {
			f.Strict = true
			failures = append(failures, f)
		}
	}
	return failures, truncated, strictTruncated
}

// FailuresWithout is Failures, but ignores Options.Strict.
func (e *Evaluator) FailuresWithout(p *program.Program, doc *jsontape.Tape, limit int) (failures []Failure, truncated bool) {
	if !e.validWithout(p, doc) {
		e.lenient = true
		failures, truncated = e.Failures(p, doc, limit)
		e.lenient = false
	}
	return failures, truncated
}

// code returns the code of the failure that reports the limit.
func (why runFailure) code() program.Code {
	switch why {
	case tooDeep:
		return program.TooDeep
	case patternTime:
		return program.PatternTime
	}
	return program.TooLong
}

// The methods below report a failure to the observer, if there is one, and return false.

func (e *Evaluator) fail(n *program.Node, i uint32, code program.Code, keyword string) bool {
	if e.observer != nil {
		e.observer.fail(Failure{Code: code, Node: i, Keyword: keyword, schema: n})
	}
	return false
}

func (e *Evaluator) failType(n *program.Node, i uint32) bool {
	if n.Types == nil {
		return e.fail(n, i, program.False, "")
	}
	return e.fail(n, i, program.Type, "type")
}

func (e *Evaluator) failValue(n *program.Node, i uint32) bool {
	f := Failure{Code: program.Enum, Node: i, Keyword: n.Values.Keyword, schema: n}
	if f.Keyword == "const" {
		f.Code = program.Const
	}
	switch kind := e.nodes[i].Kind(); {
	case e.observer == nil:
	case !e.thorough && (kind == jsontape.Object || kind == jsontape.Array):
		return e.failCompound(n, f)
	default:
		e.observer.fail(f)
	}
	return false
}

func (e *Evaluator) failLeaf(n *program.Node, i uint32, a *program.Assertion) bool {
	if e.observer == nil {
		return false
	}
	f := Failure{Code: a.Code, Node: i, Keyword: a.Name, schema: n, leaf: a}
	if a.Code == program.UniqueItems {
		clash := e.subject.Clash
		f.Node, f.First, f.Second, f.Equal = clash.SecondNode, clash.First, clash.Second, clash.FirstNode
		f.path = e.own.path()
		f.cameFrom(step{move: toItem, at: uint32(clash.Second)})
	}
	if a.IsCustom() {
		f.Problem = &program.Problem{Message: e.subject.Reason}
	}
	e.observer.fail(f)
	return false
}

func (e *Evaluator) failMissing(n *program.Node, i uint32, keyword, name, because string) {
	if e.observer != nil {
		e.observer.fail(Failure{Code: program.Missing, Node: i, Keyword: keyword, Name: name, Because: because, schema: n})
	}
}

func (e *Evaluator) failUnknown(n *program.Node, key uint32, keyword string) bool {
	if e.observer != nil {
		e.observer.fail(Failure{Code: program.UnknownProperty, Node: key, Keyword: keyword, Name: e.nameOf(key), schema: n})
	}
	return false
}

func (e *Evaluator) failName(n *program.Node, key uint32) bool {
	if e.observer != nil {
		why := e.own.refused
		e.own.refused = nil
		e.observer.fail(Failure{Code: program.PropertyName, Node: key, Keyword: "propertyNames", Name: e.nameOf(key), Branches: why, schema: n})
	}
	return false
}

func (e *Evaluator) failItem(n *program.Node, item uint32, index int, keyword string) bool {
	if e.observer != nil {
		f := Failure{Code: program.AdditionalItems, Node: item, Keyword: keyword, schema: n}
		f.path = e.own.path()
		f.cameFrom(step{move: toItem, at: uint32(index)})
		e.observer.fail(f)
	}
	return false
}

func (e *Evaluator) failContains(n *program.Node, i uint32, count int, keyword string, nearest []Failure, matching []int) bool {
	if e.observer != nil {
		e.observer.fail(Failure{Code: program.Contains, Node: i, Keyword: keyword, schema: n, Count: count, Branches: nearest, Matching: matching})
	}
	return false
}

func (e *Evaluator) failTwice(n *program.Node, i uint32, first, second int, more []int) bool {
	if e.observer != nil {
		e.observer.fail(Failure{Code: program.OneOf, Node: i, Keyword: "oneOf", schema: n, First: first, Second: second, Matching: more})
	}
	return false
}
