package evaluate

import "github.com/verdict-lint/verdict/internal/program"

// combine applies the keywords whose schemas apply to the instance itself, such as allOf.
func (e *Evaluator) combine(n *program.Node, i uint32, marks []uint64) bool {
	c, ok := n.Combine, true
	if c.Gate != nil {
		return e.pass(c.Gate, i, marks)
	}
	for k := range c.All {
		if !e.applyEdge(&c.All[k], i, marks) {
			if ok = false; e.observer == nil {
				return false
			}
		}
	}
	ofAny, ofOne, named := program.Several, program.Several, true
	if c.Chosen != nil {
		if ofAny, ofOne, named = e.required(n, i); !named {
			if ok = false; e.observer == nil {
				return false
			}
		}
	}
	explicable := named || e.thorough // otherwise, the alternatives fail for the same reason
	if c.Any != nil && explicable && !e.anyOf(n, i, marks, ofAny) {
		if ok = false; e.observer == nil {
			return false
		}
	}
	if c.One != nil && explicable && !e.oneOf(n, i, marks, ofOne) {
		if ok = false; e.observer == nil {
			return false
		}
	}
	if c.Not != nil && e.matches(c.Not, i, nil) {
		if ok = e.fail(n, i, program.Not, "not"); e.observer == nil {
			return false
		}
	}
	if c.Cond != nil && !e.condition(n, i, marks) {
		if ok = false; e.observer == nil {
			return false
		}
	}
	if c.Custom != nil && !e.checkCustom(n, i) {
		ok = false
	}
	return ok
}

// applyEdge applies another schema to the same instance.
func (e *Evaluator) applyEdge(edge *program.Edge, i uint32, marks []uint64) bool {
	if e.observer == nil {
		return e.matches(edge, i, marks)
	}
	return e.applyObserved(step{edge: edge}, i, marks)
}

// matches reports whether the instance satisfies a schema that may fail without making the
// instance invalid. Only a thorough observer receives what it reports.
func (e *Evaluator) matches(edge *program.Edge, i uint32, marks []uint64) bool {
	if e.thorough {
		return e.applyObserved(step{edge: edge, tentative: true}, i, marks)
	}
	n := edge.Node
	bit := program.KindBit(e.nodes[i].Kind())
	if n.Possible&bit == 0 {
		return false
	}
	if n.Inspect&bit == 0 && marks == nil {
		return true
	}
	if e.explaining {
		return e.matchesExplaining(n, i, marks)
	}
	return e.inspect(n, i, marks)
}

// matchesExplaining is matches for a run that collects failures. Such a run evaluates the same schema
// and instance again for each value that contains the instance, so results that took many steps
// are cached.
func (e *Evaluator) matchesExplaining(n *program.Node, i uint32, marks []uint64) bool {
	const many = 32
	q := question{n.ID, i, e.scope}
	if ok, known := e.answers[q]; known && (!ok || marks == nil) {
		return ok
	}
	o, steps := e.observer, e.steps
	e.observer = nil
	ok := e.inspect(n, i, marks)
	e.observer = o
	if !n.Tangled && e.steps-steps >= many && e.failure == noFailure {
		if e.answers == nil {
			e.answers = make(map[question]bool)
		}
		e.answers[q] = ok
	}
	return ok
}

// branch is matches, but adds the evaluated children to marks only if the schema matches.
func (e *Evaluator) branch(edge *program.Edge, i uint32, marks []uint64) bool {
	if marks == nil {
		return e.matches(edge, i, nil)
	}
	top := len(e.bits)
	own := e.set(e.doc.Count(i))
	ok := e.matches(edge, i, own)
	if ok {
		addAll(marks, own)
	}
	e.bits = e.bits[:top]
	return ok
}

// anyOf reports whether an alternative matches: the required one, or any if required is
// program.Several. The others are evaluated only if evaluated children are recorded.
func (e *Evaluator) anyOf(n *program.Node, i uint32, marks []uint64, required int) bool {
	edges := n.Combine.Any
	held, satisfied := false, false
	c := e.candidates(n.Combine.AnyChoices, len(edges), i)
	for k := c.next(); k >= 0; k = c.next() {
		if e.branch(&edges[k], i, marks) {
			held, satisfied = true, satisfied || required == program.Several || k == required
			if satisfied && marks == nil && !e.thorough {
				return true
			}
		}
	}
	if held {
		return satisfied || e.failRequired(&edges[required], i)
	}
	return e.failAll(n, edges, i, program.AnyOf, "anyOf")
}

// failRequired reports why the alternative that a discriminator requires does not match.
func (e *Evaluator) failRequired(required *program.Edge, i uint32) bool {
	return e.observer != nil && e.failure == noFailure && e.applyEdge(required, i, nil)
}

// oneOf reports whether exactly one alternative matches: the required one, or any if required is
// program.Several.
func (e *Evaluator) oneOf(n *program.Node, i uint32, marks []uint64, required int) bool {
	edges := n.Combine.One
	first, second := -1, -1
	var more []int
	c := e.candidates(n.Combine.OneChoices, len(edges), i)
	for k := c.next(); k >= 0; k = c.next() {
		if !e.branch(&edges[k], i, marks) {
			continue
		}
		if first < 0 {
			first = k
			continue
		}
		if second < 0 {
			second = k
		} else if !e.thorough {
			more = append(more, k)
		}
		if !e.thorough && (e.observer == nil || len(more) == maxRelated || e.own.full()) {
			break
		}
	}
	if second >= 0 {
		return e.failTwice(n, i, first, second, more)
	}
	if first < 0 {
		return e.failAll(n, edges, i, program.OneOf, "oneOf")
	}
	if required != program.Several && first != required {
		return e.failRequired(&edges[required], i)
	}
	return n.Combine.StrictOne == nil || e.lenient || e.applyEdge(&n.Combine.StrictOne[first], i, nil)
}

// condition applies then or else. The path of their failures records the schema and the instance
// of the condition. If `else` is false, so that `if` is required, the reasons why it does not match are reported.
func (e *Evaluator) condition(n *program.Node, i uint32, marks []uint64) bool {
	c := n.Combine
	chosen := c.Other
	if e.branch(c.Cond, i, marks) {
		chosen = c.Then
	}
	if chosen == nil {
		return true
	}
	if e.observer == nil {
		return e.matches(chosen, i, marks)
	}
	if chosen == c.Other && !e.thorough && c.RequiresCondition() {
		if _, _, ok := choiceOf(c.Cond.Node); !ok { // otherwise, see explainElse
			return e.applyObserved(step{edge: c.Cond}, i, marks)
		}
	}
	from := len(e.own.failures)
	ok := e.applyObserved(step{edge: chosen, parent: n, at: i}, i, marks)
	if !ok && !e.thorough {
		e.explainCondition(c.Cond.Node, chosen == c.Then, i, from)
	}
	return ok
}
