package jsontape

import "testing"

func TestALiteralIsATextThatParsesAsOne(t *testing.T) {
	var d Tape
	for _, text := range []string{
		"", " ", "1", " 1\n", "-0.5e3", "01", "1.", "-", "1 2", "1x", "12345678901234567890", "true", "\tfalse ", "null", "nul", "truex",
		"true false", `"1"`, "[1]", "{}", "\xef\xbb\xbf1", "\x00", "é",
	} {
		literal, kind := Literal([]byte(text))
		valid := d.Parse([]byte(text), Limits{}) && d.Nodes[0].Kind() < String
		if valid != (literal != nil) {
			t.Errorf("%q is a literal: %v, want %v", text, literal != nil, valid)
		} else if valid && (kind != d.Nodes[0].Kind() || string(literal) != string(d.Raw(0))) {
			t.Errorf("%q is %q of kind %d, want %q of kind %d", text, literal, kind, d.Raw(0), d.Nodes[0].Kind())
		}
	}
}
