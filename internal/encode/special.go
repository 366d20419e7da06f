package encode

// This file writes types that marshal themselves, and those of the standard library and of
// package null.

import (
	"encoding"
	"encoding/json"
	"reflect"
	"time"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/null"
)

// A generalEncoder leaves the value to encoding/json.
type generalEncoder struct{ addressable bool }

func (e *generalEncoder) append(s *state, v reflect.Value) bool {
	target := v
	if v.CanAddr() && (e.addressable || v.Kind() == reflect.Interface) {
		target = v.Addr()
	}
	text, err := json.Marshal(target.Interface())
	s.text = append(s.text, text...)
	return err == nil
}

// pointerTo returns v if it is a pointer, and otherwise its address. Both have the methods of
// its type.
func pointerTo(v reflect.Value) any {
	if v.Kind() == reflect.Pointer {
		return v.Interface()
	}
	return v.Addr().Interface()
}

func isNilPointer(v reflect.Value) bool { return v.Kind() == reflect.Pointer && v.IsNil() }

// jsonEncoder calls the method MarshalJSON.
type jsonEncoder struct{}

func (jsonEncoder) append(s *state, v reflect.Value) bool {
	if isNilPointer(v) {
		return s.null()
	}
	text, err := pointerTo(v).(json.Marshaler).MarshalJSON()
	return err == nil && s.json(text)
}

// textEncoder calls the method MarshalText.
type textEncoder struct{}

func (textEncoder) append(s *state, v reflect.Value) bool {
	if isNilPointer(v) {
		return s.null()
	}
	text, err := pointerTo(v).(encoding.TextMarshaler).MarshalText()
	return err == nil && s.string(string(text))
}

type timeEncoder struct{}

func (e timeEncoder) append(s *state, v reflect.Value) bool { return e.appendAt(s, e.pointer(v)) }

func (timeEncoder) pointer(v reflect.Value) any { return v.Addr().Interface() }

func (timeEncoder) appendAt(s *state, pointer any) bool {
	text, err := pointer.(*time.Time).AppendText(append(s.text, '"'))
	s.text = append(text, '"')
	return err == nil
}

// rawEncoder writes json.RawMessage.
type rawEncoder struct{}

func (rawEncoder) append(s *state, v reflect.Value) bool { return s.raw(v.Bytes()) }

func (s *state) raw(text json.RawMessage) bool {
	if text == nil {
		return s.null()
	}
	return s.json(text)
}

// json writes JSON that may be invalid or not compact. It is copied if it is valid and compact, as most
// is.
func (s *state) json(text []byte) bool {
	if !s.foreign.isCompact(text) {
		compact, err := json.Marshal(json.RawMessage(text))
		if err != nil || text == nil { // which json.Marshal writes as null
			return false
		}
		text = compact
	}
	s.text = append(s.text, text...)
	return true
}

// lineSeparator is the first byte of U+2028 and U+2029 in UTF-8, which are escaped.
const lineSeparator = 0xe2

// foreign reads JSON that was not written here.
type foreign struct{ reader jsontape.Reader }

// isCompact returns true only if text is a JSON value as encoding/json writes it.
func (f *foreign) isCompact(text []byte) bool {
	f.reader.Begin(text)
	if f.reader.Skim(0, maxDepth) != len(text) {
		return false
	}
	quoted := false
	for p := 0; p < len(text); p++ {
		switch c := text[p]; {
		case c == '"':
			quoted = !quoted
		case c == '\\':
			p++
		case c == '<', c == '>', c == '&', c == lineSeparator, c <= ' ' && !quoted:
			return false
		}
	}
	return true
}

// isNumber reports whether text is a JSON number.
func (f *foreign) isNumber(text []byte) bool {
	if c := text[0]; c != '-' && (c < '0' || c > '9') {
		return false
	}
	f.reader.Begin(text)
	end, _ := f.reader.Number(0)
	return end == len(text)
}

// threeStates is a *null.Or[T] of any T.
type threeStates interface {
	NewValue() any
	ValuePointer() any
}

// An orEncoder writes null.Or.
type orEncoder struct {
	of    reflect.Type
	value encoder
	at    pointedEncoder // the same, for spares
}

func (e *orEncoder) append(s *state, v reflect.Value) bool {
	value := v.Addr().Interface().(threeStates).ValuePointer()
	if value == nil {
		return s.null()
	}
	return e.value.append(s, reflect.ValueOf(value).Elem())
}

// An orPointer is a null.Or in a spare, and the pointer to its value for a pointedEncoder.
type orPointer struct {
	or    threeStates
	value any
}

func (e *orEncoder) pointer(v reflect.Value) any {
	or := v.Addr().Interface().(threeStates)
	value := e.at.pointer(reflect.ValueOf(or.NewValue()).Elem())
	v.SetZero()
	return &orPointer{or, value}
}

func (e *orEncoder) appendAt(s *state, pointer any) bool {
	p := pointer.(*orPointer)
	if p.or.ValuePointer() == nil {
		return s.null()
	}
	return e.at.appendAt(s, p.value)
}

// orStringEncoder writes null.Or[string], the most common one.
type orStringEncoder struct{}

func (e orStringEncoder) append(s *state, v reflect.Value) bool {
	return e.appendAt(s, e.pointer(v))
}

func (orStringEncoder) pointer(v reflect.Value) any { return v.Addr().Interface() }

func (orStringEncoder) appendAt(s *state, pointer any) bool {
	text, ok := pointer.(*null.Or[string]).Get()
	if !ok {
		return s.null()
	}
	return s.string(text)
}
