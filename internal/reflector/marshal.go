package reflector

// This file reflects types that marshal themselves.

import (
	"encoding"
	"encoding/json"
	"reflect"
	"sync"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/tags"
)

// marshaled returns the shape of a type that marshals itself: a string if it is a
// TextMarshaler, and anything if it is a Marshaler, about which nothing is known.
//
// Methods of the pointer are called for values that are always addressable. In
// a map or an interface they are not, and encoding/json writes the value by its
// kind; if that is possible, both are accepted.
func (w *walk) marshaled(t reflect.Type, addressable bool) (shape, bool) {
	pointer := reflect.PointerTo(t)
	switch {
	case t.Implements(jsonMarshaler):
		return w.ownJSON(t), true
	case t.Kind() != reflect.Interface && pointer.Implements(jsonMarshaler):
		return w.ownJSON(t), true // anything, in either case
	case t.Kind() == reflect.Interface && t.Implements(textMarshaler) && !interfacesAreText():
		return w.ownJSON(t), true
	case t.Implements(textMarshaler):
		return w.ownText(t), true
	case t.Kind() == reflect.Interface || !pointer.Implements(textMarshaler):
		return shape{}, false
	case addressable:
		return w.ownText(t), true
	}
	byKind := w.kind(t)
	if byKind.types == tags.String {
		return byKind, true
	}
	text := w.ownText(t)
	null := byKind.null
	byKind.null = false
	return shape{
		schema:   &jsonschema.Schema{AnyOf: []*jsonschema.Schema{text.schema, w.finish(byKind)}},
		null:     null,
		marshals: true,
	}, true
}

// A both marshals itself in two ways.
type both struct{}

func (both) MarshalJSON() ([]byte, error) { return []byte("0"), nil }
func (both) MarshalText() ([]byte, error) { return nil, nil }

// interfacesAreText reports whether encoding/json writes the value of an interface
// with MarshalText as text. With GOEXPERIMENT=jsonv2 it checks the value, which may
// have a MarshalJSON that takes precedence.
var interfacesAreText = sync.OnceValue(func() bool {
	text, err := json.Marshal([]encoding.TextMarshaler{both{}})
	return err == nil && string(text) != "[0]"
})

// ownJSON returns the shape of a json.Marshaler, whose JSON is unknown. An
// interface is treated like any other one.
func (w *walk) ownJSON(t reflect.Type) shape {
	s := anything()
	s.schema.Description = w.typeDescription(t)
	s.marshals, s.opaque = true, t.Kind() != reflect.Interface
	return w.extended(t, s)
}

// ownText returns the shape of an encoding.TextMarshaler. A nil interface is
// written as null without calling it.
func (w *walk) ownText(t reflect.Type) shape {
	return w.extended(t, shape{
		schema:   &jsonschema.Schema{Type: "string", Description: w.typeDescription(t)},
		null:     t.Kind() == reflect.Interface,
		types:    tags.String,
		marshals: true,
	})
}
