package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/program"
)

// checkLeaves validates an instance against the assertions for its kind. The caller has set the
// fields of e.subject that they need.
func (e *Evaluator) checkLeaves(n *program.Node, i uint32, list *program.AssertionList) bool {
	v, ok := &e.subject, true
	v.Node = i
	for k := range list.All {
		a := &list.All[k]
		if a.Accepts(v) {
			continue
		}
		undecided := v.Undecided
		v.Undecided = false
		if a.Beside && !ok || a.Implied && !e.thorough {
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
func (e *Evaluator) checkText(n *program.Node, i uint32) bool {
	e.subject.Text = e.textOf(i)
	if n.Text.Sizes > 0 {
		e.subject.Length = e.lengthOf(i)
	}
	return e.checkLeaves(n, i, n.Text)
}

// checkNumber validates a number against the assertions on numbers.
func (e *Evaluator) checkNumber(n *program.Node, i uint32) bool {
	e.subject.Text = e.doc.Raw(i)
	e.subject.Number = number.Parse(e.subject.Text)
	return e.checkLeaves(n, i, n.Number)
}

// satisfiesLeaves reports whether a string or number satisfies the schema's own assertions on it, without the
// schemas that it applies. Other values satisfy them.
func (e *Evaluator) satisfiesLeaves(n *program.Node, i uint32) bool {
	switch e.nodes[i].Kind() {
	case jsontape.String:
		if n.Text != nil {
			e.subject.Text, e.subject.Length = e.textOf(i), e.lengthOf(i)
			return e.subject.Satisfies(n.Text.All)
		}
	case jsontape.Integer, jsontape.Number:
		if n.Number != nil {
			e.subject.Text = e.doc.Raw(i)
			e.subject.Number = number.Parse(e.subject.Text)
			return e.subject.Satisfies(n.Number.All)
		}
	}
	return true
}

// checkCount validates an array or object against assertions such as maxItems.
func (e *Evaluator) checkCount(n *program.Node, i uint32, list *program.AssertionList) bool {
	e.subject.Length = e.doc.Count(i)
	return e.checkLeaves(n, i, list)
}

// acceptsText reports whether an unescaped ASCII string, which need not be on a tape, satisfies
// the assertions other than those on its length, which the caller has checked.
func (e *Evaluator) acceptsText(list *program.AssertionList, text []byte) bool {
	e.subject.Text, e.subject.Length = text, len(text)
	return e.subject.Satisfies(list.All[list.Sizes:])
}

// acceptsCount reports whether the number of items or properties satisfies the assertions.
func (e *Evaluator) acceptsCount(list *program.AssertionList, count int) bool {
	e.subject.Length = count
	return list.Size.Has(count) && e.subject.Satisfies(list.All[list.Sizes:])
}
