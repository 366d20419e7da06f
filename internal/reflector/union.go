package reflector

// This file reflects interfaces: anything, unless the caller defines which types one may contain
// and which property is the discriminator.

import (
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/tags"
)

// A Union defines what an interface may contain.
type Union struct {
	Property string // the discriminator of every variant
	Variants []Variant
}

// A Variant is a struct that an interface may contain, and its value of the discriminator.
type Variant struct {
	Name string
	Type reflect.Type // a struct, or a pointer to one
}

// union returns the shape of an interface without a Union.
func (w *walk) union(reflect.Type) shape { return anything() }

// variants returns the shape of an interface: one of its variants, by the discriminator.
func (w *walk) variants(t reflect.Type, u Union) shape {
	if d, done := w.defined[t]; done {
		return d.reference()
	}
	d := &definition{of: t, null: true, types: tags.Object}
	w.define(d)
	s := &jsonschema.Schema{Description: w.typeDescription(t)}
	w.within(t, "", func() {
		for _, v := range u.Variants {
			if variant, ok := w.variant(t, u.Property, v); ok {
				s.OneOf = append(s.OneOf, variant)
			}
		}
		if len(u.Variants) == 0 {
			w.fail("WithOneOf lists no variant")
		}
		for i, v := range u.Variants {
			for _, other := range u.Variants[:i] {
				if v.Name == other.Name {
					w.fail("%s and %s have the same discriminator value %q", other.Type, v.Type, v.Name)
				}
			}
		}
	})
	d.schema = s
	return d.reference()
}

func (w *walk) variant(t reflect.Type, property string, v Variant) (*jsonschema.Schema, bool) {
	target := v.Type
	if target.Kind() == reflect.Pointer {
		target = target.Elem()
	}
	if target.Kind() != reflect.Struct {
		w.fail("%s is a variant but not a struct", v.Type)
		return nil, false
	}
	if !v.Type.Implements(t) {
		w.fail("%s does not implement it", v.Type)
		return nil, false
	}
	if !hasProperty(target, property) {
		w.fail("%s has no property %q for the discriminator", v.Type, property)
		return nil, false
	}
	s := w.finish(w.typed(target, true))
	discriminator := jsonschema.NewProperties()
	discriminator.Set(property, &jsonschema.Schema{Const: v.Name})
	return &jsonschema.Schema{
		Ref:        s.Ref,
		AllOf:      unreferenced(s),
		Title:      v.Name,
		Properties: discriminator,
		Required:   []string{property},
	}, true
}

// unreferenced returns a list with the schema, or nil if it is only a reference.
func unreferenced(s *jsonschema.Schema) []*jsonschema.Schema {
	if s.Ref != "" {
		return nil
	}
	return []*jsonschema.Schema{s}
}

func hasProperty(t reflect.Type, name string) bool {
	for _, f := range fieldsOf(t, func(_ reflect.Type, f reflect.StructField) bool { return !isHidden(f) }) {
		if f.name == name && !f.hidden {
			return true
		}
	}
	return false
}
