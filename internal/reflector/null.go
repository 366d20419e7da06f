package reflector

// This file adds null to the schema of a type.

import "github.com/invopop/jsonschema"

// A NullStyle is a way to write in a schema that a value may be null.
type NullStyle int

// The styles. Some consumers of schemas accept only one of them.
const (
	NullInType  NullStyle = iota // "type": ["string", "null"], if there is a type
	NullInAnyOf                  // "anyOf": [{"type": "string"}, {"type": "null"}]
)

// finish returns the schema of a shape, null included.
func (w *walk) finish(s shape) *jsonschema.Schema {
	if s.items != nil {
		if items := w.finish(*s.items); !isEmpty(items) {
			s.schema.Items = items
		}
	}
	if s.opaque && w.options.NoOpaque && admitsNull(s.schema) {
		w.fail("its type marshals itself and has no schema; give the type a method JSONSchema, or use WithSchemaFor")
	}
	if !s.null || admitsNull(s.schema) {
		return s.schema
	}
	if w.options.Null == NullInType && onlyTyped(s.schema) {
		return nullInType(s.schema)
	}
	return nullInAnyOf(s.schema)
}

// admitsNull reports whether s accepts null: keywords such as minLength ignore values of other
// types.
func admitsNull(s *jsonschema.Schema) bool {
	_, types := s.Extras["type"]
	return s.Type == "" && !types && s.Enum == nil && s.Const == nil && s.Ref == "" && !combines(s)
}

// onlyTyped reports whether null can be added to the keyword type.
func onlyTyped(s *jsonschema.Schema) bool {
	_, types := s.Extras["type"]
	return (s.Type != "" || types) && s.Ref == "" && !combines(s)
}

func combines(s *jsonschema.Schema) bool {
	return s.AllOf != nil || s.AnyOf != nil || s.OneOf != nil || s.Not != nil || s.If != nil || s.DynamicRef != ""
}

func nullInType(s *jsonschema.Schema) *jsonschema.Schema {
	types, _ := s.Extras["type"].([]any)
	if s.Type != "" {
		types = []any{s.Type}
	}
	if !contains(types, "null") {
		types = append(types, "null")
	}
	s.Type = ""
	setExtra(s, "type", types)
	if s.Const != nil {
		s.Enum, s.Const = []any{s.Const}, nil
	}
	if s.Enum != nil && !contains(s.Enum, nil) {
		s.Enum = append(s.Enum, nil)
	}
	return s
}

// nullInAnyOf adds null with anyOf. It moves annotations of the field out of the alternative.
func nullInAnyOf(s *jsonschema.Schema) *jsonschema.Schema {
	outer := &jsonschema.Schema{
		Title:       s.Title,
		Description: s.Description,
		Comments:    s.Comments,
		Anchor:      s.Anchor,
		Default:     s.Default,
		Deprecated:  s.Deprecated,
		ReadOnly:    s.ReadOnly,
		WriteOnly:   s.WriteOnly,
		Examples:    s.Examples,
	}
	s.Title, s.Description, s.Comments, s.Anchor = "", "", "", ""
	s.Default, s.Deprecated, s.ReadOnly, s.WriteOnly, s.Examples = nil, false, false, false, nil
	outer.AnyOf = []*jsonschema.Schema{s, {Type: "null"}}
	return outer
}
