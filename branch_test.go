package verdict_test

// This file tests which branch of anyOf and oneOf is reported if none matches.

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

func TestTheIntendedAlternativeIsNamed(t *testing.T) {
	const shapes = `{"oneOf": [
		{"properties": {"kind": {"const": "circle"}, "r": {"type": "number"}}, "required": ["kind", "r"]},
		{"properties": {"kind": {"const": "square"}, "a": {"type": "number"}}, "required": ["kind", "a"]},
		{"properties": {"kind": {"enum": ["line", "ray"]}, "to": {"type": "array", "items": {"type": "number"}}}, "required": ["kind", "to"]}
	]}`
	const person = `{"anyOf": [{"type": "null"}, {"$ref": "#/$defs/person"}],
		"$defs": {"person": {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["name"]}}}`
	tests := []struct {
		name, schema, payload string
		want                  []string // rule, pointer, keyword location
	}{
		{"const names the first", shapes, `{"kind": "circle", "a": 1}`, []string{`missing "" /oneOf/0/required`}},
		{"const names the second", shapes, `{"kind": "square", "a": "1"}`, []string{`type "/a" /oneOf/1/properties/a/type`}},
		{"enum names the third", shapes, `{"kind": "ray", "to": [1, "2", 3, null]}`, []string{
			`type "/to/1" /oneOf/2/properties/to/items/type`, `null "/to/3" /oneOf/2/properties/to/items/type`}},
		{"const beats the number of faults", shapes, `{"a": 1, "kind": "circle"}`, []string{`missing "" /oneOf/0/required`}},
		{"anyOf as well", strings.Replace(shapes, "oneOf", "anyOf", 1), `{"kind": "square"}`, []string{`missing "" /anyOf/1/required`}},
		{"a type that fits is nearer than one that does not", person, `{"age": "x", "name": "Ada"}`, []string{`type "/age" /anyOf/1/$ref/properties/age/type`}},
		{"all faults of the nearest are reported", person, `{"age": "x"}`, []string{
			`missing "" /anyOf/1/$ref/required`, `type "/age" /anyOf/1/$ref/properties/age/type`}},
		{"within a branch", `{"properties": {"x": ` + shapes + `}}`, `{"x": {"kind": "square", "a": true}}`, []string{`type "/x/a" /properties/x/oneOf/1/properties/a/type`}},
		{"branches within branches", `{"anyOf": [{"type": "string"}, {"type": "object", "required": ["s"], "properties": {"s": ` + shapes + `}}]}`,
			`{"s": {"kind": "circle", "r": "1"}}`, []string{`type "/s/r" /anyOf/1/properties/s/oneOf/0/properties/r/type`}},
		{"more than one fits oneOf", `{"oneOf": [{"type": "integer"}, {"minimum": 1}, {"type": "string"}]}`, `5`, []string{`one-of "" /oneOf`}},
		{"not", `{"properties": {"a": {"not": {"type": "string"}}}}`, `{"a": "x"}`, []string{`not "/a" /properties/a/not`}},
		{"then and else", `{"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}`, `{"a": 2}`, []string{`missing "" /else/required`}},
		{"nothing in common", `{"anyOf": [{"type": "string"}, {"type": "array"}]}`, `5`, []string{`type "" /anyOf`}},
		{"none is nearer than another", `{"anyOf": [{"minimum": 10}, {"multipleOf": 7}]}`, `5`, []string{`any-of "" /anyOf`}},
		{"a constant for each", `{"oneOf": [{"const": "a"}, {"const": "b"}, {"enum": ["c", "d"]}]}`, `"e"`, []string{`enum "" /oneOf`}},
		{"a constant for each, in a property", shapes, `{"kind": "cube"}`, []string{`enum "/kind" /oneOf`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
			if got := describe(violations); strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

// describe returns each violation's rule, pointer and keyword location.
func describe(violations []verdict.Violation) []string {
	var all []string
	for _, v := range violations {
		all = append(all, fmt.Sprintf("%s %q %s", v.Rule, v.Pointer, v.KeywordLocation))
	}
	return all
}

// A branch that is evaluated but not asserted, as in "if", reports nothing.
func TestConditionsReportNothing(t *testing.T) {
	for _, schema := range []string{
		`{"if": {"required": ["a"]}}`,
		`{"not": {"required": ["a"]}}`,
		`{"anyOf": [{"required": ["a"]}, true]}`,
		`{"oneOf": [{"required": ["a"]}, true]}`,
		`{"contains": {"required": ["a"]}, "minContains": 0}`,
	} {
		if valid, violations := outcome(t, compiled(t, schema), []byte(`{}`)); !valid {
			t.Errorf("%s: %v", schema, violations)
		}
	}
}

// Every keyword has a rule. Its violation has the location of the keyword in the schema and
// of the invalid value.
func TestEveryKeywordHasItsRule(t *testing.T) {
	tests := []struct {
		schema, payload string
		want            []string
	}{
		{`false`, `1`, []string{`false-schema "" `}},
		{`{"properties": {"a": false}}`, `{"a": 1}`, []string{`false-schema "/a" /properties/a`}},
		{`{"type": "integer"}`, `1.5`, []string{`type "" /type`}},
		{`{"type": ["integer", "string"]}`, `null`, []string{`null "" /type`}},
		{`{"type": "null"}`, `1`, []string{`type "" /type`}},
		{`{"enum": [1, "a"]}`, `2`, []string{`enum "" /enum`}},
		{`{"enum": []}`, `2`, []string{`enum "" /enum`}},
		{`{"const": {"a": 1}}`, `{"a": 2}`, []string{`const "/a" /const`}},
		{`{"format": "uuid"}`, `"a"`, []string{`format "" /format`}},
		{`{"pattern": "^a"}`, `"b"`, []string{`pattern "" /pattern`}},
		{`{"minLength": 2}`, `"🔑"`, []string{`min-length "" /minLength`}},
		{`{"maxLength": 1}`, `"ab"`, []string{`max-length "" /maxLength`}},
		{`{"minimum": 2}`, `1`, []string{`minimum "" /minimum`}},
		{`{"maximum": 2}`, `3`, []string{`maximum "" /maximum`}},
		{`{"exclusiveMinimum": 2}`, `2`, []string{`exclusive-minimum "" /exclusiveMinimum`}},
		{`{"exclusiveMaximum": 2}`, `2`, []string{`exclusive-maximum "" /exclusiveMaximum`}},
		{`{"multipleOf": 0.1}`, `0.25`, []string{`multiple-of "" /multipleOf`}},
		{`{"minItems": 1}`, `[]`, []string{`min-items "" /minItems`}},
		{`{"maxItems": 1}`, `[1, 2]`, []string{`max-items "" /maxItems`}},
		{`{"uniqueItems": true}`, `[1, 2, 1]`, []string{`unique-items "/2" /uniqueItems`}},
		{`{"contains": {"type": "null"}}`, `[1]`, []string{`contains "" /contains`}},
		{`{"contains": {"type": "null"}, "minContains": 2}`, `[null]`, []string{`contains "" /minContains`}},
		{`{"contains": {"type": "null"}, "minContains": 3, "maxContains": 1}`, `[null, null, null]`, []string{`contains "" /maxContains`}},
		{`{"contains": {"type": "null"}, "minContains": 3, "maxContains": 1}`, `[null, null]`, []string{
			`contains "" /minContains`, `contains "" /maxContains`}},
		{`{"contains": {"type": "null"}, "maxContains": 1}`, `[null, null]`, []string{`contains "" /maxContains`}},
		{`{"prefixItems": [true], "items": false}`, `[1, 2]`, []string{`additional-items "/1" /items`}},
		{`{"prefixItems": [true], "unevaluatedItems": false}`, `[1, 2]`, []string{`additional-items "/1" /unevaluatedItems`}},
		{`{"minProperties": 1}`, `{}`, []string{`min-properties "" /minProperties`}},
		{`{"maxProperties": 1}`, `{"a": 1, "b": 2}`, []string{`max-properties "" /maxProperties`}},
		{`{"required": ["a"]}`, `{}`, []string{`missing "" /required`}},
		{`{"dependentRequired": {"a": ["b"]}}`, `{"a": 1}`, []string{`missing "" /dependentRequired`}},
		{`{"dependentSchemas": {"a": {"required": ["b"]}}}`, `{"a": 1}`, []string{`missing "" /dependentSchemas/a/required`}},
		{`{"additionalProperties": false}`, `{"a": 1}`, []string{`unknown-property "/a" /additionalProperties`}},
		{`{"unevaluatedProperties": false}`, `{"a": 1}`, []string{`unknown-property "/a" /unevaluatedProperties`}},
		{`{"propertyNames": {"maxLength": 1}}`, `{"ab": 1}`, []string{`property-name "/ab" /propertyNames`}},
		{`{"patternProperties": {"^a": {"type": "null"}}}`, `{"ab": 1}`, []string{`type "/ab" /patternProperties/^a/type`}},
		{`{"$schema": "http://json-schema.org/draft-07/schema#", "contentEncoding": "base64"}`, `"?"`, []string{`content "" /contentEncoding`}},
		{`{"$schema": "http://json-schema.org/draft-07/schema#", "items": [true], "additionalItems": false}`, `[1, 2]`, []string{`additional-items "/1" /additionalItems`}},
		{`{"$schema": "http://json-schema.org/draft-04/schema#", "minimum": 1, "exclusiveMinimum": true}`, `1`, []string{`exclusive-minimum "" /exclusiveMinimum`}},
		{`{"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"a": ["b"]}}`, `{"a": 1}`, []string{`missing "" /dependencies`}},
	}
	for _, tt := range tests {
		t.Run(tt.schema, func(t *testing.T) {
			_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
			if got := describe(violations); strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

// manyAlternatives has 70 alternatives that require a property each.
func manyAlternatives() string {
	all := make([]string, 70)
	for k := range all {
		all[k] = fmt.Sprintf(`{"required": ["p%d"], "properties": {"p%d": {"type": "string"}, "also": {}}}`, k, k)
	}
	return strings.Join(all, ", ")
}

// The alternative that is meant is the one that the payload has most in common with, not
// the one with the fewest failures. One fault is one violation.
func TestTheAlternativeWithMostInCommonIsNamed(t *testing.T) {
	const shape = `{"type": "object", "properties": {"type": {"enum": ["integer", "string"]}, "minimum": {"type": "number"}, "description": {"type": "string"}}, "additionalProperties": false}`
	const reference = `{"type": "object", "required": ["$ref"], "patternProperties": {"^\\$ref$": {"type": "string"}}}`
	const nested = `{"anyOf": [
		{"properties": {"meta": {"properties": {"type": {"const": "a"}}}, "v": {"type": "number"}}},
		{"properties": {"meta": {"properties": {"type": {"const": "b"}}}, "v": {"type": "string"}}}]}`
	const closed = `{"oneOf": [
		{"properties": {"kind": {"const": "c"}, "r": {"type": "number"}}, "required": ["r"]},
		{"properties": {"kind": {"const": "s"}, "w": {"type": "number"}}, "required": ["w"]}], "unevaluatedProperties": false}`
	tests := []struct {
		name, schema, payload string
		want                  []string
	}{
		{"an enum that no other alternative has is no discriminator", `{"anyOf": [` + shape + `, ` + reference + `]}`, `{"type": "intger"}`, []string{`enum "/type" /anyOf/0/properties/type/enum`}},
		{"an alternative that shares nothing loses", `{"oneOf": [` + reference + `, ` + shape + `]}`, `{"type": "integer", "minimun": 1}`, []string{`unknown-property "/minimun" /oneOf/1/additionalProperties`}},
		{"a reference is a reference", `{"oneOf": [` + shape + `, ` + reference + `]}`, `{"$ref": 5}`, []string{`type "/$ref" /oneOf/1/patternProperties/^\$ref$/type`}},
		{"the number of failures comes last", `{"oneOf": [
			{"required": ["a"], "properties": {"a": {}, "list": {"items": {"type": "string"}}}, "additionalProperties": false},
			{"required": ["b"], "properties": {"b": {}}, "additionalProperties": false}]}`, `{"a": 1, "list": [1, 2, 3]}`, []string{
			`type "/list/0" /oneOf/0/properties/list/items/type`, `type "/list/1" /oneOf/0/properties/list/items/type`, `type "/list/2" /oneOf/0/properties/list/items/type`}},
		{"a discriminator within a property", nested, `{"meta": {"type": "b"}, "v": 1}`, []string{`type "/v" /anyOf/1/properties/v/type`}},
		{"a misspelt discriminator within a property", nested, `{"meta": {"type": "c"}, "v": 1}`, []string{`enum "/meta/type" /anyOf`}},
		{"alternatives of alternatives", `{"oneOf": [{"oneOf": [
			{"properties": {"op": {"const": "a"}, "x": {"type": "number"}}, "required": ["op"]}, {"properties": {"op": {"const": "b"}, "x": {"type": "string"}}, "required": ["op"]}]},
			{"properties": {"op": {"const": "c"}, "x": {"type": "null"}}, "required": ["op"]}]}`, `{"op": "b", "x": 1}`, []string{`type "/x" /oneOf/0/oneOf/1/properties/x/type`}},
		{"a misspelt name of the discriminator", `{"oneOf": [
			{"properties": {"kind": {"const": "a"}, "x": {}}, "required": ["kind"], "additionalProperties": false},
			{"properties": {"kind": {"const": "b"}, "x": {}}, "required": ["kind"], "additionalProperties": false}]}`, `{"kidn": "b", "x": 1}`, []string{
			`missing "" /oneOf/1/required`, `unknown-property "/kidn" /oneOf/1/additionalProperties`}},
		{"a misspelt name is one fault", `{"oneOf": [
			{"properties": {"name": {}, "value": {}}, "required": ["name", "value"], "additionalProperties": false},
			{"properties": {"name": {}, "type": {}, "value": {}}, "required": ["name", "type"], "additionalProperties": false}]}`, `{"name": "x", "vlaue": 1}`, []string{
			`missing "" /oneOf/0/required`, `unknown-property "/vlaue" /oneOf/0/additionalProperties`}},
		{"the name that is misspelt least", `{"oneOf": [
			{"properties": {"dotted-test": {}}, "additionalProperties": false}, {"properties": {"dotnet-test": {}}, "additionalProperties": false}]}`, `{"dotnte-test": 1}`, []string{`unknown-property "/dotnte-test" /oneOf/1/additionalProperties`}},
		{"the types of items", `{"anyOf": [{"items": {"type": "string"}}, {"items": {"type": "object", "properties": {"src": {}}, "additionalProperties": false}}]}`, `[{"scr": 1}]`, []string{`unknown-property "/0/scr" /anyOf/1/items/additionalProperties`}},
		{"the number of items", `{"oneOf": [{"prefixItems": [{"type": "string"}], "maxItems": 1}, {"prefixItems": [{"type": "string"}, {"type": "number"}, {"type": "object"}], "minItems": 3, "maxItems": 3}]}`, `["a", 1, true]`, []string{`type "/2" /oneOf/1/prefixItems/2/type`}},
		{"a discriminating item", `{"oneOf": [{"prefixItems": [{"const": "move"}, {"type": "number"}, {"type": "number"}], "minItems": 3}, {"prefixItems": [{"const": "say"}, {"type": "string"}], "minItems": 2}]}`, `["move", 1]`, []string{`min-items "" /oneOf/0/minItems`}},
		{"a misspelt discriminating item", `{"oneOf": [{"prefixItems": [{"const": "move"}, {"type": "number"}]}, {"prefixItems": [{"const": "say"}, {"type": "string"}]}]}`, `["mvoe", 1]`, []string{`enum "/0" /oneOf`}},
		{"the properties of items", `{"oneOf": [
			{"items": {"properties": {"license": {}}, "required": ["license"], "additionalProperties": false}},
			{"items": {"properties": {"expression": {}, "id": {}}, "required": ["expression"], "additionalProperties": false}, "maxItems": 1}]}`,
			`[{"expression": 1}, {"expression": 2}]`, []string{`max-items "" /oneOf/1/maxItems`}},
		{"a misspelt property of an item", `{"oneOf": [
			{"items": {"properties": {"license": {}}, "required": ["license"], "additionalProperties": false}},
			{"items": {"properties": {"expression": {}}, "required": ["expression"], "additionalProperties": false}}]}`,
			`[{"liecnse": 1}]`, []string{`missing "/0" /oneOf/0/items/required`, `unknown-property "/0/liecnse" /oneOf/0/items/additionalProperties`}},
		{"a misspelt discriminator of items", `{"oneOf": [
			{"items": {"properties": {"kind": {"const": "get"}, "x": {}}}}, {"items": {"properties": {"kind": {"const": "put"}, "x": {}}}}]}`,
			`[{"kind": "pt", "x": 1}]`, []string{`enum "/0/kind" /oneOf`}},
		{"the type of most items", `{"oneOf": [{"items": {"type": "string"}}, {"items": {"properties": {"x": {}}, "type": "object"}}]}`,
			`["a", "b", {"x": 1}]`, []string{`type "/2" /oneOf/0/items/type`}},
		{"another array as a constant", `{"oneOf": [{"items": {"enum": ["light", "dark"]}}, {"const": ["all"]}]}`,
			`["light", []]`, []string{`enum "/1" /oneOf/0/items/enum`}},
		{"a property that the other alternative excludes", `{"properties": {"all": {}}, "anyOf": [
			{"properties": {"each": {"items": {"required": ["by"]}}}, "not": {"required": ["by"]}},
			{"properties": {"by": {"type": "string"}}}]}`, `{"by": 1, "each": [{}]}`, []string{`type "/by" /anyOf/1/properties/by/type`}},
		{"not gives way to a property that is missing next to it", `{"anyOf": [
			{"not": {"properties": {"parallel": {"const": true}}}}, {"properties": {"each": {"const": true}}, "required": ["each"]}]}`,
			`{"parallel": true}`, []string{`missing "" /anyOf/1/required`}},
		{"not gives way to a missing property", `{"anyOf": [
			{"properties": {"source": {"const": "code"}}, "required": ["source", "path"]},
			{"properties": {"source": {"not": {"const": "code"}}}, "required": ["source"]}]}`, `{"source": "code"}`, []string{`missing "" /anyOf/0/required`}},
		{"false gives way to a missing property", `{"oneOf": [{"required": ["a", "b"]}, {"properties": {"a": false, "b": false}}]}`, `{"a": 1}`, []string{`missing "" /oneOf/0/required`}},
		{"alternatives that agree on a missing property", `{"anyOf": [{"required": ["v"], "properties": {"v": {"pattern": "^1"}}}, {"required": ["v"], "properties": {"v": {"pattern": "^2"}}}]}`, `{}`, []string{`missing "" /anyOf/0/required`}},
		{"alternatives that agree on a type", `{"anyOf": [{"properties": {"v": {"type": "string", "minLength": 1}}}, {"properties": {"v": {"type": "string", "maxLength": 9}}}]}`, `{"v": 1}`, []string{`type "/v" /anyOf/0/properties/v/type`}},
		{"alternatives that agree on the place", `{"anyOf": [{"properties": {"v": {"minimum": 10}}}, {"properties": {"v": {"multipleOf": 7}}}]}`, `{"v": 5}`, []string{`any-of "/v" /anyOf`}},
		{"unevaluated after a failed discriminator", closed, `{"kind": "x", "w": 1}`, []string{`enum "/kind" /oneOf`}},
		{"unevaluated, and known to no alternative", closed, `{"kind": "x", "w": 1, "z": 1}`, []string{`enum "/kind" /oneOf`, `unknown-property "/z" /unevaluatedProperties`}},
		{"unevaluated beside more alternatives than are compared", `{"oneOf": [` + manyAlternatives() + `], "unevaluatedProperties": false}`, `{"p69": 1, "also": 1}`, []string{`type "/p69" /oneOf/69/properties/p69/type`}},
		{"too many items of a closed array", `{"prefixItems": [true], "items": false, "maxItems": 1}`, `[1, 2, 3]`, []string{`max-items "" /maxItems`}},
		{"an array closed to more than that", `{"prefixItems": [true], "items": false, "maxItems": 2}`, `[1, 2, 3]`, []string{`additional-items "/1" /items`, `additional-items "/2" /items`}},
		{"a missing property of few", `{"required": ["a"], "minProperties": 1}`, `{}`, []string{`missing "" /required`}},
		{"too few properties even with the missing one", `{"required": ["a"], "minProperties": 2}`, `{}`, []string{`min-properties "" /minProperties`, `missing "" /required`}},
		{"required twice", `{"required": ["b"], "dependentRequired": {"a": ["b"]}}`, `{"a": 1}`, []string{`missing "" /required`}},
		{"enum and const of one value", `{"properties": {"a": {"enum": [1, 2]}}, "allOf": [{"properties": {"a": {"const": 1}}}]}`, `{"a": 3}`, []string{`const "/a" /allOf/0/properties/a/const`}},
		{"a wrong type also excluded", `{"type": "object", "not": {"type": "string"}}`, `"x"`, []string{`type "" /type`}},
		{"a constant and a format", `{"allOf": [{"format": "uri", "maxLength": 3}, {"const": "a:b"}]}`, `"nope"`, []string{`const "" /allOf/1/const`}},
		{"an invalid name of a value of a wrong type", `{"propertyNames": {"enum": ["a", "b"]}, "additionalProperties": {"type": "object"}}`,
			`{"c": 1}`, []string{`property-name "/c" /propertyNames`}},
		{"too many properties because one is of a wrong type", `{"maxProperties": 1, "additionalProperties": {"type": "object"}}`,
			`{"a": {}, "name": "x"}`, []string{`type "/name" /additionalProperties/type`}},
		{"too many properties, and a listed one of a wrong type", `{"maxProperties": 1, "properties": {"a": {"type": "object"}}}`,
			`{"a": 1, "b": 2}`, []string{`max-properties "" /maxProperties`, `type "/a" /properties/a/type`}},
		{"alternatives that depend on values of a wrong type", `{"properties": {"icon": {"type": "string"}, "multi": {"type": "boolean"}},
			"oneOf": [{"properties": {"icon": {"minLength": 1, "type": "string"}}, "required": ["icon"]}, {"properties": {"multi": {"const": false}}, "required": ["multi"]}]}`,
			`{"icon": 1, "multi": "x"}`, []string{`type "/icon" /properties/icon/type`, `type "/multi" /properties/multi/type`}},
		{"a format and a pattern", `{"format": "date", "pattern": "^\\d"}`, `"x"`, []string{`format "" /format`}},
		{"then after a failed condition", `{"properties": {"kind": {"enum": ["a", "b"]}}, "if": {"properties": {"kind": {"const": "a"}}}, "else": {"required": ["x"]}}`, `{"kind": "aa"}`, []string{`enum "/kind" /properties/kind/enum`}},
		{"else after a condition with a misspelt name",
			`{"if": {"required": ["$ref"]}, "then": {"properties": {"$ref": {}}}, "else": {"properties": {"in": {}}, "required": ["in"]}, "unevaluatedProperties": false}`,
			`{"$rfe": 1}`, []string{`unknown-property "/$rfe" /unevaluatedProperties`}},
		{"else after a condition without a name like it",
			`{"if": {"required": ["$ref"]}, "else": {"properties": {"in": {}}, "required": ["in"]}, "unevaluatedProperties": false}`,
			`{"other": 1}`, []string{`missing "" /else/required`, `unknown-property "/other" /unevaluatedProperties`}},
		{"then after a missing condition", `{"required": ["kind"], "if": {"properties": {"kind": {"const": "a"}}}, "then": {"required": ["x"]}}`, `{}`, []string{`missing "" /required`}},
		{"one of several for lack of a discriminator", `{"required": ["in"], "oneOf": [{"properties": {"in": {"const": "path"}}}, {"properties": {"in": {"const": "query"}}}]}`, `{}`, []string{`missing "" /required`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
			if got := describe(violations); strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}
