package verdict_test

// This file tests misspelt names in objects that allow other properties than those listed.

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// A property that violates the schema for other properties, but would be valid under a listed name like its
// own, is one fault, and that name is suggested.
func TestAMisspeltNameAmongOthersIsRecognized(t *testing.T) {
	const jobs = `{"properties": {"version": {"type": "integer"}, "include": {"items": {"type": "string"}, "type": "array"}, "title": {}},
		"additionalProperties": {"type": "object", "required": ["script"], "additionalProperties": {"type": "array", "items": {"type": "string"}}}}`
	const patterns = `{"properties": {"version": {"type": "integer"}}, "patternProperties": {"^(?!version$)": {"type": "object"}}}`
	const steps = `{"properties": {"steps": {"type": "array", "items": {"type": "integer"}}}, "additionalProperties": {"items": {"type": "string"}}}`
	for _, tt := range []struct {
		name, schema, payload string
		want                  []string // pointer, message
	}{
		{"of a scalar", jobs, `{"versoin": 2}`, []string{`/versoin expected object, got the number 2; did you mean the property "version"?`}},
		{"with a pattern for other names", patterns, `{"versoin": 2}`, []string{`/versoin expected object, got the number 2; did you mean the property "version"?`}},
		{"with faults of parts", steps, `{"stesp": [1, 2, 3]}`, []string{`/stesp/0 expected string, got the number 1; did you mean the property "steps"?`}},
		{"that the object has as well", jobs, `{"version": 1, "versoin": 2}`, []string{`/versoin expected object, got the number 2`}},
		{"whose value would be wrong as well", jobs, `{"versoin": "2"}`, []string{`/versoin expected object, got the string "2"`}},
		{"that is like none", jobs, `{"deploy": 2}`, []string{`/deploy expected object, got the number 2`}},
		{"that allows every value", jobs, `{"titel": 2}`, []string{`/titel expected object, got the number 2`}},
		{"that a pattern rejects as well", `{"properties": {"foo": {"type": "array"}}, "patternProperties": {"f.o": {"minItems": 2}}}`, `{"fxo": []}`,
			[]string{`/fxo expected at least 2 items, got 0`}},
		{"with a wrong value", jobs, `{"build": {"script": [1, 2]}}`, []string{
			`/build/script/0 expected string, got the number 1; put it in quotes`, `/build/script/1 expected string, got the number 2; put it in quotes`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
			var got []string
			for _, v := range violations {
				got = append(got, v.Pointer+" "+v.Message)
			}
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestAMisspeltNameAmongOthersCanBeRenamed(t *testing.T) {
	schema := compiled(t, `{"properties": {"version": {"type": "integer"}}, "additionalProperties": {"items": {"type": "string"}, "type": "array"}}`)
	_, violations := outcome(t, schema, []byte(`{"versoin": 2}`))
	want := verdict.Suggestion{Kind: verdict.SuggestRename, Text: `"version"`, Offset: 1, End: 10}
	if len(violations) != 1 || violations[0].Rule != verdict.RuleType || violations[0].Suggestion != want {
		t.Errorf("got %+v, want the suggestion %+v", violations, want)
	}
}

// An unknown property whose name is like that of another one of the object is surplus, unless that one is only a default.
func TestANameLikeThatOfAnotherPropertyIsSurplus(t *testing.T) {
	const schema = `{"properties": {"status": {"enum": ["on", "off"], "default": "on"}, "name": {"type": "string"}}, "additionalProperties": false}`
	for _, tt := range []struct{ name, payload, message, kind string }{
		{"present", `{"status": "on", "staus": "off"}`, `unknown property "staus"; "status" is present as well, remove one of them`, "remove"},
		{"a default", `{"name": "x", "staus": "off"}`, `unknown property "staus"; did you mean "status"?`, "rename"},
		{"a default of a large object", `{"staus": "off", "other": [` + strings.Repeat("1, ", 200) + `1]}`, `unknown property "staus"; did you mean "status"?`, "rename"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := compiled(t, schema, verdict.WithDefaults()).ApplyDefaults([]byte(tt.payload))
			var invalid *verdict.Error
			if !errors.As(err, &invalid) {
				t.Fatal(err)
			}
			for _, v := range invalid.Violations {
				if v.Property == "staus" && (v.Message != tt.message || string(v.Suggestion.Kind) != tt.kind) {
					t.Errorf("got %s, suggestion %+v", v.Message, v.Suggestion)
				}
			}
		})
	}
}
