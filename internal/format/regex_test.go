package format

import (
	"strings"
	"testing"
)

func TestRegexIsECMA262(t *testing.T) {
	try(t, "regex", valid(
		"", "a", "^a$", "[a-z]+", "[]", "[^]", "(?:a|b)*", "(?=a)b", "(?!a)", "(?<=a)b", "(?<!a)b", "(a)\\1", "(?<n>a)\\k<n>", "\\d\\D\\s\\S\\w\\W\\b\\B",
		"\\cA", "\\u00e9", "\\u{1F600}", "\\x41", "\\p{L}", "\\P{Script=Greek}", "a{1}", "a{1,}", "a{1,2}?", "a+?", "\u00e9", "\U0001f600", "[\\b]", "\\/",
	), invalid(
		"(", ")", "[", "[a", "(a", "a)", "*", "+a", "?", "a**", "[b-a]", "\\", "(?", "(?<a", "(?P<n>a)", "(?i)a", "(?#a)", "a{2,1}", "(?>a)", "a++",
		"\\a", "\\Z", "\\A", "\\k<n>",
	))
}

func TestRegexIsExplained(t *testing.T) {
	for _, text := range []string{"(", "a**", "[b-a]", "(?P<n>a)", "\\"} {
		if Explain("regex", []byte(text), nil) == "" {
			t.Errorf("%q is not explained", text)
		}
	}
	explained(t, "regex", map[string]string{
		strings.Repeat("a", 1<<16+1): "more than 65,536 bytes",
	})
}
