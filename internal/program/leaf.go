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

// This file has what the leaf keywords share; see leaves.go.

// An Assertion is a leaf keyword of a schema with its operands, as far as the keyword has them.
type Assertion struct {
	*Leaf
	Size    int
	span    // anySize, unless the keyword is on the size
	limit   number.Decimal
	Pattern *pattern.Pattern
	format  format.Checker
	Written string // a limit, or a name, as the schema has it
	encoded bool   // contentMediaType is about base64

	// Implied says that the end of a closed array says the same.
	Implied bool
}

// A span is the least and the most characters, items or properties that there may be.
type span struct{ least, most int }

var anySize = span{0, math.MaxInt}

func (s span) Has(size int) bool { return s.least <= size && size <= s.most }

// An AssertionList has the assertions of a schema for one kind of instances. A nil one has none.
type AssertionList struct {
	All   []Assertion
	Size  span // that all assertions on the size allow
	Sizes int  // how many of them there are, at the beginning of all
}

// OnSizeOnly reports whether there are no other assertions than those on the size.
func (l *AssertionList) OnSizeOnly() bool { return l.Sizes == len(l.All) }

// with returns the list with one more assertion.
func (l *AssertionList) with(a Assertion) *AssertionList {
	if l == nil {
		l = &AssertionList{Size: anySize}
	}
	l.All = append(l.All, a)
	if a.check == nil {
		l.Size = span{max(l.Size.least, a.least), min(l.Size.most, a.most)}
		l.Sizes = len(l.All)
	}
	return l
}

// A Subject is an instance as leaf keywords see it.
type Subject struct {
	Text   []byte         // of a string, escapes resolved
	Length int            // characters, if an assertion is on them; items or properties
	Number number.Decimal // of a number

	Doc  *jsontape.Tape // nil if the string is on no tape, as is the node then
	Node uint32

	PatternSteps int  // that patterns may still take
	Undecided    bool // they took all, so a pattern has neither matched nor not

	Clash    equal.Pair // items that are equal
	Comparer equal.Comparer

	Decoded []byte // memory for the content of strings
	Content jsontape.Tape
}

// Holds reports whether the subject satisfies the assertion.
func (a *Assertion) Holds(v *Subject) bool {
	return a.Has(v.Length) && (a.check == nil || a.check(a, v))
}

// Satisfies reports whether the subject satisfies all assertions.
func (v *Subject) Satisfies(list []Assertion) bool {
	for k := range list {
		if a := &list[k]; !a.Holds(v) {
			v.Undecided = false
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
		a := Assertion{Leaf: &leaves[k], span: anySize}
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
func (s *schemaLowerer) assertions(l *Leaf) **AssertionList {
	switch {
	case l.kinds == StringKind:
		return &s.node.Text
	case l.kinds == NumberKind:
		return &s.node.Number
	case l.late:
		return &s.late
	case l.kinds == ArrayKind:
		return &s.ofArray
	}
	return &s.ofObject
}

// word is the value of another keyword of the schema.
func (s *schemaLowerer) word(name string) (value uint32, ok bool) {
	return resource.Property(s.tape, s.place.Node, name)
}
