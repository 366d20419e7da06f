package verdict_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every exported function and method of the package has a runnable example, except the
// customary methods of errors.
func TestEveryPublicNameHasAnExample(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var sources, tests []*ast.File
	set := token.NewFileSet()
	for _, name := range names {
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			tests = append(tests, file)
		} else {
			sources = append(sources, file)
		}
	}
	shown := make(map[string]bool)
	for _, example := range doc.Examples(tests...) {
		if example.Output == "" && !example.EmptyOutput {
			t.Errorf("Example%s has no output to compare with", example.Name)
		}
		name, variant, found := strings.Cut(example.Name, "_")
		if found && token.IsExported(variant) {
			name += "." + strings.SplitN(variant, "_", 2)[0]
		}
		shown[name] = true
	}
	for _, name := range publicFunctions(sources) {
		if forwarded, ok := strings.CutPrefix(name, "Typed."); ok && shown["Schema."+forwarded] {
			continue // it is that of the schema
		}
		if !shown[name] {
			t.Errorf("no example of %s", name)
		}
	}
}

// publicFunctions lists the exported functions, and methods of exported types as
// "Type.Method", sorted.
func publicFunctions(files []*ast.File) []string {
	var names []string
	for _, file := range files {
		for _, d := range file.Decls {
			function, ok := d.(*ast.FuncDecl)
			if !ok || !function.Name.IsExported() {
				continue
			}
			name := function.Name.Name
			if function.Recv != nil {
				receiver := receiverName(function.Recv.List[0].Type)
				if !token.IsExported(receiver) || name == "Error" || name == "Is" || name == "Unwrap" {
					continue
				}
				name = receiver + "." + name
			}
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// receiverName is the type's name, without pointer and type parameters.
func receiverName(expression ast.Expr) string {
	switch e := expression.(type) {
	case *ast.StarExpr:
		return receiverName(e.X)
	case *ast.IndexExpr:
		return receiverName(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}
