package syntax

import (
	"strings"
	"testing"
)

func TestJSONCKeepsEveryOtherByteInItsPlace(t *testing.T) {
	tests := []struct{ name, jsonc, json string }{
		{"line comment", "{ // x\n\"a\": 1}", "{     \n\"a\": 1}"},
		{"block comment", "[1, /* two\nlines */ 2]", "[1,       \n         2]"},
		{"trailing commas", `{"a": [1, 2,], }`, `{"a": [1, 2 ]  }`},
		{"a comma, a comment, a bracket", "[1, // x\n]", "[1      \n]"},
		{"a comment in a string is none", `["// x", "/* y */", "\"// z"]`, `["// x", "/* y */", "\"// z"]`},
		{"plain JSON", `{"a": 1}`, `{"a": 1}`},
		{"an open comment stays wrong", "[1 /* x", "[1 /* x"},
		{"two commas stay wrong", "[1,,]", "[1,,]"},
		{"a comma alone", "[,]", "[,]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := string(JSONC([]byte(test.jsonc)).JSON); got != test.json {
				t.Errorf("got  %q\nwant %q", got, test.json)
			}
		})
	}
}

// The text to remove is between « and ».
func TestRemovingTextKeepsComments(t *testing.T) {
	tests := []struct{ name, jsonc, want string }{
		{"no comment", `{"a": 1«, "b": 2»}`, `{"a": 1}`},
		{"at the end of the line before", "{\n  \"a\": 1«, // one\n  \"b\": 2»\n}", "{\n  \"a\": 1 // one\n}"},
		{"on lines of their own", "{\n  \"a\": 1«,\n  // two\n  // three\n  \"b\": 2» // four\n}", "{\n  \"a\": 1\n  // two\n  // three\n   // four\n}"},
		{"what follows does not become a comment", "{\"a\": 1«, // one\n \"b\": 2», \"c\": 3}", "{\"a\": 1 // one\n , \"c\": 3}"},
		{"before the property that stays", "{\n  «\"a\": 1, // one\n  // two\n  »\"b\": 2\n}", "{\n   // one\n  // two\n  \"b\": 2\n}"},
		{"within the property", `{"a": 1«, /* x */ "b": /* y */ 2»}`, `{"a": 1 /* x */ /* y */ }`},
		{"a trailing comma", "{\"a\": 1«, // one\n  \"b\": 2», // two\n}", "{\"a\": 1, // one\n   // two\n}"},
		{"a trailing comma of the only one", "{ «\"a\": 1» /* one */, }", "{  /* one */ }"},
		{"none in a string", `{"a": 1«, "b": "// x, /* y */"»}`, `{"a": 1}`},
		{"CRLF", "{\r\n\"a\": 1«, // one\r\n\"b\": 2»\r\n}", "{\r\n\"a\": 1 // one\r\n}"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before, rest, _ := strings.Cut(test.jsonc, "«")
			gone, after, _ := strings.Cut(rest, "»")
			source := before + gone + after
			got, at := "", 0
			for _, e := range InJSONC([]byte(source), Edit{Start: len(before), End: len(before + gone)}) {
				got += source[at:e.Start]
				at = e.End
			}
			if got += source[at:]; got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
