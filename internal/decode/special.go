package decode

// This file decodes types that decode themselves, and those of the standard library and of
// package null.

import (
	"encoding"
	"encoding/json"
	"reflect"
	"time"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/null"
)

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	timeType        = reflect.TypeFor[time.Time]()
	rawType         = reflect.TypeFor[json.RawMessage]()
)

// A generalDecoder leaves the value to the general decoder.
type generalDecoder struct {
	unmarshal func(text []byte, target any) error
}

func (d *generalDecoder) decode(s *state, v reflect.Value, p int) int {
	end := s.skip(p)
	if end < 0 || d.unmarshal(s.text[p:end:end], v.Addr().Interface()) != nil {
		return gaveUp
	}
	return end
}

// jsonDecoder calls the method UnmarshalJSON.
type jsonDecoder struct{}

func (*jsonDecoder) decode(s *state, v reflect.Value, p int) int {
	end := s.skip(p)
	if end < 0 || v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(s.text[p:end:end]) != nil {
		return gaveUp
	}
	return end
}

// textDecoder calls the method UnmarshalText.
type textDecoder struct{}

func (*textDecoder) decode(s *state, v reflect.Value, p int) int {
	if jsontape.ByteAt(s.text, p) != '"' {
		return ifNull(s, p)
	}
	content, end := s.content(p)
	if end < 0 || v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(content) != nil {
		return gaveUp
	}
	return end
}

type timeDecoder struct{}

func (d *timeDecoder) decode(s *state, v reflect.Value, p int) int {
	return d.decodeAt(s, d.pointer(v), p)
}

func (*timeDecoder) pointer(v reflect.Value) any { return v.Addr().Interface() }

func (*timeDecoder) decodeAt(s *state, pointer any, p int) int {
	if jsontape.ByteAt(s.text, p) != '"' {
		return ifNull(s, p)
	}
	target := pointer.(*time.Time)
	end, _ := s.stringEnd(p)
	if end < 0 {
		return gaveUp
	}
	var ok bool
	if *target, ok = format.Time(s.text[p+1 : end-1]); ok {
		return end
	}
	if target.UnmarshalJSON(s.text[p:end]) != nil {
		return gaveUp
	}
	return end
}

// rawDecoder decodes json.RawMessage. Like its method, it reuses the memory of the message.
type rawDecoder struct{}

func (d *rawDecoder) decode(s *state, v reflect.Value, p int) int {
	return d.decodeAt(s, d.pointer(v), p)
}

func (*rawDecoder) pointer(v reflect.Value) any { return v.Addr().Interface() }

func (*rawDecoder) decodeAt(s *state, pointer any, p int) int {
	target := pointer.(*json.RawMessage)
	if *target == nil {
		*target, p = s.raw(p)
		return p
	}
	end := s.skip(p)
	if end >= 0 {
		*target = append((*target)[:0], s.text[p:end]...)
	}
	return end
}

// raw returns a copy of the value at p.
func (s *state) raw(p int) (raw json.RawMessage, end int) {
	if end = s.skip(p); end < 0 {
		return nil, gaveUp
	}
	return s.bytes.add(s.text[p:end]), end
}

// threeStates is a *null.Or[T] of any T.
type threeStates interface {
	SetNull()
	NewValue() any
}

// An orDecoder decodes null.Or.
type orDecoder struct {
	of    reflect.Type
	value decoder
	at    pointedDecoder // the same, for spares
}

func (d *orDecoder) decode(s *state, v reflect.Value, p int) int {
	or := v.Addr().Interface().(threeStates)
	if s.isNull(p) {
		or.SetNull()
		return afterNull(p)
	}
	return d.value.decode(s, reflect.ValueOf(or.NewValue()).Elem(), p)
}

// An orPointer is a null.Or in a spare, and the pointer to its value for a pointedDecoder.
type orPointer struct {
	or    threeStates
	value any
}

func (d *orDecoder) pointer(v reflect.Value) any {
	or := v.Addr().Interface().(threeStates)
	value := d.at.pointer(reflect.ValueOf(or.NewValue()).Elem())
	v.SetZero()
	return &orPointer{or, value}
}

func (d *orDecoder) decodeAt(s *state, pointer any, p int) int {
	to := pointer.(*orPointer)
	if s.isNull(p) {
		to.or.SetNull()
		return afterNull(p)
	}
	to.or.NewValue()
	return d.at.decodeAt(s, to.value, p)
}

// orStringDecoder decodes null.Or[string], the most common one.
type orStringDecoder struct{}

func (d *orStringDecoder) decode(s *state, v reflect.Value, p int) int {
	return d.decodeAt(s, d.pointer(v), p)
}

func (*orStringDecoder) pointer(v reflect.Value) any { return v.Addr().Interface() }

func (*orStringDecoder) decodeAt(s *state, pointer any, p int) int {
	or := pointer.(*null.Or[string])
	if jsontape.ByteAt(s.text, p) != '"' {
		or.SetNull()
		return ifNull(s, p)
	}
	text, end := s.string(p)
	or.Set(text)
	return end
}
