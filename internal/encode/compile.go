package encode

// This file compiles encoders from Go types.

import (
	"encoding"
	stdjson "encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/verdict-lint/verdict/null"
)

// A compiler makes the encoders of a type and of those it consists of.
type compiler struct {
	done map[key]*indirect
}

// An indirect encoder is one that may not be compiled yet, because its type is recursive.
type indirect struct{ encoder }

// encoder returns the encoder of t.
func (c *compiler) encoder(t reflect.Type, addressable bool) encoder {
	k := key{t, addressable}
	if e, ok := c.done[k]; ok {
		if e.encoder == nil {
			return e
		}
		return e.encoder
	}
	e := new(indirect)
	c.done[k] = e
	e.encoder = c.compile(t, addressable)
	return e.encoder
}

var (
	jsonMarshaler = reflect.TypeFor[stdjson.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	toMarshaler   = reflect.TypeFor[json.MarshalerTo]() // of the second version of encoding/json

	numberType = reflect.TypeFor[stdjson.Number]()
)

func (c *compiler) compile(t reflect.Type, addressable bool) encoder {
	switch t {
	case reflect.TypeFor[time.Time]():
		return timeEncoder{}
	case reflect.TypeFor[stdjson.RawMessage]():
		return rawEncoder{}
	case numberType:
		return numberEncoder{}
	case reflect.TypeFor[null.Or[string]]():
		return orStringEncoder{}
	}
	if isOr(t) {
		of := reflect.TypeOf(reflect.New(t).Interface().(threeStates).NewValue()).Elem()
		value := c.encoder(of, true)
		return &orEncoder{of, value, pointed(value)}
	}
	callable := t // the type whose methods are called
	if addressable && t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface {
		callable = reflect.PointerTo(t)
	}
	switch {
	case reflect.PointerTo(t).Implements(toMarshaler):
		return &generalEncoder{addressable}
	case callable.Implements(jsonMarshaler) && t.Kind() != reflect.Interface:
		return jsonEncoder{}
	case callable.Implements(textMarshaler) && t.Kind() != reflect.Interface:
		return textEncoder{}
	}
	return c.kind(t, addressable)
}

// isOr reports whether t is a null.Or.
func isOr(t reflect.Type) bool {
	return t.PkgPath() == reflect.TypeFor[null.State]().PkgPath() && strings.HasPrefix(t.Name(), "Or[")
}

// kind returns the encoder of a type without methods for encoding.
func (c *compiler) kind(t reflect.Type, addressable bool) encoder {
	if e := plainEncoder(t); e != nil {
		return e
	}
	switch t.Kind() {
	case reflect.Bool:
		return boolEncoder{}
	case reflect.String:
		return stringEncoder{}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return intEncoder{}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return uintEncoder{}
	case reflect.Float32, reflect.Float64:
		return floatEncoder{t.Bits()}
	case reflect.Pointer:
		return &pointerEncoder{c.encoder(t.Elem(), true)}
	case reflect.Slice:
		return c.slice(t)
	case reflect.Array:
		return &arrayEncoder{c.encoder(t.Elem(), addressable)}
	case reflect.Map:
		return c.dictionary(t, addressable)
	case reflect.Struct:
		return c.object(t, addressable)
	case reflect.Interface:
		if !t.Implements(jsonMarshaler) && !t.Implements(textMarshaler) {
			return anyEncoder{}
		}
	}
	return &generalEncoder{addressable} // it has the error, or the method to call
}

func (c *compiler) slice(t reflect.Type) encoder {
	item := reflect.PointerTo(t.Elem())
	switch {
	case t.Elem().Kind() == reflect.Uint8 && !item.Implements(jsonMarshaler) && !item.Implements(textMarshaler):
		if item.Implements(toMarshaler) {
			break
		}
		return bytesEncoder{}
	}
	return &sliceEncoder{arrayEncoder{c.encoder(t.Elem(), true)}}
}

// dictionary returns the encoder of a map. Versions of encoding/json differ about keys that
// are strings and marshal themselves.
func (c *compiler) dictionary(t reflect.Type, addressable bool) encoder {
	if t.Key().Kind() != reflect.String || t.Key().Implements(textMarshaler) || reflect.PointerTo(t.Key()).Implements(toMarshaler) {
		return &generalEncoder{addressable}
	}
	return newMapEncoder(t, c.encoder(t.Elem(), false))
}
