package evaluate

import (
	"github.com/verdict-lint/verdict/internal/equal"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/program"
)

// oneOfValues reports whether the instance is one of the values of enum or const.
func (e *Evaluator) oneOfValues(rule *program.ValueRule, i uint32) bool {
	switch kind := e.nodes[i].Kind(); kind {
	case jsontape.Null, jsontape.True, jsontape.False:
		return rule.Kinds&program.KindBit(kind) != 0
	case jsontape.Integer, jsontape.Number:
		return len(rule.Numbers) > 0 && hasNumber(rule, number.Parse(e.doc.Raw(i)))
	case jsontape.String, jsontape.Key:
		if rule.Strings == nil {
			return false
		}
		if n := &e.nodes[i]; !n.Escaped() {
			return rule.Strings.FindIn(e.text, int(n.Start)+1, int(n.End)-1) >= 0
		}
		return rule.Strings.Find(e.textOf(i)) >= 0
	default:
		values := rule.Compound
		if rule.ByHash != nil && len(values) > 0 {
			values = rule.ByHash[e.subject.Comparer.Hash(e.doc, i)]
		}
		for _, value := range values {
			if e.subject.Comparer.Equal(rule.Tape, value, e.doc, i) {
				return true
			}
		}
	}
	return false
}

// hasNumber reports whether a number is one of the values.
func hasNumber(rule *program.ValueRule, d number.Decimal) bool {
	if rule.ByHash != nil {
		for _, value := range rule.ByHash[equal.HashNumber(d)] {
			switch rule.Tape.Nodes[value].Kind() {
			case jsontape.Integer, jsontape.Number:
				if number.Parse(rule.Tape.Raw(value)).Equal(d) {
					return true
				}
			}
		}
		return false
	}
	for k := range rule.Numbers {
		if rule.Numbers[k].Equal(d) {
			return true
		}
	}
	return false
}
