package verdict_test

// This file compares the public API with testdata/api.txt, so that the diff of a change shows
// what it adds to the API, changes in it or removes from it.

import (
	"bytes"
	"flag"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the public API into testdata/api.txt")

const apiFile = "testdata/api.txt"

func TestThePublicAPIIsTheRecordedOne(t *testing.T) {
	var api bytes.Buffer
	for _, dir := range publicPackages(t) {
		for _, declaration := range exported(t, dir) {
			api.WriteString("package " + path.Join("verdict", dir) + ": " + declaration + "\n")
		}
	}
	if *update {
		if err := os.WriteFile(apiFile, api.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	recorded, err := os.ReadFile(apiFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(recorded), "\n"), strings.Split(api.String(), "\n")); diff != "" {
		t.Errorf("the public API changed; if that is intended, run go test -run %s -update . (-recorded +now):\n%s", t.Name(), diff)
	}
}

// publicPackages returns the directories of the packages of this module that other modules
// can import, sorted.
func publicPackages(t *testing.T) []string {
	t.Helper()
	var dirs []string
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			if base := path.Base(name); name != "." && (base == "internal" || base == "testdata" || base == "cmd" || base[0] == '.' || isFile(path.Join(name, "go.mod"))) {
				return fs.SkipDir
			}
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !slices.Contains(dirs, path.Dir(name)):
			dirs = append(dirs, path.Dir(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(dirs)
	return dirs
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// exported returns the exported declarations of the package in dir, one line each.
func exported(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	positions := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(positions, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	pkg, err := doc.NewFromFiles(positions, files, "./"+dir)
	if err != nil {
		t.Fatal(err)
	}
	if pkg.Name == "main" {
		return nil
	}
	var lines []string
	functions := func(list []*doc.Func) {
		for _, function := range list {
			lines = append(lines, oneLine(t, function.Decl))
		}
	}
	values := func(list []*doc.Value) {
		for _, value := range list {
			for _, spec := range value.Decl.Specs {
				lines = append(lines, value.Decl.Tok.String()+" "+oneLine(t, spec))
			}
		}
	}
	values(pkg.Consts)
	values(pkg.Vars)
	functions(pkg.Funcs)
	for _, typ := range pkg.Types {
		for _, spec := range typ.Decl.Specs {
			lines = append(lines, "type "+oneLine(t, spec))
		}
		values(typ.Consts)
		values(typ.Vars)
		functions(typ.Funcs)
		functions(typ.Methods)
	}
	slices.Sort(lines)
	return lines
}

// oneLine returns the declaration without comments on one line.
func oneLine(t *testing.T, node ast.Node) string {
	t.Helper()
	ast.Inspect(node, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			node.Doc, node.Body = nil, nil
		case *ast.TypeSpec:
			node.Doc, node.Comment = nil, nil
		case *ast.ValueSpec:
			node.Doc, node.Comment = nil, nil
		case *ast.Field:
			node.Doc, node.Comment = nil, nil
		}
		return true
	})
	var text bytes.Buffer
	// A file set without positions prints a declaration on as few lines as it can.
	if err := printer.Fprint(&text, token.NewFileSet(), node); err != nil {
		t.Fatal(err)
	}
	var words []string
	for part := range strings.Lines(text.String()) {
		words = append(words, strings.Join(strings.Fields(part), " "))
	}
	whole := strings.TrimSuffix(strings.Join(words, "; "), "// contains filtered or unexported fields")
	return strings.NewReplacer("{; ", "{ ", ";  }", " }", "; }", " }", "{  }", "{}").Replace(whole)
}
