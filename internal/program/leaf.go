package program

import (
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

	doc  *jsontape.Tape // nil if the string is on no tape, as is the node then
	node uint32

	patternSteps *int // that patterns may still take
	undecided    bool // they took all, so a pattern has neither matched nor not

	clash    equal.Pair // items that are equal
	comparer equal.Comparer

	decoded []byte // memory for the content of strings
	content jsontape.Tape
}

// size is the number of characters, items or properties.
func (v *subject) size() int {
	if v.length < 0 {
		v.length = v.doc.Length(v.node)
	}
	return v.length
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
