package verdict_test

// This file tests decoding.

//lint:file-ignore SA5008 a tag that encoding/json ignores is among the cases

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
	"github.com/verdict-lint/verdict/schema"
)

// TestDecodingIsThatOfEncodingJSON decodes what is written for every type of the
// table of fidelity with both decoders.
func TestDecodingIsThatOfEncodingJSON(t *testing.T) {
	decoded := 0
	for _, w := range fidelity() {
		t.Run(w.name, func(t *testing.T) {
			for _, value := range []any{w.zero, w.full} {
				payload, err := json.Marshal(value)
				if err != nil {
					t.Fatal(err)
				}
				want := reflect.New(w.of)
				wantErr := json.Unmarshal(payload, want.Interface())
				got, err := w.decode(payload)
				if (err == nil) != (wantErr == nil) {
					t.Errorf("%s: error %v, of encoding/json %v", payload, err, wantErr)
				}
				if err != nil || wantErr != nil {
					continue // interfaces, and what only marshals itself
				}
				decoded++
				if !reflect.DeepEqual(got, want.Interface()) && !sameJSON(t, got, want.Interface()) {
					t.Errorf("%s: %#v, by encoding/json %#v", payload, got, want.Interface())
				}
			}
		})
	}
	if all := 2 * len(fidelity()); decoded < all*9/10 {
		t.Errorf("only %d of %d values were decoded", decoded, all)
	}
}

// sameJSON compares values as JSON, since equal time zones may differ in memory.
func sameJSON(t *testing.T, a, b any) bool {
	t.Helper()
	first, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(first) == string(second)
}

func TestANameThatDecodersDifferAboutIsReflectedButNotDecoded(t *testing.T) {
	type T struct {
		F int `json:"a\"b"`
	}
	document, err := verdict.Reflect[T]()
	if err != nil || !strings.Contains(string(document), `"F"`) {
		t.Errorf("%v: %s", err, document)
	}
	if _, err := verdict.For[T](); err == nil || !strings.Contains(err.Error(), `verdict_test.T.F: its json tag names it "a\"b", which encoding/json ignores, using "F"`) {
		t.Error(err)
	}
}

func TestDecodeRejectsWhatIsNotValid(t *testing.T) {
	typed := verdict.MustFor[schema.ConnectSession]()
	got, err := typed.Decode([]byte(`{"id":1,"projectId":null}`))
	if !errors.Is(err, verdict.ErrMissing) || !errors.Is(err, verdict.ErrNull) {
		t.Errorf("error %v", err)
	}
	if !reflect.DeepEqual(got, schema.ConnectSession{}) {
		t.Errorf("a value all the same: %+v", got)
	}
}

// A property that was not validated must not be decoded into a field, neither of the
// struct nor of a struct in a null.Or, which encoding/json decodes by its method
// UnmarshalJSON.
func TestDecodeMatchesNamesExactly(t *testing.T) {
	type inner struct {
		Name string `json:"name"`
	}
	type outer struct {
		ID    int               `json:"id"`
		Inner null.Or[inner]    `json:"inner,omitzero"`
		Many  []null.Or[inner]  `json:"many,omitzero"`
		Deep  null.Or[[]*inner] `json:"deep,omitzero"`
	}
	typed := verdict.MustFor[outer]()
	got, err := typed.Decode([]byte(`{"id":1,"ID":"x","Id":2,"inner":{"name":"a","NAME":1},"many":[{"name":"b","Name":"c"},null],"deep":[{"name":"d","naMe":"e"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := outer{
		ID:    1,
		Inner: null.Value(inner{"a"}),
		Many:  []null.Or[inner]{null.Value(inner{"b"}), null.Null[inner]()},
		Deep:  null.Value([]*inner{{"d"}}),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestDecodeKeepsTheThreeStates(t *testing.T) {
	typed := verdict.MustFor[omitZero[null.Or[string]]]()
	for payload, want := range map[string]null.Or[string]{
		`{}`:         {},
		`{"f":null}`: null.Null[string](),
		`{"f":""}`:   null.Value(""),
		`{"f":"a"}`:  null.Value("a"),
	} {
		got, err := typed.Decode([]byte(payload))
		if err != nil || got.F != want {
			t.Errorf("%s: %v, %v", payload, got.F, err)
		}
	}
}

func TestDecodeFillsInterfacesThatAreOneOf(t *testing.T) {
	typed := verdict.MustFor[field[shape]](shapes)
	payload := []byte(`{"f":{"kind":"group","shapes":[{"kind":"circle","radius":1},null,{"kind":"square","side":2,"SIDE":3}],"named":{"a":{"kind":"group","shapes":null}}}}`)
	got, err := typed.Decode(payload)
	if err != nil {
		t.Fatal(err)
	}
	want := field[shape]{&group{
		Kind:   "group",
		Shapes: []shape{circle{"circle", 1}, nil, &square{"square", 2}},
		Named:  map[string]shape{"a": &group{Kind: "group"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAValidPayloadBeyondTheTypeIsAnErrorOfItsOwn(t *testing.T) {
	got, err := verdict.MustFor[field[float64]]().Decode([]byte(`{"f":1e400}`))
	var invalid *verdict.Error
	if err == nil || errors.As(err, &invalid) || !strings.HasPrefix(err.Error(), "verdict: decoding a valid payload: ") {
		t.Errorf("%v, %v", got, err)
	}
}

func TestADecodeErrorHasThePlaceOfTheValue(t *testing.T) {
	type part struct {
		N uint8 `json:"n,omitzero"`
	}
	type beyond struct {
		part
		Map  map[string][]part `json:"a.b/~,omitzero"`
		Or   null.Or[part]     `json:"or,omitzero"`
		List []float32         `json:"list,omitzero"`
		Any  any               `json:"any,omitzero"`
	}
	for payload, pointer := range map[string]string{
		`{"list": [1], "n": 1.0}`:              "/n",
		`{"a.b/~": {"c.d": [{}, {"n": 1e2}]}}`: "/a.b~1~0/c.d/1/n",
		`{"or": {"n": 2.0}}`:                   "/or/n",
		`{"list": [1, 1e39]}`:                  "/list/1",
		`{"any": [1e400]}`:                     "/any/0",
	} {
		plain, redacted := verdict.MustFor[beyond](), verdict.MustFor[beyond](verdict.WithRedaction())
		_, err := plain.Decode([]byte(payload))
		for name, err := range map[string]error{
			"Decode": err, "DecodeInto": plain.DecodeInto([]byte(payload), new(beyond)), "redacted": redacted.DecodeInto([]byte(payload), new(beyond)),
		} {
			var e *verdict.DecodeError
			if !errors.As(err, &e) || e.Pointer != pointer {
				t.Errorf("%s of %s: got %#v", name, payload, err)
			}
			if hidden := !strings.Contains(fmt.Sprint(err), "number"); hidden != (name == "redacted") {
				t.Errorf("%s of %s: %v", name, payload, err)
			}
		}
	}
}

func TestAppendWritesOnlyWhatIsValid(t *testing.T) {
	type reply struct {
		Name string   `json:"name" jsonschema:"minLength=1"`
		Next *float64 `json:"next"`
	}
	typed := verdict.MustFor[reply]()
	before := []byte("data: ")
	got, err := typed.Append(before, reply{Name: "a<b"})
	if want := `data: {"name":"a\u003cb","next":null}`; err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	got, err = typed.Append(before, reply{})
	var invalid *verdict.Error
	if !errors.As(err, &invalid) || invalid.Violations[0].Pointer != "/name" || invalid.Violations[0].Column != 9 || string(got) != "data: " {
		t.Errorf("%s, %v", got, err)
	}
	infinite := math.Inf(1)
	if got, err := typed.Append(before, reply{Name: "a", Next: &infinite}); err == nil || errors.As(err, &invalid) || string(got) != "data: " {
		t.Errorf("%s, %v", got, err)
	}
	var none *verdict.Typed[reply]
	if got, err := none.Append(before, reply{Name: "a"}); err == nil || string(got) != "data: " {
		t.Errorf("%s, %v", got, err)
	}
}

func TestMustForPanicsIfForReturnsAnError(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	verdict.MustFor[func()]()
}

// A field is decoded even if the schema does not list its property.
func TestPropertiesThatNoSchemaListsAreDecoded(t *testing.T) {
	type point struct {
		X int `json:"x"`
		Y int `json:"y,omitempty"`
	}
	for _, document := range []string{
		`{"type": "object", "properties": {"x": {"type": "integer"}}}`,
		`{"allOf": [{"properties": {"x": {"type": "integer"}}}, {"type": "object", "minProperties": 1}]}`,
	} {
		s, err := verdict.For[point](verdict.WithSchemaFor[point]([]byte(document)))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if got, err := s.Decode([]byte(`{"x": 1, "y": 2}`)); err != nil || got != (point{1, 2}) {
				t.Errorf("%s: %v, %v", document, got, err)
			}
		}
	}
}
