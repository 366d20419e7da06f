package encode

// This file writes structs.

import (
	"encoding/json"
	"reflect"

	"github.com/verdict-lint/verdict/internal/reflector"
)

// A structEncoder writes the fields of a struct in their order.
type structEncoder struct {
	fields []field
	spares *spares // nil if values of the type must not be copied
}

// A field is a property of the struct.
type field struct {
	name  string // as JSON, with a comma before and a colon after it
	path  []int  // to the field
	value encoder
	at    pointedEncoder // the same, for spares

	isEmpty predicate // nil without omitempty
	isZero  predicate // nil without omitzero
	plain   predicate // reports whether the value is zero, regardless of its method IsZero
}

func (e *structEncoder) append(s *state, v reflect.Value) bool {
	if e.spares != nil {
		spare := e.spares.get()
		spare.value.Set(v)
		ok := e.appendAt(s, spare)
		e.spares.put(spare)
		return ok
	}
	start := len(s.text)
	for i := range e.fields {
		f := &e.fields[i]
		of, ok := f.of(v)
		if !ok || f.isEmpty != nil && f.isEmpty(of) || f.isZero != nil && f.isZero(of) {
			continue
		}
		s.text = append(s.text, f.name...)
		if !f.value.append(s, of) {
			return false
		}
	}
	return s.endObject(start)
}

// appendAt writes a spare.
func (e *structEncoder) appendAt(s *state, pointer any) bool {
	slots := pointer.(*spare).slots
	start := len(s.text)
	for i := range e.fields {
		f, slot := &e.fields[i], &slots[i]
		if f.isEmpty != nil && f.isEmpty(slot.value) {
			continue
		}
		if f.isZero != nil {
			if own := slot.own; own != nil && own.IsZero() || own == nil && f.isZero(slot.value) {
				continue
			}
		}
		s.text = append(s.text, f.name...)
		if !f.at.appendAt(s, slot.pointer) {
			return false
		}
	}
	return s.endObject(start)
}

// endObject writes the braces of an object, whose properties, with a comma before each, begin
// at start.
func (s *state) endObject(start int) bool {
	if len(s.text) == start {
		s.text = append(s.text, "{}"...)
		return true
	}
	s.text[start] = '{'
	s.text = append(s.text, '}')
	return true
}

// of returns the field of the struct v, false if it is in an embedded struct that is nil.
func (f *field) of(v reflect.Value) (reflect.Value, bool) {
	for _, i := range f.path {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v, true
}

func (c *compiler) object(t reflect.Type, addressable bool) encoder {
	e := new(structEncoder)
	for _, property := range reflector.Properties(t) {
		of, reached := t, addressable
		for _, i := range property.Index {
			if of.Kind() == reflect.Pointer {
				of, reached = of.Elem(), true
			}
			of = of.Field(i).Type
		}
		name, _ := json.Marshal(property.Name)
		f := field{name: "," + string(name) + ":", path: property.Index, plain: zeroByKind(of.Kind())}
		if f.value = c.encoder(of, reached); property.Quoted {
			f.value = c.quoted(of, reached)
		}
		if property.OmitEmpty {
			f.isEmpty = emptyByKind(of.Kind())
		}
		if property.OmitZero {
			f.isZero = isZero(of)
		}
		f.at = pointed(f.value)
		e.fields = append(e.fields, f)
	}
	e.spares = newSpares(t, e.fields)
	return e
}

// quoted returns the encoder of a field with the option string, which has no effect on types
// that marshal themselves.
func (c *compiler) quoted(t reflect.Type, addressable bool) encoder {
	of := t
	if t.Kind() == reflect.Pointer {
		of, addressable = t.Elem(), true
	}
	switch e := c.encoder(of, addressable); e.(type) {
	case boolEncoder, intEncoder, uintEncoder, floatEncoder, numberEncoder, stringEncoder:
		return &quotedEncoder{e}
	}
	return c.encoder(t, addressable)
}
