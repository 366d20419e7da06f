package encode_test

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/verdict-lint/verdict/internal/encode"
	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/null"
)

type (
	ownJSON     struct{ Text string }
	pointerJSON struct{ Text string }
	ownText     struct{ Text string }
	pointerText struct{ Text string }
	nilJSON     []int
	textKey     string
	intKey      int
	small       struct{ N int }
	never       struct{ N int }
	quotedBool  bool
	locked      struct {
		mutex sync.Mutex
		N     int
	}
	list struct {
		Next *list          `json:"next,omitempty"`
		Or   null.Or[*list] `json:"or,omitzero"`
	}
)

func (v ownJSON) MarshalJSON() ([]byte, error)      { return []byte(v.Text), nil }
func (v *pointerJSON) MarshalJSON() ([]byte, error) { return []byte(v.Text), nil }
func (v ownText) MarshalText() ([]byte, error)      { return []byte(v.Text), nil }
func (v *pointerText) MarshalText() ([]byte, error) { return []byte(v.Text), nil }
func (v nilJSON) MarshalJSON() ([]byte, error)      { return fmt.Appendf(nil, "%d", len(v)), nil }
func (k textKey) MarshalText() ([]byte, error)      { return []byte("text of " + k), nil }
func (k intKey) MarshalText() ([]byte, error)       { return fmt.Appendf(nil, "%03d", int(k)), nil }
func (v small) IsZero() bool                        { return v.N < 10 }
func (v *never) IsZero() bool                       { return false }
func (v *locked) MarshalJSON() ([]byte, error) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return fmt.Appendf(nil, "%d", v.N), nil
}

type failing struct{}

func (failing) MarshalJSON() ([]byte, error) { return nil, errors.New("no") }

type Inner struct {
	A int `json:"a,omitempty"`
	B string
}

type hidden struct{ C int }

type outer struct {
	Inner `jsonschema:"-"`
	*hidden
	D      pointerJSON            `json:"d"`
	E      *ownJSON               `json:"e"`
	F      map[string]pointerText `json:"f"`
	G      []pointerText          `json:"g"`
	H      [1]pointerJSON         `json:"h"`
	Zero   small                  `json:"zero,omitzero"`
	Never  never                  `json:"never,omitzero"`
	Time   time.Time              `json:"time,omitzero"`
	String string                 `json:"string,string"`
	Int    *int                   `json:"int,string"`
	Bool   quotedBool             `json:"bool,string"`
	Number json.Number            `json:"number,string"`
	//lint:ignore SA5008 the option has no effect here, which is what is tested
	Text   ownText                `json:"text,string"`
	Any    any                    `json:"<any>"`
	Writes encoding.TextMarshaler `json:"writes"`
	Zeroer isZeroer               `json:"zeroer,omitzero"`
}

type isZeroer interface{ IsZero() bool }

// options are structs and fields that are left out for several reasons.
type options struct {
	AllOmitted struct {
		Text  kind     `json:"text,omitzero"`
		Flag  flag     `json:"flag,omitzero"`
		Texts []string `json:"texts,omitzero"`
		Inner struct {
			Small small   `json:"small,omitzero"`
			N     *int    `json:"n,omitzero"`
			F     float64 `json:"f,omitzero"`
		} `json:"inner,omitzero"`
	} `json:"allOmitted,omitzero"`
	NoneSmall struct {
		Small *small `json:"small,omitzero"`
		Other int    `json:"other,omitzero"`
	} `json:"noneSmall,omitzero"`
	Empty struct {
		Texts []string `json:"texts,omitempty"`
		Both  []string `json:"both,omitempty,omitzero"`
	} `json:"empty,omitzero"`
	Required struct{ N int }      `json:"required,omitzero"`
	Nothing  struct{}             `json:"nothing,omitzero"`
	Always   struct{ N, M *flag } `json:"always"`
	Tags     tags                 `json:"tags,omitempty"`
	Kinds    []kind               `json:"kinds,omitempty"`
	ByKind   map[kind]flag        `json:"byKind,omitempty"`
	Named    namedPointer         `json:"named,omitempty"`
	Or       null.Or[tags]        `json:"or,omitzero"`
	OrSmall  null.Or[Inner]       `json:"orSmall,omitzero"`
	Items    []Inner              `json:"items,omitzero"`
}

type (
	kind         string
	flag         bool
	tags         []string
	namedPointer *int
)

// anyCycle returns a pointer to an interface that contains the pointer.
func anyCycle() any {
	var v any
	v = &v
	return v
}

func emptyOptions() (o options) {
	o.Empty.Texts, o.Empty.Both, o.AllOmitted.Texts = []string{}, []string{}, []string{}
	o.AllOmitted.Inner.F = math.Copysign(0, -1)
	o.Tags, o.Kinds, o.Items = tags{}, []kind{}, []Inner{}
	o.NoneSmall.Small = &small{1}
	o.Or, o.OrSmall = null.Value(tags(nil)), null.Null[Inner]()
	return o
}

func fullOptions() (o options) {
	n, on := 7, flag(true)
	o.AllOmitted.Text, o.AllOmitted.Flag, o.AllOmitted.Inner.N, o.AllOmitted.Inner.Small = "<", true, &n, small{9}
	o.NoneSmall.Small, o.NoneSmall.Other = &small{10}, 1
	o.Empty.Texts, o.Required.N, o.Always.N = []string{""}, 1, &on
	o.Tags, o.Kinds, o.ByKind, o.Named = tags{"a"}, []kind{"b", ""}, map[kind]flag{"d": true, "c": false}, &n
	o.Or, o.OrSmall = null.Value(tags{"e"}), null.Value(Inner{B: "f"})
	o.Items = []Inner{{1, ""}, {}, {0, "g"}}
	return o
}

// An arrayOfLocked must not be copied.
type arrayOfLocked struct{ L [2]locked }

func cycle() *list {
	l := new(list)
	l.Next = l
	return l
}

func deep(n int) any {
	var v any
	for range n {
		v = []any{v}
	}
	return v
}

var values = []struct {
	name string
	of   any
}{
	{"nil", nil},
	{"nil pointer", (*outer)(nil)},
	{"zero struct", outer{}},
	{"pointer to zero struct", &outer{}},
	{"struct", outer{
		Inner: Inner{1, "b"}, hidden: &hidden{2}, D: pointerJSON{"[1]"}, E: &ownJSON{`{"x": "<a b>"}`},
		F: map[string]pointerText{"b": {"x"}, "a": {"y"}}, G: []pointerText{{"<"}}, H: [1]pointerJSON{{"null"}},
		Zero: small{10}, Time: time.Unix(0, 5).UTC(), String: "a\"<\n", Int: new(int), Bool: true, Number: "1e5", Text: ownText{"t"},
		Any: &pointerText{"u"}, Writes: big.NewInt(5), Zeroer: &small{3},
	}},
	{"addressable struct", &outer{D: pointerJSON{"[1]"}, H: [1]pointerJSON{{"true"}}, String: "\xff\u2028", Any: pointerText{"u"}}},
	{"what is left out", options{}},
	{"what is empty", emptyOptions()},
	{"pointers to options", []*options{new(emptyOptions()), new(fullOptions()), {}, new(emptyOptions())}},
	{"options", []options{fullOptions(), {}, emptyOptions(), fullOptions()}},
	{"named types", []any{kind("a"), flag(true), tags{"b"}, tags(nil), namedPointer(new(int)), namedPointer(nil), []kind{"c"}}},
	{"pointers to plain types", []any{new("a"), new(true), new([]string), new(any), (*string)(nil)}},
	{"cycle of interfaces", anyCycle()},
	{"MarshalJSON of the pointer", pointerJSON{"1"}},
	{"pointer with MarshalJSON", &pointerJSON{"1"}},
	{"pointers in a slice", []any{pointerJSON{"1"}, &pointerJSON{"1"}, pointerText{"1"}, &pointerText{"1"}}},
	{"array", [2]pointerText{{"a"}, {"b"}}},
	{"pointer to array", &[2]pointerText{{"a"}, {"b"}}},
	{"nil with MarshalJSON", nilJSON(nil)},
	{"locked", &arrayOfLocked{}},
	{"unlocked copy", []*locked{{N: 1}}},
	{"map of text keys", map[textKey]int{"b": 1, "a": 2}},
	{"map of int keys with MarshalText", map[intKey]int{10: 1, 9: 2}},
	{"map of int keys", map[int8]string{10: "a", 9: "b", -1: "c"}},
	{"map of bool keys", map[bool]int{true: 1}},
	{"nested maps", map[string]map[string][]map[string]any{"b": {"y": nil, "x": {{"q": 1, "p": nil}, nil}}, "a": nil}},
	{"named map", map[string]json.RawMessage{"b": json.RawMessage(` [1, "a b", "\"<"] `), "a": nil}},
	{"empty map", map[string]int{}},
	{"any", map[string]any{"s": "x", "f": 1.5, "i": 3, "n": nil, "b": false, "l": []any{}, "nl": []any(nil), "nm": map[string]any(nil), "num": json.Number("")}},
	{"floats", []float64{0, math.Copysign(0, -1), 1, -1, 1.5, 1e-6, 9.99e-7, 1e-10, 1e20, 1e21, 1e22, 1 << 24, 1<<24 + 1, 1 << 53, math.MaxFloat64, math.SmallestNonzeroFloat64, 0.1}},
	{"small floats", []float32{0, 1, 1.5, 1e-6, 9.99e-7, 1e-10, 1e20, 1e21, 1 << 24, 1 << 25, 123456792, math.MaxFloat32, 0.1}},
	{"infinite", math.Inf(1)},
	{"not a number", []any{math.NaN()}},
	{"no JSON number", json.Number("1.")},
	{"JSON number with more", json.Number("1 ")},
	{"JSON number with more after it", json.Number("1,2")},
	{"hexadecimal", json.Number("0x1")},
	{"MarshalJSON of a second value", ownJSON{"1,2"}},
	{"MarshalJSON of a property", struct{ A, B ownJSON }{ownJSON{`1,"B":2`}, ownJSON{"3"}}},
	{"MarshalJSON of nothing", ownJSON{""}},
	{"MarshalJSON with space", ownJSON{" 1 "}},
	{"MarshalJSON with duplicates", ownJSON{`{"a":1,"a":2}`}},
	{"MarshalJSON with an end of line", ownJSON{"[\"\u2028\",\"é\xff\"]"}},
	{"MarshalJSON with separators", ownJSON{"[\"\u2028\",\"é\u2029\"]"}},
	{"MarshalJSON with an escape", ownJSON{`["\\"," \" ","\ud800"]`}},
	{"failing", []failing{{}}},
	{"failing, but absent", (*failing)(nil)},
	{"raw message of nothing", json.RawMessage{}},
	{"raw message", json.RawMessage("{\n}")},
	{"channel", struct{ C chan int }{}},
	{"nil function", map[string]func(){"a": nil}},
	{"pointer to nil channel pointer", new(*chan int)},
	{"cycle", cycle()},
	{"deep", deep(999)},
	{"deeper", deep(1500)},
	{"year of five digits", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
	{"null.Or", []null.Or[ownText]{{}, null.Null[ownText](), null.Value(ownText{"<"})}},
	{"null.Or of the pointer's methods", []any{null.Value(pointerText{"a"}), null.Value([1]pointerJSON{{"0"}})}},
	{"bytes", [][]byte{nil, {}, {1, 2, 3}}},
	{"errors", []error{errors.New("x"), nil}},
	{"reflect.Value", reflect.ValueOf(1)},
}

func TestTheTextIsThatOfEncodingJSON(t *testing.T) {
	var encoders encode.Encoders
	for _, c := range values {
		t.Run(c.name, func(t *testing.T) {
			for range 2 { // with pooled memory the second time
				check(t, &encoders, c.of)
			}
		})
	}
}

// check compares the text of a value with that of encoding/json.
func check(t *testing.T, encoders *encode.Encoders, v any) {
	t.Helper()
	want, wantErr := json.Marshal(v)
	got, err := encoders.Append([]byte("before"), v)
	if fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Fatalf("error %v, of encoding/json %v", err, wantErr)
	}
	if string(got) != "before"+string(want) {
		t.Errorf("%s\nby encoding/json\n      %s", got, want)
	}
}

func TestStringsAreEscapedAsEncodingJSONDoes(t *testing.T) {
	var encoders encode.Encoders
	for c := range 256 {
		for length := range 20 {
			for at := range length {
				b := []byte(strings.Repeat("x", length))
				b[at] = byte(c)
				check(t, &encoders, string(b))
			}
		}
	}
	for _, s := range []string{"é", "\u2028", "\u2029", "\u202a", "\xe2\x80", "🔑", "xxxxxxxé", strings.Repeat("é<", 20), "\xed\xa0\x80"} {
		check(t, &encoders, s)
	}
}

func FuzzStrings(f *testing.F) {
	f.Add("plain", 1.5)
	f.Add("<é\u2028\xff\"\\\n\x00>", 1e-7)
	var encoders encode.Encoders
	f.Fuzz(func(t *testing.T, text string, number float64) {
		check(t, &encoders, text)
		check(t, &encoders, number)
		check(t, &encoders, float32(number))
		check(t, &encoders, json.Number(text))
		check(t, &encoders, map[string]any{text: ownText{text}, "a": json.RawMessage(text), "": ownJSON{text}})
	})
}

func TestValuesAreEncodedConcurrently(t *testing.T) {
	var encoders encode.Encoders
	var done sync.WaitGroup
	for range 8 {
		done.Go(func() {
			for _, c := range values {
				if c.name == "cycle" {
					continue
				}
				want, wantErr := json.Marshal(c.of)
				got, err := encoders.Append(nil, c.of)
				if string(got) != string(want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
					t.Errorf("%s: %s, %v", c.name, got, err)
				}
			}
		})
	}
	done.Wait()
}

func TestAStructThatIsReachedByAPointerAllocatesNothing(t *testing.T) {
	if race.Enabled {
		t.Skip("under the race detector, sync.Pool drops items at random, so allocations cannot be counted; go test without -race runs this")
	}
	type named map[string]json.RawMessage
	type model struct {
		ID    int                 `json:"id"`
		Name  string              `json:"name,omitempty"`
		When  time.Time           `json:"when,omitzero"`
		Or    null.Or[named]      `json:"or,omitzero"`
		Tags  []string            `json:"tags"`
		Inner []Inner             `json:"inner"`
		Map   map[string][]string `json:"map"`
	}
	v := &model{
		1, "a", time.Unix(1, 2), null.Value(named{"b": json.RawMessage(`[1]`), "a": nil}),
		[]string{"x"}, []Inner{{1, "a"}, {}}, map[string][]string{"k": {"v"}},
	}
	var encoders encode.Encoders
	var text []byte
	var err error
	allocations := testing.AllocsPerRun(100, func() { text, err = encoders.Append(text[:0], v) })
	if err != nil || allocations > 0 {
		t.Errorf("%v allocations, error %v", allocations, err)
	}
}
