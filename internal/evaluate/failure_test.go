package evaluate

import (
	"slices"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// The path by which a schema failed first is recorded; others must not be taken for it.
func TestAFailureHasTheLocationOfItsOwnPath(t *testing.T) {
	p := loweredWith(t, `{
		"properties": {"a": {"$ref": "#/$defs/x"}, "b": {"$ref": "#/$defs/x"}, "c": {"type": "object", "required": ["n"]}},
		"$defs": {"x": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/x/properties/next"}], "properties": {"next": {"type": "array", "items": {"$ref": "#/$defs/x"}}}}}
	}`, program.Options{})
	var e Evaluator
	recorded := 0
	for range 2 {
		for payload, want := range map[string][]string{
			`{"a": 1}`:             {"/properties/a/$ref/anyOf"},
			`{"b": 1}`:             {"/properties/b/$ref/anyOf"},
			`{"b": [[1]]}`:         {"/properties/b/$ref/anyOf/1/$ref/items/$ref/anyOf/1/$ref/items/$ref/anyOf"},
			`{"c": {}}`:            {"/properties/c/required"},
			`{"c": []}`:            {"/properties/c/type"},
			`{"a": 1, "c": false}`: {"/properties/a/$ref/anyOf", "/properties/c/type"},
		} {
			var doc jsontape.Tape
			doc.Parse([]byte(payload), jsontape.Limits{})
			var got []string
			failures, _ := e.Failures(p, &doc, 10)
			for k := range failures {
				location := string(failures[k].AppendKeywordLocation(nil))
				got = append(got, location)
				switch _, known := failures[k].Locations(); known {
				case "":
				case location:
					recorded++
				default:
					t.Errorf("%s: %s is taken for %s", payload, location, known)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", payload, got, want)
			}
		}
	}
	if recorded == 0 {
		t.Error("no location is recorded")
	}
}
