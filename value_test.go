package verdict_test

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

// sameAsJSON compares what ValidateValue returns for a pointer to each value with what Validate returns for
// its JSON, or with the error of json.Marshal. It returns how many are valid.
func sameAsJSON[T any](t *testing.T, s *verdict.Schema, values ...T) (valid int) {
	t.Helper()
	for i := range values {
		got := s.ValidateValue(&values[i])
		text, want := json.Marshal(&values[i])
		if want == nil {
			want = s.Validate(text)
		}
		var invalid *verdict.Error
		same := reflect.DeepEqual(got, want)
		if want != nil && !errors.As(want, &invalid) { // errors of json.Marshal contain pointers
			same = got != nil && got.Error() == want.Error() && reflect.TypeOf(got) == reflect.TypeOf(want)
		}
		if !same {
			t.Errorf("%#v: %v\nas JSON\n%s: %v", values[i], got, text, want)
		}
		if got == nil {
			valid++
		}
	}
	return valid
}

type valueItem struct {
	Name  string `json:"name"`
	Count uint8  `json:"count,omitempty"`
}

type valueOfEach struct {
	Text    string                     `json:"text"`
	Short   string                     `json:"short,omitzero" jsonschema:"minLength=2,maxLength=3"`
	Kind    string                     `json:"kind,omitzero" jsonschema:"enum=a,enum=b"`
	Number  float64                    `json:"number"`
	Small   float32                    `json:"small,omitzero"`
	Size    int                        `json:"size" jsonschema:"minimum=1,maximum=9"`
	Even    int8                       `json:"even,omitzero" jsonschema:"multipleOf=2"`
	List    []string                   `json:"list"`
	Most    []string                   `json:"most,omitzero" jsonschema:"maxItems=1"`
	Items   []valueItem                `json:"items,omitempty"`
	Grid    [2][]float64               `json:"grid"`
	Names   map[string]string          `json:"names,omitzero"`
	Raw     map[string]json.RawMessage `json:"raw,omitzero"`
	Any     any                        `json:"any,omitzero"`
	Time    time.Time                  `json:"time,omitzero"`
	Pointer *valueItem                 `json:"pointer,omitzero"`
	Or      null.Or[string]            `json:"or,omitzero"`
	OrKind  null.Or[valueItem]         `json:"orKind,omitzero"`
	Always  null.Or[int]               `json:"always"`
}

func TestAValueIsValidIfItsJSONIs(t *testing.T) {
	s := verdict.MustFor[valueOfEach]().Schema
	change := func(change func(*valueOfEach)) valueOfEach {
		v := valueOfEach{Text: "a", Size: 1, List: []string{}, Grid: [2][]float64{{}, {1}}, Always: null.Value(1)}
		change(&v)
		return v
	}
	good := []valueOfEach{
		change(func(*valueOfEach) {}),
		change(func(v *valueOfEach) { v.Text = "\xff<>" }),
		change(func(v *valueOfEach) { v.Short, v.Kind, v.Even = "ab", "b", 4 }),
		change(func(v *valueOfEach) { v.Short = "日本語" }),
		change(func(v *valueOfEach) { v.Size, v.List, v.Most = 9, []string{"a"}, []string{"a"} }),
		change(func(v *valueOfEach) { v.List = nil }),
		change(func(v *valueOfEach) { v.Items = []valueItem{{}, {"a", 255}} }),
		change(func(v *valueOfEach) { v.Names = map[string]string{"a": "", "日": "\xff"} }),
		change(func(v *valueOfEach) { v.Raw = map[string]json.RawMessage{"a": []byte(` {"b": 1e400}`), "b": nil} }),
		change(func(v *valueOfEach) { v.Any, v.Time = []any{1.5, nil}, time.Unix(0, 0).UTC() }),
		change(func(v *valueOfEach) {
			v.Pointer, v.Or, v.OrKind = &valueItem{}, null.Null[string](), null.Null[valueItem]()
		}),
		change(func(v *valueOfEach) {
			v.Or, v.OrKind, v.Always = null.Value(""), null.Value(valueItem{}), null.Null[int]()
		}),
		change(func(v *valueOfEach) { v.Always.Clear() }), // which is written as null
	}
	if valid := sameAsJSON(t, s, good...); valid != len(good) {
		t.Errorf("%d of %d values are valid", valid, len(good))
	}
	bad := []valueOfEach{
		change(func(v *valueOfEach) { v.Short = "a" }),
		change(func(v *valueOfEach) { v.Short = "日本語日" }),
		change(func(v *valueOfEach) { v.Kind = "c" }),
		change(func(v *valueOfEach) { v.Number = math.NaN() }),
		change(func(v *valueOfEach) { v.Small = float32(math.Inf(-1)) }),
		change(func(v *valueOfEach) { v.Size = 0 }),
		change(func(v *valueOfEach) { v.Size = 10 }),
		change(func(v *valueOfEach) { v.Even = 3 }),
		change(func(v *valueOfEach) { v.Most = []string{"a", "b"} }),
		change(func(v *valueOfEach) { v.Grid[0] = []float64{math.Inf(1)} }),
		change(func(v *valueOfEach) { v.Names = map[string]string{"\xff": "", "\xfe": ""} }),
		change(func(v *valueOfEach) { v.Raw = map[string]json.RawMessage{"a": []byte(`{`)} }),
		change(func(v *valueOfEach) { v.Raw = map[string]json.RawMessage{"a": []byte(`{"b":1,"b":2}`)} }),
		change(func(v *valueOfEach) { v.Raw = map[string]json.RawMessage{"a": []byte(`1 `), "b": []byte(`2,3`)} }),
		change(func(v *valueOfEach) { v.Any = math.NaN() }),
		change(func(v *valueOfEach) { v.Any = map[string]any{"\xff": 1, "\xfe": 2} }),
		change(func(v *valueOfEach) { v.Time = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }),
		change(func(v *valueOfEach) { v.Time = time.Date(2000, 1, 1, 0, 0, 0, 0, time.FixedZone("", 25*3600)) }),
	}
	if valid := sameAsJSON(t, s, bad...); valid != 0 {
		t.Errorf("%d of %d invalid values are valid", valid, len(bad))
	}
}

// A value need not be of the type that the schema was reflected from.
func TestAValueIsValidatedBySchemasThatAreNotItsOwn(t *testing.T) {
	type value struct {
		ID   int               `json:"id,omitzero"`
		Tags []string          `json:"tags,omitempty"`
		Info map[string]string `json:"info"`
	}
	values := []value{
		{}, {ID: 1}, {ID: 1, Tags: []string{"a"}, Info: map[string]string{}}, {Tags: []string{"a", "a"}},
		{ID: 3, Tags: []string{""}, Info: map[string]string{"x": "", "id": "1"}},
	}
	valid := 0
	documents := []string{
		`true`,
		`false`,
		`{"type":"array"}`,
		`{"required":["id"]}`,
		`{"required":["other"]}`,
		`{"additionalProperties":false,"properties":{"id":true,"tags":true}}`,
		`{"properties":{"id":{"type":"number","exclusiveMinimum":1}}}`,
		`{"properties":{"id":{"type":"number","enum":[1]}}}`,
		`{"properties":{"id":{"maximum":9223372036854775807,"minimum":-9223372036854775808}}}`,
		`{"properties":{"id":{"maximum":9223372036854775806}}}`,
		`{"properties":{"tags":{"uniqueItems":true}}}`,
		`{"properties":{"tags":{"prefixItems":[{"const":"a"}]}}}`,
		`{"properties":{"tags":{"contains":{"const":"a"}}}}`,
		`{"properties":{"tags":{"items":{"pattern":"^a"}}}}`,
		`{"properties":{"info":{"properties":{"id":{"const":"1"}},"required":["x"]}}}`,
		`{"properties":{"info":{"type":"object"}}}`,
		`{"properties":{"info":{"additionalProperties":false}}}`,
		`{"properties":{"info":{"minProperties":1}}}`,
		`{"properties":{"info":{"propertyNames":{"maxLength":1}}}}`,
		`{"patternProperties":{"^i":{"type":"integer"}}}`,
		`{"dependentRequired":{"id":["tags"]}}`,
		`{"minProperties":2}`,
		`{"maxProperties":2}`,
		`{"not":{"required":["id"]}}`,
		`{"allOf":[{"required":["id"]},{"properties":{"tags":{"maxItems":1}}}]}`,
		`{"anyOf":[{"required":["id"]},{"required":["tags"]}]}`,
		`{"if":{"required":["id"]},"then":{"required":["tags"]}}`,
		`{"properties":{"id":true},"unevaluatedProperties":{"type":["array","null"]}}`,
		`{"$ref":"#/$defs/a","$defs":{"a":{"required":["id"]}}}`,
		`{"properties":{"id":{"type":"string"}}}`,
		`{"additionalProperties":{"type":["array","object","null"]}}`,
	}
	for _, document := range documents {
		for _, strict := range []bool{false, true} {
			valid += sameAsJSON(t, verdict.MustCompile([]byte(document), verdict.WithStrict(strict)), values...)
		}
	}
	if most := 2 * len(documents) * len(values); valid < most/5 || valid > most*4/5 {
		t.Errorf("%d of %d values are valid", valid, most)
	}
}

type valueNode struct {
	Next *valueNode `json:"next,omitzero"`
	Text string     `json:"text" jsonschema:"maxLength=1"`
}

type failingValue struct{ how string }

func (v failingValue) MarshalJSON() ([]byte, error) {
	switch v.how {
	case "error":
		return nil, errors.New("no JSON")
	case "panic":
		panic("no JSON")
	case "broken":
		return []byte(`"`), nil
	}
	return []byte(`"a"`), nil
}

func TestValuesAreLimitedAsTheirJSONIs(t *testing.T) {
	nested := func(depth int) *valueNode {
		v := &valueNode{}
		for range depth - 1 {
			v = &valueNode{Next: v}
		}
		return v
	}
	for _, options := range [][]verdict.Option{
		nil,
		{verdict.WithLimits(verdict.Limits{Depth: 3})},
		{verdict.WithLimits(verdict.Limits{Bytes: 20})},
		{verdict.WithLimits(verdict.Limits{Depth: 1})},
	} {
		s := verdict.MustFor[valueNode](options...).Schema
		sameAsJSON(t, s, *nested(1), *nested(2), *nested(3), *nested(4), *nested(999), valueNode{Text: "ab"})
		deep := verdict.MustFor[struct {
			A struct{ B struct{ C []string } }
		}](options...).Schema
		sameAsJSON(t, deep, struct {
			A struct{ B struct{ C []string } }
		}{})
	}
	cycle := &valueNode{}
	cycle.Next = cycle
	if err := verdict.MustFor[valueNode]().ValidateValue(cycle); err == nil || !strings.Contains(err.Error(), "cycle") {
		t.Errorf("%v", err)
	}
}

func TestMethodsThatFailAreReportedForValues(t *testing.T) {
	type value struct {
		A failingValue `json:"a"`
	}
	s := verdict.MustCompile([]byte(`{"properties":{"a":{"type":"string"}}}`))
	sameAsJSON(t, s, value{failingValue{"error"}}, value{failingValue{"broken"}}, value{})
	var panicked *verdict.PanicError
	if err := s.ValidateValue(&value{failingValue{"panic"}}); !errors.As(err, &panicked) {
		t.Errorf("%v", err)
	}
	if err := s.ValidateValue((*value)(nil)); err == nil != s.Valid([]byte("null")) {
		t.Errorf("nil: %v", err)
	}
}
