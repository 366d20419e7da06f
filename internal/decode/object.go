package decode

// This file decodes objects into structs.

import (
	"reflect"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A structDecoder decodes into a struct. It expects the names in the order of the fields,
// as most payloads have them.
type structDecoder struct {
	fields []field
	byName map[string]int // indices of fields
	spares *spares        // nil if values of the type must not be copied
}

// A field is a property of the struct.
type field struct {
	guess jsontape.Guess
	name  string
	value decoder
	at    pointedDecoder // value, if it is one
	path  []int          // to the field
}

func (d *structDecoder) decode(s *state, v reflect.Value, p int) int {
	if jsontape.ByteAt(s.text, p) != '{' {
		return ifNull(s, p)
	}
	if d.spares == nil {
		return d.members(s, v, nil, p)
	}
	spare := d.spares.get()
	spare.value.Set(v)
	if p = d.members(s, v, spare, p); p >= 0 {
		v.Set(spare.value)
	}
	d.spares.put(spare)
	return p
}

// root decodes the payload into a spare.
func (d *structDecoder) root(s *state, spare *spare) int {
	p := jsontape.SkipSpace(s.text, 0)
	if jsontape.ByteAt(s.text, p) != '{' {
		return ifNull(s, p)
	}
	return d.members(s, spare.value, spare, p)
}

// members decodes the object at p into a spare, or into v if there is none.
func (d *structDecoder) members(s *state, v reflect.Value, spare *spare, p int) int {
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
		} else if k, p = d.name(s, k, p+1); p < 0 {
			return gaveUp
		}
		if jsontape.ByteAt(text, p) <= ' ' {
			p = jsontape.SkipSpace(text, p)
		}
		switch {
		case k < 0:
			p = s.skip(p)
		case spare == nil:
			p = fields[k].decode(s, v, p)
		case fields[k].at != nil:
			p = fields[k].at.decodeAt(s, spare.pointers[k], p)
		default:
			p = fields[k].value.decode(s, spare.fields[k], p)
		}
		if p < 0 {
			return gaveUp
		}
		var c byte
		if p, c = s.after(p); c == '}' {
			return p + 1
		}
		if c != ',' {
			return gaveUp
		}
	}
}

// name returns the index of the field whose name is at p, or -1, and the offset after the
// colon. The name is not as expected, that of the field k.
func (d *structDecoder) name(s *state, k, p int) (field, after int) {
	for g := k; g < len(d.fields) && g < k+3; g++ {
		name := d.fields[g].name
		if end := p + 1 + len(name); end+1 < len(s.text) && s.text[end] == '"' && s.text[end+1] == ':' && string(s.text[p+1:end]) == name {
			return g, end + 2
		}
	}
	name, end := s.content(p)
	if end < 0 {
		return 0, gaveUp
	}
	field, ok := d.byName[string(name)]
	if !ok {
		field = -1
	}
	return field, jsontape.SkipSpace(s.text, end) + 1
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
