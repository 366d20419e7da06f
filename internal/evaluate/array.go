package evaluate

import "github.com/verdict-lint/verdict/internal/program"

// checkArray validates an array against the keywords for arrays.
func (e *Evaluator) checkArray(n *program.Node, i uint32, marks []uint64) bool {
	rule, ok := n.Array, true
	if rule.Leaves != nil {
		if ok = e.checkCount(n, i, rule.Leaves); !ok && e.observer == nil {
			return false
		}
	}
	sized := ok
	if len(rule.Prefix) > 0 || rule.Items != nil || rule.Closed {
		ok = e.checkItems(n, i, marks) && ok
		if !ok && e.observer == nil {
			return false
		}
	}
	if rule.Contains != nil {
		ok = e.checkContains(n, i, marks) && ok
		if !ok && e.observer == nil {
			return false
		}
	}
	if rule.Late != nil && (ok || e.thorough && sized) {
		ok = e.checkCount(n, i, rule.Late) && ok
	}
	return ok
}

func (e *Evaluator) checkItems(n *program.Node, i uint32, marks []uint64) bool {
	rule, ok := n.Array, true
	item, index, end := i+1, 0, e.nodes[i].Next
	if marks == nil {
		if stop := e.resume(i, nil, rule); stop != nil {
			index = stop.items
			for item < end && e.nodes[item].Start < stop.at {
				item = e.nodes[item].Next
			}
		}
	}
	for ; item < end; item = e.nodes[item].Next {
		switch {
		case index < len(rule.Prefix):
			ok = e.applyItem(&rule.Prefix[index], item, index) && ok
		case rule.Most >= 0 && !e.thorough:
			if marks != nil {
				setAll(marks, e.doc.Count(i))
			}
			return false // maxItems has been reported
		case rule.Closed:
			ok = e.failItem(n, item, index, rule.ClosedBy)
		case rule.Items != nil:
			ok = e.applyItem(rule.Items, item, index) && ok
		default:
			return ok // no keyword applies to the remaining items
		}
		if !ok && e.observer == nil {
			return false
		}
		if marks != nil {
			setBit(marks, index)
		}
		index++
	}
	return ok
}

// applyItem is applyChild for the item of an array.
func (e *Evaluator) applyItem(edge *program.Edge, item uint32, index int) bool {
	n := edge.Node
	bit := program.KindBit(e.nodes[item].Kind())
	if n.Possible&bit != 0 && n.Inspect&bit == 0 && !e.thorough {
		return true
	}
	if e.observer == nil {
		return n.Possible&bit != 0 && e.inspect(n, item, nil)
	}
	return e.applyObserved(step{edge: edge, at: uint32(index), move: toItem}, item, nil)
}

// checkContains counts the items that match contains (Core 2020-12, section 10.3.1.3;
// Validation, section 6.4.4 and 6.4.5). Since 2020-12 the matching items are evaluated items.
func (e *Evaluator) checkContains(n *program.Node, i uint32, marks []uint64) bool {
	rule := n.Array
	mark := marks != nil && rule.ContainsEvaluates
	end := e.nodes[i].Next
	count, index := 0, 0
	var matching []int
	for item := i + 1; item < end; item = e.nodes[item].Next {
		if e.contains(rule.Contains, item, index) {
			if count++; e.observer != nil && rule.MaxContains >= 0 && count <= maxMatching {
				matching = append(matching, index)
			}
			if mark {
				setBit(marks, index)
			} else if count >= rule.MinContains && (rule.MaxContains < 0 || count > rule.MaxContains) && e.observer == nil {
				break
			}
		}
		index++
	}
	ok := true
	if count < rule.MinContains {
		keyword := "minContains"
		if rule.MinContains == 1 {
			keyword = "contains"
		}
		ok = e.failContains(n, i, count, keyword, e.nearestItem(rule.Contains, i), nil)
	}
	if rule.MaxContains >= 0 && count > rule.MaxContains {
		if count > maxMatching {
			matching = nil
		}
		ok = e.failContains(n, i, count, "maxContains", nil, matching) // both fail if maxContains < minContains
	}
	return ok
}

// maxMatching is the maximum number of items that a failure of maxContains lists.
const maxMatching = 8

// contains reports whether an item matches the schema of contains.
func (e *Evaluator) contains(edge *program.Edge, item uint32, index int) bool {
	if e.thorough {
		return e.applyObserved(step{edge: edge, at: uint32(index), move: toItem, tentative: true}, item, nil)
	}
	o := e.observer
	e.observer = nil
	ok := e.apply(edge.Node, item)
	e.observer = o
	return ok
}

// applyName validates a property name against propertyNames. An invalid name is one failure;
// the failures of the name itself are the reason for it.
func (e *Evaluator) applyName(n *program.Node, edge *program.Edge, key uint32) bool {
	if e.observer == nil {
		return e.apply(edge.Node, key)
	}
	return e.applyObserved(step{edge: edge, at: key, move: toProperty}, key, nil) || e.failName(n, key)
}
