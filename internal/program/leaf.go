package program

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/pattern"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file checks the assertions of leaf keywords, whichever they are; see leaves.

// An assertion is a leaf keyword of a schema with its operands, as far as the keyword has them.
type assertion struct {
	*Leaf
	size    int
	limit   number.Decimal
	pattern *pattern.Pattern
	format  format.Checker
	written string // a limit, or a name, as the schema has it
	encoded bool   // contentMediaType is about base64

	// implied says that the end of a closed array says the same.
	implied bool
}

// A subject is an instance as leaf keywords see it.
type subject struct {
	text   []byte         // of a string, escapes resolved
	length int            // characters, items or properties; -1 if not counted yet
	number number.Decimal // of a number

	evaluator *Evaluator // nil if the string is on no tape, as is the node then
	node      uint32

	patternSteps *int // that patterns may still take
	undecided    bool // they took all, so a pattern has neither matched nor not

	clash itemPair // items that are equal

	decoded []byte // memory for the content of strings
	content jsontape.Tape
}

// An itemPair is two items of an array that clash, by index. node is that of the second.
type itemPair struct {
	first, second int
	node          uint32
}

// size is the number of characters, items or properties.
func (v *subject) size() int {
	if v.length < 0 {
		v.length = v.evaluator.doc.Length(v.node)
	}
	return v.length
}

// checkLeaves validates an instance against the assertions for its kind. The subject has been
// prepared.
func (e *Evaluator) checkLeaves(n *node, i uint32, list []assertion) bool {
	v, ok := &e.subject, true
	v.node = i
	for k := range list {
		a := &list[k]
		if a.check(a, v) {
			continue
		}
		undecided := v.undecided
		v.undecided = false
		if a.beside && !ok || a.implied && !e.thorough {
			continue
		}
		if undecided {
			return e.giveUp(patternTime)
		}
		if ok = e.failLeaf(n, i, a); e.observer == nil {
			return false
		}
	}
	return ok
}

// checkText validates a string against the assertions on strings.
func (e *Evaluator) checkText(n *node, i uint32) bool {
	e.subject.text, e.subject.length = e.textOf(i), -1
	return e.checkLeaves(n, i, n.text)
}

// checkNumber validates a number against the assertions on numbers.
func (e *Evaluator) checkNumber(n *node, i uint32) bool {
	e.subject.number = number.Parse(e.doc.Raw(i))
	return e.checkLeaves(n, i, n.number)
}

// checkCount validates an array or object against assertions on it.
func (e *Evaluator) checkCount(n *node, i uint32, list []assertion) bool {
	e.subject.length = e.doc.Count(i)
	return e.checkLeaves(n, i, list)
}

// acceptsText reports whether a string satisfies assertions that is ASCII and written without
// escapes, and need not be on a tape.
func (e *Evaluator) acceptsText(list []assertion, text []byte) bool {
	v := &e.subject
	v.text, v.length = text, len(text)
	return v.satisfies(list)
}

// acceptsCount likewise reports whether there are as many items or properties as there may be.
func (e *Evaluator) acceptsCount(list []assertion, count int) bool {
	e.subject.length = count
	return e.subject.satisfies(list)
}

func (v *subject) satisfies(list []assertion) bool {
	for k := range list {
		if a := &list[k]; !a.check(a, v) {
			v.undecided = false
			return false
		}
	}
	return true
}

// Leaves are all leaf keywords.
func Leaves() []Leaf { return slices.Clone(leaves[:]) }

// lowerLeaves makes the assertions of the schema's leaf keywords.
func (s *schemaLowerer) lowerLeaves() error {
	for k := range leaves {
		value := s.words.value[kwLeaf+keyword(k)]
		if value == 0 {
			continue
		}
		a := assertion{Leaf: &leaves[k]}
		asserts, err := a.compile(s, value, &a)
		if err != nil {
			return err
		}
		if !asserts {
			continue
		}
		list := s.assertions(a.Leaf)
		*list = append(*list, a)
	}
	return nil
}

// assertions is where the assertions of a leaf are put.
func (s *schemaLowerer) assertions(l *Leaf) *[]assertion {
	switch {
	case l.kinds == stringKind:
		return &s.node.text
	case l.kinds == numberKind:
		return &s.node.number
	case l.late:
		return &s.late
	case l.kinds == arrayKind:
		return &s.ofArray
	}
	return &s.ofObject
}

// word is the value of another keyword of the schema.
func (s *schemaLowerer) word(name string) (value uint32, ok bool) {
	return resource.Property(s.tape, s.place.Node, name)
}
