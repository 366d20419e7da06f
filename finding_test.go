package verdict_test

// This file tests that one fault is one violation with a true message.

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

func TestOneFaultIsOneViolation(t *testing.T) {
	tests := []struct{ name, schema, payload, want string }{
		{"wrong type and not listed", `{"allOf": [{"type": "string"}, {"enum": ["a"]}]}`, `5`, "type"},
		{"wrong type and not the constant", `{"$ref": "#/$defs/a", "allOf": [{"const": "a"}], "$defs": {"a": {"type": "string"}}}`, `5`, "type"},
		{"null and not listed", `{"allOf": [{"type": "string"}, {"enum": ["a"]}]}`, `null`, "null"},
		{"wrong type in two ways", `{"allOf": [{"type": "string"}, {"type": ["string", "null"]}]}`, `5`, "type"},
		{"missing for two keywords", `{"required": ["a"], "dependentRequired": {"b": ["a"]}}`, `{"b": 1}`, "missing"},
		{"unknown to two keywords", `{"properties": {"abd": true}, "unevaluatedProperties": false,
			"allOf": [{"properties": {"abc": true}, "unevaluatedProperties": false}]}`, `{"abdd": 1}`, "unknown-property"},
		{"an empty string that also lacks a format", `{"minLength": 1, "format": "date"}`, `""`, "format"},
		{"an empty string that also is not listed", `{"minLength": 3, "allOf": [{"enum": ["abc"]}]}`, `""`, "enum"},
		{"an empty string that matches no alternative", `{"minLength": 1, "anyOf": [{"pattern": "a$"}, {"pattern": "b$"}]}`, `""`, "any-of"},
		{"two bounds of one length", `{"minItems": 1, "allOf": [{"minItems": 2}]}`, `[]`, "min-items"},
		{"missing for a dependency and for all alternatives", `{"dependentRequired": {"args": ["program"]}, "anyOf": [{"required": ["program"]}, {"required": ["url"]}]}`, `{"args": 1}`, "missing"},
		{"several alternatives because of a wrong type", `{"properties": {"f": {"type": "string"}},
			"oneOf": [{"properties": {"f": {"pattern": "a$"}}}, {"properties": {"f": {"pattern": "b$"}}}]}`, `{"f": 1}`, "type"},
		{"no item for contains because of a wrong type", `{"items": {"properties": {"last": {"type": "boolean"}}}, "contains": {"properties": {"last": {"const": true}}, "required": ["last"]}}`, `[{"last": "true"}]`, "type"},
		{"too many items for contains because of a wrong type", `{"items": {"type": "object"}, "contains": {"properties": {"last": {"const": true}}}, "maxContains": 1}`, `[{"last": true}, 5]`, "type"},
		{"then that also requires the missing property of if", `{"if": {"properties": {"type": {"const": "a"}}}, "then": {"required": ["type", "x"], "properties": {"y": false}}}`, `{"y": 1}`, "missing"},
		{"else that also constrains the property of if", `{"if": {"properties": {"v": {"const": 3}}}, "then": {"required": ["x"]}, "else": {"properties": {"v": {"const": 2}, "x": false}, "required": ["z"]}}`, `{"v": "3", "x": 1}`, "const"},
		{"then after a failed condition with not", `{"properties": {"at": {"enum": ["a", "b"]}}, "if": {"not": {"properties": {"at": {"const": "a"}}}}, "then": {"required": ["x"]}}`, `{"at": "aa"}`, "enum"},
		{"none of two alternatives", `{"anyOf": [{"type": "integer"}, {"type": "null"}], "enum": [1, null, "x"]}`, `"x"`, "type"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
			if len(violations) != 1 || string(violations[0].Rule) != tt.want {
				t.Errorf("got %v, want one of rule %s", violations, tt.want)
			}
		})
	}
}

// A failure that does not depend on the other one is a fault of its own.
func TestTwoFaultsAreTwoViolations(t *testing.T) {
	tests := []struct{ name, schema, payload, want string }{
		{"two alternatives by presence, and a wrong type", `{"properties": {"a": {"type": "string"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}`, `{"a": 1, "b": 1}`, "one-of type"},
		{"then by presence, and a wrong type", `{"properties": {"a": {"type": "string"}}, "if": {"required": ["a"]}, "then": {"required": ["b"]}}`, `{"a": 1}`, "type missing"},
		{"then, and a bound of the property of if", `{"if": {"properties": {"n": {"type": "number"}}, "required": ["n"]}, "then": {"properties": {"n": {"minimum": 5}}, "required": ["x"]}}`, `{"n": 1}`, "minimum missing"},
		{"no item for contains, and another property of an item", `{"items": {"properties": {"size": {"type": "number"}}}, "contains": {"required": ["last"]}}`, `[{"size": "1"}]`, "type contains"},
		{"an empty string that also lacks more than one character", `{"minLength": 3, "allOf": [{"pattern": "a"}]}`, `""`, "min-length pattern"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
			rules := make([]string, len(violations))
			for k, v := range violations {
				rules[k] = string(v.Rule)
			}
			slices.Sort(rules)
			want := strings.Fields(tt.want)
			if slices.Sort(want); !slices.Equal(rules, want) {
				t.Errorf("got %v, want %v", violations, want)
			}
		})
	}
}

// Applying the suggestion makes the value satisfy its type.
func TestAdviceOnTypes(t *testing.T) {
	const numbers, texts = `{"type": "array", "items": {"type": "number"}}`, `{"type": ["array", "null"], "items": {"type": "string"}}`
	tests := []struct{ schema, payload, want string }{
		{numbers, `5`, `expected array, got the number 5; put it in brackets`},
		{numbers, `"5"`, `expected array, got the string "5"`},
		{numbers, `{}`, `expected array, got an object`},
		{texts, `"a"`, `expected array or null, got the string "a"; put it in brackets`},
		{texts, `5`, `expected array or null, got the number 5`},
		{`{"type": "array"}`, `true`, `expected array, got the boolean true; put it in brackets`},
		{`{"type": "array", "prefixItems": [{"type": "null"}], "items": true}`, `true`, `expected array, got the boolean true`},
		{`{"anyOf": [{"type": "null"}, ` + numbers + `]}`, `5`, `expected array or null, got the number 5; put it in brackets`},
		{`{"anyOf": [{"type": "null"}, ` + numbers + `]}`, `"a"`, `expected array or null, got the string "a"`},
		{`{"anyOf": [{"type": "integer"}, {"type": "null"}]}`, `"a"`, `expected integer or null, got the string "a"`},
		{`{"oneOf": [{"allOf": [{"type": "integer"}]}, {"type": "string"}]}`, `[]`, `expected string or integer, got an empty array`},
		{`{"anyOf": [{"type": "integer"}, {"type": "number", "minimum": 5}]}`, `"a"`, `expected number, got the string "a"`},
		{`{"type": "integer"}`, `"5"`, `expected integer, got the string "5"; remove the quotes`},
		{`{"type": "boolean"}`, `"true"`, `expected boolean, got the string "true"; remove the quotes`},
		{`{"type": "string"}`, `5`, `expected string, got the number 5; put it in quotes`},
		{`{"type": "integer"}`, `1.5`, `expected integer, got the number 1.5; it has a fraction`},
	}
	for _, tt := range tests {
		_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
		if len(violations) != 1 || violations[0].Message != tt.want {
			t.Errorf("%s: %s\ngot  %v\nwant %s", tt.schema, tt.payload, violations, tt.want)
		}
	}
}

// The cost of many duplicate names is proportional to their number.
func TestVeryManyDuplicates(t *testing.T) {
	large(t)
	const n = 100_000
	in := []byte("{" + strings.Repeat("\"a\":1,\n", n) + `"b":2}`)
	across := list(n, "[", "]", func(b *bytes.Buffer, i int) { fmt.Fprintf(b, `{"a":%d,"a":0}`, i) })
	for _, payload := range [][]byte{in, across} {
		for _, most := range []int{0, 7} {
			schema := compiled(t, `true`, verdict.WithMaxViolations(most))
			ends(t, func() {
				err := schema.Validate(payload).(*verdict.Error)
				if want := map[int]int{0: n, 7: 7}[most]; len(err.Violations) > want || len(err.Violations) < want-1 || err.Truncated != (most == 7) {
					t.Errorf("%d violations, truncated: %t", len(err.Violations), err.Truncated)
				}
			})
		}
	}
	_, violations := outcome(t, compiled(t, `true`), []byte(`[{"a":1,"a":2},{"x":{"b":1,"c":2,"b":3,"a":[{"d":0,"d":0}],"c":4}}]`))
	var got []string
	for _, v := range violations {
		got = append(got, v.Pointer+" "+v.Message)
	}
	want := []string{
		`/0/a duplicate property "a" (first defined at 1:3); remove one`,
		`/1/x/b duplicate property "b" (first defined at 1:22); remove one`,
		`/1/x/a/0/d duplicate property "d" (first defined at 1:46); remove one`,
		`/1/x/c duplicate property "c" (first defined at 1:28); remove one`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
