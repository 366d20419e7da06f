package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
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
	for k := range failures {
		f := &failures[k]
		if f.Code == program.False {
			e.explainElse(f)
		}
		e.eachMissingChoice(f, func(at int, c choice) {
			if !slices.Contains(missing, c) && e.allowsIfChosen(f, at, c) {
				missing = append(missing, c)
			}
		})
	}
	if missing == nil {
		return failures
	}
	reported := make(map[choice]bool)
	kept := failures[:0]
	for _, f := range failures {
		drop := false
		e.eachMissingChoice(&f, func(at int, c choice) {
			if !drop && slices.Contains(missing, c) {
				f, drop = missingChoice(&f, at, c), reported[c]
				reported[c] = true
			}
		})
		if !drop {
			kept = append(kept, f)
		}
	}
	return kept
}

// A choice is a property that an object lacks, and that several conditions choose by.
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
	if chain == 0 || e.nodes[f.Node].Kind() != jsontape.Object {
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
	f.Code, f.Node, f.values = codeOfValues(constants.texts), key+1, constants.texts
	f.path = slices.Insert(slices.Clip(f.path), 0, step{move: toProperty, at: key})
	f.moves++
}

// eachMissingChoice calls visit for each step of the path of a failure into `then` of a condition that matches an
// object only because it lacks the property that it chooses by.
func (e *Evaluator) eachMissingChoice(f *Failure, visit func(at int, c choice)) {
	path := f.path
	for k := range path {
		s := &path[k]
		if !s.isConditional() || s.edge.Keyword != "then" {
			continue
		}
		if name, ok := vacuousChoice(s.parent.Combine); ok && e.nodes[s.at].Kind() == jsontape.Object && !hasProperty(e.doc, s.at, name) {
			visit(k, choice{s.at, name})
		}
	}
}

// vacuousChoice returns the property that a condition with `then` chooses by, if the condition does not require it.
func vacuousChoice(rule *program.CombineRule) (name string, ok bool) {
	if rule == nil || rule.Cond == nil || rule.Then == nil {
		return "", false
	}
	name, _, ok = choiceOf(rule.Cond.Node)
	return name, ok && len(rule.Cond.Node.Object.Required) == 0
}

// allowsIfChosen reports whether a schema next to the `then` at a step of the path applies for the same reason, is
// satisfied by the object, and has a schema for what the failure is about: then that one is probably meant.
func (e *Evaluator) allowsIfChosen(f *Failure, at int, c choice) bool {
	if e.scope != nil || len(f.path) < at+3 {
		return false // what applies may depend on the dynamic scope
	}
	list, around := f.path[at+1].edge, f.path[at+2].edge
	if list == nil || list.Keyword != "allOf" || around == nil || around.Node.Combine == nil {
		return false
	}
	for _, edge := range around.Node.Combine.All {
		rule := edge.Node.Combine
		if name, ok := vacuousChoice(rule); !ok || name != c.name || rule.Then == f.path[at].edge {
			continue
		}
		if e.isAboutSame(f, at, c.object, rule.Then.Node) && e.matches(rule.Then, c.object, nil) {
			return true
		}
	}
	return false
}

// isAboutSame reports whether a schema has one for the property of the object that a failure is about or, if the
// failure is about the object itself, for one that the failed schema at the step does not mention.
func (e *Evaluator) isAboutSame(f *Failure, at int, object uint32, other *program.Node) bool {
	moved := slices.IndexFunc(f.path[:at], func(s step) bool { return s.move != stay })
	key, isAllowed := f.Node, f.Code == program.False || f.Code == program.UnknownProperty
	switch parts := alternativeOf(other).certain; {
	case moved < 0 && f.Code != program.UnknownProperty:
		failed := alternativeOf(f.path[at].edge.Node).all
		for key, end := object+1, e.nodes[object].Next; key < end; key = e.nodes[key+1].Next {
			name := e.doc.String(key)
			if lists(parts, name) != nil && !slices.ContainsFunc(failed, func(p part) bool { return p.mentions(name) }) {
				return true
			}
		}
		return false
	case moved >= 0 && f.path[moved].move != toProperty, f.moves-movesOf(f.path[at:]) > 1:
		return false
	default:
		if moved >= 0 {
			key = f.path[moved].at
		}
		child := lists(parts, e.doc.String(key))
		return child != nil && (isAllowed || child.Possible != program.AnyKind)
	}
}

// lists returns the schema that one of the parts has for a property, nil if none has one.
func lists(parts []part, name string) *program.Node {
	for _, p := range parts {
		if child := p.node.Object.Child(p.node.Object.Names.Find([]byte(name))); child != nil {
			return child
		}
	}
	return nil
}

// movesOf returns the number of steps of a path that lead to a child.
func movesOf(path []step) int {
	moves := 0
	for k := range path {
		if path[k].move != stay {
			moves++
		}
	}
	return moves
}

// missingChoice returns the failure that reports a missing choice instead of one within `then` at a step.
func missingChoice(f *Failure, at int, c choice) Failure {
	changed := Failure{Code: program.Missing, Node: c.object, Keyword: "if", Name: c.name, schema: f.path[at].parent, serial: f.serial}
	for _, outer := range f.path[at+1:] {
		changed.cameFrom(outer)
	}
	return changed
}
