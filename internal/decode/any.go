package decode

// This file decodes interfaces.

import (
	"reflect"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// An anyDecoder decodes into an interface without methods. If that contains a pointer,
// encoding/json may decode into what it points to, which is left to the general decoder.
type anyDecoder struct{ general *generalDecoder }

func (d *anyDecoder) decode(s *state, v reflect.Value, p int) int {
	if !v.IsNil() {
		return d.general.decode(s, v, p)
	}
	value, end := s.any(p)
	if end >= 0 && value != nil {
		v.Set(reflect.ValueOf(value))
	}
	return end
}

// any returns the value at p as encoding/json decodes it into an any.
func (s *state) any(p int) (value any, end int) {
	switch c := jsontape.ByteAt(s.text, p); c {
	case '"':
		return boxed(s.string(p))
	case '{':
		object := make(map[string]any)
		end = s.members(p, func(name string, p int) int {
			object[name], p = s.any(p)
			return p
		})
		return object, end
	case '[':
		return boxed(plainItems(s, p, (*state).any))
	case 't':
		return true, p + len("true")
	case 'f':
		return false, p + len("false")
	case 'n':
		return nil, afterNull(p)
	default:
		if isNumber(c) {
			return boxed(s.float(p, 64))
		}
		return nil, gaveUp
	}
}

func boxed[T any](value T, end int) (any, int) { return value, end }
