package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/finding"
)

// Findings with the same range share one source frame.
func TestFindingsOfOnePlaceShareTheSourceLine(t *testing.T) {
	at := func(file string, column int, message string) finding.Finding {
		start := finding.Position{Line: 1, Column: column}
		return finding.Finding{
			File: file, Severity: finding.Error, Rule: "missing", Message: message,
			Range: finding.Range{Start: start, End: finding.Position{Line: 1, Column: column + 1}, Offset: int64(column - 1), EndOffset: int64(column)},
			Frame: finding.Frame{Text: "[{},{}]", Start: column - 1, End: column},
		}
	}
	got := render(t, "text", Options{}, []string{"a.json", "b.json"}, []finding.Finding{
		at("a.json", 2, "one"), at("a.json", 2, "two"), at("a.json", 2, "three"), at("a.json", 5, "four"), at("b.json", 5, "five"),
	})
	const want = `a.json:1:2: one [missing]
  1 | [{},{}]
    |  ^
a.json:1:2: two [missing]
a.json:1:2: three [missing]
a.json:1:5: four [missing]
  1 | [{},{}]
    |     ^
b.json:1:5: five [missing]
  1 | [{},{}]
    |     ^
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
