package lint

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

func TestDeprecatedIsFoundHoweverItIsWritten(t *testing.T) {
	cases := []struct {
		name, schema string
		want         bool
	}{
		{"as it is", `{"properties": {"mail": {"deprecated": true}}}`, true},
		{"in escapes", `{"properties": {"mail": {"\u0064epr\u0065cated": true}}}`, true},
		{"after a byte order mark", "\uFEFF" + `{"properties": {"mail": {"deprecated": true}}}`, true},
		{"but false", `{"properties": {"mail": {"deprecated": false}}}`, false},
		{"as a property", `{"properties": {"mail": {}, "deprecated": {}}}`, false},
		{"by a pattern", `{"patternProperties": {"^ma": {"deprecated": true}}}`, true},
		{"by a pattern of others", `{"patternProperties": {"^na": {"deprecated": true}}}`, false},
		{"as any other", `{"additionalProperties": {"deprecated": true}}`, true},
		{"as any other, but there is a pattern", `{"patternProperties": {"^ma": {}}, "additionalProperties": {"deprecated": true}}`, false},
		{"by an anchor", `{"properties": {"mail": {"$ref": "#old"}}, "$defs": {"a": {"$anchor": "old", "deprecated": true}}}`, true},
		{"in an embedded schema", `{"$id": "https://a.example/x", "properties": {"mail": {"$ref": "old"}}, "$defs": {"a": {"$id": "old", "deprecated": true}}}`, true},
		{"in one of several", `{"allOf": [{}, {"properties": {"mail": {"allOf": [true, {"deprecated": true}]}}}]}`, true},
		{"in a schema that refers to itself", `{"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/c", "properties": {"mail": {"deprecated": true}}}, "c": {"properties": {"x": {"$ref": "#"}}}}}`, true},
		{"by one of several alternatives", `{"anyOf": [{"properties": {"mail": {"deprecated": true}}}]}`, false},
		{"by a condition", `{"if": {"properties": {"mail": {"deprecated": true}}}, "then": {"properties": {"mail": {"deprecated": true}}}}`, false},
		{"where something else is wrong", `{"required": ["name"], "properties": {"mail": {"type": "null", "deprecated": true}}}`, true},
		{"where nothing leads to", `{"$defs": {"a": {"properties": {"mail": {"deprecated": true}}}}}`, false},
		{"not at all", `{"properties": {"mail": {}}}`, false},
	}
	for _, c := range cases {
		payload := []byte(`{"mail": "a@example.com"}`)
		doc := document{text: syntax.Text{JSON: payload}, source: payload, editable: true}
		found, _ := New(nil, Options{}).check(nil, open(t, c.schema), "payload.json", &doc, nil)
		got := slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Rule == "deprecated" })
		if got != c.want {
			t.Errorf("%s: got %t, want %t", c.name, got, c.want)
		}
	}
}

func TestDeprecatedIsFoundInAnotherFile(t *testing.T) {
	l := fileLinter(t, `{"properties": {"mail": {"$ref": "old.json#/$defs/mail"}}}`)
	if err := os.WriteFile("old.json", []byte(`{"$defs": {"mail": {"deprecated": true, "description": "Use email."}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	in := files.NewInput("payload.json")
	in.Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(`{"mail": 1}`)), nil }
	var r recorder
	if _, err := l.Run(context.Background(), []files.Input{in}, &r); err != nil || r.problems != nil {
		t.Fatal(err, r.problems)
	}
	if got := strings.Join(r.log, " "); got != "payload.json payload.json:1:2 [deprecated] at byte 1" {
		t.Error(got)
	}
}

// open compiles one schema.
func open(t testing.TB, schema string) *catalog.Schema {
	t.Helper()
	s, err := oneSchema(schema).Open("schema", catalog.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
