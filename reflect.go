package verdict

// From a Go type to the schema of what encoding/json writes for it.

import (
	"reflect"

	"github.com/verdict-lint/verdict/internal/reflector"
)

// Reflect returns the JSON Schema (2020-12) of T: it accepts what encoding/json
// writes for a T, and what it accepts can be read into one, with the exceptions
// below. The same type and options give the same bytes: properties in the order of
// the fields, definitions in that of their names.
//
// # Missing, null, value
//
// The type of a field says which of the three it allows:
//
//	field                                  missing   null
//	T                                      refused   refused
//	T, omitzero or omitempty               allowed   refused
//	null.Or[T]                             refused   allowed
//	null.Or[T], omitzero                   allowed   allowed
//	*T, slice, map                         refused   allowed, as nil is written
//	*T, slice, map, omitzero or omitempty  allowed   refused
//
// An interface without [WithOneOf] and a json.RawMessage hold any value, null
// included. The tag "nullable" allows null where the type does not; "required" states
// what the type says already, and is refused where it says otherwise.
//
// Properties that no field stands for are allowed; see [WithStrict].
//
// # Rules
//
// The tag jsonschema:"…" adds rules and annotations, separated by commas; a comma
// within a value is written `\\,`. The vocabulary is that of
// github.com/invopop/jsonschema and more:
//
//	the field       -, required, nullable, dependentRequired=a;b
//	any value       type=a;b, enum=…, const=…
//	numbers         multipleOf, minimum, maximum, exclusiveMinimum, exclusiveMaximum
//	strings         minLength, maxLength, pattern, format, contentEncoding, contentMediaType
//	arrays          minItems, maxItems, uniqueItems
//	objects         minProperties, maxProperties
//	annotations     title, description, default=…, example=…, deprecated, readOnly, writeOnly
//	other schemas   anchor, oneof_ref, anyof_ref, oneof_type, anyof_type, oneof_required, anyof_required
//
// The keys enum, default and example are repeated for further values. Rules for the
// items of an array stand after "items.":
//
//	Tags []string `json:"tags" jsonschema:"minItems=1,items.minLength=2"`
//
// A tag on a field named _ speaks of the struct itself:
//
//	_ struct{} `jsonschema:"title=Order,minProperties=1"`
//
// # What a type says of itself
//
// A type may have these methods, on itself or on its pointer; the first three
// need no import.
//
//	Values() []T                           lists the values of T: its enum
//	SchemaDescriptions() map[string]string describes "T", "T.Field" or "T.value"
//	SchemaExamples() map[string][]any      gives examples for "T.Field"
//	JSONSchema() *jsonschema.Schema        is the schema of T
//	JSONSchemaExtend(*jsonschema.Schema)   changes the reflected one
//	JSONSchemaAlias() any                  gives a value of the type to reflect instead
//	JSONSchemaProperty(string) any         does so for a property of T
//
// A type that marshals itself and has none of these has a schema that accepts
// anything; see [WithOpaqueTypes]. The keys of a map are property names: their
// type's Values, JSONSchema and the like are about those.
//
// # What is accepted and cannot be read
//
// These payloads are valid for a reflected schema, but [Typed.Decode] fails, as
// encoding/json does:
//
//   - a number that is too wide for a float, for the integer type of a map's key, or
//     for a field with the option string;
//   - an integer with a fraction or an exponent, such as 1.0 or 1e2, and -0 of an
//     unsigned type;
//   - a time of a leap second, or with a lower-case t or z;
//   - anything but null for an interface with methods and without [WithOneOf];
//   - the properties of an unexported struct that is embedded by pointer;
//   - what a method of the type itself refuses, or what no method reads: a type with
//     MarshalJSON or MarshalText may lack its counterpart, or be stricter than its
//     schema.
//
// # Errors
//
// A type that JSON has no form for (a function, a channel, a complex number, a
// pointer to itself), and a tag that is unknown, of the wrong type or in
// contradiction with the field or with itself, is an error that names the
// struct, the field and the tag. All of them are reported, joined.
func Reflect[T any](opts ...Option) ([]byte, error) {
	return reflector.Document(reflect.TypeFor[T](), newConfig(opts).reflection.options)
}

// For reflects T and compiles the result. The errors are those of [Reflect] and
// of [Compile], and a field that [Typed.Decode] would fill otherwise than the
// schema says is one too: the json options case:ignore, format, embed, inline and
// unknown, of which encoding/json and its second version think differently (a
// struct that is embedded may be inline), a name in the json tag that encoding/json
// ignores, such as one with quotes, and a field that jsonschema:"-" leaves out of
// the schema while the json tag does not.
func For[T any](opts ...Option) (*Typed[T], error) {
	reflection := newConfig(opts).reflection
	reflection.options.ToDecode = true
	document, err := reflector.Document(reflect.TypeFor[T](), reflection.options)
	if err != nil {
		return nil, err
	}
	s, err := Compile(document, opts...)
	if err != nil {
		return nil, err
	}
	if s.engine.Limits.Depth == 0 || s.engine.Limits.Depth > maxDecodeDepth {
		s.engine.Limits.Depth = maxDecodeDepth // what is valid can be decoded
	}
	return &Typed[T]{Schema: s, decoding: decodingOptions(reflection.unmarshalers)}, nil
}

// MustFor is like [For] but panics where For returns an error.
func MustFor[T any](opts ...Option) *Typed[T] {
	t, err := For[T](opts...)
	if err != nil {
		panic(err)
	}
	return t
}
