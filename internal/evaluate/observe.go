package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file defines what a run reports, and to whom. There is one evaluator, and observers
// receive more than its result: [Evaluator.Failures] collects failures, [Evaluator.Trace] builds a
// unit for each schema and keyword, and [Evaluator.Applied] finds the schemas of each value.

// observe runs the program with an observer. A thorough one is told of every schema, not only
// of those that can make the document invalid: of schemas that accept whatever they are applied
// to, and of those that may fail without harm, such as the alternatives of anyOf.
func (e *Evaluator) observe(p *program.Program, doc *jsontape.Tape, o observer, thorough bool) (ok bool) {
	e.start(p, doc, o)
	e.thorough = thorough
	ok = e.applyObserved(step{edge: &p.Root}, 0, nil)
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
	ok := e.inspect(s.edge.Node, i, marks)
	e.observer, e.thorough = o, thorough
	o.leave(s, mark, ok)
	return ok
}
