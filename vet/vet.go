// Package vet provides analyzers that find struct tags and types whose generated JSON
// Schema would not match the author's intent. They run in go vet (cmd/verdict-vet), in
// `verdict vet` and in any other driver of golang.org/x/tools/go/analysis.
//
// They check structs that are models of JSON: those with at least one field with a `json`
// or a `jsonschema` tag. To ignore a finding, add a comment to the field or method, or to
// the line above it:
//
//	//verdict:ignore pointernull null means "not measured"
package vet

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
)

// Analyzers returns every analyzer, sorted by name.
func Analyzers() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		EnumList,
		JSONName,
		NoSchema,
		NullOrMissing,
		OmitEmpty,
		PointerNull,
		SchemaTag,
	}
}

// newAnalyzer returns an analyzer that calls check for every model.
func newAnalyzer(name, doc string, check func(*analysis.Pass, *model)) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     name,
		Doc:      doc,
		URL:      "https://pkg.go.dev/github.com/verdict-lint/verdict/vet",
		Requires: []*analysis.Analyzer{inspect.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			for _, m := range models(pass) {
				check(pass, m)
			}
			return nil, nil
		},
	}
}

// ignored reports whether one of the comments disables the analyzer.
func ignored(pass *analysis.Pass, groups ...*ast.CommentGroup) bool {
	for _, group := range groups {
		if group == nil {
			continue
		}
		for _, c := range group.List {
			rest, ok := strings.CutPrefix(c.Text, "//verdict:ignore")
			if !ok {
				continue
			}
			words := strings.Fields(rest)
			if len(words) > 0 && slices.Contains(strings.Split(words[0], ","), pass.Analyzer.Name) {
				return true
			}
		}
	}
	return false
}
