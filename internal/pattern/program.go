// This file compiles the tree to a program, a nondeterministic automaton over code points.

package pattern

// An op is the operation of an instruction.
type op uint8

const (
	opSet             op = iota // consumes a code point of set arg, continues at out
	opSplit                     // continues at out and at alt
	opMatch                     // the end of a match
	opStart                     // continues at out, at the start of the text
	opEnd                       // … at its end
	opWordBoundary              // … if exactly one neighbor is a word character
	opNotWordBoundary           // … if both are, or neither
	opLook                      // … if lookaround arg matches, or does not if negative
)

type instruction struct {
	op       op
	negative bool
	arg      int32
	out, alt int32
}

// A program is a Thompson automaton. It only reports whether there is a match, so it has
// neither captures nor greediness.
type program struct {
	instructions []instruction
	start        int32
	backward     bool // reads from the end of the text
}

// maxInstructions bounds the size of a program, in which counted repetitions are expanded.
// A longer source may take as many instructions as it needs without counted repetitions.
const maxInstructions = 1 << 18

// fits reports whether the program of a tree is within the limits.
func fits(tree *node, source string) bool {
	limit := max(maxInstructions, 4*len(source))
	return size(tree, limit) <= limit
}

// size returns the maximum number of instructions of the tree, or limit+1 if that
// is more than the limit.
func size(n *node, limit int) int {
	total := 1
	for _, child := range n.children {
		total = min(total+size(child, limit)+1, limit+1)
	}
	if n.kind == kindRepeat {
		copies := min(max(n.min, n.max, 1), limit+1)
		total = min(total*copies, limit+1)
	}
	return total
}

// A lookaround is the program of a lookahead or a lookbehind, which is satisfied at the
// positions at which a match of the program ends. The program of a lookahead therefore runs
// backward.
type lookaround = program

// A compiler writes programs that share their sets and lookarounds.
type compiler struct {
	sets        []*set
	lookarounds []*lookaround    // inner ones before outer ones
	setIndex    map[string]int32 // by key
	setKnown    map[*set]int32
	lookIndex   map[*node]int32

	program *program // being written
}

func newCompiler() *compiler {
	return &compiler{setIndex: make(map[string]int32), setKnown: make(map[*set]int32), lookIndex: make(map[*node]int32)}
}

// compile returns the program of a tree without back-references.
func (c *compiler) compile(tree *node, backward bool) *program {
	outer := c.program
	p := &program{backward: backward}
	c.program = p
	p.start = c.write(tree, c.emit(instruction{op: opMatch}))
	c.program = outer
	return p
}

func (c *compiler) emit(i instruction) int32 {
	c.program.instructions = append(c.program.instructions, i)
	return int32(len(c.program.instructions) - 1)
}

// write emits the instructions of n, which continue at out, and returns the first.
func (c *compiler) write(n *node, out int32) int32 {
	switch n.kind {
	case kindSet:
		return c.emit(instruction{op: opSet, arg: c.internSet(n.set), out: out})
	case kindGroup:
		return c.write(n.children[0], out)
	case kindConcat:
		for i := range n.children {
			if !c.program.backward {
				i = len(n.children) - 1 - i
			}
			out = c.write(n.children[i], out)
		}
		return out
	case kindAlternate:
		entry := c.write(n.children[0], out)
		for _, child := range n.children[1:] {
			entry = c.emit(instruction{op: opSplit, out: entry, alt: c.write(child, out)})
		}
		return entry
	case kindRepeat:
		return c.writeRepeat(n, out)
	case kindLook:
		return c.emit(instruction{op: opLook, negative: n.negative, arg: c.internLook(n), out: out})
	case kindStart:
		return c.emit(instruction{op: opStart, out: out})
	case kindEnd:
		return c.emit(instruction{op: opEnd, out: out})
	case kindWordBoundary:
		return c.emit(instruction{op: opWordBoundary, out: out})
	}
	return c.emit(instruction{op: opNotWordBoundary, out: out})
}

// writeRepeat writes x{2,4} as xx(x(x)?)? and x{2,} as xx+.
func (c *compiler) writeRepeat(n *node, out int32) int32 {
	child, end := n.children[0], out
	copies := n.min
	if n.max == unlimited {
		loop := c.emit(instruction{op: opSplit, alt: out})
		body := c.write(child, loop)
		c.program.instructions[loop].out = body
		if out = loop; copies > 0 {
			out = body
			copies--
		}
	} else {
		for range n.max - n.min {
			out = c.emit(instruction{op: opSplit, out: c.write(child, out), alt: end})
		}
	}
	for range copies {
		out = c.write(child, out)
	}
	return out
}

func (c *compiler) internSet(s *set) int32 {
	if index, ok := c.setKnown[s]; ok {
		return index
	}
	key := s.key()
	index, ok := c.setIndex[key]
	if !ok {
		index = int32(len(c.sets))
		c.sets = append(c.sets, s)
		c.setIndex[key] = index
	}
	c.setKnown[s] = index
	return index
}

func (c *compiler) internLook(n *node) int32 {
	index, ok := c.lookIndex[n]
	if !ok {
		look := c.compile(n.children[0], !n.behind)
		index = int32(len(c.lookarounds))
		c.lookarounds = append(c.lookarounds, look)
		c.lookIndex[n] = index
	}
	return index
}
