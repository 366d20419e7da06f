package vetrun

import (
	"go/ast"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/verdict-lint/verdict/internal/finding"
)

func TestOnlyTheFirstOfOverlappingFixesIsApplied(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.go", "package a\n\nvar x = 1\n")
	at := func(offset, end int64, text string) *finding.Finding {
		return &finding.Finding{File: "a.go", Fix: &finding.Fix{Edits: []finding.Edit{{Offset: offset, End: end, Text: text}}}}
	}
	fixed, err := fix(reportOf(t,
		at(15, 16, "y"), // x
		at(15, 16, "z"),
		&finding.Finding{File: "a.go"},
		at(19, 20, "2"), // 1
	))
	if err != nil || fixed != 2 {
		t.Errorf("fixed %d, %v", fixed, err)
	}
	if got := read(t, "a.go"); got != "package a\n\nvar y = 2\n" {
		t.Errorf("%q", got)
	}
}

func TestAFixThatWouldMakeAFileInvalidIsNotApplied(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.go", "package a\n")
	broken := &finding.Finding{File: "a.go", Fix: &finding.Fix{Edits: []finding.Edit{{Offset: 0, End: 7, Text: "pack"}}}}
	if fixed, err := fix(reportOf(t, broken)); err == nil || fixed != 0 {
		t.Errorf("fixed %d, %v", fixed, err)
	}
	if got := read(t, "a.go"); got != "package a\n" {
		t.Errorf("%q", got)
	}
}

func TestAFileThatWasNotFormattedStaysSo(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.go", "package a\nvar   x=1\n")
	one := &finding.Finding{File: "a.go", Fix: &finding.Fix{Edits: []finding.Edit{{Offset: 18, End: 19, Text: "2"}}}}
	if _, err := fix(reportOf(t, one)); err != nil {
		t.Fatal(err)
	}
	if got := read(t, "a.go"); got != "package a\nvar   x=2\n" {
		t.Errorf("%q", got)
	}
}

func TestAFileThatChangedSinceItWasVettedIsNotFixed(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.go", "package a\n\nvar x = 1\n")
	report := reportOf(t, &finding.Finding{File: "a.go", Fix: &finding.Fix{Edits: []finding.Edit{{Offset: 15, End: 16, Text: "y"}}}})
	const edited = "package a\n\n// x\nvar x = 1\n"
	write(t, "a.go", edited)
	if fixed, err := fix(report); err == nil || fixed != 0 || !strings.Contains(err.Error(), "a.go: changed while") {
		t.Errorf("fixed %d, %v", fixed, err)
	}
	if got := read(t, "a.go"); got != edited {
		t.Errorf("%q", got)
	}
}

func TestAFileThatChangesWhileItIsVettedIsNotFixed(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, "go.mod", "module example.com/a\n\ngo 1.24\n")
	write(t, "a.go", "package a\n\nvar x = 1\n")
	const edited = "package a\n\n// x\nvar x = 1\n"
	edits := analyzer("edits", func(p *analysis.Pass) (any, error) {
		write(t, "a.go", edited)
		name := p.Files[0].Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Names[0]
		edit := analysis.TextEdit{Pos: name.Pos(), End: name.End(), NewText: []byte("y")}
		p.Report(analysis.Diagnostic{Pos: name.Pos(), SuggestedFixes: []analysis.SuggestedFix{{TextEdits: []analysis.TextEdit{edit}}}})
		return nil, nil
	})
	_, fixed, err := RunAndFix(t.Context(), Options{Analyzers: []*analysis.Analyzer{edits}})
	if err == nil || fixed != 0 || !strings.Contains(err.Error(), "a.go: changed while") {
		t.Errorf("fixed %d, %v", fixed, err)
	}
	if got := read(t, "a.go"); got != edited {
		t.Errorf("%q", got)
	}
}

// reportOf returns a report of findings in the current a.go.
func reportOf(t *testing.T, findings ...*finding.Finding) *Report {
	t.Helper()
	return &Report{Findings: findings, sources: map[string][]byte{"a.go": []byte(read(t, "a.go"))}}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
