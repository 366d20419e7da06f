package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file streams objects with one schema for all properties. Their names differ from payload to payload, so
// they are not predicted, and only their hashes are needed. They are not recorded either, because a decoder
// needs the names.

// streamMap is streamObject for a rule that is a map.
func (e *Evaluator) streamMap(rule *program.ObjectRule, p, depth int) int {
	text, values := e.text, rule.Values()
	names := e.reader.Names()
	e.before = p
	if p = jsontape.SkipSpace(text, p+1); jsontape.ByteAt(text, p) == '}' {
		return e.endObject(rule, 0, &names, p+1)
	}
	anyString := values.Possible&^values.Inspect&program.StringKind != 0
	for {
		if jsontape.ByteAt(text, p) != '"' {
			return e.endObject(rule, 0, &names, e.stopAt(p))
		}
		end, hash := e.reader.HashedName(p + 1)
		if end < 0 || e.reader.Add(&names, hash) && !e.reader.IsNew(&names) {
			return e.endObject(rule, 0, &names, e.stopAt(p))
		}
		if p = jsontape.SkipSpace(text, end); jsontape.ByteAt(text, p) != ':' {
			return e.endObject(rule, 0, &names, e.stopAt(p))
		}
		p = jsontape.SkipSpace(text, p+1)
		if end = p; anyString && jsontape.ByteAt(text, p) == '"' {
			end = e.reader.PlainEnd(p + 1)
		}
		if end > p && jsontape.ByteAt(text, end) == '"' {
			p = end + 1
		} else if end = e.stream(values, p, depth); end < 0 {
			return e.stopInObject(rule, p, nil, 0, nil, &names)
		} else {
			p = end
		}
		e.before = p
		p = jsontape.SkipSpace(text, p)
		switch jsontape.ByteAt(text, p) {
		case ',':
			p = jsontape.SkipSpace(text, p+1)
		case '}':
			return e.endObject(rule, 0, &names, p+1)
		default:
			return e.endObject(rule, 0, &names, e.stopAt(p))
		}
	}
}
