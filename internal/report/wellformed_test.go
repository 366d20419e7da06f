package report

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestXMLFormatsAreWellFormed(t *testing.T) {
	files, findings := sample()
	tested := 0
	for _, format := range Formats() {
		text := render(t, format.Name, Options{}, files, findings)
		if !strings.HasPrefix(text, "<?xml") {
			continue
		}
		tested++
		for decoder := xml.NewDecoder(strings.NewReader(text)); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", format.Name, err)
			}
		}
	}
	if tested == 0 {
		t.Error("no format is XML")
	}
}

// jsonReports returns reports with findings in the formats that are JSON, or lines of JSON, by
// the name of the format.
func jsonReports(t *testing.T) map[string]string {
	files, findings := sample()
	reports := make(map[string]string)
	for _, format := range Formats() {
		if text := render(t, format.Name, Options{}, files, findings); text[0] == '{' || text[0] == '[' {
			reports[format.Name] = text
		}
	}
	if len(reports) == 0 {
		t.Fatal("no format is JSON")
	}
	return reports
}

func TestJSONFormatsAreJSON(t *testing.T) {
	files, findings := sample()
	for name, report := range jsonReports(t) {
		if name == "jsonl" {
			continue
		}
		for _, out := range []string{report, render(t, name, Options{}, files, nil)} {
			if !json.Valid([]byte(out)) {
				t.Errorf("%s is not JSON:\n%s", name, out)
			}
		}
	}
	lines := strings.Split(strings.TrimSuffix(render(t, "jsonl", Options{}, files, findings), "\n"), "\n")
	if len(lines) != len(findings) {
		t.Errorf("jsonl has %d lines for %d findings", len(lines), len(findings))
	}
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			t.Errorf("%s is not JSON", line)
		}
	}
}

func TestHTMLLoadsNoOtherFiles(t *testing.T) {
	files, findings := sample()
	page := render(t, "html", Options{}, files, findings)
	for _, outside := range []string{"<link", "<img", "@import", "url(", " src="} {
		if strings.Contains(page, outside) {
			t.Errorf("the page has %s", outside)
		}
	}
	if strings.Contains(page, "<b>&amp;</b>") || strings.Contains(page, "<d>.json") {
		t.Error("text of the payload is not escaped in the page")
	}
}
