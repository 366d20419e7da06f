package program

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// checkObject goes over the properties of an object once.
//
// Names are looked up by guessing first: payloads list their properties mostly in
// the order of the schema, so after property k comes property k+1. A guess costs
// one comparison; if it is wrong, the dictionary knows.
func (e *Evaluator) checkObject(n *node, i uint32, marks []uint64) bool {
	rule, ok := n.object, true
	if rule.leaves != nil {
		if ok = e.checkCount(n, i, rule.leaves); !ok && e.observer == nil {
			return false
		}
	}
	var seen uint64 // of the first 64 names
	var more []uint64
	mark := len(e.bits)
	if rule.sparse {
		more = e.set(len(rule.properties))
	}
	nodes, members, settled := e.nodes, rule.members, anyKind
	if e.thorough {
		settled = 0
	}
	last := len(e.text) - jsontape.GuessBytes
	guess, child, end := 0, 0, nodes[i].Next
	for key := i + 1; key < end; child++ {
		k, name := guess, &nodes[key]
		if before := int(name.Start) - 1; k >= len(members) || members[k].guess.Quoted() != name.End-name.Start || before > last ||
			!members[k].guess.At((*[jsontape.GuessBytes]byte)(e.text[before:])) {
			k = e.lookUp(rule, key)
		}
		matched := false
		if k >= 0 {
			guess = k + 1
			if k < 64 {
				seen |= 1 << k
			}
			if more != nil {
				setBit(more, k)
			}
			if m := &members[k]; m.node != nil {
				matched = true
				if m.settled&settled&kindBit(nodes[key+1].Kind()) == 0 && !e.applyChild(n, &rule.properties[k].edge, key, key+1) {
					ok = false
				}
			}
		}
		if rule.everyName || !matched && rule.otherNames {
			matched, ok = e.checkByName(n, k, key, matched, ok)
		}
		if !ok && e.observer == nil {
			break
		}
		if matched && marks != nil {
			setBit(marks, child)
		}
		key = nodes[key+1].Next
	}
	if (seen&rule.needed != rule.needed || rule.sparse) && (ok || e.observer != nil) {
		ok = e.checkRequired(n, i, seen, more) && ok
	}
	if rule.dependent != nil && (ok || e.observer != nil) {
		ok = e.checkDependent(n, i, seen, more, marks) && ok
	}
	e.bits = e.bits[:mark]
	return ok
}

// checkByName validates a property against patternProperties, additionalProperties and
// propertyNames. k is the index of its name, if a keyword mentions it. matched says that
// properties has it, and ok that the object is valid so far; so do the results afterwards.
func (e *Evaluator) checkByName(n *node, k int, key uint32, matched, ok bool) (_, _ bool) {
	rule := n.object
	if rule.patterns != nil {
		hit, valid := e.checkPatterns(n, k, key, key+1)
		matched, ok = matched || hit, ok && valid
	}
	switch {
	case matched:
	case rule.closed:
		ok = e.failUnknown(n, key, "additionalProperties")
		matched = e.thorough // nothing more is to be said of it
	case rule.additional != nil:
		matched = true
		ok = e.applyChild(n, rule.additional, key, key+1) && ok
	}
	if rule.namesRule != nil {
		ok = e.applyName(n, rule.namesRule, key) && ok
	}
	return matched, ok
}

// checkPatterns holds a property against the schemas of patternProperties whose pattern
// its name matches. k is the index of the name, where a keyword mentions it.
func (e *Evaluator) checkPatterns(n *node, k int, key, value uint32) (matched, ok bool) {
	rule := n.object
	ok = true
	if k >= 0 {
		if m := rule.matches(k); !m.unsure {
			for _, p := range m.patterns {
				ok = e.applyChild(n, &rule.patterns[p].edge, key, value) && ok
			}
			return len(m.patterns) > 0, ok
		}
	}
	for p := range rule.patterns {
		hit, err := rule.patterns[p].pattern.MatchWithin(e.textOf(key), &e.subject.patternSteps)
		if err != nil {
			return true, e.giveUp(patternTime) // for all anybody knows, it is provided for
		}
		if hit {
			matched = true
			ok = e.applyChild(n, &rule.patterns[p].edge, key, value) && ok
		}
	}
	return matched, ok
}

// lookUp returns the index of the name of the property at key, -1 if no keyword
// mentions it.
func (e *Evaluator) lookUp(rule *objectRule, key uint32) int {
	if n := &e.nodes[key]; !n.Escaped() {
		return rule.names.findIn(e.text, int(n.Start)+1, int(n.End)-1)
	}
	return rule.names.find(e.textOf(key))
}

// applyChild holds a child against the node of an edge, and settles by its kind
// alone what can be settled so.
func (e *Evaluator) applyChild(parent *node, edge *edge, key, value uint32) bool {
	n := edge.node
	bit := kindBit(e.nodes[value].Kind())
	if n.possible&bit != 0 && n.inspect&bit == 0 && !e.thorough {
		return true
	}
	if e.observer == nil {
		return n.possible&bit != 0 && e.inspect(n, value, nil)
	}
	return e.applyObserved(step{edge: edge, parent: parent, key: key, move: toProperty}, value, nil)
}

func present(seen uint64, more []uint64, property int32) bool {
	if more != nil {
		return hasBit(more, int(property))
	}
	return seen&(1<<property) != 0
}

// checkRequired reports each required name that is not there.
func (e *Evaluator) checkRequired(n *node, i uint32, seen uint64, more []uint64) bool {
	ok := true
	for _, property := range n.object.required {
		if present(seen, more, property) {
			continue
		}
		ok = false
		if e.observer == nil {
			return false
		}
		e.failMissing(n, i, "required", n.object.names.texts[property], "")
	}
	return ok
}

// checkDependent holds an object against what its properties ask for in turn.
func (e *Evaluator) checkDependent(n *node, i uint32, seen uint64, more, marks []uint64) bool {
	rule, ok := n.object, true
	for d := range rule.dependent {
		dep := &rule.dependent[d]
		if !present(seen, more, dep.property) {
			continue
		}
		for _, property := range dep.required {
			if present(seen, more, property) {
				continue
			}
			ok = false
			if e.observer == nil {
				return false
			}
			e.failMissing(n, i, dep.keyword, rule.names.texts[property], rule.names.texts[dep.property])
		}
		if dep.edge != nil && !e.applyEdge(dep.edge, i, marks) {
			if ok = false; e.observer == nil {
				return false
			}
		}
	}
	return ok
}

// markKnown marks the children that some schema for the same instance provides for, even
// if it was not applied or failed. It is for an instance in which something else is wrong
// already: had it been right, they might have been evaluated.
func (e *Evaluator) markKnown(n *node, i uint32, marks []uint64) {
	parts := partsOf(n)
	if e.nodes[i].Kind() == jsontape.Array {
		if slices.ContainsFunc(parts, func(p part) bool { return p.node.array != nil && p.node != n }) {
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
		rule := p.node.object
		if rule == nil {
			continue
		}
		if rule.child(rule.names.find(e.textOf(key))) != nil {
			return true
		}
		if matched, _ := e.allows(rule, key, anyKind); matched {
			return true
		}
	}
	return false
}

// checkRest holds the children that nothing has evaluated against unevaluatedItems
// or unevaluatedProperties.
func (e *Evaluator) checkRest(n *node, i uint32, marks []uint64, kind jsontape.Kind) bool {
	rule, ok := n.rest, true
	end := e.nodes[i].Next
	child := 0
	if kind == jsontape.Array {
		for item := i + 1; item < end; item = e.nodes[item].Next {
			if !hasBit(marks, child) {
				if rule.itemsClosed {
					ok = e.failItem(n, item, child, "unevaluatedItems")
				} else if !e.applyItem(rule.items, item, child) {
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
			if rule.propertiesClosed {
				if rule.refuses(e.textOf(key)) {
					e.refused = e.refused || rule.known != nil
					ok = e.failUnknown(n, key, rule.keyword())
				}
			} else if !e.applyChild(n, rule.properties, key, key+1) {
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
