package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file recognizes misspelt names in objects that allow other properties than those listed. The value of
// such a property violates the schema for other properties, and would be valid under the name meant.

// explainName keeps only the first of the failures since a position, which are those of a property that the
// schema does not list, if the name is probably misspelt.
func (e *Evaluator) explainName(n *program.Node, object, key uint32, from int) {
	r := &e.own
	if e.thorough || from >= len(r.failures) || e.failure != noFailure {
		return
	}
	name, ok := n.PropertyNames().Nearest(e.nameOf(key))
	if !ok {
		return
	}
	if _, taken := e.property(object, name); taken {
		return
	}
	rule := n.Object
	k := rule.Names.Find([]byte(name))
	if rule.Child(k) == nil {
		return
	}
	if rule.Patterns != nil {
		if m := rule.Matches(k); m.Unsure || len(m.Patterns) > 0 {
			return // they may reject the value under that name as well
		}
	}
	edge := &rule.Members[k].Edge
	if !acceptsAll(edge.Node) && e.matches(edge, key+1, nil) {
		r.failures = r.failures[:from+1]
		r.failures[from].meant = int32(len(r.failures[from].path))
	}
}

// Meant returns the key of the property within which the failure is, and the name that it probably should
// have. ok is false if the failure has another reason.
func (f *Failure) Meant(doc *jsontape.Tape) (key uint32, name string, ok bool) {
	if f.meant == 0 {
		return 0, "", false
	}
	s := &f.path[f.meant-1]
	name, ok = s.parent.PropertyNames().Nearest(doc.String(s.at))
	return s.at, name, ok
}
