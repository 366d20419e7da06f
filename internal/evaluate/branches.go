package evaluate

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file decides, if all alternatives of anyOf or oneOf fail, which one was probably intended,
// and reports its failures. First the instance is compared with each of them (see compare). Only
// those that have most in common with it are validated again to collect their failures, so the
// cost does not grow with the number of nested alternatives.

// An explanation identifies a set of alternatives and an instance that satisfies none.
type explanation struct {
	question question
	code     program.Code
}

// failAll reports why the instance satisfies none of the alternatives, and returns false.
// While several alternatives are tried, failures of the same alternatives and instance are
// taken from the first time.
func (e *Evaluator) failAll(n *program.Node, edges []program.Edge, i uint32, code program.Code, keyword string) bool {
	r := &e.own
	switch {
	case e.observer == nil || e.failure != noFailure:
		return false
	case e.thorough:
		return e.fail(n, i, code, keyword) // the observer has received the failures of the alternatives
	case r.full():
		r.truncated = true
		return false
	case n.Tangled:
		e.explain(n, edges, i, code, keyword)
		return false
	}
	q := explanation{question{n.ID, i, e.scope}, code}
	if known, ok := e.explanations[q]; ok {
		for _, f := range known {
			f.path = slices.Clip(f.path)
			r.fail(f)
		}
		return false
	}
	start := len(r.failures)
	e.explain(n, edges, i, code, keyword)
	if e.trying > 0 && e.failure == noFailure {
		if e.explanations == nil {
			e.explanations = make(map[explanation][]Failure)
		}
		e.explanations[q] = slices.Clone(r.failures[start:])
	}
	return false
}

func (e *Evaluator) explain(n *program.Node, edges []program.Edge, i uint32, code program.Code, keyword string) {
	if e.explainChosen(n, edges, i, keyword) {
		return
	}
	by := n.Combine.ChoicesOf(keyword)
	switch left := e.candidates(by, len(edges), i); {
	case left.only() >= 0:
		e.explainBranch(edges, left.only(), i)
		return
	case left.isEmpty() && !by.IsProperty && by.Possible&program.KindBit(e.nodes[i].Kind()) != 0:
		e.own.fail(Failure{Code: program.Enum, Node: i, Keyword: keyword, schema: n, constants: by.Constants(edges)})
		return
	}
	c := e.compare(n, edges, i)
	if len(c.all) == 0 {
		f := Failure{Code: program.Type, Node: i, Keyword: keyword, schema: n, kinds: program.Union(edges), whole: program.WholeOnly(edges)}
		if f.kinds == 0 {
			f.Code = code
		}
		e.own.fail(f)
		return
	}
	if e.nodes[i].Kind() == jsontape.Object {
		c.keepMost(func(l *likeness) int { return min(1, l.known+l.loose) }) // has some property in common
		c.outvote()
	}
	c.keepMost(func(l *likeness) int { return l.matched })
	if f, ok := c.foldTags(n, keyword); ok {
		e.own.fail(f)
		return
	}
	c.keepMost(func(l *likeness) int { return l.items })
	c.keepMost(func(l *likeness) int { return l.known })
	c.keepMost(func(l *likeness) int { return -l.edits })
	c.keepMost(func(l *likeness) int { return l.misspelt })
	if f, ok := c.foldTags(n, keyword); ok {
		e.own.fail(f)
		return
	}
	e.refuseExcluded(c, i)
	c.keepMost(func(l *likeness) int { return -l.refused })
	c.keepMost(func(l *likeness) int { return l.loose })
	c.keepMost(func(l *likeness) int { return l.fits })
	c.keepMost(func(l *likeness) int { return -l.failed })
	c.keepMost(func(l *likeness) int { return -l.missing })
	e.countBroken(c, i)
	c.keepMost(func(l *likeness) int { return -l.broken })
	branches := c.branches()
	if len(branches) == 1 {
		e.explainBranch(edges, branches[0], i)
		return
	}
	e.reportNearest(n, edges, e.attempts(len(branches), func(k int) { e.applyEdge(&edges[branches[k]], i, nil) }), Failure{Code: code, Node: i, Keyword: keyword, schema: n})
}

// explainBranch reports why the instance does not match one of the alternatives.
func (e *Evaluator) explainBranch(edges []program.Edge, chosen int, i uint32) {
	from := len(e.own.failures)
	e.applyEdge(&edges[chosen], i, nil)
	e.explainImplication(edges, chosen, i, from)
}

// foldTags returns a single failure if all remaining alternatives require a different constant
// for the same value.
func (c *selection) foldTags(n *program.Node, keyword string) (Failure, bool) {
	left := c.left()
	if left < 2 {
		return Failure{}, false
	}
	for tags := c.tags; len(tags) > 0; {
		same := sameValue(tags)
		tags = tags[len(same):]
		t := &same[0]
		if c.failing(same) < left {
			continue
		}
		constants := constantSet{known: make(map[string]bool)}
		for k := range same {
			if !c.all[same[k].likeness].dropped {
				constants.add(same[k].node, 0)
			}
		}
		folded := Failure{Code: codeOfValues(constants.texts), Node: t.value, Keyword: keyword, schema: n, values: constants.texts}
		for d := t.depth - 1; d >= 0; d-- {
			folded.cameFrom(step{move: toProperty, at: t.way[d]})
		}
		if t.item.inItem {
			folded.cameFrom(step{move: toItem, at: uint32(t.item.index)})
		}
		return folded, true
	}
	return Failure{}, false
}

// codeOfValues returns the code of a failure that expects one of several values.
func codeOfValues(values []string) program.Code {
	if len(values) == 1 {
		return program.Const
	}
	return program.Enum
}

// failing counts the remaining alternatives that require a constant other than the value. The
// tags are all those of this value.
func (c *selection) failing(tags []tag) int {
	last, count := -1, 0
	for k := range tags {
		t := &tags[k]
		if t.likeness != last && !c.all[t.likeness].dropped && t.state == tagFails && !t.negated {
			last = t.likeness
			count++
		}
	}
	return count
}

// An attempt has the failures of a failed alternative.
type attempt struct{ failures []Failure }

// attempts tries each of so many alternatives, returns the failures of those that fail, and removes
// these from the report. If the run has spent too many steps on trying alternatives, only the first
// is tried.
func (e *Evaluator) attempts(alternatives int, try func(k int)) []attempt {
	r := &e.own
	start, base, truncated := len(r.failures), r.base, r.truncated
	r.base = start
	e.trying++
	var all []attempt
	for k := range alternatives {
		if len(all) > 0 && e.exploring <= 0 {
			break
		}
		steps := e.steps
		try(k)
		e.exploring -= e.steps - steps
		if len(r.failures) > start {
			all = append(all, attempt{distinct(r.failures[start:])})
		}
		r.failures = r.failures[:start]
	}
	e.trying--
	r.base, r.truncated = base, truncated
	return all
}

// distinct returns the failures without those that are the same failure reached by another path.
func distinct(failures []Failure) []Failure {
	if len(failures) < 2 {
		return slices.Clone(failures)
	}
	type identity struct {
		schema        resource.Place
		node          uint32
		code          program.Code
		keyword       string
		name, because string
	}
	seen := make(map[identity]bool, len(failures))
	var once []Failure
	for _, f := range failures {
		id := identity{f.schema.Place, f.Node, f.Code, f.Keyword, f.Name, f.Because}
		if !seen[id] {
			seen[id] = true
			once = append(once, f)
		}
	}
	return once
}

// reportNearest reports the failures of the nearest alternatives. If there is only one, or if all
// of them agree, their failures are reported directly; otherwise whole is reported, with the
// first failure of each as a reason.
func (e *Evaluator) reportNearest(n *program.Node, edges []program.Edge, attempts []attempt, whole Failure) {
	r := &e.own
	nearest := nearestAttempts(attempts)
	if agreed, ok := agreement(n, nearest); ok {
		for _, f := range agreed {
			r.fail(f)
		}
		return
	}
	common := takeCommon(nearest)
	if at, ok := commonPlace(nearest); ok {
		whole.Node = at.Node
		for _, s := range at.path {
			if s.move != stay {
				whole.cameFrom(step{move: s.move, at: s.at, parent: s.parent})
			}
		}
	}
	for _, a := range nearest {
		first := a.failures[0]
		if len(first.Branches) > 0 && first.Node == whole.Node && (first.Code == program.AnyOf || first.Code == program.OneOf) {
			whole.Branches = append(whole.Branches, first.Branches...) // flatten nested alternatives
			whole.Further += first.Further
			continue
		}
		first.Branches = nil // a message shows only one level of alternatives
		whole.Branches = append(whole.Branches, first)
	}
	whole.Further += len(edges) - len(nearest)
	r.fail(whole)
	for _, f := range common {
		r.fail(f)
	}
}

// takeCommon removes the unknown properties that all attempts report, if each has other failures as well, and returns
// them.
func takeCommon(attempts []attempt) []Failure {
	var common []Failure
	for _, f := range attempts[0].failures {
		isSame := func(g Failure) bool { return g.Code == program.UnknownProperty && g.Node == f.Node }
		if f.Code != program.UnknownProperty || slices.ContainsFunc(attempts, func(a attempt) bool {
			return len(a.failures) == 1 || !slices.ContainsFunc(a.failures, isSame)
		}) {
			continue
		}
		common = append(common, f)
		for k := range attempts {
			attempts[k].failures = slices.DeleteFunc(attempts[k].failures, isSame)
		}
	}
	return common
}

// nearestAttempts returns the attempts whose shallowest failure is deepest in the instance, and
// of these the ones with the fewest failures. Attempts that failed `not` or the schema
// `false` come last.
func nearestAttempts(attempts []attempt) []attempt {
	type nearness struct{ guarded, depth, failures, deepest int }
	measure := func(a attempt) nearness {
		m := nearness{depth: a.failures[0].moves, failures: len(a.failures)}
		for _, f := range a.failures {
			m.depth, m.deepest = min(m.depth, f.moves), max(m.deepest, f.moves)
			if f.Code == program.Not || f.Code == program.False {
				m.guarded = 1
			}
		}
		return m
	}
	compare := func(a, b nearness) int {
		return cmp.Or(cmp.Compare(a.guarded, b.guarded), cmp.Compare(b.depth, a.depth),
			cmp.Compare(a.failures, b.failures), cmp.Compare(b.deepest, a.deepest))
	}
	var best []attempt
	var least nearness
	for _, a := range attempts {
		m := measure(a)
		switch order := compare(m, least); {
		case best == nil || order < 0:
			best, least = []attempt{a}, m
		case order == 0:
			best = append(best, a)
		}
	}
	return best
}

// agreement returns the failures that all attempts have in common, if they all report the same
// rules for the same values. A single attempt agrees with itself.
func agreement(n *program.Node, attempts []attempt) ([]Failure, bool) {
	if len(attempts) == 0 {
		return nil, false
	}
	agreed := slices.Clone(attempts[0].failures)
	for _, a := range attempts[1:] {
		if len(a.failures) != len(agreed) {
			return nil, false
		}
		for k := range agreed {
			if !agreed[k].merge(n, &a.failures[k]) {
				return nil, false
			}
		}
	}
	return agreed, true
}

// merge extends f to represent other as well, and reports whether that is possible: both must
// break the same rule at the same value.
func (f *Failure) merge(n *program.Node, other *Failure) bool {
	if f.Node != other.Node || f.Name != other.Name || f.Because != other.Because {
		return false
	}
	switch {
	case f.isValue() && other.isValue():
		if f.values == nil {
			f.values = slices.Clone(f.Values().Texts)
		}
		f.addValues(other.Values().Texts)
		if f.Code != other.Code || len(f.values) > 1 {
			f.Code = program.Enum
		}
		return true
	case f.Code != other.Code || f.Code == program.Bound && f.Keyword != other.Keyword:
		return false
	case f.Code == program.Type:
		if !slices.Equal(f.Types().Texts, other.Types().Texts) {
			f.whole = f.onlyWhole() && other.onlyWhole()
			f.kinds = f.typeKinds() | other.typeKinds()
		}
		return true
	case f.Code == program.Missing, f.Code == program.UnknownProperty, f.Code == program.False:
		return true
	}
	return f.Same(other) || f.Limit() != "" && f.Limit() == other.Limit()
}

// addValues adds the values that f does not have yet.
func (f *Failure) addValues(values []string) {
	for _, value := range values {
		if !slices.Contains(f.values, value) {
			f.values = append(f.values, value)
		}
	}
}

func (f *Failure) isValue() bool { return f.Code == program.Enum || f.Code == program.Const }

// typeKinds returns the kinds of the expected types.
func (f *Failure) typeKinds() program.KindSet {
	if f.kinds != 0 {
		return f.kinds
	}
	return f.schema.Accept
}

// onlyWhole reports whether the expected types exclude numbers with a fraction.
func (f *Failure) onlyWhole() bool {
	return f.typeKinds()&program.FloatKind == 0 || f.kinds != 0 && f.whole || f.kinds == 0 && f.schema.Integral
}

// commonPlace returns a failure at the one value within the instance at which all failures of
// all attempts are. ok is false if they are at several values, or at the instance itself.
func commonPlace(attempts []attempt) (*Failure, bool) {
	var at *Failure
	for _, a := range attempts {
		for k := range a.failures {
			f := &a.failures[k]
			if f.moves == 0 || f.IsOfName() || at != nil && at.Node != f.Node {
				return nil, false
			}
			at = f
		}
	}
	return at, at != nil
}
