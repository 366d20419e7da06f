package program

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/pattern"
)

// An Evaluator runs programs over documents. It holds the memory that a run needs,
// so one that is used again allocates nothing. It is not safe for concurrent use.
type Evaluator struct {
	program *Program // that a text is streamed for
	stretch int      // in bytes, if it is not the default; see streamShared

	doc   *jsontape.Tape // nil as long as nothing is evaluated
	nodes []jsontape.Node
	text  []byte

	reader  jsontape.Reader // of text, see Accepts
	scratch *jsontape.Tape  // see tape

	observer observer // nil if only the verdict is asked for
	thorough bool     // the observer is; see observe
	own      report   // the observer of a run that explains

	explaining   bool              // own was the observer when the run began
	exploring    int               // steps left for trying several alternatives with the report
	trying       int               // how many such trials are under way within each other
	answers      map[question]bool // see holdsExplaining
	explanations map[explanation][]Failure
	selection    *selection

	lenient bool // take no notice of Options.Strict
	refused bool // a property has been refused because of Options.Strict

	steps  int    // schemas applied so far
	depth  int    // of schemas within schemas
	memo   *memo  // nil until the run has become suspiciously long
	told   uint64 // see toldBy
	budget int    // steps after which answers are kept

	active  []activation
	scope   *scope // nil if the program has no gates
	scopes  scopes
	bits    []uint64 // a stack of child sets
	decoded []byte
	subject subject // see checkLeaves
	failure runFailure
}

// A runFailure is why a run could not come to an answer.
type runFailure uint8

const (
	noFailure runFailure = iota
	tooDeep
	patternTime
	tooLong
)

// Valid reports whether the document satisfies the schema. It stops at the first
// failure. A document on which the run had to be given up counts as one that does not.
func (e *Evaluator) Valid(p *Program, doc *jsontape.Tape) bool {
	e.start(p, doc, nil)
	return e.apply(p.root.node, 0) && e.failure == noFailure
}

// ValidWithout is Valid without regard to Options.Strict.
func (e *Evaluator) ValidWithout(p *Program, doc *jsontape.Tape) bool {
	e.lenient = true
	ok := e.Valid(p, doc)
	e.lenient = false
	return ok
}

func (e *Evaluator) start(p *Program, doc *jsontape.Tape, o observer) {
	e.doc, e.nodes, e.text = doc, doc.Nodes, doc.Text
	e.observer, e.thorough, e.explaining = o, false, o == observer(&e.own)
	e.refused = false
	e.exploring, e.trying = exploringSteps(len(doc.Nodes)), 0
	e.steps, e.depth = 0, 0
	e.budget = 1<<14 + p.stepsPerNode*len(doc.Nodes)
	e.subject.doc, e.subject.patternSteps = doc, pattern.Budget(len(doc.Text))
	e.forget()
	if e.scope, e.scopes = nil, (scopes{}); p.scoped != nil {
		e.scope = e.scopes.enter(e.scopes.of(nil), p.scoped)
	}
	e.active = e.active[:0]
	e.bits = e.bits[:0]
	e.failure = noFailure
}

// exploringSteps bounds what a run on a document of so many nodes spends on choosing among
// alternatives that have equally much in common with an instance.
func exploringSteps(nodes int) int { return 1<<12 + nodes }

// forget drops what was found out about the nodes of the tape. It is to be called
// whenever they come to stand for other values.
func (e *Evaluator) forget() {
	e.memo, e.told = nil, 0
	e.answers, e.explanations = nil, nil
	e.subject.comparer.Forget()
}

// Release forgets the document, so that a pooled evaluator does not keep it alive, and
// gives back memory that a very large one made it take.
func (e *Evaluator) Release() {
	e.text, e.scratch, e.subject.text = nil, nil, nil
	e.reader.Release()
	if e.doc == nil {
		return
	}
	const keep = 1 << 16 // bytes
	e.doc, e.nodes, e.observer, e.selection = nil, nil, nil, nil
	e.failure = noFailure
	e.scope, e.scopes = nil, scopes{}
	e.forget()
	e.own.forget()
	e.subject.comparer.Release()
	for _, text := range []*[]byte{&e.decoded, &e.subject.decoded} {
		if cap(*text) > keep {
			*text = nil
		}
	}
	e.subject.content.Release()
	e.subject.doc = nil
}

// apply validates the instance at i against a node without recording which children that
// evaluates. Most of the time, the kind of the instance decides.
func (e *Evaluator) apply(n *node, i uint32) bool {
	bit := kindBit(e.nodes[i].Kind())
	if n.possible&bit == 0 {
		return false
	}
	if n.inspect&bit == 0 {
		return true
	}
	return e.inspect(n, i, nil)
}

// inspect asks everything of the instance that the node asks of its kind. marks,
// where it is not nil, is the set of children of the instance that are evaluated;
// what the node evaluates is added.
//
// It returns at the first failure, unless there is an observer. The groups come in the
// order of what they cost.
func (e *Evaluator) inspect(n *node, i uint32, marks []uint64) bool {
	if e.steps++; e.steps > e.budget || n.looped {
		return e.inspectWatched(n, i, marks)
	}
	if e.depth == maxApplied {
		return e.giveUp(tooDeep)
	}
	e.depth++
	ok := e.check(n, i, marks)
	e.depth--
	return ok
}

// giveUp ends the run. Whatever is still to be asked is sent to inspectWatched, which
// refuses it: no answer would be worth anything, since a schema that could not be
// evaluated has neither held nor failed. A thorough observer learns the rest all the same if
// all that is undecided is a pattern.
func (e *Evaluator) giveUp(why runFailure) bool {
	if e.thorough && why == patternTime {
		e.observer.fail(Failure{Code: PatternTime})
		return true
	}
	e.failure = why
	e.budget = -1
	e.own.closed = true
	return false
}

func (e *Evaluator) check(n *node, i uint32, marks []uint64) bool {
	kind := e.nodes[i].Kind()
	ok := true
	if n.accept&kindBit(kind) == 0 || n.integral && kind == jsontape.Number && !number.Parse(e.doc.Raw(i)).IsInteger() {
		if ok = e.failType(n, i); !e.thorough {
			return false
		}
	}
	if n.values != nil && !e.oneOfValues(n.values, i) {
		if ok = e.failValue(n, i); !e.thorough {
			return false // what else is asked of a value that may not be there at all does not matter
		}
	}
	switch kind {
	case jsontape.String, jsontape.Key:
		if n.text != nil {
			ok = e.checkText(n, i) && ok
		}
	case jsontape.Integer, jsontape.Number:
		if n.number != nil {
			ok = e.checkNumber(n, i) && ok
		}
	case jsontape.Object, jsontape.Array:
		return e.checkContainer(n, i, marks, kind) && ok
	}
	if !ok && e.observer == nil {
		return false
	}
	if n.combine != nil && !e.combine(n, i, nil) {
		ok = false
	}
	return ok
}

// checkContainer is check for arrays and objects: they are the ones with children
// that can be left unevaluated.
func (e *Evaluator) checkContainer(n *node, i uint32, marks []uint64, kind jsontape.Kind) bool {
	e.steps += e.doc.Count(i) // going over many children is many steps
	outer, mark := marks, -1
	if r := n.rest; r != nil && (kind == jsontape.Object && (r.properties != nil || r.known != nil && !e.lenient) || kind == jsontape.Array && r.items != nil) {
		mark = len(e.bits)
		marks = e.set(e.doc.Count(i))
	}
	ok := true
	if kind == jsontape.Object {
		if n.object != nil {
			ok = e.checkObject(n, i, marks)
		}
	} else if n.array != nil {
		ok = e.checkArray(n, i, marks)
	}
	if (ok || e.observer != nil) && n.combine != nil && !e.combine(n, i, marks) {
		ok = false
	}
	if mark < 0 {
		return ok
	}
	if ok || e.observer != nil {
		if !ok {
			e.markKnown(n, i, marks)
		}
		ok = e.checkRest(n, i, marks, kind) && ok
	}
	e.bits = e.bits[:mark]
	if outer != nil && (ok || e.observer != nil) {
		setAll(outer, e.doc.Count(i)) // what fails here is not also reported as unevaluated
	}
	return ok
}

// set is an empty set with room for so many members, on top of e.bits. The caller
// cuts e.bits back to where it was when the set is done with.
func (e *Evaluator) set(members int) []uint64 {
	words := max(1, (members+63)/64)
	from := len(e.bits)
	if from+words > cap(e.bits) {
		// Sets that are in use stay where they are, in the memory left behind.
		e.bits = append(make([]uint64, 0, 2*cap(e.bits)+words+8), e.bits...)
	}
	e.bits = e.bits[:from+words]
	set := e.bits[from : from+words : from+words]
	clear(set)
	return set
}

func setBit(set []uint64, child int) { set[child>>6] |= 1 << (child & 63) }

func hasBit(set []uint64, child int) bool { return set[child>>6]&(1<<(child&63)) != 0 }

func setAll(set []uint64, count int) {
	for w := range count / 64 {
		set[w] = ^uint64(0)
	}
	if count%64 != 0 {
		set[count/64] |= 1<<(count%64) - 1
	}
}

func addAll(set, more []uint64) {
	for w := range more {
		set[w] |= more[w]
	}
}

// textOf is the text of a String or Key, escapes resolved. It is good until the next
// call.
func (e *Evaluator) textOf(i uint32) []byte {
	if !e.nodes[i].Escaped() {
		return e.doc.Content(i)
	}
	e.decoded = e.doc.AppendText(e.decoded[:0], i)
	return e.decoded
}
