package verdict

// This file has the options for reflecting Go types.

import (
	"fmt"
	"maps"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/verdict-lint/verdict/internal/reflector"
)

// reflection holds the values of the options below.
type reflection struct {
	options      reflector.Options
	unmarshalers []*json.Unmarshalers
}

// A NullStyle is a way to write in a schema that a value may be null.
type NullStyle int

// Both are equivalent, but some programs that read schemas support only one.
const (
	// NullInType writes "type": ["string", "null"] if the schema has a type, and anyOf
	// if it is a reference or a combination of schemas.
	NullInType NullStyle = iota

	// NullInAnyOf always writes "anyOf": [{"type": "string"}, {"type": "null"}].
	NullInAnyOf
)

// WithNullStyle sets how reflected documents write that a value may be null.
// The default is [NullInType].
func WithNullStyle(style NullStyle) Option {
	return func(c *config) { c.reflection.options.Null = reflector.NullStyle(style) }
}

// WithID sets the $id of a reflected document.
func WithID(uri string) Option {
	return func(c *config) { c.reflection.options.ID = uri }
}

// WithDescriptions sets the descriptions of types and fields whose source you cannot
// change. The keys are "import/path.Type", "import/path.Type.Field" (the Go name) and, for
// a type that lists its values, "import/path.Type.value". They take precedence over a
// type's own method SchemaDescriptions; a tag takes precedence over them.
func WithDescriptions(descriptions map[string]string) Option {
	descriptions = maps.Clone(descriptions)
	return func(c *config) {
		c.reflection.options.Descriptions = merged(c.reflection.options.Descriptions, descriptions)
	}
}

// WithSchemaFor uses document, a JSON Schema, as the schema of T wherever T occurs. If T is
// the key of a map, it is the schema of the property names.
func WithSchemaFor[T any](document []byte) Option {
	t := reflect.TypeFor[T]()
	return func(c *config) {
		c.reflection.options.Mapped = merged(c.reflection.options.Mapped, map[reflect.Type][]byte{t: document})
	}
}

// WithOpaqueTypes sets whether a type that marshals itself may lack a schema. By default it
// may, and its schema accepts everything; with false that is an error, which names the
// field. A method JSONSchema, [WithSchemaFor] or a type in the field's tag provides a
// schema.
func WithOpaqueTypes(allowed bool) Option {
	return func(c *config) { c.reflection.options.NoOpaque = !allowed }
}

// A Variant is a struct type that a value of an interface may have; see [WithOneOf].
type Variant struct {
	name string
	t    reflect.Type
}

// VariantOf returns the variant T, a struct or a pointer to one, with the value of the
// discriminator that selects it.
func VariantOf[T any](name string) Variant {
	return Variant{name, reflect.TypeFor[T]()}
}

// WithOneOf lists the structs that a value of the interface I may have, and the property
// that distinguishes them, the discriminator. The schema of I is then a oneOf of them, and
// [Typed.Decode], unlike encoding/json, decodes into I:
//
//	verdict.WithOneOf[Shape]("kind",
//		verdict.VariantOf[Circle]("circle"),
//		verdict.VariantOf[*Square]("square"))
//
// Each variant must implement I and have the property, whose value is the variant's name.
func WithOneOf[I any](property string, variants ...Variant) Option {
	union := reflector.Union{Property: property}
	byName := make(map[string]reflect.Type)
	for _, v := range variants {
		union.Variants = append(union.Variants, reflector.Variant{Name: v.name, Type: v.t})
		byName[v.name] = v.t
	}
	decode := json.UnmarshalFromFunc(func(d *jsontext.Decoder, target *I) error {
		return decodeVariant(d, reflect.ValueOf(target).Elem(), property, byName)
	})
	t := reflect.TypeFor[I]()
	return func(c *config) {
		c.reflection.options.Unions = merged(c.reflection.options.Unions, map[reflect.Type]reflector.Union{t: union})
		c.reflection.unmarshalers = append(c.reflection.unmarshalers, decode)
	}
}

// decodeVariant decodes the variant that the property selects into target, an interface.
func decodeVariant(d *jsontext.Decoder, target reflect.Value, property string, variants map[string]reflect.Type) error {
	text, err := d.ReadValue()
	if err != nil {
		return err
	}
	if text.Kind() == jsontext.KindNull {
		target.SetZero()
		return nil
	}
	var properties map[string]jsontext.Value
	if err := json.Unmarshal(text, &properties); err != nil {
		return err
	}
	var name string
	if err := json.Unmarshal(properties[property], &name); err != nil {
		return fmt.Errorf("invalid discriminator %q: %w", property, err)
	}
	t, ok := variants[name]
	if !ok {
		return fmt.Errorf("no variant has the discriminator %s: %q", property, name)
	}
	pointer := t.Kind() == reflect.Pointer
	if pointer {
		t = t.Elem()
	}
	value := reflect.New(t)
	if err := json.Unmarshal(text, value.Interface(), d.Options()); err != nil {
		return err
	}
	if !pointer {
		value = value.Elem()
	}
	target.Set(value)
	return nil
}

// merged returns a new map of both, so that an option that is used twice does not change
// the map of another call.
func merged[K comparable, V any](a, b map[K]V) map[K]V {
	all := maps.Clone(a)
	if all == nil {
		all = make(map[K]V, len(b))
	}
	maps.Copy(all, b)
	return all
}
