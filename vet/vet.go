// Package vet finds, at compile time, what would make the JSON Schema of a Go
// struct something else than its author means: analyzers for go vet
// (cmd/verdict-vet), for `verdict vet` and for any other driver of
// golang.org/x/tools/go/analysis.
//
// They look at structs that are models of JSON, which is to say that at least
// one field has a `json` or a `jsonschema` tag. A finding that is meant to be is
// silenced by a comment on the field, or the method, or the line above it:
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

// Analyzers lists every analyzer, by name.
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

// newAnalyzer is an analyzer that looks at one model after the other.
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

// ignored reports whether one of the comments silences the analyzer.
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
