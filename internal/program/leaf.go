package program

import (
	"math"
	"slices"

	"github.com/verdict-lint/verdict/internal/equal"
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
	span    // anySize, unless the keyword is on the size
	limit   number.Decimal
	pattern *pattern.Pattern
	format  format.Checker
	written string // a limit, or a name, as the schema has it
	encoded bool   // contentMediaType is about base64

	// implied says that the end of a closed array says the same.
	implied bool
}

// A span is the least and the most characters, items or properties that there may be.
type span struct{ least, most int }

var anySize = span{0, math.MaxInt}

func (s span) has(size int) bool { return s.least <= size && size <= s.most }

// An assertionList has the assertions of a schema for one kind of instances. A nil one has none.
type assertionList struct {
	all   []assertion
	size  span // that all assertions on the size allow
	sizes int  // how many of them there are, at the beginning of all
}

// onSizeOnly reports whether there are no other assertions than those on the size.
func (l *assertionList) onSizeOnly() bool { return l.sizes == len(l.all) }

// with returns the list with one more assertion.
func (l *assertionList) with(a assertion) *assertionList {
	if l == nil {
		l = &assertionList{size: anySize}
	}
	l.all = append(l.all, a)
	if a.check == nil {
		l.size = span{max(l.size.least, a.least), min(l.size.most, a.most)}
		l.sizes = len(l.all)
	}
	return l
}

// A subject is an instance as leaf keywords see it.
type subject struct {
	text   []byte         // of a string, escapes resolved
	length int            // characters, if an assertion is on them; items or properties
	number number.Decimal // of a number

	doc  *jsontape.Tape // nil if the string is on no tape, as is the node then
	node uint32

	patternSteps int  // that patterns may still take
	undecided    bool // they took all, so a pattern has neither matched nor not

	clash    equal.Pair // items that are equal
	comparer equal.Comparer

	decoded []byte // memory for the content of strings
	content jsontape.Tape
}

// holds reports whether the subject satisfies the assertion.
func (a *assertion) holds(v *subject) bool {
	return a.has(v.length) && (a.check == nil || a.check(a, v))
}

func (v *subject) satisfies(list []assertion) bool {
	for k := range list {
		if a := &list[k]; !a.holds(v) {
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
		a := assertion{Leaf: &leaves[k], span: anySize}
		asserts, err := a.compile(s, value, &a)
		if err != nil {
			return err
		}
		if !asserts {
			continue
		}
		list := s.assertions(a.Leaf)
		*list = (*list).with(a)
	}
	return nil
}

// assertions is where the assertions of a leaf are put.
func (s *schemaLowerer) assertions(l *Leaf) **assertionList {
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
