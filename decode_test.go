package verdict_test

// This file compares Decode with encoding/json for valid payloads.

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/null"
	"github.com/verdict-lint/verdict/schema"
)

// decodable is the table of fidelity with the names that encoding/json may look for.
var decodable = sync.OnceValue(func() []decodableWire {
	var all []decodableWire
	for _, w := range fidelity() {
		all = append(all, decodableWire{w, fieldNames(w.of, make(map[reflect.Type]bool))})
	}
	return all
})

// fieldNames lists the names of all fields that are reached from a type, in Go and in JSON.
func fieldNames(t reflect.Type, visited map[reflect.Type]bool) (names []string) {
	if visited[t] {
		return nil
	}
	visited[t] = true
	switch t.Kind() {
	case reflect.Map:
		names = fieldNames(t.Key(), visited)
		fallthrough
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return append(names, fieldNames(t.Elem(), visited)...)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			names = append(append(names, f.Name, name), fieldNames(f.Type, visited)...)
		}
	}
	return names
}

type decodableWire struct {
	wire
	names []string
}

// propertyNames lists the names of all properties in a JSON value.
func propertyNames(text []byte) (names []string) {
	d := json.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.Token()
		if err != nil {
			return names
		}
		if s, ok := token.(string); ok { // or a string value, which does no harm
			names = append(names, s)
		}
	}
}

// exact reports whether no name in the payload is, but for its case, that of a field:
// encoding/json would match it.
func (w decodableWire) exact(payload []byte) bool {
	for _, name := range propertyNames(payload) {
		for _, other := range w.names {
			if name != other && strings.EqualFold(name, other) {
				return false
			}
		}
	}
	return true
}

// checkDecode compares Decode with encoding/json if the payload is valid.
func checkDecode(t *testing.T, w decodableWire, payload []byte) {
	got, err := w.decode(payload)
	var invalid *verdict.Error
	if errors.As(err, &invalid) {
		if !reflect.ValueOf(got).Elem().IsZero() {
			t.Errorf("%s: %s is invalid and decoded to %+v", w.name, payload, got)
		}
		return
	}
	if !w.exact(payload) {
		return
	}
	want := reflect.New(w.of)
	wantErr := json.Unmarshal(payload, want.Interface())
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%s: %s: error %v, of encoding/json %v", w.name, payload, err, wantErr)
	}
	if err == nil && !reflect.DeepEqual(got, want.Interface()) && !sameJSON(t, got, want.Interface()) {
		t.Errorf("%s: %s: %#v, by encoding/json %#v", w.name, payload, got, want.Interface())
	}
}

// FuzzDecode compares Decode with encoding/json for the types of the table of fidelity.
func FuzzDecode(f *testing.F) {
	for i, w := range decodable() {
		for _, value := range []any{w.zero, w.full} {
			if payload, err := json.Marshal(value); err == nil {
				f.Add(uint16(i), payload)
			}
		}
		for _, miss := range w.misses {
			f.Add(uint16(i), []byte(miss))
		}
	}
	f.Fuzz(func(t *testing.T, i uint16, payload []byte) {
		checkDecode(t, decodable()[int(i)%len(decodable())], payload)
	})
}

func TestDecodingASessionAllocatesLittle(t *testing.T) {
	if race.Enabled {
		t.Skip("under the race detector, sync.Pool drops items at random, so allocations cannot be counted; go test without -race runs this")
	}
	typed := verdict.MustFor[schema.ConnectSession]()
	payload := []byte(`{"id":1,"organizationId":2.5,"projectId":"p","categories":["ats","crm","hris"],"provider":"a","originOwnerId":"o",` +
		`"originOwnerName":"n","originUsername":null,"accountId":"b","label":"l","createdAt":"2024-02-29T12:00:00.5+01:00",` +
		`"metadata":{"plan":"x","seats":[1,{"a":2}]},"externalTriggerToken":"t","type":"TEST"}`)
	allocations := allocationsPerRun(100, func() {
		if _, err := typed.Decode(payload); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > 6 {
		t.Errorf("%v allocations, want at most 6", allocations)
	}
}

func TestDecodeIntoKeepsWhatThePayloadDoesNotReplace(t *testing.T) {
	type inner struct {
		A int `json:"a,omitzero"`
		B int `json:"b,omitzero"`
	}
	type outer struct {
		Name    string           `json:"name,omitzero"`
		Inner   inner            `json:"inner"`
		Pointer *inner           `json:"pointer"`
		Map     map[string]inner `json:"map"`
		List    []inner          `json:"list"`
		Or      null.Or[inner]   `json:"or,omitzero"`
	}
	filled := func() outer {
		return outer{
			Name: "n", Inner: inner{1, 2}, Pointer: &inner{3, 4}, Map: map[string]inner{"x": {5, 6}, "y": {7, 8}},
			List: make([]inner, 3, 8), Or: null.Value(inner{9, 10}),
		}
	}
	typed := verdict.MustFor[outer]()
	payload := []byte(`{"inner":{"a":-1},"pointer":{"b":-2},"map":{"y":{"a":-3}},"list":[{"a":-4}],"or":{"b":-5}}`)
	want, got := filled(), filled()
	if err := json.Unmarshal(payload, &want); err != nil {
		t.Fatal(err)
	}
	pointer, list := got.Pointer, &got.List[0]
	if err := typed.DecodeInto(payload, &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, by encoding/json %+v", got, want)
	}
	if got.Pointer != pointer || &got.List[0] != list || got.Name != "n" || got.Map["x"] != (inner{5, 6}) {
		t.Errorf("memory is not reused: %+v", got)
	}

	before := filled()
	var invalid *verdict.Error
	if err := typed.DecodeInto([]byte(`{"inner":{"a":-1},"pointer":1}`), &before); !errors.As(err, &invalid) || !reflect.DeepEqual(before, filled()) {
		t.Errorf("an invalid payload: %v, %+v", err, before)
	}
}

// panicsAsText is a type whose method panics.
type panicsAsText struct{}

func (panicsAsText) MarshalText() ([]byte, error) { return []byte("a"), nil }
func (*panicsAsText) UnmarshalText([]byte) error  { panic("no") }

func TestDecodeIntoFollowsPointersIntoTheTarget(t *testing.T) {
	type list struct {
		Value int   `json:"value"`
		At    *int  `json:"at,omitempty"`
		Next  *list `json:"next,omitempty"`
	}
	typed := verdict.MustFor[list]()
	for payload, want := range map[string]int{
		`{"value": 1, "at": 2}`:              2,
		`{"value": 1, "next": {"value": 3}}`: 3,
		`{"at": 2, "value": 1}`:              1,
	} {
		var got, standard list
		got.At, got.Next = &got.Value, &got
		standard.At, standard.Next = &standard.Value, &standard
		err := errors.Join(typed.DecodeInto([]byte(payload), &got), json.Unmarshal([]byte(payload), &standard))
		if err != nil || got.Value != want || standard.Value != want {
			t.Errorf("%s: got %d and %d, want %d; %v", payload, got.Value, standard.Value, want, err)
		}
	}
}

func TestAPanicWhileDecodingIsAnError(t *testing.T) {
	typed := verdict.MustFor[field[panicsAsText]]()
	payload := []byte(`{"f":"a"}`)
	if _, err := typed.Decode(payload); err == nil || err.Error() != "verdict: decoding a valid payload: panic: no" {
		t.Error(err)
	}
	var v field[panicsAsText]
	if err := typed.DecodeInto(payload, &v); err == nil || err.Error() != "verdict: decoding a valid payload: panic: no" {
		t.Error(err)
	}
}

func TestAPanicOfAMethodIsKnownByItsType(t *testing.T) {
	for _, c := range []struct {
		opts  []verdict.Option
		value any
	}{{nil, "no"}, {[]verdict.Option{verdict.WithRedaction()}, nil}} {
		typed := verdict.MustFor[field[panicsAsText]](c.opts...)
		_, decoding := typed.Decode([]byte(`{"f":"a"}`))
		encoding := typed.ValidateValue(field[panicsAsJSON]{})
		for _, err := range []error{decoding, encoding} {
			var panicked *verdict.PanicError
			if !errors.As(err, &panicked) || panicked.Value != c.value || panicked.Of != "" || c.value == nil && strings.Contains(err.Error(), "no") {
				t.Errorf("got %v", err)
			}
		}
	}
}

func TestANilTypedDecodesNothing(t *testing.T) {
	var typed *verdict.Typed[int]
	if _, err := typed.Decode([]byte(`1`)); err == nil {
		t.Error("no error")
	}
	if err := typed.DecodeInto([]byte(`1`), new(int)); err == nil {
		t.Error("no error")
	}
}

func TestDecodeIsSafeForConcurrentUse(t *testing.T) {
	typed := verdict.MustFor[page[pair[string, null.Or[map[string]any]]]]()
	var done sync.WaitGroup
	for i := range 8 {
		done.Go(func() {
			name := strings.Repeat(string(rune('a'+i)), 200*i)
			payload := []byte(`{"items":[{"a":"` + name + `","b":{"` + name + `":[1,"` + name + `"]}}],"next":{"items":null}}`)
			for range 200 {
				got, err := typed.Decode(payload)
				b, _ := got.Items[0].B.Get()
				if list, _ := b[name].([]any); err != nil || got.Items[0].A != name || len(list) != 2 || list[1] != name || got.Next.Items != nil {
					t.Errorf("%s is decoded to %+v: %v", payload, got, err)
				}
			}
		})
	}
	done.Wait()
}
