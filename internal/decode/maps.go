package decode

// This file decodes objects into maps.

import (
	"encoding/json"
	"reflect"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A mapDecoder decodes into a map with keys of a string type.
type mapDecoder struct {
	key, elem reflect.Type
	value     decoder
}

func (d *mapDecoder) decode(s *state, v reflect.Value, p int) int {
	if jsontape.ByteAt(s.text, p) != '{' {
		return d.other(s, v, p)
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	key, elem := reflect.New(d.key).Elem(), reflect.New(d.elem).Elem()
	return s.members(p, func(name string, p int) int {
		elem.SetZero()
		if p = d.value.decode(s, elem, p); p < 0 {
			return gaveUp
		}
		key.SetString(name)
		v.SetMapIndex(key, elem)
		return p
	})
}

// other decodes null into a map.
func (d *mapDecoder) other(s *state, v reflect.Value, p int) int {
	if !s.isNull(p) {
		return gaveUp
	}
	v.SetZero()
	return afterNull(p)
}

// members calls decode with the name of each property of the object at p and the offset
// of its value; it returns the offset after the value.
func (s *state) members(p int, decode func(name string, p int) int) int {
	if p = jsontape.SkipSpace(s.text, p+1); jsontape.ByteAt(s.text, p) == '}' {
		return p + 1
	}
	for {
		name, end := s.string(p)
		if end < 0 {
			return gaveUp
		}
		p = jsontape.SkipSpace(s.text, end) + 1
		if p = decode(name, jsontape.SkipSpace(s.text, p)); p < 0 {
			return gaveUp
		}
		var c byte
		if p, c = s.after(p); c == '}' {
			return p + 1
		}
		if c != ',' {
			return gaveUp
		}
		p = jsontape.SkipSpace(s.text, p+1)
	}
}

// A plainMapDecoder decodes into a map[string]T, also one with a name of its own, without
// reflection.
type plainMapDecoder[T any] struct {
	mapDecoder
	item func(s *state, p int) (item T, end int)
}

func (d *plainMapDecoder[T]) decode(s *state, v reflect.Value, p int) int {
	return d.decodeAt(s, d.pointer(v), p)
}

func (*plainMapDecoder[T]) pointer(v reflect.Value) any { return at[map[string]T](v) }

func (d *plainMapDecoder[T]) decodeAt(s *state, pointer any, p int) int {
	target := pointer.(*map[string]T)
	if jsontape.ByteAt(s.text, p) != '{' {
		*target = nil
		return ifNull(s, p)
	}
	if *target == nil {
		*target = make(map[string]T)
	}
	m := *target
	return s.members(p, func(name string, p int) int {
		m[name], p = d.item(s, p)
		return p
	})
}

// plainMap returns the decoder of a map whose keys are strings and whose values need no
// reflection, or else d.
func plainMap(d mapDecoder) decoder {
	if d.key != reflect.TypeFor[string]() {
		return &d
	}
	switch d.elem {
	case reflect.TypeFor[string]():
		return &plainMapDecoder[string]{d, stringOrNull}
	case reflect.TypeFor[any]():
		return &plainMapDecoder[any]{d, (*state).any}
	case rawType:
		return &rawMapDecoder{plainMapDecoder[json.RawMessage]{d, (*state).raw}}
	case reflect.TypeFor[[]string]():
		return &plainMapDecoder[[]string]{d, stringsOrNull}
	}
	return &d
}
