package verdict_test

// This file tests what the tag jsonschema adds to a schema, and the errors of wrong tags.

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

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
