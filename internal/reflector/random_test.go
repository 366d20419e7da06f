package reflector_test

// This file tests the fidelity of random types with random values.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/reflector"
	"github.com/verdict-lint/verdict/internal/rounds"
	"github.com/verdict-lint/verdict/null"
)

// Types that reflect cannot build.
type (
	Plain struct {
		ID   int
		Name string `json:"name,omitempty"`
	}
	Node struct {
		Next  *Node            `json:"next"`
		Many  []Node           `json:"many,omitempty"`
		Named map[string]*Node `json:"named,omitzero"`
	}
	Color   string
	Names   []string
	Celsius float32
	Text    struct{ n int }
)

func (Color) Values() []Color { return []Color{"", "red", "green"} }

func (t Text) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, int64(t.n), 10), nil }
func (t *Text) UnmarshalText(b []byte) error {
	t.n = len(b)
	return nil
}

var leaves = []reflect.Type{
	reflect.TypeFor[bool](), reflect.TypeFor[string](), reflect.TypeFor[float32](), reflect.TypeFor[float64](),
	reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int16](), reflect.TypeFor[int32](), reflect.TypeFor[int64](),
	reflect.TypeFor[uint](), reflect.TypeFor[uint8](), reflect.TypeFor[uint16](), reflect.TypeFor[uint32](), reflect.TypeFor[uint64](),
	reflect.TypeFor[any](), reflect.TypeFor[json.RawMessage](), reflect.TypeFor[json.Number](), reflect.TypeFor[[]byte](),
	reflect.TypeFor[time.Time](), reflect.TypeFor[time.Duration](), reflect.TypeFor[netip.Addr](), reflect.TypeFor[*big.Int](),
	reflect.TypeFor[Plain](), reflect.TypeFor[Node](), reflect.TypeFor[Color](), reflect.TypeFor[Names](), reflect.TypeFor[Celsius](), reflect.TypeFor[Text](),
	reflect.TypeFor[null.Or[int8]](), reflect.TypeFor[null.Or[string]](), reflect.TypeFor[null.Or[[]string]](), reflect.TypeFor[null.Or[Plain]](), reflect.TypeFor[null.Or[*Color]](),
}

var keys = []reflect.Type{
	reflect.TypeFor[string](), reflect.TypeFor[int8](), reflect.TypeFor[uint64](), reflect.TypeFor[Color](), reflect.TypeFor[netip.Addr](), reflect.TypeFor[Text](),
}

// A builder makes random types and values.
type builder struct{ *rand.Rand }

func (b builder) one(of []reflect.Type) reflect.Type { return of[b.IntN(len(of))] }

func (b builder) build(depth int) reflect.Type {
	if depth == 0 {
		return b.one(leaves)
	}
	switch b.IntN(8) {
	case 0:
		return reflect.PointerTo(b.build(depth - 1))
	case 1:
		return reflect.SliceOf(b.build(depth - 1))
	case 2:
		return reflect.ArrayOf(b.IntN(3), b.build(depth-1))
	case 3:
		return reflect.MapOf(b.one(keys), b.build(depth-1))
	case 4, 5:
		return b.structure(depth - 1)
	}
	return b.one(leaves)
}

func (b builder) structure(depth int) reflect.Type {
	var fields []reflect.StructField
	if b.IntN(4) == 0 { // reflect builds structs that embed only at the front
		embedded := reflect.TypeFor[Plain]()
		if b.IntN(2) == 0 {
			embedded = reflect.PointerTo(embedded)
		}
		fields = append(fields, reflect.StructField{Name: "Plain", Type: embedded, Anonymous: true})
	}
	for i := range b.IntN(5) {
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("F%d", i),
			Type: b.build(depth),
			Tag:  reflect.StructTag(b.tag(i)),
		})
	}
	return reflect.StructOf(fields)
}

func (b builder) tag(i int) string {
	name := []string{"", "name", "ID", fmt.Sprintf("f%d", i), "a b/~%", "ü"}[b.IntN(6)]
	options := []string{"", "", ",omitempty", ",omitzero", ",string", ",omitempty,string"}[b.IntN(6)]
	if b.IntN(12) == 0 {
		name, options = "-", ""
	}
	return fmt.Sprintf("json:%q", name+options)
}

// fill gives v a random value.
func (b builder) fill(v reflect.Value, depth int) {
	if b.IntN(6) == 0 {
		return // zero
	}
	switch p := v.Addr().Interface().(type) {
	case *json.RawMessage:
		*p = json.RawMessage(`{"a":[1,null]}`)
		return
	case *json.Number:
		*p = json.Number([]string{"0", "-1.50", "1e9"}[b.IntN(3)])
		return
	case *time.Time:
		*p = time.Date(2024, 2, 29, 12, 0, 0, b.IntN(1e9), time.FixedZone("", b.IntN(24)*3600-12*3600))
		return
	case *netip.Addr:
		*p = []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("fe80::1%eth0"), {}}[b.IntN(3)]
		return
	case *big.Int:
		p.Lsh(big.NewInt(b.Int64()), uint(b.IntN(100)))
		return
	case *Color:
		*p = Color("").Values()[b.IntN(3)]
		return
	case *Text:
		p.n = b.IntN(9)
		return
	case *null.Or[int8]:
		*p = []null.Or[int8]{null.Null[int8](), null.Value(int8(b.Int()))}[b.IntN(2)]
		return
	case *null.Or[string]:
		*p = []null.Or[string]{null.Null[string](), null.Value("a")}[b.IntN(2)]
		return
	case *null.Or[[]string]:
		*p = []null.Or[[]string]{null.Null[[]string](), null.Value([]string(nil)), null.Value([]string{"a"})}[b.IntN(3)]
		return
	case *null.Or[Plain]:
		*p = null.Value(Plain{Name: "a"})
		return
	case *null.Or[*Color]:
		*p = null.Value(new(Color))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString([]string{"a", "\"", "<é\xff>", "null"}[b.IntN(4)])
	case reflect.Float32, reflect.Float64:
		v.SetFloat([]float64{-1, 1e-9, 1e21, math.MaxFloat32}[b.IntN(4)])
	case reflect.Interface:
		v.Set(reflect.ValueOf([]any{1, "a", nil, map[string]any{}, (*int)(nil)}[b.IntN(2)]))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		if depth > 0 {
			b.fill(v.Elem(), depth-1)
		}
	case reflect.Slice:
		n := b.IntN(3)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		b.fillAll(v, depth)
	case reflect.Array:
		b.fillAll(v, depth)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range b.IntN(3) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			b.fill(key, depth)
			b.fill(value, depth-1)
			v.SetMapIndex(key, value)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if depth > 0 && v.Field(i).CanSet() {
				b.fill(v.Field(i), depth-1)
			}
		}
	default:
		b.fillInteger(v)
	}
}

func (b builder) fillAll(v reflect.Value, depth int) {
	for i := range v.Len() {
		if depth > 0 {
			b.fill(v.Index(i), depth-1)
		}
	}
}

func (b builder) fillInteger(v reflect.Value) {
	if v.CanInt() {
		v.SetInt([]int64{math.MinInt64, math.MaxInt64, -1}[b.IntN(3)] >> (64 - v.Type().Bits()))
		return
	}
	v.SetUint(uint64(math.MaxUint64) >> (64 - v.Type().Bits()))
}

// damage returns a JSON value with a random part of it replaced.
func (b builder) damage(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v { // any order will do
			if b.IntN(2) == 0 {
				v[name] = b.damage(v[name])
				return v
			}
		}
	case []any:
		if len(v) > 0 && b.IntN(2) == 0 {
			i := b.IntN(len(v))
			v[i] = b.damage(v[i])
			return v
		}
	}
	return []any{nil, true, "x", "", "1", 1.5, -1, 300, int64(1 << 40), []any{}, []any{"x"}, map[string]any{}, map[string]any{"x": 1}}[b.IntN(13)]
}

// checkRandomType checks the schema of a random type against its encoded values, and
// what its schema accepts against what can be read.
func checkRandomType(t *testing.T, seed uint64) {
	b := builder{rand.New(rand.NewPCG(seed, 1))}
	built := b.build(4)
	document, err := reflector.Document(built, reflector.Options{})
	if err != nil {
		t.Fatalf("seed %d: %v: %v", seed, built, err)
	}
	s, err := verdict.Compile(document)
	if err != nil {
		t.Fatalf("seed %d: %v: %v\n%s", seed, built, err, document)
	}
	for i := range 4 {
		value := reflect.New(built)
		if i > 0 {
			b.fill(value.Elem(), 6)
		}
		for _, v := range []any{value.Interface(), value.Elem().Interface()} {
			payload, err := json.Marshal(v)
			if err != nil {
				t.Fatalf("seed %d: %v: %v", seed, built, err)
			}
			if err := s.Validate(payload); err != nil {
				t.Fatalf("seed %d: %v: %s is written and rejected: %v\n%s", seed, built, payload, err, document)
			}
			checkDamaged(t, b, s, built, payload)
		}
	}
}

func checkDamaged(t *testing.T, b builder, s *verdict.Schema, built reflect.Type, payload []byte) {
	var v any
	d := json.NewDecoder(bytes.NewReader(payload))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	damaged, err := json.Marshal(b.damage(v))
	if err != nil {
		t.Fatal(err)
	}
	if s.Validate(damaged) != nil {
		return
	}
	if err := json.Unmarshal(damaged, reflect.New(built).Interface()); err != nil {
		t.Fatalf("%v: %s is accepted and cannot be read: %v", built, damaged, err)
	}
}

func TestFidelityOfRandomTypes(t *testing.T) {
	for seed := range uint64(rounds.Of(500)) {
		checkRandomType(t, seed)
	}
}

func FuzzFidelityOfRandomTypes(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(checkRandomType)
}
