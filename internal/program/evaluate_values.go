package program

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
)

// oneOfValues reports whether the instance is one of the values of enum or const.
func (e *Evaluator) oneOfValues(rule *valueRule, i uint32) bool {
	switch kind := e.nodes[i].Kind(); kind {
	case jsontape.Null, jsontape.True, jsontape.False:
		return rule.kinds&kindBit(kind) != 0
	case jsontape.Integer, jsontape.Number:
		if len(rule.numbers) == 0 {
			return false
		}
		d := number.Parse(e.doc.Raw(i))
		for k := range rule.numbers {
			if rule.numbers[k].Equal(d) {
				return true
			}
		}
	case jsontape.String, jsontape.Key:
		if rule.strings == nil {
			return false
		}
		if n := &e.nodes[i]; !n.Escaped() {
			return rule.strings.findIn(e.text, int(n.Start)+1, int(n.End)-1) >= 0
		}
		return rule.strings.find(e.textOf(i)) >= 0
	default:
		for _, value := range rule.compound {
			if e.subject.comparer.Equal(rule.tape, value, e.doc, i) {
				return true
			}
		}
	}
	return false
}
