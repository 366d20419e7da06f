package evaluate

import (
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// repeated returns n copies of a text, in which # is a number.
func repeated(n int, part string) string {
	var b strings.Builder
	for k := range n {
		b.WriteString(strings.ReplaceAll(part, "#", strconv.Itoa(k)))
	}
	return b.String()
}

// Of many alternatives that require a constant, only those are evaluated whose constant a value has, so the steps for n
// values and n alternatives are proportional to n; so are those for an object with n properties and n schemas.
func TestManySchemasTakeStepsInProportionToTheValues(t *testing.T) {
	for _, tt := range []struct{ name, before, schema, after, open, value, end string }{
		{"constants", `{"items": {"oneOf": [`, `{"const": {"a": #}}, `, `{"const": 1.0}]}}`, "[", `{"a": #}, `, "1]"},
		{"constants and others", `{"items": {"anyOf": [{"type": "null"}, `, `{"enum": [#, "#"]}, `, `{"type": "boolean"}]}}`, "[", `#.0, "#", `, "null, true]"},
		{"objects with a constant", `{"items": {"oneOf": [`, `{"properties": {"v": {"type": "null"}, "t": {"const": "a#"}}, "required": ["t"]}, `, `false]}}`, "[", `{"v": null, "\u0074": "a#"}, `, `{"t": "a0"}]`},
		{"dependencies", `{"dependentSchemas": {`, `"p#": {"required": ["q#"], "properties": {"q#": {"type": "integer", "minimum": 0}}}, `, `"z": true}}`, "{", `"p#": 1, "q#": 1, `, `"z": 1}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			steps := func(n int) int {
				p := loweredWith(t, tt.before+repeated(n, tt.schema)+tt.after, program.Options{})
				var doc jsontape.Tape
				var e Evaluator
				doc.Parse([]byte(tt.open+repeated(n, tt.value)+tt.end), jsontape.Limits{})
				if !e.Valid(p, &doc) {
					t.Fatal("the document is not valid")
				}
				return e.steps
			}
			if few, many := steps(200), steps(800); many > 5*few {
				t.Errorf("%d steps for 200, %d for 800", few, many)
			}
		})
	}
}

// The result is that of all alternatives, also for values that have no constant, or that of several alternatives.
func TestAlternativesThatAreChosenByConstants(t *testing.T) {
	objects := `{"oneOf": [` + repeated(20, `{"properties": {"t": {"const": "a#"}, "v": {"type": "integer"}}, "required": ["t"]}, `) +
		`{"properties": {"t": {"const": "a7"}, "w": true}, "required": ["t", "w"]}, {"required": ["other"]}]}`
	for _, tt := range []struct {
		schema, value, want string // a pointer and keyword, "" if the value is valid
	}{
		{objects, `{"t": "a3", "v": 1}`, ""},
		{objects, `{"t": "a3", "v": "x"}`, "/v type"},
		{objects, `{"t": "a7"}`, ""},
		{objects, `{"t": "a7", "w": 1}`, " oneOf"},
		{objects, `{"other": 1}`, ""},
		{objects, `{"t": "a3", "other": 1}`, " oneOf"},
		{objects, `{"v": 1}`, " required"},
		{objects, `5`, " oneOf"},
		{`{"oneOf": [` + repeated(20, `{"const": #}, `) + `{"const": 3.0}]}`, `3`, " oneOf"},
		{`{"oneOf": [` + repeated(20, `{"const": #}, `) + `{"const": 3.5}]}`, `3.50`, ""},
		{`{"oneOf": [` + repeated(20, `{"const": #}, `) + `{"const": 3.5}]}`, `99`, " oneOf"},
		{`{"oneOf": [` + repeated(20, `{"const": #}, `) + `{"const": 3.5}]}`, `"a"`, " oneOf"},
		{`{"enum": [` + repeated(20, `#, [#], `) + `"a", {"a": 1, "b": 2}]}`, `{"b": 2.0, "a": 1}`, ""},
		{`{"enum": [` + repeated(20, `#, [#], `) + `"a", {"a": 1, "b": 2}]}`, `[20]`, "/0 enum"},
	} {
		p := loweredWith(t, tt.schema, program.Options{})
		var doc jsontape.Tape
		var e Evaluator
		doc.Parse([]byte(tt.value), jsontape.Limits{})
		failures, _ := e.Failures(p, &doc, 10)
		got := ""
		if len(failures) > 0 {
			got = string(failures[0].AppendPointer(nil, &doc)) + " " + failures[0].Keyword
		}
		if got != tt.want || len(failures) > 1 {
			t.Errorf("%s %s: %q, not %q", tt.schema[:40], tt.value, got, tt.want)
		}
		if e.Valid(p, &doc) != (tt.want == "") {
			t.Errorf("%s %s: the verdict is wrong", tt.schema[:40], tt.value)
		}
	}
}
