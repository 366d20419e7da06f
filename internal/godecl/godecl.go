// Package godecl finds declarations in the syntax of Go files.
package godecl

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"iter"
)

// Specs iterates over the specifications of a kind in the order of the source, each with its
// declaration: [ast.TypeSpec] for [token.TYPE], [ast.ValueSpec] for [token.CONST] and [token.VAR].
func Specs[S ast.Spec](files []*ast.File, kind token.Token) iter.Seq2[*ast.GenDecl, S] {
	return func(yield func(*ast.GenDecl, S) bool) {
		for _, file := range files {
			for _, decl := range file.Decls {
				group, ok := decl.(*ast.GenDecl)
				if !ok || group.Tok != kind {
					continue
				}
				for _, spec := range group.Specs {
					if !yield(group, spec.(S)) {
						return
					}
				}
			}
		}
	}
}

// A Constant is a constant with its declaration.
type Constant struct {
	*types.Const
	Group *ast.GenDecl
	Spec  *ast.ValueSpec
}

// Constants returns the constants of an enumeration: those of exactly the type named, in the
// order of the source. Of an exported type, it leaves out unexported constants, which are
// usually bounds and sentinels (maxKind).
func Constants(files []*ast.File, info *types.Info, named *types.Named) []Constant {
	var found []Constant
	for group, spec := range Specs[*ast.ValueSpec](files, token.CONST) {
		for _, name := range spec.Names {
			c, ok := info.Defs[name].(*types.Const)
			if !ok || name.Name == "_" || !types.Identical(c.Type(), named) || c.Val().Kind() == constant.Unknown {
				continue
			}
			if c.Exported() || !named.Obj().Exported() {
				found = append(found, Constant{c, group, spec})
			}
		}
	}
	return found
}
