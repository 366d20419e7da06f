package reflector

// This file maps kinds of Go types to JSON.

import (
	"math"
	"reflect"
	"strconv"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/tags"
)

func isInteger(kind reflect.Kind) bool {
	return kind >= reflect.Int && kind <= reflect.Uintptr
}

func isUnsigned(kind reflect.Kind) bool {
	return kind >= reflect.Uint && kind <= reflect.Uintptr
}

func isFloat(kind reflect.Kind) bool {
	return kind == reflect.Float32 || kind == reflect.Float64
}

// basic returns the predeclared type of a kind of scalar.
func basic(kind reflect.Kind) reflect.Type {
	switch {
	case kind == reflect.Bool:
		return reflect.TypeFor[bool]()
	case kind == reflect.String:
		return reflect.TypeFor[string]()
	case isFloat(kind):
		return reflect.TypeFor[float64]()
	}
	return reflect.TypeFor[int]()
}

func boundsOf(t reflect.Type) *tags.Bounds {
	bits := t.Bits()
	if isUnsigned(t.Kind()) {
		return &tags.Bounds{Min: "0", Max: strconv.FormatUint(math.MaxUint64>>(64-bits), 10)}
	}
	low := int64(math.MinInt64) >> (64 - bits)
	return &tags.Bounds{Min: strconv.FormatInt(low, 10), Max: strconv.FormatInt(-(low + 1), 10)}
}

// integerPattern matches the integers of type t as text.
func integerPattern(t reflect.Type) string {
	if isUnsigned(t.Kind()) {
		return "^[0-9]+$"
	}
	return "^-?[0-9]+$"
}

// isBytes reports whether encoding/json writes t in base64: a slice of bytes
// that do not marshal themselves. An array of bytes is an array.
func isBytes(t reflect.Type) bool {
	if t.Kind() != reflect.Slice || t.Elem().Kind() != reflect.Uint8 {
		return false
	}
	p := reflect.PointerTo(t.Elem())
	return !p.Implements(jsonMarshaler) && !p.Implements(textMarshaler)
}

// bytesSchema returns the schema of base64 (RFC 4648, section 4), as encoding/json writes
// it: padded, with the standard alphabet. contentEncoding alone asserts
// nothing.
func bytesSchema() *jsonschema.Schema {
	return &jsonschema.Schema{
		Type:            "string",
		Pattern:         "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
		ContentEncoding: "base64",
	}
}

// typesOf returns the set of the one JSON type of that name.
func typesOf(name string) tags.Types {
	switch name {
	case "string":
		return tags.String
	case "integer":
		return tags.Integer
	case "number":
		return tags.Number
	case "boolean":
		return tags.Boolean
	case "array":
		return tags.Array
	case "object":
		return tags.Object
	}
	return tags.Anything
}

// typesOfKind returns the JSON type of a slice, an array or a map.
func typesOfKind(t reflect.Type) tags.Types {
	switch {
	case isBytes(t):
		return tags.String
	case t.Kind() == reflect.Map:
		return tags.Object
	}
	return tags.Array
}
