package verdict

// This file reflects the schema of what encoding/json writes for a Go type.

import (
	"cmp"
	"reflect"

	"github.com/go-json-experiment/json"

	"github.com/verdict-lint/verdict/internal/decode"
	"github.com/verdict-lint/verdict/internal/reflector"
)

// Reflect returns the JSON Schema (2020-12) of T. It accepts what encoding/json writes for
// a T, and what it accepts can be decoded into a T, with the exceptions below. The same
// type and options give the same bytes: properties are in the order of the fields,
// definitions in the order of their names.
//
// # Missing, null, value
//
// The type of a field determines which of the three are allowed:
//
//	field                                  missing   null
//	T                                      rejected  rejected
//	T, omitzero or omitempty               allowed   rejected
//	null.Or[T]                             rejected  allowed
//	null.Or[T], omitzero                   allowed   allowed
//	*T, slice, map                         rejected  allowed, as nil is encoded
//	*T, slice, map, omitzero or omitempty  allowed   rejected
//
// An interface without [WithOneOf] and a json.RawMessage allow any value, including null.
// The tag "nullable" also allows null if the type does not. The tag "required" repeats what
// the type says, and is an error if the type says otherwise.
//
// Properties without a field are allowed; see [WithStrict].
//
// # Rules
//
// The tag jsonschema:"…" adds rules and annotations, separated by commas; a comma
// within a value is written `\\,`. The vocabulary is a superset of that of
// github.com/invopop/jsonschema:
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
// items of an array have the prefix "items.":
//
//	Tags []string `json:"tags" jsonschema:"minItems=1,items.minLength=2"`
//
// A tag on a field named _ applies to the struct itself:
//
//	_ struct{} `jsonschema:"title=Order,minProperties=1"`
//
// # Methods
//
// A type or its pointer may have these methods; the first three need no import.
//
//	Values() []T                           lists the values of T: its enum
//	SchemaDescriptions() map[string]string describes "T", "T.Field" or "T.value"
//	SchemaExamples() map[string][]any      gives examples for "T.Field"
//	JSONSchema() *jsonschema.Schema        is the schema of T
//	JSONSchemaExtend(*jsonschema.Schema)   changes the reflected one
//	JSONSchemaAlias() any                  gives a value of the type to reflect instead
//	JSONSchemaProperty(string) any         does so for a property of T
//
// A type that marshals itself and has none of these methods gets a schema that accepts
// everything; see [WithOpaqueTypes]. The keys of a map are property names, to which their
// type's Values, JSONSchema and similar methods apply.
//
// # Valid payloads that cannot be decoded
//
// These payloads satisfy a reflected schema, but [Typed.Decode] fails, as encoding/json
// does:
//
//   - a number that is out of range for a float, for the integer type of a map's key, or
//     for a field with the option string;
//   - an integer with a fraction or an exponent, such as 1.0 or 1e2, and -0 for an
//     unsigned type;
//   - a time with a leap second, or with a lower-case t or z;
//   - anything but null for an interface with methods and without [WithOneOf];
//   - the properties of an unexported struct that is embedded by pointer;
//   - a value that a method of the type rejects, or that no method decodes: a type with
//     MarshalJSON or MarshalText may lack its counterpart, or be stricter than its
//     schema.
//
// # Errors
//
// Types that JSON cannot represent (functions, channels, complex numbers, pointers to
// themselves) are errors, and so are tags that are unknown, of the wrong type, or that
// contradict the field or each other. An error names the struct, the field and the tag. All
// errors are reported, joined.
func Reflect[T any](opts ...Option) ([]byte, error) {
	return newConfig(opts).reflect(reflect.TypeFor[T]())
}

func (c *config) reflect(t reflect.Type) ([]byte, error) {
	document, err := reflector.Document(t, c.reflection.options)
	if err == nil && c.patch {
		document, err = reflector.MergePatch(document, c.reflection.options.Null, c.defaults)
	}
	if err != nil {
		return nil, err
	}
	return c.restricted(document)
}

// For reflects T and compiles the result. The errors are those of [Reflect] and [Compile].
// In addition, fields are rejected that [Typed.Decode] would not decode as the schema defines:
// those with the json options case:ignore, format, embed, inline and unknown, which
// encoding/json and its second version treat differently (but an embedded struct may be
// inline); those with a name in the json tag that encoding/json ignores, such as one with
// quotes; and those that jsonschema:"-" excludes from the schema but the json tag does not
// exclude.
func For[T any](opts ...Option) (*Typed[T], error) {
	c := newConfig(opts)
	c.reflection.options.ToDecode = true
	document, err := c.reflect(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	c.name = cmp.Or(c.name, reflect.TypeFor[T]().String())
	s, err := c.compileObserved(document)
	if err != nil {
		return nil, err
	}
	limitToDecode(s)
	t := &Typed[T]{Schema: s, decoding: decodingOptions(c.reflection.unmarshalers)}
	t.decoder = decode.Compile(reflect.TypeFor[T](), c.reflection.options.Unions, func(text []byte, target any) error {
		return json.Unmarshal(text, target, t.decoding)
	})
	s.entries = t.decoder.ReadsEntries()
	if c.patch {
		t.patching, err = c.compilePatching(reflect.TypeFor[T](), s.observed)
	}
	return t, err
}

// limitToDecode limits the depth of payloads so that valid ones can be decoded.
func limitToDecode(s *Schema) {
	if limits := &s.engine.Limits; limits.Depth == 0 || limits.Depth > maxDecodeDepth {
		limits.Depth = maxDecodeDepth
	}
}

// MustFor is like [For] but panics if For returns an error.
func MustFor[T any](opts ...Option) *Typed[T] {
	t, err := For[T](opts...)
	if err != nil {
		panic(err)
	}
	return t
}
