package decode

// This file avoids most of the cost of reflection: a struct is decoded into a spare one, which
// has pointers to its fields, and then copied.

import (
	"reflect"
	"slices"
	"sync"

	"github.com/verdict-lint/verdict/internal/reflector"
)

// A pointedDecoder decodes like a decoder, but into the target of a pointer, mostly without
// reflection. pointer returns that pointer for a value that stays where it is.
type pointedDecoder interface {
	pointer(v reflect.Value) any
	decodeAt(s *state, pointer any, p int) int
}

// pointed returns d as a pointedDecoder.
func pointed(d decoder) pointedDecoder {
	if at, ok := d.(pointedDecoder); ok {
		return at
	}
	return &reflected{d}
}

// A reflected decoder is one that needs reflection. The pointer is a *reflect.Value.
type reflected struct{ decoder }

func (d *reflected) pointer(v reflect.Value) any { return &v }

func (d *reflected) decodeAt(s *state, pointer any, p int) int {
	return d.decode(s, *pointer.(*reflect.Value), p)
}

// at returns a pointer to v, whose type may have a name of its own.
func at[T any](v reflect.Value) *T {
	if pointer, ok := v.Addr().Interface().(*T); ok {
		return pointer
	}
	return v.Addr().Convert(reflect.TypeFor[*T]()).Interface().(*T)
}

// A spare is a struct to decode in. It is zero unless it is in use.
type spare struct {
	value   reflect.Value
	pointer any // to the value
	slots   []slot
}

// A slot is a field of a spare. The pointer is for the pointedDecoder.
type slot struct {
	at      pointedDecoder
	pointer any
}

// spares are the spares of a type.
type spares struct{ pool sync.Pool }

// newSpares returns the spares of a struct type, nil if its values should not be copied: if
// it has fields besides the properties, such as a mutex, or fields that a method of their
// type decodes.
func newSpares(t reflect.Type, fields []field) *spares {
	isProperty := func(path []int) bool {
		return slices.ContainsFunc(fields, func(f field) bool { return slices.Equal(f.path, path) })
	}
	if !reflector.OnlyProperties(t, isProperty) {
		return nil
	}
	for _, f := range fields {
		if !copyable(t.FieldByIndex(f.path).Type, f.value) {
			return nil
		}
	}
	return &spares{sync.Pool{New: func() any { return newSpare(reflect.New(t).Elem(), fields) }}}
}

// newSpare returns the struct v, which has the fields, as a spare.
func newSpare(v reflect.Value, fields []field) *spare {
	s := &spare{value: v, pointer: v.Addr().Interface()}
	for _, f := range fields {
		s.slots = append(s.slots, slot{f.at, f.at.pointer(v.FieldByIndex(f.path))})
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
