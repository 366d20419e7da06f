package encode

// This file avoids most of the cost of reflection: a struct is copied into a spare one, which
// has pointers to its fields.

import (
	"reflect"
	"slices"
	"sync"

	"github.com/verdict-lint/verdict/internal/reflector"
)

// A pointedEncoder encodes like an encoder, but the target of a pointer, mostly without
// reflection.
type pointedEncoder interface {
	appendAt(s *state, pointer any) bool
}

// pointed returns e as a pointedEncoder.
func pointed(e encoder) pointedEncoder {
	if at, ok := e.(pointedEncoder); ok {
		return at
	}
	return &reflected{e}
}

// A reflected encoder is one that needs reflection. The pointer is a *reflect.Value.
type reflected struct{ encoder }

func (e *reflected) appendAt(s *state, pointer any) bool {
	return e.append(s, *pointer.(*reflect.Value))
}

// A spare is a struct to copy values to. It is zero unless it is in use.
type spare struct {
	value reflect.Value
	slots []slot // of the fields
}

// A slot is a field of a spare.
type slot struct {
	value   reflect.Value
	pointer any      // for the pointedEncoder
	nested  *spare   // the pointer, if it is one
	own     isZeroer // for omitzero, if the type has the method; or nested
	plain   predicate
}

// IsZero reports whether all fields are zero. There is nothing else in the struct.
func (s *spare) IsZero() bool {
	for i := range s.slots {
		slot := &s.slots[i]
		if slot.nested != nil && !slot.nested.IsZero() || slot.nested == nil && !slot.plain(slot.value) {
			return false
		}
	}
	return true
}

// spares are the spares of a type.
type spares struct{ pool sync.Pool }

// newSpares returns the spares of a struct type, nil if its values must not be copied: if it
// has fields besides the properties, such as a mutex, or fields that have methods of their
// pointer.
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
	s := &spare{value: v, slots: make([]slot, len(fields))}
	for i, f := range fields {
		slot := &s.slots[i]
		slot.value, slot.plain = v.FieldByIndex(f.path), f.plain
		switch e := f.at.(type) {
		case *structEncoder:
			slot.nested = newSpare(slot.value, e.fields)
			slot.pointer, slot.own = slot.nested, slot.nested
		case *reflected:
			slot.pointer = &slot.value
		default:
			slot.pointer = slot.value.Addr().Interface()
		}
		if kind := slot.value.Kind(); f.isZero != nil && kind != reflect.Pointer && kind != reflect.Interface {
			if own, ok := slot.value.Addr().Interface().(isZeroer); ok {
				slot.own = own
			}
		}
	}
	return s
}

func (s *spares) get() *spare { return s.pool.Get().(*spare) }

func (s *spares) put(spare *spare) {
	spare.value.SetZero()
	s.pool.Put(spare)
}

// copyable reports whether a value of type t is written equally in another place: if it has no
// methods that require its address.
func copyable(t reflect.Type, e encoder) bool {
	pointer := reflect.PointerTo(t)
	for _, method := range []reflect.Type{jsonMarshaler, textMarshaler, toMarshaler, reflect.TypeFor[isZeroer]()} {
		if pointer.Implements(method) && !t.Implements(method) {
			return false
		}
	}
	switch e := e.(type) {
	case *structEncoder:
		return e.spares != nil
	case *arrayEncoder:
		return copyable(t.Elem(), e.item)
	case *orEncoder:
		return copyable(e.of, e.value)
	}
	return true
}
