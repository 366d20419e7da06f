package null_test

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	jsonv2 "github.com/go-json-experiment/json"

	"github.com/verdict-lint/verdict/null"
)

// codecs lists the encoders that every test of the JSON form runs with.
var codecs = []struct {
	name      string
	marshal   func(any) ([]byte, error)
	unmarshal func([]byte, any) error
}{
	{"encoding/json", stdjson.Marshal, stdjson.Unmarshal},
	{
		"go-json-experiment/json",
		func(v any) ([]byte, error) { return jsonv2.Marshal(v, jsonv2.Deterministic(true)) },
		func(b []byte, v any) error { return jsonv2.Unmarshal(b, v) },
	},
}

type point struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// onPointer has encoding methods on its pointer.
type onPointer struct{ text string }

func (p *onPointer) MarshalText() ([]byte, error) { return []byte("<" + p.text + ">"), nil }
func (p *onPointer) UnmarshalText(b []byte) error {
	p.text = strings.Trim(string(b), "<>")
	return nil
}

// field is the smallest model with three states.
type field[T any] struct {
	F null.Or[T] `json:"f,omitzero"`
}

// A shape decodes and encodes {}, {"f":null}, {"f":zero} and {"f":value} with a field[T].
type shape interface {
	run(t *testing.T)
}

type shapeOf[T any] struct{ zero, value string }

func (s shapeOf[T]) run(t *testing.T) {
	states := []struct {
		payload string
		state   null.State
	}{
		{`{}`, null.StateMissing},
		{`{"f":null}`, null.StateNull},
		{`{"f":` + s.zero + `}`, null.StateValue},
		{`{"f":` + s.value + `}`, null.StateValue},
	}
	for _, codec := range codecs {
		for _, c := range states {
			var got field[T]
			if err := codec.unmarshal([]byte(c.payload), &got); err != nil {
				t.Errorf("%s: decoding %s: %v", codec.name, c.payload, err)
				continue
			}
			if got.F.State() != c.state {
				t.Errorf("%s: %s decodes to %v, want %v", codec.name, c.payload, got.F.State(), c.state)
			}
			back, err := codec.marshal(got)
			if err != nil {
				t.Errorf("%s: encoding %s again: %v", codec.name, c.payload, err)
				continue
			}
			if escaped(back) != escaped([]byte(c.payload)) {
				t.Errorf("%s: %s comes back as %s", codec.name, c.payload, back)
			}
		}
	}
}

// escaped escapes < and > as encoding/json does and its successor does not; the JSON values
// are equal.
func escaped(b []byte) string {
	return strings.NewReplacer("<", `\u003c`, ">", `\u003e`).Replace(string(b))
}

func TestAllThreeStatesGoThroughUnchanged(t *testing.T) {
	shapes := map[string]shape{
		"bool":            shapeOf[bool]{`false`, `true`},
		"int":             shapeOf[int]{`0`, `-7`},
		"uint8":           shapeOf[uint8]{`0`, `255`},
		"float64":         shapeOf[float64]{`0`, `1.5`},
		"string":          shapeOf[string]{`""`, `"a<b\u0000"`},
		"bytes":           shapeOf[[]byte]{`""`, `"aGk="`},
		"slice":           shapeOf[[]string]{`[]`, `["a","b"]`},
		"array":           shapeOf[[2]int]{`[0,0]`, `[1,2]`},
		"map":             shapeOf[map[string]int]{`{}`, `{"a":1,"b":2}`},
		"struct":          shapeOf[point]{`{"x":0,"y":0}`, `{"x":1,"y":2}`},
		"pointer":         shapeOf[*int]{`0`, `3`},
		"any":             shapeOf[any]{`false`, `[1,"a",null]`},
		"raw message":     shapeOf[stdjson.RawMessage]{`0`, `12345678901234567890.10`},
		"number":          shapeOf[stdjson.Number]{`0`, `1.10`},
		"time":            shapeOf[time.Time]{`"0001-01-01T00:00:00Z"`, `"2024-02-29T12:00:00.5+01:30"`},
		"big":             shapeOf[*big.Int]{`0`, `123456789012345678901234567890`},
		"slice of null":   shapeOf[[]null.Or[int]]{`[]`, `[1,null,0]`},
		"text on pointer": shapeOf[onPointer]{`"<>"`, `"<a>"`},
		"nested":          shapeOf[null.Or[string]]{`""`, `"a"`},
		"field of field":  shapeOf[field[int]]{`{}`, `{"f":null}`},
	}
	for name, s := range shapes {
		t.Run(name, s.run)
	}
}

func TestWithoutOmitzeroMissingIsWrittenAsNull(t *testing.T) {
	var v struct {
		F null.Or[int] `json:"f"`
	}
	for _, codec := range codecs {
		got, err := codec.marshal(v)
		if err != nil || string(got) != `{"f":null}` {
			t.Errorf("%s: %s, %v", codec.name, got, err)
		}
	}
}

func TestTheCallerDecidesWhatIsEscaped(t *testing.T) {
	var b bytes.Buffer
	e := stdjson.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(null.Value("<b>")); err != nil || b.String() != "\"<b>\"\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
	if got, err := stdjson.Marshal(null.Value("<b>")); err != nil || string(got) != `"\u003cb\u003e"` {
		t.Errorf("%s, %v", got, err)
	}
}

func TestDecodingReplacesWhatWasThere(t *testing.T) {
	for _, codec := range codecs {
		got := null.Value(point{X: 1, Y: 2})
		if err := codec.unmarshal([]byte(`{"x":5}`), &got); err != nil || got != null.Value(point{X: 5}) {
			t.Errorf("%s: %v, %v", codec.name, got, err)
		}
		if err := codec.unmarshal([]byte(`null`), &got); err != nil || got != null.Null[point]() {
			t.Errorf("%s: %v, %v", codec.name, got, err)
		}
	}
}

func TestNullIsNullWhateverTheTypeMakesOfIt(t *testing.T) {
	for _, codec := range codecs {
		got := null.Value[any](1)
		if err := codec.unmarshal([]byte(`null`), &got); err != nil || !got.IsNull() {
			t.Errorf("%s: any: %v, %v", codec.name, got, err)
		}
		raw := null.Value(stdjson.RawMessage(`1`))
		if err := codec.unmarshal([]byte(`null`), &raw); err != nil || !raw.IsNull() {
			t.Errorf("%s: raw: %v, %v", codec.name, raw, err)
		}
	}
}

func TestAFailedDecodeLeavesTheReceiverAsItWas(t *testing.T) {
	for _, before := range []null.Or[[]int]{{}, null.Null[[]int](), null.Value([]int{1, 2})} {
		for _, bad := range []string{`[3,"x"]`, `{}`, `"a"`, `[1`, ``} {
			got := before
			if err := got.UnmarshalJSON([]byte(bad)); err == nil {
				t.Errorf("%q decodes", bad)
			}
			if !reflect.DeepEqual(got, before) {
				t.Errorf("after %q: %v, want %v", bad, got, before)
			}
		}
	}
	got := null.Value(1)
	failure := errors.New("no")
	if err := got.DecodeValue(func(target any) error { *target.(*int) = 2; return failure }); err != failure {
		t.Error(err)
	}
	if got != null.Value(1) {
		t.Error(got)
	}
}

func TestAccessors(t *testing.T) {
	cases := []struct {
		name    string
		o       null.Or[string]
		value   string
		ok      bool
		or      string
		state   string
		null    bool
		missing bool
	}{
		{"missing", null.Or[string]{}, "", false, "def", "missing", false, true},
		{"null", null.Null[string](), "", false, "def", "null", true, false},
		{"zero value", null.Value(""), "", true, "", "value", false, false},
		{"value", null.Value("a"), "a", true, "a", "value", false, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if v, ok := c.o.Get(); v != c.value || ok != c.ok {
				t.Errorf("Get: %q, %v", v, ok)
			}
			if got := c.o.Or("def"); got != c.or {
				t.Errorf("Or: %q", got)
			}
			if got := c.o.State().String(); got != c.state {
				t.Errorf("State: %v", got)
			}
			if c.o.IsNull() != c.null || c.o.IsMissing() != c.missing || c.o.IsZero() != c.missing {
				t.Errorf("IsNull %v, IsMissing %v, IsZero %v", c.o.IsNull(), c.o.IsMissing(), c.o.IsZero())
			}
		})
	}
}

func TestANewValueIsZeroAndCanBeFilled(t *testing.T) {
	for _, o := range []null.Or[point]{{}, null.Null[point](), null.Value(point{1, 2})} {
		p, ok := o.NewValue().(*point)
		if !ok || *p != (point{}) || o != null.Value(point{}) {
			t.Errorf("%v, %v", p, o)
		}
		if p.X = 3; o != null.Value(point{X: 3}) {
			t.Errorf("%v is not the value of %v", p, o)
		}
	}
}

func TestSettersForgetTheValue(t *testing.T) {
	o := null.Value("a")
	o.SetNull()
	if o != null.Null[string]() {
		t.Error("SetNull", o)
	}
	o.Set("b")
	if o != null.Value("b") {
		t.Error("Set", o)
	}
	o.Clear()
	if o != (null.Or[string]{}) {
		t.Error("Clear", o)
	}
}

// nonzero reports every value as zero.
type nonzero int

func (nonzero) IsZero() bool { return true }

func TestIsZeroNeverAsksTheValue(t *testing.T) {
	if null.Value(nonzero(0)).IsZero() {
		t.Error("a value is not zero")
	}
}

func TestStateNamesAreStable(t *testing.T) {
	if got := null.State(9).String(); got != "null.State(9)" {
		t.Error(got)
	}
}

func TestAnOrIsPrintedAsItsStateOrItsValue(t *testing.T) {
	for _, tt := range []struct {
		or   interface{ String() string }
		want string
	}{
		{null.Or[int]{}, "missing"},
		{null.Null[int](), "null"},
		{null.Value(0), "0"},
		{null.Value("x y"), "x y"},
		{null.Value(""), ""},
		{null.Value([]int{1, 2}), "[1 2]"},
		{null.Value(1500 * time.Millisecond), "1.5s"},
		{null.Value(null.Null[string]()), "null"},
	} {
		if got := tt.or.String(); got != tt.want {
			t.Errorf("%T is printed as %q, want %q", tt.or, got, tt.want)
		}
		if got := fmt.Sprint(tt.or); got != tt.want {
			t.Errorf("fmt.Sprint(%T) is %q, want %q", tt.or, got, tt.want)
		}
	}
}

func TestTheValuePointerPointsToTheValue(t *testing.T) {
	for _, o := range []null.Or[point]{{}, null.Null[point]()} {
		if p := o.ValuePointer(); p != nil {
			t.Errorf("of %v: %v", o, p)
		}
	}
	o := null.Value(point{1, 2})
	if p, ok := o.ValuePointer().(*point); !ok || *p != (point{1, 2}) {
		t.Errorf("%v, %v", p, ok)
	} else if p.X = 3; o != null.Value(point{3, 2}) {
		t.Errorf("%v is not the value of %v", p, o)
	}
}
