package report

import (
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/finding"
)

func TestFindingsContainNoBuildCommands(t *testing.T) {
	hostile := []string{
		"::error file=x::y.json", " \t::add-mask::y", "::stop-commands::z", "##[error]x", "##vso[task.setvariable]x",
		"###VSO[x", "##teamcity[x]", "a\n::error::b", "\r::error::b", "x ##[group]y",
	}
	for _, format := range []string{"text", "oneline", "github"} {
		f, err := Find(format)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range hostile {
			var out strings.Builder
			r := f.New(&out, Options{})
			for range 3 {
				finding := finding.Finding{
					File: text, Rule: "enum", Message: text, Help: text, Frame: finding.Frame{Text: text, End: len(text)},
					Range:   finding.Range{Start: finding.Position{Line: 1, Column: 1}, End: finding.Position{Line: 1, Column: 2}},
					Related: []finding.Related{{Message: text}},
				}
				if err := r.File(text); err != nil {
					t.Fatal(err)
				}
				if err := r.Finding(&finding); err != nil {
					t.Fatal(err)
				}
			}
			if err := r.Close(finding.Summary{}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				own := format == "github" && strings.HasPrefix(line, "::") && strings.Contains(line, ",title=verdict%3A enum::")
				if strings.HasPrefix(strings.TrimSpace(line), "::") && !own {
					t.Errorf("%s: %q gives the command %q", format, text, line)
				}
				for _, command := range []string{"##[", "##vso[", "##teamcity["} {
					if strings.Contains(strings.ToLower(line), command) {
						t.Errorf("%s: %q gives the command %q", format, text, line)
					}
				}
			}
		}
	}
}
