package verdict_test

// This file tests the schemas of fields, interfaces, and types that refer to each other.

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/mail"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
	"github.com/verdict-lint/verdict/schema"
)

func TestAFieldSaysWhichOfMissingNullAndValueItAllows(t *testing.T) {
	const ok = true
	cases := []struct {
		field                string
		reflect              reflection
		value                string
		missing, null, valid bool
	}{
		{"T", verdict.Reflect[field[int]], `1`, false, false, ok},
		{"T, omitempty", verdict.Reflect[omit[int]], `1`, ok, false, ok},
		{"T, omitzero", verdict.Reflect[omitZero[int]], `1`, ok, false, ok},
		{"null.Or", verdict.Reflect[field[null.Or[int]]], `1`, false, ok, ok},
		{"null.Or, omitzero", verdict.Reflect[omitZero[null.Or[int]]], `1`, ok, ok, ok},
		{"pointer", verdict.Reflect[field[*int]], `1`, false, ok, ok},
		{"pointer, omitempty", verdict.Reflect[omit[*int]], `1`, ok, false, ok},
		{"pointer, omitzero", verdict.Reflect[omitZero[*int]], `1`, ok, false, ok},
		{"slice", verdict.Reflect[field[[]int]], `[1]`, false, ok, ok},
		{"slice, omitempty", verdict.Reflect[omit[[]int]], `[1]`, ok, false, ok},
		{"slice, omitzero", verdict.Reflect[omitZero[[]int]], `[]`, ok, false, ok},
		{"map", verdict.Reflect[field[map[string]int]], `{"a":1}`, false, ok, ok},
		{"map, omitempty", verdict.Reflect[omit[map[string]int]], `{"a":1}`, ok, false, ok},
		{"map, omitzero", verdict.Reflect[omitZero[map[string]int]], `{}`, ok, false, ok},
		{"struct", verdict.Reflect[field[Plain]], `{"ID":1,"Name":""}`, false, false, ok},
		{"struct, omitzero", verdict.Reflect[omitZero[Plain]], `{"ID":1,"Name":""}`, ok, false, ok},
		{"pointer to struct", verdict.Reflect[field[*Plain]], `{"ID":1,"Name":""}`, false, ok, ok},
		{"null.Or of struct, omitzero", verdict.Reflect[omitZero[null.Or[Plain]]], `{"ID":1,"Name":""}`, ok, ok, ok},
	}
	for _, style := range []verdict.NullStyle{verdict.NullInType, verdict.NullInAnyOf} {
		for _, c := range cases {
			t.Run(fmt.Sprintf("%s/%d", c.field, style), func(t *testing.T) {
				document, err := c.reflect(verdict.WithNullStyle(style))
				if err != nil {
					t.Fatal(err)
				}
				validate := compile(t, document)
				for _, state := range []struct {
					name, payload string
					allowed       bool
				}{
					{"missing", `{}`, c.missing},
					{"null", `{"f":null}`, c.null},
					{"value", `{"f":` + c.value + `}`, c.valid},
					{"wrong type", `{"f":true}`, false},
				} {
					if got := validate(state.payload) == nil; got != state.allowed {
						t.Errorf("%s: allowed %v, want %v\n%s", state.name, got, state.allowed, document)
					}
				}
			})
		}
	}
}

func TestNullIsWrittenAsTheOptionSays(t *testing.T) {
	cases := []struct {
		name          string
		reflect       reflection
		inType, anyOf string
	}{
		{"scalar", verdict.Reflect[field[*string]], `{"type":["string","null"]}`, `{"anyOf":[{"type":"string"},{"type":"null"}]}`},
		{"enum", verdict.Reflect[field[*color]], `{"type":["string","null"],"enum":["red","green",null]}`, `{"anyOf":[{"type":"string","enum":["red","green"]},{"type":"null"}]}`},
		{"reference", verdict.Reflect[field[*Plain]], `{"anyOf":[{"$ref":"#/$defs/Plain"},{"type":"null"}]}`, `{"anyOf":[{"$ref":"#/$defs/Plain"},{"type":"null"}]}`},
		{"anything", verdict.Reflect[field[any]], `true`, `true`},
		{"constant", verdict.Reflect[struct {
			F *int64 `json:"f" jsonschema:"const=1,title=One"`
		}], `{"title":"One","type":["integer","null"],"enum":[1,null],"minimum":-9223372036854775808,"maximum":9223372036854775807}`, `{"title":"One","anyOf":[{"type":"integer","const":1,"minimum":-9223372036854775808,"maximum":9223372036854775807},{"type":"null"}]}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.inType, property(t, c.reflect)); diff != "" {
				t.Error("in type:", diff)
			}
			if diff := cmp.Diff(c.anyOf, property(t, c.reflect, verdict.WithNullStyle(verdict.NullInAnyOf))); diff != "" {
				t.Error("in anyOf:", diff)
			}
		})
	}
}

type (
	endless  *endless
	endlessA *endlessB
	endlessB *endlessA
	panics   struct{ F int }
)

func (panics) JSONSchema() *jsonschema.Schema { panic("boom") }

func TestWhatHasNoJSONIsAnErrorAndNoPanic(t *testing.T) {
	cases := []struct {
		name    string
		reflect reflection
		want    string
	}{
		{"function", verdict.Reflect[func()], `verdict: func(): func() cannot be written as JSON`},
		{"channel in a slice", verdict.Reflect[field[[]chan int]], `.F: chan int cannot be written as JSON`},
		{"complex", verdict.Reflect[field[complex128]], `.F: complex128 cannot be written as JSON`},
		{"complex behind null.Or", verdict.Reflect[field[null.Or[complex64]]], `.F: complex64 cannot be written as JSON`},
		{"keys", verdict.Reflect[field[map[bool]int]], `.F: keys of type bool cannot be written as JSON`},
		{"keys of structs", verdict.Reflect[field[map[Plain]int]], `.F: keys of type verdict_test.Plain (struct) cannot be written as JSON`},
		{"deep inside", verdict.Reflect[field[[]map[string]*field[func()]]], `[func()].F: func() cannot be written as JSON`},
		{"endless pointer", verdict.Reflect[field[endless]], `.F: github.com/verdict-lint/verdict_test.endless points to itself and never to a value`},
		{"endless pair of pointers", verdict.Reflect[endlessA], `points to itself and never to a value`},
		{"a hook that panics", verdict.Reflect[field[panics]], `panic while reflecting: boom`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			document, err := c.reflect()
			if err == nil {
				t.Fatalf("no error, but %s", document)
			}
			if !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("got  %s\nwant …%s", err, c.want)
			}
		})
	}
}

// shape is a sum of types.
type shape interface{ Area() float64 }

type (
	circle struct {
		Kind   string  `json:"kind"`
		Radius float64 `json:"radius"`
	}
	square struct {
		Kind string  `json:"kind"`
		Side float64 `json:"side"`
	}
	group struct {
		Kind   string           `json:"kind"`
		Shapes []shape          `json:"shapes"`
		Named  map[string]shape `json:"named,omitempty"`
	}
)

func (c circle) Area() float64  { return c.Radius }
func (s *square) Area() float64 { return s.Side }
func (g *group) Area() float64  { return 0 }

var shapes = verdict.WithOneOf[shape]("kind",
	verdict.VariantOf[circle]("circle"),
	verdict.VariantOf[*square]("square"),
	verdict.VariantOf[*group]("group"))

func TestAnInterfaceIsOneOfItsVariants(t *testing.T) {
	document, err := verdict.Reflect[field[shape]](shapes)
	if err != nil {
		t.Fatal(err)
	}
	validate := compile(t, document)
	full, err := json.Marshal(field[shape]{&group{"group", []shape{circle{"circle", 1}, &square{"square", 2}, nil}, nil}})
	if err != nil {
		t.Fatal(err)
	}
	for payload, valid := range map[string]bool{
		string(full):                                true,
		`{"f":null}`:                                true,
		`{"f":{"kind":"circle","radius":1}}`:        true,
		`{"f":{"kind":"square","radius":1}}`:        false,
		`{"f":{"kind":"line","radius":1}}`:          false,
		`{"f":{"radius":1}}`:                        false,
		`{"f":{"kind":"group","shapes":[{}]}}`:      false,
		`{"f":{"kind":"group","shapes":null}}`:      true,
		`{"f":{"kind":"circle","radius":1,"x":{}}}`: true,
	} {
		if got := validate(payload) == nil; got != valid {
			t.Errorf("%s: valid %v, want %v\n%s", payload, got, valid, document)
		}
	}
}

func TestAVariantMustBeOne(t *testing.T) {
	for want, option := range map[string]verdict.Option{
		"WithOneOf lists no variant":                                        verdict.WithOneOf[shape]("kind"),
		"verdict_test.square does not implement it":                         verdict.WithOneOf[shape]("kind", verdict.VariantOf[square]("square")),
		"int is a variant but not a struct":                                 verdict.WithOneOf[shape]("kind", verdict.VariantOf[int]("int")),
		`*verdict_test.square has no property "type" for the discriminator`: verdict.WithOneOf[shape]("type", verdict.VariantOf[*square]("square")),
		`verdict_test.circle and *verdict_test.square have the same discriminator value "a"`: verdict.WithOneOf[shape]("kind",
			verdict.VariantOf[circle]("a"), verdict.VariantOf[*square]("a")),
	} {
		if _, err := verdict.Reflect[field[shape]](option); err == nil || !strings.HasSuffix(err.Error(), "verdict_test.shape: "+want) {
			t.Errorf("got  %v\nwant …%s", err, want)
		}
	}
}

func TestDefinitionsHaveNamesOfTheirOwn(t *testing.T) {
	type Base struct{ Local bool }
	cases := []struct {
		name    string
		reflect reflection
		want    []string
	}{
		{"one package", verdict.Reflect[field[Plain]], []string{"Plain"}},
		{"two packages", verdict.Reflect[twoNames], []string{"mail.Address", "verdict_test.Address"}},
		{"two functions", verdict.Reflect[pair[Base, namedBase]], []string{"github.com_verdict-lint_verdict_test.Base", "github.com_verdict-lint_verdict_test.Base_2", "namedBase"}},
		{"generics", verdict.Reflect[field[page[pair[string, page[Plain]]]]], []string{"Plain", "page_Plain", "page_pair_string_page_Plain", "pair_string_page_Plain"}},
		{"beyond ASCII", verdict.Reflect[field[größe]], []string{"größe"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			document, err := c.reflect()
			if err != nil {
				t.Fatal(err)
			}
			compile(t, document) // so every reference resolves
			var s struct {
				Defs map[string]json.RawMessage `json:"$defs"`
			}
			if err := json.Unmarshal(document, &s); err != nil {
				t.Fatal(err)
			}
			got := make(map[string]bool)
			for name := range s.Defs {
				got[name] = true
			}
			want := make(map[string]bool)
			for _, name := range c.want {
				want[name] = true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

type größe struct{ N int }

// Exchanging two fields changes neither the names of definitions nor which type has which.
func TestNamesOfDefinitionsDoNotDependOnTheOrderOfFields(t *testing.T) {
	type Base struct{ Local bool }
	type forth struct {
		A page[mail.Address]
		B page[Address]
		C Base
		D namedBase
	}
	type back struct {
		D namedBase
		C Base
		B page[Address]
		A page[mail.Address]
	}
	definitions := func(reflect reflection) (string, []string) {
		document, err := reflect()
		if err != nil {
			t.Fatal(err)
		}
		var s struct {
			Defs map[string]any `json:"$defs"`
		}
		if err := json.Unmarshal(document, &s); err != nil {
			t.Fatal(err)
		}
		text, err := json.MarshalIndent(s.Defs, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(text), slices.Sorted(maps.Keys(s.Defs))
	}
	first, names := definitions(verdict.Reflect[forth])
	second, _ := definitions(verdict.Reflect[back])
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
	for _, want := range []string{"page_mail.Address", "page_verdict_test.Address"} {
		if !slices.Contains(names, want) {
			t.Errorf("no definition %s among %q", want, names)
		}
	}
}

func TestTheSameTypeGivesTheSameBytes(t *testing.T) {
	for _, w := range fidelity() {
		want, err := w.reflect(shapes)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			got, err := w.reflect(shapes)
			if err != nil || string(got) != string(want) {
				t.Errorf("%s: %v: %s", w.name, err, cmp.Diff(string(want), string(got)))
			}
		}
	}
}

func TestReflectingIsSafeForConcurrentUse(t *testing.T) {
	want, err := verdict.Reflect[schema.ConnectSession](shapes)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if got, err := verdict.Reflect[schema.ConnectSession](shapes); err != nil || !reflect.DeepEqual(got, want) {
				t.Error("differs", err)
			}
		})
	}
	wait.Wait()
}

func TestOnlyWhatJSONRequiresIsEscaped(t *testing.T) {
	type T struct {
		F string `json:"f" jsonschema:"description=a<b & \"c\""`
	}
	if got := line(t, verdict.Reflect[T]); !strings.Contains(got, `"a<b & \"c\""`) {
		t.Error(got)
	}
}

func TestDescriptionsReachIntoStructsWithoutANameAndMarkWhatIsDeprecated(t *testing.T) {
	type T struct {
		F struct {
			Deep []struct {
				Deeper int `json:"deeper"`
			} `json:"deep"`
		} `json:"f"`
	}
	descriptions := verdict.WithDescriptions(map[string]string{
		"github.com/verdict-lint/verdict_test.T.F.Deep":        "Deep is deep.",
		"github.com/verdict-lint/verdict_test.T.F.Deep.Deeper": "Deeper is deeper.\n\nDeprecated: use Deepest.",
	})
	const want = `{"type":"object","properties":{"deep":{"description":"Deep is deep.","type":["array","null"],"items":{"type":"object","properties":{"deeper":` +
		`{"description":"Deeper is deeper.\n\nDeprecated: use Deepest.","deprecated":true,"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807}},"required":["deeper"]}}},"required":["deep"]}`
	if diff := cmp.Diff(want, property(t, verdict.Reflect[T], descriptions)); diff != "" {
		t.Error(diff)
	}
}
