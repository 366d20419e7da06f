package verdict_test

// This file tests the options of the json tag in both versions of encoding/json: schema and
// decoder treat each as encoding/json does, or For rejects it.

//lint:file-ignore SA5008 options that the first version of encoding/json ignores are the subject
//lint:file-ignore SA9005 so are fields that nothing is written to

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

type named string

type optioned struct{ A int }

// roundTrip marshals value, validates what is written and decodes it again.
func roundTrip[T any](t *testing.T, name string, value T) {
	t.Helper()
	typed, err := verdict.For[T]()
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	payload, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	got, err := typed.Decode(payload)
	if err != nil {
		t.Errorf("%s: %s: %v", name, payload, err)
		return
	}
	var want T
	if err := json.Unmarshal(payload, &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %s: %+v, by encoding/json %+v", name, payload, got, want)
	}
}

func TestOptionsThatSchemaAndDecoderHonor(t *testing.T) {
	type strict struct {
		F int `json:"f,case:strict"`
	}
	roundTrip(t, "case:strict", strict{1})
	type omitted struct {
		A int           `json:"a,omitempty"`
		B time.Time     `json:"b,omitzero"`
		C []int         `json:"c,omitempty,omitzero"`
		D null.Or[int]  `json:"d,omitzero"`
		E map[int]int   `json:"e,omitzero"`
		F *int          `json:",omitempty"`
		G [0]int        `json:"g,omitempty"`
		H any           `json:"h,omitempty"`
		I optioned      `json:"i,omitempty"`
		J []optioned    `json:"j,omitzero"`
		K null.Or[bool] `json:"k,omitempty"`
	}
	roundTrip(t, "omitted", omitted{})
	roundTrip(t, "not omitted", omitted{A: 1, B: time.Unix(0, 0).UTC(), C: []int{1}, D: null.Null[int](), E: map[int]int{1: 2}, F: new(int), H: "h", J: []optioned{}})
	type quoted struct {
		Int     int               `json:"int,string"`
		Uint    uint8             `json:"uint,string"`
		Float   float64           `json:"float,string"`
		Bool    bool              `json:"bool,string"`
		String  string            `json:"string,string"`
		Named   named             `json:"named,string"`
		Number  json.Number       `json:"number,string"`
		Pointer *int              `json:"pointer,string"`
		Or      null.Or[int]      `json:"or,string"`
		OrBool  null.Or[bool]     `json:"orBool,string"`
		OrText  null.Or[string]   `json:"orText,omitzero,string"`
		OrList  null.Or[[]int]    `json:"orList,string"`
		OrOuter null.Or[optioned] `json:"orOuter,string"`
		List    []int             `json:"list,string"`
		Map     map[string]int    `json:"map,string"`
		Struct  optioned          `json:"struct,string"`
		Any     any               `json:"any,string"`
		Twice   **int             `json:"twice,string"`
		Time    time.Time         `json:"time,string"`
		Wait    time.Duration     `json:"wait,string"`
		Array   [2]int            `json:"array,string"`
	}
	one := 1
	pointer := &one
	roundTrip(t, "quoted zero", quoted{Number: "0"})
	roundTrip(t, "quoted", quoted{
		Int: -1, Uint: 2, Float: 1e21, Bool: true, String: "a\"b\\\u2028<\x01é", Named: "n", Number: "1.50", Pointer: pointer,
		Or: null.Value(5), OrBool: null.Value(true), OrText: null.Value("x"), OrList: null.Value([]int{1}), OrOuter: null.Value(optioned{1}),
		List: []int{1}, Map: map[string]int{"a": 1}, Struct: optioned{1}, Any: 1.5, Twice: &pointer, Time: time.Unix(0, 0).UTC(), Wait: time.Hour, Array: [2]int{1, 2},
	})
	type embedding struct {
		optioned `json:",inline"`
		B        int
	}
	roundTrip(t, "inline of an embedded struct", embedding{optioned{1}, 2})
	type unknown struct {
		F int `json:"f,required,flow"`
	}
	roundTrip(t, "options of other packages", unknown{1})
}

// rejection returns the error of For[T], which must name the type and the field.
func rejection[T any](t *testing.T) string {
	t.Helper()
	_, err := verdict.For[T]()
	if err == nil {
		t.Errorf("%T: no error", *new(T))
		return ""
	}
	if want := reflect.TypeFor[T]().Name() + ".F: "; !strings.Contains(err.Error(), want) {
		t.Errorf("%v does not name %s", err, want)
	}
	if _, err := verdict.Reflect[T](); err != nil {
		t.Errorf("the schema alone: %v", err)
	}
	return err.Error()
}

func TestOptionsThatForRejects(t *testing.T) {
	type caseIgnore struct {
		F int `json:"f,omitzero,case:ignore" jsonschema:"maximum=10"`
	}
	type format struct {
		F time.Time `json:"f,format:DateOnly"`
	}
	type formatQuoted struct {
		F time.Time `json:"f,format:'2006,01'"`
	}
	type embed struct {
		F optioned `json:",embed"`
	}
	type inline struct {
		F map[string]int `json:",inline"`
	}
	type unknown struct {
		F map[string]int `json:",unknown"`
	}
	type quotedOption struct {
		F int `json:"f,'string'"`
	}
	type hidden struct {
		F int `json:"f,omitzero" jsonschema:"-"`
	}
	type F = optioned
	type hiddenStruct struct {
		F `jsonschema:"-"`
	}
	for _, c := range []struct{ want, got string }{
		{`its json option "case:ignore" would fill it from properties of other names`, rejection[caseIgnore](t)},
		{`its json option "format:DateOnly" is ignored by encoding/json`, rejection[format](t)},
		{`its json option "format:'2006" is ignored`, rejection[formatQuoted](t)},
		{`its json option "embed" is ignored`, rejection[embed](t)},
		{`its json option "inline" is ignored`, rejection[inline](t)},
		{`its json option "unknown" is ignored`, rejection[unknown](t)},
		{`its json option 'string' is ignored`, rejection[quotedOption](t)},
		{`the field is in no schema, but is decoded`, rejection[hidden](t)},
	} {
		if !strings.Contains(c.got, c.want) {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if _, err := verdict.For[hiddenStruct](); err == nil || !strings.Contains(err.Error(), "its fields are in no schema, but are decoded") {
		t.Error(err)
	}
}
