package encode

// This file writes pointers, arrays and interfaces.

import (
	"encoding/base64"
	"encoding/json"
	"reflect"
)

// nested calls write for what is in a pointer, map or slice.
func (s *state) nested(e encoder, v reflect.Value) bool {
	if s.depth++; s.depth > maxDepth {
		return false
	}
	ok := e.append(s, v)
	s.depth--
	return ok
}

type pointerEncoder struct{ value encoder }

func (e *pointerEncoder) append(s *state, v reflect.Value) bool {
	if v.IsNil() {
		return s.null()
	}
	return s.nested(e.value, v.Elem())
}

type arrayEncoder struct{ item encoder }

func (e *arrayEncoder) append(s *state, v reflect.Value) bool {
	if object, ok := e.item.(*structEncoder); ok && object.spares != nil && v.Len() > 0 {
		return object.items(s, v)
	}
	s.text = append(s.text, '[')
	for i := range v.Len() {
		if i > 0 {
			s.text = append(s.text, ',')
		}
		if !e.item.append(s, v.Index(i)) {
			return false
		}
	}
	s.text = append(s.text, ']')
	return true
}

type sliceEncoder struct{ items arrayEncoder }

func (e *sliceEncoder) append(s *state, v reflect.Value) bool {
	if v.IsNil() {
		return s.null()
	}
	return s.nested(&e.items, v)
}

// bytesEncoder writes bytes in base64.
type bytesEncoder struct{}

func (bytesEncoder) append(s *state, v reflect.Value) bool {
	if v.IsNil() {
		return s.null()
	}
	s.text = base64.StdEncoding.AppendEncode(append(s.text, '"'), v.Bytes())
	s.text = append(s.text, '"')
	return true
}

// anyEncoder writes what an interface contains.
type anyEncoder struct{}

func (anyEncoder) append(s *state, v reflect.Value) bool {
	if v.IsNil() {
		return s.null()
	}
	return s.any(v.Elem().Interface())
}

// any writes a value that is not addressable.
func (s *state) any(v any) bool {
	switch v := v.(type) {
	case nil:
		return s.null()
	case string:
		return s.string(v)
	case float64:
		return s.float(v, 64)
	case bool:
		return s.bool(v)
	case json.Number:
		return s.number(string(v))
	case map[string]any:
		return appendMembers(s, v, (*state).any)
	case []any:
		return appendItems(s, v, (*state).any)
	}
	of := reflect.ValueOf(v)
	e := s.encoders.of(of.Type(), false)
	if object, ok := e.(*structEncoder); ok && object.spares != nil || of.Kind() == reflect.Pointer {
		return e.append(s, of)
	}
	copied := reflect.New(of.Type()).Elem()
	copied.Set(of)
	return e.append(s, copied)
}
