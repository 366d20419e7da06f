package vet

// This file finds structs that are models of JSON, and their fields as seen by
// encoding/json.

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
)

// A model is a struct type with at least one tag about JSON, its own or that of an embedded
// struct.
type model struct {
	name   string // name of the declared type; "struct" if it has none
	typ    *types.Struct
	fields []*field
}

// A field is one field of a model: `A, B int` are two.
type field struct {
	owner    *model
	node     *ast.Field
	variable *types.Var
	tag      structTag

	name    string   // in JSON; empty for an embedded field without a name in its tag
	options []string // of the json tag
}

// String returns the qualified name of the field: "Order.ID".
func (f *field) String() string { return f.owner.name + "." + f.variable.Name() }

func (f *field) has(option string) bool {
	for _, o := range f.options {
		if o == option {
			return true
		}
	}
	return false
}

// optional reports whether the encoder may leave the field out.
func (f *field) optional() bool { return f.has("omitempty") || f.has("omitzero") }

// pos returns the position of the field's name.
func (f *field) pos() token.Pos { return f.variable.Pos() }

// encoded reports whether encoding/json encodes the field as a property.
func (f *field) encoded() bool {
	return f.name != "" && f.variable.Exported()
}

// models returns the models of a package in source order.
func models(pass *analysis.Pass) []*model {
	var found []*model
	inspection := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	for cursor := range inspection.Root().Preorder((*ast.StructType)(nil)) {
		node := cursor.Node().(*ast.StructType)
		typ, ok := pass.TypesInfo.TypeOf(node).(*types.Struct)
		if !ok {
			continue
		}
		m := &model{name: "struct", typ: typ}
		if spec, ok := cursor.Parent().Node().(*ast.TypeSpec); ok {
			m.name = spec.Name.Name
		}
		if m.collect(pass, node) {
			found = append(found, m)
		}
	}
	return found
}

// collect collects the fields from the syntax and reports whether the struct is a model.
func (m *model) collect(pass *analysis.Pass, node *ast.StructType) bool {
	isModel, i := false, 0
	for _, n := range node.Fields.List {
		tag := readTag(n.Tag)
		_, hasJSON := tag.lookup("json")
		_, hasSchema := tag.lookup("jsonschema")
		isModel = isModel || hasJSON || hasSchema
		for range max(1, len(n.Names)) {
			if i >= m.typ.NumFields() {
				return false // the package does not compile
			}
			f := &field{owner: m, node: n, variable: m.typ.Field(i), tag: tag}
			i++
			isModel = isModel || f.variable.Embedded() && hasTags(structOf(f.variable.Type()))
			if f.readJSON(); f.name == "-" && len(f.options) == 0 || ignored(pass, n.Doc, n.Comment) {
				continue
			}
			m.fields = append(m.fields, f)
		}
	}
	return isModel
}

// hasTags reports whether a field of the struct has a json tag.
func hasTags(s *types.Struct) bool {
	for i := 0; s != nil && i < s.NumFields(); i++ {
		if _, ok := reflect.StructTag(s.Tag(i)).Lookup("json"); ok {
			return true
		}
	}
	return false
}

// readJSON reads the name and the options of the json tag.
func (f *field) readJSON() {
	value, _ := f.tag.lookup("json")
	if value == "-" {
		f.name = "-"
		return
	}
	parts := strings.Split(value, ",")
	f.name, f.options = parts[0], parts[1:]
	if f.name == "" && !f.inlined() {
		f.name = f.variable.Name()
	}
}

// inlined reports whether encoding/json encodes the fields of the field's struct in its
// place.
func (f *field) inlined() bool {
	if !f.variable.Embedded() || f.name != "" {
		return false
	}
	return structOf(f.variable.Type()) != nil
}

// dereference removes one level of pointer.
func dereference(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// structOf returns the struct that t is or points to, or nil if there is none.
func structOf(t types.Type) *types.Struct {
	s, _ := dereference(t).Underlying().(*types.Struct)
	return s
}
