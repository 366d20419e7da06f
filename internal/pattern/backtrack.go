// This file implements backtracking, for patterns that no automaton can run: those with
// back-references, and those whose counted repetitions are too large to
// expand.

package pattern

import (
	"bytes"
	"slices"
	"sync"
	"unicode/utf8"
)

// These are operations of a backtracker, in addition to those of a program.
const (
	opRun       op = iota + opLook + 1 // consumes min to max code points of a set, as many as possible
	opSave                             // sets register arg to the position
	opReference                        // consumes what group arg captured
	opEnter                            // begins a repetition, whose count is register arg
	opLoop                             // … after each iteration: begins another one, or continues at out
	opIterate                          // … begins an iteration, in which its groups have captured nothing
)

// A move is an instruction of a backtracker. It continues at out.
type move struct {
	op                       op
	negative, lazy, backward bool
	set                      *set
	arg                      int
	min, max                 int
	first, last              int // registers that an iteration resets
	out, alt                 int
}

// A backtracker runs a pattern as ECMA-262 defines it
// (https://tc39.es/ecma262/#sec-pattern-semantics): it tries one alternative after another,
// and counts its steps. Its memory is bounded by maxTrail.
type backtracker struct {
	moves     []move
	start     int
	registers int       // two for each group, its start and end; two for each repetition, its count and the start of the iteration
	scratch   sync.Pool // of *attempt
}

// maxTrail bounds the memory of a match, to 48 MiB. A trail above keptTrail is not kept.
const (
	maxTrail  = 1 << 21
	keptTrail = 1 << 12
)

// newBacktracker returns the backtracker of a tree.
func newBacktracker(tree *node) *backtracker {
	b := &backtracker{registers: 2 * (tree.count(kindGroup) + 1)}
	b.start = b.write(tree, b.emit(move{op: opMatch}), false)
	return b
}

func (b *backtracker) emit(m move) int {
	b.moves = append(b.moves, m)
	return len(b.moves) - 1
}

// write emits the moves of n, which continue at out, and returns the first.
func (b *backtracker) write(n *node, out int, backward bool) int {
	switch n.kind {
	case kindSet:
		return b.emit(move{op: opSet, set: n.set, out: out, backward: backward})
	case kindConcat:
		for i := range n.children {
			if !backward {
				i = len(n.children) - 1 - i
			}
			out = b.write(n.children[i], out, backward)
		}
		return out
	case kindAlternate:
		last := len(n.children) - 1
		entry := b.write(n.children[last], out, backward)
		for _, child := range slices.Backward(n.children[:last]) {
			entry = b.emit(move{op: opSplit, out: b.write(child, out, backward), alt: entry})
		}
		return entry
	case kindRepeat:
		return b.writeRepeat(n, out, backward)
	case kindGroup:
		start, end := 2*n.index, 2*n.index+1
		if backward {
			start, end = end, start
		}
		body := b.write(n.children[0], b.emit(move{op: opSave, arg: end, out: out}), backward)
		return b.emit(move{op: opSave, arg: start, out: body})
	case kindBackReference:
		return b.emit(move{op: opReference, arg: n.index, out: out, backward: backward})
	case kindLook:
		body := b.write(n.children[0], b.emit(move{op: opMatch}), n.behind)
		return b.emit(move{op: opLook, negative: n.negative, alt: body, out: out})
	}
	return b.emit(move{op: assertionOps[n.kind], out: out})
}

var assertionOps = [...]op{kindStart: opStart, kindEnd: opEnd, kindWordBoundary: opWordBoundary, kindNotWordBoundary: opNotWordBoundary}

func (b *backtracker) writeRepeat(n *node, out int, backward bool) int {
	child := n.children[0]
	if child.kind == kindSet && !n.lazy {
		return b.emit(move{op: opRun, set: child.set, min: n.min, max: n.max, out: out, backward: backward})
	}
	count := b.registers
	b.registers += 2
	first, last := child.groups()
	loop := b.emit(move{op: opLoop, arg: count, min: n.min, max: n.max, lazy: n.lazy, out: out})
	iterate := b.emit(move{op: opIterate, arg: count, first: 2 * first, last: 2*last + 1})
	b.moves[loop].alt = iterate
	b.moves[iterate].out = b.write(child, loop, backward)
	return b.emit(move{op: opEnter, arg: count, out: loop})
}

// groups returns the numbers of the first and last group in the tree, or 0 and -1 if it has none.
func (n *node) groups() (first, last int) {
	first, last = 0, -1
	if n.kind == kindGroup {
		first, last = n.index, n.index
	}
	for _, child := range n.children {
		if f, l := child.groups(); l >= 0 {
			if last < 0 {
				first = f
			}
			last = l
		}
	}
	return first, last
}

// An attempt is the reusable memory of a match.
type attempt struct {
	*backtracker
	text     []byte
	steps    int // steps left; below 0 the match ends
	register []int
	trail    []turn
}

// A turn is what to do after a failure: continue at a move, first from position
// at, and then from each position between at and last; or, if move is -1 or less,
// to restore register ^move to at.
type turn struct {
	move     int
	at, last int
}

// match reports whether the text has a match.
func (b *backtracker) match(text []byte, steps *int) (bool, error) {
	a, _ := b.scratch.Get().(*attempt)
	if a == nil {
		a = &attempt{backtracker: b, register: make([]int, b.registers)}
	}
	a.text, a.steps, a.trail = text, *steps, a.trail[:0]
	for i := range a.register {
		a.register[i] = -1
	}
	matched := false
	for position := 0; !matched && a.steps >= 0 && position <= len(text); {
		matched = a.run(b.start, position)
		_, size := utf8.DecodeRune(text[position:])
		position += max(size, 1)
	}
	*steps = max(a.steps, 0)
	spent := a.steps < 0
	if a.text = nil; cap(a.trail) > keptTrail {
		a.trail = nil
	}
	b.scratch.Put(a)
	if spent {
		return false, errSteps
	}
	return matched, nil
}

// run reports whether a move leads to the end of its program. If it does not,
// run leaves registers and trail unchanged.
func (a *attempt) run(at, position int) bool {
	base := len(a.trail)
	for {
		if a.steps--; a.steps < 0 || len(a.trail) > maxTrail {
			a.steps = -1
			return false
		}
		m := &a.moves[at]
		if m.op == opMatch {
			return true
		}
		next, ok := m.out, true
		switch m.op {
		case opSet:
			position, ok = a.read(m, position)
		case opRun:
			position, ok = a.readAll(m, position)
		case opSplit:
			a.choose(m.alt, position)
		case opSave:
			a.set(m.arg, position)
		case opReference:
			position, ok = a.refer(m, position)
		case opEnter:
			a.set(m.arg, 0)
			a.set(m.arg+1, -1)
		case opLoop:
			next, ok = a.loop(m, position)
		case opIterate:
			a.iterate(m, position)
		case opLook:
			ok = a.look(m, position)
		default:
			ok = placeAt(a.text, position).satisfies(m.op)
		}
		if !ok {
			if next, position, ok = a.turnBack(base); !ok {
				return false
			}
		}
		at = next
	}
}

func (a *attempt) choose(move, position int) {
	a.trail = append(a.trail, turn{move, position, position})
}

func (a *attempt) set(register, value int) {
	if old := a.register[register]; old != value {
		a.trail = append(a.trail, turn{^register, old, 0})
		a.register[register] = value
	}
}

// turnBack undoes everything since the last choice after base, and continues with the next
// alternative.
func (a *attempt) turnBack(base int) (move, position int, ok bool) {
	for last := len(a.trail) - 1; last >= base; last-- {
		t := &a.trail[last]
		if t.move < 0 {
			a.register[^t.move] = t.at
			continue
		}
		move, position = t.move, t.at
		if t.at == t.last {
			a.trail = a.trail[:last]
			return move, position, true
		}
		a.trail = a.trail[:last+1]
		t.at = a.step(t.at, t.last < t.at)
		return move, position, true
	}
	a.trail = a.trail[:base]
	return 0, 0, false
}

// step returns the position after the next code point.
func (a *attempt) step(position int, backward bool) int {
	_, size := a.next(position, backward)
	return position + size
}

// next returns the code point at a position, and its length; 0 at the end.
func (a *attempt) next(position int, backward bool) (r rune, size int) {
	if backward {
		r, size = utf8.DecodeLastRune(a.text[:position])
		return r, -size
	}
	return utf8.DecodeRune(a.text[position:])
}

func (a *attempt) read(m *move, position int) (int, bool) {
	r, size := a.next(position, m.backward)
	return position + size, size != 0 && m.set.contains(r)
}

// readAll reads as many code points as possible, and records a turn for reading fewer.
func (a *attempt) readAll(m *move, position int) (int, bool) {
	count, fewest := 0, position
	for ; count != m.max; count++ {
		if count == m.min {
			fewest = position
		}
		next, ok := a.read(m, position)
		if !ok {
			break
		}
		position = next
	}
	if a.steps -= count; count < m.min {
		return position, false
	}
	if count > m.min {
		a.trail = append(a.trail, turn{m.out, a.step(position, !m.backward), fewest})
	}
	return position, true
}

// refer reads the text that a group captured, which is empty if the group did not match.
func (a *attempt) refer(m *move, position int) (int, bool) {
	start, end := a.register[2*m.arg], a.register[2*m.arg+1]
	if start < 0 || end < 0 {
		return position, true
	}
	captured := a.text[start:end]
	a.steps -= len(captured) / 16
	if m.backward {
		return position - len(captured), bytes.HasSuffix(a.text[:position], captured)
	}
	return position + len(captured), bytes.HasPrefix(a.text[position:], captured)
}

// loop decides how to continue after an iteration. One that consumed nothing is the last: it
// counts for all iterations that are still required, and fails if none is.
func (a *attempt) loop(m *move, position int) (next int, ok bool) {
	count := a.register[m.arg]
	if a.register[m.arg+1] == position {
		return m.out, count <= m.min
	}
	switch {
	case count < m.min:
		return m.alt, true
	case count == m.max:
		return m.out, true
	case m.lazy:
		a.choose(m.alt, position)
		return m.out, true
	}
	a.choose(m.out, position)
	return m.alt, true
}

func (a *attempt) iterate(m *move, position int) {
	a.set(m.arg, a.register[m.arg]+1)
	a.set(m.arg+1, position)
	for register := m.first; register <= m.last; register++ {
		a.set(register, -1)
	}
	a.steps -= max(0, m.last-m.first)
}

// look reports whether a lookaround is satisfied. Its captures are kept unless it is negative, but
// its other alternatives are not tried.
func (a *attempt) look(m *move, position int) bool {
	base := len(a.trail)
	if !a.run(m.alt, position) {
		return m.negative
	}
	kept := a.trail[:base]
	for _, t := range a.trail[base:] {
		if t.move < 0 {
			kept = append(kept, t)
		}
	}
	a.trail = kept
	if m.negative {
		a.turnBack(base)
	}
	return !m.negative
}
