package syntax

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// The suite is https://github.com/json5/json5-tests: JSON5_TESTS names a checkout of it. What a
// case is, its extension says.
func TestJSON5IsReadAsTheSpecificationSays(t *testing.T) {
	dir := os.Getenv("JSON5_TESTS")
	if dir == "" {
		t.Skip("JSON5_TESTS does not name a checkout of json5-tests")
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.*"))
	if err != nil || len(paths) < 100 {
		t.Fatalf("%d cases, want the 100 or more of the suite, %v", len(paths), err)
	}
	for _, path := range paths {
		extension := filepath.Ext(path)
		if extension == ".errorSpec" || filepath.Base(filepath.Dir(path)) == "todo" {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			source := readFile(t, path)
			doc := JSON5(source)
			switch valid := extension == ".json" || extension == ".json5"; {
			case valid && len(doc.Errors) > 0:
				t.Errorf("%q: %v", source, doc.Errors)
			case !valid && len(doc.Errors) == 0:
				t.Errorf("%q is accepted", source)
			}
			if extension == ".json" {
				if diff := cmp.Diff(valueOf(t, &Document{Text: Text{JSON: source}}), valueOf(t, &doc)); diff != "" {
					t.Errorf("%q (-want +got):\n%s", source, diff)
				}
			}
		})
	}
}

func TestJSON5IsConvertedToJSON(t *testing.T) {
	for _, test := range []struct{ name, json5, json string }{
		{"JSON", `{"a": [1, -2.5e3, "x\n\ud83d\ude00\/", true, false, null]}`, `{"a":[1,-2.5e3,"x\n\ud83d\ude00/",true,false,null]}`},
		{"comments", "// a\n{ /* b */ a: 1, // c\r /* d // */ }/**/", `{"a":1}`},
		{"commas at the end", "[{a: 1,}, [],]", `[{"a":1},[]]`},
		{"names", `{a: 1, $_9: 2, ünïcödé: 3, \u0061b: 4, 'c d': 5, null: 6, Infinity: 7}`, `{"a":1,"$_9":2,"ünïcödé":3,"ab":4,"c d":5,"null":6,"Infinity":7}`},
		{"strings in single quotes", `['it\'s', 'say "x"', '']`, `["it's","say \"x\"",""]`},
		{"escapes", `"\v\0\x41\u00e9\a\'\"\\\u2028` + "\t" + `"`, `"\u000b\u0000\u0041\u00e9a'\"\\\u2028\u0009"`},
		{"lines that go on", "\"a\\\nb\\\r\nc\\\rd\\\u2028e\"", `"abcde"`},
		{"hexadecimal numbers", "[0x1F, -0XdecAF, +0x0, -0x0]", `[31,-912559,0,-0]`},
		{"points", "[.5, 5., -.5, 5.e3, +.5E-2]", `[0.5,5.0,-0.5,5.0e3,0.5E-2]`},
		{"signs", "[+1, -1]", `[1,-1]`},
		{"numbers that JSON does not have", "[Infinity, -Infinity, +Infinity, NaN, -NaN]", `[1e999999999,-1e999999999,1e999999999,1e-999999999,1e-999999999]`},
		{"white space", "\uFEFF\u00A0[\v1\f,\u20282\u2029,\u30003]", `[1,2,3]`},
		{"a comment that a separator ends", "[1 // x\u2028, 2]", `[1,2]`},
		{"digits", "[123456789012345678901234567890.10]", `[123456789012345678901234567890.10]`},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := JSON5([]byte(test.json5))
			if len(doc.Errors) > 0 {
				t.Fatal(doc.Errors)
			}
			if got := string(doc.Text.JSON); got != test.json {
				t.Errorf("got  %s\nwant %s", got, test.json)
			}
		})
	}
}

// The source of each value or name is between « and ».
func TestJSON5ValuesHaveTheirRange(t *testing.T) {
	for _, test := range []struct{ name, json5, json string }{
		{"a name", "{ «a» : 1}", `"a"`},
		{"a string", `{a: «'x\'y'» /* */}`, `"x'y"`},
		{"a number", "[«+0x1F», 2]", `31`},
		{"an array", "{a: «[ 1, // ]\n]» }", `[1]`},
		{"an object", "[1, «{ 'a': {}, }»,]", `{"a":{}}`},
		{"all of it", "// x\n«[1]» // y", `[1]`},
		{"after characters of several bytes", "['日é', «'ü'»]", `"ü"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, rest, _ := strings.Cut(test.json5, "«")
			written, after, _ := strings.Cut(rest, "»")
			doc := JSON5([]byte(before + written + after))
			at := strings.LastIndex(string(doc.Text.JSON), test.json)
			if at < 0 || len(doc.Errors) > 0 {
				t.Fatalf("%s is not in %s, %v", test.json, doc.Text.JSON, doc.Errors)
			}
			start, end := doc.Text.Span(at, at+len(test.json))
			if got := (before + written + after)[start:end]; got != written || start != len(before) {
				t.Errorf("it is %q at %d, want %q at %d", got, start, written, len(before))
			}
		})
	}
}

func TestJSON5IsReadAfterASyntaxError(t *testing.T) {
	for _, test := range []struct{ name, json5, errors, json string }{
		{"nothing", " // x", `5 the payload is empty, expected a value`, ``},
		{"a word", "{a: yes, b: 1}", `4 expected a value, got "yes"; put it in quotes if it is text`, `{"a":null,"b":1}`},
		{"a comma too many", "[1,,2]", `3 expected a value, got ','`, `[1,null,2]`},
		{"a comma alone", "[,]", `1 expected a value, got ','`, `[null]`},
		{"a comma missing", "[1 2, {a: 1 b: 2}]", `3 expected ',' or ']' after the item, got '2'; 12 expected ',' or '}' after the property, got 'b'`, `[1,2,{"a":1,"b":2}]`},
		{"no name", "{: 1, b: 2}", `1 expected a property name, got ':'`, `{"b":2}`},
		{"a number for a name", "{1a: [1, 2], b: 2}", `1 "1a" is not a property name; put it in quotes`, `{"b":2}`},
		{"no colon", "{a = 1, b: 2}", `3 expected ':' after the property name, got '='`, `{"b":2}`},
		{"no value", "{a: }", `4 expected a value, got '}'`, `{"a":null}`},
		{"numbers", "[010, 0x, 1e, ., 1_0, -, -010]", `1 "010" is not a number; a number cannot begin with 0; 6 "0x" is not a number; put it in quotes if it is text; ` +
			`10 "1e" is not a number; put it in quotes if it is text; 14 "." is not a number; put it in quotes if it is text; ` +
			`17 "1_0" is not a number; put it in quotes if it is text; 22 "-" is not a number; put it in quotes if it is text; ` +
			`25 "-010" is not a number; a number cannot begin with 0`, `[null,null,null,null,null,null,null]`},
		{"a string without end", "{a: 'x,\nb: \"y\\", `4 this string does not end on its line; 11 this string does not end on its line; 0 this { is not closed`, `{"a":null,"b":null}`},
		{"escapes", `['\1', '\x4', '\u12', '\01']`, `2 unknown escape in a string; write a backslash as \\; 8 unknown escape in a string; write a backslash as \\; ` +
			`15 unknown escape in a string; write a backslash as \\; 23 unknown escape in a string; write a backslash as \\`, `[null,null,null,null]`},
		{"a comment without end", "[1, /* x", `4 the comment does not end, expected */; 0 this [ is not closed`, `[1]`},
		{"brackets without end", "{a: [1, {", `8 this { is not closed; 4 this [ is not closed; 0 this { is not closed`, `{"a":[1,{}]}`},
		{"a bracket for another", "{a: [1}", `6 expected ',' or ']' after the item, got '}'`, `{"a":[1]}`},
		{"a bracket too many", "[1}, 2]", `2 expected ',' or ']' after the item, got '}'; 3 expected a value, got ','`, `[1,null,2]`},
		{"text after the value", "{} x", `3 expected the end of the payload after its value, got 'x'`, `{}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := JSON5([]byte(test.json5))
			var got []string
			for _, e := range doc.Errors {
				got = append(got, fmt.Sprintf("%d %s", e.Offset, e.Message))
			}
			if all := strings.Join(got, "; "); all != test.errors {
				t.Errorf("got  %s\nwant %s", all, test.errors)
			}
			if got := string(doc.Text.JSON); got != test.json {
				t.Errorf("got  %s\nwant %s", got, test.json)
			}
		})
	}
}

func TestUnreadPartsOfJSON5AreRecorded(t *testing.T) {
	doc := JSON5([]byte("{a: [1, @], b: {c: 1}, d: {e: =}}"))
	json := string(doc.Text.JSON)
	if json != `{"a":[1,null],"b":{"c":1},"d":{"e":null}}` {
		t.Fatal(json)
	}
	for part, want := range map[string]bool{`{"a"`: false, `[1`: true, `{"c"`: false, `{"e"`: true} {
		if got := doc.Incomplete(strings.Index(json, part)); got != want {
			t.Errorf("%s: incomplete is %v", part, got)
		}
	}
	for _, at := range []int{strings.Index(json, "null"), strings.LastIndex(json, "null")} {
		if !doc.MadeUp(at, at+4) {
			t.Errorf("the null at %d is not known to be made up", at)
		}
	}
}

func TestAJSON5ValueIsReplacedInItsStyle(t *testing.T) {
	for _, test := range []struct{ name, json5, json, by, want string }{
		{"double quotes", `{a: "Red"} // x`, `"Red"`, `"red\n"`, `{a: "red\n"} // x`},
		{"single quotes", "['Red']", `"Red"`, `"it's \"x\""`, `['it\'s "x"']`},
		{"a number that becomes text", "[+.5]", `0.5`, `"0.5"`, `["+.5"]`},
		{"a hexadecimal number", "[0xFF]", `255`, `"255"`, `["0xFF"]`},
		{"infinity", "[-Infinity]", `-1e999999999`, `"-1e999999999"`, `["-Infinity"]`},
		{"text that becomes a number", "['12']", `"12"`, `12`, "[12]"},
		{"a name", "{aa: 1}", `"aa"`, `"a"`, "{a: 1}"},
		{"a name that needs quotes", "{aa: 1}", `"aa"`, `"a-b"`, `{"a-b": 1}`},
		{"a name that has quotes", "{'aa': 1}", `"aa"`, `"a"`, "{'a': 1}"},
		{"removed", "{a: 1, b: null, // why\n}", `,"b":null`, ``, "{a: 1, // why\n}"},
		{"removed at the start", "{ b: null, /* x */ 'c': 'http://x' }", `"b":null,`, ``, "{ /* x */ 'c': 'http://x' }"},
		{"removed with a string that looks like a comment", "{a: 1, 'b//': 'http://x', c: 2}", `,"b//":"http://x"`, ``, "{a: 1, c: 2}"},
		{"not removed where a comment may end elsewhere", "{a: 1, b: 2 // x\u2028}", `,"b":2`, ``, ""},
		{"not removed after errors", "{a: 1, b: 2, c: =}", `,"b":2`, ``, ""},
		{"an array is not replaced", "[[1]]", `[1]`, `"x"`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := JSON5([]byte(test.json5))
			at := strings.LastIndex(string(doc.Text.JSON), test.json)
			if at < 0 {
				t.Fatalf("%s is not in %s, %v", test.json, doc.Text.JSON, doc.Errors)
			}
			got := ""
			if edits := doc.InSource(Edit{at, at + len(test.json), test.by}); len(edits) > 0 {
				got = string(Apply([]byte(test.json5), edits))
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestJSON5IsReadUpToALimit(t *testing.T) {
	for _, brackets := range []string{"[", "{a:"} {
		deep := JSON5([]byte(strings.Repeat(brackets, 100_000)))
		if len(deep.Errors) != 1 || deep.Errors[0].Message != "nested deeper than 1000 levels" || !json.Valid(deep.Text.JSON) {
			t.Error(deep.Errors)
		}
	}
	if many := JSON5([]byte("[" + strings.Repeat("@,", 1000))); len(many.Errors) != maxJSON5Errors || !many.Capped || many.Readable() {
		t.Errorf("%d errors", len(many.Errors))
	}
}

var json5Seeds = []string{
	`{"a": [1, -2.5e3, "x\n\ud83d\ude00\/", true, false, null]}`, "// a\n{ /* b */ a: 1, 'c': [.5, 5., +0x1F, ], }",
	`{$_: 'it\'s', "b": "\v\0\x41", \u0061: -Infinity, n: NaN}`, "'a\\\r\nb'", "[1 2, {a: 1 b: 2}, @", "{a: [1}", "{a: 'x,\nb: 1}", "[1,,2]", "\uFEFF\u00A0[1 // x\u20282\u2029]", "{a = 1}", "[/*", "[010]",
}

// JSON is read as such, every range is in the source, and replacing a value changes nothing else.
func FuzzJSON5(f *testing.F) {
	for _, seed := range json5Seeds {
		f.Add([]byte(seed), `it's "1"`)
	}
	f.Fuzz(func(t *testing.T, source []byte, text string) {
		doc := JSON5(source)
		before := doc.Text.JSON
		for _, e := range doc.Errors {
			if e.Offset < 0 || e.Offset > len(source) {
				t.Fatalf("%q: an error at %d", source, e.Offset)
			}
		}
		if len(before) > 0 && !json.Valid(before) {
			t.Fatalf("%q becomes %s, %v", source, before, doc.Errors)
		}
		if !utf8.Valid(source) || !utf8.ValidString(text) {
			return
		}
		if json.Valid(source) {
			if len(doc.Errors) > 0 {
				t.Fatalf("%q: %v", source, doc.Errors)
			}
			if diff := cmp.Diff(valueOf(t, &Document{Text: Text{JSON: source}}), valueOf(t, &doc)); diff != "" {
				t.Fatalf("%q (-want +got):\n%s", source, diff)
			}
		}
		for i, s := range doc.Text.segments {
			if s.start < 0 || s.end < s.start || s.end > len(source) {
				t.Fatalf("%q: %s is mapped to %d to %d", source, before[s.json:], s.start, s.end)
			}
			end := len(before)
			if i+1 < len(doc.Text.segments) {
				end = doc.Text.segments[i+1].json
			}
			token := string(before[s.json:end])
			for _, by := range []string{Quote(text), `"` + token + `"`, "-0.5e3"} {
				isName := end < len(before) && before[end] == ':'
				if !json.Valid([]byte(by)) || len(doc.Errors) > 0 || isName && by[0] != '"' {
					continue
				}
				edits := doc.InSource(Edit{s.json, end, by})
				if len(edits) != 1 {
					continue
				}
				want := by
				if token[0] != '"' && by == `"`+token+`"` {
					want = Quote(string(source[s.start:s.end])) // as it is written
				}
				after := JSON5(Apply(source, edits))
				wanted := Document{Text: Text{JSON: []byte(string(before[:s.json]) + want + string(before[end:]))}}
				if len(after.Errors) > 0 || !cmp.Equal(valueOf(t, &wanted), valueOf(t, &after)) {
					t.Fatalf("%q becomes %q, which is %s with %v, want %s", source, Apply(source, edits), after.Text.JSON, after.Errors, wanted.Text.JSON)
				}
			}
		}
	})
}
