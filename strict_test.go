package verdict_test

import (
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// Strictness rejects unknown properties. It never accepts what the schema rejects.
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

// A name is known if any schema that may apply to the object defines it.
func TestStrictKnowsTheNamesOfEverySchemaForTheObject(t *testing.T) {
	for _, test := range []struct {
		name, schema, payload string
		unknown               string // the properties that are, in order
	}{
		{"required", `{"properties": {"a": true}, "required": ["b"]}`, `{"b": 1, "c": 1}`, "c"},
		{"required of one alternative", `{"properties": {"a": true}, "anyOf": [{"required": ["b"]}, {"required": ["c"]}]}`, `{"b": 1, "d": 1}`, "d"},
		{"dependentRequired", `{"properties": {"a": true}, "dependentRequired": {"b": ["c"]}}`, `{"b": 1, "c": 1, "d": 1}`, "d"},
		{"dependentSchemas, not triggered", `{"properties": {"a": true}, "dependentSchemas": {"b": {"properties": {"c": true}}}}`, `{"c": 1, "d": 1}`, "d"},
		{"if, not matched", `{"properties": {"a": true}, "if": {"properties": {"b": {"const": 1}}, "required": ["b"]}, "then": {"required": ["a"]}}`, `{"b": 2, "c": 1}`, "c"},
		{"then, not matched", `{"properties": {"a": true}, "if": {"required": ["a"]}, "then": {"properties": {"b": true}}}`, `{"b": 1, "c": 1}`, "c"},
		{"else, not matched", `{"properties": {"a": true}, "if": true, "else": {"properties": {"b": true}}}`, `{"b": 1, "c": 1}`, "c"},
		{"branch of oneOf, not matched", `{"oneOf": [{"properties": {"a": true}, "required": ["a"]}, {"properties": {"b": true}, "required": ["b", "c"]}]}`, `{"a": 1, "b": 1, "d": 1}`, "d"},
		{"pattern of a branch", `{"properties": {"a": true}, "anyOf": [{"patternProperties": {"^x-": {"type": "null"}}}, true]}`, `{"x-b": 1, "b": 1}`, "b"},
		{"below not", `{"properties": {"a": true}, "not": {"properties": {"b": {"const": 1}}, "required": ["b"]}}`, `{"b": 2, "c": 1}`, "c"},

		{"one property in two branches of allOf",
			`{"allOf": [{"properties": {"o": {"properties": {"a": true}}}}, {"properties": {"o": {"properties": {"b": true}}}}]}`,
			`{"o": {"a": 1, "b": 1, "c": 1}}`, "c"},
		{"a condition that refines a nested property",
			`{"properties": {"o": {"properties": {"a": true, "b": true}}}, "if": true, "then": {"properties": {"o": {"properties": {"a": {"minimum": 1}}}}}}`,
			`{"o": {"a": 1, "b": 1}}`, ""},
		{"a condition on a nested property",
			`{"properties": {"o": {"properties": {"a": true}}}, "if": {"properties": {"o": {"properties": {"t": {"const": 1}}}}}, "then": true}`,
			`{"o": {"a": 1, "t": 2}}`, ""},
		{"two branches of anyOf that both match",
			`{"anyOf": [{"properties": {"o": {"properties": {"a": true}}}}, {"properties": {"o": {"properties": {"b": true}}}}]}`,
			`{"o": {"a": 1, "b": 1}}`, ""},
		{"properties and patternProperties",
			`{"properties": {"o": {"properties": {"a": true}}}, "patternProperties": {"^o": {"properties": {"b": true}}}}`,
			`{"o": {"a": 1, "b": 1}}`, ""},
		{"properties and additionalProperties of another schema",
			`{"properties": {"o": {"properties": {"a": true}}}, "allOf": [{"additionalProperties": {"properties": {"b": true}}}]}`,
			`{"o": {"a": 1, "b": 1}}`, ""},
		{"one item in two branches", `{"allOf": [{"items": {"properties": {"a": true}}}, {"prefixItems": [{"properties": {"b": true}}]}]}`, `[{"a": 1, "b": 1}, {"a": 1}]`, ""},
		{"items and contains", `{"items": {"properties": {"a": true}}, "contains": {"properties": {"b": true}}}`, `[{"a": 1, "b": 1}]`, ""},
		{"two levels below", `{"allOf": [{"properties": {"o": {"properties": {"p": {"properties": {"a": true}}}}}}, {"properties": {"o": {"properties": {"p": {"required": ["b"]}}}}}]}`,
			`{"o": {"p": {"b": 1}}}`, ""},
		{"a recursive schema that another one extends",
			`{"allOf": [{"$ref": "#/$defs/tree"}, {"$ref": "#/$defs/more"}], "$defs": {
				"tree": {"properties": {"child": {"$ref": "#/$defs/tree"}}},
				"more": {"properties": {"label": true, "child": {"$ref": "#/$defs/more"}}}}}`,
			`{"label": 1, "child": {"label": 1, "child": {"label": 1, "child": {}}}}`, ""},
		{"a schema for the nested object that another one leaves open",
			`{"allOf": [{"properties": {"o": {"properties": {"a": true}}}}, {"properties": {"o": {"additionalProperties": true}}}]}`,
			`{"o": {"b": 1}}`, ""},

		{"nested, in the alternative that oneOf excludes",
			`{"oneOf": [
				{"properties": {"kind": {"const": 1}, "o": {"properties": {"a": true}}}, "required": ["kind"]},
				{"properties": {"kind": {"const": 2}, "o": {"properties": {"b": true}}}, "required": ["kind"]}]}`,
			`{"kind": 1, "o": {"b": 1}}`, "b"},
		{"nested in a schema that both alternatives of oneOf share",
			`{"oneOf": [
				{"allOf": [{"$ref": "#/$defs/base"}, {"properties": {"kind": {"const": 1}, "o": {"properties": {"a": true}}}}]},
				{"allOf": [{"$ref": "#/$defs/base"}, {"properties": {"kind": {"const": 2}, "o": {"properties": {"b": true}}}}]}],
				"$defs": {"base": {"properties": {"o": {"properties": {"c": true}}}}}}`,
			`{"kind": 2, "o": {"b": 1, "c": 1}}`, ""},

		{"listed by the condition alone", `{"if": {"properties": {"a": {"const": 1}}}, "then": {"minProperties": 1}}`, `{"c": 1}`, ""},
		{"an alternative that lists nothing", `{"anyOf": [{"properties": {"a": true}, "required": ["a"]}, {"type": "object"}]}`, `{"c": 1}`, ""},
		{"listed if another property is there", `{"dependentSchemas": {"a": {"properties": {"b": true}}}}`, `{"c": 1}`, ""},
		{"propertyNames say which others there may be", `{"properties": {"a": true}, "propertyNames": {"pattern": "^[a-c]$"}}`, `{"c": 1}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if valid, violations := outcome(t, compiled(t, test.schema), []byte(test.payload)); !valid {
				t.Fatalf("not valid without strictness: %v", violations)
			}
			schema := compiled(t, test.schema, verdict.WithStrict(true))
			valid, violations := outcome(t, schema, []byte(test.payload))
			if valid != (test.unknown == "") {
				t.Errorf("valid is %v", valid)
			}
			var unknown []string
			for _, v := range violations {
				if v.Rule != verdict.RuleUnknownProperty {
					t.Errorf("%v", v)
				}
				unknown = append(unknown, v.Property)
			}
			if got := strings.Join(unknown, " "); got != test.unknown {
				t.Errorf("unknown are %q, want %q", got, test.unknown)
			}
		})
	}
}
