package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/lint/rules"
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

func TestEveryRuleHasAPage(t *testing.T) {
	source, err := os.ReadFile("../../violation.go")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^\tRule\w+ +Rule = "([a-z-]+)"`).FindAllSubmatch(source, -1)
	if len(found) == 0 {
		t.Fatal("no rules in violation.go")
	}
	for _, match := range found {
		if _, ok := rules.Page(string(match[1])); !ok {
			t.Errorf("internal/lint/rules/%s.md is not there", match[1])
		}
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
