package verdict

// This file lets programs look at compiled schemas, for example to generate forms from them.

import (
	"iter"
	"strings"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// A Subschema is a schema within a compiled one, or that it refers to: an object or a boolean.
type Subschema struct {
	// Location is the absolute URI, with a JSON Pointer as its fragment. With "/" and the name
	// of a keyword, it is the SchemaLocation of a [Violation] and the AbsoluteKeywordLocation
	// of an [OutputUnit].
	Location string

	// Pointer is the JSON Pointer of Location, from the closest schema with an $id.
	Pointer string

	// Value is the schema as written, which is valid as long as the [Schema] is in use. Its
	// properties are the keywords.
	Value Instance

	Draft Draft // of the schema

	// References are the schemas that $ref, $dynamicRef and $recursiveRef lead to.
	References []Reference

	// Conditional reports, in the result of [Schema.Lookup], that it depends on the payload
	// whether the schema applies.
	Conditional bool
}

// A Reference is where a keyword of a [Subschema] leads to. In the dynamic scope of a payload,
// $dynamicRef and $recursiveRef may lead to another schema.
type Reference struct {
	Keyword  string // such as "$ref"
	Location string // of the [Subschema]
}

// Keyword returns the value of a keyword of the schema, as written.
func (s Subschema) Keyword(name string) (value Instance, ok bool) { return s.Value.Property(name) }

// Walk iterates over the schema itself, all schemas in its document in the order of the text,
// also definitions that are not in use, and all schemas that these refer to, in other documents
// as well. Each is visited once. Nothing is loaded.
//
// Booleans are visited if they are in an object or array of schemas, as in properties, but not
// if they are the value of a keyword, as in "additionalProperties": false. Up to draft 7, what
// accompanies a $ref is not visited, except definitions. There are no schemas in a keyword of
// [WithKeyword].
func (s *Schema) Walk() iter.Seq[Subschema] {
	return func(yield func(Subschema) bool) {
		if !isCompiled(s) {
			return
		}
		for _, l := range s.engine.Locations() {
			if !yield(subschema(l)) {
				return
			}
		}
	}
}

// Lookup returns the schemas that may apply to the value at a location of a payload, a JSON
// Pointer (RFC 6901), whether or not a payload has such a value: "" is the payload itself,
// "/tags/0" the first item of tags, and "/tags/-" an item after those that the schema lists. It
// follows references, allOf, properties, patternProperties, additionalProperties, items and so
// on. There are none if the schema says nothing of such a value, or if the pointer is not one.
//
// Schemas of anyOf, oneOf, if, then, else, contains and the like, and those within them, are
// Conditional. That of not is left out, and "additionalProperties": false is no schema. A schema
// precedes those that it refers to.
//
// For a given payload, the annotations of [Schema.Output] say which of them have applied.
func (s *Schema) Lookup(pointer string) []Subschema {
	if !isCompiled(s) || pointer != "" && pointer[0] != '/' {
		return nil
	}
	tokens := strings.Split(pointer, "/")[1:]
	for k := range tokens {
		tokens[k] = jsontape.UnescapeToken(tokens[k])
	}
	var found []Subschema
	s.engine.Applying(tokens, func(l engine.Location, conditional bool) {
		schema := subschema(l)
		schema.Conditional = conditional
		found = append(found, schema)
	})
	return found
}

func subschema(l engine.Location) Subschema {
	s := Subschema{
		Location: location(l), Pointer: l.Pointer(), Draft: draftOf(l.Resource.Dialect.Draft),
		Value: Instance{l.Tape(), l.Node, l.Node},
	}
	for _, r := range l.References {
		s.References = append(s.References, Reference{r.Keyword, location(engine.Location{Place: r.Target})})
	}
	return s
}

// location returns the absolute URI of a schema.
func location(l engine.Location) string { return l.Resource.URI + "#" + program.Fragment(l.Pointer()) }
