package verdict_test

// This file tests what is linked into a program that only imports the library.

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/gocommand"
)

// linked are the modules that the library requires, and why.
var linked = map[string]string{
	"github.com/santhosh-tekuri/jsonschema/v5": "checks schema documents against their metaschemas",
	"github.com/invopop/jsonschema":            "the schema model and the hooks of types that reflection obeys",
	"github.com/go-json-experiment/json":       "decodes with exact names",
	"github.com/dlclark/regexp2/v2":            `\p{…} in patterns`,
	"golang.org/x/net":                         "the Punycode of host names",
	"golang.org/x/text":                        "the normal form and direction of host names",

	// Below invopop/jsonschema, whose ordered map can write itself as YAML. There is
	// no way to have the one without the other.
	"github.com/pb33f/ordered-map/v2":  "below invopop/jsonschema",
	"github.com/bahlo/generic-list-go": "below invopop/jsonschema",
	"github.com/buger/jsonparser":      "below invopop/jsonschema",
	"go.yaml.in/yaml/v4":               "below invopop/jsonschema",
}

func TestAProgramThatImportsTheLibraryLinksNothingOfTheCommand(t *testing.T) {
	var modules []string
	for _, module := range dependencies(t, "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", ".", "./schema", "./registry", "./summary", "./verdicthttp") {
		if !slices.Contains(modules, module) {
			modules = append(modules, module)
		}
	}
	slices.Sort(modules)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(linked)), modules); diff != "" {
		t.Errorf("modules (-known +linked):\n%s", diff)
	}
	for _, name := range modules {
		for _, unwanted := range []string{"cobra", "color"} {
			if strings.Contains(name, unwanted) {
				t.Errorf("%s is linked", name)
			}
		}
	}
}

// The library cannot use the network without this package.
func TestTheLibraryLinksNoHTTP(t *testing.T) {
	if slices.Contains(dependencies(t, "{{.ImportPath}}", ".", "./schema", "./summary"), "net/http") {
		t.Error("net/http is linked")
	}
}

// Dependencies of the reflector can print an ordered map as YAML. The linker leaves that out as long as
// nothing in the library calls it. The names of all functions are in the program, for stack traces.
func TestTheLibraryLinksNoYAMLParser(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program, which takes longer than -short allows; go test without it runs this")
	}
	const program = `package main

import "github.com/verdict-lint/verdict"

func main() {
	type T struct{ F map[string]int }
	_, err := verdict.MustFor[T]().Decode([]byte("{}"))
	println(err == nil)
}
`
	source := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(source, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	binary, remove, err := gocommand.Build(t.Context(), ".", nil, []string{"-trimpath"}, source)
	if err != nil {
		t.Fatal(err)
	}
	defer remove()
	text, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("github.com/invopop/jsonschema.(*Schema).")) {
		t.Error("the program has no names of functions")
	}
	if linked := regexp.MustCompile(`go\.yaml\.in/[\w/.()*]*(Unmarshal|[Pp]arser|[Ss]canner|Decoder)[\w.()*]*`).FindAllString(string(text), 3); linked != nil {
		t.Errorf("a YAML parser is linked: %q", linked)
	}
}

// Packages with models import null, so it must not have dependencies.
func TestNullDependsOnTheStandardLibraryAlone(t *testing.T) {
	for _, path := range dependencies(t, "{{if not .Standard}}{{.ImportPath}}{{end}}", "./null") {
		if path != "github.com/verdict-lint/verdict/null" {
			t.Errorf("%s is linked", path)
		}
	}
}

// dependencies lists the dependencies of packages, formatted by a template.
func dependencies(t *testing.T, template string, packages ...string) []string {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the go command, which takes longer than -short allows; go test without it runs this")
	}
	out, err := exec.Command("go", append([]string{"list", "-deps", "-f", template}, packages...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	return strings.Fields(string(out))
}
