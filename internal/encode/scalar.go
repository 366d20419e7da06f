package encode

// This file writes booleans, numbers and strings.

import (
	"math"
	"reflect"
	"strconv"
)

type boolEncoder struct{}

func (boolEncoder) append(s *state, v reflect.Value) bool { return s.bool(v.Bool()) }

func (boolEncoder) pointer(v reflect.Value) any { return at[bool](v) }

func (boolEncoder) appendAt(s *state, pointer any) bool { return s.bool(*pointer.(*bool)) }

func (s *state) bool(v bool) bool {
	s.text = strconv.AppendBool(s.text, v)
	return true
}

type intEncoder struct{}

func (intEncoder) append(s *state, v reflect.Value) bool { return s.int(v.Int()) }

func (s *state) int(v int64) bool {
	s.text = strconv.AppendInt(s.text, v, 10)
	return true
}

type uintEncoder struct{}

func (uintEncoder) append(s *state, v reflect.Value) bool {
	s.text = strconv.AppendUint(s.text, v.Uint(), 10)
	return true
}

type floatEncoder struct{ bits int }

func (e floatEncoder) append(s *state, v reflect.Value) bool { return s.float(v.Float(), e.bits) }

// float writes a number in the format of ECMAScript. There are no infinities and no NaN in JSON.
// https://tc39.es/ecma262/#sec-numeric-types-number-tostring
func (s *state) float(f float64, bits int) bool {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return false
	}
	const exact = 1 << 24 // integers up to it are exact, also in 32 bits
	if -exact < f && f < exact && f == math.Trunc(f) && (f != 0 || !math.Signbit(f)) {
		s.text = strconv.AppendInt(s.text, int64(f), 10) // the same, and faster
		return true
	}
	format := byte('f')
	if a := math.Abs(f); a != 0 {
		if bits == 64 && (a < 1e-6 || a >= 1e21) || bits == 32 && (float32(a) < 1e-6 || float32(a) >= 1e21) {
			format = 'e'
		}
	}
	s.text = strconv.AppendFloat(s.text, f, format, -1, bits)
	if n := len(s.text); format == 'e' && s.text[n-4] == 'e' && s.text[n-2] == '0' && s.text[n-3] == '-' { // 1e-09
		s.text[n-2] = s.text[n-1]
		s.text = s.text[:n-1]
	}
	return true
}

// numberEncoder writes json.Number.
type numberEncoder struct{}

func (numberEncoder) append(s *state, v reflect.Value) bool { return s.number(v.String()) }

func (s *state) number(digits string) bool {
	start := len(s.text)
	if digits == "" {
		digits = "0"
	}
	s.text = append(s.text, digits...)
	return s.foreign.isNumber(s.text[start:])
}

type stringEncoder struct{}

func (stringEncoder) append(s *state, v reflect.Value) bool { return s.string(v.String()) }

func (stringEncoder) pointer(v reflect.Value) any { return at[string](v) }

func (stringEncoder) appendAt(s *state, pointer any) bool { return s.string(*pointer.(*string)) }

// A quotedEncoder writes a field with the option string: its text, or that of what it points
// to, as a string.
type quotedEncoder struct{ value encoder }

func (e *quotedEncoder) append(s *state, v reflect.Value) bool {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return s.null()
		}
		v = v.Elem()
	}
	start := len(s.text)
	if !e.value.append(s, v) {
		return false
	}
	if v.Kind() != reflect.String || v.Type() == numberType {
		s.text = append(s.text, '"', '"')
		copy(s.text[start+1:], s.text[start:len(s.text)-2])
		s.text[start] = '"'
		return true
	}
	text := string(s.text[start:])
	s.text = s.text[:start]
	return s.string(text)
}
