package verdict_test

import (
	"testing"

	"github.com/verdict-lint/verdict"
)

// What strictness refuses, it refuses; it never accepts what the schema does not.
func TestStrictnessNeverAcceptsMore(t *testing.T) {
	inner := `{"properties": {"a": {"properties": {"x": true}}}}`
	for _, test := range []struct {
		name, schema, payload string
		plain, strict         bool
	}{
		{"not", `{"not": ` + inner + `}`, `{"a": {"y": 1}}`, false, false},
		{"not not", `{"not": {"not": ` + inner + `}}`, `{"a": {"y": 1}}`, true, true},
		{"if", `{"if": ` + inner + `, "then": false}`, `{"a": {"y": 1}}`, false, false},
		{"contains", `{"contains": ` + inner + `, "maxContains": 0, "minContains": 0}`, `[{"a": {"y": 1}}]`, false, false},
		{"oneOf, both", `{"oneOf": [` + inner + `, {"properties": {"a": {"properties": {"y": true}}}}]}`, `{"a": {"y": 1}}`, false, false},
		{"oneOf, one", `{"oneOf": [` + inner + `, {"type": "string"}]}`, `{"a": {"y": 1}}`, true, false},
		{"oneOf, known", `{"oneOf": [` + inner + `, {"type": "string"}]}`, `{"a": {"x": 1}}`, true, true},
		{"anyOf", `{"anyOf": [` + inner + `, {"type": "string"}]}`, `{"a": {"y": 1}}`, true, false},
		{"properties of another branch", `{"properties": {"b": true}, "oneOf": [` + inner + `, {"type": "string"}]}`, `{"a": {"x": 1}, "b": 1}`, true, true},
		{"listed nowhere but below not", `{"not": {"properties": {"b": {"const": 1}}, "required": ["b"]}}`, `{"c": 1}`, true, true},
	} {
		plain := verdict.MustCompile([]byte(test.schema)).Valid([]byte(test.payload))
		schema := verdict.MustCompile([]byte(test.schema), verdict.WithStrict(true))
		strict := schema.Valid([]byte(test.payload))
		if plain != test.plain || strict != test.strict {
			t.Errorf("%s: plain %v, strict %v; want %v, %v", test.name, plain, strict, test.plain, test.strict)
		}
		if (schema.Validate([]byte(test.payload)) == nil) != strict {
			t.Errorf("%s: Validate and Valid do not agree", test.name)
		}
	}
}
