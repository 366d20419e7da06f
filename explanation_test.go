package verdict_test

// This file tests what messages say about the reason of a violation, beyond its rule and place.

import (
	"strings"
	"testing"
)

// An explanation is a schema, a payload, and the violations with their messages.
type explanation struct {
	name, schema, payload string
	want                  []string
}

func checkExplanations(t *testing.T, tests []explanation) {
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
			var got []string
			for _, v := range violations {
				got = append(got, string(v.Rule)+" "+v.Pointer+": "+v.Message)
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

// If every value that `if` expects has a schema, another value is what is wrong. If no value is given, so that the
// schemas for all values apply, the property is missing.
func TestThePropertyThatIfChoosesByIsNamed(t *testing.T) {
	const chain = `{
		"if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]}, "then": {"required": ["x"]},
		"else": {"if": {"properties": {"kind": {"enum": ["b", "c"]}}, "required": ["kind"]}, "then": {"required": ["y"]}, "else": false}}`
	const list = `{"properties": {"of": {"allOf": [
		{"if": {"properties": {"kind": {"const": "a"}}}, "then": {"required": ["x"], "properties": {"y": false}}},
		{"if": {"properties": {"kind": {"const": "b"}}}, "then": {"required": ["y"], "properties": {"x": false}}},
		{"if": {"properties": {"size": {"const": 1}}}, "then": {"required": ["z"]}}]}}}`
	checkExplanations(t, []explanation{
		{"none of a chain", chain, `{"kind": "d"}`, []string{`enum /kind: "d" is not one of "a", "b", "c"`}},
		{"of another type", chain, `{"kind": 1}`, []string{`enum /kind: 1 is not one of "a", "b", "c"`}},
		{"none given to a chain", chain, `{}`, []string{`missing : missing required property "kind"; add it`}},
		{"a value of the chain", chain, `{"kind": "c"}`, []string{`missing : missing required property "y"; add it (because "kind" is "c")`}},
		{"a single condition", `{"if": {"properties": {"kind": {"const": "a"}}}, "else": false}`, `{"kind": "b"}`, []string{`const /kind: expected "a", got "b"`}},
		{"a condition on two properties", `{"if": {"properties": {"kind": {"const": "a"}, "size": {"const": 1}}}, "else": false}`, `{"kind": "b"}`,
			[]string{`false-schema : no value is allowed here, got an object (because "if" does not match)`}},
		{"else of another property", `{"if": {"properties": {"size": {"const": 1}}}, "else": ` + chain + `}`, `{"size": 2, "kind": "d"}`,
			[]string{`enum /kind: "d" is not one of "a", "b", "c"`}},
		{"none given to a list", list, `{"of": {"x": 1, "z": 1}}`, []string{`missing /of: missing property "kind", on which "if" depends; add it`}},
		{"given to a list", list, `{"of": {"x": 1, "z": 1, "kind": "b"}}`, []string{
			`missing /of: missing required property "y"; add it (because "kind" is "b")`,
			`false-schema /of/x: property "x" is not allowed; remove it (because "kind" is "b")`}},
		{"none given to the only condition on it", list, `{"of": {"x": 1, "kind": "a"}}`, []string{`missing /of: missing required property "z"; add it (because "size" is missing)`}},
		{"none given, and far below", `{"allOf": [
			{"if": {"properties": {"kind": {"const": "a"}}}, "then": {"properties": {"spec": {"properties": {"in": {"required": ["x"]}}}}}},
			{"if": {"properties": {"kind": {"const": "b"}}}, "then": {"properties": {"spec": {"additionalProperties": false}}}}]}`, `{"spec": {"in": {}}}`,
			[]string{`missing : missing property "kind", on which "if" depends; add it`}},
	})
}
