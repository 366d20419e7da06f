package program

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/resource"
)

func TestIgnoredKeywords(t *testing.T) {
	const d4, d6, d7 = `"$schema": "http://json-schema.org/draft-04/schema#"`,
		`"$schema": "http://json-schema.org/draft-06/schema#"`, `"$schema": "http://json-schema.org/draft-07/schema#"`
	for _, c := range []struct{ name, schema, want string }{
		{"const in draft 4", `{` + d4 + `, "properties": {"a": {"const": 1}}}`, "/properties/a/const"},
		{"const in draft 6", `{` + d6 + `, "const": 1}`, ""},
		{"a property named const", `{` + d4 + `, "properties": {"const": {}}, "required": ["const"]}`, ""},
		{"const within values", `{` + d4 + `, "enum": [{"const": 1}], "default": {"const": 1}, "x-note": {"const": 1}}`, ""},
		{"const within examples", `{` + d7 + `, "examples": [{"$ref": "#", "type": "string"}], "const": {"$ref": "#", "type": 1}}`, ""},
		{"siblings in draft 7", `{` + d7 + `, "items": {"type": "string", "$ref": "#/definitions/a", "minLength": 1}, "definitions": {"a": {}}}`,
			"/items/type /items/minLength"},
		{"siblings in draft 2019-09", `{"$schema": "https://json-schema.org/draft/2019-09/schema", "$ref": "#/$defs/a", "type": "string", "$defs": {"a": {}}}`, ""},
		{"siblings without $schema", `{"$ref": "#/$defs/a", "type": "string", "$defs": {"a": {}}}`, ""},
		{"siblings that constrain nothing", `{` + d7 + `, "$ref": "#/definitions/a", "$id": "http://example.com/", "$comment": "", "title": "",
			"description": "", "default": 1, "examples": [], "readOnly": true, "nullable": true, "definitions": {"a": {}}}`, ""},
		{"siblings that come with a later draft", `{` + d4 + `, "$ref": "#/definitions/a", "propertyNames": {}, "if": {}, "definitions": {"a": {}}}`, ""},
		{"const next to $ref in draft 4", `{` + d4 + `, "$ref": "#/definitions/a", "const": 1, "definitions": {"a": {}}}`, "/const"},
		{"definitions next to $ref", `{` + d7 + `, "$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/b", "format": "uri"}, "b": {}}}`,
			"/definitions/a/format"},
		{"what is in an ignored sibling is not reported, too", `{` + d7 + `, "$ref": "#/definitions/a",
			"properties": {"x": {"$ref": "#", "type": "string"}}, "definitions": {"a": {}}}`, "/properties"},
		{"where only a reference makes a schema", `{` + d4 + `, "$ref": "#/parts/a", "parts": {"a": {"const": 1}, "b": {"const": 1}}}`, "/parts/a/const"},
		{"a property named $ref", `{` + d7 + `, "type": "object", "properties": {"$ref": {"type": "string"}}}`, ""},
		{"an embedded resource of another draft", `{"$defs": {"old": {"$id": "http://example.com/old", ` + d7 + `, "properties": {"a": {"$ref": "#/b", "type": "string"}}, "b": {}}}}`,
			"/$defs/old/properties/a/type"},
		{"another document", `{` + d7 + `, "properties": {"a": {"$ref": "other.json"}}}`, "other.json/const"},
		{"a reference without end", `{` + d7 + `, "$ref": "#", "type": "string"}`, "/type"},
	} {
		t.Run(c.name, func(t *testing.T) {
			registry := &resource.Registry{Default: resource.Draft2020, Load: func(uri string) ([]byte, error) {
				if uri != "http://test/other.json" {
					return nil, errors.New(uri)
				}
				return []byte(`{` + d4 + `, "const": 1, "$ref": "missing.json"}`), nil
			}}
			root, err := registry.Add("http://test/root.json", []byte(c.schema))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, k := range Ignored(registry, root) {
				tape := k.Resource.Tape()
				at := strings.TrimPrefix(k.Resource.Document.URI, "http://test/root.json")
				got = append(got, strings.TrimPrefix(at, "http://test/")+tape.Pointer(k.Key+1))
				if k.Reference != (k.Name != "const") {
					t.Errorf("%s: reference is %v", k.Name, k.Reference)
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
