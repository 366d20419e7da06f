package vet

import (
	"fmt"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/verdict-lint/verdict/internal/reflector"
	"github.com/verdict-lint/verdict/internal/tags"
)

// NoSchema finds types that marshal themselves and have no schema.
var NoSchema = &analysis.Analyzer{
	Name: "noschema",
	Doc: `find types that marshal themselves without a schema

It is unknown what a method MarshalJSON writes, so the schema of such a type accepts
anything. Describe the JSON by a method JSONSchema, or by a type in the field's tag:
jsonschema:"type=string". Each type is reported once, at its first field.`,
	URL:      "https://pkg.go.dev/github.com/verdict-lint/verdict/vet",
	Requires: []*analysis.Analyzer{inspect.Analyzer},
	Run:      checkSchemas,
}

// schemaMethods lists the methods that define the schema of a type.
var schemaMethods = []string{"JSONSchema", "JSONSchemaAlias", "JSONSchemaExtend", "Values"}

// typeKeys lists the keys of a tag that define the type of a field.
var typeKeys = []string{"type", "oneof_type", "anyof_type", "oneof_ref", "anyof_ref", "enum", "const", "-"}

func checkSchemas(pass *analysis.Pass) (any, error) {
	fields := make(map[*types.TypeName][]*field)
	var found []*types.TypeName // in source order
	for _, m := range models(pass) {
		for _, f := range m.fields {
			if !f.encoded() || f.hasTypeInTag() {
				continue
			}
			if named := opaque(f.variable.Type()); named != nil {
				t := named.Obj()
				if len(fields[t]) == 0 {
					found = append(found, t)
				}
				fields[t] = append(fields[t], f)
			}
		}
	}
	for _, t := range found {
		first, others := fields[t][0], ""
		switch n := len(fields[t]) - 1; n {
		case 0:
		case 1:
			others = " and 1 other field"
		default:
			others = fmt.Sprintf(" and %d other fields", n)
		}
		report(pass, first, nil, "%s marshals itself, and its JSON in %s%s has no schema; give it a method JSONSchema, or each field a type in its tag", nameIn(pass.Pkg, t), first, others)
	}
	return nil, nil
}

// nameIn returns the name of a type as it is written in a package.
func nameIn(pkg *types.Package, t *types.TypeName) string {
	if t.Pkg() == nil || t.Pkg() == pkg {
		return t.Name()
	}
	return t.Pkg().Name() + "." + t.Name()
}

// hasTypeInTag reports whether the tag of the field defines its type.
func (f *field) hasTypeInTag() bool {
	value, _ := f.tag.lookup("jsonschema")
	for _, e := range tags.Parse(value) {
		for _, key := range typeKeys {
			if e.Name == key {
				return true
			}
		}
	}
	return false
}

// opaque returns the innermost element type of pointers, lists and maps if it marshals itself and
// has no schema, or nil.
func opaque(t types.Type) *types.Named {
	for range 100 { // a type may contain itself
		t, _ = indirect(t, true)
		if named, ok := types.Unalias(t).(*types.Named); ok && !types.IsInterface(t) {
			if methods := types.NewMethodSet(types.NewPointer(named)); methods.Lookup(named.Obj().Pkg(), "MarshalJSON") != nil {
				if isKnown(named) || hasAny(methods, named, schemaMethods) {
					return nil
				}
				return named
			}
		}
		switch u := t.Underlying().(type) {
		case *types.Slice:
			t = u.Elem()
		case *types.Array:
			t = u.Elem()
		case *types.Map:
			t = u.Elem()
		default:
			return nil
		}
	}
	return nil
}

func hasAny(methods *types.MethodSet, named *types.Named, names []string) bool {
	for _, name := range names {
		if methods.Lookup(named.Obj().Pkg(), name) != nil {
			return true
		}
	}
	return false
}

// isKnown reports whether the reflector knows how a type is encoded.
func isKnown(named *types.Named) bool {
	return named.Obj().Pkg() != nil && reflector.Knows(named.Obj().Pkg().Path()+"."+named.Obj().Name())
}
