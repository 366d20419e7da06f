package main

import (
	"os"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/config"
)

// A run that writes files is never brief: it has to be asked to end, not be ended.
func TestOnlyARunThatWritesNothingIsBrief(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, size := range map[string]int{"small.json": 10, "large.json": littleToRead} {
		if err := os.WriteFile(name, []byte(strings.Repeat(" ", size)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	small := []string{"small.json"}
	for _, c := range []struct {
		name   string
		flags  lintFlags
		config config.Config
		paths  []string
		want   bool
	}{
		{"one small file", lintFlags{}, config.Config{}, small, true},
		{"in some format", lintFlags{formats: []string{"oneline"}}, config.Config{}, small, true},
		{"with a baseline", lintFlags{baseline: "b"}, config.Config{}, small, true},
		{"without the cache that was named", lintFlags{cacheDir: "c", noCache: true}, config.Config{}, small, true},
		{"a large file", lintFlags{}, config.Config{}, []string{"large.json"}, false},
		{"a directory", lintFlags{}, config.Config{}, []string{"."}, false},
		{"two files", lintFlags{}, config.Config{}, []string{"small.json", "small.json"}, false},
		{"standard input", lintFlags{}, config.Config{}, []string{"-"}, false},
		{"what is not there", lintFlags{}, config.Config{}, []string{"nowhere.json"}, false},
		{"--fix", lintFlags{fix: true}, config.Config{}, small, false},
		{"--format", lintFlags{formats: []string{"text", "sarif=out"}}, config.Config{}, small, false},
		{"--update-baseline", lintFlags{baseline: "b", rebase: true}, config.Config{}, small, false},
		{"--cache-dir", lintFlags{cacheDir: "c"}, config.Config{}, small, false},
		{"--allow-remote", lintFlags{allowRemote: true}, config.Config{}, small, false},
		{"--watch", lintFlags{watch: true}, config.Config{}, small, false},
		{"--since", lintFlags{since: "HEAD"}, config.Config{}, small, false},
		{"--staged", lintFlags{staged: true}, config.Config{}, small, false},
		{"formats of the configuration", lintFlags{}, config.Config{Formats: []string{"html=out"}}, small, false},
		{"the cache of the configuration", lintFlags{}, config.Config{CacheDir: "c"}, small, false},
	} {
		s := &settings{flags: &c.flags, config: &c.config}
		if got := s.isBrief(process{getenv: func(string) string { return "" }}, c.paths); got != c.want {
			t.Errorf("%s: brief is %t", c.name, got)
		}
	}
}
