package verdict_test

// This file tests keywords that the caller defines.

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// uniqueBy is a keyword of tests: the items of an array have different values of a property.
func uniqueBy(use verdict.KeywordUse) (verdict.KeywordCheck, error) {
	if use.Value.Kind() != verdict.KindString {
		return nil, errors.New("expected the name of a property")
	}
	name := use.Value.String()
	return func(value verdict.Instance, report verdict.Report) {
		if value.Kind() != verdict.KindArray {
			return
		}
		seen := make(map[string]int)
		for k, item := range value.Items() {
			id, ok := item.Property(name)
			if !ok {
				continue
			}
			if first, twice := seen[id.String()]; twice {
				report.Add(verdict.Violation{
					Message: fmt.Sprintf("items %d and %d have the same %s", first, k, name), Rule: "unique-by",
					Pointer: id.Pointer(), Property: name, Expected: "another " + name, Params: verdict.ParamsOf(map[string]any{"items": []int{first, k}}),
				})
			}
			seen[id.String()] = k
		}
		report.Annotate(len(seen))
	}, nil
}

var withUniqueBy = verdict.WithKeyword("x-uniqueBy", uniqueBy)

// even is a keyword of tests: if it is true, the text of the value ends with an even digit.
func even(use verdict.KeywordUse) (verdict.KeywordCheck, error) {
	if !use.Value.Bool() {
		return nil, nil
	}
	return func(value verdict.Instance, report verdict.Report) {
		if text := value.String(); !strings.ContainsRune("02468", rune(text[len(text)-1])) {
			report.Fail("not even")
		}
	}, nil
}

var withEven = verdict.WithKeyword("x-even", even)

func TestCustomKeywordsAreAssertedInEveryDraft(t *testing.T) {
	for draft, uri := range everyDraft {
		definitions := "definitions"
		if draft >= verdict.Draft2019 {
			definitions = "$defs"
		}
		schema := fmt.Sprintf(`{"$schema": %q, "properties": {
			"list": {"type": "array", "items": {"x-even": true}, "x-uniqueBy": "id"},
			"text": {"x-even": true}, "off": {"x-even": false},
			"ref": {"$ref": "#/%[2]s/even"},
			"all": {"allOf": [{"x-even": true}]}, "any": {"anyOf": [{"type": "null"}, {"x-even": true}]}, "not": {"not": {"x-even": true}}},
			"%[2]s": {"even": {"x-even": true}}}`, uri, definitions)
		s := compiled(t, schema, withUniqueBy, withEven)
		for payload, want := range map[string]bool{
			`{"list": [2, 4]}`: true, `{"list": [2, 3]}`: false, `{"text": "2"}`: true, `{"text": "3"}`: false, `{"text": "\u0033"}`: false,
			`{"off": 3}`: true, `{"ref": 2}`: true, `{"ref": 3}`: false, `{"all": 2}`: true, `{"all": 3}`: false,
			`{"any": null}`: true, `{"any": 2}`: true, `{"any": 3}`: false, `{"not": 3}`: true, `{"not": 2}`: false,
		} {
			for name, got := range map[string]bool{
				"Valid": s.Valid([]byte(payload)), "Validate": s.Validate([]byte(payload)) == nil,
				"flag": s.Output([]byte(payload), verdict.OutputFlag).Valid, "basic": s.Output([]byte(payload), verdict.OutputBasic).Valid,
				"detailed": s.Output([]byte(payload), verdict.OutputDetailed).Valid, "verbose": s.Output([]byte(payload), verdict.OutputVerbose).Valid,
			} {
				if got != want {
					t.Errorf("draft %d: %s says %v of %s", draft, name, got, payload)
				}
			}
		}
	}
}

func TestCustomKeywordsApplyWhereverASchemaDoes(t *testing.T) {
	other := verdict.WithResource("https://example.com/other", []byte(`{"x-even": true}`))
	for _, test := range []struct{ schema, valid, invalid string }{
		{`{"x-even": true}`, `2`, `3`},
		{`{"$ref": "https://example.com/other"}`, `2`, `3`},
		{`{"$ref": "#/$defs/a", "$defs": {"a": {"$dynamicAnchor": "a", "x-even": true}}}`, `2`, `3`},
		{`{"$dynamicRef": "#a", "$defs": {"a": {"$dynamicAnchor": "a", "x-even": true}}}`, `2`, `3`},
		{`{"properties": {"a": true}, "unevaluatedProperties": {"x-even": true}}`, `{"a": 1, "b": 2}`, `{"a": 1, "b": 3}`},
		{`{"prefixItems": [true], "unevaluatedItems": {"x-even": true}}`, `[1, 2]`, `[1, 3]`},
		{`{"allOf": [{"properties": {"a": {"x-even": true}}}], "unevaluatedProperties": false}`, `{"a": 2}`, `{"a": 3}`},
		{`{"anyOf": [{"properties": {"a": {"x-even": true}}}, true], "unevaluatedProperties": false}`, `{"a": 2}`, `{"a": 3}`},
		{`{"propertyNames": {"x-even": true}}`, `{"2": 1}`, `{"3": 1}`},
		{`{"contains": {"x-even": true}}`, `[1, 2]`, `[1, 3]`},
		{`{"if": {"x-even": true}, "then": {"type": "integer"}, "else": {"type": "string"}}`, `"3"`, `"2"`},
		{`{"dependentSchemas": {"a": {"properties": {"a": {"x-even": true}}}}}`, `{"a": 2}`, `{"a": 3}`},
		{`{"patternProperties": {"^a": {"x-even": true}}, "additionalProperties": false}`, `{"a": 2}`, `{"a": 3}`},
		{`{"x-uniqueBy": "id", "items": {"type": "object"}}`, `[{"id": 1}, {"id": 2}]`, `[{"id": 1}, {"id": 1}]`},
		{`{"type": "array", "items": {"type": "array", "x-uniqueBy": "id", "items": {"type": "object"}}}`, `[[], [{"id": 1}]]`, `[[], [{"id": 1}, {"id": 1}]]`},
	} {
		s := compiled(t, test.schema, withUniqueBy, withEven, other)
		if valid := []byte(test.valid); !s.Valid(valid) || s.Validate(valid) != nil || !s.Output(valid, verdict.OutputBasic).Valid {
			t.Errorf("%s: %s is invalid: %v", test.schema, valid, s.Validate(valid))
		}
		if invalid := []byte(test.invalid); s.Valid(invalid) || s.Validate(invalid) == nil || s.Output(invalid, verdict.OutputBasic).Valid {
			t.Errorf("%s: %s is valid", test.schema, invalid)
		}
	}
}

func TestSiblingsOfARefAreIgnoredUpToDraft7AlsoIfTheyAreCustom(t *testing.T) {
	for draft, uri := range everyDraft {
		s := compiled(t, fmt.Sprintf(`{"$schema": %q, "properties": {"a": {"$ref": "#/definitions/any", "x-even": true}}, "definitions": {"any": {}}}`, uri), withEven)
		if got, want := s.Valid([]byte(`{"a": 3}`)), draft <= verdict.Draft7; got != want {
			t.Errorf("draft %d: Valid = %v", draft, got)
		}
	}
}

func TestCustomViolationHasItsRulePlaceAndParams(t *testing.T) {
	s := compiled(t, `{"properties": {"a/b": {"x-uniqueBy": "id"}}}`, withUniqueBy)
	payload := `{"a/b": [{"id": 1}, {"id": 2},
 {"id": 1}]}`
	got := violationsOf(t, s, payload)[0]
	got.Suggestion = verdict.Suggestion{}
	want := verdict.Violation{
		Rule: "unique-by", Message: "items 0 and 2 have the same id", Pointer: "/a~1b/2/id", Property: "id",
		KeywordLocation: "/properties/a~1b/x-uniqueBy", SchemaLocation: "verdict:///schema.json#/properties/a~1b/x-uniqueBy",
		Expected: "another id", Got: "1", Params: `{"items":[0,2]}`, Offset: strings.LastIndex(payload, "1"), End: strings.LastIndex(payload, "1") + 1, Line: 2, Column: 9,
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestCustomViolationIsAtTheClosestValueOfItsPointer(t *testing.T) {
	for pointer, want := range map[string]string{
		"": "/in", "/a": "/in/a", "/a/0": "/in/a/0", "/a/9": "/in/a", "/a/0/x": "/in/a/0", "/a/-1": "/in/a", "/a/01": "/in/a", "/a/x": "/in/a",
		"/x~1y~0": "/in/x~1y~0", "/missing": "/in", "no pointer": "/in", "/": "/in/", "/é": "/in/é",
	} {
		s := compiled(t, `{"properties": {"in": {"x": 1}}}`, verdict.WithKeyword("x", func(verdict.KeywordUse) (verdict.KeywordCheck, error) {
			return func(_ verdict.Instance, report verdict.Report) { report.Add(verdict.Violation{Pointer: pointer}) }, nil
		}))
		if got := violationsOf(t, s, `{"in": {"a": [1], "x/y~": 2, "": 3, "\u00e9": 4}}`)[0].Pointer; got != want {
			t.Errorf("%q is at %q, not %q", pointer, got, want)
		}
	}
}

func TestMessagesOfCustomKeywords(t *testing.T) {
	fails := func(message string) verdict.Option {
		return verdict.WithKeyword("x", func(verdict.KeywordUse) (verdict.KeywordCheck, error) {
			return func(value verdict.Instance, report verdict.Report) { report.Fail(message) }, nil
		})
	}
	for _, test := range []struct {
		message string
		options []verdict.Option
		want    string
	}{
		{"is wrong", nil, "is wrong"},
		{"two\nlines", nil, "two lines"},
		{"", nil, `the string "secret" does not satisfy the keyword "x"`},
		{"secret is wrong", []verdict.Option{verdict.WithRedaction()}, `a string of 6 characters does not satisfy the keyword "x"`},
	} {
		s := compiled(t, `{"x": 1}`, append(test.options, fails(test.message))...)
		if v := violationsOf(t, s, `"secret"`)[0]; v.Message != test.want || v.Rule != "x" {
			t.Errorf("got %+v", v)
		}
		if o := s.Output([]byte(`"secret"`), verdict.OutputBasic); len(o.Errors) != 1 || o.Errors[0].Error != test.want || o.Errors[0].KeywordLocation != "/x" {
			t.Errorf("got %+v", o)
		}
	}
}

func TestViolationsOfACheckAreBounded(t *testing.T) {
	many := verdict.WithKeyword("x", func(verdict.KeywordUse) (verdict.KeywordCheck, error) {
		return func(value verdict.Instance, report verdict.Report) {
			for k := range 2000 {
				report.Fail(fmt.Sprint("number ", k))
			}
		}, nil
	})
	for limit, want := range map[int]int{0: 1000, 7: 7} {
		var invalid *verdict.Error
		errors.As(compiled(t, `{"x": 1}`, many, verdict.WithMaxViolations(limit)).Validate([]byte(`1`)), &invalid)
		if len(invalid.Violations) != want || !invalid.Truncated {
			t.Errorf("limit %d: %d violations, truncated: %v", limit, len(invalid.Violations), invalid.Truncated)
		}
	}
	if o := compiled(t, `{"x": 1}`, many).Output([]byte(`1`), verdict.OutputBasic); !o.Truncated {
		t.Error("the output is not truncated")
	}
}

func TestOutputHasTheAnnotationsOfCustomKeywords(t *testing.T) {
	s := compiled(t, `{"properties": {"a": {"x-uniqueBy": "id"}, "b": {"x-even": true}}}`, withUniqueBy, withEven)
	o := s.Output([]byte(`{"a": [{"id": 1}, {"id": 2}], "b": 2}`), verdict.OutputBasic)
	var got []string
	for _, u := range o.Annotations {
		got = append(got, u.KeywordLocation+" "+u.InstanceLocation+" "+string(u.Annotation))
	}
	want := []string{`/properties  ["a","b"]`, `/properties/a/x-uniqueBy /a 2`} // and none of x-even, which has no annotation
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	o = s.Output([]byte(`{"a": [{"id": 1}, {"id": 1}]}`), verdict.OutputBasic)
	last := o.Errors[len(o.Errors)-1]
	if last.KeywordLocation != "/properties/a/x-uniqueBy" || last.InstanceLocation != "/a/1/id" || last.Error != "items 0 and 1 have the same id" {
		t.Errorf("got %+v", o.Errors)
	}
}

func TestCompileStepSeesTheKeywordAndItsSchema(t *testing.T) {
	var uses []string
	record := verdict.WithKeyword("x-a/b", func(use verdict.KeywordUse) (verdict.KeywordCheck, error) {
		title, _ := use.Schema.Property("title")
		uses = append(uses, fmt.Sprintf("%s %s %s %d", use.Location, use.Value.Raw(), title, use.Draft))
		return nil, nil
	})
	compiled(t, `{"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://example.com/s",
		"items": {"title": "of items", "x-a/b": {"c": [1]}}, "definitions": {"unused": {"x-a/b": 2}}}`, record)
	want := []string{`https://example.com/s#/items/x-a~1b {"c": [1]} of items 3`}
	if !slices.Equal(uses, want) {
		t.Errorf("got %q", uses)
	}
}

func TestErrorsOfTheCompileStepHaveTheirPlace(t *testing.T) {
	_, err := verdict.Compile([]byte(`{"items": {"x-uniqueBy": 1}}`), withUniqueBy)
	var located *verdict.SchemaError
	if !errors.As(err, &located) || located.Pointer != "/items/x-uniqueBy" || located.Column != 26 || located.Message != `keyword "x-uniqueBy": expected the name of a property` {
		t.Errorf("got %+v", err)
	}
	_, err = verdict.Compile([]byte(`{"x": 1}`), verdict.WithKeyword("x", func(verdict.KeywordUse) (verdict.KeywordCheck, error) { panic("oh") }))
	if !errors.As(err, &located) || located.Message != `keyword "x": panic while compiling it: oh` {
		t.Errorf("got %v", err)
	}
}

func TestNamesOfTheSpecificationCannotBeDefined(t *testing.T) {
	for _, name := range []string{"", "type", "minLength", "title", "$x", "dependencies", "const", "definitions", "format", "$ref"} {
		if _, err := verdict.Compile([]byte(`{}`), verdict.WithKeyword(name, even)); err == nil || !strings.Contains(err.Error(), "WithKeyword") {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := verdict.Compile([]byte(`{}`), verdict.WithKeyword("x", nil)); err == nil {
		t.Error("a keyword without a function is accepted")
	}
}

func TestAPanicOfAKeywordIsAnError(t *testing.T) {
	for name, check := range map[string]verdict.KeywordCheck{
		"check":      func(value verdict.Instance, _ verdict.Report) { panic("oh") },
		"params":     func(_ verdict.Instance, report verdict.Report) { report.Add(verdict.Violation{Params: `[1]`}) },
		"annotation": func(_ verdict.Instance, report verdict.Report) { report.Annotate(func() {}); report.Fail("") },
	} {
		s := compiled(t, `{"items": {"x": 1}}`, verdict.WithKeyword("x", func(verdict.KeywordUse) (verdict.KeywordCheck, error) { return check, nil }))
		var panicked *verdict.PanicError
		if err := s.Validate([]byte(`[1]`)); !errors.As(err, &panicked) || panicked.Of != `keyword "x"` {
			t.Errorf("%s: %v", name, err)
		}
		if s.Valid([]byte(`[1]`)) || !s.Valid([]byte(`[]`)) {
			t.Errorf("%s: valid", name)
		}
	}
}

func TestInstanceShowsValuesWithoutDecoding(t *testing.T) {
	type shown struct {
		Kind      verdict.Kind
		Raw, Text string
		Len       int
		Bool      bool
	}
	for raw, want := range map[string]shown{
		`null`: {"null", `null`, `null`, 0, false}, `true`: {"boolean", `true`, `true`, 0, true}, `false`: {"boolean", `false`, `false`, 0, false},
		`-1.50e2`: {"number", `-1.50e2`, `-1.50e2`, 0, false}, `"a\u00e9\ud83d\ude00"`: {"string", `"a\u00e9\ud83d\ude00"`, "aé😀", 3, false},
		`[1, [2]]`: {"array", `[1, [2]]`, `[1, [2]]`, 2, false}, `{"a": 1}`: {"object", `{"a": 1}`, `{"a": 1}`, 1, false},
	} {
		var got shown
		s := compiled(t, `{"x": 1}`, verdict.WithKeyword("x", func(verdict.KeywordUse) (verdict.KeywordCheck, error) {
			return func(i verdict.Instance, _ verdict.Report) {
				got = shown{i.Kind(), string(i.Raw()), i.String(), i.Len(), i.Bool()}
				var decoded any
				if err := i.Decode(&decoded); err != nil {
					t.Error(err)
				}
			}, nil
		}))
		if s.Valid([]byte(raw)); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	var zero verdict.Instance
	if _, ok := zero.Property("a"); ok || zero.Kind() != "" || zero.Raw() != nil || zero.Len() != 0 || zero.String() != "" || zero.Pointer() != "" || zero.Bool() || zero.Decode(new(any)) == nil {
		t.Error("the zero Instance has a value")
	}
	for range zero.Items() {
		t.Error("the zero Instance has items")
	}
}

func TestAViolationOfAnotherSchemaCanBeAdded(t *testing.T) {
	inner := compiled(t, `{"required": ["b"], "properties": {"a": {"minItems": 2}}}`)
	s := compiled(t, `{"properties": {"in": {"x": 1}}}`, verdict.WithKeyword("x", func(verdict.KeywordUse) (verdict.KeywordCheck, error) {
		return func(i verdict.Instance, report verdict.Report) {
			var invalid *verdict.Error
			if errors.As(inner.Validate(i.Raw()), &invalid) {
				for _, v := range invalid.Violations {
					report.Add(v)
				}
			}
		}, nil
	}))
	var got []string
	for _, v := range violationsOf(t, s, `{"in": {"a": []}}`) {
		params, _ := json.Marshal(v.Params)
		got = append(got, fmt.Sprint(v.Rule, " ", v.Pointer, " ", v.Property, " ", string(params), " ", errors.Is(v, verdict.ErrMissing)))
	}
	want := []string{`missing /in b {"missing":"b"} true`, `min-items /in/a  {"count":0,"limit":2} false`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestParamsOf(t *testing.T) {
	for _, test := range []struct {
		value any
		want  verdict.Params
	}{{map[string]any{"b": "<", "a": 1}, `{"a":1,"b":"\u003c"}`}, {map[string]any{}, ""}, {nil, ""}, {struct {
		B int `json:"b"`
		A int `json:"a"`
	}{1, 2}, `{"a":2,"b":1}`}} {
		if got := verdict.ParamsOf(test.value); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
	for _, value := range []any{1, "a", func() {}, []int{1}} {
		if got := verdict.ParamsOf(value); got != "" {
			t.Errorf("got %s", got)
		}
	}
}

func TestTheZeroReportIgnoresEverything(t *testing.T) {
	var r verdict.Report
	r.Fail("a")
	r.Add(verdict.Violation{Params: "[]"})
	r.Annotate(func() {})
}

// A check that only uses the bytes allocates nothing.
func TestAValidPayloadWithACustomKeywordAllocatesNothing(t *testing.T) {
	schema := `{"type": "object", "properties": {"list": {"type": "array", "items": {"x-small": true}}}}`
	n := allocations(t, schema, `{"list": [{"id": 1}, {"id": 2}, {"x": 3}]}`,
		verdict.WithKeyword("x-small", func(verdict.KeywordUse) (verdict.KeywordCheck, error) {
			return func(i verdict.Instance, report verdict.Report) {
				if id, ok := i.Property("id"); ok && len(id.Raw()) > 3 {
					report.Fail("too long")
				}
			}, nil
		}))
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}
