package verdict_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// part compiles a part of an OpenAPI description that has some components and members.
func part(t *testing.T, members, components, pointer string, opts ...verdict.Option) *verdict.Schema {
	t.Helper()
	const uri = "https://example.com/api.json"
	description := `{` + members + `, "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": ` + components + `}}`
	opts = append(opts, verdict.WithResource(uri, []byte(description)))
	schema, err := verdict.Compile([]byte(`{"$ref": "`+uri+pointer+`"}`), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// rulesAt returns the violations of a payload, as rule and pointer.
func rulesAt(s *verdict.Schema, payload string) string {
	var invalid *verdict.Error
	if !errors.As(s.Validate([]byte(payload)), &invalid) {
		return ""
	}
	var all []string
	for _, v := range invalid.Violations {
		all = append(all, string(v.Rule)+" "+v.Pointer)
	}
	return strings.Join(all, ", ")
}

// Schemas of OpenAPI 3.0 mean what its specification says, with WithDraft as well as in a
// description that states its version.
func TestOpenAPI30(t *testing.T) {
	for _, test := range []struct {
		name, schema, payload, want string
	}{
		{"nullable adds null to a type", `{"type": "string", "nullable": true}`, `null`, ""},
		{"nullable keeps the type", `{"type": "string", "nullable": true}`, `1`, "type "},
		{"nullable false adds nothing", `{"type": "string", "nullable": false}`, `null`, "null "},
		{"nullable without type has no effect", `{"nullable": false}`, `null`, ""},
		{"nullable with allOf has no effect", `{"nullable": true, "allOf": [{"type": "string"}]}`, `null`, "null "},
		{"enum must have null as well", `{"type": "string", "nullable": true, "enum": ["a"]}`, `null`, "enum "},
		{"enum may have null", `{"type": "string", "nullable": true, "enum": ["a", null]}`, `null`, ""},
		{"exclusiveMinimum is a boolean", `{"minimum": 1, "exclusiveMinimum": true}`, `1`, "exclusive-minimum "},
		{"exclusiveMaximum is a boolean", `{"maximum": 1, "exclusiveMaximum": true}`, `1`, "exclusive-maximum "},
		{"exclusiveMaximum alone has no effect", `{"exclusiveMaximum": true}`, `1`, ""},
		{"1.0 is no integer", `{"type": "integer"}`, `1.0`, "type "},
		{"the largest int32", `{"type": "integer", "format": "int32"}`, `2147483647`, ""},
		{"above int32", `{"type": "integer", "format": "int32"}`, `2147483648`, "format "},
		{"below int32", `{"type": "integer", "format": "int32"}`, `-2147483649`, "format "},
		{"the least int64", `{"type": "integer", "format": "int64"}`, `-9223372036854775808`, ""},
		{"above int64", `{"type": "integer", "format": "int64"}`, `9223372036854775808`, "format "},
		{"a fraction is no int32", `{"type": "number", "format": "int32"}`, `1.5`, "format "},
		{"int32 is about numbers", `{"format": "int32"}`, `"99999999999"`, ""},
		{"an item that is no int32", `{"type": "array", "items": {"type": "integer", "format": "int32"}}`, `[1, 3000000000]`, "format /1"},
		{"byte is base64", `{"type": "string", "format": "byte"}`, `"aGVsbG8="`, ""},
		{"byte without padding", `{"type": "string", "format": "byte"}`, `"aGVsbG8"`, "format "},
		{"binary is anything", `{"type": "string", "format": "binary"}`, `"\u0000é"`, ""},
		{"password is anything", `{"type": "string", "format": "password"}`, `""`, ""},
		{"float is anything", `{"type": "number", "format": "float"}`, `1e300`, ""},
		{"other formats are those of 2020-12", `{"type": "string", "format": "uuid"}`, `"x"`, "format "},
		{"date is a format", `{"type": "string", "format": "date"}`, `"2024-02-30"`, "format "},
		{"keywords of later drafts are ignored", `{"const": 1, "if": true, "then": false, "contains": {"type": "null"}}`, `[1]`, ""},
		{"so are those that it leaves out", `{"patternProperties": {"a": {"type": "null"}}, "dependencies": {"a": ["b"]}}`, `{"a": 1}`, ""},
		{"annotations and extensions", `{"type": "object", "readOnly": true, "example": 1, "xml": {"name": "n"}, "externalDocs": {"url": "u"}, "deprecated": true, "x-a": 1}`, `{}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			alone, err := verdict.Compile([]byte(test.schema), verdict.WithDraft(verdict.OpenAPI30))
			if err != nil {
				t.Fatal(err)
			}
			within := part(t, `"openapi": "3.0.3"`, `{"T": `+test.schema+`}`, "#/components/schemas/T")
			for how, schema := range map[string]*verdict.Schema{"alone": alone, "in a description": within} {
				if got := rulesAt(schema, test.payload); got != test.want {
					t.Errorf("%s: violations %q, want %q", how, got, test.want)
				}
				if schema.Valid([]byte(test.payload)) != (test.want == "") {
					t.Errorf("%s: Valid disagrees", how)
				}
			}
		})
	}
}

const pets = `{
	"Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
		"discriminator": {"propertyName": "kind", "mapping": {"hound": "#/components/schemas/Dog", "tom": "Cat", "fish": "#/components/schemas/Fish"}}},
	"Any": {"anyOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "kind"}},
	"Mixed": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"type": "object", "required": ["x"]}], "discriminator": {"propertyName": "kind"}},
	"Cat": {"type": "object", "required": ["lives"], "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}}},
	"Dog": {"type": "object", "required": ["bark"], "properties": {"kind": {"type": "string"}, "bark": {"type": "string"}}},
	"Fish": {"type": "object"},
	"Escaped": {"oneOf": [{"$ref": "#/components/schemas/Big%20%C3%A9~1~0"}, {"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "kind"}},
	"Big é/~": {"$ref": "#/components/schemas/Cat"}
}`

// A discriminator chooses the alternative that is explained. In OpenAPI 3.0, its property must
// name one; in 3.1 it is an annotation.
func TestDiscriminator(t *testing.T) {
	for _, test := range []struct {
		name, of, payload, want, want31 string
	}{
		{"by name", "Pet", `{"kind": "Cat", "lives": 9}`, "", ""},
		{"by mapping to a reference", "Pet", `{"kind": "hound", "bark": "wow"}`, "", ""},
		{"by mapping to a name", "Pet", `{"kind": "tom", "lives": 9}`, "", ""},
		{"a name that is mapped under another is valid", "Pet", `{"kind": "Dog", "bark": "wow"}`, "", ""},
		{"matching another than the one it names", "Pet", `{"kind": "Cat", "bark": "wow"}`, "missing ", ""},
		{"explains it if no alternative matches", "Pet", `{"kind": "Cat", "bark": 1}`, "missing ", "missing "},
		{"explains what is wrong within it", "Pet", `{"kind": "hound", "bark": 1}`, "type /bark", "type /bark"},
		{"a name that does not exist", "Pet", `{"kind": "cow", "lives": 9}`, "enum /kind", ""},
		{"a misspelt name, and no match either", "Pet", `{"kind": "Dgo", "bark": 1}`, "enum /kind", "enum /kind"},
		{"a mapping to what is no alternative", "Pet", `{"kind": "fish", "lives": 9}`, "enum /kind", ""},
		{"the property is missing", "Pet", `{"lives": 9}`, "missing ", ""},
		{"a value that is no text", "Pet", `{"kind": [], "lives": 9}`, "enum /kind", "enum /kind"},
		{"never accepts what oneOf rejects", "Pet", `{"kind": "Cat", "lives": 9, "bark": "wow"}`, "one-of ", "one-of "},
		{"of anyOf with another match", "Any", `{"kind": "Dog", "lives": 9}`, "missing ", ""},
		{"of anyOf", "Any", `{"kind": "cow", "lives": 9}`, "enum /kind", ""},
		{"of anyOf explains", "Any", `{"kind": "Dog", "lives": 9.5}`, "missing ", "missing "},
		{"an alternative without a name can have any value", "Mixed", `{"kind": "cow", "x": 1}`, "", ""},
		{"a name that a reference escapes", "Escaped", `{"kind": "Big é/~", "lives": 9}`, "", ""},
		{"the escaped form of a name", "Escaped", `{"kind": "Big%20%C3%A9~1~0", "lives": 9}`, "enum /kind", ""},
		{"other values are left to oneOf", "Pet", `1`, "type ", "type "},
	} {
		t.Run(test.name, func(t *testing.T) {
			for version, want := range map[string]string{"3.0.3": test.want, "3.1.0": test.want31} {
				schema := part(t, `"openapi": "`+version+`"`, pets, "#/components/schemas/"+test.of)
				if got := rulesAt(schema, test.payload); got != want {
					t.Errorf("%s: violations %q, want %q", version, got, want)
				}
				if schema.Valid([]byte(test.payload)) != (want == "") {
					t.Errorf("%s: Valid disagrees", version)
				}
			}
		})
	}
}

func TestAWrongDiscriminatorIsSuggestedTheRightOne(t *testing.T) {
	schema := part(t, `"openapi": "3.0.0"`, pets, "#/components/schemas/Pet")
	var invalid *verdict.Error
	if !errors.As(schema.Validate([]byte(`{"kind": "houmd", "bark": "wow"}`)), &invalid) {
		t.Fatal("valid")
	}
	v := invalid.Violations[0]
	if v.Message != `"houmd" is not one of "hound", "tom"; did you mean "hound"?` || v.KeywordLocation != "/$ref/discriminator" ||
		v.SchemaLocation != "https://example.com/api.json#/components/schemas/Pet/discriminator" {
		t.Errorf("%+v", v)
	}
}

// The dialect of a description is that of jsonSchemaDialect or its version, whichever draft
// WithDraft sets; one of its schemas may have another.
func TestTheDialectOfAnOpenAPIDescription(t *testing.T) {
	const schema = `{"type": "integer", "format": "int32", "dependentRequired": {"a": ["b"]}, "exclusiveMinimum": 1}`
	for _, test := range []struct {
		name, members, components, payload, want string
	}{
		{"3.1 is 2020-12", `"openapi": "3.1.0"`, `{"T": {"dependentRequired": {"a": ["b"]}}}`, `{"a": 1}`, "missing "},
		{"and nullable unknown", `"openapi": "3.1.0"`, `{"T": {"type": "string", "nullable": true}}`, `null`, "null "},
		{"and has formats", `"openapi": "3.1.1"`, `{"T": ` + schema + `}`, `3000000000`, "format "},
		{"so is 3.2", `"openapi": "3.2.0"`, `{"T": ` + schema + `}`, `3000000000`, "format "},
		{"the base dialect by name", `"openapi": "3.1.0", "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base"`, `{"T": ` + schema + `}`, `3000000000`, "format "},
		{"the base dialect by date", `"openapi": "3.1.0", "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/2024-11-10"`, `{"T": ` + schema + `}`, `3000000000`, "format "},
		{"2020-12 has no int32", `"openapi": "3.1.0", "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema"`, `{"T": ` + schema + `}`, `3000000000`, ""},
		{"draft 7 has no dependentRequired", `"openapi": "3.1.0", "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#"`, `{"T": {"dependentRequired": {"a": ["b"]}}}`, `{"a": 1}`, ""},
		{"a schema of its own dialect", `"openapi": "3.1.0"`, `{"T": {"$schema": "http://json-schema.org/draft-07/schema#", "dependentRequired": {"a": ["b"]}, "required": ["c"]}}`, `{"a": 1}`, "missing "},
		{"which does not extend to others", `"openapi": "3.1.0"`,
			`{"T": {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"u": {"$ref": "#/components/schemas/U"}}}, "U": {"dependentRequired": {"a": ["b"]}}}`, `{"u": {"a": 1}}`, "missing /u"},
		{"an identifier in it", `"openapi": "3.1.0"`, `{"T": {"$ref": "https://example.com/u"}, "U": {"$id": "https://example.com/u", "type": "string"}}`, `1`, "type "},
		{"an anchor in it", `"openapi": "3.1.0"`, `{"T": {"$ref": "#u"}, "U": {"$anchor": "u", "type": "string"}}`, `1`, "type "},
		{"Swagger 2.0 is draft 4", `"swagger": "2.0"`, `{"T": {"minimum": 1, "exclusiveMinimum": true, "const": 3}}`, `2`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			schema := part(t, test.members, test.components, "#/components/schemas/T", verdict.WithDraft(verdict.Draft6))
			if got := rulesAt(schema, test.payload); got != test.want {
				t.Errorf("violations %q, want %q", got, test.want)
			}
		})
	}
}

// The documents of a description that is written in several share its dialect.
func TestDocumentsThatAnOpenAPISchemaRefersToHaveItsDialect(t *testing.T) {
	schema := part(t, `"openapi": "3.0.3"`, `{"T": {"properties": {"a": {"$ref": "a.json"}}}}`, "#/components/schemas/T",
		verdict.WithResource("https://example.com/a.json", []byte(`{"type": "string", "nullable": true}`)))
	if got := rulesAt(schema, `{"a": null}`); got != "" {
		t.Error(got)
	}
}

// A value that is not a Schema Object is reported at its position, but only in schemas that are used.
func TestFaultsOfOpenAPISchemas(t *testing.T) {
	for _, test := range []struct {
		name, version, schema, at string
	}{
		{"a type that is no JSON type", "3.0.0", `{"type": "file"}`, "/type"},
		{"type null", "3.0.0", `{"type": "null"}`, "/type"},
		{"several types", "3.0.0", `{"type": ["string", "null"]}`, "/type"},
		{"exclusiveMinimum with a number", "3.0.0", `{"exclusiveMinimum": 1}`, "/exclusiveMinimum"},
		{"nullable with a text", "3.0.0", `{"nullable": "true"}`, "/nullable"},
		{"a boolean for a schema", "3.0.0", `{"properties": {"a": true}}`, "/properties/a"},
		{"items with an array", "3.0.0", `{"items": [{}]}`, "/items"},
		{"discriminator of Swagger 2.0", "3.0.0", `{"discriminator": "kind"}`, "/discriminator"},
		{"mapping to a schema", "3.0.0", `{"discriminator": {"propertyName": "k", "mapping": {"a": {}}}}`, "/discriminator/mapping/a"},
		{"the same in 3.1", "3.1.0", `{"discriminator": "kind"}`, "/discriminator"},
		{"a bound of 2020-12", "3.1.0", `{"exclusiveMinimum": true}`, "/exclusiveMinimum"},
	} {
		t.Run(test.name, func(t *testing.T) {
			document := []byte(`{"openapi": "` + test.version + `", "components": {"schemas": {"T": ` + test.schema + `, "U": {"type": "object"}}}}`)
			resource := verdict.WithResource("https://example.com/api.json", document)
			var fault *verdict.SchemaError
			_, err := verdict.Compile([]byte(`{"$ref": "https://example.com/api.json#/components/schemas/T"}`), resource)
			if !errors.As(err, &fault) || fault.Pointer != "/components/schemas/T"+test.at {
				t.Errorf("%v at %q", err, fault.Pointer)
			}
			if _, err = verdict.Compile([]byte(`{"$ref": "https://example.com/api.json#/components/schemas/U"}`), resource); err != nil {
				t.Error(err)
			}
		})
	}
}

// A description is not accepted as a schema: it would accept everything.
func TestAnOpenAPIDescriptionIsNoSchema(t *testing.T) {
	_, err := verdict.Compile([]byte(`{"openapi": "3.0.3", "components": {"schemas": {"A": {}}}}`))
	if err == nil || !strings.Contains(err.Error(), "#/components/schemas/NAME") {
		t.Error(err)
	}
	if _, err = verdict.Compile([]byte(`{"$schema": "http://json-schema.org/draft-07/schema#", "openapi": "3.0.3"}`)); err != nil {
		t.Errorf("a schema with a property of the name: %v", err)
	}
}

func TestWithFormatsAppliesToFormatsOfOpenAPI(t *testing.T) {
	schema, err := verdict.Compile([]byte(`{"type": "integer", "format": "int32"}`), verdict.WithDraft(verdict.OpenAPI30), verdict.WithFormats(false))
	if err != nil {
		t.Fatal(err)
	}
	if !schema.Valid([]byte(`3000000000`)) {
		t.Error("format is asserted")
	}
}

// An output lists what the discriminator rejects, and is valid if and only if the payload is.
func TestOutputOfADiscriminator(t *testing.T) {
	schema := part(t, `"openapi": "3.0.0"`, pets, "#/components/schemas/Pet")
	for _, payload := range []string{`{"kind": "cow", "lives": 9}`, `{"lives": 9}`, `{"kind": "Cat", "bark": "wow"}`, `{"kind": "Cat", "lives": 9}`} {
		output, err := json.Marshal(schema.Output([]byte(payload), verdict.OutputBasic))
		if err != nil {
			t.Fatal(err)
		}
		valid := schema.Valid([]byte(payload))
		if bytes.HasPrefix(output, []byte(`{"valid":true`)) != valid || bytes.Contains(output, []byte(`"error":`)) == valid {
			t.Errorf("%s: %s", payload, output)
		}
	}
}

// What a discriminator names is validated once, however deep such schemas are nested.
func TestNestedDiscriminatorsAreDecidedInLinearTime(t *testing.T) {
	schema := part(t, `"openapi": "3.0.0"`, `{
		"Tree": {"oneOf": [{"$ref": "#/components/schemas/Branch"}, {"$ref": "#/components/schemas/Leaf"}], "discriminator": {"propertyName": "kind"}},
		"Branch": {"type": "object", "required": ["kind", "of"], "properties": {"kind": {"type": "string"}, "of": {"$ref": "#/components/schemas/Tree"}}},
		"Leaf": {"type": "object", "required": ["kind", "size"], "properties": {"kind": {"type": "string"}, "size": {"type": "integer"}}}
	}`, "#/components/schemas/Tree")
	const depth = 400
	tree := func(leaf string) []byte {
		return []byte(strings.Repeat(`{"kind": "Branch", "of": `, depth) + leaf + strings.Repeat("}", depth))
	}
	if !schema.Valid(tree(`{"kind": "Leaf", "size": 1}`)) {
		t.Error("not valid")
	}
	want := "type " + strings.Repeat("/of", depth) + "/size"
	if got := rulesAt(schema, string(tree(`{"kind": "Leaf", "size": "1"}`))); got != want {
		t.Errorf("%.100s, want %.100s", got, want)
	}
}
