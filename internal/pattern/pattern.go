// Package pattern runs regular expressions as JSON Schema means them: those of
// ECMA-262 with the flag u (JSON Schema Core 2020-12, section 6.4,
// https://json-schema.org/draft/2020-12/json-schema-core#section-6.4;
// https://tc39.es/ecma262/#sec-regexp-regular-expression-objects). They are not
// anchored: a match may be anywhere in the text.
//
// A pattern is parsed to a tree. What becomes of the tree depends on what it
// holds, and all but the last take time linear in the text:
//
//	most patterns                       a table over the bytes of the text
//	lookarounds at the ends of it       a combination of such tables
//	other lookarounds, huge tables      a simulated automaton
//	back-references, huge repetitions   a backtracking engine with a time limit
//
// Text is valid UTF-8. A lone surrogate cannot be in it, and so a class that
// holds some never matches by them.
package pattern

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// A Pattern is a compiled regular expression. It is safe for concurrent use.
type Pattern struct {
	source string

	// tree is what the source says, until the first match makes an engine of
	// it: many patterns of a large schema never meet a payload.
	tree   *node
	once   sync.Once
	table  *dfa   // or nil, then there is an engine
	engine engine // or nil
}

// An engine finds out whether a text has a match.
type engine interface {
	match(text []byte, steps *int) (bool, error)
}

// maxSource and maxLookarounds bound what a pattern may cost: its program is many times
// as large as its source, and each lookaround marks every position of a text. People
// write patterns of a hundredth of that.
const (
	maxSource      = 1 << 16 // bytes
	maxLookarounds = 1000
)

// Compile parses a regular expression. The error is a [*SyntaxError].
func Compile(source string) (*Pattern, error) {
	if len(source) > maxSource {
		return nil, &SyntaxError{Source: source, Offset: maxSource, Message: fmt.Sprintf("the pattern is longer than %d bytes", maxSource)}
	}
	tree, err := parse(source)
	if err != nil {
		return nil, err
	}
	if tree.count(kindLook) > maxLookarounds {
		return nil, &SyntaxError{Source: source, Offset: len(source), Message: fmt.Sprintf("the pattern has more than %d lookarounds", maxLookarounds)}
	}
	p := &Pattern{source: source}
	if tree.contains(kindBackReference) || !fits(tree, source) {
		p.engine, err = newBacktracker(tree)
		if err != nil {
			return nil, &SyntaxError{Source: source, Message: err.Error()}
		}
		return p, nil
	}
	p.tree = tree
	return p, nil
}

// String returns the source.
func (p *Pattern) String() string { return p.source }

// Budget is how many steps all matches in a payload of so many bytes may take together.
// A step moves one thread of a simulation over one code point.
func Budget(bytes int) int { return 1<<24 + 64*bytes }

// Match reports whether the pattern matches anywhere in text, within a budget of its own.
func (p *Pattern) Match(text []byte) (bool, error) {
	steps := Budget(len(text))
	return p.MatchWithin(text, &steps)
}

// MatchWithin reports whether the pattern matches anywhere in text. What it takes beyond a
// table is taken from steps. The error is [ErrSteps] if none are left; of a pattern that needs
// backtracking it can be [ErrTimeout] or [ErrLimit].
func (p *Pattern) MatchWithin(text []byte, steps *int) (bool, error) {
	p.once.Do(p.prepare)
	if p.table != nil {
		return p.table.match(text), nil
	}
	return p.engine.match(text, steps)
}

// prepare makes an engine of the tree.
func (p *Pattern) prepare() {
	if p.tree == nil {
		return
	}
	p.engine = newEngine(p.tree)
	if table, ok := p.engine.(tableEngine); ok {
		p.table = table.dfa
	}
	p.tree = nil
}

// newEngine returns the best engine for a tree without back-references.
func newEngine(tree *node) engine {
	if !tree.contains(kindLook) {
		return newAutomaton(tree)
	}
	if c, ok := decompose(tree); ok {
		return c
	}
	return newSimulator(tree)
}

// newAutomaton returns the engine for a tree without lookarounds: a table if one
// is soon made, or else a simulation until a table is worth its while.
func newAutomaton(tree *node) engine {
	s := newSimulator(tree)
	if table := newDFA(s.program, s.sets, quickTable); table != nil {
		return tableEngine{table}
	}
	return &learner{simulator: s}
}

// A tableEngine is a dfa, which has no errors.
type tableEngine struct {
	dfa *dfa
}

func (t tableEngine) match(text []byte, _ *int) (bool, error) { return t.dfa.match(text), nil }

// A learner simulates a pattern whose table takes long to make, and makes it
// once the pattern has been used so often that there will be more to come. If
// the table turns out too large, it goes on simulating.
type learner struct {
	*simulator
	uses  atomic.Int32
	table atomic.Pointer[dfa]
}

// usesBeforeTable is after how many matches a learner makes its table. The
// largest tables take some milliseconds; so many matches of ordinary strings
// take a tenth of that.
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
