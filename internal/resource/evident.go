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
func (v *view) evident(name []byte, value uint32) bool {
	kind, draft := v.tape.Nodes[value].Kind(), v.resource.Dialect.Draft
	switch string(name) {
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
	case "multipleOf":
		return kind == jsontape.Integer && '1' <= v.tape.Raw(value)[0] && v.tape.Raw(value)[0] <= '9'
	case "type":
		if draft == OpenAPI30 {
			return v.isTypeName(value) && !is(v.tape, value, "null")
		}
		return v.isTypeName(value) || kind == jsontape.Array && v.tape.Count(value) > 0 && v.each(value, v.isTypeName) && v.distinct(value)
	case "enum":
		return kind == jsontape.Array && (draft >= Draft2019 || v.tape.Count(value) > 0 && v.distinct(value))
	case "required":
		return kind == jsontape.Array && (draft > Draft4 || v.tape.Count(value) > 0) && v.each(value, v.isText) && v.distinct(value)
	case "$ref":
		return v.isReference(value)
	case "$dynamicRef":
		if draft == Draft2020 {
			return v.isReference(value)
		}
	case "id":
		if draft == Draft4 {
			return v.isReference(value)
		}
	case "$schema":
		return kind == jsontape.String && strings.TrimSuffix(string(v.tape.Content(value)), "#") == metaschemaURI[draft]
	case "$id":
		return draft > Draft4 && kind == jsontape.String && isPlainAddress(v.tape.Content(value))
	}
	return !v.resource.Dialect.constrains(string(name))
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

func (v *view) isText(node uint32) bool { return v.tape.Nodes[node].Kind() == jsontape.String }

// isReference reports whether a value is evidently a URI reference.
func (v *view) isReference(node uint32) bool {
	return v.isText(node) && isPlainReference(v.tape.Content(node))
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

// each reports whether all items of an array satisfy a condition.
func (v *view) each(array uint32, is func(uint32) bool) bool {
	end := v.tape.Nodes[array].Next
	for item := array + 1; item < end; item = v.tape.Nodes[item].Next {
		if !is(item) {
			return false
		}
	}
	return true
}

// distinct reports whether no two items of an array are equal.
func (v *view) distinct(array uint32) bool {
	_, unique := v.comparer.Unique(v.tape, array)
	return unique
}

// isPlainAddress reports whether a text is the URI of a page, without a fragment and with a plain path.
func isPlainAddress(text []byte) bool {
	return isAddress(text) && isPlainReference(text) && bytes.IndexByte(text, '#') < 0
}

func isAddress(text []byte) bool {
	return bytes.HasPrefix(text, []byte("https://")) || bytes.HasPrefix(text, []byte("http://"))
}

// isPlainReference reports whether a text is the URI of a page or a path, with at most one fragment, or
// a fragment (RFC 3986, section 4.1), and has only letters, digits and a few other characters; in the
// fragment, also percent-encoded ones.
func isPlainReference(text []byte) bool {
	if isAddress(text) {
		_, text, _ = bytes.Cut(text, []byte("//"))
		if len(text) == 0 {
			return false
		}
	}
	path, fragment, _ := bytes.Cut(text, []byte("#"))
	for len(fragment) > 0 {
		plain, encoded, found := bytes.Cut(fragment, []byte("%"))
		if !isPlain(plain) || found && (len(encoded) < 2 || !isHex(encoded[0]) || !isHex(encoded[1])) {
			return false
		}
		fragment = encoded[min(2, len(encoded)):]
	}
	return isPlain(path)
}

func isPlain(text []byte) bool {
	for _, c := range text {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case bytes.IndexByte([]byte("/$_.-~"), c) < 0:
			return false
		}
	}
	return true
}
