package verdict_test

// A runnable example for each public name.

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing/fstest"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

func Example() {
	order := verdict.MustCompile([]byte(`{
		"type": "object",
		"properties": {
			"id":    {"type": "integer"},
			"state": {"enum": ["open", "paid", "shipped"]},
			"note":  {"type": ["string", "null"]}
		},
		"required": ["id", "state"]
	}`))

	payload := []byte(`{
  "state": "payd",
  "note": null
}`)
	if err := order.Validate(payload); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 1:1: missing required property "id"; add it [missing]
	// 2:12: "payd" is not one of "open", "paid", "shipped"; did you mean "paid"? [enum]
}

func ExampleCompile() {
	schema, err := verdict.Compile([]byte(`{"type": "integer", "minimum": 1}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(schema.Valid([]byte(`2`)))
	fmt.Println(schema.Valid([]byte(`0`)))
	// Output:
	// true
	// false
}

// The error for an invalid schema has the position.
func ExampleCompile_wrong() {
	_, err := verdict.Compile([]byte(`{
  "type": "strnig"
}`))
	fmt.Println(err)
	// Output:
	// verdict: schema verdict:///schema.json:2:11: not a valid 2020-12 schema: "strnig" is not one of "array", "boolean", "integer", "null", "number", "object", "string"; did you mean "string"?
}

// All faults of a schema are reported, with their positions.
func ExampleSchemaError() {
	_, err := verdict.Compile([]byte(`{
  "minLength": -1,
  "required": "id"
}`))

	var wrong *verdict.SchemaError
	if errors.As(err, &wrong) {
		for _, v := range wrong.Violations {
			fmt.Println(v.Line, v.Column, v.Pointer, v.Message)
		}
	}
	// Output:
	// 2 16 /minLength expected at least 0, got -1
	// 3 15 /required expected array, got the string "id"; put it in brackets
}

func ExampleMustCompile() {
	var positive = verdict.MustCompile([]byte(`{"exclusiveMinimum": 0}`))
	fmt.Println(positive.Valid([]byte(`1e-400`)))
	// Output: true
}

func ExampleSchema_Valid() {
	schema := verdict.MustCompile([]byte(`{"items": {"type": "string"}, "uniqueItems": true}`))
	fmt.Println(schema.Valid([]byte(`["a", "b"]`)))
	fmt.Println(schema.Valid([]byte(`["a", "\u0061"]`)))
	fmt.Println(schema.Valid([]byte(`["a",]`)))
	// Output:
	// true
	// false
	// false
}

func ExampleSchema_Validate() {
	schema := verdict.MustCompile([]byte(`{"properties": {"age": {"minimum": 0}}, "required": ["name"]}`))

	err := schema.Validate([]byte(`{"age": -1}`))

	var invalid *verdict.Error
	if errors.As(err, &invalid) {
		for _, v := range invalid.Violations {
			fmt.Printf("%d:%d %s %q\n", v.Line, v.Column, v.Rule, v.Pointer)
		}
	}
	// Output:
	// 1:1 missing ""
	// 1:9 minimum "/age"
}

func ExampleSchema_ValidateValue() {
	schema := verdict.MustCompile([]byte(`{"properties": {"age": {"minimum": 0}}}`))
	type person struct {
		Age int `json:"age"`
	}
	fmt.Println(schema.ValidateValue(person{Age: 36}))
	fmt.Println(schema.ValidateValue(person{Age: -1}) != nil)
	// Output:
	// <nil>
	// true
}

// errors.Is distinguishes the three states: a property that is absent, one that
// is null, and one whose value is of another type.
func ExampleError() {
	schema := verdict.MustCompile([]byte(`{"properties": {"name": {"type": "string"}}, "required": ["name"]}`))
	for _, payload := range []string{`{}`, `{"name": null}`, `{"name": 5}`} {
		err := schema.Validate([]byte(payload))
		fmt.Println(errors.Is(err, verdict.ErrMissing), errors.Is(err, verdict.ErrNull), errors.Is(err, verdict.ErrType))
	}
	// Output:
	// true false false
	// false true false
	// false false true
}

func ExampleViolation() {
	schema := verdict.MustCompile([]byte(`{
		"$id": "https://example.com/order",
		"properties": {"lines": {"items": {"$ref": "#/$defs/line"}}},
		"$defs": {"line": {"properties": {"count": {"type": "integer"}}}}
	}`))
	err := schema.Validate([]byte(`{"lines": [{"count": 1}, {"count": "2"}]}`))

	var v verdict.Violation // the first of them
	if errors.As(err, &v) {
		fmt.Println(v.Pointer, v.Got)
		fmt.Println(v.KeywordLocation)
		fmt.Println(v.SchemaLocation)
	}
	// Output:
	// /lines/1/count "2"
	// /properties/lines/items/$ref/properties/count/type
	// https://example.com/order#/$defs/line/properties/count/type
}

// A suggestion is an edit that removes the violation.
func ExampleSuggestion() {
	schema := verdict.MustCompile([]byte(`{"properties": {"state": {"enum": ["open", "paid", "shipped"]}}}`))
	payload := []byte(`{"state": "payd"}`)

	var invalid *verdict.Error
	if errors.As(schema.Validate(payload), &invalid) {
		s := invalid.Violations[0].Suggestion
		fmt.Println(s.Kind, s.Text)
		if s.Kind == verdict.SuggestReplace {
			payload = slices.Replace(payload, s.Offset, s.End, []byte(s.Text)...)
		}
	}
	fmt.Printf("%s %t\n", payload, schema.Valid(payload))
	// Output:
	// replace "paid"
	// {"state": "paid"} true
}

func ExampleWithBaseURI() {
	schema := verdict.MustCompile([]byte(`{"$ref": "name.json"}`),
		verdict.WithBaseURI("https://example.com/schemas/person.json"),
		verdict.WithResource("https://example.com/schemas/name.json", []byte(`{"type": "string"}`)),
	)
	fmt.Println(schema.Valid([]byte(`"Ada"`)))
	// Output: true
}

func ExampleWithDraft() {
	// Before draft 6, exclusiveMinimum was a boolean next to minimum.
	schema := verdict.MustCompile([]byte(`{"minimum": 0, "exclusiveMinimum": true}`),
		verdict.WithDraft(verdict.Draft4))
	fmt.Println(schema.Valid([]byte(`0`)))
	// Output: false
}

func ExampleWithConstInDraft4() {
	schema := verdict.MustCompile([]byte(`{"const": "a"}`),
		verdict.WithDraft(verdict.Draft4), verdict.WithConstInDraft4(true))
	fmt.Println(schema.Valid([]byte(`"b"`)))
	// Output: false
}

func ExampleWithResource() {
	schema := verdict.MustCompile([]byte(`{"$ref": "https://example.com/name"}`),
		verdict.WithResource("https://example.com/name", []byte(`{"type": "string"}`)))
	fmt.Println(schema.Valid([]byte(`"Ada"`)))
	// Output: true
}

func ExampleWithFS() {
	files := fstest.MapFS{ // or an embed.FS, or os.DirFS
		"parts/name.json": {Data: []byte(`{"type": "string"}`)},
	}
	schema := verdict.MustCompile([]byte(`{"$ref": "https://example.com/schemas/parts/name.json"}`),
		verdict.WithFS("https://example.com/schemas/", files))
	fmt.Println(schema.Valid([]byte(`"Ada"`)))
	// Output: true
}

func ExampleWithLoader() {
	load := func(uri string) ([]byte, error) {
		if uri == "https://example.com/name" {
			return []byte(`{"type": "string"}`), nil
		}
		return nil, os.ErrNotExist
	}
	schema := verdict.MustCompile([]byte(`{"$ref": "https://example.com/name"}`), verdict.WithLoader(load))
	fmt.Println(schema.Valid([]byte(`"Ada"`)))
	// Output: true
}

func ExampleWithFormats() {
	document := []byte(`{"format": "date"}`)
	fmt.Println(verdict.MustCompile(document).Valid([]byte(`"2025-02-29"`)))
	fmt.Println(verdict.MustCompile(document, verdict.WithFormats(false)).Valid([]byte(`"2025-02-29"`)))
	// Output:
	// false
	// true
}

func ExampleWithStrict() {
	document := []byte(`{"properties": {"name": {"type": "string"}}}`)
	payload := []byte(`{"nmae": "Ada"}`)
	fmt.Println(verdict.MustCompile(document).Valid(payload))
	fmt.Println(verdict.MustCompile(document, verdict.WithStrict(true)).Valid(payload))
	// Output:
	// true
	// false
}

func ExampleWithRedaction() {
	schema := verdict.MustCompile([]byte(`{"properties": {"pin": {"type": "integer"}}}`), verdict.WithRedaction())
	fmt.Println(schema.Validate([]byte(`{"pin": "4711"}`)))
	// Output: 1:9: expected integer, got a string of 4 characters [type]
}

func ExampleError_LogValue() {
	withoutTime := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	log := slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: withoutTime}))

	schema := verdict.MustCompile([]byte(`{"properties": {"pin": {"type": "integer"}}}`))
	err := schema.Validate([]byte(`{"pin": "4711"}`))
	log.Warn("rejected", "error", err)
	// Output:
	// {"level":"WARN","msg":"rejected","error":{"count":1,"truncated":false,"violations":[{"rule":"type","pointer":"/pin","line":1,"column":9,"expected":"integer"}]}}
}

func ExampleViolation_LogValue() {
	schema := verdict.MustCompile([]byte(`{"properties": {"pin": {"type": "integer"}}}`))
	var invalid *verdict.Error
	if errors.As(schema.Validate([]byte(`{"pin": "4711"}`)), &invalid) {
		fmt.Println(invalid.Violations[0].LogValue())
	}
	// Output: [rule=type pointer=/pin line=1 column=9 expected=integer]
}

func ExampleWithMaxViolations() {
	schema := verdict.MustCompile([]byte(`{"items": {"type": "string"}}`), verdict.WithMaxViolations(2))

	var invalid *verdict.Error
	if errors.As(schema.Validate([]byte(`[1, 2, 3, 4]`)), &invalid) {
		fmt.Println(len(invalid.Violations), invalid.Truncated)
	}
	// Output: 2 true
}

func ExampleWithLimits() {
	schema := verdict.MustCompile([]byte(`true`), verdict.WithLimits(verdict.Limits{Depth: 2, Bytes: 1 << 20}))
	fmt.Println(schema.Valid([]byte(`[[1]]`)))
	fmt.Println(schema.Valid([]byte(`[[[1]]]`)))
	// Output:
	// true
	// false
}

func ExampleWithWorkers() {
	schema := verdict.MustCompile([]byte(`{"items": {"type": "integer"}}`), verdict.WithWorkers(runtime.GOMAXPROCS(0)))
	export := "[" + strings.Repeat("1, ", 500_000) + "2]"
	fmt.Println(schema.Valid([]byte(export)))
	// Output: true
}

// The examples of reflection use a book.
type book struct {
	Title  string          `json:"title"`
	Series null.Or[string] `json:"series,omitzero"` // may be missing, and may be null
}

func ExampleFor() {
	books, err := verdict.For[book]()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(books.Valid([]byte(`{"title": "Emma"}`)))
	fmt.Println(books.Valid([]byte(`{"title": "Emma", "series": null}`)))
	fmt.Println(books.Valid([]byte(`{"title": null}`)))
	// Output:
	// true
	// true
	// false
}

func ExampleMustFor() {
	var books = verdict.MustFor[book](verdict.WithStrict(true))
	fmt.Println(books.Validate([]byte(`{"title": "Emma", "sereis": null}`)))
	// Output:
	// 1:19: unknown property "sereis"; did you mean "series"? [unknown-property]
}

func ExampleWithID() {
	document, _ := verdict.Reflect[book](verdict.WithID("https://example.com/book"))
	fmt.Println(strings.Contains(string(document), `"$id": "https://example.com/book"`))
	// Output: true
}

func ExampleWithDescriptions() {
	document, _ := verdict.Reflect[time.Month](verdict.WithDescriptions(map[string]string{
		"time.Month": "A month, counted from 1.",
	}))
	fmt.Println(strings.Contains(string(document), `"description": "A month, counted from 1."`))
	// Output: true
}

func ExampleWithNullStyle() {
	for _, style := range []verdict.NullStyle{verdict.NullInType, verdict.NullInAnyOf} {
		document, _ := verdict.Reflect[book](verdict.WithNullStyle(style))
		fmt.Println(strings.Contains(string(document), `"anyOf"`))
	}
	// Output:
	// false
	// true
}

// price marshals itself and has no schema.
type price struct{ cents int }

func (p price) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%q", fmt.Sprintf("%d.%02d", p.cents/100, p.cents%100)), nil
}

func ExampleWithOpaqueTypes() {
	type item struct {
		Price price `json:"price"`
	}
	_, err := verdict.Reflect[item](verdict.WithOpaqueTypes(false))
	fmt.Println(err)
	// Output: verdict: github.com/verdict-lint/verdict_test.item.Price: its type marshals itself and has no schema; give the type a method JSONSchema, or use WithSchemaFor
}

// A variant is a pointer if only the pointer implements the interface.
func ExampleVariantOf() {
	events := verdict.MustFor[Event](verdict.WithOneOf[Event]("type",
		verdict.VariantOf[*Opened]("opened"),
		verdict.VariantOf[Closed]("closed")))

	event, err := events.Decode([]byte(`{"type": "opened", "by": "ann"}`))
	fmt.Printf("%T %v\n", event, err)
	// Output: *verdict_test.Opened <nil>
}
