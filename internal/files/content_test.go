package files

import "testing"

func TestTheBeginningOfAPayloadDeterminesItsSyntax(t *testing.T) {
	for _, test := range []struct {
		name, content string
		want          Syntax
	}{
		{"nothing", "", JSON},
		{"an object", "{\n  \"a\": 1\n}\n", JSON},
		{"an object on one line", `{"a": 1}`, JSON},
		{"an array of arrays", "[\n[1],\n[2]\n]", JSON},
		{"an array of words", "[a]", JSON},
		{"a string", `"a: b"`, JSON},
		{"a string with =", `["a = 1"]`, JSON},
		{"a number", "5", JSON},
		{"a word", "true", JSON},
		{"a comment of JSON", "// a\n{\"a\": 1}", JSON},
		{"a comment before JSON", "# a\n{\"a\": 1}", JSON},
		{"properties without braces", `"a": 1`, JSON},
		{"names without quotes", "{a: 1}\n", JSON},
		{"objects on one line", `{"a": 1}{"a": 2}`, JSON},
		{"HTML", "<!DOCTYPE html>\n<html>", JSON},
		{"text", "not found", JSON},
		{"a comparison", "a == b", JSON},

		{"two objects", "{\"a\": 1}\n{\"a\": 2}\n", Lines},
		{"with blanks", "\uFEFF\n {\"a\": 1} \r\n\n [2]\n", Lines},
		{"and a broken one", "{\"a\": 1}\n{\"a\": \n", Lines},
		{"an object and a bracket", "{\"a\": 1}\n}", JSON},
		{"a broken one and another", "{\"a\": }\n{\"a\": 1}", JSON},

		{"a key of YAML", "a: 1", YAML},
		{"a key without a value", "# x\n\nspec:\n  a: 1", YAML},
		{"a key with blanks", "my key: 1", YAML},
		{"a key in single quotes", "'a': 1", YAML},
		{"a key that begins with a digit", "1: a", YAML},
		{"a document", "---\n{\"a\": 1}", YAML},
		{"a directive", "%YAML 1.2\n---\na", YAML},
		{"an item", "- a\n- b", YAML},
		{"a date is none", "2024-01-02T03:04:05Z", JSON},
		{"a negative number is none", "-1", JSON},
		{"an address is none", "https://example.com", JSON},

		{"a key of TOML", "a = 1", TOML},
		{"a key with dots", "# x\n\na.\"b c\" . 'd'=\"\"", TOML},
		{"a key in quotes", `"a" = 1`, TOML},
		{"a key with a colon in its value", "a = 'b: c'", TOML},
		{"a table", "[a]\nb = 1", TOML},
		{"an array of tables", "[[a.b]] # x\n\n[c]\n", TOML},
		{"an array and a key", "[1]\na = 1", TOML},
		{"a table alone", "[a]\n", JSON},
		{"a broken value", "a = [1\nb: 2", TOML},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Detect([]byte(test.content)); got != test.want {
				t.Errorf("%q is %d, want %d", test.content, got, test.want)
			}
		})
	}
}
