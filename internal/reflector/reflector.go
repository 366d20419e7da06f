// Package reflector returns the JSON Schema of a Go type: what encoding/json writes for it and
// reads into it.
//
// The schema model, the vocabulary of tags and the methods by which a type provides a schema of its own
// are those of github.com/invopop/jsonschema, which also reflects the plain kinds. The walk over types
// is done here, because that package's hooks cannot express what matters: whether a value may be
// written as null, which of several fields of one name is written, how a type marshals itself, and
// which of two types of one name in two packages is used.
//
// A document is a function of the type and the options alone, byte for byte:
// properties are in the order of the fields, definitions in that of their names, keywords in a
// fixed order.
package reflector

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/tags"
)

// Options configure how types are reflected. The zero value is the default.
type Options struct {
	// ID is the document's $id.
	ID string

	// Null is how null is added to a type.
	Null NullStyle

	// Descriptions has descriptions of types, and of their fields and values, by
	// "import/path.Type" and "import/path.Type.Field".
	Descriptions map[string]string

	// Mapped has JSON Schemas that are used for types.
	Mapped map[reflect.Type][]byte

	// Unions has the types that an interface may contain.
	Unions map[reflect.Type]Union

	// NoOpaque rejects types that marshal themselves and have no schema.
	NoOpaque bool

	// ToDecode rejects types that a decoder would decode differently than the schema defines.
	ToDecode bool
}

// Document reflects t. The error joins a [*Problem] for everything that cannot
// be reflected.
func Document(t reflect.Type, options Options) (document []byte, err error) {
	w := &walk{
		options: options,
		plain:   &jsonschema.Reflector{Anonymous: true, DoNotReference: true},
		root:    t,
		defined: make(map[reflect.Type]*definition),
		open:    make(map[reflect.Type]*definition),
		aliases: make(map[reflect.Type]bool),
	}
	defer func() {
		if fault := recover(); fault != nil {
			w.fail("panic while reflecting: %v", fault)
			document, err = nil, w.err()
		}
	}()
	root := w.typed(t, false)
	if err := w.err(); err != nil {
		return nil, err
	}
	document = w.document(root)
	if err := w.err(); err != nil {
		return nil, err
	}
	return document, nil
}

// A walk is the reflection of one type.
type walk struct {
	options  Options
	plain    *jsonschema.Reflector
	root     reflect.Type
	path     []place
	problems []error

	definitions []*definition                // in the order in which they were visited
	defined     map[reflect.Type]*definition // those of a whole type
	open        map[reflect.Type]*definition // of types being walked that have not needed one so far
	aliases     map[reflect.Type]bool        // being followed
	tokens      int
}

// typed returns the shape of t. addressable reports that a value is always
// addressable when it is encoded, and so encoded by methods of its pointer.
func (w *walk) typed(t reflect.Type, addressable bool) shape {
	if s, ok := w.given(t); ok {
		return s
	}
	if elem, ok := threeStates(t); ok {
		s := w.typed(elem, true) // null.Or encodes through a pointer
		s.null = true
		return s
	}
	if t.Kind() == reflect.Pointer {
		return w.pointer(t)
	}
	if s, ok := wellKnown(t, addressable); ok {
		return s
	}
	if s, ok := w.values(t); ok {
		return w.extended(t, s)
	}
	if s, ok := w.marshaled(t, addressable); ok {
		return s
	}
	if t.Kind() == reflect.Struct {
		return w.structure(t) // there, the definition is extended, and not the reference to it
	}
	return w.extended(t, w.kind(t))
}

// pointer returns the shape of the type that t, a chain of pointers, points
// to, or null.
func (w *walk) pointer(t reflect.Type) shape {
	seen := make(map[reflect.Type]bool)
	for t.Kind() == reflect.Pointer {
		if seen[t] {
			w.fail("%s points to itself and never to a value", fullName(t))
			return anything()
		}
		seen[t] = true
		t = t.Elem()
		if _, mapped := w.options.Mapped[t]; mapped {
			break
		}
	}
	s := w.typed(t, true)
	s.null = true
	return s
}

// kind returns the shape that encoding/json gives to a type without methods of
// its own.
func (w *walk) kind(t reflect.Type) shape {
	switch kind := t.Kind(); kind {
	case reflect.Bool, reflect.String, reflect.Float32, reflect.Float64:
		return w.scalar(t)
	case reflect.Interface:
		return w.union(t)
	case reflect.Struct:
		return w.structure(t)
	case reflect.Slice, reflect.Array, reflect.Map:
		return w.recursive(t, w.composite)
	default:
		if isInteger(kind) {
			return w.scalar(t)
		}
		w.fail("%s cannot be written as JSON", describe(t))
		return anything()
	}
}

// scalar returns the shape of a boolean, a number or a string. These are reflected by
// github.com/invopop/jsonschema.
func (w *walk) scalar(t reflect.Type) shape {
	s := w.plain.ReflectFromType(basic(t.Kind()))
	s.Version, s.Definitions = "", nil
	found := shape{schema: s, types: typesOf(s.Type)}
	if isInteger(t.Kind()) {
		found.bounds = boundsOf(t)
		s.Minimum, s.Maximum = json.Number(found.bounds.Min), json.Number(found.bounds.Max)
	}
	s.Description = w.typeDescription(t)
	return found
}

// composite returns the shape of a slice, an array or a map.
func (w *walk) composite(t reflect.Type) shape {
	switch {
	case t.Kind() == reflect.Map:
		return w.mapping(t)
	case isBytes(t):
		return shape{schema: bytesSchema(), null: true, types: tags.String}
	}
	items := w.typed(t.Elem(), t.Kind() == reflect.Slice)
	s := &jsonschema.Schema{Type: "array", Description: w.typeDescription(t)}
	if t.Kind() == reflect.Array {
		length := uint64(t.Len())
		s.MinItems, s.MaxItems = &length, &length
	}
	return shape{schema: s, null: t.Kind() == reflect.Slice, types: tags.Array, items: &items}
}

// mapping returns the shape of a map.
func (w *walk) mapping(t reflect.Type) shape {
	s := &jsonschema.Schema{Type: "object", Description: w.typeDescription(t)}
	s.PropertyNames = w.key(t.Key())
	values := w.typed(t.Elem(), false)
	if values := w.finish(values); !isEmpty(values) {
		s.AdditionalProperties = values
	}
	return shape{schema: s, null: true, types: tags.Object}
}

// recursive walks t, a type that is written in place unless it contains itself: then it becomes
// a definition that it can refer to.
func (w *walk) recursive(t reflect.Type, step func(reflect.Type) shape) shape {
	if t.Name() == "" {
		return step(t)
	}
	if d, done := w.defined[t]; done {
		return d.reference()
	}
	if d, walking := w.open[t]; walking {
		d.needed = true
		return d.reference()
	}
	d := &definition{of: t, null: t.Kind() != reflect.Array, types: typesOfKind(t)}
	w.addToken(d)
	w.open[t] = d
	s := step(t)
	delete(w.open, t)
	if !d.needed {
		return s
	}
	s.null = false // a definition does not accept null; null is added to the reference
	d.schema = w.finish(s)
	w.define(d)
	return d.reference()
}

// structure returns the shape of a struct, which is a definition if it has a
// name.
func (w *walk) structure(t reflect.Type) shape {
	if t.Name() == "" {
		return shape{schema: w.object(t), types: tags.Object}
	}
	d, done := w.defined[t]
	if !done {
		d = &definition{of: t, types: tags.Object}
		w.define(d)
		d.schema = w.object(t)
	}
	return d.reference()
}

// object returns the schema of a struct.
func (w *walk) object(t reflect.Type) *jsonschema.Schema {
	s := &jsonschema.Schema{
		Type:        "object",
		Description: w.typeDescription(t),
		Properties:  jsonschema.NewProperties(),
	}
	s.Deprecated = isDeprecated(s.Description)
	fields := fieldsOf(t, w.embedded)
	for _, f := range fields {
		w.within(f.owner, f.source.Name, func() {
			if w.options.ToDecode {
				w.checkOptions(f)
			}
			if !f.hidden {
				s.Properties.Set(f.name, w.property(t, f, s))
			}
		})
	}
	w.checkDependents(s, fields)
	w.annotateStruct(t, s)
	if s.Properties.Len() == 0 {
		s.Properties = nil
	}
	if h, ok := hook[schemaExtender](t, methodJSONSchemaExtend); ok {
		w.within(t, "", func() { h.JSONSchemaExtend(s) })
	}
	return s
}

// property returns the schema of a field, and applies to parent the entries of the tags that are
// about the struct.
func (w *walk) property(t reflect.Type, f field, parent *jsonschema.Schema) *jsonschema.Schema {
	target := f.source.Type
	if other, ok := w.propertyType(t, f.name); ok {
		target = other
	}
	s := w.typed(target, false)
	if f.quoted {
		s = w.quote(s, target)
	}
	if f.optional {
		s.null = s.null && nullDespiteOmission(target, f.options)
	}
	w.describeField(t, f, s.schema)
	w.annotate(&s, f, parent)
	return w.finish(s)
}

// nullDespiteOmission reports whether a field of type t that is left out if it is
// empty may still be written as null. A nil slice, map or pointer is left out,
// unless a method IsZero reports that a nil slice or map is not zero; the value that a pointer or an
// interface refers to may itself be nil.
func nullDespiteOmission(t reflect.Type, options []string) bool {
	if _, ok := threeStates(t); ok {
		return true
	}
	switch t.Kind() {
	case reflect.Pointer:
		return mayBeNil(t.Elem())
	case reflect.Slice, reflect.Map:
		nilIsZero, ok := reflect.New(t).Interface().(interface{ IsZero() bool })
		return ok && !slices.Contains(options, "omitempty") && !nilIsZero.IsZero()
	}
	return true
}

func mayBeNil(t reflect.Type) bool {
	if _, ok := threeStates(t); ok {
		return true
	}
	return slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface}, t.Kind())
}

// describe returns a type's name for messages.
func describe(t reflect.Type) string {
	if t.Name() == "" || t.PkgPath() == "" {
		return t.String()
	}
	return fmt.Sprintf("%s (%s)", t.String(), t.Kind())
}
