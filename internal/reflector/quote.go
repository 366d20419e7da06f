package reflector

// This file reflects the option string of a json tag: a boolean, a number or a string is written as
// its JSON text within a string.
// https://pkg.go.dev/encoding/json#Marshal

import (
	"encoding/json"
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/tags"
)

// These are patterns for JSON texts within a string.
const (
	quotedNumber = `^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`
	quotedString = `^"([^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u([0-9A-Ca-cEFef][0-9A-Fa-f]{3}|[Dd][0-7][0-9A-Fa-f]{2}|[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}))*"$`
)

// quote returns the shape of a field of type t, whose values have the shape s, with
// the option string. Types that marshal themselves are not quoted; a method MarshalText of
// the pointer is called only if the value is addressable, so that both are written.
func (w *walk) quote(s shape, t reflect.Type) shape {
	text := marshalsText(t)
	if !text && (s.marshals || s.types&tags.Scalar == 0 || s.types&^tags.Scalar != 0) {
		return s
	}
	elem := t
	if t.Kind() == reflect.Pointer {
		elem = t.Elem()
	}
	quoted := shape{
		schema: &jsonschema.Schema{Type: "string", Description: s.schema.Description},
		null:   s.null, types: tags.String,
		quoted: !text && elem.Kind() == reflect.String && elem != numberType,
	}
	if listed, ok := w.enumeration(elem, quotedForms(t)); ok {
		quoted.schema = listed.schema
		return quoted
	}
	switch kind := elem.Kind(); {
	case text:
	case s.schema.Enum != nil:
		for _, v := range s.schema.Enum {
			quoted.schema.Enum = append(quoted.schema.Enum, plainText(v))
		}
	case kind == reflect.Bool:
		quoted.schema.Enum = []any{"true", "false"}
	case isInteger(kind):
		quoted.schema.Pattern = integerPattern(elem)
	case isFloat(kind), elem == numberType:
		quoted.schema.Pattern = quotedNumber
	default:
		quoted.schema.Pattern = quotedString
	}
	return quoted
}

// marshalsText reports whether t is not a pointer and only the pointer to t marshals
// itself, as text.
func marshalsText(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return t.Kind() != reflect.Pointer && !t.Implements(jsonMarshaler) && !t.Implements(textMarshaler) &&
		!p.Implements(jsonMarshaler) && p.Implements(textMarshaler)
}

// quotedForms returns what encoding/json writes for a value, or a pointer to it, in
// a field of type t with the option string.
func quotedForms(t reflect.Type) func(reflect.Value) ([]any, error) {
	holder := reflect.StructOf([]reflect.StructField{{Name: "F", Type: t, Tag: `json:",string"`}})
	return func(v reflect.Value) ([]any, error) {
		if t.Kind() == reflect.Pointer {
			p := reflect.New(v.Type())
			p.Elem().Set(v)
			v = p
		}
		h := reflect.New(holder)
		h.Elem().Field(0).Set(v)
		var forms []any
		for _, value := range []any{h.Interface(), h.Elem().Interface()} {
			text, err := json.Marshal(value)
			if err != nil {
				return nil, err
			}
			tree, err := parseTree(text)
			if err != nil {
				return nil, err
			}
			if form := asObject(tree).get("F"); !contains(forms, form) {
				forms = append(forms, form)
			}
		}
		return forms, nil
	}
}
