package vet

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/verdict-lint/verdict/internal/godecl"
)

// EnumList finds incomplete lists of an enumeration's constants.
var EnumList = &analysis.Analyzer{
	Name: "enumlist",
	Doc: `find enumerations whose list misses a constant

A method Values() []T lists the constants of T, and they are its enum in a JSON
Schema: a payload with a constant that is not in the list is invalid. Unexported
constants of an exported type are ignored, because they are usually bounds.`,
	URL: "https://pkg.go.dev/github.com/verdict-lint/verdict/vet",
	Run: checkEnums,
}

func checkEnums(pass *analysis.Pass) (any, error) {
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			method, ok := decl.(*ast.FuncDecl)
			if !ok || ignored(pass, method.Doc) {
				continue
			}
			if named := listedType(pass, method); named != nil {
				checkEnum(pass, file, method, named)
			}
		}
	}
	return nil, nil
}

// listedType returns the T of a method `func (T) Values() []T`.
func listedType(pass *analysis.Pass, method *ast.FuncDecl) *types.Named {
	object, ok := pass.TypesInfo.Defs[method.Name].(*types.Func)
	if !ok || object.Name() != "Values" || method.Recv == nil || method.Body == nil {
		return nil
	}
	signature := object.Signature()
	named, ok := types.Unalias(dereference(signature.Recv().Type())).(*types.Named)
	if !ok || signature.Params().Len() != 0 || signature.Results().Len() != 1 {
		return nil
	}
	list, ok := signature.Results().At(0).Type().(*types.Slice)
	if !ok || !types.Identical(list.Elem(), named) {
		return nil
	}
	if _, basic := named.Underlying().(*types.Basic); !basic {
		return nil
	}
	return named
}

func checkEnum(pass *analysis.Pass, file *ast.File, method *ast.FuncDecl, named *types.Named) {
	list := returnedList(pass, method)
	if list == nil {
		return // built at run time: not checked
	}
	listed := make(map[string]bool)
	for _, element := range list.Elts {
		value := pass.TypesInfo.Types[element].Value
		if value == nil {
			return
		}
		if key := value.ExactString(); !listed[key] {
			listed[key] = true
			continue
		}
		pass.Report(analysis.Diagnostic{
			Pos: element.Pos(), End: element.End(),
			Message: fmt.Sprintf("the list of %s names %s twice", named.Obj().Name(), value),
		})
	}
	var missing []string
	for _, c := range godecl.Constants(pass.Files, pass.TypesInfo, named) {
		if key := c.Val().ExactString(); !listed[key] {
			listed[key] = true
			missing = append(missing, c.Name())
		}
	}
	if len(missing) == 0 {
		return
	}
	message := fmt.Sprintf("the list of %s lacks %s", named.Obj().Name(), strings.Join(missing, ", "))
	var fixes []analysis.SuggestedFix
	if ast.IsGenerated(file) {
		message += "; run go generate"
	} else {
		fixes = appendToList(pass, list, missing)
	}
	pass.Report(analysis.Diagnostic{
		Pos: method.Name.Pos(), End: method.Name.End(),
		Message: message, SuggestedFixes: fixes,
	})
}

// returnedList returns the list that a method returns, if its body is a single statement
// that returns a literal, a package variable initialized with one, or a clone of either.
func returnedList(pass *analysis.Pass, method *ast.FuncDecl) *ast.CompositeLit {
	if len(method.Body.List) != 1 {
		return nil
	}
	statement, ok := method.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(statement.Results) != 1 {
		return nil
	}
	expression := ast.Unparen(statement.Results[0])
	if call, ok := expression.(*ast.CallExpr); ok && len(call.Args) == 1 && isClone(pass, call) {
		expression = ast.Unparen(call.Args[0])
	}
	if slice, ok := expression.(*ast.SliceExpr); ok && slice.Low == nil && slice.High == nil {
		expression = ast.Unparen(slice.X)
	}
	switch x := expression.(type) {
	case *ast.CompositeLit:
		return plainList(x)
	case *ast.Ident:
		return plainList(initialValue(pass, pass.TypesInfo.Uses[x]))
	}
	return nil
}

func isClone(pass *analysis.Pass, call *ast.CallExpr) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	callee, ok := pass.TypesInfo.Uses[selector.Sel].(*types.Func)
	return ok && callee.Pkg() != nil && callee.Pkg().Path() == "slices" && callee.Name() == "Clone"
}

// plainList returns x if it is a literal without keys.
func plainList(x ast.Expr) *ast.CompositeLit {
	list, ok := x.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	for _, element := range list.Elts {
		if _, keyed := element.(*ast.KeyValueExpr); keyed {
			return nil
		}
	}
	return list
}

// initialValue returns the initial value of a package variable.
func initialValue(pass *analysis.Pass, object types.Object) ast.Expr {
	if object == nil || object.Parent() != pass.Pkg.Scope() {
		return nil
	}
	for _, spec := range godecl.Specs[*ast.ValueSpec](pass.Files, token.VAR) {
		for i, name := range spec.Names {
			if pass.TypesInfo.Defs[name] == object && len(spec.Values) == len(spec.Names) {
				return ast.Unparen(spec.Values[i])
			}
		}
	}
	return nil
}

// appendToList appends names to a literal, keeping its layout.
func appendToList(pass *analysis.Pass, list *ast.CompositeLit, names []string) []analysis.SuggestedFix {
	edit := analysis.TextEdit{Pos: list.Rbrace, End: list.Rbrace}
	line := func(p token.Pos) int { return pass.Fset.Position(p).Line }
	switch {
	case len(list.Elts) == 0:
		edit.NewText = []byte(strings.Join(names, ", "))
	case line(list.Rbrace) == line(list.Elts[len(list.Elts)-1].End()):
		edit.Pos = list.Elts[len(list.Elts)-1].End()
		edit.End = edit.Pos
		edit.NewText = []byte(", " + strings.Join(names, ", "))
	default:
		// The brace is on a line of its own, indented with as many tabs as its column.
		indent := strings.Repeat("\t", pass.Fset.Position(list.Rbrace).Column-1)
		edit.NewText = []byte("\t" + strings.Join(names, ",\n"+indent+"\t") + ",\n" + indent)
	}
	return []analysis.SuggestedFix{{
		Message:   "add " + strings.Join(names, ", "),
		TextEdits: []analysis.TextEdit{edit},
	}}
}
