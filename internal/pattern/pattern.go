// Package pattern runs regular expressions as JSON Schema defines them: those of ECMA-262
// with the flag u (JSON Schema Core 2020-12, section 6.4,
// https://json-schema.org/draft/2020-12/json-schema-core#section-6.4;
// https://tc39.es/ecma262/#sec-regexp-regular-expression-objects). They are not
// anchored: a match may be anywhere in the text.
//
// A pattern is parsed to a tree, which determines how it is run. All ways but the last take
// time linear in the text. Those without a table count their steps, see [Budget]:
//
//	most patterns                       a table over the bytes of the text
//	lookarounds at the ends of it       a combination of such tables
//	other lookarounds, huge tables      a simulated automaton
//	back-references, huge repetitions   a backtracking engine
//
// Text is valid UTF-8. It cannot contain lone surrogates, so surrogates in a class never
// match.
package pattern

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// A Pattern is a compiled regular expression. It is safe for concurrent use.
type Pattern struct {
	source string

	// once prepares the rest for the first match. Many patterns of a large schema are never used,
	// and their source takes much less memory than the tree of it.
	once   sync.Once
	table  *dfa   // nil if there is an engine
	engine engine // nil if there is a table
}

// An engine reports whether a text has a match.
type engine interface {
	match(text []byte, steps *int) (bool, error)
}

// maxSource and maxLookarounds bound the cost of a pattern: its program is many times as
// large as its source, and each lookaround marks every position of a text. Real patterns
// stay below a hundredth of these limits.
const (
	maxSource      = 1 << 16 // bytes
	maxLookarounds = 1000
)

// Compile parses a regular expression. The error is a [*SyntaxError].
func Compile(source string) (*Pattern, error) {
	if len(source) > maxSource {
		return nil, &SyntaxError{Source: source, Offset: maxSource, Message: fmt.Sprintf("the pattern is longer than %d bytes", maxSource)}
	}
	if isSimple(source) {
		return &Pattern{source: source}, nil
	}
	tree, err := parse(source)
	if err != nil {
		return nil, err
	}
	if tree.count(kindLook) > maxLookarounds {
		return nil, &SyntaxError{Source: source, Offset: len(source), Message: fmt.Sprintf("the pattern has more than %d lookarounds", maxLookarounds)}
	}
	return &Pattern{source: source}, nil
}

// Valid reports whether a text is a regular expression.
func Valid(text []byte) bool {
	if len(text) <= maxSource && isSimple(text) {
		return true
	}
	_, err := Compile(string(text))
	return err == nil
}

// isSimple reports whether a source has only literals, dots, anchors and bars. In any order, these are a
// regular expression.
func isSimple[T string | []byte](source T) bool {
	for k := range len(source) {
		if isSyntax[source[k]] {
			return false
		}
	}
	return true
}

// isSyntax has the characters that may be used wrongly.
var isSyntax = [256]bool{
	'\\': true, '*': true, '+': true, '?': true, '(': true, ')': true, '[': true, ']': true, '{': true, '}': true,
}

// String returns the source.
func (p *Pattern) String() string { return p.source }

// errSteps is the error of a match that there were too few steps for.
var errSteps = errors.New("pattern: the matches took too many steps")

// Budget returns the number of steps that all matches in a payload of a size in bytes may take together.
// A step moves one thread of a simulation, or a backtracker, over one code point.
func Budget(bytes int) int { return 1<<24 + 64*bytes }

// Match reports whether the pattern matches anywhere in text, within a budget of its own.
func (p *Pattern) Match(text []byte) (bool, error) {
	steps := Budget(len(text))
	return p.MatchWithin(text, &steps)
}

// MatchWithin reports whether the pattern matches anywhere in text. What it takes beyond a
// table is taken from steps. The error is errSteps if none are left.
func (p *Pattern) MatchWithin(text []byte, steps *int) (bool, error) {
	p.once.Do(p.prepare)
	if p.table != nil {
		return p.table.match(text), nil
	}
	return p.engine.match(text, steps)
}

// prepare compiles the source to a table or an engine.
func (p *Pattern) prepare() {
	tree, err := parse(p.source)
	if err != nil {
		panic(err) // Compile has parsed it
	}
	p.engine = newEngine(tree, p.source)
	if table, ok := p.engine.(tableEngine); ok {
		p.table = table.dfa
	}
}

// newEngine returns the best engine for the tree of a source.
func newEngine(tree *node, source string) engine {
	if tree.contains(kindBackReference) || !fits(tree, source) {
		return newBacktracker(tree)
	}
	if !tree.contains(kindLook) {
		return newAutomaton(tree)
	}
	if c, ok := decompose(tree); ok {
		return c
	}
	return newSimulator(tree)
}

// newAutomaton returns the engine for a tree without lookarounds: a table if it is cheap to
// build, or else a simulation until building a table pays off.
func newAutomaton(tree *node) engine {
	s := newSimulator(tree)
	if table := newDFA(s.program, s.sets, quickTable); table != nil {
		return tableEngine{table}
	}
	return &learner{simulator: s}
}

// A tableEngine adapts a dfa to the interface engine.
type tableEngine struct {
	dfa *dfa
}

func (t tableEngine) match(text []byte, _ *int) (bool, error) { return t.dfa.match(text), nil }

// A learner simulates a pattern whose table is expensive to build, and builds the table
// once the pattern has been used often. If the table turns out too large, it continues to
// simulate.
type learner struct {
	*simulator
	uses  atomic.Int32
	table atomic.Pointer[dfa]
}

// usesBeforeTable is the number of matches after which a learner builds its table. The
// largest tables take some milliseconds; this many matches of ordinary strings take a tenth
// of that.
const usesBeforeTable = 1000

func (l *learner) match(text []byte, steps *int) (bool, error) {
	if table := l.table.Load(); table != nil {
		return table.match(text), nil
	}
	if l.uses.Load() < usesBeforeTable && l.uses.Add(1) == usesBeforeTable {
		if table := newDFA(l.program, l.sets, largeTable); table != nil {
			l.table.Store(table)
		}
	}
	return l.simulator.match(text, steps)
}
