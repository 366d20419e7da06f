package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/vet"
)

var example = regexp.MustCompile("(?s)```json schema\n(.*?)```.*?```(json|yaml) payload\n(.*?)```.*?```text\n(.*?)```")

// schemaExample matches the example of a rule about schemas.
var schemaExample = regexp.MustCompile("(?s)```json schema\n(.*?)```.*?```text\n(.*?)```")

// scripted lists the rules whose examples are in scripts, because a page cannot show them: they
// are about bytes, built-in schemas, or files without a schema.
var scripted = map[string]bool{"no-schema": true, "encoding": true, "bom": true, "limit": true, "other-form": true, "unknown-schema": true}

// Every example of a rule page has the findings that the page shows, and one is of that rule.
func TestRulePagesShowTheOutputOfTheirExamples(t *testing.T) {
	pages, err := filepath.Abs("../../internal/lint/rules")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range rules.Names() {
		t.Run(name, func(t *testing.T) {
			page, _ := rules.Page(name)
			t.Chdir(t.TempDir())
			enable(t, name)
			var args []string
			var from, to int // in the output on the page
			if match := example.FindStringSubmatchIndex(page); match != nil {
				write(t, "schema.json", page[match[2]:match[3]])
				payload := "payload." + page[match[4]:match[5]]
				write(t, payload, page[match[6]:match[7]])
				args, from, to = []string{"lint", "--schema", "schema.json", payload}, match[8], match[9]
			} else if match := schemaExample.FindStringSubmatchIndex(page); match != nil {
				write(t, "schema.json", page[match[2]:match[3]])
				args, from, to = []string{"schema", "lint", "schema.json"}, match[4], match[5]
			} else {
				if !scripted[name] {
					t.Error("the page has no example")
				}
				return
			}
			var out bytes.Buffer
			run(args, process{stdout: &out, stderr: new(bytes.Buffer), getenv: func(string) string { return "" }})
			if !strings.Contains(out.String(), "["+name+"]") {
				t.Errorf("the example does not break the rule:\n%s", out.String())
			}
			if out.String() == page[from:to] {
				return
			}
			if *update {
				write(t, filepath.Join(pages, name+".md"), page[:from]+out.String()+page[to:])
				return
			}
			t.Errorf("the page shows\n%s\nbut it is\n%s", page[from:to], out.String())
		})
	}
}

// openAPIExample matches the example in docs/schemas.md.
var openAPIExample = regexp.MustCompile("(?s)```yaml file=api.yaml\n(.*?)```.*?verdict (lint .*?)`.*?```json file=(cat.json)\n(.*?)```.*?```text\n(.*?)```")

func TestThePageOnSchemasShowsTheOutputOfItsExample(t *testing.T) {
	file, err := filepath.Abs("../../docs/schemas.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	match := openAPIExample.FindStringSubmatchIndex(page)
	if match == nil {
		t.Fatal("the page has no example")
	}
	t.Chdir(t.TempDir())
	write(t, "api.yaml", page[match[2]:match[3]])
	write(t, page[match[6]:match[7]], page[match[8]:match[9]])
	args := strings.Fields(strings.ReplaceAll(page[match[4]:match[5]], "'", ""))
	var out bytes.Buffer
	run(args, process{stdout: &out, stderr: new(bytes.Buffer), getenv: func(string) string { return "" }})
	switch from, to := match[10], match[11]; {
	case out.String() == page[from:to] && out.Len() > 0:
	case *update:
		write(t, file, page[:from]+out.String()+page[to:])
	default:
		t.Errorf("the page shows\n%s\nbut it is\n%s", page[from:to], out.String())
	}
}

// Rules of the library and of the linter have a page in Markdown; the page of a rule of verdict vet
// is the documentation of its analyzer.
func TestEveryRuleHasAPage(t *testing.T) {
	var names []string
	for _, rule := range rules.All() {
		name := string(rule.Name)
		if slices.Contains(names, name) {
			t.Errorf("rule %s is registered twice", name)
		}
		names = append(names, name)
		page, ok := rules.Page(name)
		if !ok {
			t.Errorf("internal/lint/rules/%s.md does not exist", name)
			continue
		}
		if heading := "# " + name + "\n\n" + rules.Summary(name) + "\n"; !strings.HasPrefix(page, heading) || !strings.HasSuffix(heading, ".\n") {
			t.Errorf("internal/lint/rules/%s.md does not begin with its name and a sentence", name)
		}
		if want := "\nDefault severity: " + rule.Severity.String() + "."; !strings.Contains(page, want) {
			t.Errorf("internal/lint/rules/%s.md does not say %q", name, want)
		}
		source := filepath.Join("../../internal/lint/rules", name+".go")
		if _, err := os.Stat(source); err != nil && (rule.Check != nil || rule.Revise != nil || rule.CheckSchema != nil || rule.CheckSchemaFile != nil) {
			t.Errorf("the code of rule %s is not in %s.go", name, name)
		}
	}
	pages, err := filepath.Glob("../../internal/lint/rules/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, page := range pages {
		if name := strings.TrimSuffix(filepath.Base(page), ".md"); !slices.Contains(names, name) {
			t.Errorf("%s is the page of no rule", page)
		}
	}
	for _, name := range libraryRules(t) {
		if !slices.Contains(names, name) {
			t.Errorf("rule %s of the library is not registered in internal/lint/rules/rules.go", name)
		}
	}
	for _, a := range vet.Analyzers() {
		if _, text, _ := strings.Cut(a.Doc, "\n\n"); strings.TrimSpace(text) == "" {
			t.Errorf("analyzer %s has no text after its summary", a.Name)
		}
	}
}

func TestThePageOnSchemasListsTheirRules(t *testing.T) {
	page, err := os.ReadFile("../../docs/schemas.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range rules.All() {
		if rule.CheckSchemaFile == nil {
			continue
		}
		row := regexp.MustCompile(`(?m)^\| \[` + string(rule.Name) + `\]\(\.\./internal/lint/rules/` + string(rule.Name) + `\.md\) \| .* \| ` + rule.Severity.String() + ` \|$`)
		if !row.Match(page) {
			t.Errorf("docs/schemas.md has no row for the rule %s, %s by default", rule.Name, rule.Severity)
		}
	}
}

// libraryRules returns the names of the constants of type verdict.Rule.
func libraryRules(t *testing.T) []string {
	t.Helper()
	source, err := os.ReadFile("../../violation.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^\tRule\w+ +Rule = "([a-z-]+)"`).FindAllSubmatch(source, -1) {
		names = append(names, string(match[1]))
	}
	if len(names) < 20 {
		t.Fatalf("found only the rules %q in violation.go", names)
	}
	return names
}

// enable writes a configuration to the current directory if the rule is off by default.
func enable(t *testing.T, name string) {
	t.Helper()
	i := slices.IndexFunc(rules.All(), func(r *rules.Rule) bool { return string(r.Name) == name })
	if rules.All()[i].Severity == finding.Off {
		write(t, ".verdict.yaml", "rules: {"+name+": warning}\n")
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
