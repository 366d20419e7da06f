package schematool

// This file generates the method that lists the constants of an enumeration.

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/constant"
	"go/format"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/tools/go/packages"

	"github.com/verdict-lint/verdict/internal/comments"
	"github.com/verdict-lint/verdict/internal/gocommand"
	"github.com/verdict-lint/verdict/internal/godecl"
)

// An EnumTarget selects the types for which a method is generated that lists their constants.
type EnumTarget struct {
	Dir    string   // the directory of the package; "" for the working directory
	Types  []string // names of types declared there
	Output string   // file to write, relative to Dir; "" for "<type>_enum.go"
}

// File returns the file to which the method is written: an absolute path unless Dir is
// relative.
func (t EnumTarget) File() string {
	name := t.Output
	if name == "" {
		name = snake(t.Types[0]) + "_enum.go"
	}
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(t.Dir, name)
}

// snake converts a Go name to a file name: "HTTPMethod" becomes
// "http_method".
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		startsWord := unicode.IsUpper(r) && i > 0 &&
			(!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if startsWord && runes[i-1] != '_' {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Enum writes the Go source of the methods for a target: Values lists the
// constants of a type in the order of their declaration, and SchemaDescriptions
// returns the doc comments of the type and of those constants, unless the type has
// that method elsewhere.
//
// [godecl.Constants] defines which constants count. Those in files with build constraints are
// left out, and of several constants with the same value, the first one is listed.
func Enum(ctx context.Context, t EnumTarget) ([]byte, error) {
	return enumOver(ctx, t, nil)
}

// enumOver is like Enum, but reads the files of the overlay, by absolute path, with its
// content.
func enumOver(ctx context.Context, t EnumTarget, overlay map[string][]byte) ([]byte, error) {
	if len(t.Types) == 0 {
		return nil, usage("name the types to list, as in --type Category")
	}
	p, err := loadForEnum(ctx, t, overlay)
	if err != nil {
		return nil, err
	}
	enums := make([]enum, 0, len(t.Types))
	for _, name := range t.Types {
		e, err := p.enum(name, t.File())
		if err != nil {
			return nil, err
		}
		enums = append(enums, e)
	}
	return enumSource(p.Name, t, enums)
}

// loadForEnum loads the package without the content of the generated file: it may
// be missing, and its methods with it, or stale and have constants that
// no longer exist. The resulting type errors do not affect the constants.
func loadForEnum(ctx context.Context, t EnumTarget, overlay map[string][]byte) (*loaded, error) {
	dir, err := filepath.Abs(t.Dir)
	if err != nil {
		return nil, err
	}
	file, err := filepath.Abs(t.File())
	if err != nil {
		return nil, err
	}
	temporary, remove, err := gocommand.Temporary()
	if err != nil {
		return nil, err
	}
	defer remove()
	config := &packages.Config{
		Context: ctx,
		Dir:     dir,
		Env:     slices.Concat(os.Environ(), temporary, []string{"PWD=" + dir}),
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedTypes | packages.NeedTypesInfo | packages.NeedSyntax,
		Overlay: maps.Clone(overlay),
	}
	if t.Output == "-" { // a file written before must not be considered written by hand
		file, err = filepath.Abs(EnumTarget{Dir: t.Dir, Types: t.Types}.File())
		if err != nil {
			return nil, err
		}
	}
	if name, ok := packageName(dir, file); ok {
		if config.Overlay == nil {
			config.Overlay = make(map[string][]byte)
		}
		config.Overlay[file] = []byte("package " + name + "\n")
	}
	found, err := packages.Load(config, ".")
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", dir, err)
	}
	if len(found) != 1 || found[0].Types == nil || len(found[0].Syntax) == 0 {
		if len(found) > 0 && len(found[0].Errors) > 0 {
			return nil, loadError(dir, found[0])
		}
		if err := gocommand.Explain(ctx, dir, "."); err != nil {
			return nil, err
		}
		return nil, usage("there is no Go package in %s", dir)
	}
	for _, e := range found[0].Errors {
		if e.Kind == packages.ParseError {
			return nil, fmt.Errorf("the package in %s does not parse: %s", dir, e)
		}
	}
	return &loaded{Package: found[0]}, nil
}

// packageName returns the package of the generated file; false if there is none or it is in
// another directory.
func packageName(dir, generated string) (string, bool) {
	data, err := os.ReadFile(generated)
	if err != nil || filepath.Dir(generated) != dir {
		return "", false
	}
	name := packageClause(data)
	return name, name != ""
}

// An enum is a type with its constants.
type enum struct {
	name, doc string
	described bool // elsewhere
	constants []enumConstant
}

type enumConstant struct {
	name, doc string
	key       string // Go expression for the key of the description
}

// enum collects the constants of a type of the package.
func (p *loaded) enum(name, generated string) (enum, error) {
	e := enum{name: name}
	object := p.Types.Scope().Lookup(name)
	if object == nil {
		return e, usage("package %s has no type %s%s", p.PkgPath, name, p.offer(name))
	}
	typeName, ok := object.(*types.TypeName)
	if !ok {
		return e, usage("%s.%s is a %s, not a type", p.Name, name, kindOf(object))
	}
	if typeName.IsAlias() {
		return e, usage("%s.%s is an alias, which can have no methods of its own", p.Name, name)
	}
	named, ok := typeName.Type().(*types.Named)
	if _, basic := typeName.Type().Underlying().(*types.Basic); !ok || !basic {
		return e, usage("%s.%s is not a type that constants can have", p.Name, name)
	}
	for i := range named.NumMethods() {
		method := named.Method(i)
		switch method.Name() {
		case "Values":
			return e, usage("%s.%s already has a method Values, at %s; remove it to generate it in %s",
				p.Name, name, p.Fset.Position(method.Pos()), filepath.Base(generated))
		case comments.Method:
			e.described = true
		}
	}
	e.doc = p.typeDoc(name)
	e.constants = p.constantsOf(named)
	if len(e.constants) == 0 {
		return e, usage("package %s has no constants of type %s", p.PkgPath, name)
	}
	return e, nil
}

// constantsOf returns the constants of a type in the order of file names and positions.
func (p *loaded) constantsOf(named *types.Named) []enumConstant {
	files := slices.DeleteFunc(slices.Clone(p.Syntax), func(file *ast.File) bool {
		return constrained(p.Fset.Position(file.Package).Filename, file)
	})
	slices.SortFunc(files, func(a, b *ast.File) int {
		return strings.Compare(p.Fset.Position(a.Package).Filename, p.Fset.Position(b.Package).Filename)
	})
	var found []enumConstant
	seen := make(map[string]bool)
	for _, c := range godecl.Constants(files, p.TypesInfo, named) {
		if v := value(c.Const); !seen[v] {
			seen[v] = true
			found = append(found, enumConstant{
				name: c.Name(),
				doc:  comments.Of(c.Group, c.Spec.Doc, c.Spec.Comment),
				key:  descriptionKey(named, c.Const),
			})
		}
	}
	return found
}

// constrained reports whether a file is built only for some systems or with some tags:
// a list with its constants would not compile otherwise.
func constrained(name string, file *ast.File) bool {
	for _, group := range file.Comments {
		for _, c := range group.List {
			if group.Pos() < file.Package && (constraint.IsGoBuild(c.Text) || constraint.IsPlusBuild(c.Text)) {
				return true
			}
		}
	}
	// For a system that does not exist, a file is built unless its name or its constraints select a system.
	elsewhere := build.Context{
		GOOS: "none", GOARCH: "none", Compiler: "gc",
		OpenFile: func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("package p\n")), nil },
	}
	matches, err := elsewhere.MatchFile(filepath.Dir(name), filepath.Base(name))
	return err == nil && !matches
}

func value(c *types.Const) string {
	if c.Val().Kind() == constant.String {
		return constant.StringVal(c.Val())
	}
	return c.Val().ExactString()
}

// descriptionKey returns the key of the description of a constant for the reflector,
// as a Go expression: the type's name and the value as fmt prints it.
func descriptionKey(named *types.Named, c *types.Const) string {
	if !printsItself(named) {
		switch c.Val().Kind() {
		case constant.String, constant.Int, constant.Bool:
			return strconv.Quote(named.Obj().Name() + "." + value(c))
		}
	}
	return fmt.Sprintf("%q + fmt.Sprint(%s)", named.Obj().Name()+".", c.Name())
}

// printsItself reports whether fmt calls a method of the type to print its values.
func printsItself(named *types.Named) bool {
	methods := types.NewMethodSet(types.NewPointer(named))
	for _, name := range []string{"String", "Error", "Format"} {
		if methods.Lookup(named.Obj().Pkg(), name) != nil {
			return true
		}
	}
	return false
}

// typeDoc returns the doc comment of a type of the package.
func (p *loaded) typeDoc(name string) string {
	for group, spec := range godecl.Specs[*ast.TypeSpec](p.Syntax, token.TYPE) {
		if spec.Name.Name == name {
			return comments.Of(group, spec.Doc, spec.Comment)
		}
	}
	return ""
}

func enumSource(pkgName string, t EnumTarget, enums []enum) ([]byte, error) {
	command := "verdict schema enum --type " + strings.Join(t.Types, ",")
	if t.Output != "" {
		command += " --output " + t.Output
	}
	var methods bytes.Buffer
	for _, e := range enums {
		e.writeValues(&methods)
		e.writeDescriptions(&methods)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "// Code generated by %q; DO NOT EDIT.\n\npackage %s\n", command, pkgName)
	if bytes.Contains(methods.Bytes(), []byte("fmt.Sprint(")) {
		b.WriteString("\nimport \"fmt\"\n")
	}
	b.Write(methods.Bytes())
	return format.Source(b.Bytes())
}

func (e enum) writeValues(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n// Values lists the constants of [%s]. They are its enum in a JSON Schema.\n", e.name)
	fmt.Fprintf(b, "func (%s) Values() []%s {\n\treturn []%s{\n", e.name, e.name, e.name)
	for _, c := range e.constants {
		fmt.Fprintf(b, "\t\t%s,\n", c.name)
	}
	b.WriteString("\t}\n}\n")
}

func (e enum) writeDescriptions(b *bytes.Buffer) {
	var entries bytes.Buffer
	if e.doc != "" {
		fmt.Fprintf(&entries, "\t\t%q: %q,\n", e.name, e.doc)
	}
	for _, c := range e.constants {
		if c.doc != "" {
			fmt.Fprintf(&entries, "\t\t%s: %q,\n", c.key, c.doc)
		}
	}
	if entries.Len() == 0 || e.described {
		return
	}
	fmt.Fprintf(b, "\n// %s returns the doc comments of [%s] and its constants.\n", comments.Method, e.name)
	fmt.Fprintf(b, "func (%s) %s() map[string]string {\n\treturn map[string]string{\n%s\t}\n}\n", e.name, comments.Method, entries.String())
}
