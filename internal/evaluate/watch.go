package evaluate

import "github.com/verdict-lint/verdict/internal/program"

// This file keeps runs bounded that would otherwise grow without measure: a schema
// that meets itself again for the same instance, and a graph with so many paths
// through it that the same question is asked over and over.

// maxUnkept bounds how many steps a run may take beyond its budget on questions whose
// answers cannot be kept.
const maxUnkept = 1 << 24

// An activation is a looped node that is being applied.
type activation struct {
	node     *program.Node
	instance uint32
	scope    *program.Scope
}

// inspectWatched is inspect for looped nodes, and for all nodes of a run that has
// taken more steps than a sound schema would: from then on, answers are kept.
//
// What a tangled node has to say while another one is being applied to the same instance
// may hold only there, since that one is not applied again within itself. Such answers
// are neither kept nor taken from those that are.
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
	case e.steps <= e.budget || e.thorough: // the observer bounds what it is told
		return e.check(n, i, marks)
	case e.scope != nil && e.steps > e.budget+maxScoped:
		return e.giveUp(tooLong)
	case alone:
		return e.remember(n, i, marks)
	case e.steps > e.budget+maxUnkept:
		return e.giveUp(tooLong)
	}
	return e.check(n, i, marks)
}

// activeAt looks for the node among those that are being applied to the instance,
// which are on top of the stack.
func (e *Evaluator) activeAt(n *program.Node, i uint32) (int, bool) {
	for k := len(e.active) - 1; k >= 0 && e.active[k].instance == i; k-- {
		if e.active[k].node == n && e.active[k].scope == e.scope {
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

type question struct {
	node, instance uint32
	scope          *program.Scope
}

type answer struct {
	ok bool

	// evaluated are the children that the node evaluates; nil if they were not recorded.
	evaluated []uint64

	// told is the first failure that was reported with the answer, or had been before.
	told uint64
}

// toldBy notes what an answer told, for the answer to the question that it is a part of.
func (e *Evaluator) toldBy(a answer) {
	if !a.ok && e.told == 0 {
		e.told = a.told
	}
}

// remember answers from the memo where it can.
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
		case !a.ok && (e.observer == nil || e.own.full() || e.own.holds(a.told)):
			e.toldBy(a)
			return false
		}
	}
	around := e.told
	e.told = 0
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
		a.told = e.own.serial(from)
	}
	if a.told == 0 {
		a.told = e.told // all that is wrong with it has been reported before
	}
	e.told = around
	e.toldBy(a)
	if e.failure == noFailure {
		e.memo.answers[q] = a
	}
	return a.ok
}

// maxScoped bounds how many steps a run may take beyond its budget if it has scopes: the
// answer to a question is another one in each.
const maxScoped = 1 << 20
