package schema_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/schema"
)

func TestEveryConstantIsAmongTheValuesOfItsType(t *testing.T) {
	listed := map[string][]string{
		"Category":        texts(schema.Category("").Values()),
		"WireCategory":    texts(schema.WireCategory("").Values()),
		"SessionType":     texts(schema.SessionType("").Values()),
		"WireSessionType": texts(schema.WireSessionType("").Values()),
	}
	if diff := cmp.Diff(constants(t, "category.go", "session_type.go"), listed); diff != "" {
		t.Error(diff)
	}
}

// constants returns the values of the constants declared in the files, by type.
func constants(t *testing.T, files ...string) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			of := spec.Type.(*ast.Ident).Name
			found[of] = append(found[of], value)
			return true
		})
	}
	return found
}
