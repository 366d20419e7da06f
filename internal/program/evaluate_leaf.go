package program

import (
	"encoding/base64"

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
			if e.equal(rule.tape, value, e.doc, i) {
				return true
			}
		}
	}
	return false
}

// checkText holds a string against the assertions on strings.
func (e *Evaluator) checkText(n *node, i uint32) bool {
	rule, ok := n.text, true
	if rule.minLength > 0 || rule.maxLength >= 0 {
		length := e.doc.Length(i)
		if length < rule.minLength {
			if ok = e.fail(n, i, MinLength, "minLength"); e.observer == nil {
				return false
			}
		}
		if rule.maxLength >= 0 && length > rule.maxLength {
			if ok = e.fail(n, i, MaxLength, "maxLength"); e.observer == nil {
				return false
			}
		}
	}
	if rule.format != nil && !rule.format(e.textOf(i)) {
		if ok = e.fail(n, i, Format, "format"); e.observer == nil {
			return false
		}
	}
	if rule.pattern != nil && ok { // what is wrong already hardly matches, for the same reason
		matched, err := rule.pattern.MatchWithin(e.textOf(i), &e.patternSteps)
		if err != nil {
			return e.giveUp(patternTime) // it has neither matched nor not
		}
		if !matched {
			if ok = e.fail(n, i, Pattern, "pattern"); e.observer == nil {
				return false
			}
		}
	}
	if rule.contentEncoding != "" || rule.contentMediaType != "" {
		ok = e.checkContent(n, i) && ok
	}
	return ok
}

// checkContent asserts base64 and JSON content, which only draft 7 asks for.
func (e *Evaluator) checkContent(n *node, i uint32) bool {
	content := e.textOf(i)
	if n.text.contentEncoding != "" {
		var err error
		if e.contentText, err = base64.StdEncoding.AppendDecode(e.contentText[:0], content); err != nil {
			return e.fail(n, i, Content, "contentEncoding")
		}
		content = e.contentText
	}
	if n.text.contentMediaType == "" {
		return true
	}
	if e.content.Parse(content, jsontape.Limits{Depth: maxApplied}) {
		return true
	}
	return e.fail(n, i, Content, "contentMediaType")
}

// checkNumber holds a number against the assertions on numbers.
func (e *Evaluator) checkNumber(n *node, i uint32) bool {
	rule, ok := n.number, true
	d := number.Parse(e.doc.Raw(i))
	for k := range rule.bounds {
		b := &rule.bounds[k]
		order := d.Compare(b.limit)
		if order == b.fail || order == 0 && b.strict {
			if ok = e.failBound(n, i, b); e.observer == nil {
				return false
			}
			break
		}
	}
	if rule.multipleOf != nil && ok && !d.MultipleOf(*rule.multipleOf) {
		ok = e.fail(n, i, MultipleOf, "multipleOf")
	}
	return ok
}
