package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/vet"
)

var example = regexp.MustCompile("(?s)```json schema\n(.*?)```.*?```(json|yaml) payload\n(.*?)```.*?```text\n(.*?)```")

// scripted are the rules whose examples a page cannot show: they speak of bytes,
// of built-in schemas, or of what is not there. The scripts have them.
var scripted = map[string]bool{"encoding": true, "bom": true, "limit": true, "other-form": true, "unknown-schema": true}

// Every example of the rule pages gives the findings that the page shows, and
// one of them is of the rule.
func TestTheExamplesOfRulePagesAreTrue(t *testing.T) {
	pages, err := filepath.Abs("../../internal/lint/rules")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range rules.Names() {
		t.Run(name, func(t *testing.T) {
			page, _ := rules.Page(name)
			match := example.FindStringSubmatchIndex(page)
			if match == nil {
				if !scripted[name] {
					t.Error("the page has no example")
				}
				return
			}
			t.Chdir(t.TempDir())
			write(t, "schema.json", page[match[2]:match[3]])
			payload := "payload." + page[match[4]:match[5]]
			write(t, payload, page[match[6]:match[7]])
			var out bytes.Buffer
			run([]string{"lint", "--schema", "schema.json", payload},
				process{stdout: &out, stderr: new(bytes.Buffer), getenv: func(string) string { return "" }})
			if !strings.Contains(out.String(), "["+name+"]") {
				t.Errorf("the example does not break the rule:\n%s", out.String())
			}
			if out.String() == page[match[8]:match[9]] {
				return
			}
			if *update {
				write(t, filepath.Join(pages, name+".md"), page[:match[8]]+out.String()+page[match[9]:])
				return
			}
			t.Errorf("the page shows\n%s\nbut it is\n%s", page[match[8]:match[9]], out.String())
		})
	}
}

// The rules of the library and of the linter have a page in Markdown, those of verdict vet the
// documentation of their analyzer.
func TestEveryRuleHasAPage(t *testing.T) {
	sources, err := filepath.Glob("../../internal/lint/rule_*.go")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no rules of the linter: %v", err)
	}
	constant := regexp.MustCompile(`(?m)^(?:\t|const )Rule\w+ +(?:verdict\.)?Rule = "([a-z-]+)"`)
	names := make(map[string]bool)
	for _, path := range append(sources, "../../violation.go") {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range constant.FindAllSubmatch(source, -1) {
			names[string(match[1])] = true
		}
	}
	for name := range names {
		if _, ok := rules.Page(name); !ok {
			t.Errorf("internal/lint/rules/%s.md does not exist", name)
		}
	}
	for _, name := range rules.Names() {
		if !names[name] {
			t.Errorf("internal/lint/rules/%s.md is the page of no rule", name)
		}
	}
	for _, a := range vet.Analyzers() {
		if _, text, _ := strings.Cut(a.Doc, "\n\n"); strings.TrimSpace(text) == "" {
			t.Errorf("analyzer %s has no text after its summary", a.Name)
		}
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
