package lint

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// fileLinter lints against a schema in a file.
func fileLinter(t *testing.T, document string) *Linter {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("schema.json", []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	c := catalog.New(nil, func(string) ([]byte, bool) { return nil, false })
	c.SchemaFor = func(string) string { return "schema.json" }
	return New(c, Options{})
}

// Fixes do not depend on the text of messages.
func TestFixesDoNotDependOnMessages(t *testing.T) {
	for _, tt := range []struct{ name, schema, payload, want string }{
		{"a name that is near", `{"properties": {"label": true}, "additionalProperties": false}`, `{"lable": 1}`, `replace "lable" by "label"`},
		{"a name of a schema that is referred to", `{"allOf": [{"$ref": "#/$defs/a"}], "unevaluatedProperties": false, "$defs": {"a": {"properties": {"label": true}}}}`,
			`{"lable": 1}`, `replace "lable" by "label"`},
		{"a name near none", `{"properties": {"label": true}, "additionalProperties": false}`, `{"xyz": 1}`, ``},
		{"a name that is there already", `{"properties": {"label": true}, "additionalProperties": false}`, `{"lable": 1, "label": 1}`, ``},
		{"a name that is required and missing", `{"required": ["label"], "properties": {"label": true, "labels": true}, "additionalProperties": false}`,
			`{"lable": 1}`, `replace "lable" by "label"`},
		{"null that may be left out", `{"properties": {"a": {"type": "string"}}}`, `{"a": null}`, `leave "a" out`},
		{"null that is required", `{"required": ["a"], "properties": {"a": {"type": "string"}}}`, `{"a": null}`, ``},
		{"null of an item", `{"items": {"type": "string"}}`, `[null]`, ``},
		{"a number in quotes", `{"type": "number"}`, `"1.5"`, `replace "1.5" by 1.5`},
		{"a number in quotes, of several types", `{"anyOf": [{"type": "integer"}, {"type": "null"}]}`, `"15"`, `replace "15" by 15`},
		{"a fraction in quotes for an integer", `{"type": "integer"}`, `"1.5"`, ``},
		{"a boolean in quotes", `{"type": "boolean"}`, `"true"`, `replace "true" by true`},
		{"a number in need of quotes", `{"type": "string"}`, `15`, `replace 15 by "15"`},
		{"a number that is no date in quotes either", `{"type": "string", "format": "date"}`, `15`, ``},
		{"a value that is near", `{"enum": ["red", "green"]}`, `"Red"`, `replace "Red" by "red"`},
		{"a value that is near, of several alternatives", `{"anyOf": [{"const": "red"}, {"const": "green"}]}`, `"Red"`, `replace "Red" by "red"`},
		{"a value that is near, of a schema that is embedded", `{"$ref": "x:y", "$defs": {"a": {"$id": "x:y", "enum": ["red"]}}}`, `"Red"`, `replace "Red" by "red"`},
		{"a value that Go writes otherwise than JSON", `{"enum": ["a\u007fb\u000bc"]}`, `"A\u007fb\u000bc"`, `replace "A\u007fb\u000bc" by "a` + "\u007f" + `b\u000bc"`},
		{"a date-time with a space", `{"format": "date-time"}`, `"2024-01-02 03:04:05Z"`, `replace "2024-01-02 03:04:05Z" by "2024-01-02T03:04:05Z"`},
		{"a name that is given twice", `{}`, `{"a": 1, "a": 1}`, `remove the second "a"`},
		{"a name that stands three times, once with another value", `{}`, `{"a": 1, "a": 2, "a": 1}`, ``},
	} {
		t.Run(tt.name, func(t *testing.T) {
			linter := fileLinter(t, tt.schema)
			s, err := linter.catalog.Open("schema.json", catalog.Reading{})
			if err != nil {
				t.Fatal(err)
			}
			r := runs.Get().(*run)
			p := &r.payload
			p.Schema, p.JSON = s, []byte(tt.payload)
			linter.validateOrRepair(p, r, &document{text: syntax.Text{JSON: p.JSON}}, false)
			if len(p.Diagnostics) == 0 {
				t.Fatal("nothing is wrong")
			}
			for i := range p.Diagnostics {
				p.Diagnostics[i].Message = fmt.Sprint("diagnostic ", i, " in other words")
			}
			revise(p, &document{text: syntax.Text{JSON: p.JSON}})
			got := ""
			for _, d := range p.Diagnostics {
				if d.Fix != nil {
					got += d.Fix.Title
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A position in a message is found by its value, not by the words around it.
func TestAPositionInAMessageIsThatInTheFile(t *testing.T) {
	for _, tt := range []struct{ message, want string }{
		{`duplicate property "a" (first defined at 1:2); remove one`, `duplicate property "a" (first defined at 7:3); remove one`},
		{`(see 1:2) "a" is doubled`, `(see 7:3) "a" is doubled`},
		{`"1:2" is given twice, first at 1:2`, `"1:2" is given twice, first at 7:3`},
		{`no place in it`, `no place in it`},
	} {
		got := renamePlace(tt.message, finding.Position{Line: 1, Column: 2}, finding.Position{Line: 7, Column: 3})
		if got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}
