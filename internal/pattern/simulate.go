// This file simulates programs, one code point of the text at a time: those whose table
// would be too large and those with lookarounds.

package pattern

import (
	"sync"
	"unicode/utf8"
)

// A simulator runs a program in time linear in the text. If the program has lookarounds,
// each is first run over the whole text to mark the positions at which it is satisfied,
// inner ones before outer ones.
type simulator struct {
	program     *program
	sets        []*set
	lookarounds []*lookaround
	scratch     sync.Pool // of *scratch
}

// newSimulator returns a simulator of a tree without back-references.
func newSimulator(tree *node) *simulator {
	c := newCompiler()
	p := c.compile(tree, false)
	return &simulator{program: p, sets: c.sets, lookarounds: c.lookarounds}
}

// scratch is the reusable memory of a run.
type scratch struct {
	*simulator
	text      []byte
	steps     int      // steps left; below 0 the run ends
	satisfied []bitmap // by lookaround: the positions at which it is satisfied

	reached    []int32 // instructions that the last code point led to
	reading    []int32 // instructions reachable from there that read the next
	visited    []int   // by instruction: the generation that last saw it
	generation int     // one for each position of each run
	pending    []int32
}

// A bitmap is a set of positions in the text.
type bitmap []uint64

func (b bitmap) add(i int)           { b[i>>6] |= 1 << (i & 63) }
func (b bitmap) contains(i int) bool { return b[i>>6]&(1<<(i&63)) != 0 }

// cleared returns an empty bitmap for positions up to n. It reuses b if that is large
// enough.
func (b bitmap) cleared(n int) bitmap {
	words := n>>6 + 1
	if cap(b) < words {
		return make(bitmap, words)
	}
	b = b[:words]
	clear(b)
	return b
}

// match reports whether the text has a match.
func (s *simulator) match(text []byte, steps *int) (bool, error) {
	run, _ := s.scratch.Get().(*scratch)
	if run == nil {
		run = &scratch{simulator: s, satisfied: make([]bitmap, len(s.lookarounds))}
	}
	run.text, run.steps = text, *steps
	for i, look := range s.lookarounds {
		run.satisfied[i] = run.satisfied[i].cleared(len(text))
		run.run(look, run.satisfied[i])
	}
	matched := run.run(s.program, nil)
	*steps = max(run.steps, 0)
	spent := run.steps < 0
	run.text = nil
	s.scratch.Put(run)
	if spent {
		return false, errSteps
	}
	return matched, nil
}

// run looks for matches of p that start anywhere. It stops at the first, unless ends is
// given, to which it adds the end of each.
func (s *scratch) run(p *program, ends bitmap) bool {
	if len(s.visited) < len(p.instructions) {
		s.visited = make([]int, len(p.instructions))
	}
	s.reached = s.reached[:0]
	position, last := 0, len(s.text)
	if p.backward {
		position, last = last, position
	}
	for {
		if s.closeAll(p, position) {
			if ends == nil {
				return true
			}
			ends.add(position)
		}
		if position == last || s.steps < 0 {
			return false
		}
		position = s.read(p, position)
	}
}

// read advances over one code point and returns the position after it.
func (s *scratch) read(p *program, position int) int {
	var r rune
	if p.backward {
		before, size := utf8.DecodeLastRune(s.text[:position])
		r = before
		position -= size
	} else {
		after, size := utf8.DecodeRune(s.text[position:])
		r = after
		position += size
	}
	s.reached = s.reached[:0]
	for _, index := range s.reading {
		if i := &p.instructions[index]; s.sets[i.arg].contains(r) {
			s.reached = append(s.reached, i.out)
		}
	}
	return position
}

// closeAll follows the instructions reached, and those that start here, to the ones that
// read the next code point. It reports whether a match ends here.
func (s *scratch) closeAll(p *program, position int) (matched bool) {
	at := placeAt(s.text, position)

	s.generation++
	s.reading = s.reading[:0]
	s.pending = append(append(s.pending[:0], s.reached...), p.start)
	for len(s.pending) > 0 {
		last := len(s.pending) - 1
		index := s.pending[last]
		s.pending = s.pending[:last]
		if s.visited[index] == s.generation {
			continue
		}
		s.visited[index] = s.generation
		s.steps--

		i := &p.instructions[index]
		switch i.op {
		case opMatch:
			matched = true
		case opSet:
			s.reading = append(s.reading, index)
		case opSplit:
			s.pending = append(s.pending, i.alt, i.out)
		default:
			if s.satisfiedAt(i, at, position) {
				s.pending = append(s.pending, i.out)
			}
		}
	}
	return matched
}

// satisfiedAt reports whether an assertion is satisfied at a position.
func (s *scratch) satisfiedAt(i *instruction, at place, position int) bool {
	if i.op == opLook {
		return s.satisfied[i.arg].contains(position) != i.negative
	}
	return at.satisfies(i.op)
}
