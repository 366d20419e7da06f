package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/lint/rules"
)

func TestAlternativesAreCounted(t *testing.T) {
	for pattern, want := range map[string]int{
		"a": 1, "{a,b}": 2, "{a,b}{c,d,e}": 6, "{a,{b,c}d}/*": 3, "{a}": 1, "{,a}": 2, `\{a,b}`: 1, "[{]a,b": 1, "a,b": 1,
		"{{a,b}{c,d},e}": 5, strings.Repeat("{a,a}", 9): 512, strings.Repeat("{a,a}", 10): 1001, strings.Repeat("{a,a}", 10_000): 1001,
		strings.Repeat("{", 5000) + "a,b" + strings.Repeat("}", 5000): 2,
		"{" + strings.Repeat("a,", 999) + "a}":                        1000, "{" + strings.Repeat("a,", 5000) + "a}": 1001,
	} {
		if got := alternatives(pattern); got != want {
			t.Errorf("%.60s: %d alternatives, want %d", pattern, got, want)
		}
	}
}

// A pattern of n braces stands for 2^n patterns, each of which would be tried for each file.
func TestPatternsOfVeryManyAlternativesAreRefused(t *testing.T) {
	pattern := strings.Repeat("{a,a}", 40)
	for _, text := range []string{
		"ignore: ['" + pattern + "']",
		"schemas: [{files: ['" + pattern + "'], schema: a.json}]",
		"overrides: [{files: ['" + pattern + "'], rules: {type: off}}]",
	} {
		path := filepath.Join(t.TempDir(), ".verdict.yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path, rules.Names()); err == nil || !strings.Contains(err.Error(), "more than 1000 alternatives") {
			t.Errorf("%.20s: %v", text, err)
		}
	}
}
