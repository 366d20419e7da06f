package program

import "github.com/verdict-lint/verdict/internal/jsontape"

// This file defines what a run reports, and to whom. There is one evaluator, and observers
// receive more than its result: [Evaluator.Failures] collects failures, [Evaluator.Trace] builds a
// unit for each schema and keyword, and [Evaluator.Applied] finds the schemas of each value.

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

// observe runs the program with an observer. A thorough one is told of every schema, not only
// of those that can make the document invalid: of schemas that accept whatever they are applied
// to, and of those that may fail without harm, such as the alternatives of anyOf.
func (e *Evaluator) observe(p *Program, doc *jsontape.Tape, o observer, thorough bool) (ok bool) {
	e.start(p, doc, o)
	e.thorough = thorough
	ok = e.applyObserved(step{edge: &p.root}, 0, nil)
	e.thorough = false
	return ok
}

// applyObserved applies the schema at the end of a step to an instance, and reports that.
func (e *Evaluator) applyObserved(s step, i uint32, marks []uint64) bool {
	o, thorough := e.observer, e.thorough
	mark, observe := o.enter(s, i)
	if !observe {
		e.observer, e.thorough = nil, false
	}
	ok := e.inspect(s.edge.node, i, marks)
	e.observer, e.thorough = o, thorough
	o.leave(s, mark, ok)
	return ok
}
