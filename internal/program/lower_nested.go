package program

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// objects lowers what is asked of objects (Core 2020-12, section 10.3.2; Validation,
// section 6.5).
func (s *schemaLowerer) objects() error {
	rule := &objectRule{names: &dictionary{}, leaves: s.ofObject}
	if value := s.words.value[kwProperties]; value != 0 {
		rule.listed = true
		for key, value := range s.properties(value) {
			name := s.tape.String(key)
			e, err := s.namedEdge(value, first, "properties", name)
			if err != nil {
				return err
			}
			rule.properties[rule.property(name)].edge = e
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
			rule.patterns = append(rule.patterns, patternEdge{compiled, e})
		}
	}
	var err error
	if value := s.words.value[kwAdditionalProperties]; value != 0 && s.tape.Nodes[value].Kind() == jsontape.False {
		rule.closed = true
	} else if rule.additional, err = s.optionalEdge(kwAdditionalProperties, first, "additionalProperties"); err != nil {
		return err
	}
	if rule.namesRule, err = s.optionalEdge(kwPropertyNames, lax, "propertyNames"); err != nil {
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
	if rule.asks() {
		rule.names.settle()
		rule.members = newMembers(rule)
		rule.everyName = rule.patterns != nil || rule.namesRule != nil
		rule.otherNames = rule.closed || rule.additional != nil
		if rule.patterns != nil {
			rule.byName = &nameMatches{rule: rule}
		}
		s.node.object = rule
	}
	return nil
}

// newMembers returns the members of an object rule. What kinds settle is known only when
// the whole graph is there.
func newMembers(rule *objectRule) []member {
	members := make([]member, len(rule.properties))
	for k, name := range rule.names.texts {
		members[k] = member{node: rule.properties[k].edge.node, bit: 1 << k}
		members[k].guess, _ = jsontape.NewGuess(name)
	}
	return members
}

func (r *objectRule) asks() bool {
	return len(r.properties) > 0 || len(r.patterns) > 0 || r.additional != nil || r.closed || r.namesRule != nil ||
		r.leaves != nil || r.listed
}

// property is the index of a name, which is put in where it is not there yet.
func (r *objectRule) property(name string) int32 {
	i := r.names.add(name)
	if i == len(r.properties) {
		r.properties = append(r.properties, property{})
	}
	return int32(i)
}

func (r *objectRule) require(i int32) {
	r.required = append(r.required, i)
	if i < 64 {
		r.needed |= 1 << i
	} else {
		r.sparse = true
	}
}

// dependencies lowers dependentRequired, dependentSchemas, and the keyword that was
// both of them up to draft 7.
func (s *schemaLowerer) dependencies(rule *objectRule) error {
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
			d := dependency{property: rule.property(name), keyword: kw.name}
			if s.tape.Nodes[value].Kind() == jsontape.Array {
				for item := range s.items(value) {
					d.required = append(d.required, rule.property(s.tape.String(item)))
				}
			} else {
				e, err := s.namedEdge(value, within, kw.name, name)
				if err != nil {
					return err
				}
				d.edge = &e
			}
			rule.dependent = append(rule.dependent, d)
			if len(rule.properties) > 64 {
				rule.sparse = true
			}
		}
	}
	return nil
}

// arrays lowers what is asked of arrays (Core 2020-12, section 10.3.1; Validation,
// section 6.4). Up to 2019-09 `items` is either for every item or, as an array, the
// prefix, and `additionalItems` is for the rest.
func (s *schemaLowerer) arrays() error {
	rule := &arrayRule{
		leaves: s.ofArray, late: s.late, most: -1,
		minContains: 1, maxContains: s.size(kwMaxContains),
		containsEvaluates: s.place.Resource.Dialect.Draft >= d2020,
	}
	if s.words.has(kwMinContains) {
		rule.minContains = s.size(kwMinContains)
	}
	rest, restKeyword := kwItems, "items"
	var err error
	if s.place.Resource.Dialect.Draft >= d2020 {
		if value := s.words.value[kwPrefixItems]; value != 0 {
			if rule.prefix, err = s.edges(value, first, "prefixItems"); err != nil {
				return err
			}
		}
	} else if value := s.words.value[kwItems]; value != 0 && s.tape.Nodes[value].Kind() == jsontape.Array {
		if rule.prefix, err = s.edges(value, first, "items"); err != nil {
			return err
		}
		rest, restKeyword = kwAdditionalItems, "additionalItems"
	}
	if value := s.words.value[rest]; value != 0 && s.tape.Nodes[value].Kind() == jsontape.False {
		rule.closed, rule.closedBy = true, restKeyword
		rule.closeAfter(len(rule.prefix))
	} else if rule.items, err = s.optionalEdge(rest, first, restKeyword); err != nil {
		return err
	}
	if rule.contains, err = s.optionalEdge(kwContains, lax, "contains"); err != nil {
		return err
	}
	if rule.asks() {
		s.node.array = rule
	}
	return nil
}

// closeAfter makes one failure of a closed array that is too long: of maxItems, or, if that
// allows more items than there may be, of those that are too many.
func (r *arrayRule) closeAfter(prefix int) {
	if r.leaves == nil {
		return
	}
	for k := range r.leaves.all {
		switch a := &r.leaves.all[k]; {
		case a.Name != "maxItems":
		case a.size > prefix:
			a.implied = true
		default:
			r.most = a.size
		}
	}
}

func (r *arrayRule) asks() bool {
	return len(r.prefix) > 0 || r.items != nil || r.closed || r.leaves != nil || r.late != nil || r.contains != nil
}

// combinations lowers what is applied to the same instance (Core 2020-12, section
// 10.2 and 8.2.3).
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
		s.combine().all = append(s.combine().all, edge{node: n, keyword: keyword, via: via})
	}
	for _, list := range []struct {
		keyword keyword
		name    string
		as      role
		put     func(*combineRule, []edge)
	}{
		{kwAllOf, "allOf", within, func(c *combineRule, e []edge) { c.all = append(c.all, e...) }},
		{kwAnyOf, "anyOf", within, func(c *combineRule, e []edge) { c.any = e }},
		{kwOneOf, "oneOf", lax, func(c *combineRule, e []edge) { c.one = e }},
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
		s.combine().strictOne = edges
	}
	if s.words.has(kwNot) {
		e, err := s.edge(s.words.value[kwNot], lax, "not")
		if err != nil {
			return err
		}
		s.combine().not = &e
	}
	return s.condition()
}

// referred lowers the schema that the reference of a keyword leads to.
func (s *schemaLowerer) referred(kw keyword, target resource.Place, in *scope, as role) (*node, *detour, error) {
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

// condition lowers if, then and else. Without if the others mean nothing.
func (s *schemaLowerer) condition() (err error) {
	if !s.words.has(kwIf) {
		return nil
	}
	c := s.combine()
	if c.cond, err = s.optionalEdge(kwIf, lax, "if"); err != nil {
		return err
	}
	if c.then, err = s.optionalEdge(kwThen, within, "then"); err != nil {
		return err
	}
	c.other, err = s.optionalEdge(kwElse, within, "else")
	return err
}

// unevaluated lowers unevaluatedItems and unevaluatedProperties (Core 2020-12,
// section 11).
func (s *schemaLowerer) unevaluated() (err error) {
	var rule restRule
	if value := s.words.value[kwUnevaluatedProperties]; value != 0 {
		rule.propertiesClosed = s.tape.Nodes[value].Kind() == jsontape.False
		if rule.properties, err = s.optionalEdge(kwUnevaluatedProperties, first, "unevaluatedProperties"); err != nil {
			return err
		}
	}
	if value := s.words.value[kwUnevaluatedItems]; value != 0 {
		rule.itemsClosed = s.tape.Nodes[value].Kind() == jsontape.False
		if rule.items, err = s.optionalEdge(kwUnevaluatedItems, first, "unevaluatedItems"); err != nil {
			return err
		}
	}
	if rule.properties != nil || rule.items != nil {
		s.node.rest = &rule
	}
	return nil
}
