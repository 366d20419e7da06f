package verdict_test

// This file tests that what a reflected schema accepts can be decoded, with the exceptions that
// the documentation of Reflect lists.

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/big"
	"net"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

// A reader reports whether a payload is valid for a type, and whether it is decoded.
type reader struct {
	name   string
	decode func(payload []byte) (valid bool, err error)
}

func read[T any](opts ...verdict.Option) reader {
	typed, err := verdict.For[T](opts...)
	return reader{reflect.TypeFor[T]().String(), func(payload []byte) (bool, error) {
		if err != nil {
			return false, err
		}
		_, err := typed.Decode(payload)
		return typed.Valid(payload), err
	}}
}

func TestWhatIsAcceptedIsDecoded(t *testing.T) {
	texts := strings.Fields(`0 1 -1 +1 -0 00 1.5 .5 1. 1e5 1E5 1p5 1e99999999999 1e-99999999999 0x10 1_000 1/2 -1/2 1/0 1/00 1/-2 0/1 1/02 Inf -Inf inf NaN
		1.2.3.4 01.2.3.4 1.2.3 256.1.1.1 1.2.3.4%x :: ::1 1:: 1::2 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7::8 1:2:3:4:5:6:7:: ::2:3:4:5:6:7:8 1:2:3:4:5:6:7:8:9 1::2::3 12345:: :1 1:
		::1.2.3.4 ::ffff:1.2.3.4 1:2:3:4:5:6:1.2.3.4 1:2:3:4:5:6:7:1.2.3.4 ::1%eth0 ::ffff:1.2.3.4%eth0 ::1% ::g
		1.2.3.4:0 1.2.3.4:80 1.2.3.4:00080 1.2.3.4:65535 1.2.3.4:65536 1.2.3.4:99999 [::1]:80 [::1%x]:80 [::ffff:1.2.3.4]:9 [1.2.3.4]:80 ::1:80 1.2.3.4:
		1.2.3.4/0 1.2.3.4/32 1.2.3.4/33 1.2.3.4/08 ::/0 ::1/128 ::1/129 ::1%x/1 1.2.3.4/-1
		2024-05-01T09:30:00Z 2024-05-01T09:30:00.123456789012Z 2024-02-30T00:00:00Z 2024-05-01T09:30:00+23:59 0000-01-01T00:00:00Z 2024-05-01T24:00:00Z
		AAAA AAA= AB== A=== true null "a" "a"b" "\x" "\u00e9" "\ud800" "a`)
	texts = append(texts, "", " ", "a\n", "\"\n\"", `"a"`)
	var payloads []string
	for _, text := range texts {
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		payloads = append(payloads, text, string(quoted), fmt.Sprintf(`{"f":%s}`, quoted), fmt.Sprintf(`{"f":%s}`, text), fmt.Sprintf(`{%s:1}`, quoted))
	}
	readers := []reader{
		read[time.Time](), read[time.Duration](), read[time.Month](),
		read[netip.Addr](), read[netip.AddrPort](), read[netip.Prefix](), read[net.IP](), read[net.IPNet](), read[net.HardwareAddr](),
		read[*big.Rat](), read[*big.Float](), read[big.Int](),
		read[[]byte](), read[json.Number](), read[json.RawMessage](), read[null.Or[bool]](),
		read[text[string]](), read[text[bool]](), read[text[json.Number]](), read[text[namedString]](), read[text[null.Or[string]]](),
		read[field[string]](), read[map[string]bool](), read[map[netip.Addr]int](), read[field[bool]](), read[sql.NullString](),
	}
	decoded := 0
	for _, r := range readers {
		for _, payload := range payloads {
			valid, err := r.decode([]byte(payload))
			switch {
			case valid && err == nil:
				decoded++
			case valid && !wholeNumber(r.name, payload):
				t.Errorf("%s: %s is accepted and not decoded: %v", r.name, payload, err)
			}
		}
	}
	if decoded < 200 {
		t.Errorf("only %d payloads were decoded", decoded)
	}
}

// wholeNumber reports whether a payload is an integer for JSON Schema but not for
// encoding/json, the first of the exceptions.
func wholeNumber(of, payload string) bool {
	return strings.ContainsAny(payload, "eE") && !strings.Contains(payload, `"`) &&
		slices.Contains([]string{"time.Duration", "time.Month", "big.Int"}, of)
}

type areaOf interface{ Area() }

type lowerCase struct {
	A int `json:"a"`
}

type writesOnly struct{ A int }

func (writesOnly) MarshalJSON() ([]byte, error) { return []byte(`"x"`), nil }

type writesText int

func (writesText) MarshalText() ([]byte, error) { return []byte("one"), nil }

// Each of these is named in the documentation of Reflect.
func TestWhatIsAcceptedAndNotDecodedIsKnown(t *testing.T) {
	type embeds struct{ *lowerCase }
	for _, c := range []struct {
		name    string
		of      reader
		payload string
	}{
		{"a number too wide for a float", read[float64](), `1e400`},
		{"one too wide for the key of a map", read[map[int8]int](), `{"300":1}`},
		{"one too wide within a string", read[text[int8]](), `{"f":"300"}`},
		{"an integer with a fraction", read[int](), `1.0`},
		{"an integer with an exponent", read[big.Int](), `1e2`},
		{"-0 of an unsigned type", read[uint8](), `-0`},
		{"a leap second", read[time.Time](), `"2016-12-31T23:59:60Z"`},
		{"a time in lower case", read[time.Time](), `"2024-05-01t09:30:00z"`},
		{"an interface", read[areaOf](), `{}`},
		{"an unexported struct embedded by pointer", read[embeds](), `{"a":1}`},
		{"a type that only writes JSON", read[writesOnly](), `"x"`},
		{"a type that only writes text", read[writesText](), `"one"`},
	} {
		if valid, err := c.of.decode([]byte(c.payload)); !valid || err == nil {
			t.Errorf("%s: %s is valid %v, decoded with %v", c.name, c.payload, valid, err)
		}
	}
}

// Keys.

type textKey int

func (k textKey) MarshalText() ([]byte, error) { return []byte([]string{"red", "green"}[k]), nil }
func (k *textKey) UnmarshalText(b []byte) error {
	*k = textKey(strings.Index("red  green", string(b)) / 5)
	return nil
}
func (textKey) Values() []textKey { return []textKey{0, 1} }

type intKey int

func (intKey) Values() []intKey { return []intKey{1, -2} }

type stringKey string

func (k stringKey) MarshalText() ([]byte, error) { return []byte(strings.ToUpper(string(k))), nil }
func (stringKey) Values() []stringKey            { return []stringKey{"red"} }

type hookedKey string

func (hookedKey) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Enum: []any{"a"}}
}

type hookedPointerKey string

func (*hookedPointerKey) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Pattern: "^a$"}
}

type hookedIntKey int

func (hookedIntKey) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "integer", Enum: []any{1, 2}}
}

type extendedKey string

func (extendedKey) JSONSchemaExtend(s *jsonschema.Schema) { s.Pattern = "^a$" }

type aliasKey string

func (aliasKey) JSONSchemaAlias() any { return hookedKey("") }

type mappedKey string

func TestKeysObeyTheirType(t *testing.T) {
	red, err := json.Marshal(map[stringKey]int{"red": 1}) // its text, or the plain string in the first version
	if err != nil {
		t.Fatal(err)
	}
	mapped := verdict.WithSchemaFor[mappedKey]([]byte(`{"enum":["x"]}`))
	for _, c := range []struct {
		of    reader
		valid []string
		not   []string
	}{
		{read[map[textKey]int](), []string{`{"red":1,"green":2}`}, []string{`{"purple":1}`, `{"0":1}`}},
		{read[map[intKey]int](), []string{`{"1":1,"-2":2}`}, []string{`{"7":1}`, `{"a":1}`}},
		{read[map[stringKey]int](), []string{string(red)}, []string{`{"blue":1}`}},
		{read[map[hookedKey]int](), []string{`{"a":1}`}, []string{`{"z":1}`}},
		{read[map[hookedPointerKey]int](), []string{`{"a":1}`}, []string{`{"z":1}`}},
		{read[map[hookedIntKey]int](), []string{`{"1":1}`}, []string{`{"3":1}`, `{"a":1}`}},
		{read[map[extendedKey]int](), []string{`{"a":1}`}, []string{`{"z":1}`}},
		{read[map[aliasKey]int](), []string{`{"a":1}`}, []string{`{"z":1}`}},
		{read[map[mappedKey]int](mapped), []string{`{"x":1}`}, []string{`{"z":1}`}},
		{read[map[namedString]int](), []string{`{"":1}`}, nil},
		{read[map[namedInt]int](), []string{`{"-1":1}`}, []string{`{"x":1}`}},
	} {
		for _, payload := range c.valid {
			if _, err := c.of.decode([]byte(payload)); err != nil {
				t.Errorf("%s: %s: %v", c.of.name, payload, err)
			}
		}
		for _, payload := range c.not {
			if valid, _ := c.of.decode([]byte(payload)); valid {
				t.Errorf("%s: %s is valid", c.of.name, payload)
			}
		}
	}
}

// The option string.

type pointerName string

func (n *pointerName) MarshalText() ([]byte, error) { return []byte("n:" + string(*n)), nil }

type pointerLevel int

func (n *pointerLevel) MarshalText() ([]byte, error) { return []byte("level"), nil }
func (pointerLevel) Values() []pointerLevel          { return []pointerLevel{3} }

type ratio float64

func (ratio) Values() []ratio { return []ratio{0.5, 1, 1e21} }

type size int

func (size) JSONSchema() *jsonschema.Schema { return &jsonschema.Schema{Type: "integer", Minimum: "1"} }

type hue string

func (hue) Values() []hue { return []hue{"red", `"`} }

type listNotZero []int

func (listNotZero) IsZero() bool { return false }

type mapNotZero map[string]int

func (*mapNotZero) IsZero() bool { return false }

type listZero []int

func (l listZero) IsZero() bool { return len(l) == 0 }

// written checks that a schema accepts what is written for a value, addressable and
// not, and rejects other payloads.
func written[T any](t *testing.T, value T, rejected ...string) {
	t.Helper()
	document, err := verdict.Reflect[T]()
	if err != nil {
		t.Error(err)
		return
	}
	validate := compile(t, document)
	for _, v := range []any{value, &value} {
		payload, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(string(payload)); err != nil {
			t.Errorf("%T: %s: %v\n%s", value, payload, err, document)
		}
	}
	for _, payload := range rejected {
		if validate(payload) == nil {
			t.Errorf("%T: %s is accepted\n%s", value, payload, document)
		}
	}
}

func TestWhatIsWrittenIsAccepted(t *testing.T) {
	written(t, text[pointerName]{"a"}, `{"f":1}`)
	written(t, text[*pointerName]{new(pointerName)})
	written(t, text[pointerLevel]{3}, `{"f":3}`, `{"f":"4"}`)
	written(t, text[*pointerLevel]{new(pointerLevel)}, `{"f":"3"}`)
	written(t, text[ratio]{0.5}, `{"f":"0.6"}`, `{"f":0.5}`)
	written(t, field[ratio]{1}, `{"f":0.6}`, `{"f":"1"}`)
	written(t, text[intKey]{1}, `{"f":"2"}`)
	written(t, text[hue]{`"`}, `{"f":"red"}`, `{"f":"\"blue\""}`)
	written(t, text[*hue]{})
	written(t, text[size]{1}, `{"f":1}`)
	written(t, omitZero[listNotZero]{})
	written(t, omitZero[mapNotZero]{})
	written(t, omitZero[listZero]{}, `{"f":null}`)
	written(t, omit[listNotZero]{}, `{"f":null}`)
	written(t, struct {
		F ratio `json:"f" jsonschema:"enum=1.0,default=1"`
	}{1}, `{"f":0.5}`)
	written(t, struct {
		F string `json:"f,string" jsonschema:"enum=a,enum=b,default=b"`
	}{"a"}, `{"f":"a"}`, `{"f":"\"c\""}`)
}

func TestATypeThatWritesItselfCanBeRejected(t *testing.T) {
	type T struct {
		F writesOnly `json:"f"`
	}
	if _, err := verdict.For[T](); err != nil {
		t.Error(err)
	}
	_, err := verdict.For[T](verdict.WithOpaqueTypes(false))
	if err == nil || !strings.Contains(err.Error(), "verdict_test.T.F: its type marshals itself and has no schema") {
		t.Error(err)
	}
	for name, r := range map[string]reader{
		"a schema from the caller": read[T](verdict.WithOpaqueTypes(false), verdict.WithSchemaFor[writesOnly]([]byte(`{"type":"string"}`))),
		"a type from the tag": read[struct {
			F writesOnly `json:"f" jsonschema:"type=string"`
		}](verdict.WithOpaqueTypes(false)),
		"types that are known":    read[field[time.Time]](verdict.WithOpaqueTypes(false)),
		"what is nothing but any": read[field[any]](verdict.WithOpaqueTypes(false)),
		"what is raw":             read[field[json.RawMessage]](verdict.WithOpaqueTypes(false)),
		"text":                    read[field[writesText]](verdict.WithOpaqueTypes(false)),
	} {
		if valid, err := r.decode([]byte(`{"f":{}}`)); !valid && strings.Contains(fmt.Sprint(err), "marshals itself") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
