package program

import (
	"github.com/verdict-lint/verdict/internal/number"
)

// checkLeaves validates an instance against the assertions for its kind. The subject has been
// prepared.
func (e *Evaluator) checkLeaves(n *node, i uint32, list []assertion) bool {
	v, ok := &e.subject, true
	v.node = i
	for k := range list {
		a := &list[k]
		if a.check(a, v) {
			continue
		}
		undecided := v.undecided
		v.undecided = false
		if a.beside && !ok || a.implied && !e.thorough {
			continue
		}
		if undecided {
			return e.giveUp(patternTime)
		}
		if ok = e.failLeaf(n, i, a); e.observer == nil {
			return false
		}
	}
	return ok
}

// checkText validates a string against the assertions on strings.
func (e *Evaluator) checkText(n *node, i uint32) bool {
	e.subject.text, e.subject.length = e.textOf(i), -1
	return e.checkLeaves(n, i, n.text)
}

// checkNumber validates a number against the assertions on numbers.
func (e *Evaluator) checkNumber(n *node, i uint32) bool {
	e.subject.number = number.Parse(e.doc.Raw(i))
	return e.checkLeaves(n, i, n.number)
}

// checkCount validates an array or object against assertions on it.
func (e *Evaluator) checkCount(n *node, i uint32, list []assertion) bool {
	e.subject.length = e.doc.Count(i)
	return e.checkLeaves(n, i, list)
}

// acceptsText reports whether a string satisfies assertions that is ASCII and written without
// escapes, and need not be on a tape.
func (e *Evaluator) acceptsText(list []assertion, text []byte) bool {
	v := &e.subject
	v.text, v.length = text, len(text)
	return v.satisfies(list)
}

// acceptsCount likewise reports whether there are as many items or properties as there may be.
func (e *Evaluator) acceptsCount(list []assertion, count int) bool {
	e.subject.length = count
	return e.subject.satisfies(list)
}
