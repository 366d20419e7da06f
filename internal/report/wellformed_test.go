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
	for _, name := range []string{"junit", "checkstyle"} {
		decoder := xml.NewDecoder(strings.NewReader(render(t, name, Options{}, files, findings)))
		elements := 0
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if start, ok := token.(xml.StartElement); ok && (start.Name.Local == "error" || start.Name.Local == "failure") {
				elements++
			}
		}
		if elements != len(findings) {
			t.Errorf("%s has %d of %d findings", name, elements, len(findings))
		}
	}
}

func TestJSONFormatsAreJSON(t *testing.T) {
	files, findings := sample()
	for _, name := range []string{"json", "sarif", "gitlab", "rdjson"} {
		for _, out := range []string{render(t, name, Options{}, files, findings), render(t, name, Options{}, files, nil)} {
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
