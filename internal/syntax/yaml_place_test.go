package syntax

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The source of each value or key is between « and ».
func TestYAMLNodesHaveTheirRange(t *testing.T) {
	for _, test := range []struct{ name, yaml, json string }{
		{"plain text over lines", "a: «x\n  y\n\n  z»  # c\nb: 1", `"x y\nz"`},
		{"plain text over lines in a flow sequence", "a: [1, «x\n  y», 2]", `"x y"`},
		{"single quotes over lines", "a: «'x''\n  y'» # c", `"x' y"`},
		{"double quotes over lines", "a: «\"x \\\"\n  y\"» # c", `"x \" y"`},
		{"literal text", "a: «|\n  x\n\n  # y»\n\n# c\nb: 1", `"x\n\n# y\n"`},
		{"literal text that keeps its empty lines", "a: «|+ # c\n  x\n»\nb: 1", `"x\n\n"`},
		{"folded text with an indentation", "a:\n  - «>1-\n     x\n    y»\n  - 2", `"  x\n y"`},
		{"empty literal text", "a: «|»\nb: 1", `""`},
		{"flow sequence", "a: «[1, {b: 2},\n  3, # ]\n]» # c", `[1,{"b":2},3]`},
		{"flow mapping", "a: !!map &x «{b: [], c,\n}»", `{"b":[],"c":null}`},
		{"block mapping", "a:\n  «b: 1\n  c: 2»\n\nd: 3", `{"b":1,"c":2}`},
		{"block sequence", "a:\n«- 1\n- x»\nb: 3", `[1,"x"]`},
		{"an item that is empty", "a:\n«- 1\n-»\nb: 3", `[1,null]`},
		{"a pair in a flow sequence", "[«a: 1», {b: 2}]", `{"a":1}`},
		{"a pair whose key is in braces is none", "- [«{a: 1}»]", `{"a":1}`},
		{"an alias", "a: &x {b: 1}\nc: «*x»", `{"b":1}`},
		{"a tag without a value", "a: «!Sub»\nb: 1", `""`},
		{"a key in quotes", "«\"a\"» : 1", `"a"`},
		{"an explicit key", "? «|\n  a»\n: 1", `"a\n"`},
		{"after characters of several bytes", "日: [é, «ü»]", `"ü"`},
		{"lines that end in CRLF", "a: «|\r\n  x\r\n  y»\r\nb: 1", "\"x\\ny\\n\""},
		{"lines that end in CR", "a: «|\r  x\r  y»\rb: 1", "\"x\\ny\\n\""},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, rest, _ := strings.Cut(test.yaml, "«")
			written, after, _ := strings.Cut(rest, "»")
			docs := YAML([]byte(before + written + after))
			if len(docs) != 1 || len(docs[0].Errors) > 0 {
				t.Fatal(docs[0].Errors)
			}
			text := docs[0].Text
			at := strings.LastIndex(string(text.JSON), test.json)
			if at < 0 {
				t.Fatalf("%s is not in %s", test.json, text.JSON)
			}
			start, end := text.Span(at, at+len(test.json))
			if got := (before + written + after)[start:end]; got != written || start != len(before) {
				t.Errorf("it is %q at %d, want %q at %d", got, start, written, len(before))
			}
		})
	}
}

func TestTheTextOfAYAMLValueIsNotAComment(t *testing.T) {
	const source = "# 1\na: 'x # no' # 2\nb: |  # 3\n  # no\nc: x#no\nd: [ # 4\n  \"# no\" ]\n\ne: >\n  x\n# 5\n"
	docs := YAML([]byte(source))
	var got []string
	for _, c := range docs[0].Comments {
		got = append(got, source[c.Start:c.End])
	}
	if diff := cmp.Diff([]string{"# 1", "# 2", "# 3", "# 4", "# 5"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestYAMLIsReadAfterASyntaxError(t *testing.T) {
	for _, test := range []struct{ name, yaml, errors, json string }{
		{"in a value", "a: 1\nb: x: y\nc: 3", `2 unexpected :`, `{"a":1,"c":3}`},
		{"in an item", "a:\n  - 1\n  - [2\n  - 3\nb: 4", "3 this [ is not closed", `{"a":[1,null,3],"b":4}`},
		{"in a nested mapping", "a:\n  b: 1\n  c: @d\n  e: 2\nf: 3", "3 a plain value cannot begin", `{"a":{"b":1,"e":2},"f":3}`},
		{"a bracket without end", "a: 1\nb: [1,\n  2\nc: 3", "4 expected , or ]", `{"a":1,"c":3}`},
		{"a quote without end", "a: 1\nb: 'x\nc: 3", "2 this quoted text", `{"a":1,"c":3}`},
		{"two of them", "a: *x\nb: 2\nc: d: e\nf: 4", "1 no anchor &x; 3 unexpected :", `{"b":2,"f":4}`},
		{"after literal text", "a: |\n  x\n  y\nb: - c\nd: 1", "4 a sequence item cannot", `{"a":"x\ny\n","d":1}`},
		{"after a bracket in literal text", "a: |\n  c: [x\nb:\n  - one: 1\n    two: \"x\n  - 3\nc: 4", "5 this quoted text", `{"a":"c: [x\n","b":[{"one":1},3],"c":4}`},
		{"a tab that indents a mapping", "a:\n\tb: 1\n\tc: 2\nd: 3", "2 a tab cannot indent", `{"a":null,"d":3}`},
		{"a tab that indents a sequence", "a:\n\t- 1\n\t- 2\nd: 3", "2 a tab cannot indent", `{"a":null,"d":3}`},
		{"a tab that indents a key among others", "a:\n  - b: 1\n\t  c: 2\n  - d: 3", "3 a tab cannot indent", `{"a":[{"b":1},{"d":3}]}`},
		{"a tab after spaces", "a:\n  b: 1\n  \tc: 2\nd: 3", "3 a tab cannot indent", `{"a":{"b":1},"d":3}`},
		{"a tab in plain text over lines", "a: x\n\ty\nb: 1", "2 a tab cannot indent", `{"a":"x","b":1}`},
		{"a tab in literal text", "a: |\n\tx\n\ty\nb: 1", "2 a tab cannot indent", `{"b":1}`},
		{"a tab in a sequence in brackets", "a: [\n\t1\n]\nb: 1", "2 a tab cannot indent", `{"a":[1],"b":1}`},
		{"tabs in two places", "a:\n\tb: 1\nc: 2\nd:\n\te: 3", "2 a tab cannot indent; 5 a tab cannot indent", `{"a":null,"c":2,"d":null}`},
		{"a directive that cannot be cut out", "%TAG ! x:\na: 1", "2 expected --- between; 2 unexpected :; 2 unexpected text", ``},
		{"of all there is", "{a: [", "1 this [ is not closed", ``},
		{"in an entry of a flow mapping", "{a: 1, b: \"x\" y, c: 3}", "1 expected , or }", `{"a":1,"c":3}`},
		{"in a value of JSON", "{\n \"a\": 1,\n \"b\": {\"c\": @, \"d\": 4},\n \"e\": 5\n}", "3 a plain value cannot", `{"a":1,"b":{"d":4},"e":5}`},
		{"in an item of a flow sequence", "[1, {a: b: c}, 3, @, 5]", "1 expected , or }; 1 a plain value cannot", `[1,{},3,null,5]`},
		{"a comma too many in a flow mapping", "# c\n{\n  a: 1,,\n  b: 2\n}", "3 expected a value", `{"a":1,"b":2}`},
		{"a comma missing in a flow mapping", "{\"a\": 1 \"b\": 2, \"c\": 3}", "1 expected , or }", `{"c":3}`},
		{"a bracket for another", "{a: 1, b: [1, 2}, c: 3}", "1 expected , or ]", `{"a":1,"c":3}`},
		{"a bracket that is missing", "{a: {b: [1, 2}, c: 3}", "1 expected , or ]", `{"a":{},"c":3}`},
		{"a bracket too many", "[1, }, 3]", "1 expected a value", `[1,3]`},
		{"a quote without end in a flow mapping", "{\n a: 1,\n b: \"x,\n c: \"y\",\n d: 4\n}", "4 expected , or }", `{"a":1,"c":"y","d":4}`},
		{"a line without a colon", "a:\n  b: 1\n  ...x\n  c: 2\n  ...\n", "3 expected : after this key; 5 expected : after this key", `{"a":{"b":1,"c":2}}`},
		{"text after a flow mapping", "{a: 1} b", "1 unexpected text after", `{"a":1}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := YAML([]byte(test.yaml))[0]
			want := strings.Split(test.errors, "; ")
			if len(want) != len(doc.Errors) {
				t.Fatalf("got %v, want %s", doc.Errors, test.errors)
			}
			for i, e := range doc.Errors {
				got := fmt.Sprint(strings.Count(test.yaml[:e.Offset], "\n")+1, " ", e.Message)
				if !strings.HasPrefix(got, want[i]) {
					t.Errorf("got %s, want %s…", got, want[i])
				}
			}
			if got := string(doc.Text.JSON); got != test.json {
				t.Errorf("got %s, want %s", got, test.json)
			}
		})
	}
}

// Properties that may be in a part that was not read are not reported as missing.
func TestCutPartsOfYAMLAreRecorded(t *testing.T) {
	doc := YAML([]byte("a:\n  - [1\n  - 2\nb: {c: 1}\nd:\n  e: x: y\n"))[0]
	json := string(doc.Text.JSON)
	if json != `{"a":[null,2],"b":{"c":1},"d":null}` {
		t.Fatal(json)
	}
	flow := YAML([]byte("{a: [1, @, 3], b: {c: 1}}"))[0]
	if json := string(flow.Text.JSON); json != `{"a":[1,null,3],"b":{"c":1}}` || !flow.MadeUp(strings.Index(json, "null"), strings.Index(json, "null")+4) {
		t.Error(json, "the null is not known to be made up")
	}
	for part, want := range map[string]bool{`[null`: true, `{"c"`: false, `{"a"`: true} {
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

// Only an application knows what its tags mean, so a schema says nothing about such values.
func TestValuesWithTagsOfApplicationsAreOpaque(t *testing.T) {
	doc := YAML([]byte("a: !Ref 1\nb: !If [!Ref 2, 3]\nc: {d: !!str 4}\ne: &x !lambda {f: 5}\ng: *x\nh: ! 6"))[0]
	json := string(doc.Text.JSON)
	if json != `{"a":1,"b":[2,3],"c":{"d":"4"},"e":{"f":5},"g":{"f":5},"h":"6"}` {
		t.Fatal(json)
	}
	for part, want := range map[string]struct{ opaque, has bool }{
		`{"a":1,"b":[2,3]`: {false, true}, "1": {true, true}, "[2,3]": {true, true}, "2": {true, false}, "3": {true, false},
		`"4"`: {false, false}, `{"d":"4"}`: {false, false}, `{"f":5}`: {true, true}, `"6"`: {false, false}, `"a"`: {false, false},
	} {
		for start := strings.Index(json, part); start >= 0; {
			if got := doc.Opaque(start, start+len(part)); got != want.opaque {
				t.Errorf("%s at %d: opaque is %v", part, start, got)
			}
			if got := doc.HasOpaque(start, start+len(part)); got != want.has {
				t.Errorf("%s at %d: has opaque is %v", part, start, got)
			}
			next := strings.Index(json[start+1:], part)
			if next < 0 {
				break
			}
			start += 1 + next
		}
	}
}

// Otherwise a tag would hide every violation of the document.
func TestADocumentWithATagIsNotOpaque(t *testing.T) {
	for _, text := range []string{"!order\na: 1\nb: !Ref 2", "--- !order {a: 1, b: !Ref 2}", "%TAG ! tag:example.org,2000:\n--- !order &x\n{a: 1, b: !Ref 2}"} {
		doc := YAML([]byte(text))[0]
		json := string(doc.Text.JSON)
		if json != `{"a":1,"b":2}` || len(doc.Errors) > 0 {
			t.Fatal(text, json, doc.Errors)
		}
		if doc.Opaque(0, len(json)) || doc.Opaque(5, 6) || !doc.Opaque(11, 12) {
			t.Errorf("%s: opaque are %v", text, doc.opaque)
		}
	}
}

// An application may merge a file: <<: !include defaults.yaml.
func TestMergeKeysTakeTagsOfApplications(t *testing.T) {
	doc := YAML([]byte("a: &x\n  <<: !include defaults.yaml\n  k: 1\nb: {<<: [*x], l: 2}\nc: {m: 3}"))[0]
	json := string(doc.Text.JSON)
	if len(doc.Errors) > 0 || json != `{"a":{"k":1},"b":{"l":2,"k":1},"c":{"m":3}}` {
		t.Fatal(doc.Errors, json)
	}
	for part, want := range map[string]bool{`{"a"`: false, `{"k"`: true, `{"l"`: true, `{"m"`: false} {
		if got := doc.Incomplete(strings.Index(json, part)); got != want {
			t.Errorf("%s: incomplete is %v", part, got)
		}
	}
}

func TestNumbersThatJSONDoesNotHaveStayNumbers(t *testing.T) {
	doc := YAML([]byte("[.inf, -.INF, +.Inf, .nan, !!float .inf, '.inf', !!str .nan]"))[0]
	if got, want := string(doc.Text.JSON), `[1e999999999,-1e999999999,1e999999999,1e-999999999,1e999999999,".inf",".nan"]`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var got []string
	for _, n := range doc.NotFinite {
		got = append(got, fmt.Sprint(n.Written, n.IsNaN()))
	}
	if want := []string{".inffalse", "-.INFfalse", "+.Inffalse", ".nantrue", ".inffalse"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Replacing a value does not change the rest of the document.
func TestAnEditOfYAMLChangesOneValue(t *testing.T) {
	for _, test := range []struct{ name, yaml, json, by, want string }{
		{"a number with leading zeros", "a: 00701", `701`, `"701"`, `a: "00701"`},
		{"a hexadecimal number", "a: 0xFF # c", `255`, `"255"`, `a: "0xFF" # c`},
		{"an octal number", "[0o17]", `15`, `"15"`, `["0o17"]`},
		{"a sign", "a: +5", `5`, `"5"`, `a: "+5"`},
		{"a point", "a: .5", `0.5`, `"0.5"`, `a: ".5"`},
		{"a boolean", "a: True", `true`, `"true"`, `a: "True"`},
		{"infinity", "a: .inf", `1e999999999`, `"1e999999999"`, `a: ".inf"`},
		{"text over lines", "a: x\n  y\nb: 1", `"x y"`, `"z"`, "a: z\nb: 1"},
		{"the value of an alias is shared", "a: &x 1\nb: *x", `1`, `"1"`, ""},
		{"what is within it as well", "a: &x {c: 1}\nb: *x", `1`, `"1"`, ""},
		{"what a merge key brings in", "a: &x {c: 1}\nb: {<<: *x}", `1`, `"1"`, ""},
		{"a tag that decides", "a: !!int 1", `1`, `"1"`, ""},
		{"a tag that does not", "a: !Ref 1", `1`, `"1"`, `a: !Ref "1"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := YAML([]byte(test.yaml))[0]
			at := strings.LastIndex(string(doc.Text.JSON), test.json)
			got := ""
			if edits := doc.InSource(Edit{at, at + len(test.json), test.by}); len(edits) > 0 {
				got = string(Apply([]byte(test.yaml), edits))
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
