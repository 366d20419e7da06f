package verdict_test

// This file tests formats that the caller defines, and formats that are not defined.

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// sku is a format of tests: "A-" and digits.
func sku(text string) error {
	if digits, ok := strings.CutPrefix(text, "A-"); !ok || strings.Trim(digits, "0123456789") != "" {
		return errors.New("expected A- and digits")
	}
	return nil
}

// everyDraft has the $schema of each draft.
var everyDraft = map[verdict.Draft]string{
	verdict.Draft4:    "http://json-schema.org/draft-04/schema#",
	verdict.Draft6:    "http://json-schema.org/draft-06/schema#",
	verdict.Draft7:    "http://json-schema.org/draft-07/schema#",
	verdict.Draft2019: "https://json-schema.org/draft/2019-09/schema",
	verdict.Draft2020: "https://json-schema.org/draft/2020-12/schema",
}

func TestCustomFormatsAreAssertedInEveryDraft(t *testing.T) {
	definitions := map[bool]string{true: "$defs", false: "definitions"}
	for draft, uri := range everyDraft {
		schema := fmt.Sprintf(`{"$schema": %q, "type": "object",
			"properties": {"id": {"$ref": "#/%[2]s/sku"}},
			"additionalProperties": {"anyOf": [{"type": "null"}, {"format": "sku"}]},
			"%[2]s": {"sku": {"format": "sku"}}}`, uri, definitions[draft >= verdict.Draft2019])
		s := compiled(t, schema, verdict.WithFormat("sku", sku))
		for payload, want := range map[string]bool{
			`{"id": "A-7"}`: true, `{"id": "B-7"}`: false, `{"id": "\u0041-7"}`: true, `{"id": "\u0042-7"}`: false,
			`{"id": 7}`: true, `{"x": null}`: true, `{"x": "A-1"}`: true, `{"x": "A-x"}`: false,
		} {
			if got := s.Valid([]byte(payload)); got != want {
				t.Errorf("draft %d: Valid(%s) = %v", draft, payload, got)
			}
			if got := s.Validate([]byte(payload)) == nil; got != want {
				t.Errorf("draft %d: Validate(%s) = %v", draft, payload, got)
			}
			if got := s.Output([]byte(payload), verdict.OutputBasic).Valid; got != want {
				t.Errorf("draft %d: Output(%s) = %v", draft, payload, got)
			}
		}
	}
}

func TestCustomFormatViolationHasTheTextOfTheError(t *testing.T) {
	fails := func(text string) func(string) error {
		return func(string) error { return errors.New(text) }
	}
	for name, test := range map[string]struct {
		options []verdict.Option
		schema  string
		payload string
		want    string
	}{
		"error": {
			[]verdict.Option{verdict.WithFormat("sku", sku)}, `{"format": "sku"}`, `"B-7"`,
			`"B-7" is not a valid sku: expected A- and digits`,
		},
		"the specification's format replaced": {
			[]verdict.Option{verdict.WithFormat("date-time", fails("no time of ours"))}, `{"format": "date-time"}`, `"2024-05-01 09:30:00"`,
			`"2024-05-01 09:30:00" is not a valid date-time: no time of ours`,
		},
		"lines": {
			[]verdict.Option{verdict.WithFormat("x", fails("one\n\ttwo\xff"))}, `{"format": "x"}`, `"a"`,
			`"a" is not a valid x: one two`,
		},
		"no text": {
			[]verdict.Option{verdict.WithFormat("x", fails(""))}, `{"format": "x"}`, `"a"`,
			`"a" is not a valid x`,
		},
		"long": {
			[]verdict.Option{verdict.WithFormat("x", fails(strings.Repeat("x", 5000)))}, `{"format": "x"}`, `"a"`,
			`"a" is not a valid x: ` + strings.Repeat("x", 1024) + "…",
		},
		"redacted": {
			[]verdict.Option{verdict.WithFormat("x", fails("secret is wrong")), verdict.WithRedaction()}, `{"format": "x"}`, `"secret"`,
			`a string of 6 characters is not a valid x`,
		},
		"of a name": {
			[]verdict.Option{verdict.WithFormat("sku", sku)}, `{"propertyNames": {"format": "sku"}}`, `{"B": 1}`,
			`the property name "B" is not a valid sku: expected A- and digits`,
		},
		"a number where a string is expected": {
			[]verdict.Option{verdict.WithFormat("sku", sku)}, `{"type": "string", "format": "sku"}`, `7`,
			`expected string, got the number 7`,
		},
		"a number that would be valid as a string": {
			[]verdict.Option{verdict.WithFormat("year", fails("")), verdict.WithFormat("year", func(string) error { return nil })},
			`{"type": "string", "format": "year"}`, `7`,
			`expected string, got the number 7; put it in quotes`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			violations := violationsOf(t, compiled(t, test.schema, test.options...), test.payload)
			if len(violations) != 1 || violations[0].Message != test.want {
				t.Fatalf("got %v\nwant %s", violations, test.want)
			}
		})
	}
	v := violationsOf(t, compiled(t, `{"properties": {"id": {"format": "sku"}}}`, verdict.WithFormat("sku", sku)), `{"id": "B"}`)[0]
	if v.Rule != verdict.RuleFormat || v.Pointer != "/id" || v.Params != `{"format":"sku"}` || v.Expected != "sku" || v.Suggestion.Kind != "" || !errors.Is(v, verdict.ErrFormat) {
		t.Errorf("got %+v", v)
	}
}

func TestCustomFormatIsAnAnnotationWithoutAssertion(t *testing.T) {
	s := compiled(t, `{"format": "sku"}`, verdict.WithFormat("sku", sku), verdict.WithFormats(false))
	if !s.Valid([]byte(`"B"`)) {
		t.Error("the format is asserted")
	}
}

func TestAPanicOfACheckIsAnError(t *testing.T) {
	panics := verdict.WithFormat("x", func(text string) error { panic("of " + text) })
	schema := `{"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string", "format": "x"}}}}`
	payload := "[" + strings.Repeat(`{"a": "secret"},`, 100_000) + `{"a": "secret"}]`
	for name, options := range map[string][]verdict.Option{
		"one goroutine":    {panics},
		"several":          {panics, verdict.WithWorkers(4)},
		"payload redacted": {panics, verdict.WithRedaction()},
	} {
		s := compiled(t, schema, options...)
		if s.Valid([]byte(payload)) {
			t.Errorf("%s: valid", name)
		}
		err := s.Validate([]byte(payload))
		var invalid *verdict.Error
		var panicked *verdict.PanicError
		if errors.As(err, &invalid) || !errors.As(err, &panicked) || panicked.Of != `format "x"` {
			t.Errorf("%s: %v", name, err)
		} else if redacted := name == "payload redacted"; strings.Contains(err.Error(), "secret") == redacted {
			t.Errorf("%s: %v", name, err)
		}
		if o := s.Output([]byte(payload), verdict.OutputBasic); o.Valid || !strings.Contains(o.Error, `the check of the format "x" panicked`) {
			t.Errorf("%s: %+v", name, o)
		}
		if s.Valid([]byte(`[{"a": 1}]`)) || !s.Valid([]byte(`[{"b": 1}]`)) {
			t.Errorf("%s: the schema cannot be used after a panic", name)
		}
	}
}

func TestWithKnownFormatsRejectsUnknownOnes(t *testing.T) {
	for name, test := range map[string]struct {
		schema  string
		options []verdict.Option
		want    string // "" if the schema is accepted
	}{
		"misspelt":                {`{"properties": {"a": {"type": "string", "format": "emial"}}}`, nil, `verdict:///schema.json:1:51: unknown format "emial", did you mean "email"?`},
		"no other is near":        {`{"format": "zzz"}`, nil, `verdict:///schema.json:1:12: unknown format "zzz"; define it with WithFormat`},
		"defined":                 {`{"format": "sku"}`, []verdict.Option{verdict.WithFormat("sku", sku)}, ""},
		"near a defined one":      {`{"format": "skoo"}`, []verdict.Option{verdict.WithFormat("sku-o", sku)}, `did you mean "sku-o"?`},
		"near a replaced one":     {`{"format": "emial"}`, []verdict.Option{verdict.WithFormat("email", sku)}, `did you mean "email"?`},
		"of a later draft":        {`{"$schema": "http://json-schema.org/draft-07/schema#", "format": "uuid"}`, nil, `unknown format "uuid"`},
		"of the draft":            {`{"$schema": "http://json-schema.org/draft-07/schema#", "format": "regex"}`, nil, ""},
		"of OpenAPI":              {`{"type": "number", "format": "double"}`, []verdict.Option{verdict.WithDraft(verdict.OpenAPI30)}, ""},
		"only an annotation":      {`{"format": "emial"}`, []verdict.Option{verdict.WithFormats(false)}, `did you mean "email"?`},
		"in another document":     {`{"$ref": "https://example.com/a.json"}`, []verdict.Option{verdict.WithResource("https://example.com/a.json", []byte(`{"format": "emial"}`))}, `https://example.com/a.json:1:12: unknown format`},
		"in an enum":              {`{"enum": [{"format": "emial"}]}`, nil, ""},
		"not in use":              {`{"$defs": {"a": {"format": "emial"}}}`, nil, ""},
		"next to $ref in draft 7": {`{"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"a": {}}, "properties": {"x": {"$ref": "#/definitions/a", "format": "emial"}}}`, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := verdict.Compile([]byte(test.schema), append(test.options, verdict.WithKnownFormats())...)
			var located *verdict.SchemaError
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (!errors.As(err, &located) || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
	if _, err := verdict.For[struct {
		Mail string `json:"mail" jsonschema:"format=emial"`
	}](verdict.WithKnownFormats()); err == nil || !strings.Contains(err.Error(), `did you mean "email"?`) {
		t.Errorf("got %v", err)
	}
}

func TestWithFormatNeedsAFunction(t *testing.T) {
	if _, err := verdict.Compile([]byte(`{}`), verdict.WithFormat("x", nil)); err == nil {
		t.Error("nil is accepted")
	}
}
