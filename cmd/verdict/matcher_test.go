package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The problem matcher for GitHub workflows reads what oneline writes.
func TestTheProblemMatcherReadsOneline(t *testing.T) {
	content, err := os.ReadFile("../../.github/verdict-matcher.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		ProblemMatcher []struct {
			Pattern []struct {
				Regexp                                      string
				File, Line, Column, Severity, Message, Code int
			}
		}
	}
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	pattern := file.ProblemMatcher[0].Pattern[0]
	reads := regexp.MustCompile(pattern.Regexp)

	t.Chdir(t.TempDir())
	write(t, "schema.json", `{"properties": {"a": {"type": "number"}}}`)
	write(t, "payload.json", `{"a": "x", "b": 1}`)
	var out bytes.Buffer
	run([]string{"lint", "-f", "oneline", "--schema", "schema.json", "payload.json"},
		process{stdout: &out, stderr: new(bytes.Buffer), getenv: func(string) string { return "" }})

	var got [][]string
	for line := range bytes.Lines(out.Bytes()) {
		match := reads.FindStringSubmatch(string(bytes.TrimSpace(line)))
		if match == nil {
			t.Fatalf("does not read %s", line)
		}
		got = append(got, []string{match[pattern.File], match[pattern.Line], match[pattern.Column], match[pattern.Severity], match[pattern.Code]})
	}
	want := [][]string{{"payload.json", "1", "7", "", "type"}, {"payload.json", "1", "12", "warning", "unknown-property"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
