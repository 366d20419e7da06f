package program

import "slices"

// This file says, of alternatives that all failed, which one was meant.

// An attempt is one alternative that failed, and its failures in the report.
type attempt struct {
	branch    int
	from, to  int
	evaluated []uint64
}

// exploreAnyOf is anyOf with a report. Every alternative that the kind of the instance
// allows is tried once, reporting as it goes; where one holds, what the others
// reported is taken back.
func (e *Evaluator) exploreAnyOf(n *node, i uint32, marks []uint64) bool {
	held, _, done := e.explore(n, n.combine.any, i, marks, AnyOf, "anyOf")
	done()
	return len(held) > 0
}

func (e *Evaluator) exploreOneOf(n *node, i uint32, marks []uint64) bool {
	held, twice, done := e.explore(n, n.combine.one, i, marks, OneOf, "oneOf")
	done()
	if twice {
		return e.failTwice(n, i, held[0], held[1])
	}
	if len(held) == 0 {
		return false
	}
	return n.combine.strictOne == nil || e.applyEdge(&n.combine.strictOne[held[0]], i, nil)
}

// explore tries the alternatives and returns those that hold. Where none does, it
// leaves in the report what explains that best. done gives back the memory of the
// sets, once the caller has no more use for them.
func (e *Evaluator) explore(n *node, edges []edge, i uint32, marks []uint64, code Code, keyword string) (held []int, twice bool, done func()) {
	r := e.report
	top, start, base := len(e.bits), len(r.failures), r.base
	truncated := r.truncated
	r.base = start
	var attempts []attempt
	bit := kindBit(e.nodes[i].Kind())
	for k := range edges {
		child := edges[k].node
		if child.possible&bit == 0 {
			continue
		}
		var own []uint64
		if marks != nil {
			own = e.set(e.doc.Count(i))
		}
		from := len(r.failures)
		r.base = from
		if e.inspect(child, i, own) {
			held = append(held, k)
			if marks != nil {
				addAll(marks, own)
			}
			continue
		}
		r.cameFrom(from, step{edge: &edges[k]})
		attempts = append(attempts, attempt{k, from, len(r.failures), own})
	}
	r.base, r.truncated = base, truncated
	if len(held) > 0 {
		r.failures = r.failures[:start]
	} else {
		e.explain(n, edges, i, start, attempts, marks, code, keyword)
	}
	return held, len(held) > 1, func() { e.bits = e.bits[:top] }
}

// explain replaces the failures since start by those of the alternative that was
// meant, or by one that speaks of them all.
func (e *Evaluator) explain(n *node, edges []edge, i uint32, start int, attempts []attempt, marks []uint64, code Code, keyword string) {
	r := e.report
	all := slices.Clone(r.failures[start:])
	r.failures = r.failures[:start]
	of := func(a attempt) []Failure { return all[a.from-start : a.to-start] }

	if len(attempts) == 0 {
		f := Failure{Code: Type, Node: i, Keyword: keyword, schema: n, kinds: union(edges), whole: wholeOnly(edges)}
		if f.kinds == 0 {
			f.Code = code
		}
		r.add(f)
		return
	}
	meant := slices.DeleteFunc(slices.Clone(attempts), func(a attempt) bool { return slices.ContainsFunc(of(a), isTag) })
	if len(meant) == 0 && len(attempts) > 1 {
		if f, ok := foldTags(n, keyword, attempts, of); ok {
			r.add(f)
			return
		}
	}
	if len(meant) == 0 {
		meant = attempts
	}
	nearest := nearestAttempts(meant, of)
	if marks != nil && nearest[0].evaluated != nil {
		addAll(marks, nearest[0].evaluated) // lest its properties be called unknown as well
	}
	if len(nearest) == 1 {
		for _, f := range of(nearest[0]) {
			r.add(f)
		}
		return
	}
	f := Failure{Code: code, Node: i, Keyword: keyword, schema: n}
	for _, a := range nearest {
		if failures := of(a); len(failures) > 0 {
			first := failures[0]
			first.Branches = nil // one level of alternatives is all that one can take in
			f.Branches = append(f.Branches, first)
		}
	}
	r.add(f)
}

// isTag reports whether a failure says that its alternative is for other values:
// the value itself, or that of a property, is not the constant that marks it.
func isTag(f Failure) bool {
	if f.Code != Const && f.Code != Enum {
		return false
	}
	return f.moves <= 1 && f.items == 0
}

// foldTags makes one failure of alternatives that each want another constant in the
// same place: the value is none of all of them.
func foldTags(n *node, keyword string, attempts []attempt, of func(attempt) []Failure) (Failure, bool) {
	folded := Failure{Code: Enum, Keyword: keyword, schema: n}
	for k, a := range attempts {
		failures := of(a)
		t := slices.IndexFunc(failures, isTag)
		tag := failures[t]
		if k == 0 {
			folded.Node = tag.Node
			for _, s := range tag.path {
				if s.move != stay {
					folded.cameFrom(step{move: s.move, key: s.key, index: s.index, parent: s.parent})
				}
			}
		}
		if tag.Node != folded.Node {
			return Failure{}, false
		}
		for _, value := range tag.Values().Texts {
			if !slices.Contains(folded.values, value) {
				folded.values = append(folded.values, value)
			}
		}
	}
	return folded, true
}

// nearestAttempts are those with the fewest failures, and of these the ones whose
// failures lie deepest in the instance.
func nearestAttempts(attempts []attempt, of func(attempt) []Failure) []attempt {
	type nearness struct{ failures, depth int }
	measure := func(a attempt) nearness {
		depth := 0
		for _, f := range of(a) {
			depth = max(depth, f.moves)
		}
		return nearness{a.to - a.from, depth}
	}
	var best []attempt
	var least nearness
	for _, a := range attempts {
		m := measure(a)
		switch {
		case best == nil || m.failures < least.failures || m.failures == least.failures && m.depth > least.depth:
			best, least = []attempt{a}, m
		case m == least:
			best = append(best, a)
		}
	}
	return best
}
