package decode

// This file decodes objects into structs.

import (
	"reflect"
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A structDecoder decodes into a struct. Where the validator has recorded the properties of an
// object (recorded.go), it does not read names. Otherwise it expects them in the order of the fields.
type structDecoder struct {
	fields []field
	names  names
	spares *spares // nil if values of the type must not be copied
	listed atomic.Pointer[listed]
}

// A field is a property of the struct.
type field struct {
	guess jsontape.Guess
	value decoder
	at    pointedDecoder // the same, for spares
	path  []int          // to the field
}

func (d *structDecoder) decode(s *state, v reflect.Value, p int) int {
	if jsontape.ByteAt(s.text, p) != '{' {
		return ifNull(s, p)
	}
	if d.spares == nil || !s.fresh {
		return d.members(s, v, nil, p)
	}
	spare := d.spares.get()
	if p = d.members(s, v, spare, p); p >= 0 {
		v.Set(spare.value)
	}
	d.spares.put(spare)
	return p
}

func (d *structDecoder) pointer(v reflect.Value) any { return newSpare(v, d.fields) }

// decodeAt decodes into a spare, which may be part of another one.
func (d *structDecoder) decodeAt(s *state, pointer any, p int) int {
	if jsontape.ByteAt(s.text, p) != '{' {
		return ifNull(s, p)
	}
	spare := pointer.(*spare)
	return d.members(s, spare.value, spare, p)
}

// members decodes the object at p into a spare, or into v if there is none.
func (d *structDecoder) members(s *state, v reflect.Value, spare *spare, p int) int {
	if fields := d.recorded(s, p); fields != nil {
		return d.replay(s, v, spare, fields, p)
	}
	text, fields := s.text, d.fields
	if end := jsontape.SkipSpace(text, p+1); jsontape.ByteAt(text, end) == '}' {
		return end + 1
	}
	for k := 0; ; k++ { // p is before a name: at the brace, a comma or the last space
		if jsontape.ByteAt(text, p+1) <= ' ' {
			p = jsontape.SkipSpace(text, p+1) - 1
		}
		if k < len(fields) && p+jsontape.GuessBytes <= len(text) && fields[k].guess.At((*[jsontape.GuessBytes]byte)(text[p:])) {
			p += fields[k].guess.Size()
		} else if k, p = d.names.find(s, k, p+1); p < 0 {
			return gaveUp
		}
		if jsontape.ByteAt(text, p) <= ' ' {
			p = jsontape.SkipSpace(text, p)
		}
		if p = d.member(s, v, spare, k, p); p < 0 {
			return gaveUp
		}
		c := jsontape.ByteAt(text, p)
		if c <= ' ' {
			p, c = s.after(p)
		}
		if c == '}' {
			return p + 1
		}
		if c != ',' {
			return gaveUp
		}
	}
}

// member decodes the value at p into field k of a spare, or of v if there is none. If k is negative,
// it skips the value.
func (d *structDecoder) member(s *state, v reflect.Value, spare *spare, k, p int) int {
	switch {
	case k < 0:
		return s.skip(p)
	case spare == nil:
		return d.fields[k].decode(s, v, p)
	}
	slot := &spare.slots[k]
	return slot.at.decodeAt(s, slot.pointer, p)
}

// decode decodes the value at p into the field of the struct v.
func (f *field) decode(s *state, v reflect.Value, p int) int {
	for _, i := range f.path {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if !v.CanSet() {
					return gaveUp
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return f.value.decode(s, v, p)
}
