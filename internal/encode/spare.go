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
// reflection. pointer returns that pointer for a value that stays where it is.
type pointedEncoder interface {
	pointer(v reflect.Value) any
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

func (e *reflected) pointer(v reflect.Value) any { return &v }

func (e *reflected) appendAt(s *state, pointer any) bool {
	return e.append(s, *pointer.(*reflect.Value))
}

// A spare is a struct to copy values to. It is zero unless it is in use.
type spare struct {
	value reflect.Value
	slots []slot // of the fields
}

// A slot is a field of a spare. At most one of text, flag and omit is set.
type slot struct {
	*field
	pointer any      // for the pointedEncoder
	text    *string  // the field, if it is left out when it is ""
	flag    *bool    // the field, if it is left out when it is false
	omit    isZeroer // reports whether the field is left out
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
	for i := range fields {
		f := &fields[i]
		s.slots[i] = f.slot(v.FieldByIndex(f.path))
	}
	return s
}

// slot returns the slot of the field f of a spare, which is v.
func (f *field) slot(v reflect.Value) slot {
	s := slot{field: f, pointer: f.at.pointer(v)}
	own, hasOwn := v.Addr().Interface().(isZeroer)
	switch {
	case f.collapses || f.isZero == nil && f.isEmpty == nil:
	case f.isZero == nil:
		s.leaveOut(v, f.isEmpty)
	case f.isEmpty != nil:
		s.omit = omission{v, func(v reflect.Value) bool { return f.isZero(v) || f.isEmpty(v) }}
	case hasOwn && v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface: // which may be nil
		s.omit = own
	default:
		s.leaveOut(v, f.isZero)
	}
	return s
}

// leaveOut leaves the field v out if is reports true, which it does for "" and false.
func (s *slot) leaveOut(v reflect.Value, is predicate) {
	switch p := s.pointer.(type) {
	case *string:
		s.text = p
	case *bool:
		s.flag = p
	default:
		s.omit = omission{v, is}
	}
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
	for _, method := range []reflect.Type{jsonMarshaler, textMarshaler, toMarshaler, zeroer} {
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

// A copiedEncoder writes a map or slice whose type has a name, possibly in a null.Or, from a copy. A
// pointer without the name is made once for the copy, because reflection is slow at that.
type copiedEncoder struct {
	at     pointedEncoder
	copies sync.Pool // of *copied
}

// A copied is memory to copy a value to, with the pointer for the pointedEncoder. It is zero unless it
// is in use.
type copied struct {
	value   reflect.Value
	pointer any
}

// copiedIfNamed returns the encoder of a copy if e, which is that of t, would convert a pointer for each value.
func copiedIfNamed(e encoder, t reflect.Type) encoder {
	of := t
	if or, ok := e.(*orEncoder); ok {
		of = or.of
	}
	at, ok := e.(pointedEncoder)
	if !ok || of.Name() == "" || of.Kind() != reflect.Map && of.Kind() != reflect.Slice || !copyable(t, e) {
		return e
	}
	c := &copiedEncoder{at: at}
	c.copies.New = func() any {
		v := reflect.New(t).Elem()
		return &copied{v, at.pointer(v)}
	}
	return c
}

func (e *copiedEncoder) append(s *state, v reflect.Value) bool {
	c := e.copies.Get().(*copied)
	c.value.Set(v)
	ok := e.at.appendAt(s, c.pointer)
	c.value.SetZero()
	e.copies.Put(c)
	return ok
}
