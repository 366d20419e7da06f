package verdict

// The options that only reflecting a Go type uses.

import (
	"fmt"
	"maps"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/verdict-lint/verdict/internal/reflector"
)

// reflection is what the options below were given.
type reflection struct {
	options      reflector.Options
	unmarshalers []*json.Unmarshalers
}

// A NullStyle is a way to write that a value may be null.
type NullStyle int

// Both say the same. Some programs that read schemas understand only one.
const (
	// NullInType writes "type": ["string", "null"] where there is a type, and
	// anyOf where there is a reference or a combination of schemas.
	NullInType NullStyle = iota

	// NullInAnyOf writes "anyOf": [{"type": "string"}, {"type": "null"}] always.
	NullInAnyOf
)

// WithNullStyle sets how reflected documents write that a value may be null.
// The default is [NullInType].
func WithNullStyle(style NullStyle) Option {
	return func(c *config) { c.reflection.options.Null = reflector.NullStyle(style) }
}

// WithID gives a reflected document its $id.
func WithID(uri string) Option {
	return func(c *config) { c.reflection.options.ID = uri }
}

// WithDescriptions gives descriptions to types and fields whose source is not
// yours to write them in. The keys are "import/path.Type",
// "import/path.Type.Field" (the Go name) and, for a type that lists its values,
// "import/path.Type.value". They go before what a type's own method
// SchemaDescriptions says, and behind a tag.
func WithDescriptions(descriptions map[string]string) Option {
	descriptions = maps.Clone(descriptions)
	return func(c *config) {
		c.reflection.options.Descriptions = merged(c.reflection.options.Descriptions, descriptions)
	}
}

// WithSchemaFor uses document, a JSON Schema, as the schema of T wherever T occurs,
// as the key of a map too: it is the schema of the property names then.
func WithSchemaFor[T any](document []byte) Option {
	t := reflect.TypeFor[T]()
	return func(c *config) {
		c.reflection.options.Mapped = merged(c.reflection.options.Mapped, map[reflect.Type][]byte{t: document})
	}
}

// WithOpaqueTypes sets whether a type that marshals itself may have no schema. It
// may by default, and its schema accepts anything then; with false that is an
// error, which names the field. A method JSONSchema, [WithSchemaFor] or a type in
// the field's tag gives it a schema.
func WithOpaqueTypes(allowed bool) Option {
	return func(c *config) { c.reflection.options.NoOpaque = !allowed }
}

// A Variant is a struct that may stand in an interface; see [WithOneOf].
type Variant struct {
	name string
	t    reflect.Type
}

// VariantOf is the struct T, or what the pointer T points to, told by name.
func VariantOf[T any](name string) Variant {
	return Variant{name, reflect.TypeFor[T]()}
}

// WithOneOf says which structs may stand in the interface I, and by which of
// their properties they are told apart. The schema of I is then a oneOf of them,
// and [Typed.Decode], unlike encoding/json, decodes into I:
//
//	verdict.WithOneOf[Shape]("kind",
//		verdict.VariantOf[Circle]("circle"),
//		verdict.VariantOf[*Square]("square"))
//
// Every variant implements I and has the property, whose value is the name.
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

// decodeVariant decodes into target, an interface, the variant that the
// property tells.
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
		return fmt.Errorf("property %q does not tell the type: %w", property, err)
	}
	t, ok := variants[name]
	if !ok {
		return fmt.Errorf("no type is told by %s %q", property, name)
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

// merged gives a new map of both, so that an option that is used twice never
// writes to what another call holds.
func merged[K comparable, V any](a, b map[K]V) map[K]V {
	all := maps.Clone(a)
	if all == nil {
		all = make(map[K]V, len(b))
	}
	maps.Copy(all, b)
	return all
}
