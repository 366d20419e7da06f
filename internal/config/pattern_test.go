package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/lint/rules"
)

// A pattern of n braces stands for 2^n patterns, each of which would be tried for each file.
func TestPatternsOfVeryManyAlternativesAreRejected(t *testing.T) {
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
