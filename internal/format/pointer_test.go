package format

import "testing"

func TestJSONPointerGrammar(t *testing.T) {
	try(t, "json-pointer", valid(
		"", "/", "//", "/a", "/a/b", "/~0", "/~1", "/~01", "/a~1b~0c", "/\u00e9", "/\x00", "/a b", "/#", "/\"",
	), invalid(
		"a", "#", "#/a", "a/b", " /a", "/~", "/~2", "/a/~/b", "/~~0", "/~a", "~0", "~1a",
	))
}

func TestRelativeJSONPointerGrammar(t *testing.T) {
	try(t, "relative-json-pointer", valid(
		"0", "1", "10", "0#", "12#", "0/a", "1/a/~0b", "0/", "100/#",
	), invalid(
		"", "#", "/a", "00", "01", "-1", "+1", "0a", "0##", "0#/a", "0/~", "0+1", "0+1/a", "0-1#", " 0", "0 ", "\u0661",
	))
}

func TestPointersAreExplained(t *testing.T) {
	explained(t, "json-pointer", map[string]string{
		"#/a":   "the # of a URI fragment is not part of the pointer",
		"a":     "a pointer must be empty or begin with /",
		"/~":    "a ~ that is not followed by 0 or 1",
		"/a~2b": "a ~ that is not followed by 0 or 1",
	})
	explained(t, "relative-json-pointer", map[string]string{
		"":     "empty",
		"/a":   "no number of levels to go up",
		"01":   "a leading zero",
		"0#/a": "text after #",
		"0a":   "only # or / may follow the number",
		"0/~":  "a ~ that is not followed by 0 or 1",
	})
}
