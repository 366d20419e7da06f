package program

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// objects lowers the keywords for objects (Core 2020-12, section 10.3.2; Validation, section 6.5).
func (s *schemaLowerer) objects() error {
	if s.ofObject == nil && !s.words.hasAny(firstOfObjects, lastOfObjects) {
		return nil
	}
	rule := &ObjectRule{Names: &Dictionary{}, Leaves: s.ofObject}
	if value := s.words.value[kwProperties]; value != 0 {
		rule.listed = true
		rule.reserve(s.tape.Count(value))
		for key, value := range s.properties(value) {
			name := s.tape.String(key)
			e, err := s.namedEdge(value, first, "properties", name)
			if err != nil {
				return err
			}
			rule.Members[rule.property(name)].Edge = e
		}
	}
	if value := s.words.value[kwPatternProperties]; value != 0 {
		for key, value := range s.properties(value) {
			compiled, err := s.pattern(key)
			if err != nil {
				return err
			}
			e, err := s.namedEdge(value, first, "patternProperties", s.tape.String(key))
			if err != nil {
				return err
			}
			rule.Patterns = append(rule.Patterns, PatternEdge{compiled, e})
		}
	}
	var err error
	if value := s.words.value[kwAdditionalProperties]; value != 0 && s.tape.Nodes[value].Kind() == jsontape.False {
		rule.Closed = true
	} else if rule.Additional, err = s.optionalEdge(kwAdditionalProperties, first, "additionalProperties"); err != nil {
		return err
	}
	if rule.NamesRule, err = s.optionalEdge(kwPropertyNames, lax, "propertyNames"); err != nil {
		return err
	}
	if value := s.words.value[kwRequired]; value != 0 {
		for item := range s.items(value) {
			rule.require(rule.property(s.tape.String(item)))
		}
	}
	if err := s.dependencies(rule); err != nil {
		return err
	}
	if rule.constrains() {
		rule.Names.settle()
		rule.EveryName = rule.Patterns != nil || rule.NamesRule != nil
		rule.OtherNames = rule.Closed || rule.Additional != nil
		if rule.Patterns != nil {
			rule.byName = &NameMatches{rule: rule}
		}
		s.node.Object = rule
	}
	return nil
}

func (r *ObjectRule) constrains() bool {
	return len(r.Members) > 0 || len(r.Patterns) > 0 || r.Additional != nil || r.Closed || r.NamesRule != nil ||
		r.Leaves != nil || r.listed
}

// reserve makes room for a number of names.
func (r *ObjectRule) reserve(names int) {
	r.Names.reserve(names)
	r.Members = make([]Member, 0, names)
}

// property returns the index of a name, which is added if it is new.
func (r *ObjectRule) property(name string) int32 {
	i := r.Names.add(name)
	if i == len(r.Members) {
		r.Members = append(r.Members, Member{Bit: 1 << i &^ ExtraBit})
	}
	return int32(i)
}

func (r *ObjectRule) require(i int32) {
	r.Required = append(r.Required, i)
	if i < NamesWithBits {
		r.Needed |= 1 << i
	} else {
		r.Sparse = true
	}
}

// dependencies lowers dependentRequired, dependentSchemas, and dependencies, which combined both up
// to draft 7.
func (s *schemaLowerer) dependencies(rule *ObjectRule) error {
	for _, kw := range []struct {
		keyword keyword
		name    string
	}{{kwDependencies, "dependencies"}, {kwDependentRequired, "dependentRequired"}, {kwDependentSchemas, "dependentSchemas"}} {
		value := s.words.value[kw.keyword]
		if value == 0 {
			continue
		}
		for key, value := range s.properties(value) {
			name := s.tape.String(key)
			d := Dependency{Property: rule.property(name), Keyword: kw.name}
			if s.tape.Nodes[value].Kind() == jsontape.Array {
				for item := range s.items(value) {
					d.Required = append(d.Required, rule.property(s.tape.String(item)))
				}
			} else {
				e, err := s.namedEdge(value, within, kw.name, name)
				if err != nil {
					return err
				}
				d.Edge = &e
				s.combine() // although it is empty, the node is reduced for streams
			}
			rule.Dependent = append(rule.Dependent, d)
			if len(rule.Members) > NamesWithBits {
				rule.Sparse = true
			}
		}
	}
	return nil
}

// arrays lowers the keywords for arrays (Core 2020-12, section 10.3.1; Validation, section 6.4). Up to
// 2019-09, `items` is either a schema for every item, or an array like `prefixItems`, with
// `additionalItems` for the remaining items.
func (s *schemaLowerer) arrays() error {
	if s.ofArray == nil && s.late == nil && !s.words.hasAny(firstOfArrays, lastOfArrays) {
		return nil
	}
	rule := &ArrayRule{
		Leaves: s.ofArray, Late: s.late, Most: -1,
		MinContains: 1, MaxContains: s.size(kwMaxContains),
		ContainsEvaluates: s.place.Resource.Dialect.Draft >= d2020,
	}
	if s.words.has(kwMinContains) {
		rule.MinContains = s.size(kwMinContains)
	}
	rest, restKeyword := kwItems, "items"
	var err error
	if s.place.Resource.Dialect.Draft >= d2020 {
		if value := s.words.value[kwPrefixItems]; value != 0 {
			if rule.Prefix, err = s.edges(value, first, "prefixItems"); err != nil {
				return err
			}
		}
	} else if value := s.words.value[kwItems]; value != 0 && s.tape.Nodes[value].Kind() == jsontape.Array {
		if rule.Prefix, err = s.edges(value, first, "items"); err != nil {
			return err
		}
		rest, restKeyword = kwAdditionalItems, "additionalItems"
	}
	if value := s.words.value[rest]; value != 0 && s.tape.Nodes[value].Kind() == jsontape.False {
		rule.Closed, rule.ClosedBy = true, restKeyword
		rule.closeAfter(len(rule.Prefix))
	} else if rule.Items, err = s.optionalEdge(rest, first, restKeyword); err != nil {
		return err
	}
	if rule.Contains, err = s.optionalEdge(kwContains, lax, "contains"); err != nil {
		return err
	}
	if rule.constrains() {
		s.node.Array = rule
	}
	return nil
}

// closeAfter avoids that a closed array which is too long has failures of both maxItems and of the
// items beyond the prefix. Only those items are reported if maxItems allows more items than the
// prefix has, and only maxItems otherwise.
func (r *ArrayRule) closeAfter(prefix int) {
	if r.Leaves == nil {
		return
	}
	for k := range r.Leaves.All {
		switch a := &r.Leaves.All[k]; {
		case a.Name != "maxItems":
		case a.Size > prefix:
			a.Implied = true
		default:
			r.Most = a.Size
		}
	}
}

func (r *ArrayRule) constrains() bool {
	return len(r.Prefix) > 0 || r.Items != nil || r.Closed || r.Leaves != nil || r.Late != nil || r.Contains != nil
}

// combinations lowers the keywords that apply schemas to the same instance (Core 2020-12, section 10.2
// and 8.2.3).
func (s *schemaLowerer) combinations() error {
	for _, kw := range []keyword{kwRef, kwDynamicRef, kwRecursiveRef} {
		if !s.words.has(kw) {
			continue
		}
		one := Keywords{}
		one.value[kw] = s.words.value[kw]
		keyword, target, inner, err := s.reference(s.place, &one, s.scope)
		if err != nil {
			return err
		}
		n, via, err := s.referred(kw, target, inner, min(within, s.most()))
		if err != nil {
			return err
		}
		s.combine().All = append(s.combine().All, Edge{Node: n, Keyword: keyword, Via: via})
	}
	for _, list := range []struct {
		keyword keyword
		name    string
		as      role
		put     func(*CombineRule, []Edge)
	}{
		{kwAllOf, "allOf", within, func(c *CombineRule, e []Edge) { c.All = append(c.All, e...) }},
		{kwAnyOf, "anyOf", within, func(c *CombineRule, e []Edge) { c.Any = e }},
		{kwOneOf, "oneOf", lax, func(c *CombineRule, e []Edge) { c.One = e }},
	} {
		if !s.words.has(list.keyword) {
			continue
		}
		edges, err := s.edges(s.words.value[list.keyword], list.as, list.name)
		if err != nil {
			return err
		}
		list.put(s.combine(), edges)
		if list.keyword != kwAllOf && s.words.has(kwDiscriminator) {
			s.discriminator(list.name, s.words.value[list.keyword])
		}
	}
	if s.words.has(kwOneOf) && s.as != lax {
		edges, err := s.edges(s.words.value[kwOneOf], within, "oneOf")
		if err != nil {
			return err
		}
		s.combine().StrictOne = edges
	}
	if s.words.has(kwNot) {
		e, err := s.edge(s.words.value[kwNot], lax, "not")
		if err != nil {
			return err
		}
		s.combine().Not = &e
	}
	return s.condition()
}

// referred lowers the target of a reference.
func (s *schemaLowerer) referred(kw keyword, target resource.Place, in *Scope, as role) (*Node, *Detour, error) {
	if s.gates == nil {
		return s.lower(target, in, as)
	}
	anchor, dynamic := "", false
	switch kw {
	case kwDynamicRef:
		anchor, dynamic = dynamicAnchor(s.place, s.words.value[kw], target)
	case kwRecursiveRef:
		anchor, dynamic = recursiveAnchor, target.Node == target.Resource.Node && target.Resource.RecursiveAnchor
	}
	if dynamic {
		n, err := s.dynamic(target, anchor, s.place.Resource, as)
		return n, nil, err
	}
	return s.enter(target, s.place.Resource, as)
}

// condition lowers if, then and else. Without if, the others have no effect.
func (s *schemaLowerer) condition() (err error) {
	if !s.words.has(kwIf) {
		return nil
	}
	c := s.combine()
	if c.Cond, err = s.optionalEdge(kwIf, lax, "if"); err != nil {
		return err
	}
	if c.Then, err = s.optionalEdge(kwThen, within, "then"); err != nil {
		return err
	}
	c.Other, err = s.optionalEdge(kwElse, within, "else")
	return err
}

// unevaluated lowers unevaluatedItems and unevaluatedProperties (Core 2020-12,
// section 11).
func (s *schemaLowerer) unevaluated() (err error) {
	if !s.words.has(kwUnevaluatedProperties) && !s.words.has(kwUnevaluatedItems) {
		return nil
	}
	var rule RestRule
	if value := s.words.value[kwUnevaluatedProperties]; value != 0 {
		rule.PropertiesClosed = s.tape.Nodes[value].Kind() == jsontape.False
		if rule.Properties, err = s.optionalEdge(kwUnevaluatedProperties, first, "unevaluatedProperties"); err != nil {
			return err
		}
	}
	if value := s.words.value[kwUnevaluatedItems]; value != 0 {
		rule.ItemsClosed = s.tape.Nodes[value].Kind() == jsontape.False
		if rule.Items, err = s.optionalEdge(kwUnevaluatedItems, first, "unevaluatedItems"); err != nil {
			return err
		}
	}
	if rule.Properties != nil || rule.Items != nil {
		s.node.Rest = &rule
	}
	return nil
}
