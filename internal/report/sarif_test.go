package report

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/verdict-lint/verdict"
)

func TestSARIFIsValid(t *testing.T) {
	// The schema of OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
	document, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := verdict.Compile(document)
	if err != nil {
		t.Fatal(err)
	}
	files, findings := sample()
	for name, out := range map[string]string{
		"with findings": render(t, "sarif", Options{Version: "v1.2.3"}, files, findings),
		"without":       render(t, "sarif", Options{Describe: func(string) string { return "what it is about" }}, files, nil),
	} {
		if err := schema.Validate([]byte(out)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if schema.Valid([]byte(`{"version": "2.1.0"}`)) {
		t.Error("the schema accepts anything")
	}
}

// A sarifLog is the part of a SARIF log that the tests read.
type sarifLog struct {
	Runs []struct {
		Results []struct {
			Locations []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           struct{ StartLine, StartColumn int }
				}
			}
			Fixes []struct {
				ArtifactChanges []struct {
					Replacements []struct {
						InsertedContent struct{ Text string }
					}
				}
			}
		}
	}
}

func TestSARIFHasRegionsAndFixes(t *testing.T) {
	files, findings := sample()
	var read sarifLog
	if err := json.Unmarshal([]byte(render(t, "sarif", Options{}, files, findings)), &read); err != nil {
		t.Fatal(err)
	}
	results := read.Runs[0].Results
	if len(results) != len(findings) {
		t.Fatalf("%d results of %d findings", len(results), len(findings))
	}
	at := results[0].Locations[0].PhysicalLocation
	if at.ArtifactLocation.URI != "a/null.json" || at.Region.StartLine != 3 || at.Region.StartColumn != 16 {
		t.Errorf("%+v", at)
	}
	if uri := results[3].Locations[0].PhysicalLocation.ArtifactLocation.URI; uri != "b,%20%5Bc%5D%20&%20%3Cd%3E.json" {
		t.Errorf("a path with special characters is %s", uri)
	}
	if fixes := results[2].Fixes; len(fixes) != 1 || fixes[0].ArtifactChanges[0].Replacements[0].InsertedContent.Text != `"projectId"` {
		t.Errorf("%+v", fixes)
	}
}
