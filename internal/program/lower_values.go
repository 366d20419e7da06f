package program

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
)

// This file lowers type, enum and const.

var typeKinds = map[string]KindSet{
	"null":    NullKind,
	"boolean": BoolKind,
	"integer": NumberKind, // and node.integral
	"number":  NumberKind,
	"string":  StringKind,
	"array":   ArrayKind,
	"object":  ObjectKind,
}

// types lowers `type` (Validation 2020-12, section 6.1.1), to which `nullable` adds a type
// (https://spec.openapis.org/oas/v3.0.3#schema-nullable).
func (s *schemaLowerer) types() {
	if !s.words.has(kwType) {
		return
	}
	value := s.words.value[kwType]
	if s.tape.Nodes[value].Kind() == jsontape.String {
		s.node.Types = []string{s.tape.String(value)}
	} else {
		for item := range s.items(value) {
			s.node.Types = append(s.node.Types, s.tape.String(item))
		}
	}
	if s.words.has(kwNullable) && s.tape.Nodes[s.words.value[kwNullable]].Kind() == jsontape.True {
		s.node.Types = append(s.node.Types, "null")
	}
	s.node.Accept = 0
	integer, float := false, false
	for _, name := range s.node.Types {
		s.node.Accept |= typeKinds[name]
		integer = integer || name == "integer"
		float = float || name == "number"
	}
	if !integer || float {
		return
	}
	if s.place.Resource.Dialect.Draft <= d4 {
		s.node.Accept &^= FloatKind // 1.0 is no integer (draft 4, section 3.5)
		return
	}
	s.node.Integral = true
}

// values lowers `enum` and `const` (section 6.1.2 and 6.1.3). If a schema has both, an instance must
// satisfy both.
func (s *schemaLowerer) values() error {
	switch {
	case s.words.has(kwConst):
		s.node.Values = s.valueRule("const", []uint32{s.words.value[kwConst]})
		if s.words.has(kwEnum) {
			return s.alsoEnum()
		}
	case s.words.has(kwEnum):
		s.node.Values = s.valueRule("enum", s.enumValues())
	}
	return nil
}

func (s *schemaLowerer) enumValues() []uint32 {
	list := []uint32{}
	for item := range s.items(s.words.value[kwEnum]) {
		list = append(list, item)
	}
	return list
}

// alsoEnum lowers the enum of a schema that also has a const to a node of its own.
func (s *schemaLowerer) alsoEnum() error {
	n := &Node{Accept: AnyKind, ID: uint32(len(s.nodes)), Place: s.place}
	s.lowerer.nodes = append(s.lowerer.nodes, n)
	n.Values = s.valueRule("enum", s.enumValues())
	s.combine().All = append(s.combine().All, Edge{Node: n})
	return nil
}

func (s *schemaLowerer) valueRule(keyword string, list []uint32) *ValueRule {
	rule := &ValueRule{Keyword: keyword, Tape: s.tape, List: list}
	for _, value := range list {
		switch kind := s.tape.Nodes[value].Kind(); kind {
		case jsontape.Null, jsontape.True, jsontape.False:
			rule.Kinds |= KindBit(kind)
		case jsontape.Integer, jsontape.Number:
			rule.Numbers = append(rule.Numbers, number.Parse(s.tape.Raw(value)))
		case jsontape.String:
			if rule.Strings == nil {
				rule.Strings = &Dictionary{}
			}
			rule.Strings.add(s.tape.String(value))
		default:
			rule.Compound = append(rule.Compound, value)
		}
	}
	if rule.Strings != nil {
		rule.Strings.settle()
	}
	return rule
}
