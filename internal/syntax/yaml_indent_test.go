package syntax

import "testing"

// Values with lines that are not indented enough are read as they are meant, and indenting them does
// not change them.
func TestLinesThatAreNotIndentedEnoughAreRead(t *testing.T) {
	tests := []struct{ yaml, json, fixed string }{
		{"a:\n  b: 'one\n  two'\nc: 1\n", `{"a":{"b":"one two"},"c":1}`, "a:\n  b: 'one\n    two'\nc: 1\n"},
		{"a: \"one\ntwo\n\n   three\"\n", `{"a":"one two\nthree"}`, "a: \"one\n  two\n\n     three\"\n"},
		{"a: \"one \\\ntwo\\\n\\ three\"\n", `{"a":"one two three"}`, "a: \"one \\\n  two\\\n  \\ three\"\n"},
		{"- 'p.a == p.b\n: true'\n", `["p.a == p.b : true"]`, "- 'p.a == p.b\n  : true'\n"},
		{"a: !Sub '{\n\"b\": 1}'\n", `{"a":"{ \"b\": 1}"}`, "a: !Sub '{\n  \"b\": 1}'\n"},
		{"a:\n  b: {\n  \"c\": [1,\n2\n    ], # two\n# three\n  }\n", `{"a":{"b":{"c":[1,2]}}}`,
			"a:\n  b: {\n      \"c\": [1,\n    2\n        ], # two\n    # three\n      }\n"},
		{"a: {b: 'one\ntwo'}\n", `{"a":{"b":"one two"}}`, "a: {b: 'one\n  two'}\n"},
	}
	for _, test := range tests {
		doc := YAML([]byte(test.yaml))[0]
		if len(doc.Errors) > 0 || len(doc.Indents) != 1 || string(doc.Text.JSON) != test.json {
			t.Errorf("%q is read as %s, with %v, %v", test.yaml, doc.Text.JSON, doc.Errors, doc.Indents)
			continue
		}
		fixed := Apply(doc.Source, doc.Indents[0].Edits)
		if string(fixed) != test.fixed {
			t.Errorf("%q is changed to %q, want %q", test.yaml, fixed, test.fixed)
		}
		again := YAML(fixed)[0]
		if len(again.Errors)+len(again.Indents) > 0 || string(again.Text.JSON) != test.json {
			t.Errorf("%q is read as %s, with %v, %v", fixed, again.Text.JSON, again.Errors, again.Indents)
		}
	}
}

// A line of a quoted text that looks like an entry of the collection around it is an error.
func TestAQuoteThatClosesTooLateIsAnError(t *testing.T) {
	for _, text := range []string{
		"a: \"one\nb: two\"\nc: 1\n",
		"x:\n  a: 'one\n  b:\n  c: two'\n",
		"- 'one\n- two'\n",
	} {
		if doc := YAML([]byte(text))[0]; len(doc.Errors) != 1 || len(doc.Indents) > 0 {
			t.Errorf("%q: %v, %v", text, doc.Errors, doc.Indents)
		}
	}
}
