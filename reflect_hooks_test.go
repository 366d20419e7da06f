package verdict_test

// This file tests what types themselves, and the caller, contribute to their schemas: descriptions,
// methods and schemas.

import (
	"math"
	"net/mail"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

// described lists values that have comments.
type described string

func (described) Values() []described { return []described{"on", "off"} }
func (described) SchemaDescriptions() map[string]string {
	return map[string]string{"described": "A switch.", "described.on": "It is on."}
}

type documented struct {
	A int64          `json:"a"`
	B described      `json:"b"`
	C null.Or[int64] `json:"c" jsonschema:"description=From the tag."`
}

func (documented) SchemaDescriptions() map[string]string {
	return map[string]string{"documented": "A type.", "documented.A": "A field.", "documented.C": "Not seen."}
}

func (*documented) SchemaExamples() map[string][]any {
	return map[string][]any{"documented.A": {1, 2}}
}

type embedsDocumented struct {
	documented
	D int64 `json:"d"`
}

func TestDescriptionsComeWithTheType(t *testing.T) {
	const bounds = `"minimum":-9223372036854775808,"maximum":9223372036854775807`
	const properties = `"a":{"description":"A field.","type":"integer",` + bounds + `,"examples":[1,2]},` +
		`"b":{"description":"A switch.","type":"string","enum":["on","off"],"enumDescriptions":["It is on.",""]},` +
		`"c":{"description":"From the tag.","type":["integer","null"],` + bounds + `}`
	want := `{"description":"A type.","type":"object","properties":{` + properties + `},"required":["a","b","c"]}`
	if diff := cmp.Diff(want, line(t, verdict.Reflect[documented])); diff != "" {
		t.Error(diff)
	}

	// An embedded type describes its own fields, and not the type around it.
	want = `{"type":"object","properties":{` + properties + `,"d":{"type":"integer",` + bounds + `}},"required":["a","b","c","d"]}`
	if diff := cmp.Diff(want, line(t, verdict.Reflect[embedsDocumented])); diff != "" {
		t.Error(diff)
	}
}

type documentedByInvopop struct {
	A int8 `json:"a"`
	B int8 `json:"b"`
}

func (*documentedByInvopop) GetFieldDocString(field string) string {
	return map[string]string{"A": "Said by the hook."}[field]
}

func TestTheHookForDescriptionsIsCalled(t *testing.T) {
	const bounds = `"type":"integer","minimum":-128,"maximum":127`
	const want = `{"type":"object","properties":{"a":{"description":"Said by the hook.",` + bounds + `},"b":{` + bounds + `}},"required":["a","b"]}`
	if diff := cmp.Diff(want, line(t, verdict.Reflect[documentedByInvopop])); diff != "" {
		t.Error(diff)
	}
}

func TestTheCallerDescribesTypesOfOthers(t *testing.T) {
	got := line(t, verdict.Reflect[mail.Address], verdict.WithID("https://example.com/address"), verdict.WithDescriptions(map[string]string{
		"net/mail.Address":         "A mailbox.",
		"net/mail.Address.Address": "user@domain",
	}), verdict.WithDescriptions(map[string]string{"net/mail.Address.Name": "Proper name."}))
	const want = `{"$id":"https://example.com/address","description":"A mailbox.","type":"object","properties":{` +
		`"Name":{"description":"Proper name.","type":"string"},"Address":{"description":"user@domain","type":"string"}},"required":["Name","Address"]}`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The hooks of github.com/invopop/jsonschema, on values and on pointers.
type (
	ownSchema    struct{ Text string }
	ownOnPointer struct{ Text string }
	ownRecursive struct{ Next *ownRecursive }
	ownDocument  struct{ A int }
	extends      struct {
		A int `json:"a"`
	}
	extendsOnPointer []string
	extendsText      struct{ Hidden int }
	alias            struct{ Hidden int }
	aliasOnPointer   struct{ Hidden int }
	aliasOfItself    struct{ Hidden int }
	aliasesProperty  struct {
		F any `json:"f"`
	}
	embedsHook struct {
		extends
		B int `json:"b"`
	}
	embedsOwnSchema struct {
		ownDocument
		B int
	}
)

func (ownSchema) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Pattern: "^[a-z]+$"}
}

func (*ownOnPointer) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: "integer"}}
}

func (ownRecursive) JSONSchema() *jsonschema.Schema {
	p := jsonschema.NewProperties()
	p.Set("Next", &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Ref: "#"}, {Type: "null"}}})
	return &jsonschema.Schema{Type: "object", Properties: p}
}

func (ownDocument) JSONSchema() *jsonschema.Schema {
	return (&jsonschema.Reflector{Anonymous: true}).Reflect(page[pair[int, Plain]]{})
}

func (extends) JSONSchemaExtend(s *jsonschema.Schema) {
	a, _ := s.Properties.Get("a")
	a.Title = "A"
	s.MaxProperties = new(uint64)
}

func (*extendsOnPointer) JSONSchemaExtend(s *jsonschema.Schema) { s.Items.Format = "email" }

func (extendsText) MarshalText() ([]byte, error)          { return nil, nil }
func (extendsText) JSONSchemaExtend(s *jsonschema.Schema) { s.Format = "email" }

func (alias) JSONSchemaAlias() any           { return "" }
func (*aliasOnPointer) JSONSchemaAlias() any { return []int64{} }
func (aliasOfItself) JSONSchemaAlias() any   { return &aliasOfItself{} }
func (*aliasesProperty) JSONSchemaProperty(name string) any {
	return map[string]any{"f": alias{}}[name]
}

func TestMethodsOfATypeChangeItsSchema(t *testing.T) {
	cases := []struct {
		name    string
		reflect reflection
		want    string
	}{
		{"its own schema", verdict.Reflect[field[ownSchema]], `{"type":"string","pattern":"^[a-z]+$"}`},
		{"its own schema, or null", verdict.Reflect[field[*ownSchema]], `{"type":["string","null"],"pattern":"^[a-z]+$"}`},
		{"its own schema, with a tag", verdict.Reflect[struct {
			F ownSchema `json:"f" jsonschema:"minLength=2"`
		}], `{"type":"string","pattern":"^[a-z]+$","minLength":2}`},
		{"its own schema, on the pointer", verdict.Reflect[field[ownOnPointer]], `{"$ref":"#/$defs/ownOnPointer"}`},
		{"its own schema, or null, on the pointer", verdict.Reflect[field[null.Or[ownOnPointer]]], `{"anyOf":[{"$ref":"#/$defs/ownOnPointer"},{"type":"null"}]}`},
		{"an extended struct", verdict.Reflect[field[extends]], `{"$ref":"#/$defs/extends"}`},
		{"an extended slice, on the pointer", verdict.Reflect[omit[extendsOnPointer]], `{"type":"array","items":{"type":"string","format":"email"}}`},
		{"an extended struct that writes itself", verdict.Reflect[field[extendsText]], `{"type":"string","format":"email"}`},
		{"another type", verdict.Reflect[field[alias]], `{"type":"string"}`},
		{"another type, on the pointer", verdict.Reflect[field[*aliasOnPointer]], `{"type":["array","null"],"items":{"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807}}`},
		{"another type for a property", verdict.Reflect[aliasesProperty], `{"type":"string"}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, property(t, c.reflect)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := verdict.Reflect[aliasOfItself](); err == nil || !strings.Contains(err.Error(), "aliasOfItself: its method JSONSchemaAlias leads back to it") {
		t.Errorf("an alias of itself: %v", err)
	}
}

type (
	badSchema      struct{ F int }
	listsNothing   string
	listsTwice     string
	listsBroken    float64
	noSchema       struct{ F int }
	endlessHook    struct{ F int }
	noAlias        struct{ F int }
	containsItself struct{ F int }
)

func (listsNothing) Values() []listsNothing               { return nil }
func (listsTwice) Values() []listsTwice                   { return []listsTwice{"a", "b", "a"} }
func (listsBroken) Values() []listsBroken                 { return []listsBroken{1, listsBroken(math.NaN())} }
func (noSchema) JSONSchema() *jsonschema.Schema           { return nil }
func (badSchema) JSONSchema() *jsonschema.Schema          { return &jsonschema.Schema{Type: "text"} }
func (noAlias) JSONSchemaAlias() any                      { return nil }
func (endlessHook) JSONSchemaExtend(s *jsonschema.Schema) { s.AllOf = []*jsonschema.Schema{s} }

func (containsItself) JSONSchema() *jsonschema.Schema {
	p := jsonschema.NewProperties()
	s := &jsonschema.Schema{Properties: p}
	p.Set("f", s)
	return s
}

func TestAnInvalidHookIsAnErrorThatNamesTheType(t *testing.T) {
	cases := []struct {
		reflect reflection
		want    string
	}{
		{verdict.Reflect[field[listsNothing]], "verdict_test.listsNothing: its method Values returns no values"},
		{verdict.Reflect[field[listsTwice]], `verdict_test.listsTwice: its method Values lists "a" twice`},
		{verdict.Reflect[field[listsBroken]], "verdict_test.listsBroken: value NaN of its enum cannot be written as JSON: json: unsupported value: NaN"},
		{verdict.Reflect[field[badSchema]], `verdict_test.badSchema: the schema that replaces it is not valid: "text" is not one of "array", "boolean", "integer", "null", "number", "object", "string", at "/type"`},
		{verdict.Reflect[field[noSchema]], "verdict_test.noSchema: the schema that replaces it is neither an object nor a boolean"},
		{verdict.Reflect[field[noAlias]], "verdict_test.noAlias: its method JSONSchemaAlias names no other type"},
		{verdict.Reflect[field[endlessHook]], "verdict_test.endlessHook: the schema cannot be written: it contains itself; use $ref to refer to the schema"},
		{verdict.Reflect[field[containsItself]], "verdict_test.containsItself: its method JSONSchema does not return a schema: it contains itself"},
	}
	for _, c := range cases {
		if document, err := c.reflect(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got  %v %s\nwant …%s", err, document, c.want)
		}
	}
}

func TestAnEmbeddedTypesHooksAreNotThoseOfTheStruct(t *testing.T) {
	document, err := verdict.Reflect[embedsHook]()
	if err != nil {
		t.Fatal(err)
	}
	if err := compile(t, document)(`{"a":1,"b":2}`); err != nil {
		t.Errorf("%v\n%s", err, document)
	}
	document, err = verdict.Reflect[embedsOwnSchema]()
	if err != nil {
		t.Fatal(err)
	}
	if err := compile(t, document)(`{"A":1,"B":2}`); err != nil {
		t.Errorf("%v\n%s", err, document)
	}
}

func TestASchemaOfTheCallerIsEmbedded(t *testing.T) {
	cases := []struct {
		name    string
		reflect reflection
		accept  string
		reject  string
	}{
		{"a reference to the whole of it", verdict.Reflect[field[ownRecursive]], `{"f":{"Next":{"Next":null}}}`, `{"f":{"Next":{"Next":1}}}`},
		{"as the root", verdict.Reflect[ownRecursive], `{"Next":{"Next":null}}`, `{"Next":{"Next":1}}`},
		{"a boolean", mappedOnly(`false`), `{}`, `{"f":{}}`},
		{"with definitions of its own", mappedOnly(`{"$ref":"#/$defs/a","$defs":{"a":{"type":"array","items":{"$ref":"#/$defs/b~1c"}},"b/c":{"type":"string"}}}`), `{"f":["x"]}`, `{"f":[1]}`},
		{"with definitions of the old name", mappedOnly(`{"items":{"$ref":"#/definitions/a"},"definitions":{"a":{"type":"string"}}}`), `{"f":["x"]}`, `{"f":[1]}`},
		{"with a pointer into itself", mappedOnly(`{"properties":{"a":{"type":"string"},"b":{"$ref":"#/properties/a"}}}`), `{"f":{"b":"x"}}`, `{"f":{"b":1}}`},
		{"with a pointer into a list", mappedOnly(`{"allOf":[{"items":{"type":"string"}}],"properties":{"b":{"$ref":"#/allOf/0"}}}`), `{"f":{"b":["x"]}}`, `{"f":{"b":[1]}}`},
		{"with an anchor", mappedOnly(`{"$ref":"#here","properties":{"b":{"$anchor":"here","required":["c"]}}}`), `{"f":{"c":1}}`, `{"f":{}}`},
		{"with booleans for definitions", mappedOnly(`{"properties":{"a":{"$ref":"#/$defs/no"},"b":{"$ref":"#/$defs/yes"}},"$defs":{"no":false,"yes":true}}`), `{"f":{"b":1}}`, `{"f":{"a":1}}`},
		{"with an $id", mappedOnly(`{"$id":"https://example.com/own","$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}`), `{"f":"x"}`, `{"f":1}`},
		{"a constant null", mappedOnly(`{"type":"null","const":null}`), `{"f":null}`, `{"f":1}`},
		{"numbers as written", mappedOnly(`{"type":"number","enum":[1.10,12345678901234567890]}`), `{"f":12345678901234567890}`, `{"f":12345678901234567891}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			document, err := c.reflect()
			if err != nil {
				t.Fatal(err)
			}
			validate := compile(t, document)
			if err := validate(c.accept); err != nil {
				t.Errorf("%s: %v\n%s", c.accept, err, document)
			}
			if validate(c.reject) == nil {
				t.Errorf("%s is accepted\n%s", c.reject, document)
			}
		})
	}
	for document, want := range map[string]string{
		`{`:                    "the schema that replaces it is not JSON",
		`{}{}`:                 "the schema that replaces it is not JSON",
		`[]`:                   "the schema that replaces it is neither an object nor a boolean",
		`{"$ref":"#/$defs/a"}`: "cannot be resolved",
		`{"$schema":"http://json-schema.org/draft-07/schema#","properties":{}}`: "is of http://json-schema.org/draft-07/schema#",
	} {
		if _, err := mappedOnly(document)(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", document, err)
		}
	}
}

// mapped is a type for which the caller provides a schema.
type mapped struct{ Hidden int }

func mappedOnly(document string) reflection {
	return func(...verdict.Option) ([]byte, error) {
		return verdict.Reflect[omit[mapped]](verdict.WithSchemaFor[mapped]([]byte(document)))
	}
}
