package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file finds properties because of which a failure occurs, though it is not of their values: those of the
// condition of an implication that is written as alternatives, and those of a condition that does not apply the schema
// of a property.

// explainImplication adds a reason to the failures since a position, which are of one alternative, if the others are
// only conditions: {"anyOf": [{"not": A}, B]} means that A implies B, and {"anyOf": [{"required": ["a"]}, B]} that B
// applies to an object that lacks a.
func (e *Evaluator) explainImplication(edges []program.Edge, chosen int, i uint32, from int) {
	var properties []Decider
	excludes := false
	for k := range edges {
		if k == chosen {
			continue
		}
		n := edges[k].Node
		if names := onlyRequired(n); len(names) > 0 {
			for _, name := range names {
				if !hasProperty(e.doc, i, name) {
					properties = append(properties, Decider{name, false})
				}
			}
			continue
		}
		if n.Object != nil || hasAssertions(n) || n.Combine == nil || n.Combine.Not == nil || n.Combine.All != nil || n.Combine.Any != nil || n.Combine.One != nil || n.Combine.Cond != nil {
			return
		}
		excludes = true
		properties = append(properties, deciders(n.Combine.Not.Node, true)...)
	}
	if len(properties) == 0 || len(properties) > mostDeciders {
		return
	}
	for k := from; k < len(e.own.failures); k++ {
		if f := &e.own.failures[k]; f.deciders == nil && f.moves <= 1 && (excludes || f.Code != program.Missing) {
			f.decided, f.deciders = i, properties
		}
	}
}

// explainCondition adds a reason to the failures since a position, which are within then or else, if the condition consists of
// alternatives: the properties because of which one of them matches, or none.
func (e *Evaluator) explainCondition(condition *program.Node, matches bool, i uint32, from int) {
	if e.failure != noFailure || from >= len(e.own.failures) || e.nodes[i].Kind() != jsontape.Object {
		return
	}
	var properties []Decider
	for _, p := range appendCertain(nil, 0, condition) {
		rule := p.node.Combine
		if p.node.Object != nil {
			return
		}
		if rule == nil {
			continue
		}
		for _, edges := range [][]program.Edge{rule.Any, rule.One} {
			for k := range edges {
				switch {
				case len(properties) > mostDeciders:
					return
				case !matches:
					properties = append(properties, e.unmet(edges[k].Node, i)...)
				case e.matches(&edges[k], i, nil):
					properties = append(properties, deciders(edges[k].Node, true)...)
				}
				if matches && len(properties) > 0 {
					break
				}
			}
		}
	}
	properties = slices.CompactFunc(properties, func(a, b Decider) bool { return a.Name == b.Name })
	if len(properties) == 0 || len(properties) > mostDeciders {
		return
	}
	for k := from; k < len(e.own.failures); k++ {
		if f := &e.own.failures[k]; f.deciders == nil && f.moves <= 1 {
			f.decided, f.deciders = i, properties
		}
	}
}

// explainUnevaluated adds a reason to the last failure, which reports an unevaluated property of the object, if the
// schema has a condition that applies another schema for it if other properties have other values.
func (e *Evaluator) explainUnevaluated(n *program.Node, i, key uint32) {
	if e.observer == nil || e.thorough || len(e.own.failures) == 0 || e.failure != noFailure {
		return
	}
	f := &e.own.failures[len(e.own.failures)-1]
	if f.Code != program.UnknownProperty || f.Node != key {
		return
	}
	for _, p := range appendCertain(nil, 0, n) {
		rule := p.node.Combine
		if rule == nil || rule.Cond == nil {
			continue
		}
		applies := e.matches(rule.Cond, i, nil)
		other := rule.Then
		if applies {
			other = rule.Other
		}
		if other == nil || lists(alternativeOf(other.Node).certain, f.Name) == nil {
			continue
		}
		properties := deciders(rule.Cond.Node, true)
		if !applies {
			properties = e.unmet(rule.Cond.Node, i)
		}
		if 0 < len(properties) && len(properties) <= mostDeciders {
			f.decided, f.deciders = i, properties
			return
		}
	}
}

// unmet returns the properties because of which an object does not match a condition.
func (e *Evaluator) unmet(condition *program.Node, i uint32) []Decider {
	var properties []Decider
	for _, p := range alternativeOf(condition).certain {
		rule := p.node.Object
		for k := range rule.Members {
			name := rule.Names.Texts[k]
			switch key, ok := keyOf(e.doc, i, name); {
			case !ok && slices.Contains(rule.Required, int32(k)):
				properties = append(properties, Decider{name, false})
			case ok && rule.Members[k].Node != nil && !e.matches(&rule.Members[k].Edge, key+1, nil):
				properties = append(properties, Decider{name, true})
			}
		}
	}
	return properties
}
