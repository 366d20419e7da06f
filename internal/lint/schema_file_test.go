package lint

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
)

// lintSchema returns the findings in a schema as "RULE POINTER".
func lintSchema(t *testing.T, name, text string) []string {
	t.Helper()
	schemas := catalog.New(nil, func(string) ([]byte, bool) { return nil, false })
	in := files.NewInput(name)
	in.Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	linter := New(schemas, Options{IsSchema: func(string) bool { return true }})
	found := &findings{}
	if _, err := linter.Run(context.Background(), []files.Input{in}, found); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range found.all {
		all = append(all, f.Rule+" "+f.Pointer)
	}
	return all
}

const (
	d4  = `"$schema": "http://json-schema.org/draft-04/schema#"`
	d6  = `"$schema": "http://json-schema.org/draft-06/schema#"`
	d7  = `"$schema": "http://json-schema.org/draft-07/schema#"`
	o30 = `"openapi": "3.0.3", "components": {"schemas": `
	o31 = `"openapi": "3.1.0", "components": {"schemas": `
	d9  = `"$schema": "https://json-schema.org/draft/2019-09/schema"`
)

// Each rule reports its faults and nothing that only looks like them. A schema without $schema is
// a 2020-12 schema.
func TestSchemaRules(t *testing.T) {
	for _, c := range []struct {
		name, schema string
		want         []string
	}{
		{"a keyword with a letter too many", `{"requiredd": ["a"]}`, []string{"unknown-keyword /requiredd"}},
		{"a keyword in another case", `{"items": {"minlength": 1}}`, []string{"unknown-keyword /items/minlength"}},
		{"a keyword in another style", `{"any_of": [{}]}`, []string{"unknown-keyword /any_of"}},
		{"common misspellings", `{"requried": ["a"], "propertes": {}, "addtionalProperties": false, "descripton": "", "defualt": 1, "enums": [1],
			"minimun": 1, "maxLenght": 1, "oneof": [], "patern": "a", "fromat": "date", "uniqueitems": true, "additional_properties": false}`,
			[]string{
				"unknown-keyword /requried", "unknown-keyword /propertes", "unknown-keyword /addtionalProperties", "unknown-keyword /descripton",
				"unknown-keyword /defualt", "unknown-keyword /enums", "unknown-keyword /minimun", "unknown-keyword /maxLenght", "unknown-keyword /oneof",
				"unknown-keyword /patern", "unknown-keyword /fromat", "unknown-keyword /uniqueitems", "unknown-keyword /additional_properties",
			}},
		{"a reference without $", `{"items": {"ref": "#/$defs/a"}, "not": {"ref": "main"}}`, []string{"unknown-keyword /items/ref"}},
		{"names of annotations", `{"comment": "a", "comments": [], "schema": "b", "item": "c", "range": 1, "values": [], "examplesOf": {}, "patterns": []}`, nil},
		{"keywords of tools", `{"x-requird": 1, "_type": 1, "@type": 1, "markdownDescription": "", "nullable": true, "example": 1, "readonly": true,
			"enumDescriptions": [], "externalDocs": {}, "order": 1, "tsType": "", "deprecationMessage": ""}`, nil},
		{"a property with the name of a near-miss", `{"properties": {"requird": {}}}`, nil},
		{"definitions under another name that are referred to", `{"$ref": "#/defs/a", "defs": {"a": {}}}`, nil},

		{"a name that OpenAPI 3.0 does not have", `{` + o30 + `{"A": {"readonly": true, "nulable": true, "$comment": "", "x-a": 1, "example": 1, "xml": {}}}}}`,
			[]string{"unknown-keyword /components/schemas/A/readonly", "unknown-keyword /components/schemas/A/nulable", "unknown-keyword /components/schemas/A/$comment"}},
		{"a name that OpenAPI 3.1 leaves alone", `{` + o31 + `{"A": {"examplesOf": {}, "xml": {}, "discriminator": {"propertyName": "a"}}}}}`, nil},
		{"a name like one of OpenAPI in another schema", `{"nulable": true, "exampel": 1, "discriminater": {}}`, nil},
		{"null of a nullable type in an enum", `{` + o30 + `{"A": {"type": "string", "nullable": true, "enum": ["a", null]}}}}`, nil},
		{"nullable that an enum leaves out", `{` + o30 + `{"A": {"type": "string", "nullable": true, "enum": ["a"]}}}}`, []string{"ignored-keyword /components/schemas/A/nullable"}},
		{"nullable without type", `{` + o30 + `{"A": {"nullable": true}, "B": {"nullable": false}}}}`, []string{"ignored-keyword /components/schemas/A/nullable"}},
		{"nullable next to a reference", `{` + o30 + `{"A": {"$ref": "#/components/schemas/B", "nullable": true}, "B": {}, "C": {"$ref": "#/components/schemas/B", "nullable": false}}}}`,
			[]string{"ignored-keyword /components/schemas/A/nullable"}},
		{"nullable in OpenAPI 3.1", `{` + o31 + `{"A": {"type": "string", "nullable": true}}}}`, []string{"ignored-keyword /components/schemas/A/nullable"}},
		{"keywords of JSON Schema in OpenAPI 3.0", `{` + o30 + `{"A": {"patternProperties": {}, "if": {}}}}}`,
			[]string{"ignored-keyword /components/schemas/A/patternProperties", "ignored-keyword /components/schemas/A/if"}},
		{"a discriminator next to a reference in draft 7", `{` + d7 + `, "items": {"$ref": "#", "discriminator": {"propertyName": "a"}}}`, nil},
		{"alternatives that differ in null", `{` + o30 + `{"A": {"oneOf": [{"type": "string"}, {"type": "string", "nullable": true}]}}}}`, nil},
		{"an example of OpenAPI", `{` + o30 + `{"A": {"type": "integer", "format": "int32", "example": 3000000000}, "B": {"type": "string", "nullable": true, "example": null}}}}`,
			[]string{"invalid-example /components/schemas/A/example"}},
		{"a value that an OpenAPI enum has twice", `{` + o30 + `{"A": {"enum": [1, 1]}}}}`, []string{"duplicate-enum /components/schemas/A/enum/1"}},
		{"a mapping that cannot be resolved", `{` + o31 + `{"A": {"discriminator": {"propertyName": "k", "mapping": {"a": "#/components/schemas/B", "b": "B", "c": "#/components/schemas/A"}}}}}}`,
			[]string{"unresolved-ref /components/schemas/A/discriminator/mapping/a"}},
		{"a misspelt format of OpenAPI", `{` + o30 + `{"A": {"format": "in32"}, "B": {"format": "double"}}}}`, []string{"unknown-format /components/schemas/A/format"}},
		{"schemas of a description that nothing refers to", `{` + o31 + `{"A": {"$defs": {"b": {}, "c": {}}, "$ref": "#/components/schemas/A/$defs/c"}, "B": {}}}}`, []string{"unused-definition /components/schemas/A/$defs/b"}},

		{"a misspelt format", `{"format": "date_time"}`, []string{"unknown-format /format"}},
		{"a format of draft 3", `{"format": "ip-address"}`, []string{"unknown-format /format"}},
		{"formats of OpenAPI and of the application", `{"properties": {"a": {"format": "int64"}, "b": {"format": "sku-number"}, "c": {"format": "json"}}}`, nil},
		{"a format that only a later draft has", `{` + d4 + `, "format": "uuid"}`, nil},

		{"a sibling of $ref in draft 7", `{` + d7 + `, "items": {"$ref": "#", "minItems": 1}}`, []string{"ignored-keyword /items/minItems"}},
		{"a sibling of $ref in 2019-09", `{` + d9 + `, "items": {"$ref": "#", "minItems": 1}}`, nil},
		{"const in draft 4", `{` + d4 + `, "const": 1}`, []string{"ignored-keyword /const"}},
		{"if in draft 6", `{` + d6 + `, "if": {}, "then": {}}`, []string{"ignored-keyword /if", "ignored-keyword /then"}},
		{"then without if", `{"then": {}}`, []string{"ignored-keyword /then"}},
		{"minContains without contains", `{"minContains": 1}`, []string{"ignored-keyword /minContains"}},
		{"additionalItems without an array of items", `{` + d7 + `, "items": {}, "additionalItems": false}`, []string{"ignored-keyword /additionalItems"}},
		{"additionalItems with an array of items", `{` + d7 + `, "items": [{}], "additionalItems": false}`, nil},
		{"additionalItems in 2020-12", `{"prefixItems": [{}], "additionalItems": false}`, []string{"ignored-keyword /additionalItems"}},
		{"the identifier of draft 4 in draft 7", `{` + d7 + `, "id": "https://example.com/a"}`, []string{"ignored-keyword /id"}},
		{"an array of items in 2020-12", `{"items": [{}]}`, []string{"ignored-keyword /items"}},
		{"$defs in draft 7", `{` + d7 + `, "$ref": "#/$defs/a", "$defs": {"a": {}}}`, nil},

		{"a keyword for strings with type number", `{"type": "number", "minLength": 1}`, []string{"unreachable-keyword /minLength"}},
		{"a format for strings with type integer", `{"type": "integer", "format": "date-time"}`, []string{"unreachable-keyword /format"}},
		{"a format for numbers with type integer", `{"type": "integer", "format": "int64"}`, nil},
		{"a keyword for one of several types", `{"type": ["string", "null"], "minLength": 1}`, nil},
		{"a keyword for numbers with type integer", `{"type": "integer", "minimum": 1}`, nil},
		{"a keyword that asks nothing", `{"type": "string", "properties": {}, "required": [], "additionalProperties": false}`, nil},

		{"minimum above maximum", `{"minimum": 2, "maximum": 1.5}`, []string{"contradiction /minimum"}},
		{"equal limits of which one is exclusive", `{"exclusiveMinimum": 1, "maximum": 1.0}`, []string{"contradiction /exclusiveMinimum"}},
		{"equal limits in draft 4, one exclusive", `{` + d4 + `, "minimum": 1, "exclusiveMinimum": true, "maximum": 1}`, []string{"contradiction /minimum"}},
		{"equal limits", `{"minimum": 1, "maximum": 1}`, nil},
		{"minLength above maxLength", `{"minLength": 2, "maxLength": 1}`, []string{"contradiction /minLength"}},
		{"a required property that is not allowed", `{"required": ["a"], "additionalProperties": false}`, []string{"contradiction /required/0"}},
		{"a required property that a pattern allows", `{"required": ["a"], "patternProperties": {"^a": {}}, "additionalProperties": false}`, nil},
		{"a required property that is false", `{"required": ["a"], "properties": {"a": false}}`, []string{"contradiction /required/0"}},
		{"a required property that is not anything", `{` + d4 + `, "required": ["a"], "properties": {"a": {"not": {}}}}`, []string{"contradiction /required/0"}},
		{"more required properties than allowed", `{"required": ["a", "b"], "maxProperties": 1}`, []string{"contradiction /maxProperties"}},
		{"const that enum lacks", `{"const": 1, "enum": [2]}`, []string{"contradiction /const"}},
		{"const that enum has in other digits", `{"const": 1, "enum": [1.0]}`, nil},
		{"const of another type", `{"const": 1, "type": "string"}`, []string{"contradiction /const"}},
		{"const of another type in draft 4", `{` + d4 + `, "const": 1, "type": "string"}`, []string{"ignored-keyword /const", "contradiction /const"}},
		{"a value of enum of another type", `{"enum": ["a", 1], "type": "string"}`, []string{"contradiction /enum/1"}},
		{"null in an enum that is nullable", `{"enum": ["a", null], "type": "string", "nullable": true}`, nil},
		{"an integer that is written with a fraction", `{"enum": [1.0], "type": "integer"}`, nil},

		{"a default of another type", `{"properties": {"a": {"type": "string", "default": 1}}}`, []string{"invalid-example /properties/a/default"}},
		{"a default that a reference does not allow", `{` + d7 + `, "properties": {"a": {"$ref": "#/definitions/b", "default": 1}}, "definitions": {"b": {"type": "string"}}}`,
			[]string{"invalid-example /properties/a/default"}},
		{"the one wrong example of several", `{"type": "string", "examples": ["a", 1, "b"]}`, []string{"invalid-example /examples/1"}},
		{"an example with an unknown property", `{"properties": {"a": {}}, "examples": [{"b": 1}]}`, nil},
		{"a default of null", `{"type": "string", "default": null}`, nil},
		{"a default in an unused definition", `{"$defs": {"a": {"type": "string", "default": 1}}}`, []string{"invalid-example /$defs/a/default"}},
		{"a default that a reference to elsewhere decides", `{"$ref": "https://example.com/a", "default": 1}`, nil},

		{"a required property that is misspelt", `{"properties": {"firstName": {}}, "required": ["firstname"]}`, []string{"required-undefined /required/0"}},
		{"a required property that is not defined", `{"properties": {"a": {}}, "required": ["zzz"]}`, []string{"required-undefined /required/0"}},
		{"one that the schema above defines", `{"properties": {"a": {}}, "anyOf": [{"required": ["a"]}]}`, nil},
		{"one that a schema next to it defines", `{"allOf": [{"properties": {"a": {}}, "required": ["b"]}, {"$ref": "#/$defs/x"}], "$defs": {"x": {"properties": {"b": {}}}}}`, nil},
		{"one that a pattern defines", `{"properties": {"a": {}}, "patternProperties": {"^b": {}}, "required": ["b"]}`, nil},
		{"one that additionalProperties defines", `{"properties": {"a": {}}, "additionalProperties": {"type": "string"}, "required": ["b"]}`, nil},
		{"one that is not to be there", `{"properties": {"a": {}}, "not": {"required": ["b"]}}`, nil},
		{"without any property", `{"required": ["a"]}`, nil},

		{"a duplicate in an enum", `{"enum": ["a", 1, "a"]}`, []string{"duplicate-enum /enum/2"}},
		{"numbers that are equal", `{"enum": [1, 1.0, 2]}`, []string{"duplicate-enum /enum/1"}},
		{"objects that are equal", `{"enum": [{"a": 1, "b": 2}, {"b": 2, "a": 1}]}`, []string{"duplicate-enum /enum/1"}},
		{"values of different types", `{"enum": [1, "1", true, "true", null, "null"]}`, nil},

		{"unresolved references", `{"items": {"$ref": "#/$defs/b"}, "not": {"$ref": "#c"}, "$defs": {"a": {}}}`,
			[]string{"unresolved-ref /items/$ref", "unresolved-ref /not/$ref"}},
		{"a reference to what is no schema", `{"items": {"$ref": "#/title"}, "title": "a"}`, []string{"unresolved-ref /items/$ref"}},
		{"a reference to the network", `{"$ref": "https://example.com/a.json"}`, nil},
		{"a property with the name $ref", `{"properties": {"$ref": {"type": "string"}}}`, nil},

		{"an unused definition", `{"$ref": "#/$defs/a", "$defs": {"a": {}, "b": {"type": "string"}}}`, []string{"unused-definition /$defs/b"}},
		{"a definition that only uses itself", `{"$ref": "#/$defs/a", "$defs": {"a": {}, "b": {"items": {"$ref": "#/$defs/b"}}}}`, []string{"unused-definition /$defs/b"}},
		{"a definition of which a part is used", `{"$ref": "#/$defs/a/items", "$defs": {"a": {"items": {}}}}`, nil},
		{"a definition of which a part is used that is no schema by itself", `{"$ref": "#/$defs/a/b", "$defs": {"a": {"b": {}}}}`, nil},
		{"comments among definitions", `{"$ref": "#/$defs/a", "$defs": {"a": {}, "//": {}, "$comment": {}}}`, nil},
		{"a definition with an identifier", `{"$ref": "#/$defs/a", "$defs": {"a": {}, "b": {"$anchor": "b", "type": "string"}}}`, nil},
		{"a definition with an identifier in it", `{"$ref": "#/$defs/a", "$defs": {"a": {}, "b": {"c": {"id": "#/$defs/b/c"}}}}`, nil},
		{"a definition with a property id in it", `{"$ref": "#/$defs/a", "$defs": {"a": {}, "b": {"properties": {"id": {}}}}}`, []string{"unused-definition /$defs/b"}},
		{"a library", `{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {}, "c": {"type": "string"}}}`, nil},

		{"an inline flag", `{"pattern": "(?i)a"}`, []string{"pattern-pitfall /pattern"}},
		{"a POSIX class", `{"pattern": "^[[:alpha:]]+$"}`, []string{"pattern-pitfall /pattern"}},
		{"a class of the letters of a POSIX class", `{"pattern": "^[:alph]+$"}`, nil},
		{"a named group of Python, as a name", `{"patternProperties": {"(?P<a>b)": {}}}`, []string{"pattern-pitfall /patternProperties/(?P<a>b)"}},
		{"anchors at the outer ends", `{"pattern": "^a|b|c$"}`, []string{"pattern-pitfall /pattern"}},
		{"anchors in a group", `{"pattern": "^(a|b)$"}`, nil},
		{"anchors in each alternative", `{"pattern": "^a$|^b$"}`, nil},
		{"an unescaped dot in a host name", `{"pattern": "^https://example.com/"}`, []string{"pattern-pitfall /pattern"}},
		{"an escaped dot in a host name", `{"pattern": "^https://example\\.com/"}`, nil},
		{"a dot that is repeated", `{"pattern": "^a.*.com$"}`, nil},
		{"lookarounds and named groups", `{"pattern": "^(?!a)(?<b>c)(?=d)(?:e)$"}`, nil},

		{"a type that contains an enum", `{"oneOf": [{"type": "string"}, {"enum": ["a"]}]}`, []string{"ambiguous-one-of /oneOf/0"}},
		{"numbers and integers", `{"oneOf": [{"type": "integer"}, {"type": "number"}]}`, []string{"ambiguous-one-of /oneOf/1"}},
		{"equal alternatives", `{"oneOf": [{"minLength": 1, "title": "a"}, {"minLength": 1, "title": "b"}]}`, []string{"ambiguous-one-of /oneOf/1"}},
		{"an alternative without constraints", `{"oneOf": [{"type": "string"}, {"title": "b"}]}`, []string{"ambiguous-one-of /oneOf/1"}},
		{"an alternative through a reference", `{"oneOf": [{"$ref": "#/$defs/a"}, {"const": "b"}], "$defs": {"a": {"type": "string"}}}`, []string{"ambiguous-one-of /oneOf/0"}},
		{"alternatives of different types", `{"oneOf": [{"type": "string"}, {"type": "object"}, {"type": "string", "pattern": "("}]}`, []string{"ambiguous-one-of /oneOf/0", "format /oneOf/2/pattern"}},
		{"different alternatives", `{"oneOf": [{"type": "string", "maxLength": 3}, {"enum": ["a"]}, {"type": "number"}]}`, nil},
		{"const in draft 4", `{` + d4 + `, "oneOf": [{"const": 1}, {"const": 2}]}`, []string{"ignored-keyword /oneOf/0/const", "ignored-keyword /oneOf/1/const"}},

		{"faults of the metaschema", `{"type": "strin", "minLength": "1", "items": {"required": "a"}}`, []string{"enum /type", "type /minLength", "type /items/required"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := lintSchema(t, "a.json", c.schema); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Safe fixes do not change what a schema accepts. Unsafe ones do, as the author probably intended.
func TestSchemaFixes(t *testing.T) {
	for _, c := range []struct{ name, schema, safe, unsafe string }{
		{"a duplicate in an enum", `{"enum": ["a", "b", "a"]}`, `{"enum": ["a", "b"]}`, ""},
		{"a misspelt keyword", `{"minlength": 1}`, "", `{"minLength": 1}`},
		{"a misspelt keyword and the right one", `{"minlength": 1, "minLength": 2}`, "", ""},
		{"a misspelt format", `{"format": "datetime"}`, "", `{"format": "date-time"}`},
		{"a named group", `{"pattern": "(?P<a>\\d)"}`, `{"pattern": "(?<a>\\d)"}`, ""},
		{"an inline flag", `{"pattern": "(?i)a"}`, "", ""},
		{"anchors", `{"pattern": "^a|b$"}`, "", `{"pattern": "^(?:a|b)$"}`},
		{"dots in a host name", `{"pattern": "^https://www.example.com/"}`, "", `{"pattern": "^https://www\\.example\\.com/"}`},
		{"siblings of $ref", `{` + d7 + `, "items": {"$ref": "#", "minItems": 1, "maxItems": 2}}`, "",
			`{` + d7 + `, "items": {"allOf": [{"$ref": "#"}], "minItems": 1, "maxItems": 2}}`},
		{"const in draft 4", `{` + d4 + `, "const": 1}`, "", `{` + d4 + `, "enum": [1]}`},
		{"an array of items in 2020-12", `{"items": [{}]}`, "", `{"prefixItems": [{}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			for unsafe, want := range map[bool]string{false: c.safe, true: cmp.Or(c.unsafe, c.safe)} {
				in := files.NewInput("a.json")
				in.Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(c.schema)), nil }
				linter := New(catalog.New(nil, func(string) ([]byte, bool) { return nil, false }), Options{IsSchema: func(string) bool { return true }})
				_, after, _, err := linter.Fix(&in, unsafe)
				if err != nil {
					t.Fatal(err)
				}
				if want = cmp.Or(want, c.schema); string(after) != want {
					t.Errorf("got %s, want %s (unsafe fixes: %t)", after, want, unsafe)
				}
			}
		})
	}
}

// FuzzSchemaRules checks that linting any schema ends without a panic.
func FuzzSchemaRules(f *testing.F) {
	for _, seed := range []string{
		`{"properties": [], "required": {}, "enum": "a", "type": 1, "items": 1, "oneOf": {}, "patternProperties": {"(": {}}}`,
		`{"$ref": "#/a/b", "$defs": {"a": {"$ref": "#/$defs/a", "default": 1}}, "a": {"b": {"examples": [1], "minLength": "a"}}}`,
		`{` + d4 + `, "minimum": 1, "exclusiveMinimum": true, "maximum": 1, "const": {}, "$ref": 1}`,
		`{"required": ["a", 1], "additionalProperties": false, "properties": {"a": false}, "oneOf": [{}, true, {"$ref": "#"}]}`,
		`{"$dynamicRef": "#a", "$dynamicAnchor": "a", "examples": [1], "items": {"$id": "b", "$ref": "b"}}`,
	} {
		f.Add(seed)
	}
	schemas := catalog.New(nil, func(string) ([]byte, bool) { return nil, false })
	linter := New(schemas, Options{IsSchema: func(string) bool { return true }})
	f.Fuzz(func(t *testing.T, text string) {
		in := files.NewInput("a.json")
		in.Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
		if _, err := linter.Run(context.Background(), []files.Input{in}, &findings{}); err != nil {
			t.Fatal(err)
		}
	})
}
