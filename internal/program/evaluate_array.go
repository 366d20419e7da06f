package program

// checkArray goes over the items of an array once.
func (e *Evaluator) checkArray(n *node, i uint32, marks []uint64) bool {
	rule, ok := n.array, true
	if rule.leaves != nil {
		if ok = e.checkCount(n, i, rule.leaves); !ok && e.observer == nil {
			return false
		}
	}
	sized := ok
	if len(rule.prefix) > 0 || rule.items != nil || rule.closed {
		ok = e.checkItems(n, i, marks) && ok
		if !ok && e.observer == nil {
			return false
		}
	}
	if rule.contains != nil {
		ok = e.checkContains(n, i, marks) && ok
		if !ok && e.observer == nil {
			return false
		}
	}
	if rule.late != nil && (ok || e.thorough && sized) {
		ok = e.checkCount(n, i, rule.late) && ok
	}
	return ok
}

func (e *Evaluator) checkItems(n *node, i uint32, marks []uint64) bool {
	rule, ok := n.array, true
	end := e.nodes[i].Next
	index := 0
	for item := i + 1; item < end; item = e.nodes[item].Next {
		switch {
		case index < len(rule.prefix):
			ok = e.applyItem(&rule.prefix[index], item, index) && ok
		case rule.most >= 0 && !e.thorough:
			if marks != nil {
				setAll(marks, e.doc.Count(i))
			}
			return false // maxItems has been reported
		case rule.closed:
			ok = e.failItem(n, item, index, rule.closedBy)
		case rule.items != nil:
			ok = e.applyItem(rule.items, item, index) && ok
		default:
			return ok // nothing is asked of the rest, and nothing evaluates it
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
func (e *Evaluator) applyItem(edge *edge, item uint32, index int) bool {
	n := edge.node
	bit := kindBit(e.nodes[item].Kind())
	if n.possible&bit != 0 && n.inspect&bit == 0 && !e.thorough {
		return true
	}
	if e.observer == nil {
		return n.possible&bit != 0 && e.inspect(n, item, nil)
	}
	return e.applyObserved(step{edge: edge, index: index, move: toItem}, item, nil)
}

// checkContains counts the items that fit (Core 2020-12, section 10.3.1.3; Validation,
// section 6.4.4 and 6.4.5). Since 2020-12 those that fit count as evaluated.
func (e *Evaluator) checkContains(n *node, i uint32, marks []uint64) bool {
	rule := n.array
	mark := marks != nil && rule.containsEvaluates
	end := e.nodes[i].Next
	count, index := 0, 0
	for item := i + 1; item < end; item = e.nodes[item].Next {
		if e.contains(rule.contains, item, index) {
			count++
			if mark {
				setBit(marks, index)
			} else if count >= rule.minContains && (rule.maxContains < 0 || count > rule.maxContains) && e.observer == nil {
				break
			}
		}
		index++
	}
	ok := true
	if count < rule.minContains {
		keyword := "minContains"
		if rule.minContains == 1 {
			keyword = "contains"
		}
		ok = e.failContains(n, i, count, keyword)
	}
	if rule.maxContains >= 0 && count > rule.maxContains {
		ok = e.failContains(n, i, count, "maxContains") // too, where it is less than minContains
	}
	return ok
}

// contains reports whether an item matches the schema of contains.
func (e *Evaluator) contains(edge *edge, item uint32, index int) bool {
	if e.thorough {
		return e.applyObserved(step{edge: edge, index: index, move: toItem, tentative: true}, item, nil)
	}
	o := e.observer
	e.observer = nil
	ok := e.apply(edge.node, item)
	e.observer = o
	return ok
}

// applyName validates a property name against propertyNames. What is wrong with the name is
// the reason of one failure, that of the name.
func (e *Evaluator) applyName(n *node, edge *edge, key uint32) bool {
	if e.observer == nil {
		return e.apply(edge.node, key)
	}
	return e.applyObserved(step{edge: edge, key: key, move: toProperty}, key, nil) || e.failName(n, key)
}
