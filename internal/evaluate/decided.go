package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/program"
)

// This file reports the property that `if` chooses by, if its value is none of those expected or if it is
// missing, instead of what follows from that.

// choiceOf returns the property that a condition depends on, and the schema of its value, if the condition only
// requires one of a few constants of it.
func choiceOf(condition *program.Node) (name string, value *program.Node, ok bool) {
	rule := condition.Object
	if rule == nil || len(rule.Members) != 1 || rule.Patterns != nil || rule.Additional != nil || rule.Closed || condition.Combine != nil {
		return "", nil, false
	}
	value = rule.Members[0].Node
	if value == nil || value.Values == nil {
		return "", nil, false
	}
	return rule.Names.Texts[0], value, true
}

// explainChoices explains failures of `else: false`, and those within `then` that apply because a property is
// missing.
func (e *Evaluator) explainChoices(failures []Failure) []Failure {
	var missing []choice
	kept := failures[:0]
	for _, f := range failures {
		if f.Code == program.False {
			e.explainElse(&f)
		}
		if e.explainMissingChoice(&f) {
			c := choice{f.Node, f.Name}
			if slices.Contains(missing, c) {
				continue
			}
			missing = append(missing, c)
		}
		kept = append(kept, f)
	}
	return kept
}

// A choice is a property of an object that several conditions choose by.
type choice struct {
	object uint32
	name   string
}

// explainElse changes a failure of `else: false` to one of the property that `if` chooses by: its value is none
// of the constants of this `if`, nor of those within whose `else` it is.
func (e *Evaluator) explainElse(f *Failure) {
	chain, decider := 0, ""
	for ; chain < len(f.path); chain++ {
		s := &f.path[chain]
		if !s.isConditional() || s.edge.Keyword != "else" {
			break
		}
		name, _, ok := choiceOf(s.parent.Combine.Cond.Node)
		if !ok || chain > 0 && name != decider {
			break
		}
		decider = name
	}
	if chain == 0 {
		return
	}
	key, ok := keyOf(e.doc, f.Node, decider)
	if !ok {
		f.Code, f.Name = program.Missing, decider
		return
	}
	constants := constantSet{known: make(map[string]bool)}
	for k := chain - 1; k >= 0; k-- {
		_, value, _ := choiceOf(f.path[k].parent.Combine.Cond.Node)
		constants.add(value, 0)
	}
	f.Code, f.Node, f.values = program.Enum, key+1, constants.texts
	if len(f.values) == 1 {
		f.Code = program.Const
	}
	f.path = slices.Insert(slices.Clip(f.path), 0, step{move: toProperty, at: key})
	f.moves++
}

// explainMissingChoice changes a failure within `then` to one of the property that `if` chooses by, if the object
// lacks it: that `if` applies only for this reason, as do those for its other values.
func (e *Evaluator) explainMissingChoice(f *Failure) bool {
	for k := len(f.path) - 1; k >= 0; k-- {
		s := &f.path[k]
		if !s.isConditional() || s.edge.Keyword != "then" {
			continue
		}
		name, _, ok := choiceOf(s.parent.Combine.Cond.Node)
		if !ok || !isOneOfChoices(f.path[k+1:], name) || hasProperty(e.doc, s.at, name) {
			continue
		}
		changed := Failure{Code: program.Missing, Node: s.at, Keyword: "if", Name: name, schema: s.parent, serial: f.serial}
		for _, outer := range f.path[k+1:] {
			changed.cameFrom(outer)
		}
		*f = changed
		return true
	}
	return false
}

// isOneOfChoices reports whether a path begins with a schema of `allOf`, next to which another one chooses by the
// same property.
func isOneOfChoices(path []step, name string) bool {
	if len(path) < 2 || path[0].edge == nil || path[0].edge.Keyword != "allOf" || path[1].edge == nil || path[1].edge.Node.Combine == nil {
		return false
	}
	choices := 0
	for _, edge := range path[1].edge.Node.Combine.All {
		if rule := edge.Node.Combine; rule != nil && rule.Cond != nil && rule.Then != nil {
			if other, _, ok := choiceOf(rule.Cond.Node); ok && other == name {
				choices++
			}
		}
	}
	return choices > 1
}
