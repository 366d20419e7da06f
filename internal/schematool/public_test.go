package schematool

import (
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"

	"github.com/verdict-lint/verdict/internal/gocommand"
)

// Types of modules that do not require verdict, named by their directory in the module cache,
// or by their path and version: their schema accepts what they write and rejects what they
// cannot read.
func TestTypesOfPublicModulesAreReflected(t *testing.T) {
	offline(t)
	tests := []struct {
		module, pkg, expression string
		byPath                  bool
		good, bad               string
		want                    verdict.Rule
	}{
		{
			"golang.org/x/tools", "cover", "[]*Profile", false,
			`[null, {"FileName": "a.go", "Mode": "set", "Blocks": [{"StartLine": 1, "StartCol": 2, "EndLine": 3, "EndCol": 4, "NumStmt": 5, "Count": 0}]}]`,
			`[{"FileName": "a.go", "Mode": "set", "Blocks": [{"StartLine": 1, "StartCol": 2, "EndLine": 3, "EndCol": 4, "NumStmt": 5}]}]`, verdict.RuleMissing,
		},
		{
			"github.com/santhosh-tekuri/jsonschema/v5", ".", "Detailed", true,
			`{"valid": false, "keywordLocation": "", "absoluteKeywordLocation": "", "instanceLocation": "", "errors": [{"valid": true, "keywordLocation": "/a", "absoluteKeywordLocation": "", "instanceLocation": ""}]}`,
			`{"valid": false, "keywordLocation": "", "absoluteKeywordLocation": "", "instanceLocation": null}`, verdict.RuleNull,
		},
	}
	for _, tt := range tests {
		t.Run(tt.module+"/"+tt.pkg+" "+tt.expression, func(t *testing.T) {
			out, err := gocommand.Run(t.Context(), ".", nil, "list", "-m", "-f", "{{.Dir}} {{.Version}}", tt.module)
			if err != nil {
				t.Fatal(err)
			}
			dir, version, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
			pkg := filepath.Join(dir, tt.pkg)
			if tt.byPath {
				pkg = path.Join(tt.module, tt.pkg) + "@" + version
			}
			document, err := Reflect(t.Context(), Target{Dir: t.TempDir(), Package: pkg, Type: tt.expression})
			if err != nil {
				t.Fatal(err)
			}
			schema, err := verdict.Compile(document)
			if err != nil {
				t.Fatalf("%v\n%s", err, document)
			}
			if err := schema.Validate([]byte(tt.good)); err != nil {
				t.Errorf("rejected: %v", err)
			}
			if got := rules(schema.Validate([]byte(tt.bad))); len(got) != 1 || got[0] != tt.want {
				t.Errorf("%s: got %v, want %s", tt.bad, got, tt.want)
			}
		})
	}
}

// rules lists what an error of Validate says was broken.
func rules(err error) []verdict.Rule {
	var found []verdict.Rule
	if all, ok := err.(*verdict.Error); ok {
		for _, v := range all.Violations {
			found = append(found, v.Rule)
		}
	}
	return found
}
