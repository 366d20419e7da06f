package verdict_test

// This file shows how programs extend schemas.

import (
	"errors"
	"fmt"
	"strings"

	"github.com/verdict-lint/verdict"
)

func ExampleWithFormat() {
	sku := verdict.WithFormat("sku", func(text string) error {
		if !strings.HasPrefix(text, "A-") {
			return errors.New("expected A- at its beginning")
		}
		return nil
	})
	schema := verdict.MustCompile([]byte(`{"type": "string", "format": "sku"}`), sku)
	fmt.Println(schema.Validate([]byte(`"B-7"`)))
	// Output: 1:1: "B-7" is not a valid sku: expected A- at its beginning [format]
}

func ExampleWithKnownFormats() {
	type User struct {
		Email string `json:"email" jsonschema:"format=e-mail"`
	}
	_, err := verdict.For[User](verdict.WithKnownFormats())
	var invalid *verdict.SchemaError
	if errors.As(err, &invalid) {
		fmt.Println(invalid.Pointer, invalid.Message)
	}
	// Output: /properties/email/format unknown format "e-mail", did you mean "email"?
}

func ExampleWithKeyword() {
	// Objects with "x-atLeastOneOf": ["a", "b"] have one of these properties.
	atLeastOneOf := func(use verdict.KeywordUse) (verdict.KeywordCheck, error) {
		var names []string
		if err := use.Value.Decode(&names); err != nil {
			return nil, err
		}
		return func(value verdict.Instance, report verdict.Report) {
			if value.Kind() != verdict.KindObject {
				return
			}
			for _, name := range names {
				if _, ok := value.Property(name); ok {
					return
				}
			}
			report.Add(verdict.Violation{
				Rule:    "at-least-one-of",
				Message: "expected at least one of " + strings.Join(names, ", "),
				Params:  verdict.ParamsOf(map[string]any{"names": names}),
			})
		}, nil
	}
	schema := verdict.MustCompile([]byte(`{"items": {"x-atLeastOneOf": ["mail", "phone"]}}`),
		verdict.WithKeyword("x-atLeastOneOf", atLeastOneOf))
	err := schema.Validate([]byte(`[{"mail": "a@example.com"}, {"name": "Ann"}]`))
	var invalid *verdict.Error
	errors.As(err, &invalid)
	fmt.Println(invalid, invalid.Violations[0].Pointer, invalid.Violations[0].Params)
	// Output: 1:29: expected at least one of mail, phone [at-least-one-of] /1 {"names":["mail","phone"]}
}

func ExampleWithVocabulary() {
	metaschema := []byte(`{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$ref": "https://json-schema.org/draft/2020-12/schema",
		"$vocabulary": {
			"https://json-schema.org/draft/2020-12/vocab/core": true,
			"https://json-schema.org/draft/2020-12/vocab/validation": true,
			"https://example.com/vocab/numbers": true
		},
		"properties": {"even": {"type": "boolean"}}
	}`)
	even := func(use verdict.KeywordUse) (verdict.KeywordCheck, error) {
		return func(value verdict.Instance, report verdict.Report) {
			if strings.TrimRight(value.String(), "02468") == value.String() {
				report.Fail("expected an even number")
			}
		}, nil
	}
	options := []verdict.Option{
		verdict.WithResource("https://example.com/meta", metaschema),
		verdict.WithVocabulary("https://example.com/vocab/numbers", map[string]verdict.KeywordCompiler{"even": even}),
	}
	schema := verdict.MustCompile([]byte(`{"$schema": "https://example.com/meta", "even": true}`), options...)
	fmt.Println(schema.Validate([]byte(`3`)))

	_, err := verdict.Compile([]byte(`{"$schema": "https://example.com/meta", "even": "yes"}`), options...)
	fmt.Println(err)
	// Output:
	// 1:1: expected an even number [even]
	// verdict: schema verdict:///schema.json:1:49: not valid against the metaschema https://example.com/meta: expected boolean, got the string "yes"
}

func ExampleReport_Annotate() {
	// Numbers with "x-unit": "s" get a text for people as their annotation.
	unit := verdict.WithKeyword("x-unit", func(use verdict.KeywordUse) (verdict.KeywordCheck, error) {
		unit := use.Value.String()
		return func(value verdict.Instance, report verdict.Report) {
			if value.Kind() == verdict.KindNumber {
				report.Annotate(value.String() + " " + unit)
			}
		}, nil
	})
	schema := verdict.MustCompile([]byte(`{"properties": {"timeout": {"x-unit": "s"}}}`), unit)
	for _, u := range schema.Output([]byte(`{"timeout": 30}`), verdict.OutputBasic).Annotations {
		fmt.Println(u.InstanceLocation, u.KeywordLocation, string(u.Annotation))
	}
	// Output:
	//  /properties ["timeout"]
	// /timeout /properties/timeout/x-unit "30 s"
}

func ExampleReport_Fail() {
	check := func(value verdict.Instance, report verdict.Report) {
		if value.Kind() == verdict.KindString && strings.TrimSpace(value.String()) == "" {
			report.Fail("expected more than white space")
		}
	}
	schema := verdict.MustCompile([]byte(`{"x-notBlank": true}`), verdict.WithKeyword("x-notBlank",
		func(verdict.KeywordUse) (verdict.KeywordCheck, error) { return check, nil }))
	fmt.Println(schema.Validate([]byte(`" "`)))
	// Output: 1:1: expected more than white space [x-notBlank]
}

func ExampleReport_Add() {
	check := func(value verdict.Instance, report verdict.Report) {
		if end, ok := value.Property("end"); ok {
			report.Add(verdict.Violation{Rule: "interval", Message: "the end is before the start", Pointer: end.Pointer()})
		}
	}
	schema := verdict.MustCompile([]byte(`{"x-interval": true}`), verdict.WithKeyword("x-interval",
		func(verdict.KeywordUse) (verdict.KeywordCheck, error) { return check, nil }))
	var invalid *verdict.Error
	errors.As(schema.Validate([]byte(`{"start": 7, "end": 3}`)), &invalid)
	fmt.Println(invalid.Violations[0].Pointer, invalid.Violations[0].Got, invalid)
	// Output: /end 3 1:21: the end is before the start [interval]
}

func ExampleSchema_Walk() {
	schema := verdict.MustCompile([]byte(`{
		"properties": {"home": {"$ref": "#/$defs/address"}},
		"$defs": {"address": {"properties": {"city": {"type": "string"}}}}
	}`), verdict.WithBaseURI("https://example.com/person"))
	for s := range schema.Walk() {
		fmt.Println(s.Location, s.References)
	}
	// Output:
	// https://example.com/person# []
	// https://example.com/person#/properties/home [{$ref https://example.com/person#/$defs/address}]
	// https://example.com/person#/$defs/address []
	// https://example.com/person#/$defs/address/properties/city []
}

func ExampleSchema_Lookup() {
	schema := verdict.MustCompile([]byte(`{
		"properties": {"home": {"title": "Address", "$ref": "#/$defs/address"}},
		"$defs": {"address": {"anyOf": [{"required": ["city"]}, {"required": ["country"]}]}}
	}`))
	for _, s := range schema.Lookup("/home") {
		fmt.Println(s.Pointer, s.Conditional)
	}
	// Output:
	// /properties/home false
	// /$defs/address false
	// /$defs/address/anyOf/0 true
	// /$defs/address/anyOf/1 true
}

func ExampleSubschema_Keyword() {
	schema := verdict.MustCompile([]byte(`{"properties": {"size": {"enum": ["S", "M"]}}}`))
	values, _ := schema.Lookup("/size")[0].Keyword("enum")
	for _, value := range values.Items() {
		fmt.Println(value)
	}
	// Output:
	// S
	// M
}

func ExampleParamsOf() {
	fmt.Println(verdict.ParamsOf(map[string]any{"limit": 2, "count": 1}))
	// Output: {"count":1,"limit":2}
}

func ExamplePanicError() {
	schema := verdict.MustCompile([]byte(`{"format": "plate"}`), verdict.WithFormat("plate", func(text string) error {
		_ = text[7]
		return nil
	}))
	var panicked *verdict.PanicError
	if errors.As(schema.Validate([]byte(`"short"`)), &panicked) {
		fmt.Println(panicked.Of)
	}
	// Output: format "plate"
}
