package schematool

// Doc comments of the types within reach of a target, as descriptions.

import (
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
)

// descriptions maps "import/path.Type" and "import/path.Type.Field" to doc
// comments, for every named type that the expressions reach outside the
// standard library: a schema's reader is not helped by what time.Time says of
// its monotonic clock.
func (p *loaded) descriptions(goroot string, expressions []*typeExpression) map[string]string {
	r := &reach{seen: make(map[types.Type]bool), objects: make(map[*types.TypeName]bool)}
	for _, x := range expressions {
		r.add(x.Type)
	}
	byFile := make(map[string]map[string]string) // file → type name → import path
	for object := range r.objects {
		file := p.Fset.Position(object.Pos()).Filename
		if file == "" || inStandardLibrary(goroot, file) {
			continue
		}
		if byFile[file] == nil {
			byFile[file] = make(map[string]string)
		}
		byFile[file][object.Name()] = object.Pkg().Path()
	}
	out := make(map[string]string)
	for file, wanted := range byFile {
		addComments(out, file, wanted)
	}
	return out
}

func inStandardLibrary(goroot, file string) bool {
	return strings.HasPrefix(file, "$GOROOT") || strings.HasPrefix(file, filepath.Join(goroot, "src")+string(filepath.Separator))
}

// addComments reads one source file for the comments of the wanted types. A
// file that cannot be read or parsed gives none: a description is never worth
// a failure.
func addComments(out map[string]string, file string, wanted map[string]string) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if parsed == nil || err != nil {
		return
	}
	for _, decl := range parsed.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.TYPE {
			continue
		}
		for _, spec := range group.Specs {
			spec := spec.(*ast.TypeSpec)
			pkgPath, isWanted := wanted[spec.Name.Name]
			if !isWanted {
				continue
			}
			key := pkgPath + "." + spec.Name.Name
			if text := typeSpecDoc(group, spec); text != "" {
				out[key] = text
			}
			addFieldComments(out, key, spec.Type)
		}
	}
}

// typeSpecDoc is the doc comment of a type. That of a whole group speaks of the
// group.
func typeSpecDoc(group *ast.GenDecl, spec *ast.TypeSpec) string {
	if !group.Lparen.IsValid() {
		return firstProse(spec.Doc, group.Doc, spec.Comment)
	}
	return firstProse(spec.Doc, spec.Comment)
}

func addFieldComments(out map[string]string, key string, expr ast.Expr) {
	s, ok := expr.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			addComment(out, key+"."+name.Name, field.Doc, field.Comment)
			addFieldComments(out, key+"."+name.Name, element(field.Type))
		}
	}
}

// element looks through pointers, slices and maps for the struct literal of a
// field.
func element(expr ast.Expr) ast.Expr {
	for {
		switch x := expr.(type) {
		case *ast.StarExpr:
			expr = x.X
		case *ast.ArrayType:
			expr = x.Elt
		case *ast.MapType:
			expr = x.Value
		default:
			return expr
		}
	}
}

// addComment notes the doc comment, or the comment at the end of the line.
func addComment(out map[string]string, key string, groups ...*ast.CommentGroup) {
	if text := firstProse(groups...); text != "" {
		out[key] = text
	}
}

// firstProse is the text of the first comment that has any, as a description:
// each paragraph on one line, since where a comment was wrapped says nothing to
// the reader of a schema, and links to Go names as the names alone
// (https://go.dev/doc/comment). Directives such as //go:generate are no prose.
func firstProse(groups ...*ast.CommentGroup) string {
	linked := comment.Parser{LookupSym: func(string, string) bool { return true }}
	unwrapped := comment.Printer{TextWidth: -1}
	for _, group := range groups {
		text := strings.TrimSpace(string(unwrapped.Text(linked.Parse(group.Text()))))
		if text != "" {
			return text
		}
	}
	return ""
}

// A reach is the set of named types that a type leads to.
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
