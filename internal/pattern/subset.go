// This file implements subset construction: from a program to an equivalent dfa.

package pattern

import (
	"encoding/binary"
	"math"
	"slices"
)

// maxTable is the maximum number of cells of a table: an offset must fit uint16.
const maxTable = math.MaxUint16

// Limits of the work to build a table, in steps of threads.
const (
	quickTable = 1 << 14 // about 0.3 ms
	largeTable = 1 << 19 // about 10 ms
)

// A thread is an instruction and, inside a code point, the state of its encoding.
type thread uint32

func newThread(instruction int32, state uint16) thread {
	return thread(instruction)<<16 | thread(state)
}

func (t thread) instruction() int32 { return int32(t >> 16) }
func (t thread) state() uint16      { return uint16(t) }

// A subset is a state of the dfa: the threads of the program, and what assertions depend on
// in the text before. Threads that start a match at the next code point are left out, since
// every state has them.
type subset struct {
	threads   []thread // sorted; waiting at a set, inside a code point, or at an assertion
	initial   bool     // nothing has been read
	afterWord bool     // the last byte read was a word character
}

// A place describes the text on both sides of a position, on which assertions depend.
type place struct {
	start, end            bool
	afterWord, beforeWord bool
}

func (p place) wordBoundary() bool { return p.afterWord != p.beforeWord }

func placeAt(text []byte, position int) place {
	at := place{start: position == 0, end: position == len(text)}
	at.afterWord = !at.start && isWord(text[position-1])
	at.beforeWord = !at.end && isWord(text[position])
	return at
}

// satisfies reports whether an assertion other than a lookaround is satisfied.
func (p place) satisfies(o op) bool {
	switch o {
	case opStart:
		return p.start
	case opEnd:
		return p.end
	case opWordBoundary:
		return p.wordBoundary()
	}
	return !p.wordBoundary()
}

// A subsetBuilder holds what building a table needs.
type subsetBuilder struct {
	program    *program
	encoding   *encoding
	roots      []uint16 // by set
	boundaries bool     // the program has word boundaries

	dfa     *dfa
	stride  int
	subsets []subset // by row
	rows    map[string]uint16
	restart []thread // threads that start a match anywhere but at the start
	work    int      // remaining

	visited    []int // by instruction: the closure that last saw it
	generation int
	pending    []int32
}

// newDFA returns the dfa of a program without lookarounds, or nil if its table would be too
// large or take more than the given work.
func newDFA(p *program, sets []*set, work int) *dfa {
	if len(p.instructions) > math.MaxUint16 {
		return nil
	}
	b := &subsetBuilder{
		program:  p,
		encoding: newEncoding(),
		dfa:      &dfa{},
		work:     work,
		rows:     make(map[string]uint16),
		visited:  make([]int, len(p.instructions)),
	}
	for _, s := range sets {
		b.roots = append(b.roots, b.encoding.add(s))
		if len(b.encoding.states) > maxTable/4 {
			return nil
		}
	}
	for _, i := range p.instructions {
		if i.op == opWordBoundary || i.op == opNotWordBoundary {
			b.boundaries = true
		}
	}
	representatives := b.classify()
	b.stride = len(representatives) + 1
	b.dfa.end = uint16(len(representatives))
	b.dfa.accept = uint16(b.stride)
	if !b.build(representatives) {
		return nil
	}
	return b.dfa
}

// classify divides the bytes into classes that the program treats alike, and returns one
// byte of each.
func (b *subsetBuilder) classify() []byte {
	var begins [257]bool
	mark := func(lo, hi int) {
		begins[lo] = true
		begins[hi+1] = true
	}
	for _, edges := range b.encoding.states {
		for _, edge := range edges {
			mark(int(edge.lo), int(edge.hi))
		}
	}
	if b.boundaries {
		for _, s := range wordSpans() {
			mark(int(s.lo), int(s.hi))
		}
		mark(0x80, 0xBF) // continuation bytes
	}
	representatives := []byte{0}
	for c := 1; c < 256; c++ {
		if begins[c] {
			representatives = append(representatives, byte(c))
		}
		b.dfa.classes[c] = uint8(len(representatives) - 1)
	}
	return representatives
}

// build fills the table, and reports whether it stayed within the limits.
func (b *subsetBuilder) build(representatives []byte) bool {
	b.addRow(subset{}) // dead
	b.addRow(subset{}) // accept
	for column := range b.stride {
		b.dfa.next[b.stride+column] = b.dfa.accept
	}
	b.generation++
	b.restart, _ = b.close(nil, b.program.start, place{})

	b.generation++
	first, matched := b.close(nil, b.program.start, place{start: true})
	b.dfa.start = b.row(subset{threads: first, initial: true}, matched)

	for row := 2; row < len(b.subsets); row++ {
		s := b.subsets[row]
		for class, c := range representatives {
			to := b.row(b.step(s, c))
			if len(b.dfa.next) > maxTable || b.work < 0 {
				return false
			}
			b.dfa.next[row*b.stride+class] = to
		}
		if b.matchesAtEnd(s) {
			b.dfa.next[row*b.stride+int(b.dfa.end)] = b.dfa.accept
		}
	}
	return true
}

// row returns the row of a subset, and adds it if needed.
func (b *subsetBuilder) row(s subset, matched bool) uint16 {
	if matched {
		return b.dfa.accept
	}
	if len(s.threads) == 0 && len(b.restart) == 0 {
		return dead
	}
	slices.Sort(s.threads)
	s.threads = slices.Compact(s.threads)
	key := make([]byte, 1, 1+4*len(s.threads))
	if s.initial {
		key[0] |= 1
	}
	if s.afterWord {
		key[0] |= 2
	}
	for _, t := range s.threads {
		key = binary.LittleEndian.AppendUint32(key, uint32(t))
	}
	row, ok := b.rows[string(key)]
	if !ok {
		row = b.addRow(s)
		b.rows[string(key)] = row
	}
	return row
}

// addRow appends a row, all of it dead.
func (b *subsetBuilder) addRow(s subset) uint16 {
	offset := len(b.dfa.next)
	b.subsets = append(b.subsets, s)
	b.dfa.next = append(b.dfa.next, make([]uint16, b.stride)...)
	return uint16(offset)
}

// step returns the subset after s and the byte c, and whether there was a
// match before c or is one after it.
func (b *subsetBuilder) step(s subset, c byte) (subset, bool) {
	word := isWord(c)
	threads, matched := b.resolve(s, c&0xC0 != 0x80, place{
		start: s.initial, afterWord: s.afterWord, beforeWord: word,
	})
	if matched {
		return subset{}, true
	}
	b.work -= len(threads) + 1
	b.generation++
	after := subset{afterWord: b.boundaries && word}
	for _, t := range threads {
		i := b.program.instructions[t.instruction()]
		if i.op != opSet {
			continue
		}
		state := t.state()
		if state == 0 {
			state = b.roots[i.arg]
		}
		to, ok := b.encoding.next(state, c)
		switch {
		case !ok:
		case to != encoded:
			after.threads = append(after.threads, newThread(t.instruction(), to))
		default:
			after.threads, matched = b.close(after.threads, i.out, place{})
			if matched {
				return subset{}, true
			}
		}
	}
	return after, false
}

// matchesAtEnd reports whether there is a match if the text ends here.
func (b *subsetBuilder) matchesAtEnd(s subset) bool {
	_, matched := b.resolve(s, true, place{start: s.initial, end: true, afterWord: s.afterWord})
	return matched
}

// resolve returns the threads of s, with those that start here if this is between two code
// points, and moves past satisfied assertions.
func (b *subsetBuilder) resolve(s subset, between bool, at place) (threads []thread, matched bool) {
	b.generation++
	threads = slices.Clone(s.threads)
	if between {
		threads = append(threads, b.restart...)
	}
	for _, t := range threads {
		if t.state() == 0 {
			b.visited[t.instruction()] = b.generation
		}
	}
	for n := 0; n < len(threads); n++ {
		i := b.program.instructions[threads[n].instruction()]
		satisfied := false
		switch i.op {
		case opEnd:
			satisfied = at.end
		case opWordBoundary:
			satisfied = at.wordBoundary()
		case opNotWordBoundary:
			satisfied = !at.wordBoundary()
		}
		if !satisfied {
			continue
		}
		if threads, matched = b.close(threads, i.out, at); matched {
			return nil, true
		}
	}
	return threads, false
}

// close adds to threads every instruction reachable from an instruction without reading,
// and reports whether a match is among them. It does not move past assertions that depend
// on the following text.
func (b *subsetBuilder) close(threads []thread, from int32, at place) (_ []thread, matched bool) {
	b.pending = append(b.pending[:0], from)
	for len(b.pending) > 0 {
		last := len(b.pending) - 1
		index := b.pending[last]
		b.pending = b.pending[:last]
		if b.visited[index] == b.generation {
			continue
		}
		b.visited[index] = b.generation
		b.work--
		switch i := b.program.instructions[index]; i.op {
		case opMatch:
			return threads, true
		case opSplit:
			b.pending = append(b.pending, i.out, i.alt)
		case opStart:
			if at.start {
				b.pending = append(b.pending, i.out)
			}
		default:
			threads = append(threads, newThread(index, 0))
		}
	}
	return threads, false
}
