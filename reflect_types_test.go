package verdict_test

// This file has the table of types that the tests of reflecting, decoding, encoding and patching
// share.

//lint:file-ignore SA5008 tags that encoding/json ignores are among the cases

import (
	"database/sql"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math"
	"math/big"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/verdict-lint/verdict/null"
	"github.com/verdict-lint/verdict/schema"
)

// field and omit put a type into a property that is always written and into
// one that is omitted if it is empty.
type field[T any] struct {
	F T `json:"f"`
}

type omit[T any] struct {
	F T `json:"f,omitempty"`
}

type omitZero[T any] struct {
	F T `json:"f,omitzero"`
}

type text[T any] struct {
	F T `json:"f,string"`
}

type (
	namedInt    int
	namedString string
	namedFloat  float32
	namedBool   bool
	namedBytes  []byte
	namedByte   byte
	namedSlice  []int
	namedMap    map[string]int
	namedTime   time.Time
)

// valueJSON and the types after it write themselves, each in its way.
type valueJSON struct{ n int }

func (v valueJSON) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprintf("[%d]", v.n)), nil }

type pointerJSON struct{ N int }

func (v *pointerJSON) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprintf("[%d]", v.N)), nil }

type valueText struct{ n int }

func (v valueText) MarshalText() ([]byte, error) { return []byte(fmt.Sprint(v.n)), nil }
func (v *valueText) UnmarshalText(b []byte) error {
	_, err := fmt.Sscan(string(b), &v.n)
	return err
}

type pointerText struct{ N int }

func (v *pointerText) MarshalText() ([]byte, error) { return []byte(fmt.Sprint(v.N)), nil }

type intText int

func (v intText) MarshalText() ([]byte, error) { return []byte(strings.Repeat("i", int(v))), nil }

type textByte byte

func (v textByte) MarshalText() ([]byte, error) { return []byte{'a' + byte(v)}, nil }

// color lists its values; level does so and writes itself as text.
type color string

func (color) Values() []color { return []color{"red", "green"} }

type level int

func (*level) Values() []level { return []level{1, 2} }

func (l level) MarshalText() ([]byte, error) {
	return []byte([]string{"none", "low", "high"}[l]), nil
}

type bitSet uint8

func (bitSet) Values() []bitSet { return []bitSet{0, 1, 2, 4} }

// point lists values that are objects.
type point int

func (point) Values() []point { return []point{0, 1} }

func (p point) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprintf(`{"x":%d}`, int(p))), nil }

func (p *point) UnmarshalJSON(b []byte) error {
	_, err := fmt.Sscanf(string(b), `{"x":%d}`, (*int)(p))
	return err
}

// isZero has its own method IsZero.
type isZero struct{ N int }

func (z isZero) IsZero() bool { return z.N == 7 }

// Embedding.
type Base struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

type unexported struct {
	Hidden string `json:"hidden"`
}

type (
	embedsValue   struct{ Base }
	embedsPointer struct {
		*Base
		Own int `json:"own"`
	}
	embedsUnexported struct{ unexported }
	Plain            struct {
		ID   int
		Name string
	}
	shadows struct {
		Plain
		ID string
	}
	Other     struct{ Name int }
	ambiguous struct {
		Plain
		Other
	}
	tagWins struct {
		A1
		A2
	}
	A1 struct{ Kind string }
	A2 struct {
		K int `json:"Kind"`
	}
	namedBase struct {
		Base `json:"base"`
	}
	embedsScalar    struct{ NamedInt }
	NamedInt        int
	embedsInterface struct{ fmt.Stringer }
	embedsTime      struct{ time.Time }
	embedsOr        struct{ null.Or[int] }
	deepEmbed       struct {
		embedsValue
		Deep bool `json:"deep"`
	}
	twiceEmbed struct {
		left
		right
	}
	left  struct{ Plain }
	right struct{ Plain }
)

type (
	dashed struct {
		Left  int `json:"-"`
		Dash  int `json:"-,"`
		Right int
	}
	oddNames struct {
		A int `json:"a b/c~d%$"`
		C int `json:",omitempty"`
		Ü int
		d int
	}
	page[T any] struct {
		Items []T      `json:"items"`
		Next  *page[T] `json:"next,omitempty"`
	}
	pair[A, B any] struct {
		A A `json:"a"`
		B B `json:"b"`
	}
	tree struct {
		Value    int     `json:"value"`
		Children []*tree `json:"children"`
	}
	ping struct {
		Pong *pong `json:"pong"`
	}
	pong struct {
		Ping *ping `json:"ping,omitempty"`
	}
	nest     []nest
	nestMap  map[string]nestMap
	listA    []mapB
	mapB     map[string]listA
	Address  struct{ Street string }
	twoNames struct {
		Mine   Address
		Theirs mail.Address
	}
	empty struct{}
)

var seven = 7

func ptr[T any](v T) *T { return &v }

// fidelity is the table. A type without a near miss accepts everything.
func fidelity() []wire {
	zone := time.FixedZone("", 5*60*60+30*60)
	when := time.Date(2024, 2, 29, 12, 0, 0, 5e8, zone)
	site, _ := url.Parse("https://user@example.com/a?b#c")
	return []wire{
		// Scalars.
		on("bool", true, `0`, `"true"`, `null`),
		on("int", -42, `1.5`, `"1"`, `null`, `9223372036854775808`),
		on("int8", int8(-128), `128`, `-129`),
		on("int16", int16(-1), `32768`),
		on("int32", int32(math.MaxInt32), `2147483648`),
		on("int64", int64(math.MinInt64), `-9223372036854775809`),
		on("uint", uint(1), `-1`, `18446744073709551616`),
		on("uint8", uint8(255), `256`),
		on("uint16", uint16(1), `65536`),
		on("uint32", uint32(1), `4294967296`),
		on("uint64", uint64(math.MaxUint64), `-1`),
		on("uintptr", uintptr(1), `-1`),
		on("float32", float32(1.5), `"1.5"`),
		on("float64", 1e300, `null`),
		on("string", "a<\u2028\x00é", `1`, `null`),
		on("invalid UTF-8", "\xff", `1`),

		// Named scalars.
		on("named int", namedInt(1), `1.5`),
		on("named string", namedString("a"), `1`),
		on("named float", namedFloat(1), `"1"`),
		on("named bool", namedBool(true), `1`),
		on("rune", 'a', `"a"`),
		on("duration", time.Hour, `"1h"`),
		on("month", time.May, `"May"`),

		// Pointers.
		on("pointer", &seven, `"7"`),
		on("pointer to pointer", ptr(&seven), `"7"`),
		on("pointer to struct", &Base{1, "a"}, `{"id":1}`, `[]`),
		on("field: pointer", field[*int]{&seven}, `{}`, `{"f":"7"}`),
		on("field: pointer, omitempty", omit[*int]{&seven}, `{"f":null}`),
		on("field: pointer to pointer, omitempty", omit[**int]{new(*int)}, `{"f":"7"}`),
		on("field: pointer to slice, omitempty", omit[*[]int]{new([]int)}, `{"f":{}}`),

		// Slices, arrays, bytes.
		on("slice", []int{1}, `[1.5]`, `{}`),
		on("empty slice", []int{}, `{}`),
		on("named slice", namedSlice{1}, `["1"]`),
		on("slice of slices", [][]string{{"a"}, nil, {}}, `[[1]]`),
		on("slice of pointers", []*int{&seven, nil}, `["7"]`),
		on("slice of structs", []Base{{1, "a"}}, `[null]`, `[{"id":1}]`),
		on("slice of any", []any{1, "a", nil}, `{}`),
		on("array", [2]int{1, 2}, `[1]`, `[1,2,3]`, `null`),
		on("empty array", [0]int{}, `[1]`),
		on("bytes", []byte("hi?"), `[104]`, `"a b"`),
		on("empty bytes", []byte{}, `[]`),
		on("named bytes", namedBytes("hi"), `[104]`),
		on("named byte slice", []namedByte{1}, `[1]`),
		on("text byte slice", []textByte{1}, `"AQ=="`),
		on("array of bytes", [3]byte{1, 2, 3}, `"AQID"`, `[1,2,256]`),
		on("field: slice", field[[]int]{[]int{}}, `{}`, `{"f":{}}`),
		on("field: slice, omitempty", omit[[]int]{[]int{1}}, `{"f":null}`),
		on("field: slice, omitzero", omitZero[[]int]{[]int{}}, `{"f":null}`),
		on("field: array, omitempty", omit[[1]int]{}, `{"f":null}`, `{"f":[]}`),

		// Maps.
		on("map", map[string]int{"a": 1}, `{"a":"1"}`, `[]`),
		on("empty map", map[string]int{}, `[]`),
		on("named map", namedMap{"a": 1}, `{"a":null}`),
		on("map of named keys", map[namedString]bool{"a": true}, `{"a":1}`),
		on("map of int keys", map[int]string{-1: "a"}, `{"a":"a"}`, `{"1.5":"a"}`),
		on("map of uint keys", map[uint8]string{1: "a"}, `{"-1":"a"}`),
		on("map of text keys", map[netip.Addr]int{netip.MustParseAddr("::1"): 1}, `{"::1":"1"}`, `{"here":1}`),
		on("map of time keys", map[time.Time]int{when: 1}, `{"now":1}`),
		on("map of int text keys", map[intText]int{2: 1}, `{"ii":""}`),
		on("map of pointers", map[string]*int{"a": nil, "b": &seven}, `{"a":"1"}`),
		on("map of structs", map[string]Base{"a": {1, "a"}}, `{"a":{}}`),
		on("map of any", map[string]any{"a": nil}, `[]`),
		on("map of raw messages", map[string]json.RawMessage{"a": json.RawMessage(`[1,{"b":null}]`)}, `[]`),
		on("map of listed keys", map[color]int{"red": 1}, `{"blue":1}`),
		on("field: map, omitempty", omit[map[string]int]{map[string]int{"a": 1}}, `{"f":null}`),

		// Anything.
		on("any", any(map[string]any{"a": 1})),
		on("field: any", field[any]{1}, `{}`),
		on("field: any, omitempty", omit[any]{(*int)(nil)}, `[]`),
		on("raw message", json.RawMessage(`{"a":[1]}`)),
		on("field: raw message", field[json.RawMessage]{json.RawMessage(`1`)}, `{}`),
		on("pointer to raw message", ptr(json.RawMessage(`1`))),
		on("number", json.Number("12345678901234567890.5"), `"1"`, `null`),
		on("map of numbers", map[string]json.Number{"a": "1"}, `{"a":true}`),
		on("interface", fmt.Stringer(time.Second)),
		on("error", errors.New("x")),
		on("field: text interface", field[encoding.TextMarshaler]{big.NewInt(1)}, `{"f":1}`, `{}`),

		// The standard library.
		on("time", when, `"2024-02-30T00:00:00Z"`, `"2024-01-01T00:00:00"`, `0`, `null`),
		on("named time", namedTime(when), `"2024-01-01T00:00:00Z"`),
		on("URL", *site, `"https://example.com"`),
		on("IP", net.ParseIP("192.0.2.1"), `"example"`, `null`),
		on("IP mask", net.CIDRMask(8, 32), `[255]`),
		on("IP net", net.IPNet{IP: net.ParseIP("::1"), Mask: net.CIDRMask(8, 128)}, `"::1/8"`),
		on("netip address", netip.MustParseAddr("fe80::1%eth0"), `"example"`, `1`),
		on("netip prefix", netip.MustParsePrefix("10.0.0.0/8"), `"10.0.0.0"`, `null`),
		on("netip address and port", netip.MustParseAddrPort("[::1]:80"), `"::1"`),
		on("big int", big.NewInt(1).Lsh(big.NewInt(1), 200), `"1"`, `1.5`),
		on("big int by value", field[big.Int]{*big.NewInt(5)}, `{"f":"5"}`, `{"f":null}`),
		on("big float", big.NewFloat(1.5), `1.5`, `"x"`),
		on("big rational", big.NewRat(1, 3), `0.5`, `"1/"`),
		on("sql null", sql.Null[int]{V: 1, Valid: true}, `1`, `{"V":1}`),
		on("sql null string", sql.NullString{String: "a", Valid: true}, `"a"`),
		on("image point", image.Pt(1, 2), `[1,2]`, `{"X":1}`),

		// Types that write themselves.
		on("MarshalJSON", valueJSON{1}),
		on("MarshalJSON on the pointer", pointerJSON{1}),
		on("pointer to MarshalJSON", &valueJSON{1}),
		on("field: MarshalJSON", field[valueJSON]{}, `{}`),
		on("MarshalText", valueText{1}, `1`, `null`),
		on("field: MarshalText, pointer", field[*valueText]{&valueText{1}}, `{"f":1}`, `{}`),
		on("MarshalText on the pointer", pointerText{1}, `1`, `null`),
		on("slice of MarshalText on the pointer", []pointerText{{1}}, `[{"N":1}]`),
		on("map of MarshalText on the pointer", map[string]pointerText{"a": {1}}, `{"a":1}`),
		on("int with MarshalText", intText(2), `2`),
		on("slice of MarshalText", []valueText{{1}}, `[1]`),

		// The option "string".
		on("string: int", text[int]{1}, `{"f":1}`, `{"f":"a"}`),
		on("string: uint", text[uint]{1}, `{"f":"-1"}`),
		on("string: float", text[float64]{1e-9}, `{"f":1}`),
		on("string: bool", text[bool]{true}, `{"f":true}`, `{"f":"yes"}`),
		on("string: string", text[string]{`a"b`}, `{"f":"a"}`),
		on("string: number", text[json.Number]{"1.5"}, `{"f":1.5}`),
		on("string: pointer", text[*int]{&seven}, `{"f":7}`),
		on("string: pointer to pointer", text[**int]{ptr(&seven)}, `{"f":"7"}`),
		on("string: slice", text[[]int]{[]int{1}}, `{"f":"[1]"}`),
		on("string: struct", text[Base]{}, `{"f":"{}"}`),
		on("string: MarshalText", text[intText]{2}, `{"f":2}`),
		on("string: time", text[time.Time]{when}, `{"f":"now"}`),
		on("string: any", text[any]{1}, `{}`),

		// omitempty and omitzero.
		on("omitempty: int", omit[int]{1}, `{"f":null}`, `{"f":"1"}`),
		on("omitempty: struct", omit[Base]{}, `{"f":null}`),
		on("omitempty: time", omit[time.Time]{when}, `{"f":null}`, `{"f":0}`),
		on("omitzero: struct", omitZero[Base]{Base{ID: 1}}, `{"f":null}`, `{"f":{}}`),
		on("omitzero: IsZero", omitZero[isZero]{isZero{7}}, `{"f":null}`),
		on("omitzero: time", omitZero[time.Time]{when}, `{"f":null}`),

		// Structs.
		on("empty struct", empty{}, `[]`, `null`),
		on("anonymous struct", struct {
			A int `json:"a"`
		}{1}, `{}`, `{"a":""}`),
		on("embedded struct", embedsValue{Base{1, "a"}}, `{"id":1}`, `{"Base":{}}`),
		on("embedded pointer", embedsPointer{&Base{1, "a"}, 2}, `{}`, `{"own":1,"id":"a"}`),
		on("embedded unexported struct", embedsUnexported{}, `{}`),
		on("shadowed", shadows{Plain{1, "a"}, "b"}, `{"ID":1,"Name":"a"}`),
		on("ambiguous", ambiguous{Plain{1, "a"}, Other{2}}, `{}`, `{"ID":""}`),
		on("ambiguous but for the tag", tagWins{A1{"a"}, A2{1}}, `{"Kind":"a"}`),
		on("embedded under a name", namedBase{Base{1, "a"}}, `{"id":1,"name":"a"}`),
		on("embedded scalar", embedsScalar{1}, `{}`, `1`),
		on("embedded interface", embedsInterface{time.Second}, `{}`),
		on("embedded time", embedsTime{when}),
		on("embedded null.Or", embedsOr{null.Value(1)}),
		on("embedded deep", deepEmbed{embedsValue{Base{1, "a"}}, true}, `{"deep":true}`),
		on("embedded twice", twiceEmbed{}, `[]`),
		on("dash", dashed{1, 2, 3}, `{"Right":1}`, `{"-":"","Right":1}`),
		on("odd names", oddNames{A: 1, C: 3, Ü: 4, d: 5}, `{"Ü":1}`),

		// Generic and recursive types.
		on("generic", page[int]{Items: []int{1}, Next: &page[int]{}}, `{"items":["a"]}`, `{"items":[],"next":null}`),
		on("generic of generic", page[pair[string, page[Base]]]{Items: []pair[string, page[Base]]{{"a", page[Base]{}}}}, `{"items":[{"a":1,"b":{"items":[]}}]}`, `{"items":[{"a":"","b":{"items":[1]}}]}`),
		on("generic of map", pair[map[string]int, []any]{map[string]int{"a": 1}, nil}, `{"a":{"a":""},"b":null}`),
		on("recursive", tree{1, []*tree{nil, {2, nil}}}, `{"value":1,"children":[{"value":"a","children":null}]}`),
		on("recursive through a pointer", &tree{1, nil}, `{"value":1}`),
		on("mutually recursive", ping{&pong{&ping{}}}, `{"pong":{"ping":null}}`, `{}`),
		on("recursive slice", nest{{}, nil, {{}}}, `[[1]]`),
		on("recursive map", nestMap{"a": nil, "b": {"c": {}}}, `{"a":1}`),
		on("mutually recursive containers", listA{{"a": listA{}}, nil}, `[{"a":1}]`, `[[]]`),
		on("two types of one name", twoNames{}, `{"Mine":{"Name":"","Address":""},"Theirs":{"Street":""}}`),

		// null.Or of each.
		on("null.Or: int", field[null.Or[int]]{null.Value(1)}, `{}`, `{"f":"1"}`),
		on("null.Or, omitzero: int", omitZero[null.Or[int]]{null.Null[int]()}, `{"f":"1"}`),
		on("null.Or, omitempty: int", omit[null.Or[int]]{null.Value(1)}, `{"f":"1"}`),
		on("null.Or: string", omitZero[null.Or[string]]{null.Value("")}, `{"f":1}`),
		on("null.Or: struct", omitZero[null.Or[Base]]{null.Value(Base{})}, `{"f":{}}`),
		on("null.Or: recursive", omitZero[null.Or[tree]]{null.Value(tree{})}, `{"f":{}}`),
		on("null.Or: slice", omitZero[null.Or[[]int]]{null.Value([]int{})}, `{"f":[""]}`),
		on("null.Or: map", omitZero[null.Or[map[string]int]]{null.Value(map[string]int(nil))}, `{"f":[]}`),
		on("null.Or: pointer", omitZero[null.Or[*int]]{null.Value[*int](nil)}, `{"f":"1"}`),
		on("null.Or: time", omitZero[null.Or[time.Time]]{null.Value(when)}, `{"f":""}`),
		on("null.Or: big", omitZero[null.Or[big.Int]]{null.Value(*big.NewInt(1))}, `{"f":""}`),
		on("null.Or: MarshalText on the pointer", omitZero[null.Or[pointerText]]{null.Value(pointerText{1})}, `{"f":{"N":1}}`),
		on("null.Or: any", omitZero[null.Or[any]]{null.Value[any](1)}, `[]`),
		on("null.Or: null.Or", omitZero[null.Or[null.Or[int]]]{null.Value(null.Null[int]())}, `{"f":""}`),
		on("slice of null.Or", []null.Or[int]{{}, null.Null[int](), null.Value(1)}, `[""]`),
		on("map of null.Or", map[string]null.Or[int]{"a": {}}, `{"a":""}`),
		on("pointer to null.Or", omit[*null.Or[int]]{ptr(null.Null[int]())}, `{"f":""}`),
		on("null.Or alone", null.Value(1), `""`),

		// Enums.
		on("enum", omitZero[color]{"red"}, `{"f":"blue"}`, `{"f":null}`, `{"f":1}`),
		on("enum, or null", omitZero[null.Or[color]]{null.Null[color]()}, `{"f":"blue"}`, `{"f":""}`),
		on("enum written as text", omitZero[level]{1}, `{"f":1}`, `{"f":"none"}`),
		on("enum of numbers", bitSet(4), `3`, `"4"`),
		on("string: enum", text[bitSet]{4}, `{"f":4}`, `{"f":"3"}`),
		on("enum of structs", point(1), `{"x":2}`, `{}`),
		on("slice of enum", []color{"red", "green"}, `["blue"]`, `["red",null]`),

		// This project's own.
		on("connect session", schema.ConnectSession{Categories: []schema.Category{"hris"}, Type: null.Value(schema.SessionTypeTest)}, `{"id":1}`),
		on("connect session, wire form", schema.WireConnectSession{Categories: null.Value([]schema.WireCategory(nil))}, `{"id":1}`),
	}
}
