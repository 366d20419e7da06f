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
	bare   bool    // the object is empty if, and only if, the struct is zero
}

// A field is a property of the struct.
type field struct {
	name  string // as JSON, with a comma before and a colon after it
	path  []int  // to the field
	value encoder
	at    pointedEncoder // the same, for spares

	isEmpty predicate // nil without omitempty
	isZero  predicate // nil without omitzero

	// collapses is set for a struct with omitzero that is zero if its object is empty, which is
	// found by writing it.
	collapses bool
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

// items writes an array of structs that are copied to the same spare one after another.
func (e *structEncoder) items(s *state, v reflect.Value) bool {
	spare := e.spares.get()
	before := byte('[')
	for i := range v.Len() {
		s.text = append(s.text, before)
		before = ','
		spare.value.Set(v.Index(i))
		if !e.appendAt(s, spare) {
			return false
		}
	}
	e.spares.put(spare)
	s.text = append(s.text, ']')
	return true
}

func (e *structEncoder) pointer(v reflect.Value) any { return newSpare(v, e.fields) }

// appendAt writes a spare.
func (e *structEncoder) appendAt(s *state, pointer any) bool {
	slots := pointer.(*spare).slots
	start := len(s.text)
	for i := range slots {
		slot := &slots[i]
		if slot.text != nil {
			if *slot.text == "" {
				continue
			}
		} else if slot.flag != nil {
			if !*slot.flag {
				continue
			}
		} else if slot.omit != nil && slot.omit.IsZero() {
			continue
		}
		before := len(s.text)
		s.text = append(s.text, slot.name...)
		if !slot.at.appendAt(s, slot.pointer) {
			return false
		}
		if slot.collapses && len(s.text) == before+len(slot.name)+len("{}") {
			s.text = s.text[:before]
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
	e := &structEncoder{bare: true}
	for _, property := range reflector.Properties(t) {
		of, reached := t, addressable
		for _, i := range property.Index {
			if of.Kind() == reflect.Pointer {
				of, reached = of.Elem(), true
			}
			of = of.Field(i).Type
		}
		name, _ := json.Marshal(property.Name)
		f := field{name: "," + string(name) + ":", path: property.Index}
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
		ownZero := of.Implements(zeroer) || reflect.PointerTo(of).Implements(zeroer)
		object, isObject := f.value.(*structEncoder)
		f.collapses = property.OmitZero && !ownZero && isObject && object.bare
		e.bare = e.bare && property.OmitZero && !ownZero && !property.OmitEmpty
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
