package schematool

import (
	"fmt"
	"go/ast"
	"go/parser"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file finds the packages that the type of a target names, but that the package of the
// target does not import: by their paths, as in Page[net/url.URL], and those of the standard
// library also by their names, as in Page[time.Time].

var pathAndType = lazyregexp.New(`((?:[\w.~-]+/)+[\w.~-]+)\.(\w+)`)

// withoutPaths replaces the paths in a type by names: the same name for the same path,
// because several types may share a program. A type with text in quotes, such as the tag of a
// field, is not changed.
func withoutPaths(source string) (expression string, paths map[string]string) {
	if strings.ContainsAny(source, "\"`") {
		return source, nil
	}
	paths = make(map[string]string)
	expression = pathAndType().ReplaceAllStringFunc(source, func(match string) string {
		dot := strings.LastIndexByte(match, '.')
		name := fmt.Sprintf("%sPath%x_", prefix, match[:dot])
		paths[name] = match[:dot]
		return name + match[dot:]
	})
	return expression, paths
}

// othersOf lists the packages that the types of targets may name.
func (e *environment) othersOf(targets []Target) []string {
	var others []string
	add := func(path string) {
		if !slices.Contains(others, path) {
			others = append(others, path)
		}
	}
	for _, target := range targets {
		source, paths := withoutPaths(target.Type)
		for _, name := range slices.Sorted(maps.Keys(paths)) {
			add(paths[name])
		}
		expression, err := parser.ParseExpr(source)
		if err != nil {
			continue // which is reported later
		}
		ast.Inspect(expression, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			name, ok := selector.X.(*ast.Ident)
			if !ok || paths[name.Name] != "" {
				return true
			}
			if info, err := os.Stat(filepath.Join(e.known.GOROOT, "src", name.Name)); err == nil && info.IsDir() {
				add(name.Name)
			}
			return true
		})
	}
	return others
}
