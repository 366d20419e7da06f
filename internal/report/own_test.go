package report

import (
	"maps"
	"os"
	"slices"
	"testing"
)

func TestReportsAreRecognized(t *testing.T) {
	reports := slices.Collect(maps.Keys(jsonReports(t)))
	for _, name := range append(reports, "json-clean", "sarif-clean", "rdjson-clean", "summary-json") {
		content, err := os.ReadFile("testdata/" + name + ".golden")
		if err != nil {
			t.Fatal(err)
		}
		if !IsReport(content) {
			t.Errorf("own.go does not recognize %s: %.100s", name, content)
		}
	}
	for _, payload := range []string{
		"", "[]", "[]\n", "{}", `{"findings": []}`, `{"file":"a"}`, `{"version":"2.1.0","runs":[]}`, "[\n  {\"description\":\"x\"}]",
	} {
		if IsReport([]byte(payload)) {
			t.Errorf("%s is", payload)
		}
	}
}
