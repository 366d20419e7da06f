package schematool

// This file loads the package of a target and checks that its type can be named from
// outside.

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/verdict-lint/verdict/internal/gocommand"
	"github.com/verdict-lint/verdict/internal/nearest"
)

// A loaded package is the package of a target in its environment.
type loaded struct {
	*packages.Package

	// others are the packages that the types of targets name, but the package does not
	// import, by path.
	others map[string]*types.Package
}

// load finds and type-checks the package of an environment, and others by their paths.
func (e *environment) load(ctx context.Context, asNamed string, others []string) (*loaded, error) {
	p, err := e.loadOne(ctx, asNamed)
	if err != nil {
		return nil, err
	}
	others = slices.DeleteFunc(others, func(path string) bool { return path == p.PkgPath })
	if len(others) == 0 {
		return &loaded{p, nil}, nil
	}
	found, err := e.find(ctx, append(others, e.pattern)...)
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", asNamed, err)
	}
	all := &loaded{others: make(map[string]*types.Package)}
	for _, f := range found {
		switch {
		case f.PkgPath == p.PkgPath:
			all.Package = f
		case len(f.Errors) > 0:
			return nil, loadError(f.PkgPath, f)
		default:
			all.others[f.PkgPath] = f.Types
		}
	}
	if all.Package == nil || all.Types == nil {
		return nil, fmt.Errorf("loading %s: no types", asNamed)
	}
	return all, nil
}

func (e *environment) find(ctx context.Context, patterns ...string) ([]*packages.Package, error) {
	temporary, remove, err := gocommand.Temporary()
	if err != nil {
		return nil, err
	}
	defer remove()
	config := &packages.Config{
		Context:    ctx,
		Dir:        e.dir,
		Env:        slices.Concat(os.Environ(), e.env, temporary),
		BuildFlags: e.flags,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedTypes | packages.NeedTypesInfo | packages.NeedSyntax | packages.NeedModule,
	}
	if len(e.overlay) > 0 {
		if err := e.useOverlay(config, patterns); err != nil {
			return nil, err
		}
	}
	return packages.Load(config, patterns...)
}

func (e *environment) loadOne(ctx context.Context, asNamed string) (*packages.Package, error) {
	found, err := e.find(ctx, e.pattern)
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
	if p.Types == nil {
		return nil, fmt.Errorf("loading %s: no types", asNamed)
	}
	return p, nil
}

// loadError returns the error for a package that does not exist or does not compile.
func loadError(asNamed string, p *packages.Package) error {
	// The go command reports a type error a second time.
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

// A typeExpression is a type as the program writes it.
type typeExpression struct {
	Go      string            // "verdictReflectTarget.Page[verdictReflectImport0.Time]"
	Imports map[string]string // name → import path
	Options string            // of verdict.Reflect
	Type    types.Type
}

// The names under which the program imports the library and the package of the target.
const (
	libraryName = prefix + "Library"
	targetName  = prefix + "Target"
)

// expression reads the Type of a target.
func (p *loaded) expression(target Target) (*typeExpression, error) {
	source, paths := withoutPaths(target.Type)
	options, err := target.options()
	if err != nil {
		return nil, err
	}
	expr, err := parser.ParseExpr(source)
	if err != nil {
		return nil, usage("%q is not a Go type", target.Type)
	}
	q := &qualifier{pkg: p, source: source, paths: paths, imports: make(map[string]string)}
	if err := q.walk(expr); err != nil {
		return nil, err
	}
	t, err := p.resolve(q.rewrite(), q.imports)
	if err != nil {
		return nil, usage("%q is not a type of package %s: %s", target.Type, p.PkgPath, q.readable(err.Error()))
	}
	return &typeExpression{Go: q.rewrite(), Imports: q.imports, Options: options, Type: t}, nil
}

// resolve type-checks a qualified type expression as the program would: as another
// package, or as a part of a main package.
func (p *loaded) resolve(expression string, imports map[string]string) (types.Type, error) {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n")
	for _, name := range slices.Sorted(maps.Keys(imports)) {
		fmt.Fprintf(&b, "\t%s %q\n", name, imports[name])
	}
	fmt.Fprintf(&b, ")\n\ntype %s = %s\n", prefix, expression)
	file, err := parser.ParseFile(p.Fset, "main.go", b.String(), parser.SkipObjectResolution)
	if err != nil {
		return nil, errors.New("not a Go type")
	}
	path, files := "main", []*ast.File{file}
	if p.Name == "main" {
		path, files = p.PkgPath, append(slices.Clone(p.Syntax), file)
	}
	config := types.Config{Importer: importer{p}, FakeImportC: true, Error: func(error) {}}
	checked, err := config.Check(path, p.Fset, files, nil)
	if err != nil {
		var at types.Error
		if errors.As(err, &at) {
			return nil, errors.New(at.Msg)
		}
		return nil, err
	}
	return types.Unalias(checked.Scope().Lookup(prefix).Type()), nil
}

// An importer resolves the imports of the package and the other packages.
type importer struct{ root *loaded }

func (i importer) Import(path string) (*types.Package, error) {
	if path == i.root.Types.Path() {
		return i.root.Types, nil
	}
	if other, ok := i.root.others[path]; ok {
		return other, nil
	}
	for _, imported := range i.root.Types.Imports() {
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
	paths   map[string]string // by their placeholder in the source
	imports map[string]string
	edits   []edit
}

// An edit replaces source[at:end] by text.
type edit struct {
	at, end int
	text    string
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
		case *ast.Field: // of a struct or function literal: its names are not types
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
	if q.pkg.Name == "main" {
		return nil
	}
	if !object.Exported() {
		return usage("%s.%s is not exported, so no other package can name it; export it, or name an exported type that holds it", q.pkg.Name, id.Name)
	}
	at := int(id.Pos()) - 1
	q.edits = append(q.edits, edit{at, at, targetName + "."})
	q.imports[targetName] = q.pkg.PkgPath
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

// selector resolves `name.Type` by the imports of the package's files, or else as a package
// of the standard library.
func (q *qualifier) selector(s *ast.SelectorExpr) error {
	id, ok := s.X.(*ast.Ident)
	if !ok {
		return usage("%q is not a Go type", q.source)
	}
	if path, ok := q.paths[id.Name]; ok {
		q.imports[id.Name] = path
		return nil
	}
	found := ""
	for _, path := range slices.Sorted(maps.Keys(q.pkg.Imports)) {
		if q.pkg.importName(path) == id.Name {
			found = path
			break
		}
	}
	if _, ok := q.pkg.others[id.Name]; ok && found == "" {
		found = id.Name
	}
	if found == "" {
		return usage("package %s imports nothing called %s; write %s.%s with the path of its package, as in net/url.URL",
			q.pkg.PkgPath, id.Name, id.Name, s.Sel.Name)
	}
	name := prefix + "Import" + id.Name
	q.imports[name] = found
	q.edits = append(q.edits, edit{int(id.Pos()) - 1, int(id.End()) - 1, name})
	return nil
}

// importName returns the name of an import in the files of the package.
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

// rewrite applies the edits, last first so that offsets stay valid.
func (q *qualifier) rewrite() string {
	slices.SortFunc(q.edits, func(a, b edit) int { return b.at - a.at })
	out := q.source
	for _, e := range q.edits {
		out = out[:e.at] + e.text + out[e.end:]
	}
	return out
}

// readable returns a message with the original names.
func (q *qualifier) readable(message string) string {
	message = strings.ReplaceAll(message, targetName+".", q.pkg.Name+".")
	for name, path := range q.paths {
		message = strings.ReplaceAll(message, name, path)
	}
	return strings.ReplaceAll(message, prefix+"Import", "")
}

// offer returns a suggestion for a name that the package does not have.
func (p *loaded) offer(name string) string {
	if why := p.excluded(name); why != "" {
		return why
	}
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

// merged returns the entries of both maps; b takes precedence over a.
func merged[V any](a, b map[string]V) map[string]V {
	all := make(map[string]V, len(a)+len(b))
	maps.Copy(all, a)
	maps.Copy(all, b)
	return all
}
