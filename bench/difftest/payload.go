package difftest

// This file draws payloads: values that are meant to satisfy a schema as far as a
// simple algorithm can, and then damaged, so that both results are common.

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"
)

// Payload draws a payload for the schema, as a value.
func (d *Draw) Payload() any {
	if d.oneIn(6) {
		return d.value(3)
	}
	s := sampler{dice: d.dice, root: d.Schema, fuel: 60, copies: 50}
	v := s.sample(d.Schema)
	for range d.IntN(3) {
		v = d.damage(v, 3)
	}
	if d.oneIn(3) {
		v = d.respelled(v)
	}
	return v
}

// Text writes a value in one of many ways.
func (d *Draw) Text(v any) []byte { return variedText(d.dice, v) }

// A sampler builds values that a schema may accept.
type sampler struct {
	dice
	root   any
	fuel   int // the number of schemas that may still be visited
	copies int // the number of items that may still be repeated
}

func (s *sampler) sample(schema any) any {
	s.fuel--
	object, ok := schema.(map[string]any)
	if !ok || s.fuel <= 0 {
		return s.value(1)
	}
	if v, ok := object["const"]; ok {
		return v
	}
	if list, ok := object["enum"].([]any); ok && len(list) > 0 {
		return list[s.IntN(len(list))]
	}
	if via := s.detour(object); via != nil && !s.oneIn(4) {
		v := s.sample(via)
		if members, ok := v.(map[string]any); ok && s.oneIn(2) {
			return merged(members, s.object(object))
		}
		return v
	}
	switch s.kind(object) {
	case "object":
		return s.object(object)
	case "array":
		return s.array(object)
	case "string":
		return s.text(object)
	case "number", "integer":
		return s.number(object)
	case "boolean":
		return s.oneIn(2)
	case "null":
		return nil
	}
	return s.value(2)
}

// detour returns a schema that applies to the same value, if there is one.
func (s *sampler) detour(schema map[string]any) any {
	var ways []any
	if ref, ok := schema["$ref"].(string); ok {
		if target := s.resolve(ref); target != nil {
			ways = append(ways, target)
		}
	}
	for _, name := range []string{"allOf", "anyOf", "oneOf"} {
		if list, ok := schema[name].([]any); ok && len(list) > 0 {
			ways = append(ways, list[s.IntN(len(list))])
		}
	}
	for _, name := range []string{"if", "then", "else"} {
		if sub, ok := schema[name]; ok {
			ways = append(ways, sub)
		}
	}
	for _, name := range []string{"$dynamicRef", "$recursiveRef"} {
		if _, ok := schema[name]; ok {
			ways = append(ways, s.root)
		}
	}
	if len(ways) == 0 {
		return nil
	}
	return ways[s.IntN(len(ways))]
}

// resolve returns the probable target of a reference of the grammar.
func (s *sampler) resolve(ref string) any {
	root, _ := s.root.(map[string]any)
	_, last, _ := strings.Cut(ref, "#")
	if i := strings.LastIndexByte(last, '/'); i >= 0 {
		last = last[i+1:]
	}
	for _, keyword := range []string{"$defs", "definitions"} {
		definitions, _ := root[keyword].(map[string]any)
		if definition, ok := definitions[last]; ok {
			return definition
		}
		if strings.Contains(ref, "embedded") && definitions != nil {
			return definitions["embedded"]
		}
	}
	return s.root
}

// hints maps types to the keywords that apply to them.
var hints = []struct {
	kind     string
	keywords []string
}{
	{"object", []string{"properties", "required", "additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties", "dependencies", "dependentSchemas", "dependentRequired", "minProperties", "maxProperties"}},
	{"array", []string{"items", "prefixItems", "additionalItems", "contains", "unevaluatedItems", "uniqueItems", "minItems", "maxItems"}},
	{"string", []string{"pattern", "format", "minLength", "maxLength"}},
	{"number", []string{"multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}},
}

// kind returns a type that the schema allows, or that its keywords apply to.
func (s *sampler) kind(schema map[string]any) string {
	switch t := schema["type"].(type) {
	case string:
		return t
	case []any:
		if len(t) > 0 {
			if name, ok := t[s.IntN(len(t))].(string); ok {
				return name
			}
		}
	}
	var fit []string
	for _, hint := range hints {
		for _, keyword := range hint.keywords {
			if _, ok := schema[keyword]; ok {
				fit = append(fit, hint.kind)
				break
			}
		}
	}
	if len(fit) == 0 {
		return ""
	}
	return fit[s.IntN(len(fit))]
}

// merged returns an object with the members of both.
func merged(object, other map[string]any) map[string]any {
	all := maps.Clone(other)
	maps.Copy(all, object)
	return all
}

func (s *sampler) object(schema map[string]any) map[string]any {
	object := map[string]any{}
	properties, _ := schema["properties"].(map[string]any)
	for _, name := range sortedNames(properties) {
		if !s.oneIn(4) {
			object[name] = s.sample(properties[name])
		}
	}
	if required, ok := schema["required"].([]any); ok && !s.oneIn(5) {
		for _, v := range required {
			name, _ := v.(string)
			if _, ok := object[name]; !ok {
				object[name] = s.sample(properties[name])
			}
		}
	}
	for _, keyword := range []string{"additionalProperties", "unevaluatedProperties"} {
		if sub, ok := schema[keyword]; ok && s.oneIn(2) {
			object[pick(s.dice, s.names...)] = s.sample(sub)
		}
	}
	if matching, ok := schema["patternProperties"].(map[string]any); ok {
		for _, pattern := range sortedNames(matching) {
			if s.oneIn(2) {
				object[pick(s.dice, s.names...)] = s.sample(matching[pattern])
			}
		}
	}
	for len(object) < atLeast(schema["minProperties"]) {
		object[pick(s.dice, s.names...)+strconv.Itoa(len(object))] = s.value(1)
	}
	return object
}

func (s *sampler) array(schema map[string]any) any {
	list := []any{}
	for _, keyword := range []string{"prefixItems", "items"} {
		if prefix, ok := schema[keyword].([]any); ok {
			for _, sub := range prefix[:s.IntN(len(prefix)+1)] {
				list = append(list, s.sample(sub))
			}
		}
	}
	for _, keyword := range []string{"items", "contains", "additionalItems", "unevaluatedItems"} {
		if sub, ok := schema[keyword]; ok && !s.oneIn(3) {
			for range 1 + s.IntN(2) {
				list = append(list, s.sample(sub))
			}
		}
	}
	for len(list) < atLeast(schema["minItems"]) {
		list = append(list, s.value(1))
	}
	return s.repeated(list)
}

// repeated adds items that equal others, or nearly: one, or seldom many.
func (s *sampler) repeated(list []any) []any {
	if len(list) == 0 || !s.oneIn(3) {
		return list
	}
	copies := 1
	if s.oneIn(6) {
		copies = 5 + s.IntN(40)
	}
	copies = min(copies, s.copies)
	s.copies -= copies
	for range copies {
		item := list[s.IntN(len(list))]
		switch {
		case s.oneIn(2):
			item = s.respelled(item)
		case s.oneIn(8):
			item = s.damage(item, 2)
		}
		list = append(list, item)
	}
	return list
}

// atLeast reads a small count; it returns zero if there is none.
func atLeast(v any) int {
	number, _ := v.(json.Number)
	n, err := number.Float64()
	if err != nil {
		return 0
	}
	return min(int(n), 5)
}

func (s *sampler) text(schema map[string]any) any {
	switch pattern, _ := schema["pattern"].(string); pattern {
	case "foo", "^a", "a|b", "^(a|b){2}$", "^[a-c]*$", "a/b":
		return pick(s.dice, "foo", "ab", "abc", "a/b", "foob", "aa", "ba")
	}
	if schema["format"] == "ipv4" {
		return "127.0.0.1"
	}
	return pick(s.dice, s.strs...)
}

// number draws a number, often one that a bound of the schema names.
func (s *sampler) number(schema map[string]any) any {
	var named []json.Number
	for _, keyword := range []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"} {
		if n, ok := schema[keyword].(json.Number); ok {
			named = append(named, n)
		}
	}
	if len(named) > 0 && s.oneIn(2) {
		return named[s.IntN(len(named))]
	}
	return json.Number(pick(s.dice, s.numbers...))
}

// damage changes one part of the value.
func (d dice) damage(v any, depth int) any {
	switch v := v.(type) {
	case map[string]any:
		changed := map[string]any{}
		at := d.IntN(len(v) + 2)
		for i, name := range sortedNames(v) {
			switch {
			case i != at:
				changed[name] = v[name]
			case d.oneIn(3): // left out
			case d.oneIn(3):
				changed[pick(d, d.names...)] = v[name]
			default:
				changed[name] = d.damage(v[name], depth-1)
			}
		}
		if at == len(v) {
			changed[pick(d, d.names...)] = d.value(1)
		}
		return changed
	case []any:
		changed := []any{}
		at := d.IntN(len(v) + 2)
		for i, item := range v {
			switch {
			case i != at:
				changed = append(changed, item)
			case d.oneIn(3): // left out
			case d.oneIn(3):
				changed = append(changed, item, item)
			default:
				changed = append(changed, d.damage(item, depth-1))
			}
		}
		if at == len(v) {
			changed = append(changed, d.value(1))
		}
		return changed
	case json.Number:
		if d.oneIn(2) {
			return d.respelled(v)
		}
	}
	return d.value(1)
}
