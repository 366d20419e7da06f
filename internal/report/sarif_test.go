package report

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	official "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

func TestSARIFIsValid(t *testing.T) {
	schema := officialSchema(t)
	files, findings := sample()
	for name, out := range map[string]string{
		"with findings": render(t, "sarif", Options{Version: "v1.2.3"}, files, findings),
		"without":       render(t, "sarif", Options{Describe: func(string) string { return "what it is about" }}, files, nil),
	} {
		var log any
		if err := json.Unmarshal([]byte(out), &log); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(log); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
	}
	if err := schema.Validate(map[string]any{"version": "2.1.0"}); err == nil {
		t.Error("the schema accepts anything")
	}
}

// officialSchema is the schema of OASIS, which the library carries in its source
// and does not hand out.
func officialSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	const library = "github.com/owenrumney/go-sarif/v3"
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", library).Output()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(strings.TrimSpace(string(dir)), "pkg/report/v210/sarif/schema.go")
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	literal := file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0].(*ast.BasicLit)
	document, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.CompileString("sarif-schema-2.1.0.json", document)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSARIFSaysWhereAndHowToMend(t *testing.T) {
	files, findings := sample()
	read, err := official.FromString(render(t, "sarif", Options{}, files, findings))
	if err != nil {
		t.Fatal(err)
	}
	results := read.Runs[0].Results
	if len(results) != len(findings) {
		t.Fatalf("%d results of %d findings", len(results), len(findings))
	}
	at := results[0].Locations[0].PhysicalLocation
	if *at.ArtifactLocation.URI != "a/null.json" || *at.Region.StartLine != 3 || *at.Region.StartColumn != 16 {
		t.Errorf("%+v", at)
	}
	if uri := *results[3].Locations[0].PhysicalLocation.ArtifactLocation.URI; uri != "b,%20%5Bc%5D%20&%20%3Cd%3E.json" {
		t.Errorf("a path with special characters is %s", uri)
	}
	if fixes := results[2].Fixes; len(fixes) != 1 || *fixes[0].ArtifactChanges[0].Replacements[0].InsertedContent.Text != `"projectId"` {
		t.Errorf("%+v", fixes)
	}
}
