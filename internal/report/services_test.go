package report

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/finding"
)

func warningAndError() ([]string, []finding.Finding) {
	at := finding.Range{Start: finding.Position{Line: 2, Column: 3}, End: finding.Position{Line: 2, Column: 4}}
	return []string{"a.json"}, []finding.Finding{
		{File: "a.json", Rule: "unknown-property", Severity: finding.Warning, Message: `unknown property "x"`, Range: at},
		{File: "a.json", Rule: "null", Severity: finding.Error, Message: "null | <b>is</b> *not* allowed", Range: at},
	}
}

// A warning fails a JUnit case only if warnings fail the run.
func TestJUnitFailsWhatFailsTheRun(t *testing.T) {
	files, findings := warningAndError()
	for failOn, failures := range map[finding.Severity]int{finding.Error: 1, finding.Warning: 2} {
		out := render(t, "junit", Options{FailOn: failOn}, files, findings)
		if got := strings.Count(out, "<failure "); got != failures || !strings.Contains(out, fmt.Sprintf(`tests="2" failures="%d"`, failures)) {
			t.Errorf("from %s on: %d failures, want %d:\n%s", failOn, got, failures, out)
		}
		if !strings.Contains(out, "unknown property") {
			t.Errorf("the warning is lost:\n%s", out)
		}
	}
}

func TestSARIFHasThePageOfARule(t *testing.T) {
	files, findings := warningAndError()
	out := render(t, "sarif", Options{Page: func(rule string) (string, bool) { return "# " + rule, true }}, files, findings)
	if !strings.Contains(out, `"help":{"text":"# null","markdown":"# null"}`) {
		t.Error(out)
	}
}

// GitHub silently drops results beyond a limit.
func TestSARIFSaysThatGitHubShowsOnlySomeResults(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a large report, which takes longer than -short allows; go test without it runs this")
	}
	_, findings := warningAndError()
	for count, noted := range map[int]bool{maxResults: false, maxResults + 1: true} {
		many := make([]finding.Finding, count)
		for i := range many {
			many[i] = findings[0]
		}
		var log struct {
			Runs []struct {
				Results     []json.RawMessage
				Invocations []struct{ ToolExecutionNotifications []any }
			}
		}
		if err := json.Unmarshal([]byte(render(t, "sarif", Options{}, []string{"a.json"}, many)), &log); err != nil {
			t.Fatal(err)
		}
		if run := log.Runs[0]; len(run.Results) != count || (len(run.Invocations) > 0) != noted {
			t.Errorf("%d results, %d invocations", len(run.Results), len(run.Invocations))
		}
	}
}

// The summary of a job is appended to what other steps have written, and bounded.
func TestGitHubHasASummaryOfTheJob(t *testing.T) {
	files, findings := warningAndError()
	summary := filepath.Join(t.TempDir(), "summary.md")
	if err := os.WriteFile(summary, []byte("before\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	render(t, "github", Options{StepSummary: summary}, files, nil)
	for range maxSummaryRows {
		findings = append(findings, findings[0])
	}
	render(t, "github", Options{StepSummary: summary}, files, findings)
	got, err := os.ReadFile(summary)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"before\n### verdict\n\nErrors: ",
		"\n| a.json:2:3 | error | null \\| &lt;b>is&lt;/b> \\*not\\* allowed | [null](" + rulePage("null") + ") |\n",
		"\n2 further findings are not listed here.\n",
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%q is missing", want)
		}
	}
	if rows := strings.Count(string(got), "| a.json:"); rows != maxSummaryRows {
		t.Errorf("%d rows", rows)
	}
}
