package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// A Failure is one assertion that an instance failed: data only, which
// internal/message puts into words.
type Failure struct {
	Code    program.Code
	Node    uint32 // the instance in the tape; for names, their Key
	Keyword string // the keyword of the schema, "" for the schema `false`
	Name    string // the missing, unknown or refused property
	Because string // the property whose presence asks for Name
	First   int    // of the two items or alternatives that clash, and Second
	Second  int
	Count   int // of the items that match, for Contains

	// Branches are the first failures of the alternatives that came equally near,
	// for AnyOf and OneOf, and the first failure of the name, for PropertyName.
	Branches []Failure
	Further  int // alternatives beyond those of Branches

	// Strict says that only Options.Strict makes it one; see [Evaluator.FailuresApart].
	Strict bool

	schema *program.Node
	leaf   *program.Assertion
	kinds  program.KindSet // for a Type that stands for several alternatives
	whole  bool            // none of which accepts a number with a fraction
	values []string        // for an Enum that stands for several alternatives
	serial uint64

	// path leads from the instance up to the root: it grows as the run returns. moves
	// are the steps of it that go down in the instance.
	path  []step
	moves int
}

// cameFrom puts a step at the beginning of the way to the failure.
func (f *Failure) cameFrom(s step) {
	f.path = append(f.path, s)
	if s.move != stay {
		f.moves++
	}
}

// A step is the way from one schema to the next.
type step struct {
	edge   *program.Edge // nil where a failure stands for several alternatives
	parent *program.Node // of the property; the schema of then and else
	move   move
	key    uint32 // the name of the property; the instance of then and else
	index  int

	tentative bool // the schema may fail without harm
}

// A move is what a step does in the instance.
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
	closed    bool // because the run was given up: later failures may depend on what is unknown
	serials   uint64

	room []step // for the ways to the failures, as far as it is taken

	// While a name is validated against propertyNames, what base and truncated were before.
	// Afterwards, why it was refused.
	outerBase      int
	outerTruncated bool
	refused        []Failure
}

func (r *report) enter(s step, _ uint32) (mark int, observe bool) {
	mark = len(r.failures)
	if s.edge.Keyword == "propertyNames" {
		r.outerBase, r.outerTruncated, r.base = r.base, r.truncated, mark
	}
	return mark, true
}

func (r *report) leave(s step, mark int, ok bool) {
	if s.edge.Keyword == "propertyNames" {
		r.refuse(s, mark)
	} else if !ok {
		r.cameFrom(mark, s)
	}
}

// refuse takes back what is wrong with a name, and keeps the first of it as the reason of the
// one failure that follows.
func (r *report) refuse(s step, mark int) {
	r.refused = nil
	if mark < len(r.failures) {
		r.refused = []Failure{r.failures[mark]}
		r.refused[0].cameFrom(step{edge: s.edge})
	}
	r.failures, r.base, r.truncated = r.failures[:mark], r.outerBase, r.outerTruncated
}

func (r *report) fail(f Failure) {
	if f.Code == program.PropertyName {
		f.Branches, r.refused = r.refused, nil
	}
	r.add(f)
}

// path is room for a way to a failure. Most ways are short.
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
	*r = report{limit: limit, failures: r.failures[:0], room: r.room[:0]}
}

// forget lets go of what the failures hold on to, and of the room for very many.
func (r *report) forget() {
	const keep = 1 << 8
	clear(r.failures)
	r.failures = r.failures[:0]
	if cap(r.failures) > keep {
		r.failures = nil
	}
	clear(r.room)
	r.room = r.room[:0]
}

func (r *report) full() bool { return len(r.failures)-r.base >= r.limit }

func (r *report) add(f Failure) {
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

// cameFrom notes for all failures since a position by which step they were reached.
func (r *report) cameFrom(from int, s step) {
	for k := from; k < len(r.failures); k++ {
		f := &r.failures[k]
		if f.path == nil {
			f.path = r.path()
		}
		f.cameFrom(s)
	}
}

// serial identifies the first failure since a position, 0 where there is none.
func (r *report) serial(from int) uint64 {
	if from >= len(r.failures) {
		return 0
	}
	return r.failures[from].serial
}

// holds reports whether the failure has been reported and not been taken back, and
// was not reported by an alternative other than the one being tried: each of them has
// to account for its own failing.
func (r *report) holds(serial uint64) bool {
	if serial == 0 {
		return false
	}
	low, high := r.base, len(r.failures) // serials rise
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

// Failures runs the program over the document and returns all failures, at most
// limit of them, in the order they were found. truncated says there are more. They are
// good until the evaluator is used again. There are none if and only if the document
// satisfies the schema.
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
	r.failures = e.withoutConsequences(r.failures)
	for way, k := wayTo(doc, node), 0; k < len(r.failures) && len(way) > 0; k++ {
		r.failures[k].path = append(slices.Clip(r.failures[k].path), way...)
	}
	return r.failures, r.truncated
}

// wayTo is the way from a node up to the root of the document.
func wayTo(doc *jsontape.Tape, node uint32) []step {
	var way []step
	for at := uint32(0); at != node; {
		s := step{move: toItem}
		child, isObject := at+1, doc.Nodes[at].Kind() == jsontape.Object
		for ; ; child, s.index = doc.Nodes[child].Next, s.index+1 {
			if isObject {
				s.move, s.key = toProperty, child
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

// FailuresApart is Failures for a program with Options.Strict, and for the one without: what
// the latter has no failure for is marked as Strict and comes last. Each may have limit
// failures; truncated and strictTruncated say that it has more. other is an evaluator of its
// own. It is asked for only if there is anything that strictness refuses.
func (e *Evaluator) FailuresApart(p *program.Program, other func() *Evaluator, doc *jsontape.Tape, limit int) (failures []Failure, truncated, strictTruncated bool) {
	strictly, strictTruncated := e.Failures(p, doc, limit)
	if !e.refused {
		return strictly, strictTruncated, strictTruncated // as nothing was refused, all is as without
	}
	failures, truncated = other().FailuresWithout(p, doc, limit)
	type key struct {
		code program.Code
		node uint32
		name string
	}
	keyOf := func(f *Failure) key {
		if f.Code == program.Bound {
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

// FailuresWithout is Failures without regard to Options.Strict.
func (e *Evaluator) FailuresWithout(p *program.Program, doc *jsontape.Tape, limit int) (failures []Failure, truncated bool) {
	if !e.ValidWithout(p, doc) {
		e.lenient = true
		failures, truncated = e.Failures(p, doc, limit)
		e.lenient = false
	}
	return failures, truncated
}

// code is the one for a run that came to no answer.
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
	if n.Values.Keyword == "const" {
		return e.fail(n, i, program.Const, "const")
	}
	return e.fail(n, i, program.Enum, "enum")
}

func (e *Evaluator) failLeaf(n *program.Node, i uint32, a *program.Assertion) bool {
	if e.observer == nil {
		return false
	}
	f := Failure{Code: a.Code, Node: i, Keyword: a.Name, schema: n, leaf: a}
	if a.Code == program.UniqueItems {
		clash := e.subject.Clash
		f.Node, f.First, f.Second = clash.Node, clash.First, clash.Second
		f.cameFrom(step{move: toItem, index: clash.Second})
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
		e.observer.fail(Failure{Code: program.UnknownProperty, Node: key, Keyword: keyword, Name: e.doc.String(key), schema: n})
	}
	return false
}

func (e *Evaluator) failName(n *program.Node, key uint32) bool {
	if e.observer != nil {
		e.observer.fail(Failure{Code: program.PropertyName, Node: key, Keyword: "propertyNames", Name: e.doc.String(key), schema: n})
	}
	return false
}

func (e *Evaluator) failItem(n *program.Node, item uint32, index int, keyword string) bool {
	if e.observer != nil {
		f := Failure{Code: program.AdditionalItems, Node: item, Keyword: keyword, schema: n}
		f.cameFrom(step{move: toItem, index: index})
		e.observer.fail(f)
	}
	return false
}

func (e *Evaluator) failContains(n *program.Node, i uint32, count int, keyword string) bool {
	if e.observer != nil {
		e.observer.fail(Failure{Code: program.Contains, Node: i, Keyword: keyword, schema: n, Count: count})
	}
	return false
}

func (e *Evaluator) failTwice(n *program.Node, i uint32, first, second int) bool {
	if e.observer != nil {
		e.observer.fail(Failure{Code: program.OneOf, Node: i, Keyword: "oneOf", schema: n, First: first, Second: second})
	}
	return false
}
