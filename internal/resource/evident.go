package resource

import (
	"bytes"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file recognizes most keyword values that the metaschema of the draft accepts. They are
// not passed to the checker, which is slow; of most schemas nothing remains to be checked. A
// value that is not recognized is left to the checker.

// evident reports whether the value of a keyword without subschemas is evidently valid.
func (v *view) evident(name string, value uint32) bool {
	kind, draft := v.tape.Nodes[value].Kind(), v.resource.Dialect.Draft
	switch name {
	case "default", "const":
		return true
	case "title", "description", "$comment", "format", "pattern", "contentEncoding", "contentMediaType":
		return kind == jsontape.String
	case "uniqueItems", "readOnly", "writeOnly", "deprecated":
		return isBoolean(kind)
	case "examples":
		return kind == jsontape.Array
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains":
		return kind == jsontape.Integer && v.tape.Raw(value)[0] != '-'
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
		return draft > Draft4 && (kind == jsontape.Integer || kind == jsontape.Number)
	case "type":
		if draft == OpenAPI30 {
			return v.isTypeName(value) && !is(v.tape, value, "null")
		}
		return v.isTypeName(value) || kind == jsontape.Array && v.tape.Count(value) > 0 && v.distinct(value, v.isTypeName)
	case "enum":
		return kind == jsontape.Array && (draft >= Draft2019 || v.tape.Count(value) > 0 && v.distinct(value, v.isText))
	case "required":
		return kind == jsontape.Array && (draft > Draft4 || v.tape.Count(value) > 0) && v.distinct(value, v.isText)
	case "$ref":
		return kind == jsontape.String && isPlainPath(v.tape.Content(value))
	case "$schema":
		return kind == jsontape.String && strings.TrimSuffix(string(v.tape.Content(value)), "#") == metaschemaURI[draft]
	case "$id":
		return draft > Draft4 && kind == jsontape.String && isPlainAddress(v.tape.Content(value))
	}
	return !v.resource.Dialect.constrains(name)
}

// constrained has the other keywords that the metaschema of some draft constrains.
var constrained = map[string]bool{
	"$anchor": true, "$dynamicAnchor": true, "$dynamicRef": true, "$recursiveAnchor": true, "$recursiveRef": true,
	"$vocabulary": true, "$defs": true, "additionalItems": true, "additionalProperties": true, "allOf": true, "anyOf": true,
	"contains": true, "contentSchema": true, "definitions": true, "dependencies": true, "dependentRequired": true,
	"dependentSchemas": true, "else": true, "id": true, "if": true, "items": true, "multipleOf": true, "not": true,
	"oneOf": true, "patternProperties": true, "prefixItems": true, "properties": true, "propertyNames": true, "then": true,
	"unevaluatedItems": true, "unevaluatedProperties": true,
}

func isBoolean(kind jsontape.Kind) bool { return kind == jsontape.True || kind == jsontape.False }

func (v *view) isText(node uint32) bool {
	return v.tape.Nodes[node].Kind() == jsontape.String && !v.tape.Nodes[node].Escaped()
}

func (v *view) isTypeName(node uint32) bool {
	if !v.isText(node) {
		return false
	}
	switch string(v.tape.Content(node)) {
	case "array", "boolean", "integer", "null", "number", "object", "string":
		return true
	}
	return false
}

// distinct reports whether all items of an array satisfy a condition and no two are written
// alike. It returns false for long arrays, because it compares each item with each.
func (v *view) distinct(array uint32, is func(uint32) bool) bool {
	const most = 16
	if v.tape.Count(array) > most {
		return false
	}
	end := v.tape.Nodes[array].Next
	for item := array + 1; item < end; item = v.tape.Nodes[item].Next {
		if !is(item) {
			return false
		}
		for other := array + 1; other < item; other = v.tape.Nodes[other].Next {
			if bytes.Equal(v.tape.Content(item), v.tape.Content(other)) {
				return false
			}
		}
	}
	return true
}

// isPlainAddress reports whether a text is an https URI without a fragment and with a plain path.
func isPlainAddress(text []byte) bool {
	path, ok := bytes.CutPrefix(text, []byte("https://"))
	return ok && len(path) > 0 && isPlainPath(path) && bytes.IndexByte(path, '#') < 0
}

// isPlainPath reports whether a text is a path with at most one fragment, or a fragment
// (RFC 3986, section 4.2), and has only letters, digits and a few other characters.
func isPlainPath(text []byte) bool {
	for _, c := range text {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case bytes.IndexByte([]byte("#/$_.-~"), c) < 0:
			return false
		}
	}
	return bytes.Count(text, []byte("#")) <= 1
}
