package evaluate

import "github.com/verdict-lint/verdict/internal/program"

// This file bounds runs that would otherwise take infinite or exponential time: a schema that refers
// back to itself for the same instance, and a graph with so many paths that the same node is
// evaluated for the same instance again and again.

// An activation is a looped node that is being applied.
type activation struct {
	node     *program.Node
	instance uint32
	scope    *program.Scope
}

// inspectWatched is inspect for looped nodes, and for all nodes once a run has exceeded its budget,
// which no ordinary schema does: from then on, results are cached.
//
// The result of a tangled node may depend on the nodes that are being applied to the same instance,
// since those are not applied again within themselves. Such results are neither cached nor taken
// from the cache.
func (e *Evaluator) inspectWatched(n *program.Node, i uint32, marks []uint64) bool {
	if e.failure != noFailure {
		return false
	}
	if e.depth == program.MaxApplied {
		return e.giveUp(tooDeep)
	}
	e.depth++
	defer func() { e.depth-- }()
	last := len(e.active) - 1
	alone := !n.Tangled || last < 0 || e.active[last].instance != i
	if n.Looped {
		if _, ok := e.activeAt(n, i); ok {
			return e.fail(n, i, program.Endless, "")
		}
		e.active = append(e.active, activation{n, i, e.scope})
		defer func() { e.active = e.active[:last+1] }()
	}
	switch {
	case e.steps <= e.budget || e.thorough: // a thorough observer limits what it receives
		return e.check(n, i, marks)
	case e.scope != nil && e.steps > e.budget+maxScoped:
		return e.giveUp(tooLong)
	case alone:
		return e.remember(n, i, marks)
	case e.steps > e.budget+e.bounds.Unkept:
		return e.giveUp(tooLong)
	}
	return e.check(n, i, marks)
}

// activeAt returns the index of the node among those that are being applied to the instance, which
// are at the end of the stack.
func (e *Evaluator) activeAt(n *program.Node, i uint32) (int, bool) {
	for k := len(e.active) - 1; k >= 0 && e.active[k].instance == i; k-- {
		if e.active[k].node == n && e.active[k].scope == e.scope {
			return k, true
		}
	}
	return 0, false
}

// A memo caches the results of nodes for instances. With it, a run takes at most as many steps as
// there are nodes times instances.
type memo struct {
	answers map[question]answer
}

// A question is a key of a cache: a node, an instance, and the dynamic scope.
type question struct {
	node, instance uint32
	scope          *program.Scope
}

// An answer is a cached result.
type answer struct {
	ok bool

	// evaluated is the set of children that the node evaluates; nil if they were not recorded.
	evaluated []uint64

	// reported is the serial of the failure that explains the answer: the first one reported by the
	// node, or one that had been reported before.
	reported uint64
}

// propagateReported records the failure that explains a nested answer in the enclosing one.
func (e *Evaluator) propagateReported(a answer) {
	if !a.ok && e.reported == 0 {
		e.reported = a.reported
	}
}

// remember is check with a cache. A cached failure is used only if the failure that explains it is
// still in the report.
func (e *Evaluator) remember(n *program.Node, i uint32, marks []uint64) bool {
	if e.memo == nil {
		e.memo = &memo{answers: make(map[question]answer)}
	}
	q := question{n.ID, i, e.scope}
	if a, ok := e.memo.answers[q]; ok {
		switch {
		case a.ok && marks == nil:
			return true
		case a.ok && a.evaluated != nil:
			addAll(marks, a.evaluated)
			return true
		case !a.ok && (e.observer == nil || e.own.full() || e.own.includes(a.reported)):
			e.propagateReported(a)
			return false
		}
	}
	around := e.reported
	e.reported = 0
	from := len(e.own.failures)
	var own []uint64
	if marks != nil {
		own = make([]uint64, len(marks))
	}
	a := answer{ok: e.check(n, i, own), evaluated: own}
	if marks != nil {
		addAll(marks, own)
	}
	if e.observer != nil {
		a.reported = e.own.serial(from)
	}
	if a.reported == 0 {
		a.reported = e.reported // its failures have been reported before
	}
	e.reported = around
	e.propagateReported(a)
	if e.failure == noFailure {
		e.memo.answers[q] = a
	}
	return a.ok
}

// maxScoped bounds how many steps a run may take beyond its budget if it has dynamic scopes: results
// are cached separately for each scope.
const maxScoped = 1 << 20
