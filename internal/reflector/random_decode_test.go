package reflector_test

// This file compares what the compiled decoder makes of random types with encoding/json.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/decode"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/reflector"
	"github.com/verdict-lint/verdict/internal/rounds"
)

// respell writes a JSON value in another way: with other white space, the properties in
// another order, characters escaped, and numbers with an exponent.
func (b builder) respell(text []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return text
	}
	return b.appendValue(nil, v)
}

func (b builder) space(dst []byte) []byte {
	return append(dst, []string{"", "", "", " ", "\n\t", "\r\n                              "}[b.IntN(6)]...)
}

func (b builder) appendValue(dst []byte, v any) []byte {
	dst = b.space(dst)
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		b.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		dst = append(dst, '{')
		for i, name := range names {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = b.space(b.appendString(b.space(dst), name))
			dst = b.appendValue(append(dst, ':'), v[name])
		}
		dst = append(dst, '}')
	case []any:
		dst = append(dst, '[')
		for i, item := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = b.appendValue(dst, item)
		}
		dst = append(b.space(dst), ']')
	case string:
		dst = b.appendString(dst, v)
	case json.Number:
		dst = append(dst, v...)
		if b.IntN(8) == 0 && !strings.ContainsAny(v.String(), "eE") {
			dst = append(dst, []string{"e0", "E+1", "e-2", "e+00"}[b.IntN(4)]...)
		}
	default:
		text, _ := json.Marshal(v)
		dst = append(dst, text...)
	}
	return b.space(dst)
}

func (b builder) appendString(dst []byte, s string) []byte {
	if b.IntN(3) > 0 {
		text, _ := json.Marshal(s)
		return append(dst, text...)
	}
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r < ' ' || r == '"' || r == '\\' || r < 0x10000 && b.IntN(3) == 0:
			dst = fmt.Appendf(dst, `\u%04x`, r)
		default:
			dst = append(dst, string(r)...)
		}
	}
	return append(dst, '"')
}

// checkDecoding decodes a valid payload into equal values of a type, by the decoder and by
// encoding/json. The general decoder, which is encoding/json as well, counts how often it is
// called.
func checkDecoding(t *testing.T, d *decode.Decoder, before func() reflect.Value, payload []byte) (decoded bool) {
	t.Helper()
	want, got := before(), before()
	wantErr := json.Unmarshal(payload, want.Interface())
	var reader jsontape.Reader
	reader.Begin(payload)
	ok := d.Into(new(decode.Memory), &reader, payload, got.Interface())
	if wantErr != nil {
		if ok {
			t.Fatalf("%v: %s is decoded to %+v; encoding/json: %v", want.Type().Elem(), payload, got.Elem(), wantErr)
		}
		return false
	}
	if !ok && json.Unmarshal(payload, got.Interface()) != nil {
		t.Fatalf("%v: the general decoder fails for %s", want.Type().Elem(), payload)
	}
	if !reflect.DeepEqual(got.Interface(), want.Interface()) && !sameText(t, got, want) {
		t.Fatalf("%v: %s is decoded to\n%+v\nby encoding/json\n%+v", want.Type().Elem(), payload, got.Elem(), want.Elem())
	}
	return ok
}

// sameText reports whether two values are written equally. In memory, two time zones may
// differ that are the same.
func sameText(t *testing.T, a, b reflect.Value) bool {
	t.Helper()
	first, err := json.Marshal(a.Interface())
	if err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(b.Interface())
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Equal(first, second)
}

// checkRandomDecoding decodes payloads of a random type. It returns how many there were, and
// how many the compiled decoder decoded.
func checkRandomDecoding(t *testing.T, seed uint64) (all, decoded int) {
	b := builder{rand.New(rand.NewPCG(seed, 2))}
	built := b.build(4)
	document, err := reflector.Document(built, reflector.Options{})
	if err != nil {
		t.Fatalf("seed %d: %v: %v", seed, built, err)
	}
	s, err := verdict.Compile(document)
	if err != nil {
		t.Fatalf("seed %d: %v: %v", seed, built, err)
	}
	d := decode.Compile(built, nil, func(text []byte, target any) error { return json.Unmarshal(text, target) })
	for range 4 {
		written := reflect.New(built)
		b.fill(written.Elem(), 6)
		payload, err := json.Marshal(written.Interface())
		if err != nil {
			t.Fatalf("seed %d: %v: %v", seed, built, err)
		}
		for _, text := range [][]byte{payload, b.respell(payload), b.respell(payload), b.damaged(payload)} {
			if !s.Valid(text) {
				continue
			}
			fill := b.Uint64()
			before := func() reflect.Value {
				v := reflect.New(built)
				if fill%2 == 0 {
					builder{rand.New(rand.NewPCG(fill, 3))}.fill(v.Elem(), 6)
				}
				return v
			}
			all++
			if checkDecoding(t, d, before, text) {
				decoded++
			}
		}
	}
	return all, decoded
}

// damaged returns a payload with a random part of it replaced.
func (b builder) damaged(payload []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(payload))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return payload
	}
	text, err := json.Marshal(b.damage(v))
	if err != nil {
		return payload
	}
	return text
}

func TestRandomTypesAreDecodedAsEncodingJSONDoes(t *testing.T) {
	all, decoded := 0, 0
	for seed := range uint64(rounds.Of(1000)) {
		a, d := checkRandomDecoding(t, seed)
		all, decoded = all+a, decoded+d
	}
	t.Logf("%d payloads, %d by the compiled decoder", all, decoded)
	if decoded < all*8/10 {
		t.Errorf("only %d of %d payloads were decoded by the compiled decoder", decoded, all)
	}
}

func FuzzDecodingOfRandomTypes(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) { checkRandomDecoding(t, seed) })
}
