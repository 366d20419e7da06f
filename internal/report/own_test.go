package report

import (
	"os"
	"testing"
)

func TestReportsAreRecognized(t *testing.T) {
	for _, name := range []string{"json", "json-clean", "jsonl", "sarif", "sarif-clean", "gitlab", "rdjson", "rdjson-clean", "summary-json"} {
		content, err := os.ReadFile("testdata/" + name + ".golden")
		if err != nil {
			t.Fatal(err)
		}
		if !IsReport(content) {
			t.Errorf("%s is not recognized: %.100s", name, content)
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
