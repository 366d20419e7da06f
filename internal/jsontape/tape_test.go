package jsontape

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestNameBitDependsOnTheNameAlone(t *testing.T) {
	for _, name := range []string{`""`, `"a"`, `"ab"`, `"abcdefg"`, `"abcdefgh"`, `"abcdefghi"`, `"a longer name than a word"`} {
		want := nameBit([]byte(name+strings.Repeat(" ", 16)), 0, len(name))
		if got := nameBit([]byte(name), 0, len(name)); got != want {
			t.Errorf("the bit of %s at the end of a text is %x, elsewhere %x", name, got, want)
		}
		if got := nameBit([]byte("xx"+name+"zz"), 2, 2+len(name)); got != want {
			t.Errorf("the bit of %s within a text is %x, elsewhere %x", name, got, want)
		}
	}
}

func TestEveryErrorHasAMessageAndARange(t *testing.T) {
	many := func(n int) string {
		names := make([]string, n)
		for i := range names {
			names[i] = `"` + strings.Repeat("n", i+1) + `":0`
		}
		return strings.Join(names, ",")
	}
	for _, test := range []struct {
		text    string
		kind    SyntaxErrorKind
		at      string // the invalid bytes
		message string
	}{
		{`[1,]`, Syntax, `]`, "trailing comma before ']'; remove it"},
		{`{"a":1,}`, Syntax, `}`, "trailing comma before '}'; remove it"},
		{`nul`, Syntax, `nul`, "expected a value, got 'nul'; only true, false and null are written without quotes"},
		{`01`, Syntax, `01`, "'01' is not a JSON number; a number must not begin with 0"},
		{`1.`, Syntax, `1.`, "'1.' is not a JSON number; a digit is required after the decimal point"},
		{`1.e5`, Syntax, `1.e5`, "'1.e5' is not a JSON number; a digit is required after the decimal point"},
		{`1e`, Syntax, `1e`, "'1e' is not a JSON number; the exponent requires a digit"},
		{`1.5E+`, Syntax, `1.5E+`, "'1.5E+' is not a JSON number; the exponent requires a digit"},
		{`"\u12x"`, Syntax, `\u12`, "'\\u12' is not a JSON escape; four hexadecimal digits must follow \\u"},
		{`[“a”]`, Syntax, `“`, "strings must be in straight double quotes, not typographic quotes"},
		{`{“a”: 1}`, Syntax, `“`, "property names must be in straight double quotes, not typographic quotes"},
		{"\xfe\xff\x00[", Syntax, "\xfe\xff", "the payload is UTF-16; save it as UTF-8"},
		{`[.5]`, Syntax, `.5`, "'.5' is not a JSON number; a digit is required before the decimal point"},
		{`{"a" 1}`, Syntax, `1`, "expected ':' after the property name, got '1'"},
		{`[1 2]`, Syntax, `2`, "expected ',' or ']' after the item, got '2'"},
		{``, Syntax, ``, "the payload is empty, expected a value"},
		{`{"a":[1`, Syntax, ``, "the payload ends within the array that begins at 1:6, expected ']'"},
		{`1 2`, Syntax, `2`, "expected the end of the payload after its value, got '2'"},
		{"1 // one", Syntax, `//`, "JSON has no comments; remove it"},
		{"{} /* empty */", Syntax, `/*`, "JSON has no comments; remove it"},
		{"{} /", Syntax, `/`, "expected the end of the payload after its value, got '/'"},
		{"\"\x01\"", Syntax, "\x01", `a control character in a string is written as \u0001`},
		{`"\x"`, Syntax, `\x`, `'\x' is not a JSON escape; a backslash is written as \\`},
		{`"ab`, Syntax, `"`, "the string is not closed"},
		{`'a'`, Syntax, `'`, "strings must be in double quotes, not single quotes"},
		{`{a:1}`, Syntax, `a`, "property names must be in double quotes"},
		{`{"a":1 // b` + "\n}", Syntax, `//`, "JSON has no comments; remove it"},
		{"\"\xff\"", Encoding, "\xff", "not valid UTF-8"},
		{"\xef\xbb\xbf{}", Encoding, "\xef\xbb\xbf", "JSON must not begin with a byte order mark (RFC 8259, section 8.1)"},
		{`{"ab":1,"cd":2,"ab":3}`, Duplicate, `"ab"`, "duplicate property name"},
		{`{"ab":1,"a\u0062":3}`, Duplicate, `"a\u0062"`, "duplicate property name"},
		{`{` + many(100) + `,"nn":1}`, Duplicate, `"nn"`, "duplicate property name"},
		{`[[[[1]]]]`, Limit, `[`, "nested deeper than the limit"},
	} {
		var d Tape
		if d.Parse([]byte(test.text), Limits{Depth: 3}) {
			t.Errorf("%.40q is accepted", test.text)
			continue
		}
		f := d.Errors[0]
		if f.Kind != test.kind || d.Message(&f) != test.message || test.text[f.Start:f.End] != test.at {
			t.Errorf("%.40q: error %d at %q: %s\nwant %d at %q: %s", test.text, f.Kind, test.text[f.Start:f.End], d.Message(&f), test.kind, test.at, test.message)
		}
	}
}

func TestTapeHasEveryValueInOrder(t *testing.T) {
	var d Tape
	text := ` {"a":[1,-2.5e3,"x\u00e9",null],"b":{},"c":true} `
	if !d.Parse([]byte(text), Limits{}) {
		t.Fatal(d.Errors)
	}
	var got []string
	for i := range d.Nodes {
		got = append(got, string(d.Raw(uint32(i)))+" "+d.Pointer(uint32(i)))
	}
	want := []string{
		strings.TrimSpace(text) + " ", `"a" /a`, `[1,-2.5e3,"x\u00e9",null] /a`, "1 /a/0", "-2.5e3 /a/1",
		`"x\u00e9" /a/2`, "null /a/3", `"b" /b`, "{} /b", `"c" /c`, "true /c",
	}
	if !slices.Equal(got, want) {
		t.Errorf("tape %q\nwant %q", got, want)
	}
	if d.Count(0) != 3 || d.Count(2) != 4 || d.Count(8) != 0 {
		t.Errorf("counts %d, %d, %d; want 3, 4, 0", d.Count(0), d.Count(2), d.Count(8))
	}
	if s, n := d.String(5), d.Length(5); s != "xé" || n != 2 {
		t.Errorf("text %q of length %d, want %q of length 2", s, n, "xé")
	}
}

func TestPositionsCountCodePointsAndAllLineEnds(t *testing.T) {
	d := Tape{Text: []byte("a\nbé😀c\r\nd\re")}
	for text, want := range map[string][2]int{"a": {1, 1}, "b": {2, 1}, "😀": {2, 3}, "c": {2, 4}, "d": {3, 1}, "e": {4, 1}} {
		line, column := d.Position(strings.Index(string(d.Text), text))
		if line != want[0] || column != want[1] {
			t.Errorf("%q is at %d:%d, want %d:%d", text, line, column, want[0], want[1])
		}
	}
}

// FuzzParse compares the scanner with encoding/json. Two differences are intended: duplicate
// names and text that is not UTF-8 are errors here.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00",null],"b":{"c":true},"d":false}`, `"naïve quartz \"Zürich\" \\ end"`, `[0.1e-2,10,-0]`,
		`{"ab":1,"cd":2,"ab":3}`, `{"sixteen bytes...":1,"sixteen bytes...":1}`, `{"more than sixteen bytes":[],"more than sixteen bytes":{}}`, "\"\xff\"", `[[[]]]`, ` 1 `, `nul`, `{"a":1,}`, "[\"naïve\",\n\"東京 🔑\", nul", "[\"\xe2\x82\",\"é\xff\",\r\"é\"x", `"0123456789abcdef"`, `"0123456789abcde\u0041f"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var d Tape
		ok := d.Parse(text, Limits{Depth: 1000})
		if start := skipSpace(text, 0); !strings.HasPrefix(string(text), "\ufeff") {
			var r Reader
			r.Begin(text)
			end := r.Skim(start, 1000)
			if end > len(text) || end >= 0 && (skipSpace(text, end) == len(text)) != ok {
				t.Fatalf("skimmed to %d, and the outcome is %v", end, ok)
			}
		}
		if ok != (len(d.Errors) == 0) {
			t.Fatalf("ok is %v with the errors %v", ok, d.Errors)
		}
		grammatical := true
		for _, e := range d.Errors {
			walker := beginning
			walker.walk(text, int(e.Start))
			if line, column := d.Position(int(e.Start)); line != walker.line || column != walker.column {
				t.Fatalf("offset %d is at %d:%d, and at %d:%d byte by byte", e.Start, line, column, walker.line, walker.column)
			}
			if int(e.End) > len(text) || e.Start > e.End {
				t.Fatalf("an error at [%d,%d) of %d bytes", e.Start, e.End, len(text))
			}
			if e.Kind == Limit || e.Kind == Encoding && e.Start == 0 {
				return // too deep, or a byte order mark, which is a syntax error for encoding/json
			}
			grammatical = grammatical && e.Kind != Syntax
		}
		if json.Valid(text) != grammatical {
			t.Fatalf("encoding/json returns %v, the errors are %v", json.Valid(text), d.Errors)
		}
		if ok {
			compareTree(t, &d, text)
		}
	})
}

// compareTree compares strings and counts of the tape with what encoding/json decodes.
func compareTree(t *testing.T, d *Tape, text []byte) {
	var want any
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	if err := decoder.Decode(&want); err != nil {
		t.Fatal(err)
	}
	var walk func(i uint32, v any)
	walk = func(i uint32, v any) {
		n := &d.Nodes[i]
		switch v := v.(type) {
		case string:
			if n.Kind() != String || d.String(i) != v {
				t.Fatalf("string %q, want %q", d.String(i), v)
			}
			if got, want := d.Length(i), len([]rune(v)); got != want {
				t.Fatalf("length of %q is %d, want %d", v, got, want)
			}
		case json.Number:
			if string(d.Raw(i)) != v.String() {
				t.Fatalf("number %q, want %q", d.Raw(i), v)
			}
		case []any:
			if n.Kind() != Array || d.Count(i) != len(v) {
				t.Fatalf("%d items, want %d", d.Count(i), len(v))
			}
			item := i + 1
			for k := range v {
				walk(item, v[k])
				item = d.Nodes[item].Next
			}
		case map[string]any:
			if n.Kind() != Object || d.Count(i) != len(v) {
				t.Fatalf("%d properties, want %d", d.Count(i), len(v))
			}
			for key := i + 1; key < n.Next; key = d.Nodes[key+1].Next {
				walk(key+1, v[d.String(key)])
			}
		}
	}
	walk(0, want)
}
