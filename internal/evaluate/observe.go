package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file runs a program with an observer. There are four: [Evaluator.Failures] collects
// failures, [Evaluator.Trace] builds a unit for each schema and keyword, [Evaluator.Applied]
// finds the schemas of each value, and [Evaluator.Missing] the defaults that a document lacks.

// observe runs the program with an observer. If it is thorough, the run reports every schema to
// it, not only those that can make the document invalid: also schemas that accept everything, and
// those that may fail without making the document invalid, such as the alternatives of anyOf.
func (e *Evaluator) observe(p *program.Program, doc *jsontape.Tape, o observer, thorough bool) (ok bool) {
	e.start(p, doc, o)
	e.thorough = thorough
	ok = e.applyObserved(step{edge: &p.Root}, 0, nil)
	e.thorough = false
	return ok
}

// applyObserved applies the schema at the end of a step to an instance, and reports that to the
// observer. A report needs to know only if it failed, and when that of propertyNames begins.
func (e *Evaluator) applyObserved(s step, i uint32, marks []uint64) bool {
	if r, ok := e.observer.(*report); ok && s.edge.Keyword != "propertyNames" {
		mark := len(r.failures)
		valid := e.inspect(s.edge.Node, i, marks)
		if !valid {
			r.cameFrom(mark, s)
		}
		return valid
	}
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
