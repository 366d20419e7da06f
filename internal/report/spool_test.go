package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/finding"
)

func TestASpoolReturnsTheWrittenBytes(t *testing.T) {
	for _, c := range []struct {
		name   string
		tmp    string
		onDisk bool
	}{
		{"much", t.TempDir(), true},
		{"large, without a temporary directory", filepath.Join(t.TempDir(), "nowhere"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, variable := range []string{"TMPDIR", "TMP", "TEMP"} {
				t.Setenv(variable, c.tmp)
			}
			s := &spool{limit: 10}
			var want strings.Builder
			for i := range 100 {
				fmt.Fprintf(io.MultiWriter(s, &want), "%d ", i)
			}
			if onDisk := s.file != nil; onDisk != c.onDisk {
				t.Errorf("on disk: %t", onDisk)
			}
			r, err := s.reader()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); err != nil || string(got) != want.String() {
				t.Errorf("%q, %v", got, err)
			}
			s.close()
			if left, err := os.ReadDir(c.tmp); c.onDisk && (err != nil || len(left) > 0) {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// alike returns n findings of one mass failure in a file.
func alike(file string, n int) []finding.Finding {
	all := make([]finding.Finding, n)
	for i := range all {
		all[i] = finding.Finding{
			File: file, Rule: "null", Severity: finding.Error, Pointer: fmt.Sprintf("/%d/id", i),
			Message: strings.Repeat("long ", 20), Range: finding.Range{Start: finding.Position{Line: i + 1, Column: 1}},
		}
	}
	return all
}

func TestJUnitCountsMoreCasesThanFitInMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a large report, which takes longer than -short allows; go test without it runs this")
	}
	const n = 2 * spoolMemory / 300
	out := render(t, "junit", Options{}, []string{"a", "b", "c"}, append(alike("a", n), alike("c", n)...))
	var doc struct {
		Tests  int `xml:"tests,attr"`
		Suites []struct {
			Tests    int        `xml:"tests,attr"`
			Failures int        `xml:"failures,attr"`
			Cases    []struct{} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Tests != 2*n+1 || len(doc.Suites) != 3 {
		t.Fatalf("%d cases in %d suites", doc.Tests, len(doc.Suites))
	}
	for i, failures := range []int{n, 0, n} {
		s := doc.Suites[i]
		if s.Failures != failures || s.Tests != max(1, failures) || len(s.Cases) != s.Tests {
			t.Errorf("suite %d: %d tests, %d failures, %d cases", i, s.Tests, s.Failures, len(s.Cases))
		}
	}
}

// A browser cannot open a page with a million findings.
func TestAPageShowsSomeOfAMassFailureAndCountsTheRest(t *testing.T) {
	found := append(alike("a", 1234+htmlPerFailure), alike("b", 1)...)
	out := render(t, "html", Options{}, []string{"a", "b"}, found)
	if n := strings.Count(out, "<article"); n != htmlPerFailure+1 {
		t.Errorf("%d findings are shown", n)
	}
	for _, want := range []string{
		"1,234 similar findings are hidden", "and 1,234 more that are not shown",
		fmt.Sprintf(`<span class="count">%d</span>`, 1234+htmlPerFailure),
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not on the page", want)
		}
	}

	var different []finding.Finding
	for i := range htmlAtMost + 1 {
		f := alike("a", 1)[0]
		f.Pointer = fmt.Sprintf("/x%d", i)
		different = append(different, f)
	}
	out = render(t, "html", Options{}, []string{"a"}, different)
	if n := strings.Count(out, "<article"); n != htmlAtMost || !strings.Contains(out, "1 similar finding is hidden") {
		t.Errorf("%d of %d different ones are shown", n, len(different))
	}
}
