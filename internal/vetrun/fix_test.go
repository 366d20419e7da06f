package vetrun

import (
	"os"
	"testing"

	"github.com/verdict-lint/verdict/internal/finding"
)

func TestOfFixesThatTouchOnlyTheFirstIsMade(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.go", "package a\n\nvar x = 1\n")
	at := func(offset, end int64, text string) *finding.Finding {
		return &finding.Finding{File: "a.go", Fix: &finding.Fix{Edits: []finding.Edit{{Offset: offset, End: end, Text: text}}}}
	}
	fixed, err := fix([]*finding.Finding{
		at(15, 16, "y"), // x
		at(15, 16, "z"),
		{File: "a.go"},
		at(19, 20, "2"), // 1
	})
	if err != nil || fixed != 2 {
		t.Errorf("fixed %d, %v", fixed, err)
	}
	if got := read(t, "a.go"); got != "package a\n\nvar y = 2\n" {
		t.Errorf("%q", got)
	}
}

func TestAFileThatWouldNoLongerBeGoIsLeftAlone(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.go", "package a\n")
	broken := &finding.Finding{File: "a.go", Fix: &finding.Fix{Edits: []finding.Edit{{Offset: 0, End: 7, Text: "pack"}}}}
	if fixed, err := fix([]*finding.Finding{broken}); err == nil || fixed != 0 {
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
	if _, err := fix([]*finding.Finding{one}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, "a.go"); got != "package a\nvar   x=2\n" {
		t.Errorf("%q", got)
	}
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
