package vet

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
)

// This file has what all analyzers share.

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
