package verdict_test

import (
	"testing"

	"github.com/verdict-lint/verdict"
)

// A schema that leads back to itself is a fault of those payloads that enter it (Core 2020-12,
// section 9.4.1), not of the schema.
func TestALoopIsAnErrorOnlyIfAnInstanceEntersIt(t *testing.T) {
	const loop = `"$defs": {"loop": {"type": "object", "allOf": [{"$ref": "#/$defs/loop"}, {"properties": {"x": {"type": "integer"}}}]}, "a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}, "self": {"$ref": "#/$defs/self"}}`
	for _, test := range []struct {
		name, schema   string
		valid, entered []string
		invalid        []string // for another reason
	}{
		{"in a property", `{"properties": {"a": {"$ref": "#/$defs/loop"}, "b": {"type": "integer"}}, ` + loop + `}`,
			[]string{`{"b": 1}`, `1`, `{}`}, []string{`{"a": {}}`, `{"a": {"x": 1}}`}, []string{`{"b": "x"}`, `{"a": 1}`}},
		{"behind if", `{"if": {"type": "string"}, "then": {"$ref": "#/$defs/loop"}, ` + loop + `}`,
			[]string{`1`, `{}`}, nil, []string{`"s"`}},
		{"references alone", `{"properties": {"a": {"$ref": "#/$defs/a"}, "s": {"$ref": "#/$defs/self"}}, ` + loop + `}`,
			[]string{`{}`, `[]`}, []string{`{"a": 1}`, `{"s": null}`, `{"s": {}}`}, nil},
		{"the root itself", `{"$ref": "#"}`, nil, []string{`1`, `{}`, `null`}, nil},
		{"items", `{"items": {"$ref": "#/$defs/a"}, ` + loop + `}`, []string{`[]`}, []string{`[1]`}, nil},
		{"not used", `{"type": "integer", ` + loop + `}`, []string{`1`}, nil, []string{`"s"`}},
		{"an alternative", `{"anyOf": [{"type": "integer"}, {"$ref": "#/$defs/loop"}], ` + loop + `}`, []string{`1`}, nil, []string{`"s"`}},
		{"a dependency", `{"dependentSchemas": {"a": {"$ref": "#/$defs/loop"}}, ` + loop + `}`, []string{`{}`, `{"b": 1}`}, []string{`{"a": 1}`}, nil},
		{"through a dynamic reference", `{"$dynamicAnchor": "n", "properties": {"a": {"$ref": "#/$defs/d"}}, "$defs": {"d": {"allOf": [{"$ref": "#/$defs/d"}]}}}`,
			[]string{`{}`}, []string{`{"a": 1}`}, nil},
	} {
		for name, option := range map[string]verdict.Option{"": nil, ", strict": verdict.WithStrict(true)} {
			s, err := verdict.Compile([]byte(test.schema), option)
			if err != nil {
				t.Errorf("%s%s: %v", test.name, name, err)
				continue
			}
			if name != "" {
				continue // which only has more to reject
			}
			for _, payload := range test.valid {
				if valid, violations := outcome(t, s, []byte(payload)); !valid {
					t.Errorf("%s: %s is invalid: %v", test.name, payload, violations)
				}
			}
			for _, payload := range test.entered {
				if valid, violations := outcome(t, s, []byte(payload)); valid || violations[0].Rule != verdict.RuleLimit {
					t.Errorf("%s: %s: valid is %t, %v", test.name, payload, valid, violations)
				}
			}
			for _, payload := range test.invalid {
				if valid, violations := outcome(t, s, []byte(payload)); valid || violations[0].Rule == verdict.RuleLimit {
					t.Errorf("%s: %s: valid is %t, %v", test.name, payload, valid, violations)
				}
			}
		}
	}
}
