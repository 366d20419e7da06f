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

// This file defines the types that all leaf keywords use; see leaves.go for the keywords.

// An Assertion is a leaf keyword of a schema with its operands. Operands that the keyword does not
// have are zero.
type Assertion struct {
	*Leaf
	Size    int
	span    // anySize, unless the keyword limits the size
	limit   number.Decimal
	Pattern *pattern.Pattern
	format  format.Checker
	custom  CustomFormat
	Written string // the limit as JSON, or the name, as written in the schema
	encoded bool   // contentMediaType applies to the decoded base64

	// Implied is set if each item beyond the limit is a failure of a closed array anyway.
	Implied bool
}

// A span is the smallest and the largest number of characters, items or properties allowed.
type span struct{ least, most int }

var anySize = span{0, math.MaxInt}

func (s span) Has(size int) bool { return s.least <= size && size <= s.most }

// An AssertionList has the assertions of a schema for one kind of instances. A nil one has none.
type AssertionList struct {
	All   []Assertion
	Size  span // the sizes that all assertions on the size allow
	Sizes int  // the number of assertions on the size, which are at the beginning of All
}

// OnSizeOnly reports whether all assertions are on the size.
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

// A Subject is an instance in the form that leaf keywords check.
type Subject struct {
	Text   []byte         // of a string, unescaped, or of a number
	Length int            // number of characters (set only if an assertion needs it), items or properties
	Number number.Decimal // value of a number

	Doc  *jsontape.Tape // nil if a streamed string is not on a tape
	Node uint32         // 0 in this case

	PatternSteps int  // steps that patterns may still take
	Undecided    bool // a pattern exceeded them, so it is unknown whether it matches

	Reason string // why the text does not have a custom format

	Clash    equal.Pair // two equal items
	Comparer equal.Comparer

	Decoded []byte // memory for the content of strings
	Content jsontape.Tape

	contentReader jsontape.Reader // it reads most contents without a tape
}

// Accepts reports whether the subject satisfies the assertion.
func (a *Assertion) Accepts(v *Subject) bool {
	return a.Has(v.Length) && (a.check == nil || a.check(a, v))
}

// Satisfies reports whether the subject satisfies all assertions.
func (v *Subject) Satisfies(list []Assertion) bool {
	for k := range list {
		if a := &list[k]; !a.Accepts(v) {
			v.Undecided = false
			return false
		}
	}
	return true
}

// Leaves returns all leaf keywords.
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

// assertions returns the list that the assertions of a leaf are added to.
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

// word returns the value of another keyword of the schema.
func (s *schemaLowerer) word(name string) (value uint32, ok bool) {
	return resource.Property(s.tape, s.place.Node, name)
}
