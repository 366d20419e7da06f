package decode

// This file avoids most of what reflection costs: a struct is decoded in a spare one, the
// pointers to the fields of which are known, and then copied.

import (
	"reflect"
	"slices"
	"sync"
)

// A pointedDecoder is a decoder of a type for which no reflection is needed if there is a
// pointer to the value.
type pointedDecoder interface {
	decoder
	decodeAt(s *state, pointer any, p int) int
}

// A spare is a struct to decode in. It is zero unless it is in use.
type spare struct {
	value    reflect.Value
	pointer  any // to the value
	fields   []reflect.Value
	pointers []any // to the fields
}

// spares are the spares of a type.
type spares struct{ pool sync.Pool }

// newSpares returns the spares of a struct type, nil if its values should not be copied: if
// it has fields besides the properties, such as a mutex, or fields that a method of their
// type decodes.
func newSpares(t reflect.Type, fields []field) *spares {
	if !onlyProperties(t, nil, fields) {
		return nil
	}
	for _, f := range fields {
		if !copyable(t.FieldByIndex(f.path).Type, f.value) {
			return nil
		}
	}
	return &spares{sync.Pool{New: func() any { return newSpare(t, fields) }}}
}

// onlyProperties reports whether a struct of type t, which is at path, consists of fields and
// of structs that are embedded by value and consist of fields.
func onlyProperties(t reflect.Type, path []int, fields []field) bool {
	for i := range t.NumField() {
		at := append(slices.Clone(path), i)
		switch f := t.Field(i); {
		case f.Name == "_", slices.ContainsFunc(fields, func(f field) bool { return slices.Equal(f.path, at) }):
		case f.Anonymous && f.Type.Kind() == reflect.Struct && onlyProperties(f.Type, at, fields):
		default:
			return false
		}
	}
	return true
}

func newSpare(t reflect.Type, fields []field) *spare {
	pointer := reflect.New(t)
	s := &spare{value: pointer.Elem(), pointer: pointer.Interface()}
	for _, f := range fields {
		v := s.value.FieldByIndex(f.path)
		s.fields = append(s.fields, v)
		s.pointers = append(s.pointers, v.Addr().Interface())
	}
	return s
}

func (s *spares) get() *spare { return s.pool.Get().(*spare) }

func (s *spares) put(spare *spare) {
	spare.value.SetZero()
	s.pool.Put(spare)
}

// copyable reports whether values of type t may be copied after d has decoded them: surely
// if they cannot contain pointers to themselves.
func copyable(t reflect.Type, d decoder) bool {
	switch d := d.(type) {
	case *jsonDecoder, *textDecoder, *generalDecoder:
		return withoutPointers(t)
	case *structDecoder:
		return d.spares != nil
	case *arrayDecoder:
		return copyable(t.Elem(), d.item)
	case *orDecoder:
		return copyable(d.of, d.value)
	}
	return true
}

func withoutPointers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Array:
		return withoutPointers(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if !withoutPointers(t.Field(i).Type) {
				return false
			}
		}
		return true
	}
	return t.Kind() <= reflect.Complex128 && t.Kind() != reflect.Uintptr || t.Kind() == reflect.String
}
