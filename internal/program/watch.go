package program

import "math"

// This file keeps runs bounded that would otherwise grow without measure: a schema
// that meets itself again for the same instance, and a graph with so many paths
// through it that the same question is asked over and over.

// An activation is a looped node that is being applied.
type activation struct {
	node     *node
	instance uint32
}

// inspectWatched is inspect for looped nodes, and for all nodes of a run that has
// taken more steps than a sound schema would: from then on, answers are kept.
//
// An answer that was found because a node was met again which had been applied before,
// holds only as long as that one is being applied. e.lowest is the lowest place in
// e.active at which that has happened.
func (e *Evaluator) inspectWatched(n *node, i uint32, marks []uint64) bool {
	if e.failure != noFailure {
		return false
	}
	if e.depth == maxApplied {
		return e.giveUp(tooDeep)
	}
	e.depth++
	defer func() { e.depth-- }()
	height := len(e.active)
	if n.looped {
		if at, ok := e.activeAt(n, i); ok {
			e.lowest = min(e.lowest, at)
			return e.fail(n, i, Endless, "")
		}
		e.active = append(e.active, activation{n, i})
		defer func() { e.active = e.active[:height] }()
	}
	if e.steps <= e.budget {
		return e.check(n, i, marks)
	}
	if e.steps > e.budget<<10 {
		return e.giveUp(tooLong)
	}
	if e.memo == nil {
		e.memo = &memo{answers: make(map[question]answer)}
	}
	outside := e.lowest
	e.lowest = math.MaxInt
	ok := e.remember(n, i, marks, height)
	e.lowest = min(e.lowest, outside)
	return ok
}

// activeAt looks for the node among those that are being applied to the instance,
// which are on top of the stack.
func (e *Evaluator) activeAt(n *node, i uint32) (int, bool) {
	for k := len(e.active) - 1; k >= 0 && e.active[k].instance == i; k-- {
		if e.active[k].node == n {
			return k, true
		}
	}
	return 0, false
}

// A memo holds answers to questions that may be asked again. It makes a run take at
// most as many steps as there are nodes times instances.
type memo struct {
	answers map[question]answer
}

type question struct{ node, instance uint32 }

type answer struct {
	ok bool

	// evaluated are the children that the node evaluates, nil where nobody had
	// asked for them.
	evaluated []uint64

	// told is the first failure that was reported with the answer.
	told uint64
}

// remember answers from the memo where it can. An answer that depends on what is being
// applied below height is not kept.
func (e *Evaluator) remember(n *node, i uint32, marks []uint64, height int) bool {
	q := question{n.id, i}
	if a, ok := e.memo.answers[q]; ok {
		switch {
		case a.ok && marks == nil:
			return true
		case a.ok && a.evaluated != nil:
			addAll(marks, a.evaluated)
			return true
		case !a.ok && (e.report == nil || e.report.full() || e.report.holds(a.told)):
			return false
		}
	}
	from := e.report.position()
	var own []uint64
	if marks != nil {
		own = make([]uint64, len(marks))
	}
	a := answer{ok: e.check(n, i, own), evaluated: own}
	if marks != nil {
		addAll(marks, own)
	}
	a.told = e.report.serial(from)
	if e.lowest >= height && e.failure == noFailure {
		e.memo.answers[q] = a
	}
	return a.ok
}
