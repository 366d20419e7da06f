package verdict_test

// This file tests violations: their locations, their sentinels, and the error that contains
// them.

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// sentinels are the targets of errors.Is, with their rules.
var sentinels = map[verdict.Rule]error{
	verdict.RuleMissing: verdict.ErrMissing,
	verdict.RuleNull:    verdict.ErrNull,
	verdict.RuleType:    verdict.ErrType,
	verdict.RuleEnum:    verdict.ErrEnum,
	verdict.RuleFormat:  verdict.ErrFormat,
	verdict.RuleSyntax:  verdict.ErrSyntax,
}

func TestAViolationMatchesOnlyItsSentinel(t *testing.T) {
	for _, rule := range rulesInSource(t) {
		v := verdict.Violation{Rule: rule}
		for of, sentinel := range sentinels {
			if got, want := errors.Is(v, sentinel), of == rule; got != want {
				t.Errorf("a violation of %s is %v: %t", rule, sentinel, got)
			}
			if got, want := errors.Is(&verdict.Error{Violations: []verdict.Violation{{Rule: verdict.RuleNot}, v}}, sentinel), of == rule; got != want {
				t.Errorf("an error with a violation of %s is %v: %t", rule, sentinel, got)
			}
		}
	}
}

// Missing is not null: no violation of any field is both.
func TestMissingIsNeverNull(t *testing.T) {
	for _, form := range []string{documentedForm, wireForm} {
		s := sessionSchema(t, form)
		for _, f := range fieldsOf(form) {
			for _, value := range []string{"", "null", f.wrongType} {
				_, violations := outcome(t, s, []byte(session(form, map[string]string{f.name: value})))
				for _, v := range violations {
					if errors.Is(v, verdict.ErrMissing) && errors.Is(v, verdict.ErrNull) {
						t.Errorf("both: %v", v)
					}
					if value == "" && !errors.Is(v, verdict.ErrMissing) {
						t.Errorf("%s is absent, but: %v", f.name, v)
					}
					if value == "null" && !errors.Is(v, verdict.ErrNull) {
						t.Errorf("%s is null, but: %v", f.name, v)
					}
				}
			}
		}
	}
}

// A property that several keywords require is missing once.
func TestOneFaultOfAPropertyIsOneViolation(t *testing.T) {
	tests := []struct{ name, schema, payload, want string }{
		{"missing, by required and by others that are there", `{"required": ["b"], "dependentRequired": {"a": ["b"], "c": ["b"]}}`, `{"a": 1, "c": 2}`, "missing"},
		{"missing, by every branch of allOf", `{"allOf": [{"required": ["b"]}, {"required": ["b"]}]}`, `{}`, "missing"},
		{"null, by types that differ", `{"allOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"a": {"type": ["integer", "string"]}}}]}`, `{"a": null}`, "null"},
		{"null, by an enum as well", `{"properties": {"a": {"type": "string", "enum": ["x"], "minLength": 1}}}`, `{"a": null}`, "null"},
		{"a wrong type, by all that is asked of the right one", `{"properties": {"a": {"type": "string", "enum": ["x"], "format": "date", "const": "x"}}}`, `{"a": 5}`, "type"},
		{"the same, through two references", `{"properties": {"a": {"allOf": [{"$ref": "#/$defs/s"}, {"$ref": "#/$defs/s"}]}}, "$defs": {"s": {"type": "string"}}}`, `{"a": 5}`, "type"},
		{"unknown, by additionalProperties at two places", `{"additionalProperties": false, "allOf": [{"additionalProperties": false}]}`, `{"a": 5}`, "unknown-property"},
		{"wrong, and not also unevaluated", `{"allOf": [{"properties": {"a": {"type": "string"}}}], "unevaluatedProperties": false}`, `{"a": 5}`, "type"},
		{"wrong in one that asks for the rest, and not also unevaluated", `{"allOf": [{"properties": {"a": {"type": "string"}}, "unevaluatedProperties": true}], "unevaluatedProperties": false}`, `{"a": 5}`, "type"},
		{"wrong among the rest, and not also unevaluated", `{"allOf": [{"unevaluatedItems": {"type": "string"}}], "unevaluatedItems": false}`, `[5]`, "type"},
		{"wrong in the branch meant, and not also unevaluated", `{"anyOf": [{"properties": {"a": {"type": "string"}}}, {"required": ["b", "c"]}], "unevaluatedProperties": false}`, `{"a": 5}`, "type"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
			if len(violations) != 1 || string(violations[0].Rule) != tt.want {
				t.Errorf("want one violation of %s: %v", tt.want, violations)
			}
		})
	}
}

// The message for a null that is rejected says whether the property may be omitted instead.
func TestNullSaysWhetherThePropertyMayBeLeftOut(t *testing.T) {
	s := sessionSchema(t, documentedForm)
	message := func(property string) string {
		_, violations := outcome(t, s, []byte(session(documentedForm, map[string]string{property: "null"})))
		if len(violations) != 1 {
			t.Fatalf("%s: %v", property, violations)
		}
		return violations[0].Message
	}
	optional, required := message("categories"), message("projectId")
	if !strings.Contains(optional, "leave the property out") {
		t.Errorf("categories may be left out, but: %s", optional)
	}
	if strings.Contains(required, "leave the property out") {
		t.Errorf("projectId may not be left out, but: %s", required)
	}
}

func TestAnErrorListsItsViolations(t *testing.T) {
	err := error(&verdict.Error{
		Violations: []verdict.Violation{
			{Rule: verdict.RuleMissing, Message: "one", Line: 1, Column: 2},
			{Rule: verdict.RuleNull, Message: "two", Line: 30, Column: 4},
		},
		Truncated: true,
	})
	if got, want := err.Error(), "1:2: one [missing]\n30:4: two [null]\nand more"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var first verdict.Violation
	if !errors.As(err, &first) || first.Message != "one" {
		t.Errorf("errors.As found %v", first)
	}
	var all *verdict.Error
	if !errors.As(fmt.Errorf("payload: %w", err), &all) || len(all.Unwrap()) != 2 {
		t.Errorf("errors.As found %v", all)
	}
}

func TestAViolationIsPlainData(t *testing.T) {
	_, violations := outcome(t, compiled(t, `{"required": ["a"]}`), []byte(`{}`))
	data, err := json.Marshal(violations)
	if err != nil {
		t.Fatal(err)
	}
	var back []verdict.Violation
	if err := json.Unmarshal(data, &back); err != nil || len(back) != 1 || back[0] != violations[0] {
		t.Errorf("%s became %v: %v", data, back, err)
	}
}

func TestPositionsAreInCodePoints(t *testing.T) {
	tests := []struct {
		name, payload        string
		line, column, offset int
	}{
		{"first byte", `"x"`, 1, 1, 0},
		{"after white space", " \t\"x\"", 1, 3, 2},
		{"after LF", "\n\n \"x\"", 3, 2, 3},
		{"after CRLF", "\r\n\r\n\"x\"", 3, 1, 4},
		{"after CR", "\r\r \"x\"", 3, 2, 3},
		{"after mixed line ends", "\n\r\r\n \"x\"", 4, 2, 5},
		{"after characters of two, three and four bytes", `["é€🔑", "x"]`, 1, 9, 14},
		{"after a line separator, which ends no line", "[\"\u2028\", \"x\"]", 1, 7, 8},
		{"after a tab", "[\t\"x\"]", 1, 3, 2},
	}
	s := compiled(t, `{"not": {"const": "x"}, "items": {"not": {"const": "x"}}}`)
	for _, tt := range tests {
		_, violations := outcome(t, s, []byte(tt.payload))
		if len(violations) != 1 {
			t.Fatalf("%s: %v", tt.name, violations)
		}
		if v := violations[0]; v.Line != tt.line || v.Column != tt.column || v.Offset != tt.offset || v.End != tt.offset+3 {
			t.Errorf("%s: %d:%d, range [%d, %d); want %d:%d at %d", tt.name, v.Line, v.Column, v.Offset, v.End, tt.line, tt.column, tt.offset)
		}
	}
}

func TestPointersAreEscaped(t *testing.T) {
	s := compiled(t, `{"properties": {"a/b~c%\"é": {"items": {"type": "null"}}}}`)
	_, violations := outcome(t, s, []byte(`{"a/b~c%\"\u00e9": [null, 1]}`))
	if len(violations) != 1 {
		t.Fatal(violations)
	}
	v := violations[0]
	if want := `/a~1b~0c%"é/1`; v.Pointer != want {
		t.Errorf("pointer %q, want %q", v.Pointer, want)
	}
	if want := `/properties/a~1b~0c%"é/items/type`; v.KeywordLocation != want {
		t.Errorf("keyword location %q, want %q", v.KeywordLocation, want)
	}
	if want := `#/properties/a~1b~0c%25%22%C3%A9/items/type`; !strings.HasSuffix(v.SchemaLocation, want) {
		t.Errorf("schema location %q does not end with %q", v.SchemaLocation, want)
	}
}

// Core 2020-12, sections 12.3.1 and 12.3.2: one location goes through $ref, the
// other does not contain $ref.
func TestLocationsThroughReferences(t *testing.T) {
	s := compiled(t, `{
		"$id": "https://a.example/root",
		"properties": {"x": {"$ref": "other#/$defs/y"}},
		"$defs": {"o": {"$id": "other", "$defs": {"y": {"allOf": [true, {"$ref": "#z"}]}, "z": {"$anchor": "z", "type": "null"}}}}
	}`)
	_, violations := outcome(t, s, []byte(`{"x": 1}`))
	if len(violations) != 1 {
		t.Fatal(violations)
	}
	v := violations[0]
	if want := "/properties/x/$ref/allOf/1/$ref/type"; v.KeywordLocation != want {
		t.Errorf("keyword location %q, want %q", v.KeywordLocation, want)
	}
	if want := "https://a.example/other#/$defs/z/type"; v.SchemaLocation != want {
		t.Errorf("schema location %q, want %q", v.SchemaLocation, want)
	}
}

// A syntax error is one violation, with the position at which it is noticed.
func TestFaultsOfTheText(t *testing.T) {
	tests := []struct {
		name, payload string
		rule          verdict.Rule
		line, column  int
	}{
		{"empty", "", verdict.RuleSyntax, 1, 1},
		{"white space alone", " \n ", verdict.RuleSyntax, 2, 2},
		{"cut off", "{\n  \"a\": ", verdict.RuleSyntax, 2, 8},
		{"comma at the end of an object", `{"a": 1,}`, verdict.RuleSyntax, 1, 9},
		{"comma at the end of an array", `[1,]`, verdict.RuleSyntax, 1, 4},
		{"no comma", `[1 2]`, verdict.RuleSyntax, 1, 4},
		{"no colon", `{"a" 1}`, verdict.RuleSyntax, 1, 6},
		{"name without quotes", `{a: 1}`, verdict.RuleSyntax, 1, 2},
		{"single quotes", `{'a': 1}`, verdict.RuleSyntax, 1, 2},
		{"comment", "{\n// a\n}", verdict.RuleSyntax, 2, 1},
		{"NaN", `[NaN]`, verdict.RuleSyntax, 1, 2},
		{"leading zero", `[01]`, verdict.RuleSyntax, 1, 2},
		{"no digit after the point", `[1.]`, verdict.RuleSyntax, 1, 2},
		{"leading plus", `[+1]`, verdict.RuleSyntax, 1, 2},
		{"unknown escape", `["\x"]`, verdict.RuleSyntax, 1, 3},
		{"control character", "[\"a\tb\"]", verdict.RuleSyntax, 1, 4},
		{"brackets that do not match", `{"a": [1}`, verdict.RuleSyntax, 1, 9},
		{"bytes after the value", "{} x", verdict.RuleSyntax, 1, 4},
		{"two values", "{}\n{}", verdict.RuleSyntax, 2, 1},
		{"True", `True`, verdict.RuleSyntax, 1, 1},
		{"byte order mark", "\ufeff{}", verdict.RuleEncoding, 1, 1},
		{"UTF-16", "{\x00}\x00", verdict.RuleSyntax, 1, 2},
		{"UTF-16 with a byte order mark", "\xff\xfe{\x00}\x00", verdict.RuleSyntax, 1, 1},
		{"Latin-1 in a string", "[\n\"caf\xe9\"]", verdict.RuleEncoding, 2, 5},
		{"Latin-1 in a name", "{\"\xe9\": 1}", verdict.RuleEncoding, 1, 3},
		{"overlong", "[\"\xc0\x80\"]", verdict.RuleEncoding, 1, 3},
		{"surrogate in UTF-8", "[\"\xed\xa0\x80\"]", verdict.RuleEncoding, 1, 3},
		{"name twice", "{\"a\": 1,\n \"a\": 2}", verdict.RuleDuplicateKey, 2, 2},
		{"name twice, once escaped", `{"a": 1, "\u0061": 2}`, verdict.RuleDuplicateKey, 1, 10},
		{"name twice, far down", `[{"b": {"a": 1, "c": 0, "a": 2}}]`, verdict.RuleDuplicateKey, 1, 25},
	}
	s := compiled(t, `true`)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			valid, violations := outcome(t, s, []byte(tt.payload))
			if valid || len(violations) != 1 {
				t.Fatalf("valid is %t: %v", valid, violations)
			}
			v := violations[0]
			if v.Rule != tt.rule || v.Line != tt.line || v.Column != tt.column {
				t.Errorf("%v, want [%s] at %d:%d", v, tt.rule, tt.line, tt.column)
			}
			if v.KeywordLocation != "" || v.SchemaLocation != "" {
				t.Errorf("a fault of the text has a place in the schema: %q, %q", v.KeywordLocation, v.SchemaLocation)
			}
			if tt.rule == verdict.RuleDuplicateKey && v.Property != "a" {
				t.Errorf("property %q", v.Property)
			}
		})
	}
}

func TestGotIsCutAt64Bytes(t *testing.T) {
	s := compiled(t, `{"type": "null"}`)
	for _, payload := range []string{
		`"` + strings.Repeat("a", 62) + `"`,
		`"` + strings.Repeat("a", 63) + `"`,
		`"` + strings.Repeat("é", 100) + `"`,
		`"a` + strings.Repeat("🔑", 100) + `"`,
		`[` + strings.Repeat("1, ", 100) + `1]`,
	} {
		_, violations := outcome(t, s, []byte(payload))
		if len(violations) != 1 {
			t.Fatal(violations)
		}
		if got := violations[0].Got; len(payload) <= 64 && got != payload || len(payload) > 64 && (len(got) < 50 || !strings.HasPrefix(payload, got[:48])) {
			t.Errorf("of %s got %s", payload, got)
		}
	}
}
