// Package evaluate runs programs over documents.
//
// There are two ways to run one. A stream ([Evaluator.Accepts]) reads a text and validates it in
// one pass, but can only accept it. The evaluator walks the tape of a document. By itself, it stops
// at the first failure and allocates nothing. With an observer, it continues, and reports the
// schemas that it applies and the assertions that fail: [Evaluator.Failures] returns each [Failure]
// with its path through schema and instance, [Evaluator.Trace] a [Unit] for each schema and
// keyword, and [Evaluator.Applied] the schemas of each value.
package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/program"
)

// Valid reports whether the document satisfies the schema. It stops at the first failure, and
// returns false if the run exceeded a limit.
func (e *Evaluator) Valid(p *program.Program, doc *jsontape.Tape) bool {
	e.start(p, doc, nil)
	return e.apply(p.Root.Node, 0) && e.failure == noFailure
}

// validWithout is Valid, but ignores Options.Strict.
func (e *Evaluator) validWithout(p *program.Program, doc *jsontape.Tape) bool {
	e.lenient = true
	ok := e.Valid(p, doc)
	e.lenient = false
	return ok
}

// apply validates the instance at i against a node without recording evaluated children. For most
// instances their kind alone determines the result.
func (e *Evaluator) apply(n *program.Node, i uint32) bool {
	bit := program.KindBit(e.nodes[i].Kind())
	if n.Possible&bit == 0 {
		return false
	}
	if n.Inspect&bit == 0 {
		return true
	}
	return e.inspect(n, i, nil)
}

// inspect evaluates every assertion of the node that applies to the instance's kind. If marks is
// not nil, it is the set of evaluated children of the instance, and those that the node evaluates
// are added.
//
// It returns at the first failure, unless there is an observer. Cheap assertions come first.
func (e *Evaluator) inspect(n *program.Node, i uint32, marks []uint64) bool {
	if e.steps++; e.steps > e.budget || n.Looped {
		return e.inspectWatched(n, i, marks)
	}
	if e.depth == program.MaxApplied {
		return e.giveUp(tooDeep)
	}
	e.depth++
	ok := e.check(n, i, marks)
	e.depth--
	return ok
}

func (e *Evaluator) check(n *program.Node, i uint32, marks []uint64) bool {
	kind := e.nodes[i].Kind()
	ok := true
	if n.Accept&program.KindBit(kind) == 0 || n.Integral && kind == jsontape.Number && !number.Parse(e.doc.Raw(i)).IsInteger() {
		if ok = e.failType(n, i); !e.thorough {
			return false
		}
	}
	if n.Values != nil && !e.oneOfValues(n.Values, i) {
		if ok = e.failValue(n, i); !e.thorough {
			return false // other assertions are irrelevant for a value that is not allowed at all
		}
	}
	switch kind {
	case jsontape.String, jsontape.Key:
		if n.Text != nil {
			ok = e.checkText(n, i) && ok
		}
	case jsontape.Integer, jsontape.Number:
		if n.Number != nil {
			ok = e.checkNumber(n, i) && ok
		}
	case jsontape.Object, jsontape.Array:
		return e.checkContainer(n, i, marks, kind) && ok
	}
	if !ok && e.observer == nil {
		return false
	}
	if n.Combine != nil && !e.combine(n, i, nil) {
		ok = false
	}
	return ok
}

// checkContainer is the part of check for arrays and objects, which have children that may be
// left unevaluated.
func (e *Evaluator) checkContainer(n *program.Node, i uint32, marks []uint64, kind jsontape.Kind) bool {
	e.steps += e.doc.Count(i) // each child counts as a step
	outer, mark := marks, -1
	if r := n.Rest; r != nil && (kind == jsontape.Object && (r.Properties != nil || r.Known != nil && !e.lenient) || kind == jsontape.Array && r.Items != nil) {
		mark = len(e.bits)
		marks = e.set(e.doc.Count(i))
	}
	ok := true
	if kind == jsontape.Object {
		if n.Object != nil {
			ok = e.checkObject(n, i, marks)
		}
	} else if n.Array != nil {
		ok = e.checkArray(n, i, marks)
	}
	if (ok || e.observer != nil) && n.Combine != nil && !e.combine(n, i, marks) {
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
		setAll(outer, e.doc.Count(i)) // children that failed here are not also reported as unevaluated
	}
	return ok
}
