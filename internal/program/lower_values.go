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

// typeKeyword lowers `type` (Validation 2020-12, section 6.1.1), to which `nullable` adds a type
// (https://spec.openapis.org/oas/v3.0.3#schema-nullable).
func (s *schemaLowerer) typeKeyword() {
	if !s.words.has(kwType) {
		return
	}
	names := s.typeNames()
	if len(names.Texts) > 0 {
		s.node.Types = names
	}
	s.node.Accept = 0
	integer, float := false, false
	for _, name := range names.Texts {
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

// typeNames returns the names of the types.
func (s *schemaLowerer) typeNames() *List {
	value := s.words.value[kwType]
	nullable := s.words.has(kwNullable) && s.tape.Nodes[s.words.value[kwNullable]].Kind() == jsontape.True
	if s.tape.Nodes[value].Kind() == jsontape.String && !nullable {
		if known, ok := s.types[string(s.tape.Content(value))]; ok {
			return known
		}
		name := s.tape.String(value)
		names := &List{Texts: []string{name}}
		s.types[name] = names
		return names
	}
	names := make([]string, 0, s.tape.Count(value)+1)
	if s.tape.Nodes[value].Kind() == jsontape.String {
		names = append(names, s.tape.String(value))
	}
	for item := range s.items(value) {
		names = append(names, s.tape.String(item))
	}
	if nullable {
		names = append(names, "null")
	}
	return &List{Texts: names}
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
	list := make([]uint32, 0, s.tape.Count(s.words.value[kwEnum]))
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
				rule.Strings.reserve(len(list))
			}
			rule.Strings.add(s.tape.String(value))
		default:
			rule.Compound = append(rule.Compound, value)
		}
	}
	if rule.Strings != nil {
		rule.Strings.settle()
	}
	rule.hashValues()
	return rule
}
