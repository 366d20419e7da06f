package reflector

// This file reflects the keys of maps, which become names of properties.
// https://pkg.go.dev/encoding/json#Marshal

import (
	"encoding/json"
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/tags"
)

// key returns the schema of the names that encoding/json writes for keys of type t,
// or nil if any name is possible.
func (w *walk) key(t reflect.Type) *jsonschema.Schema {
	if s, ok := w.given(t); ok {
		return w.named(t, s)
	}
	if s, ok := w.enumeration(t, keyForm); ok {
		return w.extended(t, s).schema
	}
	s := &jsonschema.Schema{}
	switch kind := t.Kind(); {
	case kind == reflect.String:
	case t.Implements(textMarshaler):
		if known, ok := wellKnown(t, true); ok {
			s = known.schema
		}
	case isInteger(kind):
		s.Pattern = integerPattern(t)
	default:
		w.fail("keys of type %s cannot be written as JSON", describe(t))
	}
	if s = w.extended(t, shape{schema: s, types: tags.String}).schema; isEmpty(s) {
		return nil
	}
	return s
}

// named returns the schema of the names that values of shape s, given by the caller or t
// itself, are written as: scalars other than strings are written as strings.
func (w *walk) named(t reflect.Type, s shape) *jsonschema.Schema {
	s.null = false
	if s.types&^(tags.Numeric|tags.Boolean) != 0 || s.types == tags.Anything {
		return w.finish(s)
	}
	names := &jsonschema.Schema{Title: s.schema.Title, Description: s.schema.Description}
	for _, v := range s.schema.Enum {
		names.Enum = append(names.Enum, plainText(v))
	}
	if isInteger(t.Kind()) {
		names.Pattern = integerPattern(t)
	}
	return names
}

// keyForm returns what encoding/json writes for v as the key of a map.
func keyForm(v reflect.Value) ([]any, error) {
	m := reflect.MakeMap(reflect.MapOf(v.Type(), reflect.TypeFor[struct{}]()))
	m.SetMapIndex(v, reflect.ValueOf(struct{}{}))
	return memberNames(json.Marshal(m.Interface()))
}

func memberNames(text []byte, err error) ([]any, error) {
	if err != nil {
		return nil, err
	}
	tree, err := parseTree(text)
	var names []any
	for _, m := range asObject(tree) {
		names = append(names, m.name)
	}
	return names, err
}
