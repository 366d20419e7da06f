package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/lint/rules"
)

// load reads a configuration in a new directory.
func load(t *testing.T, text string) (*Config, error) {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile(Name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return Load(Name, rules.Names())
}

func TestTheSchemaIsThatOfTheStruct(t *testing.T) {
	document, err := verdict.Reflect[Config](verdict.WithID("https://github.com/verdict-lint/verdict/internal/config/config.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	if string(document) != string(Document()) {
		t.Error("config.schema.json has drifted from Config; run go generate ./internal/config")
	}
}

func TestTheFirstEntryThatMatchesNamesTheSchema(t *testing.T) {
	c, err := load(t, `
schema: order.json
schemas:
  - files: ["wire/**", "*.wire.json"]
    schema: connect-session-wire
  - files: [wire/special.json]
    schema: never
`)
	if err != nil {
		t.Fatal(err)
	}
	if c.Schema != "order.json" {
		t.Errorf("the fallback is %q", c.Schema)
	}
	for path, want := range map[string]string{
		"wire/a/b.json":         "connect-session-wire",
		"deep/down/x.wire.json": "connect-session-wire",
		"wire/special.json":     "connect-session-wire",
		"other.json":            "",
		"../outside.json":       "",
	} {
		if got := c.SchemaFor(path); got != want {
			t.Errorf("%s is linted against %s, want %s", path, got, want)
		}
	}
}

func TestOverridesTakePrecedenceOverRules(t *testing.T) {
	c, err := load(t, `
rules: {null: error, enum: warning}
overrides:
  - files: [fixtures]
    rules: {enum: off}
  - files: ["fixtures/**"]
    rules: {enum: error}
`)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path, rule string
		want       Severity
	}{
		{"a.json", "null", Error},
		{"a.json", "enum", Warning},
		{"a.json", "type", ""},
		{"fixtures/a.json", "enum", Error},
	} {
		if got := c.SeverityOf(test.path, test.rule); got != test.want {
			t.Errorf("%s in %s is %q, want %q", test.rule, test.path, got, test.want)
		}
	}
}

func TestIgnoredPaths(t *testing.T) {
	c, err := load(t, `ignore: ["vendor/**", node_modules, "*.tmp.json"]`)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"vendor/x/a.json": true, "a/node_modules": true, "b/c.tmp.json": true, "a.json": false,
	} {
		if c.Ignored(path) != want {
			t.Errorf("%s: ignored is %v", path, !want)
		}
	}
}

func TestAPatternOfADirectoryMatchesWhatIsInIt(t *testing.T) {
	for _, test := range []struct {
		pattern string
		matches []string
		others  []string
	}{
		{"payloads", []string{"payloads/a.json", "payloads/b/c.yaml", "x/payloads/a.json", "payloads"}, []string{"a.json", "payloads2/a.json", "payloads.json"}},
		{"payloads/", []string{"payloads/a.json", "payloads/b/c.yaml"}, []string{"a.json"}},
		{"./payloads/", []string{"payloads/a.json"}, []string{"a.json"}},
		{"/payloads", []string{"payloads/a.json"}, []string{"x/payloads/a.json"}},
		{"/payloads/**", []string{"payloads/a.json", "payloads/b/c.yaml"}, []string{"x/payloads/a.json"}},
		{"payloads/**", []string{"payloads/a.json"}, []string{"x/payloads/a.json"}},
		{"a/payloads", []string{"a/payloads/b.json"}, []string{"payloads/b.json", "x/a/payloads/b.json"}},
		{"a/payloads/", []string{"a/payloads/b.json"}, []string{"x/a/payloads/b.json"}},
		{"data-*", []string{"data-1/a.json", "x/data-2/b/c.json"}, []string{"data/a.json"}},
		{"/a.json", []string{"a.json"}, []string{"b/a.json"}},
		{"*.json", []string{"a.json", "b/a.json"}, []string{"a.yaml"}},
		{".", []string{"a.json", "b/a.yaml"}, nil},
		{"caf\u00e9/**", []string{"caf\u00e9/a.json", "cafe\u0301/a.json"}, []string{"cafe/a.json"}},
		{"*e\u0301.json", []string{"caf\u00e9.json", "a/cafe\u0301.json"}, []string{"cafe.json"}},
	} {
		c, err := load(t, "schemas: [{files: ['"+test.pattern+"'], schema: s.json}]\nignore: ['"+test.pattern+"']\noverrides: [{files: ['"+test.pattern+"'], rules: {enum: off}}]")
		if err != nil {
			t.Fatal(err)
		}
		check := func(path string, want bool) {
			if c.SchemaFor(path) != "" != want || c.Ignored(path) != want || c.SeverityOf(path, "enum") != "" != want {
				t.Errorf("%q and %s: schema %q, ignored %v, severity %q", test.pattern, path, c.SchemaFor(path), c.Ignored(path), c.SeverityOf(path, "enum"))
			}
		}
		for _, path := range test.matches {
			check(path, true)
		}
		for _, path := range test.others {
			check(path, false)
		}
	}
}

func TestADirectoryNamesNoFilesOfUnknownSyntax(t *testing.T) {
	c, err := load(t, "schemas: [{files: [payloads, '*.conf'], schema: s.json}]")
	if err != nil {
		t.Fatal(err)
	}
	if !c.Names("payloads/a.yaml", true) || c.Names("payloads/readme.md", false) || !c.Names("payloads/a.conf", false) {
		t.Error("it names other files")
	}
}

func TestAConfigurationIsLintedItself(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"unknown key", "schema: a\nshcemas: []\n", `.verdict.yaml:2:1: unknown property "shcemas"; did you mean "schemas"?`},
		{"wrong severity", "rules:\n  enum: eror\n", `.verdict.yaml:2:9: "eror" is not one of "off", "warning", "error"; did you mean "error"?`},
		{"no YAML", "a: [", ".verdict.yaml:1:4: this [ is not closed"},
		{"two errors of syntax", "a: b: c\nd: *e\n", ".verdict.yaml:1:5: unexpected : here; quote the text if it is one value, or check the indentation\n.verdict.yaml:2:4: no anchor &e"},
		{"merge keys that double", doubling(50), ".verdict.yaml:39:14: the merge keys of this document copy more than 1048576 properties, the limit"},
		{"another encoding", "\xff\xfes\x00t\x00", ".verdict.yaml: is written in UTF-16; convert it to UTF-8"},
		{"two documents", "strict: true\n---\nstrict: false\n", ".verdict.yaml:2: a configuration must be a single YAML document"},
		{"pattern that is negated", "ignore: ['*.json', '!a.json']", `.verdict.yaml:1:20: "!a.json": a pattern cannot be negated; use .verdictignore`},
		{"files that are negated", "overrides: [{files: ['!a.json'], rules: {}}]", `.verdict.yaml:1:22: "!a.json": a pattern cannot be negated`},
		{"pattern that is none", "ignore: ['[a']", `.verdict.yaml:1:10: invalid file pattern "[a": brackets and braces must be closed`},
		{"pattern of an entry", "schemas:\n  - {files: [a, '{a'], schema: s}", `.verdict.yaml:2:17: invalid file pattern "{a"`},
		{"pattern that is empty", "ignore:\n  - ''", ".verdict.yaml:2:5: a file pattern must not be empty"},
		{"schema that is empty", "schema: ''", ".verdict.yaml:1:9: expected at least 1 character"},
		{"duplicate key", "rules:\n  enum: off\n  enum: error\n", `.verdict.yaml:3:3: duplicate property "enum" (first defined at 2:3); remove one`},
		{"invalid UTF-8", "schema: s\n# \xe9t\xe9\n", ".verdict.yaml:2:3: not valid UTF-8"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(t, test.text)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

// doubling is a text of n mappings, each of which merges the one before it twice.
func doubling(n int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 {k: v}\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "a%d: &a%[1]d\n  <<: [*a%[2]d, *a%[2]d]\n", i, i-1)
	}
	return b.String()
}

func TestAnEmptyConfigurationSaysNothing(t *testing.T) {
	c, err := load(t, "# nothing yet\n")
	if err != nil || c.SchemaFor("a.json") != "" || c.Ignored("a.json") || c.Path("x.json") != filepath.Join(c.dir, "x.json") {
		t.Error(c, err)
	}
}
