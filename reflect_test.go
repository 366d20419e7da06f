package verdict_test

// This file tests the schema of fields, tags and the methods of types.

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/mail"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
	"github.com/verdict-lint/verdict/schema"
)

// A reflection is Reflect of some type.
type reflection func(...verdict.Option) ([]byte, error)

// property returns the schema of the property f as JSON on one line.
func property(t *testing.T, reflect reflection, opts ...verdict.Option) string {
	t.Helper()
	document, err := reflect(opts...)
	if err != nil {
		t.Fatal(err)
	}
	compile(t, document)
	var s struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(document, &s); err != nil {
		t.Fatal(err)
	}
	return compact(t, s.Properties["f"])
}

// line returns the whole document on one line, without its $schema.
func line(t *testing.T, reflect reflection, opts ...verdict.Option) string {
	t.Helper()
	document, err := reflect(opts...)
	if err != nil {
		t.Fatal(err)
	}
	compile(t, document)
	return strings.Replace(compact(t, document), `"$schema":"https://json-schema.org/draft/2020-12/schema",`, "", 1)
}

func compact(t *testing.T, text []byte) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(json.RawMessage(text)); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

func TestAFieldSaysWhichOfMissingNullAndValueItAllows(t *testing.T) {
	const ok = true
	cases := []struct {
		field                string
		reflect              reflection
		value                string
		missing, null, valid bool
	}{
		{"T", verdict.Reflect[field[int]], `1`, false, false, ok},
		{"T, omitempty", verdict.Reflect[omit[int]], `1`, ok, false, ok},
		{"T, omitzero", verdict.Reflect[omitZero[int]], `1`, ok, false, ok},
		{"null.Or", verdict.Reflect[field[null.Or[int]]], `1`, false, ok, ok},
		{"null.Or, omitzero", verdict.Reflect[omitZero[null.Or[int]]], `1`, ok, ok, ok},
		{"pointer", verdict.Reflect[field[*int]], `1`, false, ok, ok},
		{"pointer, omitempty", verdict.Reflect[omit[*int]], `1`, ok, false, ok},
		{"pointer, omitzero", verdict.Reflect[omitZero[*int]], `1`, ok, false, ok},
		{"slice", verdict.Reflect[field[[]int]], `[1]`, false, ok, ok},
		{"slice, omitempty", verdict.Reflect[omit[[]int]], `[1]`, ok, false, ok},
		{"slice, omitzero", verdict.Reflect[omitZero[[]int]], `[]`, ok, false, ok},
		{"map", verdict.Reflect[field[map[string]int]], `{"a":1}`, false, ok, ok},
		{"map, omitempty", verdict.Reflect[omit[map[string]int]], `{"a":1}`, ok, false, ok},
		{"map, omitzero", verdict.Reflect[omitZero[map[string]int]], `{}`, ok, false, ok},
		{"struct", verdict.Reflect[field[Plain]], `{"ID":1,"Name":""}`, false, false, ok},
		{"struct, omitzero", verdict.Reflect[omitZero[Plain]], `{"ID":1,"Name":""}`, ok, false, ok},
		{"pointer to struct", verdict.Reflect[field[*Plain]], `{"ID":1,"Name":""}`, false, ok, ok},
		{"null.Or of struct, omitzero", verdict.Reflect[omitZero[null.Or[Plain]]], `{"ID":1,"Name":""}`, ok, ok, ok},
	}
	for _, style := range []verdict.NullStyle{verdict.NullInType, verdict.NullInAnyOf} {
		for _, c := range cases {
			t.Run(fmt.Sprintf("%s/%d", c.field, style), func(t *testing.T) {
				document, err := c.reflect(verdict.WithNullStyle(style))
				if err != nil {
					t.Fatal(err)
				}
				validate := compile(t, document)
				for _, state := range []struct {
					name, payload string
					allowed       bool
				}{
					{"missing", `{}`, c.missing},
					{"null", `{"f":null}`, c.null},
					{"value", `{"f":` + c.value + `}`, c.valid},
					{"wrong type", `{"f":true}`, false},
				} {
					if got := validate(state.payload) == nil; got != state.allowed {
						t.Errorf("%s: allowed %v, want %v\n%s", state.name, got, state.allowed, document)
					}
				}
			})
		}
	}
}

func TestNullIsWrittenAsTheOptionSays(t *testing.T) {
	cases := []struct {
		name          string
		reflect       reflection
		inType, anyOf string
	}{
		{"scalar", verdict.Reflect[field[*string]], `{"type":["string","null"]}`, `{"anyOf":[{"type":"string"},{"type":"null"}]}`},
		{"enum", verdict.Reflect[field[*color]], `{"type":["string","null"],"enum":["red","green",null]}`, `{"anyOf":[{"type":"string","enum":["red","green"]},{"type":"null"}]}`},
		{"reference", verdict.Reflect[field[*Plain]], `{"anyOf":[{"$ref":"#/$defs/Plain"},{"type":"null"}]}`, `{"anyOf":[{"$ref":"#/$defs/Plain"},{"type":"null"}]}`},
		{"anything", verdict.Reflect[field[any]], `true`, `true`},
		{"constant", verdict.Reflect[struct {
			F *int64 `json:"f" jsonschema:"const=1,title=One"`
		}], `{"title":"One","type":["integer","null"],"enum":[1,null],"minimum":-9223372036854775808,"maximum":9223372036854775807}`, `{"title":"One","anyOf":[{"type":"integer","const":1,"minimum":-9223372036854775808,"maximum":9223372036854775807},{"type":"null"}]}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.inType, property(t, c.reflect)); diff != "" {
				t.Error("in type:", diff)
			}
			if diff := cmp.Diff(c.anyOf, property(t, c.reflect, verdict.WithNullStyle(verdict.NullInAnyOf))); diff != "" {
				t.Error("in anyOf:", diff)
			}
		})
	}
}

func TestTagsBecomeKeywords(t *testing.T) {
	cases := []struct {
		name    string
		reflect reflection
		want    string
	}{
		{"annotations", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"title=A title,description=One\\, two,anchor=here,deprecated,readOnly,writeOnly=false"`
		}], `{"$anchor":"here","title":"A title","description":"One, two","deprecated":true,"readOnly":true,"type":"string"}`},
		{"description in its own tag", verdict.Reflect[struct {
			F string `json:"f" jsonschema_description:"One, two"`
		}], `{"description":"One, two","type":"string"}`},
		{"strings", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"minLength=1,maxLength=9,pattern=^.{1\\,3}@,format=email,default=a@d.e,example=b@d.e,example=c@d.e"`
		}], `{"type":"string","format":"email","pattern":"^.{1,3}@","minLength":1,"maxLength":9,"default":"a@d.e","examples":["b@d.e","c@d.e"]}`},
		{"content", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"contentEncoding=base64,contentMediaType=image/png"`
		}], `{"type":"string","contentEncoding":"base64","contentMediaType":"image/png"}`},
		{"numbers", verdict.Reflect[struct {
			F float64 `json:"f" jsonschema:"minimum=0.10,maximum=1e2,multipleOf=0.05,default=1.50"`
		}], `{"type":"number","multipleOf":0.05,"minimum":0.10,"maximum":1e2,"default":1.50}`},
		{"exclusive bounds", verdict.Reflect[struct {
			F uint8 `json:"f" jsonschema:"exclusiveMinimum=0,exclusiveMaximum=10"`
		}], `{"type":"integer","minimum":0,"exclusiveMinimum":0,"maximum":255,"exclusiveMaximum":10}`},
		{"constants", verdict.Reflect[struct {
			F int8 `json:"f" jsonschema:"const=3"`
		}], `{"type":"integer","const":3,"minimum":-128,"maximum":127}`},
		{"booleans", verdict.Reflect[struct {
			F bool `json:"f" jsonschema:"default=false,const=false"`
		}], `{"type":"boolean","const":false,"default":false}`},
		{"enums", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"enum=,enum=a b,default="`
		}], `{"type":"string","enum":["","a b"],"default":""}`},
		{"an enum narrowed down", verdict.Reflect[struct {
			F color `json:"f" jsonschema:"enum=green"`
		}], `{"type":"string","enum":["green"]}`},
		{"arrays", verdict.Reflect[struct {
			F []string `json:"f,omitempty" jsonschema:"minItems=1,maxItems=2,uniqueItems,minLength=3,items.maxLength=4,default=abc,default=def"`
		}], `{"type":"array","items":{"type":"string","minLength":3,"maxLength":4},"minItems":1,"maxItems":2,"uniqueItems":true,"default":["abc","def"]}`},
		{"arrays of arrays", verdict.Reflect[struct {
			F [][]*int8 `json:"f,omitempty" jsonschema:"minItems=1,items.minItems=2,items.items.minimum=0"`
		}], `{"type":"array","items":{"type":["array","null"],"items":{"type":["integer","null"],"minimum":0,"maximum":127},"minItems":2},"minItems":1}`},
		{"items of a named slice that contains itself", verdict.Reflect[struct {
			F nest `json:"f,omitempty" jsonschema:"minItems=1"`
		}], `{"$ref":"#/$defs/nest","minItems":1}`},
		{"objects", verdict.Reflect[struct {
			F map[string]bool `json:"f,omitempty" jsonschema:"minProperties=1,maxProperties=2"`
		}], `{"type":"object","additionalProperties":{"type":"boolean"},"minProperties":1,"maxProperties":2}`},
		{"next to a reference", verdict.Reflect[struct {
			F Plain `json:"f" jsonschema:"title=Plain,maxProperties=2"`
		}], `{"$ref":"#/$defs/Plain","title":"Plain","maxProperties":2}`},
		{"nullable", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"nullable,minLength=1"`
		}], `{"type":["string","null"],"minLength":1}`},
		{"another type", verdict.Reflect[struct {
			F valueJSON `json:"f" jsonschema:"type=string;integer"`
		}], `{"type":["string","integer"]}`},
		{"another type, one", verdict.Reflect[struct {
			F valueJSON `json:"f" jsonschema:"type=string"`
		}], `{"type":"string"}`},
		{"another type, or null", verdict.Reflect[struct {
			F valueJSON `json:"f" jsonschema:"type=string;null"`
		}], `{"type":["string","null"]}`},
		{"items of anything", verdict.Reflect[struct {
			F any `json:"f" jsonschema:"items.minLength=2"`
		}], `{"items":{"minLength":2}}`},
		{"a constant of anything", verdict.Reflect[struct {
			F json.RawMessage `json:"f,omitempty" jsonschema:"enum=1,enum=a"`
		}], `{"enum":[1,"a"]}`},
		{"one of types", verdict.Reflect[struct {
			F any `json:"f" jsonschema:"oneof_type=string;integer"`
		}], `{"oneOf":[{"type":"string"},{"type":"integer"}]}`},
		{"any of references", verdict.Reflect[struct {
			F any   `json:"f" jsonschema:"anyof_ref=#/$defs/Plain;#/properties/g"`
			G Plain `json:"g"`
		}], `{"anyOf":[{"$ref":"#/$defs/Plain"},{"$ref":"#/properties/g"}]}`},
		{"extras", verdict.Reflect[struct {
			F string `json:"f" jsonschema_extras:"x-order=first,x-tag=a,x-tag=b,x-on=true"`
		}], `{"type":"string","x-on":true,"x-order":"first","x-tag":["a","b"]}`},
		{"rules for what is written in a string", verdict.Reflect[struct {
			F int `json:"f,string" jsonschema:"maxLength=3,default=5"`
		}], `{"type":"string","pattern":"^-?[0-9]+$","maxLength":3,"default":"5"}`},
		{"two patterns", verdict.Reflect[struct {
			F int `json:"f,string" jsonschema:"pattern=^1"`
		}], `{"type":"string","pattern":"^-?[0-9]+$","allOf":[{"pattern":"^1"}]}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, property(t, c.reflect)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTagsCanConstrainTheWholeStruct(t *testing.T) {
	type T struct {
		_ struct{} `jsonschema:"title=A thing,minProperties=1,deprecated" jsonschema_extras:"x-kind=thing"`

		A int    `json:"a,omitzero" jsonschema:"oneof_required=number,dependentRequired=c;d"`
		B string `json:"b,omitzero" jsonschema:"oneof_required=text,required"`
		C bool   `json:"c,omitzero" jsonschema:"anyof_required=flag"`
		D bool   `json:"d,omitzero" jsonschema:"anyof_required=flag"`
		E bool   `json:"e" jsonschema:"-"`
	}
	type Sound struct {
		_ struct{} `jsonschema:"title=A thing,minProperties=1,deprecated" jsonschema_extras:"x-kind=thing"`

		A bool `json:"a,omitzero" jsonschema:"oneof_required=number,dependentRequired=c;d"`
		B bool `json:"b,omitzero" jsonschema:"oneof_required=text"`
		C bool `json:"c,omitzero" jsonschema:"anyof_required=flag"`
		D bool `json:"d,omitzero" jsonschema:"anyof_required=flag"`
		E bool `json:"e" jsonschema:"-"`
	}
	if _, err := verdict.Reflect[T](); err == nil || !strings.Contains(err.Error(), `verdict_test.T.B: tag "required"`) {
		t.Errorf("required and omitzero: %v", err)
	}
	const want = `{"title":"A thing","deprecated":true,"type":"object","properties":{"a":{"type":"boolean"},"b":{"type":"boolean"},` +
		`"c":{"type":"boolean"},"d":{"type":"boolean"}},"minProperties":1,"dependentRequired":{"a":["c","d"]},` +
		`"anyOf":[{"title":"flag","required":["c","d"]}],"oneOf":[{"title":"number","required":["a"]},{"title":"text","required":["b"]}],"x-kind":"thing"}`
	if diff := cmp.Diff(want, line(t, verdict.Reflect[Sound])); diff != "" {
		t.Error(diff)
	}
}

func TestABadTagIsAnErrorThatNamesStructFieldAndTag(t *testing.T) {
	type embedded struct {
		Plain `jsonschema:"title=x"`
	}
	cases := []struct {
		name    string
		reflect reflection
		want    string
	}{
		{"unknown key", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"minLenght=1"`
		}], `.F: tag "minLenght=1": unknown key "minLenght", did you mean "minLength"?`},
		{"ill-typed value", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"minLength=one"`
		}], `.F: tag "minLength=one": "minLength" requires a non-negative integer, not "one"`},
		{"rule for another type", verdict.Reflect[struct {
			F int `json:"f" jsonschema:"minLength=1"`
		}], `.F: tag "minLength=1": "minLength" applies to string, but the field is integer`},
		{"rule for another type, three states", verdict.Reflect[struct {
			F null.Or[string] `json:"f" jsonschema:"minProperties=1"`
		}], `.F: tag "minProperties=1": "minProperties" applies to object, but the field is string`},
		{"required and left out", verdict.Reflect[struct {
			F int `json:"f,omitempty" jsonschema:"required"`
		}], `.F: tag "required": "required" contradicts the json tag, which lets the encoder leave the field out`},
		{"default outside the enum", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"enum=a,default=b"`
		}], `.F: tag "default=b": default "b" is not in the enum`},
		{"default outside the type's enum", verdict.Reflect[struct {
			F color `json:"f" jsonschema:"default=blue"`
		}], `.F: tag "default=blue": "blue" is not among the values of the type`},
		{"enum wider than the type's", verdict.Reflect[struct {
			F color `json:"f" jsonschema:"enum=red,enum=blue"`
		}], `.F: tag "enum=blue": "blue" is not among the values of the type`},
		{"enum of another type", verdict.Reflect[struct {
			F int `json:"f" jsonschema:"enum=a"`
		}], `.F: tag "enum=a": "enum" requires a value of the field's type, integer, not "a"`},
		{"default beyond the type", verdict.Reflect[struct {
			F uint8 `json:"f" jsonschema:"default=256"`
		}], `.F: tag "default=256": beyond the type, which goes from 0 to 255`},
		{"bound beyond the type", verdict.Reflect[struct {
			F uint64 `json:"f" jsonschema:"minimum=-1"`
		}], `.F: tag "minimum=-1": beyond the type, which goes from 0 to 18446744073709551615`},
		{"default beyond a bound", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"minLength=2,default=a"`
		}], `.F: tag "default=a": default "a" breaks minLength=2`},
		{"another type", verdict.Reflect[struct {
			F int `json:"f" jsonschema:"type=string"`
		}], `.F: tag "type=string": "type" is string, but the field is integer`},
		{"more items than an array has", verdict.Reflect[struct {
			F [3]int `json:"f" jsonschema:"minItems=4"`
		}], `.F: tag "minItems=4": beyond the type, which has at most 3 items`},
		{"fewer items than an array has", verdict.Reflect[struct {
			F [3]int `json:"f" jsonschema:"maxItems=2"`
		}], `.F: tag "maxItems=2": beyond the type, which has at least 3 items`},
		{"one anchor twice", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"anchor=here"`
			G string `json:"g" jsonschema:"anchor=here"`
		}], `the anchor "here" is given twice`},
		{"nothing between the bounds", verdict.Reflect[struct {
			F int `json:"f" jsonschema:"minimum=2,maximum=1"`
		}], `.F: tag "maximum=1": nothing satisfies minimum=2 and maximum=1`},
		{"bad expression", verdict.Reflect[struct {
			F string `json:"f" jsonschema:"pattern=("`
		}], `.F: tag "pattern=(": the group is not closed at offset 0 of "("`},
		{"dependent on nothing", verdict.Reflect[struct {
			F int `json:"f" jsonschema:"dependentRequired=g"`
		}], `.F: tag "dependentRequired=g": there is no property "g"`},
		{"tag on an embedded struct", verdict.Reflect[embedded], `verdict_test.embedded.Plain: tag "title=x": the fields of an embedded struct have tags of their own; this one has no effect`},
		{"tag of a field on the struct", verdict.Reflect[struct {
			_ struct{} `jsonschema:"required"`
		}], `._: tag "required": "required" applies to a property, and this field is not one`},
		{"extras without a value", verdict.Reflect[struct {
			F int `json:"f" jsonschema_extras:"x"`
		}], `.F: tag "x": an entry of jsonschema_extras is key=value`},
		{"reference to nowhere", verdict.Reflect[struct {
			F any `json:"f" jsonschema:"oneof_ref=#/$defs/None"`
		}], `$ref "#/$defs/None" cannot be resolved`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			document, err := c.reflect()
			if err == nil {
				t.Fatalf("no error, but %s", document)
			}
			if !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("got  %s\nwant …%s", err, c.want)
			}
		})
	}
}

func TestEveryProblemIsReported(t *testing.T) {
	type T struct {
		A func()   `json:"a"`
		B chan int `json:"b"`
		C int      `json:"c" jsonschema:"colour=red,minLength=1"`
	}
	_, err := verdict.Reflect[T]()
	const name = "verdict: github.com/verdict-lint/verdict_test.T"
	want := name + ".A: func() cannot be written as JSON\n" +
		name + ".B: chan int cannot be written as JSON\n" +
		name + `.C: tag "colour=red": unknown key "colour"` + "\n" +
		name + `.C: tag "minLength=1": "minLength" applies to string, but the field is integer`
	if err == nil || err.Error() != want {
		t.Errorf("%v", cmp.Diff(want, fmt.Sprint(err)))
	}
}

type (
	endless  *endless
	endlessA *endlessB
	endlessB *endlessA
	panics   struct{ F int }
)

func (panics) JSONSchema() *jsonschema.Schema { panic("boom") }

func TestWhatHasNoJSONIsAnErrorAndNoPanic(t *testing.T) {
	cases := []struct {
		name    string
		reflect reflection
		want    string
	}{
		{"function", verdict.Reflect[func()], `verdict: func(): func() cannot be written as JSON`},
		{"channel in a slice", verdict.Reflect[field[[]chan int]], `.F: chan int cannot be written as JSON`},
		{"complex", verdict.Reflect[field[complex128]], `.F: complex128 cannot be written as JSON`},
		{"complex behind null.Or", verdict.Reflect[field[null.Or[complex64]]], `.F: complex64 cannot be written as JSON`},
		{"keys", verdict.Reflect[field[map[bool]int]], `.F: keys of type bool cannot be written as JSON`},
		{"keys of structs", verdict.Reflect[field[map[Plain]int]], `.F: keys of type verdict_test.Plain (struct) cannot be written as JSON`},
		{"deep inside", verdict.Reflect[field[[]map[string]*field[func()]]], `[func()].F: func() cannot be written as JSON`},
		{"endless pointer", verdict.Reflect[field[endless]], `.F: github.com/verdict-lint/verdict_test.endless points to itself and never to a value`},
		{"endless pair of pointers", verdict.Reflect[endlessA], `points to itself and never to a value`},
		{"a hook that panics", verdict.Reflect[field[panics]], `panic while reflecting: boom`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			document, err := c.reflect()
			if err == nil {
				t.Fatalf("no error, but %s", document)
			}
			if !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("got  %s\nwant …%s", err, c.want)
			}
		})
	}
}

// shape is a sum of types.
type shape interface{ Area() float64 }

type (
	circle struct {
		Kind   string  `json:"kind"`
		Radius float64 `json:"radius"`
	}
	square struct {
		Kind string  `json:"kind"`
		Side float64 `json:"side"`
	}
	group struct {
		Kind   string           `json:"kind"`
		Shapes []shape          `json:"shapes"`
		Named  map[string]shape `json:"named,omitempty"`
	}
)

func (c circle) Area() float64  { return c.Radius }
func (s *square) Area() float64 { return s.Side }
func (g *group) Area() float64  { return 0 }

var shapes = verdict.WithOneOf[shape]("kind",
	verdict.VariantOf[circle]("circle"),
	verdict.VariantOf[*square]("square"),
	verdict.VariantOf[*group]("group"))

func TestAnInterfaceIsOneOfItsVariants(t *testing.T) {
	document, err := verdict.Reflect[field[shape]](shapes)
	if err != nil {
		t.Fatal(err)
	}
	validate := compile(t, document)
	full, err := json.Marshal(field[shape]{&group{"group", []shape{circle{"circle", 1}, &square{"square", 2}, nil}, nil}})
	if err != nil {
		t.Fatal(err)
	}
	for payload, valid := range map[string]bool{
		string(full):                                true,
		`{"f":null}`:                                true,
		`{"f":{"kind":"circle","radius":1}}`:        true,
		`{"f":{"kind":"square","radius":1}}`:        false,
		`{"f":{"kind":"line","radius":1}}`:          false,
		`{"f":{"radius":1}}`:                        false,
		`{"f":{"kind":"group","shapes":[{}]}}`:      false,
		`{"f":{"kind":"group","shapes":null}}`:      true,
		`{"f":{"kind":"circle","radius":1,"x":{}}}`: true,
	} {
		if got := validate(payload) == nil; got != valid {
			t.Errorf("%s: valid %v, want %v\n%s", payload, got, valid, document)
		}
	}
}

func TestAVariantMustBeOne(t *testing.T) {
	for want, option := range map[string]verdict.Option{
		"WithOneOf lists no variant":                                        verdict.WithOneOf[shape]("kind"),
		"verdict_test.square does not implement it":                         verdict.WithOneOf[shape]("kind", verdict.VariantOf[square]("square")),
		"int is a variant but not a struct":                                 verdict.WithOneOf[shape]("kind", verdict.VariantOf[int]("int")),
		`*verdict_test.square has no property "type" for the discriminator`: verdict.WithOneOf[shape]("type", verdict.VariantOf[*square]("square")),
		`verdict_test.circle and *verdict_test.square have the same discriminator value "a"`: verdict.WithOneOf[shape]("kind",
			verdict.VariantOf[circle]("a"), verdict.VariantOf[*square]("a")),
	} {
		if _, err := verdict.Reflect[field[shape]](option); err == nil || !strings.HasSuffix(err.Error(), "verdict_test.shape: "+want) {
			t.Errorf("got  %v\nwant …%s", err, want)
		}
	}
}

func TestDefinitionsHaveNamesOfTheirOwn(t *testing.T) {
	type Base struct{ Local bool }
	cases := []struct {
		name    string
		reflect reflection
		want    []string
	}{
		{"one package", verdict.Reflect[field[Plain]], []string{"Plain"}},
		{"two packages", verdict.Reflect[twoNames], []string{"mail.Address", "verdict_test.Address"}},
		{"two functions", verdict.Reflect[pair[Base, namedBase]], []string{"github.com_verdict-lint_verdict_test.Base", "github.com_verdict-lint_verdict_test.Base_2", "namedBase"}},
		{"generics", verdict.Reflect[field[page[pair[string, page[Plain]]]]], []string{"Plain", "page_Plain", "page_pair_string_page_Plain", "pair_string_page_Plain"}},
		{"beyond ASCII", verdict.Reflect[field[größe]], []string{"größe"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			document, err := c.reflect()
			if err != nil {
				t.Fatal(err)
			}
			compile(t, document) // so every reference resolves
			var s struct {
				Defs map[string]json.RawMessage `json:"$defs"`
			}
			if err := json.Unmarshal(document, &s); err != nil {
				t.Fatal(err)
			}
			got := make(map[string]bool)
			for name := range s.Defs {
				got[name] = true
			}
			want := make(map[string]bool)
			for _, name := range c.want {
				want[name] = true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

type größe struct{ N int }

// Exchanging two fields changes neither the names of definitions nor which type has which.
func TestNamesOfDefinitionsDoNotDependOnTheOrderOfFields(t *testing.T) {
	type Base struct{ Local bool }
	type forth struct {
		A page[mail.Address]
		B page[Address]
		C Base
		D namedBase
	}
	type back struct {
		D namedBase
		C Base
		B page[Address]
		A page[mail.Address]
	}
	definitions := func(reflect reflection) (string, []string) {
		document, err := reflect()
		if err != nil {
			t.Fatal(err)
		}
		var s struct {
			Defs map[string]any `json:"$defs"`
		}
		if err := json.Unmarshal(document, &s); err != nil {
			t.Fatal(err)
		}
		text, err := json.MarshalIndent(s.Defs, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(text), slices.Sorted(maps.Keys(s.Defs))
	}
	first, names := definitions(verdict.Reflect[forth])
	second, _ := definitions(verdict.Reflect[back])
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
	for _, want := range []string{"page_mail.Address", "page_verdict_test.Address"} {
		if !slices.Contains(names, want) {
			t.Errorf("no definition %s among %q", want, names)
		}
	}
}

func TestTheSameTypeGivesTheSameBytes(t *testing.T) {
	for _, w := range fidelity() {
		want, err := w.reflect(shapes)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			got, err := w.reflect(shapes)
			if err != nil || string(got) != string(want) {
				t.Errorf("%s: %v: %s", w.name, err, cmp.Diff(string(want), string(got)))
			}
		}
	}
}

func TestReflectingIsSafeForConcurrentUse(t *testing.T) {
	want, err := verdict.Reflect[schema.ConnectSession](shapes)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if got, err := verdict.Reflect[schema.ConnectSession](shapes); err != nil || !reflect.DeepEqual(got, want) {
				t.Error("differs", err)
			}
		})
	}
	wait.Wait()
}

func TestOnlyWhatJSONRequiresIsEscaped(t *testing.T) {
	type T struct {
		F string `json:"f" jsonschema:"description=a<b & \"c\""`
	}
	if got := line(t, verdict.Reflect[T]); !strings.Contains(got, `"a<b & \"c\""`) {
		t.Error(got)
	}
}

func TestDescriptionsReachIntoStructsWithoutANameAndMarkWhatIsDeprecated(t *testing.T) {
	type T struct {
		F struct {
			Deep []struct {
				Deeper int `json:"deeper"`
			} `json:"deep"`
		} `json:"f"`
	}
	descriptions := verdict.WithDescriptions(map[string]string{
		"github.com/verdict-lint/verdict_test.T.F.Deep":        "Deep is deep.",
		"github.com/verdict-lint/verdict_test.T.F.Deep.Deeper": "Deeper is deeper.\n\nDeprecated: use Deepest.",
	})
	const want = `{"type":"object","properties":{"deep":{"description":"Deep is deep.","type":["array","null"],"items":{"type":"object","properties":{"deeper":` +
		`{"description":"Deeper is deeper.\n\nDeprecated: use Deepest.","deprecated":true,"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807}},"required":["deeper"]}}},"required":["deep"]}`
	if diff := cmp.Diff(want, property(t, verdict.Reflect[T], descriptions)); diff != "" {
		t.Error(diff)
	}
}
