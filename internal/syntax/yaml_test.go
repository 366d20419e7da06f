package syntax

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestYAMLIsConvertedToJSON(t *testing.T) {
	tests := []struct{ name, yaml, json string }{
		{"scalars", "a: 1\nb: x\nc: true\nd: null\ne: ~\nf:\n", `{"a":1,"b":"x","c":true,"d":null,"e":null,"f":null}`},
		{"a timestamp stays a string", "t: 2024-01-02T03:04:05Z", `{"t":"2024-01-02T03:04:05Z"}`},
		{"a date stays a string", "t: 2024-01-02", `{"t":"2024-01-02"}`},
		{"yes is a string", "a: yes\nb: on", `{"a":"yes","b":"on"}`},
		{"quoted", "a: \"1\\t\"\nb: 'it''s'", `{"a":"1\t","b":"it's"}`},
		{"numbers keep every digit", "a: 12345678901234567890.5\nb: 1e400\nc: -0.0", `{"a":12345678901234567890.5,"b":1e400,"c":-0.0}`},
		{"big integers keep every digit", "a: 123456789012345678901234567890", `{"a":123456789012345678901234567890}`},
		{"numbers JSON writes differently", "a: 0x1F\nb: +1\nc: .5\nd: 0o17\ne: 5.\nf: 1.5e-3\ng: 123e-4", `{"a":31,"b":1,"c":0.5,"d":15,"e":5.0,"f":1.5e-3,"g":123e-4}`},
		{"numbers of older versions of YAML are none", "[1_000, 0b11, -0x1F, +0o7, 0xF_F, 12:30:45]", `["1_000","0b11","-0x1F","+0o7","0xF_F","12:30:45"]`},
		{"a leading zero says nothing", "a: 0777\nb: -007.50", `{"a":777,"b":-7.50}`},
		{"a tab in plain text", "a: b\tc\nd: e\tf\n  g\n\n  h\n", `{"a":"b\tc","d":"e\tf g\nh"}`},
		{"sequence", "- 1\n- [2, {a: b}]\n-\n  - 3", `[1,[2,{"a":"b"}],[3]]`},
		{"flow style over lines", "{a: 1,\n b: [2,\n 3]}", `{"a":1,"b":[2,3]}`},
		{"plain text over lines in flow style", "a: {b: x\n  y\n\n  2, c: 1\n  z}\nd: [x\n  y, &n z]\ne: [*n\n]", `{"a":{"b":"x y\n2","c":"1 z"},"d":["x y","z"],"e":["z"]}`},
		{"empty collections", "a: {}\nb: []", `{"a":{},"b":[]}`},
		{"block text", "a: |\n  one\n  two\nb: >-\n  x\n  y\n", `{"a":"one\ntwo\n","b":"x y"}`},
		{"alias", "a: &x {k: 1}\nb: *x", `{"a":{"k":1},"b":{"k":1}}`},
		{"merge key", "a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  k: 3", `{"a":{"k":1,"l":2},"b":{"k":3,"l":2}}`},
		{"merge of several", "a: &x {k: 1}\nb: &y {k: 2, l: 3}\nc:\n  <<: [*x, *y]", `{"a":{"k":1},"b":{"k":2,"l":3},"c":{"k":1,"l":3}}`},
		{"keys are text", "1: a\ntrue: b", `{"1":"a","true":"b"}`},
		{"a tag decides", "a: !!str 12", `{"a":"12"}`},
		{"a tag decides, quotes or not", `[!!int "3", !!float "1.5", !!bool "true", !!null "", ! 12]`,
			`[3,1.5,true,null,"12"]`},
		{"a tag in full", "a: !<tag:yaml.org,2002:str> 1", `{"a":"1"}`},
		{"a tag of nothing", "a: !!str\n", `{"a":""}`},
		{"a tag that is not obeyed", "a: !!int x\nb: !Ref 1", `{"a":"x","b":1}`},
		{"a tag, an anchor", "a: !!str &x 1\nb: &y !!str 2\nc: [*x, *y]", `{"a":"1","b":"2","c":["1","2"]}`},
		{"an alias as a key", "a: &x k\n*x : 1", `{"a":"k","k":1}`},
		{"directives and comments", "# head\n%YAML 1.2\n# more\n---\na: 1", `{"a":1}`},
		{"a byte order mark", "\uFEFFa: 1", `{"a":1}`},
		{"duplicate keys stay", "a: 1\na: 2", `{"a":1,"a":2}`},
		{"CRLF", "a: 1\r\nb:\r\n  c: x\r\n", `{"a":1,"b":{"c":"x"}}`},
		{"text over lines that end in CRLF", "a: \"x\r\n  y\"\r\nb: 'x\r\n\r\n  y'\r\nc: |\r\n  x\r\n  y\r\n", `{"a":"x y","b":"x\ny","c":"x\ny\n"}`},
		{"a scalar alone", "just text", `"just text"`},
		{"comments", "# head\na: 1 # tail\n", `{"a":1}`},
		{"JSON is YAML", `{"a": [1, null, "x"], "b": {"c": false}}`, `{"a":[1,null,"x"],"b":{"c":false}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			docs := YAML([]byte(test.yaml))
			if len(docs) != 1 || len(docs[0].Errors) > 0 {
				t.Fatal(docs)
			}
			if got := string(docs[0].Text.JSON); got != test.json {
				t.Errorf("got  %s\nwant %s", got, test.json)
			}
		})
	}
}

func TestEachDocumentOfAYAMLStreamIsOneText(t *testing.T) {
	const stream = "%YAML 1.2\n---\na: 1\n---\n# nothing\n---\nb: [\n--- # c\nc: 3\n...\n\n...\nd: 4"
	type result struct {
		json        string
		lines       int
		broken      bool
		sourceStart string
	}
	want := []result{
		{`{"a":1}`, 0, false, "%YAML"},
		{"null", 3, false, "---\n# nothing"},
		{"", 5, true, "---\nb: ["},
		{`{"c":3}`, 7, false, "--- # c"},
		{`{"d":4}`, 12, false, "d: 4"},
	}
	docs := YAML([]byte(stream))
	if len(docs) != len(want) {
		t.Fatalf("%d documents, want %d", len(docs), len(want))
	}
	for i, doc := range docs {
		got := result{string(doc.Text.JSON), doc.Lines, len(doc.Errors) > 0, want[i].sourceStart}
		if got != want[i] || !strings.HasPrefix(stream[doc.Offset:], want[i].sourceStart) {
			t.Errorf("document %d is %+v from %q, want %+v", i, got, stream[doc.Offset:], want[i])
		}
	}
}

func TestYAMLIsMappedToTheSource(t *testing.T) {
	const source = "# wide: 日本\n\"日本\": {k: wrong}\nlist:\n  - one\n  - 'two'\nbase: &b\n  deep: 1.50\nuse: *b\nempty:\nlast: 9\n"
	tests := []struct{ json, source string }{
		{`"wrong"`, "wrong"},
		{`"日本"`, `"日本"`},
		{`{"k":"wrong"}`, "{k: wrong}"},
		{`"one"`, "one"},
		{`"two"`, "'two'"},
		{`["one","two"]`, "- one\n  - 'two'"},
		{`1.50`, "1.50"},
		{`:{"deep":1.50},"empty"`[1:14], "deep: 1.50"},
		{`9`, "9"},
	}
	docs := YAML([]byte(source))
	if len(docs) != 1 || len(docs[0].Errors) > 0 {
		t.Fatal(docs)
	}
	text := docs[0].Text
	for _, test := range tests {
		at := strings.Index(string(text.JSON), test.json)
		if at < 0 {
			t.Fatalf("%s is not in %s", test.json, text.JSON)
		}
		start, end := text.Span(at, at+len(test.json))
		if got := source[start:end]; got != test.source {
			t.Errorf("%s comes from %q, want %q", test.json, got, test.source)
		}
	}
	at := strings.LastIndex(string(text.JSON), "1.50") // by the alias
	if start, end := text.Span(at, at+4); source[start:end] != "*b" {
		t.Errorf("the value of an alias comes from %q", source[start:end])
	}
}

// Each of these is reported at «.
func TestErrorsInYAMLHaveTheirPosition(t *testing.T) {
	for _, test := range []struct{ name, yaml, json string }{
		{"blanks after it", "a: «x y \nb: 1", `"x y"`},
		{"plain text over lines", "a:\n  b: «x\n        y\n      z\nc: 1", `"x y z"`},
		{"after a tag", "a: !Ref «x\nb: 1", `"x"`},
		{"after a tag and an anchor", "a: !!str &n «x\nb: 1", `"x"`},
		{"after text over lines in CRLF", "a: \"b\r\n  c\"\r\nd: «x\r\n", `"x"`},
		{"after lines that end in CR", "a: b\rc: «x\r", `"x"`},
		{"after a byte order mark", "\uFEFFa: «x", `"x"`},
		{"after block text", "a: |\n  # x\n\n   x\nb: «x # x", `,"b":"x"`},
		{"after a comment", "a: # x\n  «x", `"x"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, after, _ := strings.Cut(test.yaml, "«")
			docs := YAML([]byte(before + after))
			if len(docs) != 1 || len(docs[0].Errors) > 0 {
				t.Fatal(docs)
			}
			text := docs[0].Text
			at := strings.Index(string(text.JSON), test.json) + strings.LastIndex(test.json, `"x`)
			if start, _ := text.Span(at, at+1); docs[0].Offset+start != len(before) {
				t.Errorf("it is at %d, want %d", docs[0].Offset+start, len(before))
			}
		})
	}
}

func TestAScalarIsReplacedInItsStyle(t *testing.T) {
	for _, test := range []struct{ name, yaml, json, by, want string }{
		{"plain", "a: Red # x", `"Red"`, `"red"`, "a: red # x"},
		{"single quotes", "a: 'Red'", `"Red"`, `"it's red"`, "a: 'it''s red'"},
		{"double quotes", `a: "Red"`, `"Red"`, `"red"`, `a: "red"`},
		{"a number that becomes text", "a: 1.50", `1.50`, `"1.50"`, `a: "1.50"`},
		{"text that becomes a number", "a: '12'", `"12"`, `12`, "a: 12"},
		{"text that is a boolean elsewhere", "a: Yess", `"Yess"`, `"yes"`, `a: "yes"`},
		{"text with a colon", "a: b", `"b"`, `"b: c"`, `a: "b: c"`},
		{"a name", "{ projectID: 1 }", `"projectID"`, `"projectId"`, "{ projectId: 1 }"},
		{"after an anchor", "a: &x Red", `"Red"`, `"red"`, "a: &x red"},
		{"an alias is not", "a: &x 1\nb: *x", `1`, `"1"`, ""},
		{"block text is not", "a: |\n  Red\n", `"Red\n"`, `"red"`, ""},
		{"nothing is not", "a:\nb: 1", `null`, `1`, ""},
		{"a mapping is not", "a: {b: 1}", `{"b":1}`, `1`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			docs := YAML([]byte(test.yaml))
			if len(docs) != 1 || len(docs[0].Errors) > 0 {
				t.Fatal(docs)
			}
			at := strings.LastIndex(string(docs[0].Text.JSON), test.json)
			got := ""
			if edits := docs[0].InSource(Edit{at, at + len(test.json), test.by}); len(edits) > 0 {
				got = string(Apply([]byte(test.yaml), edits))
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// doubling returns a document of n anchored mappings, each with aliases of the one before it.
func doubling(n int, format string) string {
	var b strings.Builder
	b.WriteString("a0: &a0 {k: v}\n")
	for i := range n {
		fmt.Fprintf(&b, "a%d: &a%[1]d\n  ", i+1)
		fmt.Fprintf(&b, format+"\n", i)
	}
	return b.String()
}

func TestInvalidYAMLIsRejected(t *testing.T) {
	bomb := "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 12; i++ {
		n := string(rune('a' + i))
		p := "*" + string(rune('a'+i-1)) + "0"
		bomb += n + "0: &" + n + "0 [" + strings.Repeat(p+",", 9) + p + "]\n"
	}
	tests := []struct{ name, yaml, message, at string }{
		{"alias without anchor", "a: *nope", "no anchor &nope", "*nope"},
		{"alias inside its anchor", "a: &x\n  b: *x", "refers to a value that contains it", "*x"},
		{"aliases that explode", bomb, "expand to more than", ""},
		{"merge keys that double", doubling(40, "<<: [*a%[1]d, *a%[1]d]"), "copy more than", "*a"},
		{"a merge key without a mapping", "a: &x 1\nb: {<<: *x}", "a merge key takes", "*x}"},
		{"a key that is a sequence", "? [a, b]\n: 1", "cannot be written in JSON", "[a, b]"},
		{"nested too deep", strings.Repeat("[", 5000), "nested deeper", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			docs := YAML([]byte(test.yaml))
			if len(docs) != 1 || len(docs[0].Errors) == 0 || !strings.Contains(docs[0].Errors[0].Message, test.message) {
				t.Fatalf("got %v", docs)
			}
			fault := docs[0].Errors[0]
			if test.at != "" && !strings.HasPrefix(test.yaml[fault.Offset:], test.at) {
				t.Errorf("at %q, want %q", test.yaml[fault.Offset:], test.at)
			}
		})
	}
}

func TestTargetsOfAliasesAreFollowedUpToALimit(t *testing.T) {
	const few = "a: &a 1\nb: &b [*a]\nc: *b\nd: *a\n"
	many := "a: &a 1\nb: [" + strings.Repeat("*a,", maxFollowed+1) + "]\nc: 2\n"
	for _, c := range []struct {
		name, source, part string
		want               []string
	}{
		{"no alias", few, "a: &a 1", nil},
		{"the target of a target", few, "c: *b", []string{"[*a]", "1"}},
		{"each target once", few, few, []string{"1", "[*a]"}},
		{"too many", many, many, []string{"1", many}},
		{"too many elsewhere", many, "c: 2", nil},
	} {
		doc := YAML([]byte(c.source))[0]
		start := strings.Index(c.source, c.part)
		var got []string
		for _, r := range doc.WithTargets([]Range{{start, start + len(c.part)}})[1:] {
			got = append(got, c.source[r.Start:r.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// The parser copies the prefix of a directive for each tag, and compares each handle with all directives.
func TestTagDirectivesAreBounded(t *testing.T) {
	directives := func(n, length int) string {
		var b strings.Builder
		for i := range n {
			head := fmt.Sprintf("%%TAG !e%d! tag:", i)
			b.WriteString(head + strings.Repeat("x", length-len(head)) + "\n")
		}
		return b.String() + "---\n- 1\n- 2\n"
	}
	for _, test := range []struct {
		n, length int
		want      string
	}{
		{maxTagDirectives, maxTagDirective, ""},
		{maxTagDirectives + 1, 20, "101:1 the document has more than 100 %TAG directives; remove some"},
		{10 * maxTagDirectives, 20, "101:1 the document has more than 100 %TAG directives; remove some"},
		{1, maxTagDirective + 1, "1:1 the %TAG directive is longer than 256 bytes; shorten its prefix"},
	} {
		doc := YAML([]byte(directives(test.n, test.length)))[0]
		var got []string
		for _, e := range doc.Errors {
			got = append(got, fmt.Sprintf("%d:1 %s", 1+strings.Count(string(doc.Source[:e.Offset]), "\n"), e.Message))
		}
		if strings.Join(got, "\n") != test.want || string(doc.Text.JSON) != "[1,2]" {
			t.Errorf("%d directives of %d bytes: %q, want %q; %s", test.n, test.length, got, test.want, doc.Text.JSON)
		}
	}
}

// A comment that begins its line names the schema: that of yaml-language-server anywhere, that of JetBrains' IDEs before
// the content.
func TestACommentInYAMLNamesTheSchema(t *testing.T) {
	for yaml, want := range map[string]string{
		"# yaml-language-server: $schema=s.json\na: 1\n":                    "s.json",
		"#yaml-language-server:$schema=s.json\na: 1\n":                      "s.json",
		"# yaml-language-server: $schema = s.json\na: 1\n":                  "s.json",
		"\ufeff# yaml-language-server: $schema=s.json\r\na: 1\r\n":          "s.json",
		"a: 1\n# yaml-language-server: $schema=s.json\n":                    "s.json",
		"a: 1 # yaml-language-server: $schema=s.json\n":                     "",
		"# $schema: s.json\na: 1\n":                                         "s.json",
		"\ufeff# a comment\n\n%YAML 1.2\n---\n#  $schema : s.json\na: 1\n":  "s.json",
		"a: 1\n# $schema: s.json\n":                                         "",
		"# see $schema: s.json\na: 1\n":                                     "",
		"# $schema: s.json\n# yaml-language-server: $schema=t.json\na: 1\n": "s.json",
		"a: '# $schema: s.json'\n":                                          "",
		"a: |\n  # yaml-language-server: $schema=s.json\n":                  "",
		"# $schema:\na: 1\n":                                                "",
	} {
		docs := YAML([]byte(yaml))
		if len(docs) != 1 || docs[0].Schema != want {
			t.Errorf("%q names %q, want %q", yaml, docs[0].Schema, want)
		}
	}
}
