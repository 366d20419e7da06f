package difftest

// This file draws combinations of keywords that real schemas have, but that
// would be rare by chance: unions of objects with a discriminator, choices by
// if, alternatives without subschemas, and large tables.

import (
	"encoding/json"
	"strconv"
)

// addUnion adds alternatives that are objects, which one of their properties tells apart, or nearly.
func (g *grammar) addUnion(s map[string]any, at place) {
	tag := pick(g.dice, g.names...)
	all := make([]any, 2+g.IntN(3))
	if g.oneIn(12) {
		all = make([]any, 20)
	}
	for i := range all {
		all[i] = g.variant(tag, at.inPlace())
	}
	s[pick(g.dice, "oneOf", "oneOf", "anyOf")] = all
}

// variant draws an alternative of a union: an object whose property tag is one of few values.
func (g *grammar) variant(tag string, at place) any {
	v := g.tagged(tag)
	properties := v["properties"].(map[string]any)
	for range g.IntN(3) {
		if name := pick(g.dice, g.names...); name != tag {
			properties[name] = g.schema(at.child())
		}
	}
	if g.oneIn(2) {
		v["required"] = []any{tag}
	} else if g.oneIn(2) {
		v["required"] = g.nameList()
	}
	if g.oneIn(3) {
		v["additionalProperties"] = false
	}
	if g.oneIn(2) {
		v["type"] = "object"
	}
	if g.oneIn(8) {
		g.budget--
		if g.budget > 0 {
			g.addUnion(v, at)
		}
	}
	return v
}

// tagged draws a schema for objects whose property tag is one of few values.
func (g *grammar) tagged(tag string) map[string]any {
	sub := map[string]any{}
	switch g.IntN(4) {
	case 0:
		sub["enum"] = g.constants()
	case 1:
		g.addConst(sub, g.scalar())
	default:
		g.addConst(sub, pick(g.dice, g.strs...))
	}
	return map[string]any{"properties": map[string]any{tag: sub}}
}

// addChoices adds conditions on one property.
func (g *grammar) addChoices(s map[string]any, at place) {
	tag := pick(g.dice, g.names...)
	all := make([]any, 1+g.IntN(3))
	for i := range all {
		condition := g.tagged(tag)
		if !g.oneIn(3) {
			condition["required"] = []any{tag}
		}
		choice := map[string]any{"if": condition, "then": g.schema(at.inPlace())}
		if g.oneIn(3) {
			choice["else"] = g.schema(at.inPlace())
		}
		all[i] = choice
	}
	s["allOf"] = all
}

// addLeaves adds alternatives without subschemas, in half of the cases only constants.
func (g *grammar) addLeaves(s map[string]any, _ place) {
	onlyConstants := g.oneIn(2)
	all := make([]any, 2+g.IntN(3))
	for i := range all {
		if !onlyConstants {
			all[i] = g.leaf()
			continue
		}
		v := map[string]any{"enum": g.constants()}
		if g.oneIn(2) {
			v = map[string]any{}
			g.addConst(v, g.scalar())
		}
		all[i] = v
	}
	s[pick(g.dice, "oneOf", "oneOf", "anyOf", "allOf")] = all
}

// constants draws a list of different scalars: often only strings, or only numbers.
func (g *grammar) constants() []any {
	draw := g.scalar
	switch g.IntN(3) {
	case 0:
		draw = func() any { return pick(g.dice, g.strs...) }
	case 1:
		draw = func() any { return json.Number(pick(g.dice, g.numbers...)) }
	}
	return different(1+g.IntN(4), draw)
}

// different draws up to n values with different texts.
func different(n int, draw func() any) []any {
	all := []any{}
	seen := map[string]bool{}
	for range n {
		v := draw()
		if text := string(Text(v)); !seen[text] {
			seen[text] = true
			all = append(all, v)
		}
	}
	return all
}

func (g *grammar) addLargeEnum(s map[string]any, _ place) {
	if !g.oneIn(3) {
		return
	}
	list := g.constants()
	numbers := g.oneIn(3)
	for i := range 10 + g.IntN(100) {
		if numbers {
			list = append(list, json.Number(strconv.Itoa(100+i)))
		} else {
			list = append(list, "value-"+strconv.Itoa(i))
		}
	}
	s["enum"] = list
}

// addManyProperties adds more properties than fit a word of bits.
func (g *grammar) addManyProperties(s map[string]any, at place) {
	if !g.oneIn(4) {
		return
	}
	properties := g.schemaMap(g.names, at.child())
	for i := range 60 + g.IntN(12) {
		properties["property"+strconv.Itoa(i)] = g.leaf()
	}
	s["properties"] = properties
	if g.oneIn(2) {
		s["required"] = []any{"property" + strconv.Itoa(g.IntN(60))}
	}
}
