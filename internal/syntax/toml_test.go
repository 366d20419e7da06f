package syntax

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTOMLIsConvertedToJSON(t *testing.T) {
	for _, test := range []struct{ name, toml, json string }{
		{"nothing", "", `{}`},
		{"comments alone", "# a\n\n# b", `{}`},
		{"a byte order mark", "\xEF\xBB\xBFa = 1", `{"a":1}`},
		{"lines that end in CRLF", "a = 1\r\nb = 2\r\n", `{"a":1,"b":2}`},
		{"integers", "a = [0, -0, +7, 1_000, 0x1F, 0xdead_beef, 0o17, 0b1_01]", `{"a":[0,-0,7,1000,31,3735928559,15,5]}`},
		{"an integer of more than 64 bits", "a = 123456789012345678901234567890", `{"a":123456789012345678901234567890}`},
		{"floats", "a = [1.50, +1.0, -0.0, 5e+22, 1e06, 1_0.0_1E-2]", `{"a":[1.50,1.0,-0.0,5e+22,1e06,10.01E-2]}`},
		{"numbers that JSON does not have", "a = [inf, +inf, -inf, nan, -nan]", `{"a":[1e999999999,1e999999999,-1e999999999,1e-999999999,1e-999999999]}`},
		{"booleans", "a = [true, false]", `{"a":[true,false]}`},
		{"an offset date-time", "a = 1979-05-27T00:32:00.5-07:00", `{"a":"1979-05-27T00:32:00.5-07:00"}`},
		{"with a space and in lower case", "a = 1979-05-27 07:32:00z\nb = 1979-05-27t07:32:00z", `{"a":"1979-05-27T07:32:00Z","b":"1979-05-27T07:32:00Z"}`},
		{"without seconds", "a = 1979-05-27 07:32Z", `{"a":"1979-05-27T07:32:00Z"}`},
		{"a local date-time", "a = 1979-05-27T07:32:00", `{"a":"1979-05-27T07:32:00"}`},
		{"a local date", "a = 1979-05-27", `{"a":"1979-05-27"}`},
		{"a local time", "a = 07:32:00.999999\nb = 07:32", `{"a":"07:32:00.999999","b":"07:32:00"}`},
		{"strings", `a = ["a\"b\\\u00e9\x41", 'a\b"', "<>&"]`, `{"a":["a\"b\\éA","a\\b\"","<>&"]}`},
		{"strings over lines", "a = \"\"\"\nx\\\n   y\n\"\"z\"\"\"\"\nb = '''\n'x'\n''''", `{"a":"xy\n\"\"z\"","b":"'x'\n'"}`},
		{"keys", "\"a b\" = 1\n'c\"' = 2\n1.2 = 3\n\"\" = 4", `{"a b":1,"c\"":2,"1":{"2":3},"":4}`},
		{"keys with dots", "a.b.c = 1\na . \"b\" . d = 2\na.e = 3", `{"a":{"b":{"c":1,"d":2},"e":3}}`},
		{"tables", "a = 1\n[b]\nc = 2\n[b.d]\ne = 3\n[f]", `{"a":1,"b":{"c":2,"d":{"e":3}},"f":{}}`},
		{"a table after one in it", "[a.b]\nc = 1\n[a]\nd = 2", `{"a":{"b":{"c":1},"d":2}}`},
		{"a table in one that has dots", "[a]\nb.c = 1\n[a.b.d]\ne = 2", `{"a":{"b":{"c":1,"d":{"e":2}}}}`},
		{"arrays of tables", "[[a]]\nb = 1\n[[a]]\n[a.c]\nd = 2\n[[a.e]]\n[[a.e]]\nf = 3", `{"a":[{"b":1},{"c":{"d":2},"e":[{},{"f":3}]}]}`},
		{"arrays and inline tables over lines", "a = [ # x\n  1, # y\n  {b = 1, # z\n   c.d = [],\n  },\n]\n", `{"a":[1,{"b":1,"c":{"d":[]}}]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := TOML([]byte(test.toml))
			if len(doc.Errors) > 0 {
				t.Fatal(doc.Errors)
			}
			if got := string(doc.Text.JSON); got != test.json {
				t.Errorf("got  %s\nwant %s", got, test.json)
			}
		})
	}
}

// The source of each value or key is between « and ».
func TestTOMLValuesHaveTheirRange(t *testing.T) {
	for _, test := range []struct{ name, toml, json string }{
		{"a number", "a = «0x1F» # c", `31`},
		{"a key", "«'a'» = 1", `"a"`},
		{"a part of a key", "a . «\"b\"» = 1", `"b"`},
		{"a part of a header", "[ x . «b» ]", `"b"`},
		{"a string over lines", "a = «\"\"\"\nx\n\"\"\"\"» # c", `"x\n\""`},
		{"a date with a space", "a = «1979-05-27 07:32:00Z»", `"1979-05-27T07:32:00Z"`},
		{"an array", "a = «[ 1, # ]\n]» # c", `[1]`},
		{"an empty array in an array", "a = [ # [\n «[ ]» , 1]", `[]`},
		{"an inline table", "a = «{ b = [{}], c.d = '}' , }»\n", `{"b":[{}],"c":{"d":"}"}}`},
		{"a table with its keys", "x = 1\n«[a] # c\nb = 1\n\nc = 2» # d\n[e]", `{"b":1,"c":2}`},
		{"a table that has no header", "[«a».b]", `{"b":{}}`},
		{"a table that has one later", "[a.b]\n«[a]\nc = 1»", `{"b":{},"c":1}`},
		{"a table by dots", "«a.b = 1\na.c = 2» # d", `{"b":1,"c":2}`},
		{"an array of tables", "«[[a]]\nb = 1\n[[a]]\nb = 2»\n", `[{"b":1},{"b":2}]`},
		{"an item of it", "[[a]]\nb = 1\n«[[ a ]]\nb = 2»\n", `{"b":2}`},
		{"after characters of several bytes", "a = ['日é', «'ü'»]", `"ü"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, rest, _ := strings.Cut(test.toml, "«")
			written, after, _ := strings.Cut(rest, "»")
			doc := TOML([]byte(before + written + after))
			if len(doc.Errors) > 0 {
				t.Fatal(doc.Errors)
			}
			at := strings.LastIndex(string(doc.Text.JSON), test.json)
			if at < 0 {
				t.Fatalf("%s is not in %s", test.json, doc.Text.JSON)
			}
			start, end := doc.Text.Span(at, at+len(test.json))
			if got := (before + written + after)[start:end]; got != written || start != len(before) {
				t.Errorf("it is %q at %d, want %q at %d", got, start, written, len(before))
			}
		})
	}
}

// A key that is defined twice has two values, which the rule for duplicate
// keys reports (https://toml.io/en/v1.1.0#table).
func TestATOMLKeyThatIsDefinedTwiceHasTwoValues(t *testing.T) {
	for _, test := range []struct{ name, toml, json string }{
		{"keys", "a = 1\na = 2", `{"a":1,"a":2}`},
		{"in other quotes", "a = 1\n'a' = 2", `{"a":1,"a":2}`},
		{"tables", "[a]\nb = 1\n[a]\nb = 1\n[a.c]", `{"a":{"b":1},"a":{"b":1,"c":{}}}`},
		{"a table of a value", "a = 1\n[a]", `{"a":1,"a":{}}`},
		{"a table of an inline table", "a = {}\n[a.b]", `{"a":{},"a":{"b":{}}}`},
		{"a table of one by dots", "[a]\nb.c = 1\n[a.b]", `{"a":{"b":{"c":1},"b":{}}}`},
		{"dots of a value", "a.b = 1\na.b.c = 2", `{"a":{"b":1,"b":{"c":2}}}`},
		{"dots of an inline table", "a = {b = 1}\na.c = 2", `{"a":{"b":1},"a":{"c":2}}`},
		{"dots of a table", "[a.b]\n[a]\nb.c = 1", `{"a":{"b":{},"b":{"c":1}}}`},
		{"a value of a table by dots", "a.b = 1\na = 2", `{"a":{"b":1},"a":2}`},
		{"tables of an array", "a = []\n[[a]]", `{"a":[],"a":[{}]}`},
		{"a table of an array of tables", "[[a]]\n[a]", `{"a":[{}],"a":{}}`},
		{"an array of tables of a table", "[a]\n[[a]]", `{"a":{},"a":[{}]}`},
		{"in an inline table", "a = {b = 1, b = 2}", `{"a":{"b":1,"b":2}}`},
		{"among many keys", "k1=1\nk2=1\nk3=1\nk4=1\nk5=1\nk6=1\nk7=1\nk8=1\nk9=1\nk3.a=2",
			`{"k1":1,"k2":1,"k3":1,"k4":1,"k5":1,"k6":1,"k7":1,"k8":1,"k9":1,"k3":{"a":2}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := TOML([]byte(test.toml))
			if got := string(doc.Text.JSON); got != test.json || len(doc.Errors) > 0 {
				t.Errorf("got  %s, %v\nwant %s", got, doc.Errors, test.json)
			}
			if faults := faultsOf(&doc); len(faults) != 1 || !strings.Contains(faults[0], "duplicate") {
				t.Error(faults)
			}
		})
	}
}

func TestTOMLIsReadAfterASyntaxError(t *testing.T) {
	for _, test := range []struct{ name, toml, errors, json string }{
		{"in a value", "a = 1\nb = @\nc = 3", `2:5 expected a value, got '@'`, `{"a":1,"c":3}`},
		{"a word", "a = yes", `1:5 expected a value, got "yes"; put it in quotes if it is text`, `{}`},
		{"a boolean in upper case", "a = True", `1:5 expected a value, got "True"; write true`, `{}`},
		{"null", "a = null", `1:5 expected a value, got "null"; TOML has no null, leave the key out`, `{}`},
		{"no value", "a =\nb = 1", `1:4 expected a value, but the line ends here`, `{"b":1}`},
		{"no value at the end", "a = ", `1:5 expected a value, but the file ends here`, `{}`},
		{"no =", "a\nb: 1\nc = 2", `1:2 expected = after the key, but the line ends here; 2:2 expected = after the key, got ':'`, `{"c":2}`},
		{"no key", "= 1", `1:1 expected a key, got '='`, `{}`},
		{"two on a line", "a = 1 b = 2\nc = 3", `1:7 expected the end of the line, got "b"`, `{"c":3}`},
		{"a number", "a = 1_\nb = 0x\nc = 007\nd = 1.\ne = 20s\nf = 1e\ng = +x\nh = +0x1", `1:6 an underscore in a number must be between two digits; ` +
			`2:5 expected a digit after 0x, 0o or 0b; 3:5 a number cannot begin with 0; put it in quotes if it is text; ` +
			`4:7 expected a digit after the point, but the line ends here; 5:7 expected the end of the number, got "s"; put it in quotes if it is text; ` +
			`6:7 expected a digit in the exponent, but the line ends here; 7:6 expected a digit, got "x"; ` +
			`8:5 a number that begins with 0x, 0o or 0b has no sign`, `{}`},
		{"a date that is none", "a = 2021-02-30\nb = 24:00:00\nc = 2021-1-1", `1:5 "2021-02-30" is not a valid date or time: 2021-02 has no day 30; ` +
			`2:5 "24:00:00" is not a valid date or time: hour 24 does not exist; 3:5 "2021-1-1" is not a valid date or time; put it in quotes if it is text`, `{"a":null,"b":null,"c":null}`},
		{"a string without end", "a = \"x\nb = 'y\nc = 1", `1:5 this string does not end on its line; 2:5 this string does not end on its line`, `{"c":1}`},
		{"an empty string without end", "\"\na = '\nb = \"\\\"\nc = 1", `1:1 this string does not end on its line; 2:5 this string does not end on its line; 3:5 this string does not end on its line`, `{"c":1}`},
		{"a string over lines without end", "a = 1\nb = \"\"\"x\ny\nc = 1", `2:5 this string does not end; expected """`, `{"a":1,"c":1}`},
		{"an escape", `a = "\q"` + "\n" + `b = "\u12"` + "\n" + `c = "\ud800"`, `1:6 unknown escape in a string; write a backslash as \\, or use single quotes; ` +
			`2:10 expected hexadecimal digits in the escape; 3:6 the escape is no character of Unicode`, `{}`},
		{"control characters", "a = \"\x01\"\nb = '\x01'\n# \x01\nc = 1 # \x7f", `1:6 a control character in a string is written as an escape, such as \u0000; ` +
			`2:6 a string in single quotes cannot have control characters; use double quotes and an escape; ` +
			`3:3 a comment cannot have control characters; 4:9 a comment cannot have control characters`, `{}`},
		{"a carriage return", "a = 1 # x\ry\nb = 2", `1:10 a carriage return must be followed by a line feed`, `{"b":2}`},
		{"an array without end", "a = [1,\n  2\nb = 3", `3:1 expected , or ] after the item, got "b"`, `{"b":3}`},
		{"an array without end at the end", "a = 1\nb = [1, [2],\n  3", `2:5 this [ is not closed`, `{"a":1}`},
		{"an array without a comma", "a = [\n  'x'\n  'y',\n  'z',\n]\nb = 3", `3:3 expected , or ] after the item, got '\''`, `{"b":3}`},
		{"a string without end in an array", "a = [\n  'x,\n  'y',\n]\nb = 3", `2:3 this string does not end on its line`, `{"b":3}`},
		{"an inline table without end", "a = {b = 1\n[c]\nd = 2", `2:1 expected , or } after the value, got '['`, `{"c":{"d":2}}`},
		{"a header", "a = 1\n[b\nc = 2\n[d]\ne = 3", `2:3 expected ] after the name of the table, but the line ends here`, `{"a":1,"d":{"e":3}}`},
		{"a header of an array", "[[b]\nc = 2\n[[d]]", `1:4 expected ]] after the name of the array of tables, got ']'`, `{"d":[{}]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := TOML([]byte(test.toml))
			var got []string
			for _, e := range doc.Errors {
				line := strings.Count(test.toml[:e.Offset], "\n")
				column := e.Offset - strings.LastIndexByte(test.toml[:e.Offset], '\n')
				got = append(got, fmt.Sprintf("%d:%d %s", line+1, column, e.Message))
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

// Properties that may be in a part that was not read are not reported as missing.
func TestUnreadPartsOfTOMLAreRecorded(t *testing.T) {
	for _, test := range []struct {
		name, toml string
		incomplete []string // what the arrays and objects begin with
	}{
		{"in the root", "a.b = 1\nc = @\n[d]\ne = 1", []string{`{"a"`, `{"b"`}},
		{"in a table", "[d]\nc = @\ne = {f = 1}\n[g]\nh = 1", []string{`{"e"`}},
		{"in an item", "[[d]]\ne = 1\n[[d]]\nc = @\nf = 1", []string{`{"f"`}},
		{"a header", "[d]\ne = {f = 1}\n[[g]]\nh = 1\n[[g", []string{`{"d"`, `{"e"`, `[{"h"`, `{"h"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := TOML([]byte(test.toml))
			json := string(doc.Text.JSON)
			for at := range json {
				if json[at] != '{' && json[at] != '[' {
					continue
				}
				want := false
				for _, start := range test.incomplete {
					want = want || strings.HasPrefix(json[at:], start)
				}
				if got := doc.Incomplete(at); got != want {
					t.Errorf("%s: incomplete is %v", json[at:], got)
				}
			}
		})
	}
	doc := TOML([]byte("a = [2021-02-30]"))
	if json := string(doc.Text.JSON); json != `{"a":[null]}` || !doc.MadeUp(6, 10) {
		t.Errorf("%s: the null is not known to be made up", json)
	}
}

func TestATOMLScalarIsReplacedInItsStyle(t *testing.T) {
	for _, test := range []struct{ name, toml, json, by, want string }{
		{"double quotes", `a = "Red" # x`, `"Red"`, `"a\\\"\n"`, `a = "a\\\"\u000A" # x`},
		{"single quotes", "a = 'Red'", `"Red"`, `"red"`, "a = 'red'"},
		{"what single quotes cannot have", "a = 'Red'", `"Red"`, `"it's"`, `a = "it's"`},
		{"a string over lines", "a = '''\nRed'''", `"Red"`, `"red"`, "a = 'red'"},
		{"a hexadecimal number that becomes text", "a = 0xFF", `255`, `"255"`, `a = "0xFF"`},
		{"a number with underscores", "a = 1_000", `1000`, `"1000"`, `a = "1_000"`},
		{"infinity", "a = -inf", `-1e999999999`, `"-1e999999999"`, `a = "-inf"`},
		{"a boolean", "a = true", `true`, `"true"`, `a = "true"`},
		{"text that becomes a number", "a = '12'", `"12"`, `12`, "a = 12"},
		{"text that becomes a number of more than 64 bits", "a = '12345678901234567890'", `"12345678901234567890"`, `12345678901234567890`, ""},
		{"there is no null", "a = '12'", `"12"`, `null`, ""},
		{"a key", "aa = 1", `"aa"`, `"a-1"`, "a-1 = 1"},
		{"a key that needs quotes", "aa = 1", `"aa"`, `"a b"`, `"a b" = 1`},
		{"a key that has quotes", "'aa' = 1", `"aa"`, `"a"`, "'a' = 1"},
		{"a part of a key", "b.aa = 1", `"aa"`, `"a.c"`, `b."a.c" = 1`},
		{"a header", "[ aa ]", `"aa"`, `"a"`, "[ a ]"},
		{"a part that is written twice", "aa.b = 1\naa.c = 2", `"aa"`, `"a"`, ""},
		{"a table that has a table", "[aa]\n[aa.b]", `"aa"`, `"a"`, ""},
		{"an array of two tables", "[[aa]]\n[[aa]]", `"aa"`, `"a"`, ""},
		{"an array of one table", "[[aa]]", `"aa"`, `"a"`, "[[a]]"},
		{"a date is no string", "a = 1979-05-27", `"1979-05-27"`, `"1979-05-28"`, ""},
		{"an array is no scalar", "a = [1]", `[1]`, `"1"`, ""},
		{"nothing is removed", "a = 1\na = 1", `,"a":1`, ``, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := TOML([]byte(test.toml))
			at := strings.LastIndex(string(doc.Text.JSON), test.json)
			if at < 0 || len(doc.Errors) > 0 {
				t.Fatalf("%s is not in %s, %v", test.json, doc.Text.JSON, doc.Errors)
			}
			got := ""
			if edits := doc.InSource(Edit{at, at + len(test.json), test.by}); len(edits) > 0 {
				got = string(Apply([]byte(test.toml), edits))
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTheTextOfATOMLValueIsNotAComment(t *testing.T) {
	const source = "# 1\na = '# no' # 2\nb = [ # 3\n # 4\n '''\n# no''', {c = 1, # 5\n}, # 6\n] # 7\n[d] # 8\n# 9"
	doc := TOML([]byte(source))
	var got []string
	for _, c := range doc.Comments {
		got = append(got, source[c.Start:c.End])
	}
	if diff := cmp.Diff([]string{"# 1", "# 2", "# 3", "# 4", "# 5", "# 6", "# 7", "# 8", "# 9"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestACommentAtTheTopOfTOMLNamesTheSchema(t *testing.T) {
	for toml, want := range map[string]string{
		"#:schema ./a.json\nb = 1":             "./a.json",
		"# x\n\n#:schema https://e.test/a \n":  "https://e.test/a",
		"\xEF\xBB\xBF#:schema a.json":          "a.json",
		"b = 1\n#:schema a.json":               "",
		"b = 1 #:schema a.json":                "",
		"# :schema a.json\n":                   "",
		"#:schema\n":                           "",
		"#:schemaa.json\n#:schema b.json\nc=1": "b.json",
	} {
		if doc := TOML([]byte(toml)); doc.Schema != want {
			t.Errorf("%q names %q, want %q", toml, doc.Schema, want)
		}
	}
}

func TestTOMLIsReadUpToALimit(t *testing.T) {
	for name, toml := range map[string]string{
		"arrays":        "a = " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		"inline tables": "a = " + strings.Repeat("{a=", 5000) + "1" + strings.Repeat("}", 5000),
		"dots":          strings.Repeat("a.", 100_000) + "a = 1",
		"headers":       "[" + strings.Repeat("a.", 100_000) + "a]\nb = 1",
		"more brackets": "a = " + strings.Repeat("[", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			doc := TOML([]byte(toml + "\nc = 1"))
			if len(doc.Errors) != 1 || !strings.HasPrefix(doc.Errors[0].Message, "nested deeper than 1000 levels") {
				t.Errorf("%v", doc.Errors)
			}
		})
	}
	many := TOML([]byte(strings.Repeat("a = @\n", 1000)))
	if len(many.Errors) != maxTOMLErrors || !many.Capped || many.Readable() {
		t.Errorf("%d errors", len(many.Errors))
	}
}

// Memory grows linearly with the input.
func TestTOMLCostsNoMoreThanItsLength(t *testing.T) {
	numbered := func(each string) func(int) string {
		return func(n int) string {
			var b strings.Builder
			for i := range n {
				b.WriteString(strings.ReplaceAll(each, "#", fmt.Sprint(i)))
			}
			return b.String()
		}
	}
	for name, text := range map[string]func(int) string{
		"keys":                 numbered("k# = 1\n"),
		"tables":               numbered("[k#]\na = 1\n"),
		"arrays of tables":     numbered("[[k]]\na = 1\n"),
		"dots":                 numbered("k.a#.b = 1\n"),
		"comments":             numbered("# x\n"),
		"errors":               numbered("k# = @\n"),
		"brackets":             numbered("k = [\n"),
		"strings without end":  numbered("k# = \"\"\"\n"),
		"brackets without end": numbered("["),
	} {
		t.Run(name, func(t *testing.T) {
			const n = 2000
			cost := func(n int) uint64 {
				source := []byte(text(n))
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				TOML(source)
				runtime.ReadMemStats(&after)
				return after.TotalAlloc - before.TotalAlloc
			}
			if small, large := cost(n), cost(4*n); large > 6*small {
				t.Errorf("%d bytes for n, %d for 4n", small, large)
			}
		})
	}
}
