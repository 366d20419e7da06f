package verdict_test

// This file tests catalogs of messages.

import (
	"errors"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/messages"
)

func TestACatalogReplacesWhatItHas(t *testing.T) {
	polish := verdict.Catalog{
		Messages: map[string]string{
			"missing":   "brak {property}",
			"min-items": "co najmniej {limit} {limit?element|elementy|elementów}",
			"bound":     "{got} < {expected}",
			"enum":      "źle",
		},
		Details: map[string]string{"no offset": "brak strefy"},
		Plural: func(n int) int {
			switch {
			case n == 1:
				return 0
			case n%10 >= 2 && n%10 <= 4 && n/10%10 != 1:
				return 1
			}
			return 2
		},
	}
	for _, c := range []struct{ schema, payload, want string }{
		{`{"required": ["a"]}`, `{}`, `1:1: brak "a" [missing]`},
		{`{"minItems": 1}`, `[]`, `1:1: 0 < co najmniej 1 element [min-items]`},
		{`{"minItems": 3}`, `[]`, `1:1: 0 < co najmniej 3 elementy [min-items]`},
		{`{"minItems": 12}`, `[]`, `1:1: 0 < co najmniej 12 elementów [min-items]`},
		{`{"minItems": 22}`, `[]`, `1:1: 0 < co najmniej 22 elementy [min-items]`},
		{`{"enum": [1, 2]}`, `3`, `1:1: źle [enum]`}, // without placeholders
		{`{"format": "time"}`, `"10:00:00"`, `1:1: "10:00:00" is not a valid time: brak strefy; expected RFC 3339 time with offset, such as 09:30:00Z [format]`},
		{`{"type": "string"}`, `3`, `1:1: expected string, got the number 3; put it in quotes [type]`},
	} {
		if got := textOf(compiled(t, c.schema, verdict.WithMessages(polish)).Validate([]byte(c.payload))); got != c.want {
			t.Errorf("%s: %s, want %s", c.payload, got, c.want)
		}
	}
}

func TestACatalogReplacesTheTextsOfTheCaller(t *testing.T) {
	german := messages.German()
	german.Details["the country is unknown"] = "das Land ist unbekannt"
	schema := verdict.MustCompile([]byte(`{"format": "iban", "x-iban": true}`), verdict.WithMessages(german),
		verdict.WithFormat("iban", func(string) error { return errors.New("the country is unknown") }),
		verdict.WithKeyword("x-iban", func(verdict.KeywordUse) (verdict.KeywordCheck, error) {
			return func(_ verdict.Instance, report verdict.Report) { report.Fail("the country is unknown") }, nil
		}))
	const want = `1:1: "a" entspricht nicht dem Format iban: das Land ist unbekannt [format]` + "\n1:1: das Land ist unbekannt [x-iban]"
	if got := schema.Validate([]byte(`"a"`)); got == nil || got.Error() != want {
		t.Errorf("got %v", got)
	}
	if _, ok := messages.German().Details["the country is unknown"]; ok {
		t.Error("the catalog of the package has changed")
	}
}

// Errors of schemas are English. What is wrong with a schema is also a violation of its metaschema.
func TestWhatIsWrongWithASchemaCanBeWorded(t *testing.T) {
	document := []byte(`{"type": "strng"}`)
	var rejected *verdict.SchemaError
	if _, err := verdict.Compile(document, verdict.WithMessages(messages.German())); !errors.As(err, &rejected) || !strings.Contains(rejected.Message, "did you mean") {
		t.Errorf("got %v", err)
	}
	metaschema := verdict.MustCompile([]byte(`{"$ref": "https://json-schema.org/draft/2020-12/schema"}`), verdict.WithMessages(messages.German()))
	if err := metaschema.Validate(document); err == nil || !strings.Contains(err.Error(), `war "string" gemeint?`) {
		t.Errorf("got %v", err)
	}
}

func TestACatalogIsChecked(t *testing.T) {
	for text, want := range map[string]string{
		"{property": "a brace is not closed", "{prop}": "there is no placeholder {prop}", "{limit}": "has no {limit}", "{}": "there is no placeholder {}",
		"{property?}": "", "{property?a|b}": "", "": "", "}": "", "{{property}}": "there is no placeholder {{property}",
		"a\xff": "not valid UTF-8", "{property?\xff|b}": "not valid UTF-8", strings.Repeat("{property}", 1<<10): "",
	} {
		_, err := verdict.Compile([]byte(`true`), verdict.WithMessages(verdict.Catalog{Messages: map[string]string{"missing": text}}))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	unknown := verdict.Catalog{Messages: map[string]string{"mising": ""}}
	if _, err := verdict.For[int](verdict.WithMessages(unknown)); err == nil || !strings.Contains(err.Error(), `"mising"`) {
		t.Errorf("error %v", err)
	}
}

func TestCatalogsDoNotChangeTheData(t *testing.T) {
	const schema = `{"properties": {"a": {"type": "integer"}, "b": {"enum": [1, 2]}}, "required": ["c"], "additionalProperties": false}`
	const payload = `{"a": "1", "b": 3, "d": 0}`
	var english, german *verdict.Error
	s := compiled(t, schema)
	errors.As(s.Validate([]byte(payload)), &english)
	translated, err := s.WithMessages(messages.German())
	if err != nil {
		t.Fatal(err)
	}
	errors.As(translated.Validate([]byte(payload)), &german)
	if len(english.Violations) != 4 || len(german.Violations) != 4 {
		t.Fatalf("%v\n%v", english, german)
	}
	for k, v := range german.Violations {
		want := english.Violations[k]
		if v.Message == want.Message {
			t.Errorf("%q is not German", v.Message)
		}
		v.Message, v.Expected = want.Message, want.Expected
		if v != want {
			t.Errorf("%+v, want %+v", v, want)
		}
	}
	var again *verdict.Error
	errors.As(s.Validate([]byte(payload)), &again)
	if again.Error() != english.Error() {
		t.Errorf("the original schema says %v", again)
	}
}

func TestAllErrorsOfASchemaAreWorded(t *testing.T) {
	german := verdict.WithMessages(messages.German())
	patches := verdict.MustFor[patched](german, verdict.WithPatch())
	target := newPatched()
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"Decode":         {func() error { _, err := verdict.MustFor[int](german).Decode([]byte(`""`)); return err }(), "ganze Zahl erwartet"},
		"the patch":      {patches.ApplyMergePatch(&target, []byte(`{"id": 1}`)), "Zeichenkette erwartet"},
		"the operations": {patches.ApplyJSONPatch(&target, []byte(`[{}]`)), "die erforderliche Eigenschaft"},
		"an operation":   {patches.ApplyJSONPatch(&target, []byte(`[{"op":"test","path":"/id","value":1}]`)), "der Wert ist nicht gleich"},
		"the result":     {patches.ApplyJSONPatch(&target, []byte(`[{"op":"remove","path":"/id"}]`)), "die erforderliche Eigenschaft"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	typed, err := verdict.MustFor[patched](verdict.WithPatch()).WithMessages(messages.German())
	if err != nil {
		t.Fatal(err)
	}
	if err := typed.ApplyJSONPatch(&target, []byte(`[{"op":"remove","path":"/id"}]`)); err == nil || !strings.Contains(err.Error(), "Eigenschaft") {
		t.Errorf("the result: %v", err)
	}
	output := compiled(t, `{"anyOf": [{"type": "string"}, {"minimum": 2}]}`, german).Output([]byte(`1`), verdict.OutputBasic)
	for _, unit := range output.Errors {
		if !strings.Contains(unit.Error, "erwartet") && !strings.Contains(unit.Error, "erfüllt") && !strings.Contains(unit.Error, "passt") {
			t.Errorf("output: %q", unit.Error)
		}
	}
	var none *verdict.Typed[int]
	if _, err := none.WithMessages(messages.German()); err == nil {
		t.Error("a nil schema has messages")
	}
}
