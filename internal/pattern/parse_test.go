package pattern

import (
	"errors"
	"strings"
	"testing"
)

func TestSyntaxErrorsHaveAReasonAndAnOffset(t *testing.T) {
	tests := []struct {
		source string
		want   string
	}{
		{`(`, `the group is not closed at offset 0 of "("`},
		{`a(b|(c)`, `the group is not closed at offset 1 of "a(b|(c)"`},
		{`^(abc]`, `the group is not closed at offset 1 of "^(abc]"`},
		{`a)`, `unmatched ) at offset 1 of "a)"`},
		{`*a`, `nothing to repeat at offset 0 of "*a"`},
		{`a**`, `nothing to repeat at offset 2 of "a**"`},
		{`a++`, `nothing to repeat at offset 2 of "a++"`},
		{`a{1}{2}`, `nothing to repeat at offset 4 of "a{1}{2}"`},
		{`{1,2}`, `nothing to repeat at offset 0 of "{1,2}"`},
		{`(?:+)`, `nothing to repeat at offset 3 of "(?:+)"`},
		{`^*`, `nothing to repeat at offset 1 of "^*"`},
		{`$?`, `nothing to repeat at offset 1 of "$?"`},
		{`\b+`, `nothing to repeat at offset 2 of "\\b+"`},
		{`(?<=a)*`, `nothing to repeat at offset 6 of "(?<=a)*"`},
		{`a{2,1}`, `the bounds of the quantifier are out of order at offset 1 of "a{2,1}"`},
		{`[a`, `the character class is not closed at offset 0 of "[a"`},
		{`[z-a]`, `the range is out of order at offset 1 of "[z-a]"`},
		{`[\u{1F432}-🐉]`, `the range is out of order at offset 1 of "[\\u{1F432}-🐉]"`},
		{`\`, `\ at the end of the pattern at offset 0 of "\\"`},
		{`[\`, `\ at the end of the pattern at offset 1 of "[\\"`},
		{`\a`, `unknown escape \a at offset 0 of "\\a"`},
		{`é\Z`, `unknown escape \Z at offset 2 of "é\\Z"`},
		{`[\B]`, `unknown escape \B at offset 1 of "[\\B]"`},
		{`\01`, `unknown escape \0 at offset 0 of "\\01"`},
		{`[\1]`, `unknown escape \1 at offset 1 of "[\\1]"`},
		{`\c`, `unknown escape \c at offset 0 of "\\c"`},
		{`\c1`, `unknown escape \c at offset 0 of "\\c1"`},
		{`\x4`, `hexadecimal digits are missing at offset 0 of "\\x4"`},
		{`\u12g4`, `hexadecimal digits are missing at offset 0 of "\\u12g4"`},
		{`\u{}`, `a code point in {} is missing at offset 0 of "\\u{}"`},
		{`\u{12`, `hexadecimal digits are missing at offset 0 of "\\u{12"`},
		{`\u{110000}`, `the code point is greater than 10FFFF at offset 0 of "\\u{110000}"`},
		{`\p`, `\p must be followed by a property in {} at offset 0 of "\\p"`},
		{`\pL`, `\p must be followed by a property in {} at offset 0 of "\\pL"`},
		{`\p{L`, `the property name is not closed at offset 0 of "\\p{L"`},
		{`\p{letter}`, `unknown Unicode property "letter" at offset 0 of "\\p{letter}"`},
		{`\p{Script=greek}`, `unknown Unicode property "Script=greek" at offset 0 of "\\p{Script=greek}"`},
		{`\p{Greek}`, `unknown Unicode property "Greek" at offset 0 of "\\p{Greek}"`},
		{`\p{^L}`, `unknown Unicode property "^L" at offset 0 of "\\p{^L}"`},
		{`\p{}`, `unknown Unicode property "" at offset 0 of "\\p{}"`},
		{`(a)\2`, `there is no group 2 at offset 3 of "(a)\\2"`},
		{`\k<n>(a)`, `there is no group named "n" at offset 0 of "\\k<n>(a)"`},
		{`\k`, `\k must be followed by a group name in <> at offset 0 of "\\k"`},
		{`(?<n>a)(?<n>b)`, `duplicate group name "n" at offset 10 of "(?<n>a)(?<n>b)"`},
		{`(?<1>a)`, `not a group name at offset 3 of "(?<1>a)"`},
		{`(?<>a)`, `not a group name at offset 3 of "(?<>a)"`},
		{`(?<n`, `the group name is not closed at offset 3 of "(?<n"`},
		{`(?P<n>a)`, `unknown kind of group at offset 0 of "(?P<n>a)"`},
		{`(?#a)`, `unknown kind of group at offset 0 of "(?#a)"`},
		{`x(?i)a`, `unknown kind of group at offset 1 of "x(?i)a"`},
		{`(?>a)`, `unknown kind of group at offset 0 of "(?>a)"`},
	}
	for _, test := range tests {
		_, err := Compile(test.source)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("compiling %q gives %v", test.source, err)
			continue
		}
		if got := err.Error(); got != test.want {
			t.Errorf("compiling %q gives\n%s, want\n%s", test.source, got, test.want)
		}
	}
}

func TestNestingHasALimit(t *testing.T) {
	nested := func(depth int) string {
		return strings.Repeat("(?:", depth) + "a" + strings.Repeat(")", depth)
	}
	if _, err := Compile(nested(maxNesting)); err != nil {
		t.Error(err)
	}
	_, err := Compile(nested(16_000))
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.Message != "groups are nested deeper than 500" {
		t.Errorf("16,000 groups give %.200v", err)
	}
	if _, err := Compile(strings.Repeat("(a)", 10*maxNesting)); err != nil {
		t.Errorf("groups side by side: %.200v", err)
	}
}

// Compile does not parse a source without these characters, so all such sources must be valid.
func TestLiteralsDotsAnchorsAndBarsAreValidInAnyOrder(t *testing.T) {
	sources := []string{""}
	for range 4 {
		for _, s := range sources {
			for _, part := range []string{"^", "$", ".", "|", "a", "-", "é", "/", "\x00", "\n"} {
				sources = append(sources, s+part)
			}
		}
	}
	for _, source := range sources {
		if _, err := parse(source); err != nil {
			t.Fatal(err)
		}
	}
}
