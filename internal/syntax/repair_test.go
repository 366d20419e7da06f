package syntax

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

func TestRepairContinuesAfterAFault(t *testing.T) {
	tests := []struct {
		name, text, repaired string
		faults               int
	}{
		{"nothing wrong", `{"a": 1}`, `{"a": 1}`, 0},
		{"trailing comma", `{"a": [1, 2,], }`, `{"a": [1, 2 ]  }`, 2},
		{"comments", "{ // x\n/* y */ \"a\": 1}", "{     \n        \"a\": 1}", 2},
		{"a comment after a trailing comma", "[1, // x\n]", "[1      \n]", 2},
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
		{"the second quote of a string", "{\"a\": \"x,\n \"b\": 1}", "{\"a\": \"x\",\n \"b\": 1}", 1},
		{"the second quote of a string, before another on its line", `{"a": "x, "b": 1}`, `{"a": "x", "b": 1}`, 1},
		{"the second quote of a name", `{"a: "x", "b": 1}`, `{"a": "x", "b": 1}`, 1},
		{"the second quote of a name, before other things", "{\"a: [1],\n \"b\": 1}", "{\"a\": [1],\n \"b\": 1}", 1},
		{"the second quote of a name, before a value at the end of its line", "{\"n\":1,\"a:1\n}", "{\"n\":1,\"a\":1\n}", 1},
		{"the first quote of a string", `{"a": x y", "b": 1}`, `{"a": "x y", "b": 1}`, 1},
		{"the first quote of a name", `{a": 1}`, `{"a": 1}`, 1},
		{"a quote too many", `{"a": [1]", "b": 1}`, `{"a": [1] , "b": 1}`, 1},
		{"quotes in a string", `{"a": "say "hi" now", "b": 1}`, `{"a": "say \"hi\" now", "b": 1}`, 1},
		{"single quotes before an equals sign", `{'a'="b", 'c': 1}`, `{"a":"b", "c": 1}`, 3},
		{"quotes of other kinds", "{“a”: ‘x’, 'b': `y`, 'c': 'it\\'s', 'd': 'it's \"e\"'}", `{"a"    : "x"    , "b": "y", "c": "it's" , "d": "it's \"e\""}`, 8},
		{"text over lines", "[\"a\nb\r\nc\", 1]", `["a\nb\nc", 1]`, 1},
		{"control characters in a string", "[\"\x01\x1f\"]", `["\u0001\u001f"]`, 2},
		{"no colon", `{"a" 1, "b"= 2, "c"; 3, "d" => 4}`, `{"a": 1, "b": 2, "c": 3, "d" :  4}`, 4},
		{"a value after that of a property", `{"a": 1 2}`, `{"a": null}`, 1},
		{"values after that of a property", `{"a": 1 2 - true, "b": 3}`, `{"a": null      , "b": 3}`, 1},
		{"a value after that of a property, before another", `{"a": 1 2 "b": 3}`, `{"a": null, "b": 3}`, 2},
		{"a string after the value of a property", `{"a": 1 "x", "b": 3}`, `{"a": null , "b": 3}`, 1},
		{"an object after the value of a property", `{"a": 1 {"c": 2}, "b": 3}`, `{"a": null      , "b": 3}`, 1},
		{"a value after an array", `{"a": [1] 2, "b": 3}`, `{"a": [1]  , "b": 3}`, 1},
		{"a name without quotes after the value of a property", `{"a": 1 true: 2}`, `{"a": 1, "true": 2}`, 2},
		{"two colons", `{"a":: 1}`, `{"a":  1}`, 1},
		{"a colon before a name", `{"a": 1,: "b": 2}`, `{"a": 1,  "b": 2}`, 1},
		{"other things than commas", `{"a": 1; "b": [2; 3]}`, `{"a": 1, "b": [2, 3]}`, 2},
		{"an array that does not end before the next property", `{"a": [1, "b": 2}`, `{"a": [1], "b": 2}`, 1},
		{"an object that does not end before the next", `[{"a": 1, {"b": 2}]`, `[{"a": 1}, {"b": 2}]`, 1},
		{"the other bracket, because of what follows", `{"a": [1, 2}, "b": 3}`, `{"a": [1, 2], "b": 3}`, 1},
		{"properties in an array", `["a": 1, "b": 2]`, `{"a": 1, "b": 2}`, 2},
		{"a bracket too many, because of what follows", `{"a": [1, 2]], "b": 3}`, `{"a": [1, 2] , "b": 3}`, 1},
		{"an end too early", `{"a": {"b": 1}}, "c": 2}`, `{"a": {"b": 1} , "c": 2}`, 1},
		{"a bracket for a value", `{"a": ] 1, "b": 2}`, `{"a":   1, "b": 2}`, 1},
		{"a bracket after a comma", `{"a": [1, } 2]}`, `{"a": [1,   2]}`, 1},
		{"an opening bracket too many", `{"a": { 1, "b": 2}`, `{"a":   1, "b": 2}`, 1},
		{"another opening bracket too many", `{"a": 1, "b": {[ "c": 2}}`, `{"a": 1, "b": {  "c": 2}}`, 1},
		{"no opening bracket", `"a": 1, "b": 2}`, `{"a": 1, "b": 2}`, 1},
		{"a call", `load({"a": 1});`, `     {"a": 1}  `, 2},
		{"a point at the end", `[1., -0.e5]`, `[1.0, -0.0e5]`, 2},
		{"comments of other languages", "[1, # x\n2]", "[1,    \n2]", 1},
		{"spaces of other kinds", "{\"a\":\u00a01,\u200b\u3000\"b\": 2}", "{\"a\":  1,      \"b\": 2}", 3},
		{"two values", "{\"a\": 1}\n{\"a\": 2}", "{\"a\": 1}\n        ", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			repaired := repair([]byte(test.text))
			text, faults, whole := repaired.Text, repaired.Faults, repaired.Whole
			if diff := cmp.Diff(test.repaired, string(text.JSON)); diff != "" || !whole {
				t.Errorf("whole %v\n%s", whole, diff)
			}
			if len(faults) != test.faults {
				t.Errorf("%d faults, want %d: %v", len(faults), test.faults, faults)
			}
		})
	}
}

// Text that cannot be read is reported once, and its placeholder is not reported. It is
// written as ~ here.
func TestRepairSkipsWhatCannotBeRead(t *testing.T) {
	for _, test := range []struct {
		name, text, repaired string
		faults               int
	}{
		{"no value", `{"a": , "b": }`, `{"a":~~~~ , "b":~~~~ }`, 2},
		{"a name alone", `{"a", "b": 1, "c"}`, `{"a"~~~~~, "b": 1, "c"~~~~~}`, 2},
		{"a name before another", `{"a" "b": 1}`, `{"a"~~~~~~ "b": 1}`, 1},
		{"words", `[yes, tru, hello world, NaN, -Infinity]`, `[~~~~, ~~~~, ~~~~       , ~~~~, ~~~~     ]`, 5},
		{"numbers that are none", `[0x1F, 1_000, 1n, 2024-01-01, 1e]`, `[~~~~, ~~~~ , ~~~~, ~~~~      , ~~~~]`, 5},
		{"calls", `{"a": ObjectId("x, y"), "b": f(1, [2])}`, `{"a": ~~~~            , "b": ~~~~     }`, 2},
		{"sums", `["a" + "b", 1]`, `[~~~~     , 1]`, 1},
		{"templates", `{"a": {{ x }}, "b": ${y}, "c": <z>}`, `{"a": ~~~~   , "b": ~~~~, "c": ~~~~}`, 3},
		{"no name", `{"a": 1, ...x, : 2, 3: [4], "b": 5}`, `{"a": 1, ~~~~~~~, ~~~~~~~, "3": [4], "b": 5}`, 3},
		{"a conflict", "{\n<<<<<<< a\n\"b\": 1,\n=======\n\"b\": 2,\n>>>>>>> c\n\"d\": 3}",
			"{\n         \n\"b\": 1,\n       \n       \n         \n\"d\": 3}", 2},
		{"an end after a colon", `{"a": [{"b":`, `{"a": [{"b":~~~~}]}`, 1},
		{"an end after a name", `{"a"`, `{"a"~~~~~}`, 1},
		{"a comment that does not end", `[1, 2 /* x ]`, `[1, 2]       `, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			repaired := repair([]byte(test.text))
			if !repaired.Whole || len(repaired.Faults) != test.faults {
				t.Errorf("whole %v, %d faults, want %d: %+v", repaired.Whole, len(repaired.Faults), test.faults, repaired.Faults)
			}
			shown := []byte(string(repaired.Text.JSON))
			for i := range shown {
				if repaired.MadeUp(i, i+1) {
					shown[i] = '~'
				}
			}
			if diff := cmp.Diff(test.repaired, string(shown)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRepairRecordsWhereItSkippedText(t *testing.T) {
	const text = `{"a": {"b": 1, ...c}, "d": {"e": [1, 2]}}`
	repaired := repair([]byte(text))
	for _, test := range []struct {
		object string
		want   bool
	}{{`{"a"`, false}, {`{"b"`, true}, {`{"e"`, false}} {
		at := strings.Index(string(repaired.Text.JSON), test.object)
		if got := repaired.Incomplete(at); got != test.want {
			t.Errorf("%s: %v, want %v", test.object, got, test.want)
		}
	}
	if repaired = repair([]byte(`"b": 1}`)); !repaired.Incomplete(0) {
		t.Error("of an object without a beginning nothing is missing")
	}
}

func TestRepairGivesUpIfNoFixIsProbable(t *testing.T) {
	for _, text := range []string{"", "nope", "@", "]"} {
		repaired := repair([]byte(text))
		if repaired.Whole || len(repaired.Faults) != 1 || len(repaired.Faults[0].Edits) != 0 {
			t.Errorf("%q: %+v", text, repaired)
		}
	}
}

// A text in other quotes may end at each quote in it that is not an apostrophe.
func TestQuotesAreReplacedSafelyOnlyIfTheTextCanEndInOnePlace(t *testing.T) {
	for text, want := range map[string]bool{
		`{"a": 'b'}`:               true,
		`{"a": 'it's'}`:            true,
		`{"a": 'it\'s', "b": 'c'}`: true,
		`{"a": 'b' + 'c'}`:         false,
		`{'a' b "c", 'd': 1}`:      false,
		`{"a": 'b', c' }`:          true,
	} {
		fault := repair([]byte(text)).Faults[0]
		if fault.Safe != want {
			t.Errorf("%s: safe is %v", text, fault.Safe)
		}
	}
}

func TestControlCharactersAreEscapedSafelyUnlessABackslashIsBefore(t *testing.T) {
	for text, want := range map[string]bool{"[\"\t\"]": true, "[\"a\x01\"]": true, "[\"\\\t\"]": false, "[\"a\\\x01\"]": false} {
		faults := repair([]byte(text)).Faults
		if last := faults[len(faults)-1]; last.Safe != want {
			t.Errorf("%q: safe is %v", text, last.Safe)
		}
	}
}

// Text after // may be the rest of a string without its first quote, unless it begins the line.
func TestCommentsAreRemovedUnlessTheyMayBeStrings(t *testing.T) {
	for text, want := range map[string]bool{
		"{\"a\": 1 // b\n}":                     true,
		"{\"a\": 1 // the \"b\"\n}":             true,
		"{\"a\": https://example.com\"\n}":      false,
		"{\"a\": 1, // 5\" wide\n\"b\": 2}":     false,
		"{\n  // 5\" wide\n  \"a\": 1}":         true,
		"{\n\t/* 5\" wide\n and\" */ \"a\": 1}": true,
		"{\n  /* 5\" wide */ \"a\": 1}":         true,
		"# 5\" wide\n{}":                        true,
	} {
		fault := repair([]byte(text)).Faults[0]
		if got := fault.Comment && len(fault.Edits) > 0; got != want {
			t.Errorf("%s: removed is %v", text, got)
		}
	}
}

// Of a text with very many faults, the first are repaired.
func TestRepairsOfOneTextAreBounded(t *testing.T) {
	for n, whole := range map[int]bool{maxRepairs: true, maxRepairs + 1: false, 10_000: false} {
		repaired := repair([]byte("[" + strings.Repeat("1 ", n) + "1]"))
		if repaired.Whole != whole || len(repaired.Faults) > maxRepairs+1 {
			t.Errorf("%d faults: %d are found, whole is %t", n, len(repaired.Faults), repaired.Whole)
		}
	}
}

func TestRepairMapsOffsetsToTheSource(t *testing.T) {
	const source = `{a: 1, 'b' 2, c: [True .5}, "last": null`
	repaired := repair([]byte(source))
	text, faults := repaired.Text, repaired.Faults
	for _, f := range faults {
		if f.Start > len(source) || f.End > len(source) {
			t.Errorf("%+v is outside of the text", f)
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
		repaired := repair([]byte(source))
		text, faults := repaired.Text, repaired.Faults
		if !repaired.Whole {
			t.Errorf("%s is not repaired, but %s", source, text.JSON)
			continue
		}
		fixed := source
		var edits []Edit
		for _, f := range faults {
			edits = append(edits, f.Edits...)
		}
		for i := len(edits) - 1; i >= 0; i-- {
			fixed = fixed[:edits[i].Start] + edits[i].Text + fixed[edits[i].End:]
		}
		var doc jsontape.Tape
		if !doc.Parse([]byte(fixed), jsontape.Limits{}) {
			t.Errorf("%s becomes %s: %s", source, fixed, doc.Message(&doc.Errors[0]))
		}
	}
}

func repair(text []byte) Repaired {
	limits := jsontape.Limits{Depth: 1000}
	var doc jsontape.Tape
	doc.Parse(text, limits)
	return Repair(&doc, limits)
}

func FuzzRepair(f *testing.F) {
	for _, seed := range []string{
		`{"a: "x", b": [1, } 2], "c" "d, "e": f(1) # x`, "{<<<<<<< a\n\"b\n c\": {{ x }}, : 1, ]}", `load(["a": “b”]);`,
		`{a: 1, 'b': [True .5,}, // x`, `[1,,2 3,]`, `{"a": [1, {"b": [`, "[01]", `]`, "\"\\"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		repaired := repair(source)
		text, faults, whole := repaired.Text, repaired.Faults, repaired.Whole
		for _, fault := range faults {
			if fault.Start < 0 || fault.End > len(source) || fault.Start > fault.End {
				t.Fatalf("%+v is outside of %q", fault, source)
			}
		}
		for i := range text.JSON {
			if start, end := text.Span(i, i+1); start < 0 || start > end || end > len(source) {
				t.Fatalf("byte %d of %q comes from [%d, %d) of %q", i, text.JSON, start, end, source)
			}
		}
		if whole {
			var doc jsontape.Tape
			doc.Parse(text.JSON, jsontape.Limits{Depth: 1000})
			for _, fault := range doc.Errors {
				if fault.Kind == jsontape.Syntax {
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
			for _, fault := range doc.Errors {
				if fault.Offset < 0 || fault.Offset > len(doc.Source) {
					t.Fatalf("%v at %d of %q", fault, fault.Offset, source)
				}
			}
			if !doc.Readable() {
				continue
			}
			var parsed jsontape.Tape
			parsed.Parse(doc.Text.JSON, jsontape.Limits{})
			for _, fault := range parsed.Errors {
				if fault.Kind == jsontape.Syntax {
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
