package syntax

import (
	"slices"
	"testing"
)

// What looks like a comment within a value is text.
func TestCommentsAreNotInValues(t *testing.T) {
	for _, test := range []struct {
		name, source string
		want         []string
	}{
		{"lines of their own", "# a\nx: 1\n  # b\n", []string{"# a", "# b"}},
		{"after values", "x: 1 # a\ny: 'b' # b\nz: \"c\"\t# c\n", []string{"# a", "# b", "# c"}},
		{"no space before", "x: a#b\ny: 'b'#c\n", nil},
		{"double quotes", "x: \"a # b\\\" # c\"\n", nil},
		{"single quotes", "x: 'it''s # b'\n", nil},
		{"quotes over lines", "x: \"a\n  # b\n  c\" # d\n", []string{"# d"}},
		{"a quote in a plain scalar", "x: it's # a\ny: 5\" # b\n", []string{"# a", "# b"}},
		{"a key in quotes", "\"a # b\": 1 # c\n", []string{"# c"}},
		{"literal", "x: |\n  a # b\n  # c\n\n  # d\ny: 1 # e\n", []string{"# e"}},
		{"folded, with a comment of its own", "x: >- # a\n  b # c\ny: 1 # d\n", []string{"# a", "# d"}},
		{"indicators", "x: |2+\n    a # b\n   # c\n # d\n", []string{"# d"}},
		{"an item", "- |\n  a # b\n- >\n  # c\n- 1 # d\n", []string{"# d"}},
		{"a key of an item", "- run: |\n    a # b\n  shell: c # d\n", []string{"# d"}},
		{"nested items", "- - |\n   a # b\n  - 1 # c\n", []string{"# c"}},
		{"in a line of its own", "x:\n  |\n a # b\ny: 1 # c\n", []string{"# c"}},
		{"after tag and anchor", "x: !!str &a |\n  a # b\n", nil},
		{"a whole document", "--- |\na # b\n# c\n--- # d\nx: 1\n", []string{"# d"}},
		{"explicit key and value", "? |\n  a # b\n: |\n  c # d\n", nil},
		{"blank lines and less indented", "x:\n  y: |\n\n    a # b\n   # c\n", []string{"# c"}},
		{"an empty one", "x: |\n# a\ny: 1\n", []string{"# a"}},
		{"flow", "x: [a, 'b # c', # d\n  {e: \"f # g\"}] # h\n", []string{"# d", "# h"}},
		{"a plain scalar over lines", "x: a\n  b # c\n", []string{"# c"}},
		{"a bar in a plain scalar", "x: a | b\n  # c\n", []string{"# c"}},
		{"CR", "x: |\r  a # b\ry: 1 # c\r", []string{"# c"}},
		{"CRLF", "x: |\r\n  a # b\r\ny: 1 # c\r\n", []string{"# c"}},
	} {
		var got []string
		for _, doc := range YAML([]byte(test.source)) {
			for _, c := range doc.Comments {
				got = append(got, string(doc.Source[c.Start:c.End]))
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: the comments of %q are %q, want %q", test.name, test.source, got, test.want)
		}
	}
	const source = `{"a": "// b", /* c
d */ "/* e */": 1 // f`
	var got []string
	for _, c := range JSONCComments([]byte(source)) {
		got = append(got, source[c.Start:c.End])
	}
	if want := []string{"/* c\nd */", "// f"}; !slices.Equal(got, want) {
		t.Errorf("the comments of JSONC are %q, want %q", got, want)
	}
}
