package program

import (
	"github.com/verdict-lint/verdict/internal/number"
)

// checkLeaves validates an instance against the assertions for its kind. The subject has been
// prepared.
func (e *Evaluator) checkLeaves(n *node, i uint32, list *assertionList) bool {
	v, ok := &e.subject, true
	v.node = i
	for k := range list.all {
		a := &list.all[k]
		if a.holds(v) {
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
	e.subject.text = e.textOf(i)
	if n.text.sizes > 0 {
		e.subject.length = e.doc.Length(i)
	}
	return e.checkLeaves(n, i, n.text)
}

// checkNumber validates a number against the assertions on numbers.
func (e *Evaluator) checkNumber(n *node, i uint32) bool {
	e.subject.number = number.Parse(e.doc.Raw(i))
	return e.checkLeaves(n, i, n.number)
}

// checkCount validates an array or object against assertions on it.
func (e *Evaluator) checkCount(n *node, i uint32, list *assertionList) bool {
	e.subject.length = e.doc.Count(i)
	return e.checkLeaves(n, i, list)
}

// acceptsText reports whether a string satisfies assertions that is ASCII and written without
// escapes, and need not be on a tape. That its size is right is known.
func (e *Evaluator) acceptsText(list *assertionList, text []byte) bool {
	e.subject.text, e.subject.length = text, len(text)
	return e.subject.satisfies(list.all[list.sizes:])
}

// acceptsCount likewise reports whether there are as many items or properties as there may be.
func (e *Evaluator) acceptsCount(list *assertionList, count int) bool {
	e.subject.length = count
	return list.size.has(count) && e.subject.satisfies(list.all[list.sizes:])
}
