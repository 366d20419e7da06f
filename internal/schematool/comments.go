package schematool

// This file collects the doc comments of the types that a target refers to, as descriptions.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"github.com/verdict-lint/verdict/internal/comments"
)

// descriptions maps "import/path.Type", "import/path.Type.Field" and
// "import/path.Type.value" to doc comments, for every named type that the
// expressions refer to outside the standard library: the reader of a schema does not care about
// the monotonic clock of time.Time.
func (p *loaded) descriptions(goroot string, expressions []*typeExpression) map[string]string {
	r := &reach{seen: make(map[types.Type]bool), objects: make(map[*types.TypeName]bool)}
	for _, x := range expressions {
		r.add(x.Type)
	}
	files := make(map[string]declared)
	want := func(object types.Object, key string) {
		file := p.Fset.Position(object.Pos()).Filename
		if file == "" || inStandardLibrary(goroot, file) {
			return
		}
		if files[file] == nil {
			files[file] = make(declared)
		}
		files[file][object.Name()] = key
	}
	for object := range r.objects {
		key := runtimePath(object.Pkg()) + "." + object.Name()
		want(object, key)
		for constant, value := range printedConstants(object) {
			want(constant, key+"."+value)
		}
	}
	out := make(map[string]string)
	for file, names := range files {
		names.addComments(out, file)
	}
	return out
}

// runtimePath returns the import path of a package as reflection reports it.
func runtimePath(p *types.Package) string {
	if p.Name() == "main" {
		return "main"
	}
	return p.Path()
}

func inStandardLibrary(goroot, file string) bool {
	return strings.HasPrefix(file, "$GOROOT") || strings.HasPrefix(file, filepath.Join(goroot, "src")+string(filepath.Separator))
}

// printedConstants returns the constants of a type that its package exports, each
// with its value as fmt prints it; none for a type that formats itself, because its output is
// not known.
func printedConstants(object *types.TypeName) map[*types.Const]string {
	named, ok := object.Type().(*types.Named)
	if !ok || printsItself(named) {
		return nil
	}
	if _, basic := named.Underlying().(*types.Basic); !basic {
		return nil
	}
	found := make(map[*types.Const]string)
	scope := object.Pkg().Scope()
	for _, name := range scope.Names() {
		if c, ok := scope.Lookup(name).(*types.Const); ok && types.Identical(c.Type(), named) {
			found[c] = value(c)
		}
	}
	return found
}

// declared has the keys of descriptions by the names that one file declares.
type declared map[string]string

// addComments adds the comments of declarations in a source file. One that cannot be read or
// parsed has none: a missing description is no reason to fail.
func (d declared) addComments(out map[string]string, file string) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if parsed == nil || err != nil {
		return
	}
	add := func(key, text string) {
		if key != "" && text != "" {
			out[key] = text
		}
	}
	for _, decl := range parsed.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range group.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if key := d[spec.Name.Name]; key != "" {
					add(key, comments.Of(group, spec.Doc, spec.Comment))
					addFieldComments(out, key, spec.Type)
				}
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					add(d[name.Name], comments.Of(group, spec.Doc, spec.Comment))
				}
			}
		}
	}
}

func addFieldComments(out map[string]string, key string, expr ast.Expr) {
	s := comments.AnonymousStruct(expr)
	if s == nil {
		return
	}
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			addFieldComments(out, key+"."+name.Name, field.Type)
			if text := comments.Of(nil, field.Doc, field.Comment); text != "" {
				out[key+"."+name.Name] = text
			}
		}
	}
}

// A reach is the set of named types that a type refers to, directly or indirectly.
type reach struct {
	seen    map[types.Type]bool
	objects map[*types.TypeName]bool
}

func (r *reach) add(t types.Type) {
	if t == nil || r.seen[t] {
		return
	}
	r.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		r.add(types.Unalias(t))
	case *types.Named:
		if t.Obj().Pkg() != nil {
			r.objects[t.Obj()] = true
		}
		for argument := range t.TypeArgs().Types() {
			r.add(argument)
		}
		r.add(t.Underlying())
	case *types.Pointer:
		r.add(t.Elem())
	case *types.Slice:
		r.add(t.Elem())
	case *types.Array:
		r.add(t.Elem())
	case *types.Map:
		r.add(t.Key())
		r.add(t.Elem())
	case *types.Struct:
		for field := range t.Fields() {
			if field.Exported() || field.Embedded() {
				r.add(field.Type())
			}
		}
	}
}
