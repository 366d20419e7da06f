package schematool

// This file finds types that are declared in files that do not belong to the package.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// excluded returns why the package has no type that a file in its directory declares: the file is
// a test, or build constraints exclude it. It returns "" if no file declares the type.
func (p *loaded) excluded(name string) string {
	if len(p.GoFiles) == 0 {
		return ""
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(p.GoFiles[0]), "*.go"))
	if err != nil {
		return ""
	}
	for _, file := range files {
		if slices.Contains(p.GoFiles, file) || slices.Contains(p.CompiledGoFiles, file) || !declaresType(file, name) {
			continue
		}
		base := filepath.Base(file)
		if strings.HasSuffix(base, "_test.go") {
			return ": " + base + " declares it, and no program can import a test; move it to another file"
		}
		return ": " + base + " declares it, and is not built for this platform or without a tag; set GOOS, or GOFLAGS=-tags=name"
	}
	return ""
}

// declaresType reports whether a Go file declares a type at its top level.
func declaresType(file, name string) bool {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(parsed.Decls, func(d ast.Decl) bool {
		group, ok := d.(*ast.GenDecl)
		return ok && group.Tok == token.TYPE && slices.ContainsFunc(group.Specs, func(s ast.Spec) bool {
			return s.(*ast.TypeSpec).Name.Name == name
		})
	})
}
