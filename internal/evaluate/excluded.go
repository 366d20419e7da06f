package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file finds the properties that an object must not have because of `not`.

// Excluded returns the properties that must not occur together, if `not` requires just that. If it consists of
// alternatives that each require one property, each is true, and those that the object has are returned.
func (f *Failure) Excluded(doc *jsontape.Tape) (names []string, each bool) {
	n := f.schema.Combine.Not.Node
	if doc.Nodes[f.Node].Kind() != jsontape.Object {
		return nil, false
	}
	if names = onlyRequired(n); names != nil {
		return names, len(names) == 1
	}
	rule := n.Combine
	if rule == nil || rule.Any == nil || rule.One != nil || rule.All != nil || rule.Not != nil || rule.Cond != nil || len(rule.Any) > maxRelated || hasAssertions(n) || n.Object != nil {
		return nil, false
	}
	for k := range rule.Any {
		required := onlyRequired(rule.Any[k].Node)
		if len(required) != 1 {
			return nil, false
		}
		if hasProperty(doc, f.Node, required[0]) {
			names = append(names, required[0])
		}
	}
	return names, true
}

// ExcludesValue reports whether the failure is that `not` excludes the value of the instance.
func (f *Failure) ExcludesValue() bool {
	if f.Code != program.Not {
		return false
	}
	excluded, _ := f.ExcludedValue()
	return excluded
}

// ExcludedValue reports whether `not` excludes only the value of the instance, or only null if it is that. If `not` is a
// single pattern, that is returned.
func (f *Failure) ExcludedValue() (excluded bool, pattern string) {
	n := f.schema.Combine.Not.Node
	if n.Object != nil || n.Array != nil || n.Number != nil || n.Rest != nil || n.Combine != nil {
		return false, ""
	}
	if n.Text == nil {
		return n.Values != nil || n.Accept == program.NullKind, ""
	}
	if n.Values == nil && len(n.Text.All) == 1 && n.Text.All[0].Code == program.Pattern {
		return false, n.Text.All[0].Pattern.String()
	}
	return false, ""
}

// onlyRequired returns the properties that a schema requires, nil if it requires anything else.
func onlyRequired(n *program.Node) []string {
	rule := n.Object
	if rule == nil || n.Combine != nil || hasAssertions(n) || len(rule.Members) > len(rule.Required) || rule.Patterns != nil ||
		rule.Additional != nil || rule.Closed || rule.Leaves != nil || rule.NamesRule != nil ||
		slices.ContainsFunc(rule.Members, func(m program.Member) bool { return m.Node != nil && !acceptsAll(m.Node) }) {
		return nil
	}
	names := make([]string, len(rule.Required))
	for k, required := range rule.Required {
		names[k] = rule.Names.Texts[required]
	}
	return names
}

// hasAssertions reports whether a schema has keywords other than those about properties and alternatives.
func hasAssertions(n *program.Node) bool {
	return n.Values != nil || n.Text != nil || n.Number != nil || n.Array != nil || n.Rest != nil
}

// OnlyOneOf returns the properties of an object of which each of the nearest alternatives allows only one, nil if
// that is not why none matches.
func (f *Failure) OnlyOneOf(doc *jsontape.Tape) []string {
	if names := f.unknownToEachOther(doc); names != nil {
		return names
	}
	var all []string
	excluded := make([]int, len(f.Branches)) // the number of properties that an alternative excludes
	for k := range f.Branches {
		b := &f.Branches[k]
		if b.Code != program.Not || b.Node != f.Node {
			return nil
		}
		names, each := b.Excluded(doc)
		if !each {
			return nil
		}
		excluded[k] = len(names)
		for _, name := range names {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	if len(all) < 2 || slices.ContainsFunc(excluded, func(n int) bool { return n != len(all)-1 }) {
		return nil
	}
	return all
}

// unknownToEachOther returns a property of each of two alternatives that the other does not allow, nil if there are none.
func (f *Failure) unknownToEachOther(doc *jsontape.Tape) []string {
	if len(f.Branches) != 2 {
		return nil
	}
	a, b := f.Branches[0].forbidden(doc), f.Branches[1].forbidden(doc)
	if a == "" || b == "" || a == b {
		return nil
	}
	return []string{a, b}
}

// forbidden returns the property of the instance that is not allowed, "" if the failure is another one.
func (f *Failure) forbidden(doc *jsontape.Tape) string {
	switch {
	case f.Code == program.UnknownProperty && f.moves == 0:
		return f.Name
	case f.Code == program.False && f.moves == 1 && doc.Nodes[f.Node-1].Kind() == jsontape.Key:
		return doc.String(f.Node - 1)
	}
	return ""
}
