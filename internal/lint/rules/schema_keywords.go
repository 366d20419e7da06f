package rules

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file has what the rules for schemas know about keywords.

// A lifetime is the first and last draft that have a keyword; until is 0 if no draft has removed it.
type lifetime struct{ since, until resource.Draft }

// otherKeywords are the keywords that constrain no payload.
var otherKeywords = map[string]lifetime{
	"$schema":          {resource.Draft4, 0},
	"id":               {resource.Draft4, resource.Draft4},
	"$id":              {resource.Draft6, 0},
	"$anchor":          {resource.Draft2019, 0},
	"$dynamicAnchor":   {resource.Draft2020, 0},
	"$recursiveAnchor": {resource.Draft2019, resource.Draft2019},
	"$vocabulary":      {resource.Draft2019, 0},
	"$comment":         {resource.Draft7, 0},
	"$defs":            {resource.Draft2019, 0},
	"definitions":      {resource.Draft4, 0},
	"title":            {resource.OpenAPI30, 0},
	"description":      {resource.OpenAPI30, 0},
	"default":          {resource.OpenAPI30, 0},
	"examples":         {resource.Draft6, 0},
	"readOnly":         {resource.Draft7, 0},
	"writeOnly":        {resource.Draft7, 0},
	"deprecated":       {resource.Draft2019, 0},
	"contentEncoding":  {resource.Draft7, 0},
	"contentMediaType": {resource.Draft7, 0},
	"contentSchema":    {resource.Draft2019, 0},
}

// lifetimeOf returns the first and last draft that have a keyword. ok is false if no draft has it.
func lifetimeOf(keyword string) (l lifetime, ok bool) {
	if l, ok := otherKeywords[keyword]; ok {
		return l, true
	}
	l.since, l.until, ok = program.Drafts(keyword)
	return l, ok
}

func (l lifetime) has(draft resource.Draft) bool {
	return l.since <= draft && (l.until == 0 || draft <= l.until)
}

// openAPIKeywords are the keywords that all versions of OpenAPI have, unlike some draft, besides
// those that constrain payloads (https://spec.openapis.org/oas/v3.0.3#schema-object).
var openAPIKeywords = []string{"discriminator", "xml", "externalDocs", "example", "readOnly", "writeOnly", "deprecated"}

// knows reports whether the dialect of a schema has a keyword, or the linter applies it nevertheless.
func (s *subschema) knows(keyword string) bool {
	dialect := s.place.Resource.Dialect
	l, ok := lifetimeOf(keyword)
	return ok && l.has(s.draft()) || keyword == "const" && dialect.Has(resource.ConstInDraft4) ||
		dialect.Has(resource.OpenAPI) && slices.Contains(openAPIKeywords, keyword) || keyword == "nullable" && s.draft() == resource.OpenAPI30
}

// instances are the types of values that each keyword applies to. It accepts other values.
var instances = map[string]string{
	"minLength": "string", "maxLength": "string", "pattern": "string",

	"multipleOf": "number", "minimum": "number", "maximum": "number", "exclusiveMinimum": "number", "exclusiveMaximum": "number",

	"items": "array", "prefixItems": "array", "additionalItems": "array", "unevaluatedItems": "array",
	"contains": "array", "minContains": "array", "maxContains": "array",
	"minItems": "array", "maxItems": "array", "uniqueItems": "array",

	"properties": "object", "patternProperties": "object", "additionalProperties": "object", "unevaluatedProperties": "object",
	"propertyNames": "object", "required": "object", "minProperties": "object", "maxProperties": "object",
	"dependencies": "object", "dependentRequired": "object", "dependentSchemas": "object",
}

// typeNames are the types of JSON Schema.
var typeNames = []string{"array", "boolean", "integer", "null", "number", "object", "string"}

// types returns the types that the keyword type of a schema allows; nil if it has none, or one
// that does not exist. With nullable, as in OpenAPI 3.0, null is one of them.
func (s *subschema) types() []string {
	node, ok := s.any("type")
	if !ok {
		return nil
	}
	var types []string
	if s.tape.Nodes[node].Kind() == jsontape.String {
		types = append(types, s.tape.String(node))
	}
	for item := range items(s.tape, node) {
		if s.tape.Nodes[item].Kind() == jsontape.String {
			types = append(types, s.tape.String(item))
		}
	}
	if slices.ContainsFunc(types, func(name string) bool { return !slices.Contains(typeNames, name) }) {
		return nil
	}
	if key, ok := s.keys["nullable"]; ok && s.tape.Nodes[key+1].Kind() == jsontape.True {
		types = append(types, "null")
	}
	return types
}

// allowsType reports whether a list of types has one, or integer for number.
func allowsType(types []string, name string) bool {
	return slices.Contains(types, name) || name == "number" && slices.Contains(types, "integer")
}

// isOfType reports whether a value is of one of several types.
func isOfType(tape *jsontape.Tape, node uint32, types []string) bool {
	switch tape.Nodes[node].Kind() {
	case jsontape.Null:
		return slices.Contains(types, "null")
	case jsontape.True, jsontape.False:
		return slices.Contains(types, "boolean")
	case jsontape.String:
		return slices.Contains(types, "string")
	case jsontape.Array:
		return slices.Contains(types, "array")
	case jsontape.Object:
		return slices.Contains(types, "object")
	case jsontape.Integer:
		return slices.Contains(types, "integer") || slices.Contains(types, "number")
	}
	return slices.Contains(types, "number") || slices.Contains(types, "integer") && decimal(tape, node).IsInteger()
}

// inPlace are the keywords whose schemas apply to the same value as the schema that has them.
var inPlace = []string{"allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas", "dependencies"}
