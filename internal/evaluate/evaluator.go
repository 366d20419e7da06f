package evaluate

import (
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file defines the state of a run, and the interface of observers.

// An Evaluator runs programs over documents. It reuses its memory, so that a run with an
// evaluator that was used before allocates nothing. It is not safe for concurrent use.
type Evaluator struct {
	program *program.Program // of the stream
	chunk   int              // in bytes, if it is not the default; see streamShared
	window  int              // in bytes, if it is not the default; see AcceptsArray

	doc   *jsontape.Tape // nil until something is evaluated
	nodes []jsontape.Node
	text  []byte

	reader   jsontape.Reader              // of text, see Accepts
	ahead    [program.PredictedBytes]byte // the end of the text, see streamObject
	unlisted program.Member               // see streamName
	checks   program.Checks               // of unlisted
	hashes   []uint64                     // see differ
	misses   uint                         // texts that were not predicted
	scratch  *jsontape.Tape               // see tape
	again    int                          // bytes that may be read again; see streamReduced
	reached  int                          // where the stream gave up; see stopAt
	refuted  bool                         // the value is known to be invalid; see refute
	before   int                          // where streamName began
	stops    []stopPoint                  // where it gave up in arrays and objects; see resume.go
	seen     uint64                       // the names of the object that was read last
	onTape   []stopPoint                  // see FailuresAhead
	spare    *jsontape.Tape               // see FailuresAhead

	observer observer // nil if only validity is needed
	thorough bool     // whether the observer is thorough; see observe
	own      report   // the observer of a run that collects failures

	explaining   bool              // own was the observer when the run began
	exploring    int               // steps left for trying several alternatives; see attempts
	trying       int               // depth of nested calls of attempts
	answers      map[question]bool // see matchesExplaining
	explanations map[explanation][]Failure
	selection    *selection
	wide         wideObject

	defaults *Defaults // count as present for required; nil unless Missing is running

	lenient bool // ignore Options.Strict
	refused bool // a property was rejected because of Options.Strict

	steps    int    // schemas applied so far
	depth    int    // of schemas within schemas
	memo     *memo  // nil until the run exceeds its budget
	reported uint64 // see propagateReported
	budget   int    // steps after which results are cached
	bounds   program.Bounds

	active   []activation
	scope    *program.Scope // nil if the program has no gates
	scopes   program.Scopes
	bits     []uint64 // a stack of child sets
	decoded  []byte
	decodes  uint32           // the node of which decoded is the text, plus 1
	length   int              // see lengthOf
	measured uint32           // the node of which length is that, plus 1
	names    strings.Builder  // see nameOf
	subject  program.Subject  // see checkLeaves
	found    program.Findings // see checkCustom
	failure  runFailure
}

// A runFailure is the limit that ended a run without a result.
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
	e.keepStops(doc)
	e.exploring, e.trying = exploringSteps(len(doc.Nodes)), 0
	e.steps, e.depth = 0, 0
	e.bounds, e.budget = p.Bounds, 1<<14+p.StepsPerNode*len(doc.Nodes)
	e.subject.Doc, e.subject.PatternSteps = doc, p.Bounds.PatternStepsFor(len(doc.Text))
	e.forget()
	if e.scope, e.scopes = nil, (program.Scopes{}); p.Scoped != nil {
		e.scope = e.scopes.Enter(e.scopes.Outermost(), p.Scoped)
	}
	e.active = e.active[:0]
	e.bits = e.bits[:0]
	e.failure = noFailure
}

// exploringSteps returns how many steps a run on a document of so many nodes may spend on choosing
// among alternatives that have equally much in common with an instance.
func exploringSteps(nodes int) int { return 1<<12 + nodes }

// forget drops all cached results about nodes of the tape. It must be called when the tape gets
// other contents.
func (e *Evaluator) forget() {
	e.memo, e.reported = nil, 0
	e.answers, e.explanations = nil, nil
	e.wide = wideObject{}
	e.decodes, e.measured = 0, 0
	e.subject.Comparer.Forget()
}

// Release drops the references to the document, so that a pooled evaluator does not keep it
// alive, and the buffers that a very large document has needed.
func (e *Evaluator) Release() {
	e.text, e.subject.Text, e.found = nil, nil, program.Findings{}
	e.reader.Release()
	const keep = 1 << 16 // bytes
	if 8*cap(e.hashes) > keep {
		e.hashes = nil
	}
	if e.stops = e.stops[:0]; cap(e.stops) > maxStops {
		e.stops, e.onTape = nil, nil
	}
	if e.spare != nil {
		e.spare.Release()
	}
	if e.doc == nil {
		return
	}
	e.doc, e.nodes, e.observer, e.selection = nil, nil, nil, nil
	e.failure = noFailure
	e.scope, e.scopes = nil, program.Scopes{}
	e.forget()
	e.own.forget()
	e.subject.Comparer.Release()
	if cap(e.decoded) > keep {
		e.decoded = nil
	}
	if cap(e.subject.Decoded) > keep {
		e.subject.Decoded = nil
	}
	e.subject.Content.Release()
	e.subject.Doc = nil
}

// giveUp ends the run because a limit was exceeded. It makes inspect call inspectWatched, which
// then returns false without evaluating anything: a schema that could not be evaluated neither
// matches nor fails, so later results would be meaningless. If the limit is that of patterns, a run
// with a thorough observer continues.
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

// set returns an empty set for so many members, allocated at the end of e.bits. The caller
// truncates e.bits to its previous length after use.
func (e *Evaluator) set(members int) []uint64 {
	words := max(1, (members+63)/64)
	from := len(e.bits)
	if from+words > cap(e.bits) {
		// Sets in use keep the previous array.
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

// textOf returns the unescaped text of a String or Key. It is valid until the next call.
func (e *Evaluator) textOf(i uint32) []byte {
	if !e.nodes[i].Escaped() {
		return e.doc.Content(i)
	}
	if e.decodes != i+1 {
		e.decoded, e.decodes = e.doc.AppendText(e.decoded[:0], i), i+1
	}
	return e.decoded
}

// lengthOf returns the number of characters of a String or Key. It keeps that of the last long one, which many schemas may
// need.
func (e *Evaluator) lengthOf(i uint32) int {
	const long = 1 << 8 // bytes
	n := &e.nodes[i]
	if n.Plain() || n.End-n.Start < long {
		return e.doc.Length(i)
	}
	if e.measured != i+1 {
		e.length, e.measured = e.doc.Length(i), i+1
	}
	return e.length
}

// nameOf returns the unescaped text of a Key as a string. Names share blocks of memory.
func (e *Evaluator) nameOf(key uint32) string {
	const block = 1 << 10 // bytes
	name := e.textOf(key)
	if len(name) > block/4 {
		return string(name)
	}
	from := e.names.Len()
	if from+len(name) > e.names.Cap() {
		e.names, from = strings.Builder{}, 0
		e.names.Grow(block)
	}
	e.names.Write(name)
	return e.names.String()[from:]
}

// An observer receives the schemas that a run applies, and the assertions that fail. Without
// one, a run stops at the first failure.
type observer interface {
	// enter is called before the schema at the end of a step is applied to an instance. If
	// observe is false, the next call for this schema is leave, and nothing within it is reported.
	enter(s step, i uint32) (mark int, observe bool)

	// leave is called afterwards, with the mark that enter returned.
	leave(s step, mark int, ok bool)

	// fail is called for each assertion of the schema entered last that fails.
	fail(f Failure)

	// annotate is called for each annotation, in JSON, of a custom keyword of the schema entered last.
	annotate(keyword string, value []byte)

	// cut is called if failures were left out.
	cut()
}
