package reflector

// The kinds of Go types, as JSON has them.

import (
	"math"
	"reflect"
	"strconv"

	"encoding/json"

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

// basic gives the predeclared type that stands for a kind of scalar.
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

// bounds are the least and the greatest value of an integer type.
type bounds struct {
	min, max json.Number
}

func boundsOf(t reflect.Type) *bounds {
	bits := t.Bits()
	if isUnsigned(t.Kind()) {
		return &bounds{"0", json.Number(strconv.FormatUint(math.MaxUint64>>(64-bits), 10))}
	}
	low := int64(math.MinInt64) >> (64 - bits)
	return &bounds{json.Number(strconv.FormatInt(low, 10)), json.Number(strconv.FormatInt(-(low + 1), 10))}
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

// bytesSchema is that of base64 (RFC 4648, section 4), as encoding/json writes
// it: padded, with the standard alphabet. contentEncoding alone asserts
// nothing.
func bytesSchema() *jsonschema.Schema {
	return &jsonschema.Schema{
		Type:            "string",
		Pattern:         "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
		ContentEncoding: "base64",
	}
}

// typesOf gives the set that holds the JSON type of that name.
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

// typesOfKind gives the JSON type of a slice, an array or a map.
func typesOfKind(t reflect.Type) tags.Types {
	switch {
	case isBytes(t):
		return tags.String
	case t.Kind() == reflect.Map:
		return tags.Object
	}
	return tags.Array
}

// quotable reports whether a value of this shape is written within a string
// where the json tag says so: types that marshal themselves are not.
func (s shape) quotable() bool {
	return !s.marshals && s.types&tags.Scalar != 0 && s.types&^tags.Scalar == 0
}

// quote gives the shape of values of type t, or that t points to, as the json
// tag's ",string" writes them: their JSON text within a string.
func (w *walk) quote(s shape, t reflect.Type) shape {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	quoted := &jsonschema.Schema{Type: "string", Description: s.schema.Description}
	switch kind := t.Kind(); {
	case s.schema.Enum != nil:
		for _, v := range s.schema.Enum {
			quoted.Enum = append(quoted.Enum, quotedText(v))
		}
	case kind == reflect.Bool:
		quoted.Enum = []any{"true", "false"}
	case isInteger(kind):
		quoted.Pattern = integerPattern(t)
	case isFloat(kind), t == numberType:
		quoted.Pattern = `^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`
	default:
		quoted.Pattern = `^"[\s\S]*"$`
	}
	return shape{schema: quoted, null: s.null, types: tags.String}
}

// quotedText is a value of an enum as the text that stands within the string.
func quotedText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}
