// Package comments generates methods that return the doc comments of a Go package, so that
// a schema has descriptions even if the source is not available.
package comments

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/verdict-lint/verdict/internal/godecl"
)

// Method is the name of the generated methods.
const Method = "SchemaDescriptions"

// Source returns a Go file for the package in dir that declares the method [Method] for
// every exported type with a comment on the type, on one of its fields or on one of its
// constants. An existing file named output is ignored.
func Source(dir, output string) ([]byte, error) {
	return SourceOver(dir, output, nil)
}

// SourceOver is like [Source], but uses the content in overlay for the files whose absolute
// paths are its keys.
func SourceOver(dir, output string, overlay map[string][]byte) ([]byte, error) {
	files, err := parse(dir, output, overlay)
	if err != nil {
		return nil, err
	}
	types := collect(files)
	if len(types) == 0 {
		return nil, fmt.Errorf("%s: no exported type has a comment", dir)
	}
	var b bytes.Buffer
	b.WriteString("// Code generated from doc comments; DO NOT EDIT.\n\n")
	fmt.Fprintf(&b, "package %s\n\n", files[0].Name.Name)
	if slices.ContainsFunc(types, func(t described) bool { return len(t.values) > 0 }) {
		b.WriteString("import \"fmt\"\n\n")
	}
	b.WriteString("// The doc comments, for schemas reflected without access to the source.\n")
	for _, t := range types {
		t.write(&b)
	}
	return format.Source(b.Bytes())
}

// parse parses the Go files of dir except tests, sorted by name.
func parse(dir, output string, overlay map[string][]byte) ([]*ast.File, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	names, err := goFiles(dir, overlay)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	fset := token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || name == output {
			continue
		}
		path := filepath.Join(dir, name)
		var source any // nil: read the file
		if content, ok := overlay[path]; ok {
			source = content
		}
		file, err := parser.ParseFile(fset, path, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	if len(files) == 0 {
		return nil, errors.New(dir + ": no Go files")
	}
	return files, nil
}

// goFiles returns the names of the Go files in dir, sorted.
func goFiles(dir string, overlay map[string][]byte) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() && filepath.Ext(entry.Name()) == ".go" {
			names = append(names, entry.Name())
		}
	}
	for path := range overlay {
		if filepath.Dir(path) == dir && filepath.Ext(path) == ".go" {
			names = append(names, filepath.Base(path))
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// A described is a type with its comments.
type described struct {
	name       string
	parameters int // number of type parameters
	text       string
	fields     []documented
	values     []documented
}

// A documented is the name of a field or constant with its comment.
type documented struct{ name, text string }

// collect returns the types with comments in the order of their declaration.
func collect(files []*ast.File) []described {
	byHand := declaredByHand(files)
	constants := constantsOf(files)
	var types []described
	for group, spec := range godecl.Specs[*ast.TypeSpec](files, token.TYPE) {
		if byHand[spec.Name.Name] || !spec.Name.IsExported() || !canHaveMethods(spec) {
			continue
		}
		t := described{name: spec.Name.Name, text: Of(group, spec.Doc, spec.Comment), values: constants[spec.Name.Name]}
		if spec.TypeParams != nil {
			t.parameters = spec.TypeParams.NumFields()
		}
		if s, ok := spec.Type.(*ast.StructType); ok {
			t.fields = fieldsOf(s)
		}
		if t.text != "" || t.fields != nil || t.values != nil {
			types = append(types, t)
		}
	}
	return types
}

// declaredByHand returns the names of the types that have the method already.
func declaredByHand(files []*ast.File) map[string]bool {
	names := make(map[string]bool)
	for _, file := range files {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != Method {
				continue
			}
			ast.Inspect(f.Recv.List[0].Type, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					names[id.Name] = true
				}
				return true
			})
		}
	}
	return names
}

func canHaveMethods(spec *ast.TypeSpec) bool {
	if spec.Assign.IsValid() {
		return false
	}
	switch spec.Type.(type) {
	case *ast.InterfaceType, *ast.StarExpr:
		return false
	}
	return true
}

// Of returns the text of the first comment that has any: the one before a declaration or field,
// the one before its group, unless that is parenthesized and so about all of it, or the one
// after it on the same line. group may be nil.
func Of(group *ast.GenDecl, doc, after *ast.CommentGroup) string {
	text := Text(doc)
	if text == "" && group != nil && !group.Lparen.IsValid() {
		text = Text(group.Doc)
	}
	if text == "" {
		text = Text(after)
	}
	return text
}

func fieldsOf(s *ast.StructType) []documented {
	var fields []documented
	for _, f := range s.Fields.List {
		text := Of(nil, f.Doc, f.Comment)
		if inner := AnonymousStruct(f.Type); inner != nil && len(f.Names) > 0 {
			for _, below := range fieldsOf(inner) {
				for _, name := range f.Names {
					fields = append(fields, documented{name.Name + "." + below.name, below.text})
				}
			}
		}
		if text == "" {
			continue
		}
		names := f.Names
		if names == nil {
			names = []*ast.Ident{embeddedName(f.Type)}
		}
		for _, name := range names {
			if name.IsExported() {
				fields = append(fields, documented{name.Name, text})
			}
		}
	}
	return fields
}

// AnonymousStruct returns the struct without a name that is the type of a field, or of its
// elements or target; nil if there is none. The fields of the struct are described as those of
// the field: "Type.Field.Inner".
func AnonymousStruct(t ast.Expr) *ast.StructType {
	switch t := t.(type) {
	case *ast.StructType:
		return t
	case *ast.ParenExpr:
		return AnonymousStruct(t.X)
	case *ast.StarExpr:
		return AnonymousStruct(t.X)
	case *ast.ArrayType:
		return AnonymousStruct(t.Elt)
	case *ast.MapType:
		return AnonymousStruct(t.Value)
	}
	return nil
}

// embeddedName returns the field name of an embedded type.
func embeddedName(t ast.Expr) *ast.Ident {
	switch t := t.(type) {
	case *ast.StarExpr:
		return embeddedName(t.X)
	case *ast.SelectorExpr:
		return t.Sel
	case *ast.IndexExpr:
		return embeddedName(t.X)
	case *ast.IndexListExpr:
		return embeddedName(t.X)
	case *ast.Ident:
		return t
	}
	return ast.NewIdent("_")
}

// constantsOf returns the commented constants of each type. Without type information, only
// constants that are declared with their type or as a conversion are found.
func constantsOf(files []*ast.File) map[string][]documented {
	constants := make(map[string][]documented)
	current := ""
	for group, spec := range godecl.Specs[*ast.ValueSpec](files, token.CONST) {
		if spec.Type != nil || len(spec.Values) > 0 { // otherwise it repeats the one above
			current = constantType(spec)
		}
		text := Of(group, spec.Doc, spec.Comment)
		for _, name := range spec.Names {
			if current != "" && text != "" && name.Name != "_" {
				constants[current] = append(constants[current], documented{name.Name, text})
			}
		}
	}
	return constants
}

// constantType returns the name of a constant's type, explicit or from a conversion.
func constantType(spec *ast.ValueSpec) string {
	t := spec.Type
	if t == nil && len(spec.Values) > 0 {
		if call, ok := spec.Values[0].(*ast.CallExpr); ok {
			t = call.Fun
		}
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// Text returns a comment as plain text: without markup, with one line for each paragraph, and
// without markers for other tools, such as +optional or +kubebuilder:validation.
func Text(group *ast.CommentGroup) string {
	if group == nil {
		return ""
	}
	var lines []string
	for line := range strings.SplitSeq(plainLines(group), "\n") {
		if !isMarker(line) {
			lines = append(lines, line)
		}
	}
	p := comment.Parser{LookupSym: func(string, string) bool { return true }}
	printer := comment.Printer{TextWidth: -1}
	return strings.TrimSpace(string(printer.Text(p.Parse(strings.Join(lines, "\n")))))
}

// isMarker reports whether a line is a marker: a plus and a word.
func isMarker(line string) bool {
	word, ok := strings.CutPrefix(line, "+")
	return ok && word != "" && unicode.IsLetter(rune(word[0]))
}

// plainLines returns the text of a comment. It removes the indentation of the lines of a
// general comment, which gofmt indents with the code.
func plainLines(group *ast.CommentGroup) string {
	text := group.Text()
	if !strings.HasPrefix(group.List[0].Text, "/*") {
		return text
	}
	first, rest, _ := strings.Cut(text, "\n")
	lines := strings.Split(rest, "\n")
	indent := -1
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
		if n := len(line) - len(strings.TrimLeft(line, " \t")); lines[i] != "" && (indent < 0 || n < indent) {
			indent = n
		}
	}
	for i, line := range lines {
		if line != "" {
			line = strings.TrimPrefix(line[indent:], "*")
			lines[i] = strings.TrimPrefix(line, " ")
		}
	}
	return strings.TrimPrefix(strings.TrimSpace(first), "* ") + "\n" + strings.Join(lines, "\n")
}

// write writes the method of t.
func (t described) write(b *bytes.Buffer) {
	receiver := t.name
	if t.parameters > 0 {
		receiver += "[" + strings.Repeat("_, ", t.parameters-1) + "_]"
	}
	fmt.Fprintf(b, "\n// %s describes the type", Method)
	if len(t.fields) > 0 {
		b.WriteString(" and its fields")
	}
	if len(t.values) > 0 {
		b.WriteString(" and its values")
	}
	fmt.Fprintf(b, ".\nfunc (%s) %s() map[string]string {\n\treturn map[string]string{\n", receiver, Method)
	if t.text != "" {
		fmt.Fprintf(b, "%s: %s,\n", strconv.Quote(t.name), strconv.Quote(t.text))
	}
	for _, f := range t.fields {
		fmt.Fprintf(b, "%s: %s,\n", strconv.Quote(t.name+"."+f.name), strconv.Quote(f.text))
	}
	for _, v := range t.values {
		fmt.Fprintf(b, "%s + fmt.Sprint(%s): %s,\n", strconv.Quote(t.name+"."), v.name, strconv.Quote(v.text))
	}
	b.WriteString("}\n}\n")
}
