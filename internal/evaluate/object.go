package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// checkObject validates an object against the keywords for objects, in one pass over its
// properties.
func (e *Evaluator) checkObject(n *program.Node, i uint32, marks []uint64) bool {
	rule, ok := n.Object, true
	if rule.Leaves != nil {
		if ok = e.checkCount(n, i, rule.Leaves); !ok && e.observer == nil {
			return false
		}
	}
	var seen uint64 // of the names that have a bit
	var more []uint64
	mark := len(e.bits)
	nodes, members, settled, from := e.nodes, rule.Members, program.AnyKind, len(e.own.failures)
	if rule.Sparse {
		more = e.set(len(members))
	}
	if e.thorough {
		settled = 0
	}
	key, child, end := i+1, 0, nodes[i].Next
	if marks == nil {
		if end-i > 2*wideProperties && e.isWide(rule, i) {
			key = end
			seen, ok = e.checkMembers(n, i, more, ok)
		} else {
			key, seen = e.resumeObject(i, rule)
		}
	}
	for ; key < end; child++ {
		k, matched := e.lookUp(rule, key), false
		if k >= 0 {
			if k < program.NamesWithBits {
				seen |= 1 << k
			}
			if more != nil {
				setBit(more, k)
			}
			if m := &members[k]; m.Node != nil {
				matched = true
				if m.Settled&settled&program.KindBit(nodes[key+1].Kind()) == 0 && !e.applyChild(n, &m.Edge, key, key+1) {
					ok = false
				}
			}
		}
		if rule.EveryName || !matched && rule.OtherNames {
			matched, ok = e.checkByName(n, i, k, key, matched, ok)
		}
		if !ok && e.observer == nil {
			break
		}
		if matched && marks != nil {
			setBit(marks, child)
		}
		key = nodes[key+1].Next
	}
	for k := from; k < len(e.own.failures); k++ {
		if f := &e.own.failures[k]; f.Code == program.UnknownProperty && f.schema == n && f.moves == 0 {
			f.beside = seen
		}
	}
	if (seen&rule.Needed != rule.Needed || rule.Sparse) && (ok || e.observer != nil) {
		ok = e.checkRequired(n, i, seen, more) && ok
	}
	if rule.Dependent != nil && (ok || e.observer != nil) {
		ok = e.checkDependent(n, i, seen, more, marks) && ok
	}
	e.bits = e.bits[:mark]
	return ok
}

// checkByName validates a property of an object against patternProperties, additionalProperties and
// propertyNames. k is the index of its name, or -1 if no keyword mentions it. matched reports
// whether a keyword has a schema for the property, and ok whether the object is valid so far; the
// results are their new values.
func (e *Evaluator) checkByName(n *program.Node, i uint32, k int, key uint32, matched, ok bool) (_, _ bool) {
	rule, valid, from := n.Object, true, len(e.own.failures)
	listed := matched
	if rule.Patterns != nil {
		var hit bool
		hit, valid = e.checkPatterns(n, k, key, key+1)
		matched = matched || hit
	}
	switch {
	case matched:
	case rule.Closed:
		ok = e.failUnknown(n, key, "additionalProperties")
		matched = e.thorough // so that unevaluatedProperties does not report it again
	case rule.Additional != nil:
		matched = true
		valid = e.applyChild(n, rule.Additional, key, key+1)
	}
	if !valid {
		ok = false
		if e.observer != nil && !listed {
			e.explainName(n, i, key, from)
		}
	}
	if rule.NamesRule != nil {
		ok = e.applyName(n, rule.NamesRule, key) && ok
	}
	return matched, ok
}

// checkPatterns validates a property against the schemas of patternProperties whose pattern
// matches its name. k is the index of the name, or -1 if no keyword mentions it.
func (e *Evaluator) checkPatterns(n *program.Node, k int, key, value uint32) (matched, ok bool) {
	rule := n.Object
	ok = true
	if k >= 0 {
		if m := rule.Matches(k); !m.Unsure {
			for _, p := range m.Patterns {
				ok = e.applyChild(n, &rule.Patterns[p].Edge, key, value) && ok
			}
			return len(m.Patterns) > 0, ok
		}
	}
	for p := range rule.Patterns {
		hit, err := rule.Patterns[p].Pattern.MatchWithin(e.textOf(key), &e.subject.PatternSteps)
		if err != nil {
			return true, e.giveUp(patternTime) // the pattern may match
		}
		if hit {
			matched = true
			ok = e.applyChild(n, &rule.Patterns[p].Edge, key, value) && ok
		}
	}
	return matched, ok
}

// lookUp returns the index of the name of the property at key, or -1 if no keyword mentions it.
func (e *Evaluator) lookUp(rule *program.ObjectRule, key uint32) int {
	if n := &e.nodes[key]; !n.Escaped() {
		return rule.Names.FindIn(e.text, int(n.Start)+1, int(n.End)-1)
	}
	return rule.Names.Find(e.textOf(key))
}

// applyChild validates a child against the node of an edge. It does not call inspect if the kind of
// the child determines the result.
func (e *Evaluator) applyChild(parent *program.Node, edge *program.Edge, key, value uint32) bool {
	n := edge.Node
	bit := program.KindBit(e.nodes[value].Kind())
	if n.Possible&bit != 0 && n.Inspect&bit == 0 && !e.thorough {
		return true
	}
	if e.observer == nil {
		return n.Possible&bit != 0 && e.inspect(n, value, nil)
	}
	return e.applyObserved(step{edge: edge, parent: parent, at: key, move: toProperty}, value, nil)
}

func present(seen uint64, more []uint64, property int32) bool {
	if more != nil {
		return hasBit(more, int(property))
	}
	return seen&(1<<property) != 0
}

// checkRequired reports each required property that is missing.
func (e *Evaluator) checkRequired(n *program.Node, i uint32, seen uint64, more []uint64) bool {
	ok := true
	for _, property := range n.Object.Required {
		if present(seen, more, property) || e.defaults != nil && e.defaults.fills(n, property) {
			continue
		}
		ok = false
		if e.observer == nil {
			return false
		}
		e.failMissing(n, i, "required", n.Object.Names.Texts[property], "")
	}
	return ok
}

// checkDependent validates an object against the dependencies of the properties that it has.
func (e *Evaluator) checkDependent(n *program.Node, i uint32, seen uint64, more, marks []uint64) bool {
	rule, ok := n.Object, true
	for d := range rule.Dependent {
		dep := &rule.Dependent[d]
		if !present(seen, more, dep.Property) {
			continue
		}
		for _, property := range dep.Required {
			if present(seen, more, property) {
				continue
			}
			ok = false
			if e.observer == nil {
				return false
			}
			e.failMissing(n, i, dep.Keyword, rule.Names.Texts[property], rule.Names.Texts[dep.Property])
		}
		if dep.Edge == nil {
			continue
		}
		from := len(e.own.failures)
		if !e.applyEdge(dep.Edge, i, marks) {
			if ok = false; e.observer == nil {
				return false
			}
			e.blameDependency(n, i, dep, from)
		}
	}
	return ok
}

// blameDependency moves the failure of a dependency that is the schema false to the property whose presence is the fault.
func (e *Evaluator) blameDependency(n *program.Node, i uint32, dep *program.Dependency, from int) {
	if e.thorough || from == len(e.own.failures) {
		return
	}
	f := &e.own.failures[from]
	if f.Code != program.False || f.schema != dep.Edge.Node {
		return
	}
	if key, ok := keyOf(e.doc, i, n.Object.Names.Texts[dep.Property]); ok {
		f.Node = key + 1
		f.path = slices.Insert(f.path, 0, step{move: toProperty, at: key, parent: n})
		f.moves++
	}
}

// markKnown marks the children for which any schema of the same instance has a schema, even if it
// was not applied or failed. It is used for an instance that is already invalid, so that children
// which would have been evaluated otherwise are not reported as unevaluated.
func (e *Evaluator) markKnown(n *program.Node, i uint32, marks []uint64) {
	parts := partsOf(n)
	if len(parts) >= maxParts {
		setAll(marks, e.doc.Count(i)) // other schemas may know them
		return
	}
	if e.nodes[i].Kind() == jsontape.Array {
		if slices.ContainsFunc(parts, func(p part) bool { return p.node.Array != nil && p.node != n }) {
			setAll(marks, e.doc.Count(i))
		}
		return
	}
	child := 0
	for key, end := i+1, e.nodes[i].Next; key < end; key = e.nodes[key+1].Next {
		if !hasBit(marks, child) && e.knowsProperty(parts, key) {
			setBit(marks, child)
		}
		child++
	}
}

// knowsProperty reports whether one of the schemas has a schema for the property.
func (e *Evaluator) knowsProperty(parts []part, key uint32) bool {
	for _, p := range parts {
		rule := p.node.Object
		if rule == nil {
			continue
		}
		if rule.Child(rule.Names.Find(e.textOf(key))) != nil {
			return true
		}
		if matched, _ := e.allows(rule, key, program.AnyKind); matched {
			return true
		}
	}
	return false
}

// checkRest validates the unevaluated children against unevaluatedItems or unevaluatedProperties.
func (e *Evaluator) checkRest(n *program.Node, i uint32, marks []uint64, kind jsontape.Kind) bool {
	rule, ok := n.Rest, true
	end := e.nodes[i].Next
	child := 0
	if kind == jsontape.Array {
		for item := i + 1; item < end; item = e.nodes[item].Next {
			if !hasBit(marks, child) {
				if rule.ItemsClosed {
					ok = e.failItem(n, item, child, "unevaluatedItems")
				} else if !e.applyItem(rule.Items, item, child) {
					ok = false
				}
				if !ok && e.observer == nil {
					return false
				}
			}
			child++
		}
		return ok
	}
	for key := i + 1; key < end; key = e.nodes[key+1].Next {
		if !hasBit(marks, child) {
			if rule.PropertiesClosed {
				if rule.Rejects(e.textOf(key)) {
					e.refused = e.refused || rule.Known != nil
					ok = e.failUnknown(n, key, rule.Keyword())
					e.explainUnevaluated(n, i, key)
				}
			} else if !e.applyChild(n, rule.Properties, key, key+1) {
				ok = false
			}
			if !ok && e.observer == nil {
				return false
			}
		}
		child++
	}
	return ok
}
