package decode_test

// This file tests what the comparison with encoding/json for many types does not cover.

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/verdict-lint/verdict/internal/decode"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// decoded decodes a payload with a decoder that must not leave anything to the general one.
func decoded[T any](t *testing.T, payload []byte) (v T, ok bool) {
	t.Helper()
	d := decode.Compile(reflect.TypeFor[T](), nil, func(text []byte, target any) error {
		t.Errorf("%s is left to the general decoder", text)
		return json.Unmarshal(text, target)
	})
	var reader jsontape.Reader
	reader.Begin(payload)
	ok = decode.Decode(d, new(decode.Memory), &reader, payload, &v)
	return v, ok
}

type item struct {
	Name  string          `json:"name"`
	Size  float64         `json:"size"`
	Tags  []string        `json:"tags"`
	Raw   json.RawMessage `json:"raw"`
	Inner *item           `json:"inner,omitempty"`
	Any   any             `json:"any"`
}

// The text of a large payload is scanned in windows, and its strings are in several blocks.
func TestLargePayloadsAreDecodedAsSmallOnes(t *testing.T) {
	for _, size := range []int{0, 1, 10, 1000, 1500, 5000, 20_000} {
		var items []item
		for i := range 20 {
			text := strings.Repeat("a\"é"+strconv.Itoa(i), size/20)
			items = append(items, item{
				Name: text, Size: float64(i), Tags: []string{text, "", "b"}, Raw: json.RawMessage(`{"a":[1,"]"]}`),
				Inner: &item{Name: "inner"}, Any: map[string]any{text: []any{1.5, nil, true}},
			})
		}
		payload, err := json.Marshal(items)
		if err != nil {
			t.Fatal(err)
		}
		var want []item
		if err := json.Unmarshal(payload, &want); err != nil {
			t.Fatal(err)
		}
		got, ok := decoded[[]item](t, payload)
		if !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%d bytes are decoded differently", len(payload))
		}
	}
}

func TestADecodedValueSharesNoMemoryWithThePayload(t *testing.T) {
	for _, size := range []int{1, 4000} {
		payload := []byte(fmt.Sprintf(`{"name":%q,"tags":["b\n"],"raw":[1,2],"any":"c"}`, strings.Repeat("a", size)))
		got, ok := decoded[item](t, payload)
		before := fmt.Sprintf("%+v", got)
		for i := range payload {
			payload[i] = 'x'
		}
		if after := fmt.Sprintf("%+v", got); !ok || after != before {
			t.Errorf("%s changed to %s with the payload", before, after)
		}
	}
}

func TestDecodedValuesDoNotChangeEachOther(t *testing.T) {
	var values []item
	var want []string
	for i := range 500 { // more than a block has room for
		payload := []byte(fmt.Sprintf(`{"name":"name %d","tags":["a\\n%d"],"raw":[%d],"any":"%d"}`, i, i, i, i))
		value, ok := decoded[item](t, payload)
		if !ok {
			t.Fatalf("%s is not decoded", payload)
		}
		values, want = append(values, value), append(want, fmt.Sprintf("%+v", value))
		_ = append(value.Raw, "overwritten"...)
	}
	for i, value := range values {
		if got := fmt.Sprintf("%+v", value); got != want[i] {
			t.Errorf("%s changed to %s", want[i], got)
		}
	}
}

func TestSlicesOfBytesDoNotOverlap(t *testing.T) {
	got, ok := decoded[map[string]json.RawMessage](t, []byte(`{"a":[1],"b":[2],"c":[3]}`))
	if !ok {
		t.Fatal("not decoded")
	}
	for name := range got {
		got[name] = append(got[name], " appended"...)
	}
	for name, want := range map[string]string{"a": "[1] appended", "b": "[2] appended", "c": "[3] appended"} {
		if string(got[name]) != want {
			t.Errorf("%s is %s, want %s", name, got[name], want)
		}
	}
}

func TestNumbersAreThoseOfStrconv(t *testing.T) {
	texts := []string{
		"0", "-0", "0.0", "-0.0e0", "1e22", "1e23", "1e-22", "1e-23", "9007199254740991", "9007199254740993", "9007199254740992.5",
		"12345678901234567890", "0.000000000000000000001", "16777216", "16777217", "1e10", "3.4028235e38", "1e39", "1e308", "1e309", "1e400",
		"4.9e-324", "1e-400", "1E+05", "1e005", "123e-5", "18446744073709551616", "1.7976931348623157e308", "0.30000000000000004",
	}
	random := rand.New(rand.NewPCG(1, 1))
	for range 20_000 {
		text := strconv.FormatFloat(random.NormFloat64()*float64(int64(1)<<random.IntN(60)), "eEfg"[random.IntN(4)], random.IntN(20)-1, 64)
		texts = append(texts, text)
	}
	for _, text := range texts {
		if text[0] == '+' {
			continue
		}
		want, err := strconv.ParseFloat(text, 64)
		if got, ok := decoded[float64](t, []byte(text)); ok != (err == nil) || ok && strconv.FormatFloat(got, 'g', -1, 64) != strconv.FormatFloat(want, 'g', -1, 64) {
			t.Errorf("%s is decoded to %v, %t; strconv: %v, %v", text, got, ok, want, err)
		}
		want32, err := strconv.ParseFloat(text, 32)
		if got, ok := decoded[float32](t, []byte(text)); ok != (err == nil) || ok && got != float32(want32) {
			t.Errorf("%s is decoded to the float32 %v, %t; strconv: %v, %v", text, got, ok, want32, err)
		}
	}
}

func TestIntegersOutOfRangeAreNotDecoded(t *testing.T) {
	for _, text := range []string{
		"0", "-0", "127", "128", "-128", "-129", "255", "256", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
		"-9223372036854775809", "18446744073709551615", "18446744073709551616", "99999999999999999999", "1.0", "1e2", "-1",
	} {
		compareWithJSON[int8](t, text)
		compareWithJSON[int64](t, text)
		compareWithJSON[uint8](t, text)
		compareWithJSON[uint64](t, text)
	}
}

func compareWithJSON[T comparable](t *testing.T, text string) {
	t.Helper()
	var want T
	err := json.Unmarshal([]byte(text), &want)
	if got, ok := decoded[T](t, []byte(text)); ok != (err == nil) || ok && got != want {
		t.Errorf("%s is decoded to %T %v, %t; encoding/json: %v, %v", text, got, got, ok, want, err)
	}
}

// pinned is a type that must not be copied once it has been decoded.
type pinned struct{ self *pinned }

func (p *pinned) UnmarshalText(b []byte) error {
	p.self = p
	return nil
}

func TestAValueThatDecodesItselfStaysWhereItIs(t *testing.T) {
	type holder struct {
		A string
		P pinned
		Q [2]pinned
	}
	got, ok := decoded[[]*holder](t, []byte(`[{"A":"a","P":"b","Q":["c","d"]},{"P":"e"}]`))
	if !ok {
		t.Fatal("not decoded")
	}
	if first := got[0]; first.P.self != &first.P || first.Q[1].self != &first.Q[1] {
		t.Error("a value was moved after its method UnmarshalText had been called")
	}
}

func TestAMutexIsNotCopied(t *testing.T) {
	type guarded struct {
		sync.Mutex
		Name  string
		Count int
	}
	type outer struct {
		Inner guarded
		Other int
	}
	d := decode.Compile(reflect.TypeFor[outer](), nil, func([]byte, any) error { return nil })
	var v outer
	v.Inner.Lock()
	done := make(chan bool)
	go func() { // it changes the mutex, which then has to be the same one
		v.Inner.Lock()
		done <- true
	}()
	payload := []byte(`{"Inner":{"Name":"a","Count":` + strings.Repeat("1", 18) + `},"Other":2}`)
	for range 1000 {
		var reader jsontape.Reader
		reader.Begin(payload)
		if !d.Into(new(decode.Memory), &reader, payload, &v) {
			t.Fatal("not decoded")
		}
	}
	v.Inner.Unlock()
	<-done
}

func TestASpareStructIsZeroAgain(t *testing.T) {
	type pair struct {
		A string
		B []int
		C any
	}
	d := decode.Compile(reflect.TypeFor[pair](), nil, func([]byte, any) error { return nil })
	for _, payload := range []string{`{"A":"a","B":[1],"C":2}`, `{"A":"a","B":[1.5]}`, `{}`} {
		var reader jsontape.Reader
		reader.Begin([]byte(payload))
		var v pair
		ok := decode.Decode(d, new(decode.Memory), &reader, []byte(payload), &v)
		if strings.Contains(payload, ".5") != !ok || payload == `{}` && !reflect.DeepEqual(v, pair{}) {
			t.Errorf("%s is decoded to %+v, %t", payload, v, ok)
		}
	}
}

// Unknown properties are skipped, whatever they contain.
// Structs are decoded in batches of 16.
func TestArraysOfStructsAreDecodedAtAnyLength(t *testing.T) {
	type point struct {
		X, Y   int
		Inside []struct{ Name string }
	}
	for _, n := range []int{0, 1, 15, 16, 17, 32, 33, 100, 3, 0} {
		var items []string
		for i := range n {
			items = append(items, []string{
				fmt.Sprintf(`{"X":%d,"Inside":[{"Name":"a"},{},{"Name":"%d"}]}`, i, i), fmt.Sprintf(`{"Y":%d}`, i), `{"Inside":[]}`, `null`, `{}`,
			}[i%5])
		}
		payload := []byte("[" + strings.Join(items, " , ") + "]")
		var want []point
		if err := json.Unmarshal(payload, &want); err != nil {
			t.Fatal(err)
		}
		if got, ok := decoded[[]point](t, payload); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%d items: %+v, want %+v", n, got, want)
		}
	}
}

func TestPropertiesWithoutAFieldAreSkipped(t *testing.T) {
	type known struct{ A, B int }
	for _, value := range []string{`null`, `"a\"]}"`, `[{"B":"\\"},[]]`, `{"A":{"B":[2]}}`, `-1.5e3`, `true`, `{}`} {
		payload := []byte(`{"x":` + value + `, "A" : 1,"y":` + value + `,"B":2 ,"z": ` + value + `}`)
		if got, ok := decoded[known](t, payload); !ok || got != (known{1, 2}) {
			t.Errorf("%s is decoded to %+v, %t", payload, got, ok)
		}
	}
}

func TestNamesAreMatchedExactlyAndWithEscapes(t *testing.T) {
	type named struct {
		A int `json:"a"`
		Ü int `json:"ü"`
		L int `json:"a name that is longer than what is compared at once"`
	}
	payload := []byte(`{"\u0061":1,"\u00fc":2,"A":3,"Ü":4,"` + "a name that is longer than what is compared at once" + `":5}`)
	if got, ok := decoded[named](t, payload); !ok || got != (named{1, 2, 5}) {
		t.Errorf("%+v, %t", got, ok)
	}
}

type panics struct{}

func (*panics) UnmarshalText([]byte) error { panic("no") }

// What was decoded before a panic is in no other value.
func TestAPanicLeavesNothingForLaterPayloads(t *testing.T) {
	type value struct {
		A string  `json:"a"`
		B *panics `json:"b"`
		C panics  `json:"c"`
	}
	d := decode.Compile(reflect.TypeFor[value](), nil, nil)
	var memory decode.Memory
	decodeText := func(text string) (v value, panicked bool) {
		defer func() { panicked = recover() != nil }()
		var reader jsontape.Reader
		reader.Begin([]byte(text))
		decode.Decode(d, &memory, &reader, []byte(text), &v)
		return v, false
	}
	for range 2 {
		if _, panicked := decodeText(`{"a":"x","c":"y"}`); !panicked {
			t.Fatal("no panic")
		}
		if v, _ := decodeText(`{"b":null}`); v != (value{}) {
			t.Errorf("after a panic: %+v", v)
		}
	}
}
