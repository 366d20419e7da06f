package lint

import (
	"slices"
	"testing"

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
		{"not at all", `{"properties": {"mail": {}}}`, false},
	}
	for _, c := range cases {
		payload := []byte(`{"mail": "a@example.com"}`)
		doc := document{text: syntax.Text{JSON: payload}, source: payload, editable: true}
		found, _ := New(nil, Options{}).check(open(t, c.schema), "payload.json", &doc)
		got := slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Rule == string(RuleDeprecated) })
		if got != c.want {
			t.Errorf("%s: got %t, want %t", c.name, got, c.want)
		}
	}
}
