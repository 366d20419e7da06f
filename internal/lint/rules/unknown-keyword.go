package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// unknownKeyword reports a name in a schema that is no keyword, but so like one that it
// probably was meant to be (https://json-schema.org/draft/2020-12/json-schema-core#section-6.5).
// Any other name may be an annotation of some tool.
var unknownKeyword = Rule{
	Name:            "unknown-keyword",
	Severity:        finding.Warning,
	CheckSchemaFile: checkUnknownKeywords,
}

// extensions are keywords of widely used tools that a keyword of JSON Schema is similar to.
var extensions = map[string]bool{
	"$defaults": true, "allowTrailingCommas": true, "constant": true, "contentType": true, "defaults": true,
	"definition": true, "deprecation": true, "deprecationMessage": true, "descriptions": true, "enumDescription": true,
	"enumDescriptions": true, "enumNames": true, "enumTitles": true, "example": true, "externalDocs": true,
	"formatMaximum": true, "formatMinimum": true, "hidden": true, "ids": true, "markdownDescription": true, "nullable": true,
	"options": true, "readonly": true, "titles": true, "tsType": true, "uniqueItemProperties": true, "version": true,
	"xml": true,
}

// begins reports whether a name begins like a keyword. Others, such as _comment and @type, are not
// misspelt keywords.
func begins(name string) bool {
	name = strings.TrimPrefix(name, "$")
	return name != "" && ('a' <= name[0] && name[0] <= 'z' || 'A' <= name[0] && name[0] <= 'Z')
}

// keywordNames returns the keywords of all drafts, openAPIKeywordNames also those of OpenAPI.
var (
	keywordNames        = sync.OnceValue(func() *nearest.Names { return nearest.Prepare(draftKeywordNames()) })
	openAPIKeywordNames = sync.OnceValue(func() *nearest.Names {
		return nearest.Prepare(append(draftKeywordNames(), "discriminator", "xml", "externalDocs", "example", "nullable"))
	})
)

func draftKeywordNames() []string {
	return slices.Concat(program.KeywordNames(), slices.Sorted(maps.Keys(otherKeywords)))
}

func checkUnknownKeywords(f *SchemaFile) {
	if !f.hasStandardDialect() {
		return // it may declare vocabularies with keywords of their own
	}
	for _, s := range f.schemas {
		if s.within == "" && s.parent == nil {
			continue // what only a reference makes a schema may be something else too
		}
		for key := range members(f.tape, s.place.Node) {
			name := f.tape.String(key)
			near, ok := s.misspelt(name)
			if !ok && s.forbids(name) {
				f.report(key, fmt.Sprintf("%q is not a keyword of %s; the name of an extension begins with \"x-\"", name, s.draft()), nil)
				continue
			}
			if !ok || s.keys[near] != 0 || !f.mayBe(near, name, key+1) || f.holdsTargets(key+1) {
				continue
			}
			f.report(key, fmt.Sprintf("%q is not a keyword; did you mean %q?", name, near),
				&Fix{Title: fmt.Sprintf("replace %q by %q", name, near), Edits: f.replace(key, `"`+near+`"`)})
		}
	}
}

// forbids reports whether a schema may not have a name that is no keyword, as in OpenAPI 3.0
// (https://spec.openapis.org/oas/v3.0.3#schema-object). Keywords of drafts are left to
// ignored-keyword.
func (s *subschema) forbids(name string) bool {
	_, _, constrains := program.Drafts(name)
	return s.draft() == resource.OpenAPI30 && !s.isOnlyReference() && !constrains && !s.knows(name) && !strings.HasPrefix(name, "x-")
}

// mayBe reports whether a value is of a kind that a keyword can have, so that a similar name may be a
// misspelling of it. A name that lacks only the $ of a keyword is common in annotations; of these, only
// ref with a reference is considered one.
func (f *SchemaFile) mayBe(keyword, name string, value uint32) bool {
	kind := f.tape.Nodes[value].Kind()
	if keyword == "$"+name {
		return keyword == "$ref" && kind == jsontape.String && strings.Contains(f.tape.String(value), "#/")
	}
	return nearest.Same(keyword, name) || slices.Contains(kindsOf(keyword), kind)
}

// kindsOf returns the kinds of values that a keyword can have.
func kindsOf(keyword string) []jsontape.Kind {
	switch keyword {
	case "required", "enum", "allOf", "anyOf", "oneOf", "prefixItems", "examples":
		return []jsontape.Kind{jsontape.Array}
	case "properties", "patternProperties", "definitions", "$defs", "dependencies", "dependentRequired", "dependentSchemas", "$vocabulary":
		return []jsontape.Kind{jsontape.Object}
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains",
		"multipleOf", "minimum", "maximum":
		return []jsontape.Kind{jsontape.Integer, jsontape.Number}
	case "exclusiveMinimum", "exclusiveMaximum":
		return []jsontape.Kind{jsontape.Integer, jsontape.Number, jsontape.True, jsontape.False}
	case "discriminator", "xml", "externalDocs":
		return []jsontape.Kind{jsontape.Object}
	case "uniqueItems", "nullable", "readOnly", "writeOnly", "deprecated", "$recursiveAnchor":
		return []jsontape.Kind{jsontape.True, jsontape.False}
	case "type":
		return []jsontape.Kind{jsontape.String, jsontape.Array}
	case "items":
		return []jsontape.Kind{jsontape.Object, jsontape.Array, jsontape.True, jsontape.False}
	case "const", "default":
		return []jsontape.Kind{jsontape.Null, jsontape.False, jsontape.True, jsontape.Integer, jsontape.Number, jsontape.String, jsontape.Array, jsontape.Object}
	case "not", "if", "then", "else", "contains", "propertyNames", "additionalProperties", "additionalItems",
		"unevaluatedProperties", "unevaluatedItems", "contentSchema":
		return []jsontape.Kind{jsontape.Object, jsontape.True, jsontape.False}
	}
	return []jsontape.Kind{jsontape.String}
}

// holdsTargets reports whether a reference leads into a value, which may have any name then.
func (f *SchemaFile) holdsTargets(value uint32) bool {
	return slices.ContainsFunc(f.refs, func(r reference) bool {
		return r.err == nil && r.target.Resource.Document == f.Root.Document &&
			value <= r.target.Node && r.target.Node < f.tape.Nodes[value].Next
	})
}

// misspelt returns the keyword that a name in a schema is a misspelling of: it differs in case or
// style, or by a letter, or two if it is long.
func (s *subschema) misspelt(name string) (keyword string, ok bool) {
	names := keywordNames()
	if s.place.Resource.Dialect.Has(resource.OpenAPI) {
		names = openAPIKeywordNames()
	}
	isExtension := extensions[name] && s.draft() != resource.OpenAPI30
	if _, known := lifetimeOf(name); known || isExtension || s.knows(name) || strings.HasPrefix(name, "x-") || !begins(name) {
		return "", false
	}
	if name == "ref" {
		return "$ref", true
	}
	near, ok := names.Nearest(name)
	if !ok {
		return "", false
	}
	edits := 1
	if len(name) > 8 {
		edits = 2
	}
	return near, nearest.Same(name, near) || len(name) >= 4 && nearest.Within(name, near, edits)
}
