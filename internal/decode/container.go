package decode

// This file decodes pointers and arrays.

import (
	"encoding/base64"
	"reflect"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A pointerDecoder decodes into what a pointer points to, which is allocated if it is nil.
type pointerDecoder struct {
	elem  reflect.Type
	value decoder
}

func (d *pointerDecoder) decode(s *state, v reflect.Value, p int) int {
	if s.isNull(p) {
		v.SetZero()
		return afterNull(p)
	}
	if v.IsNil() {
		v.Set(reflect.New(d.elem))
	}
	return d.value.decode(s, v.Elem(), p)
}

// first returns the offset of the first item of the array at p; empty reports whether there
// is none, and then it is the offset after the array.
func (s *state) first(p int) (next int, empty bool) {
	if p = jsontape.SkipSpace(s.text, p+1); jsontape.ByteAt(s.text, p) == ']' {
		return p + 1, true
	}
	return p, false
}

// next returns the offset of the item after the one that ended at p; closed reports whether
// there is none, and then it is the offset after the array.
func (s *state) next(p int) (next int, closed bool) {
	p, c := s.after(p)
	switch c {
	case ',':
		return jsontape.SkipSpace(s.text, p+1), false
	case ']':
		return p + 1, true
	}
	return gaveUp, true
}

// A sliceDecoder decodes into a slice. Like encoding/json, it reuses the slice's memory and
// merges items into those that are there.
type sliceDecoder struct {
	item    decoder
	batches *batches // nil if the items are not decoded in spares
	empty   reflect.Value
}

func (d *sliceDecoder) decode(s *state, v reflect.Value, p int) int {
	switch jsontape.ByteAt(s.text, p) {
	case '[':
	case 'n':
		v.SetZero()
		return afterNull(p)
	default:
		return gaveUp
	}
	p, closed := s.first(p)
	if closed {
		v.Set(d.empty)
		return p
	}
	if d.batches != nil && s.fresh && v.IsNil() {
		return d.batches.decode(s, v, p)
	}
	room, size := v.Cap(), v.Len()
	if room == 0 {
		v.Grow(s.length(p))
		room = v.Cap()
	}
	i := 0
	for ; !closed; i++ {
		if i >= room {
			v.Grow(1)
			room = v.Cap()
		}
		if i >= size {
			size = room
			v.SetLen(size)
		}
		if p = d.item.decode(s, v.Index(i), p); p < 0 {
			return gaveUp
		}
		if p, closed = s.next(p); p < 0 {
			return gaveUp
		}
	}
	v.SetLen(i)
	return p
}

// plainItems decodes the array at p.
func plainItems[T any](s *state, p int, item func(s *state, p int) (item T, end int)) (items []T, end int) {
	p, closed := s.first(p)
	if closed {
		return []T{}, p
	}
	items = make([]T, 0, s.length(p))
	for !closed {
		var value T
		if value, p = item(s, p); p < 0 {
			return nil, gaveUp
		}
		items = append(items, value)
		if p, closed = s.next(p); p < 0 {
			return nil, gaveUp
		}
	}
	return items, p
}

// A bytesDecoder decodes base64, or else an array, into a slice of bytes.
type bytesDecoder struct{ sliceDecoder }

func (d *bytesDecoder) decode(s *state, v reflect.Value, p int) int {
	if jsontape.ByteAt(s.text, p) != '"' {
		return d.sliceDecoder.decode(s, v, p)
	}
	content, end := s.content(p)
	if end < 0 {
		return gaveUp
	}
	b := make([]byte, base64.StdEncoding.DecodedLen(len(content)))
	n, err := base64.StdEncoding.Decode(b, content)
	if err != nil {
		return gaveUp
	}
	v.SetBytes(b[:n])
	return end
}

// An arrayDecoder decodes into an array. Like encoding/json, it ignores further items and
// sets missing ones to zero.
type arrayDecoder struct{ item decoder }

func (d *arrayDecoder) decode(s *state, v reflect.Value, p int) int {
	if jsontape.ByteAt(s.text, p) != '[' {
		return ifNull(s, p)
	}
	p, closed := s.first(p)
	i := 0
	for ; !closed; i++ {
		if i < v.Len() {
			p = d.item.decode(s, v.Index(i), p)
		} else {
			p = s.skip(p)
		}
		if p < 0 {
			return gaveUp
		}
		if p, closed = s.next(p); p < 0 {
			return gaveUp
		}
	}
	for ; i < v.Len(); i++ {
		v.Index(i).SetZero()
	}
	return p
}
