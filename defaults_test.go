package verdict_test

// This file tests defaults in payloads.

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

func TestDefaultsAreAddedToThePayload(t *testing.T) {
	for _, c := range []struct{ name, schema, payload, want string }{
		{"absent", `{"properties":{"a":{"default":1},"b":{"default":"x"}}}`, `{}`, `{"a":1,"b":"x"}`},
		{"present", `{"properties":{"a":{"default":1}}}`, `{"a":2}`, `{"a":2}`},
		{"null is a value", `{"properties":{"a":{"default":1}}}`, `{"a":null}`, `{"a":null}`},
		{"an escaped name", `{"properties":{"a":{"default":1}}}`, `{"\u0061":2}`, `{"\u0061":2}`},
		{"a name to escape", `{"properties":{"a\"<é":{"default":1}}}`, `{}`, `{"a\"<é":1}`},
		{"the rest is unchanged", `{"properties":{"a":{"default":1}}}`, " {\n  \"z\" : 1.0e0 ,\"y\":[ ]\n }\n", " {\n  \"z\" : 1.0e0 ,\"y\":[ ],\"a\":1\n }\n"},
		{"space in an empty object", `{"properties":{"a":{"default":1}}}`, "{ \n}", "{\"a\":1 \n}"},
		{"exact numbers", `{"properties":{"a":{"default": [ 12345678901234567890.10 , 1E400 ] }}}`, `{}`, `{"a":[12345678901234567890.10,1E400]}`},
		{"required", `{"properties":{"a":{"default":1}},"required":["a"]}`, `{}`, `{"a":1}`},
		{"required by another schema", `{"properties":{"a":{"default":1}},"allOf":[{"required":["a"]}]}`, `{}`, `{"a":1}`},
		{"not an object", `{"properties":{"a":{"default":1}}}`, `[{}]`, `[{}]`},
		{"of a boolean schema", `{"properties":{"a":true}}`, `{}`, `{}`},
		{"additionalProperties", `{"additionalProperties":{"properties":{"a":{"default":1}}}}`, `{"x":{},"y":1}`, `{"x":{"a":1},"y":1}`},

		{"nested", `{"properties":{"o":{"properties":{"a":{"default":1}}}}}`, `{"o":{}}`, `{"o":{"a":1}}`},
		{"nested in a missing object", `{"properties":{"o":{"properties":{"a":{"default":1}}}}}`, `{}`, `{}`},
		{"nested in a default", `{"properties":{"o":{"default":{},"properties":{"a":{"default":1}}}}}`, `{}`, `{"o":{"a":1}}`},
		{"nested in a default that is invalid by itself", `{"properties":{"o":{"default":{},"properties":{"a":{"default":1}},"required":["a"]}}}`, `{}`, `{"o":{"a":1}}`},
		{"both outside and inside", `{"properties":{"z":{"default":1},"o":{"properties":{"a":{"default":{"b":2}}}}}}`, `{"o":{}}`, `{"o":{"a":{"b":2}},"z":1}`},
		{"items", `{"items":{"properties":{"a":{"default":1}}}}`, `[{}, {"a":2}, 3, {"b":4}]`, `[{"a":1}, {"a":2}, 3, {"b":4,"a":1}]`},
		{"prefixItems", `{"prefixItems":[{"properties":{"a":{"default":1}}},{"default":5}]}`, `[{}]`, `[{"a":1}]`},
		{"$ref", `{"$ref":"#/$defs/o","$defs":{"o":{"properties":{"a":{"default":1}}}}}`, `{}`, `{"a":1}`},
		{"a default behind $ref", `{"properties":{"a":{"$ref":"#/$defs/i"}},"$defs":{"i":{"type":"integer","default":1}}}`, `{}`, `{"a":1}`},
		{"a default next to $ref", `{"properties":{"a":{"$ref":"#/$defs/i","default":2}},"$defs":{"i":{"default":1}}}`, `{}`, `{"a":2}`},
		{"a default next to $ref in draft 7", `{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"$ref":"#/definitions/i","default":2}},"definitions":{"i":{"default":1}}}`, `{}`, `{"a":1}`},
		{"a default in allOf", `{"properties":{"a":{"allOf":[{"type":"integer"},{"default":1},{"default":2}]}}}`, `{}`, `{"a":1}`},
		{"$dynamicRef", `{"$dynamicAnchor":"n","properties":{"a":{"default":1},"o":{"$dynamicRef":"#n"}}}`, `{"o":{"o":{}}}`, `{"o":{"o":{"a":1},"a":1},"a":1}`},
		{"a recursive schema", `{"properties":{"a":{"default":1},"next":{"$ref":"#"}}}`, `{"next":{"next":{}}}`, `{"next":{"next":{"a":1},"a":1},"a":1}`},

		{"allOf", `{"allOf":[{"properties":{"a":{"default":1}}},{"properties":{"b":{"default":2}}}]}`, `{}`, `{"a":1,"b":2}`},
		{"conflicts: the schema itself", `{"allOf":[{"properties":{"a":{"default":1}}}],"properties":{"a":{"default":0}}}`, `{}`, `{"a":0}`},
		{"conflicts: the first of allOf", `{"allOf":[{"properties":{"a":{"default":2}}},{"properties":{"a":{"default":1}}}]}`, `{}`, `{"a":2}`},
		{"conflicts: the first of anyOf", `{"anyOf":[{"required":["z"]},{"properties":{"a":{"default":2}}},{"properties":{"a":{"default":1}}}]}`, `{}`, `{"a":2}`},
		{"oneOf", `{"oneOf":[{"properties":{"k":{"const":"x"},"a":{"default":1}},"required":["k"]},{"properties":{"k":{"const":"y"},"a":{"default":2}},"required":["k"]}]}`, `{"k":"y"}`, `{"k":"y","a":2}`},
		{"oneOf with a required default", `{"oneOf":[{"properties":{"k":{"const":"x"},"a":{"default":1}},"required":["k","a"]},{"properties":{"k":{"const":"y"},"b":{"default":2}},"required":["k","b"]}]}`, `{"k":"y"}`, `{"k":"y","b":2}`},
		{"nested in oneOf", `{"oneOf":[{"properties":{"k":{"const":"x"},"o":{"properties":{"a":{"default":1}}}},"required":["k"]},{"properties":{"k":{"const":"y"}},"required":["k"]}]}`, `{"k":"x","o":{}}`, `{"k":"x","o":{"a":1}}`},
		{"then", `{"if":{"required":["x"]},"then":{"properties":{"a":{"default":1}}},"else":{"properties":{"a":{"default":2}}}}`, `{"x":0}`, `{"x":0,"a":1}`},
		{"else", `{"if":{"required":["x"]},"then":{"properties":{"a":{"default":1}}},"else":{"properties":{"a":{"default":2}}}}`, `{}`, `{"a":2}`},
		{"if that matches", `{"if":{"properties":{"a":{"default":1}}}}`, `{}`, `{"a":1}`},
		{"a default that decides the condition", `{"properties":{"k":{"default":"x"}},"if":{"properties":{"k":{"const":"x"}},"required":["k"]},"then":{"properties":{"a":{"default":1}}}}`, `{}`, `{"k":"x","a":1}`},
		{"dependentSchemas", `{"dependentSchemas":{"x":{"properties":{"a":{"default":1}}}}}`, `{"x":0}`, `{"x":0,"a":1}`},
		{"not", `{"not":{"required":["x"],"properties":{"a":{"default":1}}}}`, `{}`, `{}`},
		{"contains", `{"contains":{"properties":{"a":{"default":1}}}}`, `[{}]`, `[{}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			schema, err := verdict.Compile([]byte(c.schema), verdict.WithDefaults())
			if err != nil {
				t.Fatal(err)
			}
			before := c.payload
			got, err := schema.ApplyDefaults([]byte(c.payload))
			if err != nil || string(got) != c.want || c.payload != before {
				t.Fatalf("%s, %v; want %s", got, err, c.want)
			}
			if err := schema.Validate(got); err != nil {
				t.Errorf("the result is invalid: %v", err)
			}
			if again, err := schema.ApplyDefaults(got); err != nil || string(again) != string(got) {
				t.Errorf("again: %s, %v", again, err)
			}
		})
	}
}

func TestADefaultThatIsInvalidIsAnErrorOfTheSchema(t *testing.T) {
	for _, c := range []struct{ name, schema, pointer, message string }{
		{"type", `{"properties":{"a":{"type":"string","default":1}}}`, "/properties/a", `the default 1 of "a" does not satisfy its schema`},
		{"behind $ref", `{"properties":{"a":{"$ref":"#/$defs/i"}},"$defs":{"i":{"maximum":1,"default":2}}}`, "/$defs/i", `the default 2 of "a" does not satisfy its schema`},
		{"nested", `{"properties":{"o":{"default":{"a":1},"properties":{"a":{"type":"null"}}}}}`, "/properties/o", `the default {"a":1} of "o" does not satisfy its schema`},
		{"duplicate", `{"properties":{"o":{"default":{"a":1,"b":2},"maxProperties":1}}}`, "/properties/o", `does not satisfy its schema`},
		{"endless", `{"properties":{"n":{"default":{},"$ref":"#"}}}`, "/properties/n", `the default of "n" cannot be applied: defaults that contain properties with further defaults do not end`},
		{"exponential", `{"properties":{"n":{"default":{},"$ref":"#"},"m":{"default":{},"$ref":"#"}}}`, "/properties/n", `the default of "n" cannot be applied: the defaults would be too long`},
	} {
		t.Run(c.name, func(t *testing.T) {
			check := func(err error) {
				t.Helper()
				var invalid *verdict.SchemaError
				if !errors.As(err, &invalid) || invalid.Pointer != c.pointer || !strings.Contains(invalid.Message, c.message) {
					t.Errorf("%v", err)
				}
			}
			_, err := verdict.Compile([]byte(c.schema), verdict.WithDefaults())
			check(err)
			_, err = verdict.MustCompile([]byte(c.schema)).ApplyDefaults([]byte(`{}`))
			check(err)
		})
	}
}

// A schema can also insert defaults without end if no default contains itself.
func TestDefaultsThatInsertOneAnotherEnd(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{"$ref":"#/$defs/r","$defs":{"r":{"properties":{"x":{"default":{}}},"allOf":[{"additionalProperties":{"$ref":"#/$defs/r"}}]}}}`), verdict.WithDefaults())
	var invalid *verdict.Error
	if got, err := schema.ApplyDefaults([]byte(`{}`)); err == nil || errors.As(err, &invalid) || !strings.Contains(err.Error(), "do not end") {
		t.Errorf("%.100s, %v", got, err)
	}
}

func TestWhatIsInsertedIsBounded(t *testing.T) {
	schema := `{"items":{"properties":{"a":{"default":"` + strings.Repeat("x", 1<<16) + `"}}}}`
	payload := []byte("[" + strings.Repeat("{},", 299) + "{}]")
	if _, err := verdict.MustCompile([]byte(schema)).ApplyDefaults(payload); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Error(err)
	}
	allowed := verdict.MustCompile([]byte(schema), verdict.WithLimits(verdict.Limits{Bytes: 32 << 20}))
	if got, err := allowed.ApplyDefaults(payload); err != nil || len(got) < 300<<16 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	small := verdict.MustCompile([]byte(`{"properties":{"a":{"default":"xxxxxxxxxx"}}}`), verdict.WithLimits(verdict.Limits{Bytes: 20}))
	var invalid *verdict.Error
	if _, err := small.ApplyDefaults([]byte(`{"b":12}`)); !errors.As(err, &invalid) || invalid.Violations[0].Rule != verdict.RuleLimit {
		t.Error(err)
	}
}

func TestViolationsAreWhereThePayloadHasThem(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{
		"properties": {
			"a": {"properties": {"d": {"default": "inserted"}, "e": {"default": {}, "properties": {"f": {"default": [1, 2]}}}}, "maxProperties": 3},
			"b": {"type": "string", "enum": ["yes"]},
			"c": {"default": 1}
		},
		"required": ["z"]
	}`))
	payload := []byte("{\n\"a\": {}, \"x\": {\"é\": 1},\n \"b\": \"yess\"\n}")
	want := schema.Validate(payload)
	_, got := schema.ApplyDefaults(payload)
	if want == nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	full := []byte(`{"z":1, "a": {"1":1,"2":2}}`)
	var invalid *verdict.Error
	if _, err := schema.ApplyDefaults(full); !errors.As(err, &invalid) || len(invalid.Violations) != 1 {
		t.Fatal(err)
	}
	v := invalid.Violations[0]
	if v.Rule != verdict.RuleMaxProperties || string(full[v.Offset:v.End]) != `{"1":1,"2":2}` || v.Column != 14 {
		t.Errorf("%+v", v)
	}
	for _, broken := range []string{`{"a":{}`, ``, `{"a":{},"a":{}}`, strings.Repeat("[", 2000)} {
		want := schema.Validate([]byte(broken))
		if _, got := schema.ApplyDefaults([]byte(broken)); want == nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%.20s: %v, want %v", broken, got, want)
		}
	}
}

type server struct {
	Host    string           `json:"host" jsonschema:"default=localhost"`
	Port    uint16           `json:"port" jsonschema:"default=8080"`
	Ratio   float64          `json:"ratio,omitzero" jsonschema:"default=0.5"`
	Debug   *bool            `json:"debug,omitempty" jsonschema:"default=true"`
	Label   null.Or[string]  `json:"label,omitzero" jsonschema:"default=none"`
	Tags    []string         `json:"tags,omitzero" jsonschema:"default=a,default=b"`
	Limits  limits           `json:"limits"`
	Regions map[string]limit `json:"regions,omitzero"`
}

type limits struct {
	CPU limit `json:"cpu"`
}

type limit struct {
	Max int `json:"max" jsonschema:"default=3"`
}

func TestDecodeFillsMissingProperties(t *testing.T) {
	typed := verdict.MustFor[server](verdict.WithDefaults())
	payload := []byte(`{"label":null,"port":1,"limits":{"cpu":{}},"regions":{"eu":{},"us":{"max":4}}}`)
	got, err := typed.Decode(payload)
	want := server{
		Host: "localhost", Port: 1, Ratio: 0.5, Debug: ptr(true), Label: null.Null[string](), Tags: []string{"a", "b"},
		Limits: limits{limit{3}}, Regions: map[string]limit{"eu": {3}, "us": {4}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	var before server
	before.Host = "kept"
	if err := typed.DecodeInto([]byte(`{"limits":{"cpu":{"max":1}}}`), &before); err != nil || before.Host != "localhost" || before.Limits.CPU.Max != 1 {
		t.Errorf("%+v, %v", before, err)
	}
	if _, err := typed.Decode([]byte(`{"host":1}`)); !errors.Is(err, verdict.ErrType) || !errors.Is(err, verdict.ErrMissing) {
		t.Error(err) // limits has no default
	}
	if _, err := verdict.MustFor[server]().Decode(payload); !errors.Is(err, verdict.ErrMissing) {
		t.Errorf("without the option: %v", err)
	}
	if err := typed.Validate(payload); !errors.Is(err, verdict.ErrMissing) {
		t.Errorf("Validate: %v", err)
	}
	var none *verdict.Typed[server]
	if _, err := none.ApplyDefaults(payload); err == nil {
		t.Error("a nil Typed applies defaults")
	}
}

func TestDefaultsAreDecodedInStreams(t *testing.T) {
	type item struct {
		Name  string `json:"name"`
		Count int    `json:"count" jsonschema:"default=3"`
	}
	items := verdict.MustFor[item](verdict.WithDefaults())
	type row struct {
		value item
		found string
	}
	var got []row
	stream := `[{"name":"a"}, {"name":"b","count":1},` + "\n\t" + `{"name":5}]`
	for record, err := range items.Records(strings.NewReader(stream)) {
		r := row{value: record.Value}
		if err != nil {
			v := record.Violations[0]
			r.found = fmt.Sprintf("%d:%d %s", v.Line, v.Column, stream[v.Offset:v.End])
		}
		got = append(got, r)
	}
	want := []row{{item{"a", 3}, ""}, {item{"b", 1}, ""}, {item{}, "2:10 5"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAPropertyThatAPatchRemovesGetsItsDefault(t *testing.T) {
	type part struct {
		Size int `json:"size" jsonschema:"default=2"`
	}
	type settings struct {
		Limit int     `json:"limit" jsonschema:"default=20,maximum=100"`
		Name  *string `json:"name" jsonschema:"default=x"`
		Owner *string `json:"owner"`
		Part  part    `json:"part"`
		Parts []part  `json:"parts"`
	}
	const before = `{"limit": 1, "name": "n", "owner": "o", "part": {"size": 1}, "parts": [{"size": 1}]}`
	patches := verdict.MustFor[settings](verdict.WithPatch(), verdict.WithDefaults())
	merge, operations := patches.ApplyMergePatch, patches.ApplyJSONPatch
	for _, c := range []struct {
		apply       func(*settings, []byte) error
		patch, want string // the result, or the error
	}{
		{merge, `{}`, `{"limit":1,"name":"n","owner":"o","part":{"size":1},"parts":[{"size":1}]}`},
		{merge, `{"limit": null}`, `{"limit":20,"name":"n","owner":"o","part":{"size":1},"parts":[{"size":1}]}`},
		{merge, `{"name": null, "owner": null}`, `{"limit":1,"name":"x","owner":null,"part":{"size":1},"parts":[{"size":1}]}`},
		{merge, `{"part": {"size": null}, "parts": [{}]}`, `{"limit":1,"name":"n","owner":"o","part":{"size":2},"parts":[{"size":2}]}`},
		{merge, `{"parts": [{"size": null}]}`, `1:21: null is not allowed, expected integer; give a value or leave the property out [null]`},
		{merge, `{"part": {"size": null}}`, `{"limit":1,"name":"n","owner":"o","part":{"size":2},"parts":[{"size":1}]}`},
		{merge, `{"part": null}`, `1:10: null is not allowed, expected object; give a value or leave the property out [null]`},
		{merge, `{"limit": 101}`, `1:11: expected at most 100, got 101 [maximum]`},
		{operations, `[{"op": "remove", "path": "/limit"}, {"op": "remove", "path": "/name"}, {"op": "add", "path": "/parts/-", "value": {}}]`,
			`{"limit":20,"name":"x","owner":"o","part":{"size":1},"parts":[{"size":1},{"size":2}]}`},
		{operations, `[{"op": "remove", "path": "/owner"}]`, `1:1: missing required property "owner"; add it [missing]`},
		{operations, `[{"op": "add", "path": "/name", "value": null}]`, `{"limit":1,"name":null,"owner":"o","part":{"size":1},"parts":[{"size":1}]}`},
	} {
		var value settings
		if err := json.Unmarshal([]byte(before), &value); err != nil {
			t.Fatal(err)
		}
		err := c.apply(&value, []byte(c.patch))
		text, _ := json.Marshal(value)
		if got := string(text); err == nil && got != c.want || err != nil && err.Error() != c.want {
			t.Errorf("%s:\ngot  %s, error %v\nwant %s", c.patch, got, err, c.want)
		}
	}
	if err := verdict.MustFor[settings](verdict.WithPatch()).Validate([]byte(`{"limit": null}`)); err == nil {
		t.Error("without WithDefaults, null removes a required property")
	}
}

// RFC 7396, section 1: a merge patch has the changes to make. RFC 6902 has the operations to apply.
func TestAPatchLeavesAloneWhatItDoesNotName(t *testing.T) {
	type part struct {
		Size int  `json:"size,omitempty" jsonschema:"default=2,maximum=9"`
		Open bool `json:"open,omitzero" jsonschema:"default=true"`
	}
	type settings struct {
		Limit int             `json:"limit,omitempty" jsonschema:"default=20,minimum=1"`
		Name  *string         `json:"name,omitempty" jsonschema:"default=x"`
		Note  null.Or[string] `json:"note,omitzero" jsonschema:"default=y"`
		Part  part            `json:"part"`
		Parts []part          `json:"parts,omitempty"`
		Named map[string]part `json:"named,omitempty"`
	}
	patches := verdict.MustFor[settings](verdict.WithPatch(), verdict.WithDefaults())
	merge, operations := patches.ApplyMergePatch, patches.ApplyJSONPatch
	const unchanged = `{"part":{},"parts":[{},{"size":1}],"named":{"a":{}}}`
	for _, c := range []struct {
		apply       func(*settings, []byte) error
		patch, want string
	}{
		{merge, `{}`, unchanged},
		{operations, `[]`, unchanged},
		{merge, `{"limit": 5}`, `{"limit":5,"part":{},"parts":[{},{"size":1}],"named":{"a":{}}}`},
		{merge, `{"limit": null, "name": null, "note": null}`, `{"limit":20,"name":"x","note":"y","part":{},"parts":[{},{"size":1}],"named":{"a":{}}}`},
		{merge, `{"part": {"open": true}}`, `{"part":{"open":true},"parts":[{},{"size":1}],"named":{"a":{}}}`},
		{merge, `{"part": {"open": null}}`, `{"part":{"open":true},"parts":[{},{"size":1}],"named":{"a":{}}}`},
		{merge, `{"named": {"b": {}, "a": {"size": 3}}}`, `{"part":{},"parts":[{},{"size":1}],"named":{"a":{"size":3},"b":{"size":2,"open":true}}}`},
		{merge, `{"parts": [{"size": 4}]}`, `{"part":{},"parts":[{"size":4,"open":true}],"named":{"a":{}}}`},
		{merge, `{"part": {"size": 10}}`, `1:19: expected at most 9, got 10 [maximum]`},
		{operations, `[{"op": "add", "path": "/parts/0", "value": {}}]`, `{"part":{},"parts":[{"size":2,"open":true},{},{"size":1}],"named":{"a":{}}}`},
		{operations, `[{"op": "copy", "from": "/part", "path": "/named/b"}]`, `{"part":{},"parts":[{},{"size":1}],"named":{"a":{},"b":{}}}`},
		{operations, `[{"op": "replace", "path": "/part", "value": {"size": 3}}]`, `{"part":{"size":3,"open":true},"parts":[{},{"size":1}],"named":{"a":{}}}`},
		{operations, `[{"op": "remove", "path": "/parts/1/size"}]`, `{"part":{},"parts":[{},{"size":2}],"named":{"a":{}}}`},
	} {
		value := settings{Parts: []part{{}, {Size: 1}}, Named: map[string]part{"a": {}}}
		err := c.apply(&value, []byte(c.patch))
		text, _ := json.Marshal(value)
		if got := string(text); err == nil && got != c.want || err != nil && err.Error() != c.want {
			t.Errorf("%s:\ngot  %s, error %v\nwant %s", c.patch, got, err, c.want)
		}
	}
}

// A result that is invalid without a default gets it, as it did not have the property before.
func TestAPatchedValueThatNeedsADefaultGetsIt(t *testing.T) {
	type settings struct {
		Kind string `json:"kind"`
		Size int    `json:"size,omitempty" jsonschema:"default=2"`
	}
	schema := []byte(`{"type":"object","properties":{"kind":{"type":"string"},"size":{"type":"integer","default":2}},
		"if":{"properties":{"kind":{"const":"box"}}},"then":{"required":["size"]}}`)
	patches := verdict.MustFor[settings](verdict.WithPatch(), verdict.WithDefaults(), verdict.WithSchemaFor[settings](schema))
	for kind, want := range map[string]int{"box": 2, "bag": 0} {
		value := settings{Kind: "none"}
		if err := patches.ApplyMergePatch(&value, []byte(`{"kind": "`+kind+`"}`)); err != nil || value.Size != want {
			t.Errorf("%s: got %+v, error %v", kind, value, err)
		}
	}
}
