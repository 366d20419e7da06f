package reflector_test

// This file compares what the compiled encoder writes for random types with encoding/json, and
// what is wrong with values of random types with what is wrong with their JSON.

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/encode"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/reflector"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/rounds"
)

// Types that write themselves only if they are addressable, and those that cannot always be
// written.
type (
	AddressedJSON struct{ N int }
	AddressedText struct{ N int }
	Zeroer        struct{ N int8 }
	Fails         int8
)

func (v *AddressedJSON) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "[ %d ]", v.N), nil }
func (v *AddressedText) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "<%d>", v.N), nil }
func (z Zeroer) IsZero() bool                         { return z.N < 0 }
func (f Fails) MarshalJSON() ([]byte, error) {
	return []byte([]string{"0", "", "1,2", " {} "}[uint8(f)%4]), nil
}

// extras are types that a schema need not describe.
var extras = []reflect.Type{
	reflect.TypeFor[AddressedJSON](), reflect.TypeFor[*AddressedJSON](), reflect.TypeFor[[]AddressedText](), reflect.TypeFor[map[string]AddressedText](),
	reflect.TypeFor[[2]AddressedText](), reflect.TypeFor[Zeroer](), reflect.TypeFor[*Zeroer](), reflect.TypeFor[Fails](),
	reflect.TypeFor[[]any](), reflect.TypeFor[map[string]any](),
}

// withExtras returns a struct with fields of a type and of extras, in several ways.
func (b builder) withExtras(t reflect.Type) reflect.Type {
	fields := []reflect.StructField{{Name: "T", Type: t, Tag: reflect.StructTag(b.tag(0))}}
	for i := range 1 + b.IntN(3) {
		of := b.one(extras)
		switch b.IntN(4) {
		case 0:
			of = reflect.SliceOf(of)
		case 1:
			of = reflect.MapOf(b.one(keys), of)
		}
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("X%d", i), Type: of, Tag: reflect.StructTag(b.tag(i + 1))})
	}
	return reflect.StructOf(fields)
}

// anything puts values that [builder.fill] does not know into what a value contains.
func (b builder) anything(v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *[]any:
		*p = []any{AddressedJSON{1}, &AddressedJSON{2}, AddressedText{3}, b.Float64(), true, math.Inf(b.IntN(2)), "<\xff>", Plain{ID: 1}, []int(nil), time.Unix(int64(b.IntN(1e9)), 0)}[:b.IntN(11)]
		return
	case *map[string]any:
		*p = map[string]any{"b": []any{nil}, "a": json.Number([]string{"1", "", "1."}[b.IntN(3)]), "\"": map[string]any(nil)}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				b.anything(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			b.anything(v.Index(i))
		}
	}
}

// checkRandomEncoding encodes values of a random type. It returns how many there were, and how
// many encoding/json could write.
func checkRandomEncoding(t *testing.T, encoders *encode.Encoders, seed uint64) (all, written int) {
	b := builder{rand.New(rand.NewPCG(seed, 4))}
	built := b.build(4)
	if b.IntN(2) == 0 {
		built = b.withExtras(built)
	}
	for range 3 {
		v := reflect.New(built)
		b.fill(v.Elem(), 6)
		b.anything(v.Elem())
		for _, of := range []any{v.Interface(), v.Elem().Interface()} {
			want, wantErr := json.Marshal(of)
			got, err := encoders.Append(nil, of)
			if string(got) != string(want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Fatalf("seed %d: %T: %s, %v\nby encoding/json\n%s, %v", seed, of, got, err, want, wantErr)
			}
			if all++; err == nil {
				written++
			}
		}
	}
	return all, written
}

func TestRandomTypesAreEncodedAsEncodingJSONDoes(t *testing.T) {
	var encoders encode.Encoders
	all, written := 0, 0
	for seed := range uint64(rounds.Of(1000)) {
		a, w := checkRandomEncoding(t, &encoders, seed)
		all, written = all+a, written+w
	}
	if written < all/2 || written == all {
		t.Errorf("of %d values %d can be written", all, written)
	}
}

func FuzzEncodingOfRandomTypes(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) { checkRandomEncoding(t, new(encode.Encoders), seed) })
}

// checkRandomValue validates a value of one random type by the schema of another, as a value
// and as JSON.
func checkRandomValue(t *testing.T, seed uint64) (invalid, written bool) {
	b := builder{rand.New(rand.NewPCG(seed, 5))}
	built := b.build(3)
	described := built
	if b.IntN(2) == 0 {
		described = b.build(3)
	}
	document, err := reflector.Document(described, reflector.Options{})
	if err != nil {
		t.Fatalf("seed %d: %v: %v", seed, described, err)
	}
	s, err := verdict.Compile(document)
	if err != nil {
		t.Fatalf("seed %d: %v: %v", seed, described, err)
	}
	compiled, err := engine.Compile(document, engine.Options{Formats: true, Draft: resource.Draft2020})
	if err != nil {
		t.Fatalf("seed %d: %v: %v", seed, described, err)
	}
	v := reflect.New(built)
	b.fill(v.Elem(), 6)
	if written = true; compiled.RootNode() != nil {
		checkers := encode.Checkers{Encoders: new(encode.Encoders), Root: compiled.RootNode()}
		_, _, ok := checkers.Open(nil, nil, v.Interface())
		written = !ok
	}
	for _, of := range []any{v.Interface(), v.Elem().Interface()} {
		text, err := json.Marshal(of)
		if err != nil {
			t.Fatalf("seed %d: %T: %v", seed, of, err)
		}
		want, got := s.Validate(text), s.ValidateValue(of)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: %T: %v\nas JSON\n%s\n%v", seed, of, got, text, want)
		}
		invalid = invalid || got != nil
	}
	return invalid, written
}

func TestAValueHasTheViolationsOfItsJSON(t *testing.T) {
	n, invalid, written := rounds.Of(1000), 0, 0
	for seed := range uint64(n) {
		wrong, whole := checkRandomValue(t, seed)
		if wrong {
			invalid++
		}
		if whole {
			written++
		}
	}
	if invalid < n/10 || invalid > n*9/10 || written < n/10 || written > n*9/10 {
		t.Errorf("of %d values %d are invalid, and %d are written as a whole", n, invalid, written)
	}
}

func FuzzValuesOfRandomTypes(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) { checkRandomValue(t, seed) })
}
