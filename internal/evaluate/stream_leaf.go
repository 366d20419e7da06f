package evaluate

import (
	"github.com/verdict-lint/verdict/internal/program"
)

// This file decides in a stream whether plain strings and numbers are valid. They are in the text from start to
// end, and a number is also in e.subject.

// acceptsReduced reports whether a value satisfies the node.
func (e *Evaluator) acceptsReduced(n *program.Node, kind program.KindSet, start, end int) bool {
	if n.Combine == nil {
		return e.acceptsOwn(n, kind, start, end)
	}
	r := n.Combine.Reduced(n, kind)
	for _, n := range r.Own {
		if !e.acceptsOwn(n, kind, start, end) {
			return false
		}
	}
	for _, alternatives := range r.Any {
		if e.accepting(alternatives, kind, start, end, 1) != 1 {
			return false
		}
	}
	for _, alternatives := range r.One {
		if e.accepting(alternatives, kind, start, end, 2) != 1 {
			return false
		}
	}
	return true
}

// acceptsOwn reports whether a value satisfies the keywords of the node that do not apply schemas to it.
func (e *Evaluator) acceptsOwn(n *program.Node, kind program.KindSet, start, end int) bool {
	if kind&program.NumberKind != 0 {
		return e.acceptsNumber(n)
	}
	return e.acceptsString(n, start, end)
}

func (e *Evaluator) acceptsString(n *program.Node, start, end int) bool {
	if v := n.Values; v != nil && (v.Strings == nil || v.Strings.FindIn(e.text, start, end) < 0) {
		return false
	}
	list := n.Text
	return list == nil || list.Size.Has(end-start) && (list.OnSizeOnly() || e.acceptsText(list, e.text[start:end]))
}

func (e *Evaluator) acceptsNumber(n *program.Node) bool {
	if n.Integral && !e.subject.Number.IsInteger() || n.Values != nil && !hasNumber(n.Values, e.subject.Number) {
		return false
	}
	return n.Number == nil || e.subject.Satisfies(n.Number.All)
}

// accepting returns how many of the alternatives a value satisfies, up to a limit. It returns -1 if that took too
// long.
func (e *Evaluator) accepting(alternatives []*program.Node, kind program.KindSet, start, end, limit int) (count int) {
	for _, n := range alternatives {
		if n.Inspect&kind == 0 || e.acceptsReduced(n, kind, start, end) {
			if count++; count == limit {
				return count
			}
		}
		if !e.mayRetry(end - start) {
			return -1
		}
	}
	return count
}
