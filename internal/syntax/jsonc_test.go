package syntax

import "testing"

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
