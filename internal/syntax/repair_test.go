package syntax

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/document"
)

func TestRepairGoesOnAfterAFault(t *testing.T) {
	tests := []struct {
		name, text, repaired string
		faults               int
	}{
		{"nothing wrong", `{"a": 1}`, `{"a": 1}`, 0},
		{"trailing comma", `{"a": [1, 2,], }`, `{"a": [1, 2 ]  }`, 2},
		{"comments", "{ // x\n/* y */ \"a\": 1}", "{     \n        \"a\": 1}", 2},
		{"a comment behind a trailing comma", "[1, // x\n]", "[1      \n]", 2},
		{"missing comma", "{\"a\": 1\n \"b\": 2}", "{\"a\": 1,\n \"b\": 2}", 1},
		{"missing comma between words", "[true false]", "[true, false]", 1},
		{"missing closing brackets", "{\"a\": [1, {\"b\": 2\n", "{\"a\": [1, {\"b\": 2}]}\n", 1},
		{"a comma, then the end", "[1, 2,", "[1, 2 ]", 1},
		{"wrong closing bracket", `{"a": [1, 2}`, `{"a": [1, 2]}`, 1},
		{"other closing bracket", `[1, 2}`, `[1, 2]`, 1},
		{"closing bracket too many", `[1]]`, `[1] `, 1},
		{"two commas", `[1,,2]`, `[1, 2]`, 1},
		{"single quotes", `{'a': 'b'}`, `{"a": "b"}`, 2},
		{"names without quotes", `{a: 1, $b_2: 2}`, `{"a": 1, "$b_2": 2}`, 2},
		{"words of other languages", `[True, None, FALSE]`, `[true, null, false]`, 3},
		{"numbers of other languages", `[+1, .5, 007]`, `[ 1, 0.5,   7]`, 3},
		{"a tab in a string", "[\"a\tb\"]", `["a\tb"]`, 1},
		{"an escape that is none", `["C:\Users"]`, `["C:\\Users"]`, 1},
		{"two values", "{\"a\": 1}\n{\"a\": 2}", "{\"a\": 1}\n        ", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text, faults, whole := Repair([]byte(test.text), document.Limits{Depth: 1000})
			if diff := cmp.Diff(test.repaired, string(text.JSON)); diff != "" || !whole {
				t.Errorf("whole %v\n%s", whole, diff)
			}
			if len(faults) != test.faults {
				t.Errorf("%d faults, want %d: %v", len(faults), test.faults, faults)
			}
		})
	}
}

func TestRepairGivesUpWhereNothingIsProbable(t *testing.T) {
	for _, text := range []string{"", "nope", `{"a"`, `{"a":`, `["open`, "[1 @ 2]", "[\"a\nb\"]", "[1 /* open", `[1.e5]`} {
		_, faults, whole := Repair([]byte(text), document.Limits{Depth: 1000})
		if whole || len(faults) != 1 || len(faults[0].Edits) != 0 {
			t.Errorf("%q: whole %v, %v", text, whole, faults)
		}
	}
}

func TestRepairKnowsTheWayBack(t *testing.T) {
	const source = `{a: 1, 'b' 2, c: [True .5}, "last": null`
	text, faults, whole := Repair([]byte(source), document.Limits{Depth: 1000})
	_ = whole
	for _, f := range faults {
		if f.Start > len(source) || f.End > len(source) {
			t.Errorf("%+v lies outside", f)
		}
	}
	for _, value := range []string{"a", "1", `"last"`, "null"} {
		at := strings.Index(string(text.JSON), value)
		if at < 0 {
			continue
		}
		if start, end := text.Span(at, at+len(value)); source[start:end] != value {
			t.Errorf("%s comes from %q", value, source[start:end])
		}
	}
}

// Applying the edits of every fault to the source gives JSON: what Repair shows
// and what a fix writes are the same.
func TestTheEditsOfAllFaultsMakeJSON(t *testing.T) {
	for _, source := range []string{
		`{a: 1, 'b': [True .5,}, // x` + "\n" + `"c": +1`,
		`[1,,2 3,]`, "{\"a\": 1 \"b\": 2,}", `{"a": [1, {"b": [` + "\t",
	} {
		text, faults, whole := Repair([]byte(source), document.Limits{Depth: 1000})
		if !whole {
			t.Errorf("%s is not repaired, but %s", source, text.JSON)
			continue
		}
		mended := source
		var edits []Edit
		for _, f := range faults {
			edits = append(edits, f.Edits...)
		}
		for i := len(edits) - 1; i >= 0; i-- {
			mended = mended[:edits[i].Start] + edits[i].Text + mended[edits[i].End:]
		}
		var doc document.Document
		if !doc.Parse([]byte(mended), document.Limits{}) {
			t.Errorf("%s becomes %s: %s", source, mended, doc.Message(&doc.Faults[0]))
		}
	}
}

func FuzzRepair(f *testing.F) {
	for _, seed := range []string{`{a: 1, 'b': [True .5,}, // x`, `[1,,2 3,]`, `{"a": [1, {"b": [`, "[01]", `]`, "\"\\"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		text, faults, whole := Repair(source, document.Limits{Depth: 1000})
		for _, fault := range faults {
			if fault.Start < 0 || fault.End > len(source) || fault.Start > fault.End {
				t.Fatalf("%+v lies outside of %q", fault, source)
			}
		}
		for i := range text.JSON {
			if start, end := text.Span(i, i+1); start < 0 || start > end || end > len(source) {
				t.Fatalf("byte %d of %q comes from [%d, %d) of %q", i, text.JSON, start, end, source)
			}
		}
		if whole {
			var doc document.Document
			doc.Parse(text.JSON, document.Limits{Depth: 1000})
			for _, fault := range doc.Faults {
				if fault.Kind == document.Syntax {
					t.Fatalf("%q is repaired to %q: %s", source, text.JSON, doc.Message(&fault))
				}
			}
		}
	})
}

func FuzzYAML(f *testing.F) {
	for _, seed := range []string{"a: &x [1, {b: *x}]\n", "---\na: |\n  x\n...\n", "? k\n: v", "<<: *b", "'a': \"b\"", "- - - 1"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		for _, doc := range YAML(source) {
			if doc.Err != nil {
				if doc.Err.Offset < 0 || doc.Err.Offset > len(doc.Source) {
					t.Fatalf("%v at %d of %q", doc.Err, doc.Err.Offset, source)
				}
				continue
			}
			var parsed document.Document
			parsed.Parse(doc.Text.JSON, document.Limits{})
			for _, fault := range parsed.Faults {
				if fault.Kind == document.Syntax {
					t.Fatalf("%q becomes %q: %s", source, doc.Text.JSON, parsed.Message(&fault))
				}
			}
			for i := range doc.Text.JSON {
				if start, end := doc.Text.Span(i, i+1); start < 0 || start > end || end > len(doc.Source) {
					t.Fatalf("byte %d of %q comes from [%d, %d) of %q", i, doc.Text.JSON, start, end, source)
				}
			}
		}
	})
}
