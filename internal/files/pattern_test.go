package files

import (
	"strings"
	"testing"
)

func TestAlternativesAreCounted(t *testing.T) {
	for pattern, want := range map[string]int{
		"a": 1, "{a,b}": 2, "{a,b}{c,d,e}": 6, "{a,{b,c}d}/*": 3, "{a}": 2, "{}": 2, "{,a}": 2, `\{a,b}`: 1, "[{]a,b": 1, "a,b": 1,
		"{{a,b}{c,d},e}": 5, strings.Repeat("{a,a}", 9): 512, strings.Repeat("{a,a}", 10): 1001, strings.Repeat("{a,a}", 10_000): 1001,
		strings.Repeat("{", 5000) + "a,b" + strings.Repeat("}", 5000): 1001,
		"{" + strings.Repeat("a,", 999) + "a}":                        1000, "{" + strings.Repeat("a,", 5000) + "a}": 1001,
	} {
		if got := alternatives(pattern); got != want {
			t.Errorf("%.60s: %d alternatives, want %d", pattern, got, want)
		}
	}
}

func TestPatternsThatTakeTooLongAreRefused(t *testing.T) {
	for pattern, want := range map[string]string{
		"**/*.{json,yaml}":                                          "",
		strings.Repeat("a", 4096):                                   "",
		strings.Repeat("*a", 2048):                                  "",
		strings.Repeat("a", 4097):                                   "longer than 4096 bytes",
		strings.Repeat("{a,a}", 40):                                 "more than 1000 alternatives",
		strings.Repeat("{}", 1000):                                  "more than 1000 alternatives",
		strings.Repeat("{", 1000) + "a" + strings.Repeat("}", 1000): "more than 1000 alternatives",
		"{a": "invalid file pattern",
	} {
		err := CheckPattern(pattern)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%.20s: %v, want %q", pattern, err, want)
		}
	}
}
