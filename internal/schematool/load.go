package schematool

// Loading the package of a target, and checking that its type can be named from
// outside.

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/verdict-lint/verdict/internal/nearest"
)

// A loaded package is the package of a target in its environment.
type loaded struct {
	*packages.Package
}

// load finds and type-checks the package of an environment.
func (e *environment) load(ctx context.Context, asNamed string) (*loaded, error) {
	found, err := packages.Load(&packages.Config{
		Context:    ctx,
		Dir:        e.dir,
		Env:        append(os.Environ(), e.env...),
		BuildFlags: e.flags,
		Overlay:    e.overlay,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedTypes | packages.NeedTypesInfo | packages.NeedSyntax | packages.NeedModule,
	}, e.pattern)
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", asNamed, err)
	}
	switch {
	case len(found) == 0:
		return nil, usage("%s is not a package", asNamed)
	case len(found) > 1:
		return nil, usage("%s is %d packages; name one", asNamed, len(found))
	}
	p := found[0]
	if len(p.Errors) > 0 {
		return nil, loadError(asNamed, p)
	}
	if p.Name == "main" {
		return nil, usage("%s is a main package, which no program can import; move the type to a package of its own", asNamed)
	}
	if p.Types == nil {
		return nil, fmt.Errorf("loading %s: no types", asNamed)
	}
	return &loaded{p}, nil
}

// loadError tells a package that is not there from one that does not compile.
func loadError(asNamed string, p *packages.Package) error {
	// The go command's own report of a type error would say the same twice.
	compiled := slices.ContainsFunc(p.Errors, func(e packages.Error) bool { return e.Kind == packages.TypeError })
	var lines []string
	for _, e := range p.Errors {
		if !compiled || e.Kind == packages.TypeError {
			lines = append(lines, e.Error())
		}
	}
	text := strings.TrimPrefix(strings.Join(lines, "\n"), "-: ")
	if len(p.GoFiles) == 0 {
		return usage("cannot find the package %s: %s", asNamed, text)
	}
	return fmt.Errorf("the package %s does not compile:\n%s", asNamed, text)
}

// A typeExpression is a type as a program outside its package writes it.
type typeExpression struct {
	Go      string            // "target.Page[time.Time]"
	Imports map[string]string // name → import path, without the target itself
	Options string            // of verdict.Reflect: "verdict.WithID(…)"
	Type    types.Type
}

// targetName is what the program calls the package of the target.
const targetName = "target"

// expression reads the Type of a target.
func (p *loaded) expression(target Target) (*typeExpression, error) {
	source := target.Type
	options, err := target.options()
	if err != nil {
		return nil, err
	}
	expr, err := parser.ParseExpr(source)
	if err != nil {
		return nil, usage("%q is not a Go type", source)
	}
	q := &qualifier{pkg: p, source: source, imports: make(map[string]string)}
	if err := q.walk(expr); err != nil {
		return nil, err
	}
	t, err := p.resolve(q.rewrite(), q.imports)
	if err != nil {
		return nil, usage("%q is not a type of package %s: %s", source, p.PkgPath, err)
	}
	return &typeExpression{Go: q.rewrite(), Imports: q.imports, Options: options, Type: t}, nil
}

// resolve type-checks a qualified type expression as another package would.
func (p *loaded) resolve(expression string, imports map[string]string) (types.Type, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "package main\n\nimport (\n\t%s %q\n", targetName, p.PkgPath)
	for _, name := range sortedKeys(imports) {
		fmt.Fprintf(&b, "\t%s %q\n", name, imports[name])
	}
	fmt.Fprintf(&b, ")\n\ntype reflected = %s\n", expression)
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "main.go", b.String(), parser.SkipObjectResolution)
	if err != nil {
		return nil, errors.New("it is not a Go type")
	}
	config := types.Config{Importer: importer{p.Types}, Error: func(error) {}}
	checked, err := config.Check("main", fset, []*ast.File{file}, nil)
	if err != nil {
		var at types.Error
		if errors.As(err, &at) {
			return nil, errors.New(strings.ReplaceAll(at.Msg, targetName+".", p.Name+"."))
		}
		return nil, err
	}
	return types.Unalias(checked.Scope().Lookup("reflected").Type()), nil
}

// An importer resolves what the package itself imports.
type importer struct{ root *types.Package }

func (i importer) Import(path string) (*types.Package, error) {
	if path == i.root.Path() {
		return i.root, nil
	}
	for _, imported := range i.root.Imports() {
		if imported.Path() == path {
			return imported, nil
		}
	}
	return nil, fmt.Errorf("%s is not imported", path)
}

// A qualifier rewrites a type expression of a package for use outside it.
type qualifier struct {
	pkg     *loaded
	source  string
	imports map[string]string
	edits   []edit
}

type edit struct {
	at     int // offset in source
	prefix string
}

// walk visits every name of the expression.
func (q *qualifier) walk(expr ast.Expr) error {
	var failed error
	ast.Inspect(expr, func(n ast.Node) bool {
		if failed != nil {
			return false
		}
		switch n := n.(type) {
		case *ast.SelectorExpr:
			failed = q.selector(n)
			return false
		case *ast.Field: // of a struct or function literal: its names are no types
			failed = q.walk(n.Type)
			return false
		case *ast.Ident:
			failed = q.ident(n)
		}
		return failed == nil
	})
	return failed
}

func (q *qualifier) ident(id *ast.Ident) error {
	scope := q.pkg.Types.Scope()
	object := scope.Lookup(id.Name)
	if object == nil {
		if types.Universe.Lookup(id.Name) != nil {
			return nil
		}
		return usage("package %s has no type %s%s", q.pkg.PkgPath, id.Name, q.pkg.offer(id.Name))
	}
	if _, isType := object.(*types.TypeName); !isType {
		return usage("%s.%s is a %s, not a type", q.pkg.Name, id.Name, kindOf(object))
	}
	if !object.Exported() {
		return usage("%s.%s is not exported, so no other package can name it; export it, or name an exported type that holds it", q.pkg.Name, id.Name)
	}
	q.edits = append(q.edits, edit{int(id.Pos()) - 1, targetName + "."})
	return nil
}

func kindOf(object types.Object) string {
	switch object.(type) {
	case *types.Const:
		return "constant"
	case *types.Func:
		return "function"
	default:
		return "variable"
	}
}

// selector resolves `name.Type` by the imports of the package's files.
func (q *qualifier) selector(s *ast.SelectorExpr) error {
	id, ok := s.X.(*ast.Ident)
	if !ok {
		return usage("%q is not a Go type", q.source)
	}
	for _, path := range sortedKeys(q.pkg.Imports) {
		if q.pkg.importName(path) == id.Name {
			q.imports[id.Name] = path
			return nil
		}
	}
	return usage("package %s imports nothing called %s, so %s.%s cannot be resolved", q.pkg.PkgPath, id.Name, id.Name, s.Sel.Name)
}

// importName is what the files of the package call an import.
func (p *loaded) importName(path string) string {
	for _, file := range p.Syntax {
		for _, spec := range file.Imports {
			if unquoted, err := strconv.Unquote(spec.Path.Value); err == nil && unquoted == path && spec.Name != nil {
				return spec.Name.Name
			}
		}
	}
	for _, imported := range p.Types.Imports() {
		if imported.Path() == path {
			return imported.Name()
		}
	}
	return ""
}

// rewrite puts the prefixes in, last first so that offsets stay true.
func (q *qualifier) rewrite() string {
	slices.SortFunc(q.edits, func(a, b edit) int { return b.at - a.at })
	out := q.source
	for _, e := range q.edits {
		out = out[:e.at] + e.prefix + out[e.at:]
	}
	return out
}

// offer says what may have been meant by a name the package does not have.
func (p *loaded) offer(name string) string {
	var exported []string
	for _, n := range p.Types.Scope().Names() {
		object, isType := p.Types.Scope().Lookup(n).(*types.TypeName)
		if isType && object.Exported() {
			exported = append(exported, n)
		}
	}
	best, near := nearest.Of(name, exported)
	switch {
	case near:
		return fmt.Sprintf(", did you mean %s?", best)
	case len(exported) == 0:
		return "; it exports no types"
	case len(exported) > 12:
		return fmt.Sprintf("; it exports %s and %d more", strings.Join(exported[:12], ", "), len(exported)-12)
	}
	return "; it exports " + strings.Join(exported, ", ")
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
