package schematool

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"

	"github.com/verdict-lint/verdict/internal/gocommand"
)

// Types of modules that know nothing of verdict, as they lie in the module cache:
// their schema takes what they write and refuses what they cannot read.
func TestTypesOfPublicModulesAreReflected(t *testing.T) {
	offline(t)
	tests := []struct {
		module, pkg, expression string
		good, bad               string
		want                    verdict.Rule
	}{
		{
			"golang.org/x/mod", "module", "Version",
			`{"Path": "golang.org/x/text", "Version": "v0.43.0"}`,
			`{"Path": "golang.org/x/text", "Version": 43}`, verdict.RuleType,
		},
		{
			"golang.org/x/tools", "cover", "[]*Profile",
			`[null, {"FileName": "a.go", "Mode": "set", "Blocks": [{"StartLine": 1, "StartCol": 2, "EndLine": 3, "EndCol": 4, "NumStmt": 5, "Count": 0}]}]`,
			`[{"FileName": "a.go", "Mode": "set", "Blocks": [{"StartLine": 1, "StartCol": 2, "EndLine": 3, "EndCol": 4, "NumStmt": 5}]}]`, verdict.RuleMissing,
		},
		{
			"github.com/santhosh-tekuri/jsonschema/v5", ".", "Detailed",
			`{"valid": false, "keywordLocation": "", "absoluteKeywordLocation": "", "instanceLocation": "", "errors": [{"valid": true, "keywordLocation": "/a", "absoluteKeywordLocation": "", "instanceLocation": ""}]}`,
			`{"valid": false, "keywordLocation": "", "absoluteKeywordLocation": "", "instanceLocation": null}`, verdict.RuleNull,
		},
	}
	for _, tt := range tests {
		t.Run(tt.module+"/"+tt.pkg+" "+tt.expression, func(t *testing.T) {
			out, err := gocommand.Run(t.Context(), ".", nil, "list", "-m", "-f", "{{.Dir}}", tt.module)
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(strings.TrimSpace(string(out)), tt.pkg)
			document, err := Reflect(t.Context(), Target{Dir: t.TempDir(), Package: dir, Type: tt.expression})
			if err != nil {
				t.Fatal(err)
			}
			schema, err := verdict.Compile(document)
			if err != nil {
				t.Fatalf("%v\n%s", err, document)
			}
			if err := schema.Validate([]byte(tt.good)); err != nil {
				t.Errorf("refused: %v", err)
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
