package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/pattern"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file has the state of a run, and what a run reports to an observer.

// An Evaluator runs programs over documents. It holds the memory that a run needs,
// so one that is used again allocates nothing. It is not safe for concurrent use.
type Evaluator struct {
	program *program.Program // that a text is streamed for
	stretch int              // in bytes, if it is not the default; see streamShared

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
	scope   *program.Scope // nil if the program has no gates
	scopes  program.Scopes
	bits    []uint64 // a stack of child sets
	decoded []byte
	subject program.Subject // see checkLeaves
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

func (e *Evaluator) start(p *program.Program, doc *jsontape.Tape, o observer) {
	e.doc, e.nodes, e.text = doc, doc.Nodes, doc.Text
	e.observer, e.thorough, e.explaining = o, false, o == observer(&e.own)
	e.refused = false
	e.exploring, e.trying = exploringSteps(len(doc.Nodes)), 0
	e.steps, e.depth = 0, 0
	e.budget = 1<<14 + p.StepsPerNode*len(doc.Nodes)
	e.subject.Doc, e.subject.PatternSteps = doc, pattern.Budget(len(doc.Text))
	e.forget()
	if e.scope, e.scopes = nil, (program.Scopes{}); p.Scoped != nil {
		e.scope = e.scopes.Enter(e.scopes.Outermost(), p.Scoped)
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
	e.subject.Comparer.Forget()
}

// Release forgets the document, so that a pooled evaluator does not keep it alive, and
// gives back memory that a very large one made it take.
func (e *Evaluator) Release() {
	e.text, e.scratch, e.subject.Text = nil, nil, nil
	e.reader.Release()
	if e.doc == nil {
		return
	}
	const keep = 1 << 16 // bytes
	e.doc, e.nodes, e.observer, e.selection = nil, nil, nil, nil
	e.failure = noFailure
	e.scope, e.scopes = nil, program.Scopes{}
	e.forget()
	e.own.forget()
	e.subject.Comparer.Release()
	for _, text := range []*[]byte{&e.decoded, &e.subject.Decoded} {
		if cap(*text) > keep {
			*text = nil
		}
	}
	e.subject.Content.Release()
	e.subject.Doc = nil
}

// giveUp ends the run. Whatever is still to be asked is sent to inspectWatched, which
// refuses it: no answer would be worth anything, since a schema that could not be
// evaluated has neither held nor failed. A thorough observer learns the rest all the same if
// all that is undecided is a pattern.
func (e *Evaluator) giveUp(why runFailure) bool {
	if e.thorough && why == patternTime {
		e.observer.fail(Failure{Code: program.PatternTime})
		return true
	}
	e.failure = why
	e.budget = -1
	e.own.closed = true
	return false
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

// An observer receives the schemas that a run applies, and the assertions that fail. Without
// one, a run stops at the first failure.
type observer interface {
	// enter is called before the schema at the end of a step is applied to an instance. If it
	// returns false, nothing is reported of that schema but that it is left.
	enter(s step, i uint32) (mark int, observe bool)

	// leave is called afterwards, with what enter returned.
	leave(s step, mark int, ok bool)

	// fail is called for each assertion of the schema entered last that fails.
	fail(f Failure)
}
