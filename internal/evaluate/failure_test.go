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
		"properties": {"a": {"$ref": "#/$defs/x"}, "b": {"$ref": "#/$defs/x"}, "c": {"type": "object", "required": ["n"]}, "d/e": {"type": "string"}},
		"patternProperties": {"^p": {"type": "string"}},
		"$defs": {"x": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/x/properties/next"}], "properties": {"next": {"type": "array", "items": {"$ref": "#/$defs/x"}}}}}
	}`, program.Options{})
	var e Evaluator
	recorded, pointers := 0, 0
	for range 2 {
		for payload, want := range map[string][]string{
			`{"a": 1}`:             {"/properties/a/$ref/anyOf"},
			`{"b": 1}`:             {"/properties/b/$ref/anyOf"},
			`{"b": [[1]]}`:         {"/properties/b/$ref/anyOf/1/$ref/items/$ref/anyOf/1/$ref/items/$ref/anyOf"},
			`{"c": {}}`:            {"/properties/c/required"},
			`{"c": []}`:            {"/properties/c/type"},
			`{"d/e": 1}`:           {"/properties/d~1e/type"},
			`{"p1": 1, "p2": 1}`:   {"/patternProperties/^p/type", "/patternProperties/^p/type"},
			`{"a": 1, "c": false}`: {"/properties/a/$ref/anyOf", "/properties/c/type"},
		} {
			var doc jsontape.Tape
			doc.Parse([]byte(payload), jsontape.Limits{})
			var got []string
			failures, _ := e.Failures(p, &doc, 10)
			for k := range failures {
				location := string(failures[k].AppendKeywordLocation(nil))
				got = append(got, location)
				_, path := failures[k].Reached()
				if path == nil {
					continue
				}
				if recorded++; path.Pointer != location {
					t.Errorf("%s: %s is taken for %s", payload, location, path.Pointer)
				}
				switch pointer := string(failures[k].AppendPointer(nil, &doc)); path.Instance {
				case "":
				case pointer:
					pointers++
				default:
					t.Errorf("%s: %s is taken for %s", payload, pointer, path.Instance)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", payload, got, want)
			}
		}
	}
	if recorded == 0 || pointers == 0 {
		t.Error("no location or pointer is recorded")
	}
}
