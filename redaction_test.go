package verdict_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/race"
)

// Marks are put into the values of a payload, so that a test can find the values in any text.
const (
	markedText   = "Zq7Xk"
	markedNumber = "8675309"
)

// marked is a value with a mark in each string and number. Strings keep their beginning if keep
// is set, or begin with the mark otherwise.
func marked(value any, keep bool) any {
	switch v := value.(type) {
	case string:
		if keep {
			return v + markedText
		}
		return markedText + v
	case float64:
		if v != float64(int(v)) {
			return json.Number(markedNumber + ".5")
		}
		return json.Number(markedNumber)
	case []any:
		all := make([]any, len(v))
		for i := range v {
			all[i] = marked(v[i], keep)
		}
		return all
	case map[string]any:
		all := make(map[string]any, len(v))
		for name := range v {
			all[name] = marked(v[name], keep)
		}
		return all
	}
	return value
}

// findMarks fails if a text has a mark.
func findMarks(t *testing.T, what, text string) {
	t.Helper()
	for _, mark := range []string{markedText, strings.ToLower(markedText), markedNumber} {
		if strings.Contains(text, mark) {
			t.Errorf("%s has a value of the payload:\n%s", what, text)
		}
	}
}

// errorTexts returns everything that a program may print of an error and an output.
func errorTexts(t *testing.T, schema *verdict.Schema, payload []byte) map[string]string {
	t.Helper()
	err := schema.Validate(payload)
	texts := logged(err)
	texts["Error"] = fmt.Sprint(err)
	written, failed := json.Marshal(err)
	if failed != nil {
		t.Fatal(failed)
	}
	texts["json.Marshal"] = string(written)
	for _, format := range []verdict.OutputFormat{verdict.OutputBasic, verdict.OutputDetailed, verdict.OutputVerbose} {
		written, failed := json.Marshal(schema.Output(payload, format))
		if failed != nil {
			t.Fatal(failed)
		}
		texts[fmt.Sprint("Output ", format)] = string(written)
	}
	return texts
}

// logged returns what structured logs say of an error and of each violation.
func logged(err error) map[string]string {
	var invalid *verdict.Error
	if !errors.As(err, &invalid) {
		return map[string]string{}
	}
	var asJSON, asText bytes.Buffer
	for _, log := range []*slog.Logger{slog.New(slog.NewJSONHandler(&asJSON, nil)), slog.New(slog.NewTextHandler(&asText, nil))} {
		log.Warn("invalid", "error", err)
		for _, v := range invalid.Violations {
			log.Warn("invalid", "violation", v)
		}
	}
	return map[string]string{"slog in JSON": asJSON.String(), "slog in text": asText.String()}
}

func TestRedactedErrorsOfTheSuiteHaveNoValues(t *testing.T) {
	race.Skip(t)
	suite := suiteDir(t)
	invalid := 0
	for _, d := range suiteDrafts {
		if testing.Short() && d.draft != verdict.Draft2020 {
			continue
		}
		for _, name := range suiteTests(t, suite, d.dir) {
			var groups []suiteGroup
			readJSON(t, filepath.Join(suite, "tests", d.dir, filepath.FromSlash(name)), &groups)
			for _, g := range groups {
				schema, err := verdict.Compile(g.Schema, verdict.WithDraft(d.draft), verdict.WithBaseURI(suiteRootURI),
					verdict.WithFS(remotesURI, os.DirFS(filepath.Join(suite, "remotes"))), verdict.WithStrict(true), verdict.WithRedaction())
				if err != nil {
					continue
				}
				for _, c := range g.Tests {
					invalid += checkRedacted(t, schema, c.Data)
				}
			}
		}
	}
	if invalid < 1000 {
		t.Errorf("only %d payloads with marks are invalid", invalid)
	}
}

// checkRedacted validates the payload with marks in its values and returns for how many ways
// to mark them it is invalid.
func checkRedacted(t *testing.T, schema *verdict.Schema, payload []byte) (invalid int) {
	t.Helper()
	var value any
	if err := json.Unmarshal(payload, &value); err != nil {
		return 0 // a number beyond float64
	}
	for _, keep := range []bool{false, true} {
		payload, err := json.Marshal(marked(value, keep))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Valid(payload) {
			continue
		}
		invalid++
		for what, text := range errorTexts(t, schema, payload) {
			findMarks(t, what, text)
		}
	}
	return invalid
}

// Every message is covered, with values that suggestions consist of.
func TestRedactedMessagesSayTypeAndLength(t *testing.T) {
	tests := []struct{ schema, payload, message, got string }{
		{`{"type": "integer"}`, `"12"`, `expected integer, got a string of 2 characters`, `a string of 2 characters`},
		{`{"type": "string"}`, `86`, `expected string, got an integer; put it in quotes`, `an integer`},
		{`{"type": "string"}`, `8.6`, `expected string, got a number; put it in quotes`, `a number`},
		{`{"type": "string"}`, `true`, `expected string, got a boolean; put it in quotes`, `a boolean`},
		{`{"type": "string"}`, `null`, `null is not allowed, expected string; give a value`, `null`},
		{`{"type": "string"}`, `[1]`, `expected string, got an array of 1 item`, `an array of 1 item`},
		{`{"type": "string"}`, `{"a": 1, "b": 2}`, `expected string, got an object of 2 properties`, `an object of 2 properties`},
		{`{"enum": ["open", "shut"]}`, `"opne"`, `a string of 4 characters is not one of "open", "shut"`, `a string of 4 characters`},
		{`{"const": "open"}`, `"\u00e9"`, `expected "open", got a string of 1 character`, `a string of 1 character`},
		{`{"enum": []}`, `"x"`, `a string of 1 character is not allowed, the schema allows no value here`, `a string of 1 character`},
		{`false`, `"x"`, `no value is allowed here, got a string of 1 character`, `a string of 1 character`},
		{`{"format": "date"}`, `"2024-13-01"`, `a string of 10 characters is not a valid date; expected RFC 3339 full-date, such as 2024-05-01`, `a string of 10 characters`},
		{`{"pattern": "^a"}`, `"b"`, `a string of 1 character does not match the pattern ^a`, `a string of 1 character`},
		{bytesSchema, `"aG-_"`, `a string of 4 characters is not base64; expected RFC 4648 base64 with padding, such as aGVsbG8=`, `a string of 4 characters`},
		{`{"minimum": 5}`, `4`, `expected at least 5, got an integer`, `an integer`},
		{`{"maxLength": 2}`, `"abc"`, `expected at most 2 characters, got 3`, `a string of 3 characters`},
		{`{"not": {"type": "string"}}`, `"x"`, `must not match the schema in "not", got a string of 1 character`, `a string of 1 character`},
		{`{"anyOf": [{"minimum": 5}, {"multipleOf": 3}]}`, `4`,
			`matches no alternative of anyOf: expected at least 5, got an integer, or expected a multiple of 3, got an integer`, `an integer`},
		{`{"required": ["a"]}`, `{"b": 1}`, `missing required property "a"; add it`, ``},
		{`{"additionalProperties": false}`, `{"b": 1}`, `unknown property "b"; remove it or correct its name`, `"b"`},
		{`{"propertyNames": {"maxLength": 1}}`, `{"ab": 1}`, `the property name "ab" is not allowed: expected at most 1 character, got 2`, `"ab"`},
		{`{"if": {"properties": {"kind": {"const": "x"}}}, "then": {"required": ["b"]}}`, `{"kind": "x"}`,
			`missing required property "b"; add it (because "kind" is a string of 1 character)`, ``},
		{`true`, `{"a": 1, "a": 2}`, `duplicate property "a" (first defined at 1:2); remove one`, ``},
		{`true`, `{"a": 012}`, `this is not a JSON number; a number must not begin with 0`, ``},
		{`true`, `{"a": secret}`, `expected a value, got a word; only true, false and null are written without quotes`, ``},
		{`true`, `{"a": 1 "b"}`, `expected ',' or '}' after the property`, ``},
		{`true`, `{"a": "\x"}`, `this is not a JSON escape; a backslash is written as \\`, ``},
		{`true`, "\"\x01\"", `a control character in a string is written as an escape, such as \u0000`, ``},
	}
	for _, tt := range tests {
		schema, err := verdict.Compile([]byte(tt.schema), verdict.WithRedaction())
		if err != nil {
			t.Fatal(err)
		}
		var invalid *verdict.Error
		if !errors.As(schema.Validate([]byte(tt.payload)), &invalid) || len(invalid.Violations) != 1 {
			t.Errorf("%s %s: %v", tt.schema, tt.payload, invalid)
			continue
		}
		if v := invalid.Violations[0]; v.Message != tt.message || v.Got != tt.got {
			t.Errorf("%s %s:\ngot  %s (%s)\nwant %s (%s)", tt.schema, tt.payload, v.Message, v.Got, tt.message, tt.got)
		}
	}
}

func TestRedactedSuggestionsHaveNoValues(t *testing.T) {
	tests := []struct {
		schema, payload string
		want            verdict.SuggestionKind
	}{
		{`{"type": "string"}`, `5`, ""},
		{`{"type": "integer"}`, `"5"`, ""},
		{`{"enum": ["open", "shut"]}`, `"opne"`, ""},
		{`{"format": "date-time"}`, `"2024-05-01 10:00:00Z"`, ""},
		{`{"type": "array"}`, `5`, ""},
		{`{"properties": {"name": {}}, "additionalProperties": false}`, `{"nmae": 1}`, verdict.SuggestRename},
		{`{"required": ["a"]}`, `{}`, verdict.SuggestAdd},
		{`{"maxItems": 1, "items": false}`, `[1]`, verdict.SuggestRemove},
		{`{"uniqueItems": true}`, `[1, 1]`, verdict.SuggestRemove},
	}
	for _, tt := range tests {
		schema := verdict.MustCompile([]byte(tt.schema), verdict.WithRedaction())
		var invalid *verdict.Error
		if !errors.As(schema.Validate([]byte(tt.payload)), &invalid) {
			t.Fatalf("%s accepts %s", tt.schema, tt.payload)
		}
		if got := invalid.Violations[0].Suggestion; got.Kind != tt.want || got.Kind == "" && got != (verdict.Suggestion{}) {
			t.Errorf("%s %s: %+v, want %q", tt.schema, tt.payload, got, tt.want)
		}
	}
}

// Logs have no values even if the schema was compiled without the option.
func TestLogsNeverHaveValues(t *testing.T) {
	schema := compiled(t, `{"type": "object", "properties": {"pin": {"type": "integer"}, "id": {"enum": ["a"]}}, "required": ["name"]}`)
	err := schema.Validate([]byte(`{"pin": "` + markedText + `", "id": ` + markedNumber + `}`))
	texts := logged(err)
	for what, text := range texts {
		findMarks(t, what, text)
		for _, part := range []string{"/pin", "type", "missing", "name"} {
			if !strings.Contains(text, part) {
				t.Errorf("%s lacks %q:\n%s", what, part, text)
			}
		}
	}
	if kinds := slices.Sorted(maps.Keys(texts)); len(kinds) != 2 {
		t.Errorf("only %v", kinds)
	}
}

func TestRedactionHidesTheErrorOfADecoder(t *testing.T) {
	type model struct {
		Size int8 `json:"size"`
	}
	document := []byte(`{"type": "object"}`)
	typed := verdict.MustFor[model](verdict.WithRedaction(), verdict.WithSchemaFor[model](document))
	_, err := typed.Decode([]byte(`{"size": ` + markedNumber + `}`))
	if err == nil {
		t.Fatal("it is decoded")
	}
	findMarks(t, "the error", err.Error())
	for err := err; err != nil; err = errors.Unwrap(err) {
		findMarks(t, "what it wraps", err.Error())
	}
}

// The JSON form is stable, because services respond with it.
func TestAnErrorIsMarshaledInAStableForm(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{"properties": {"a": {"type": "string"}}, "required": ["b"]}`),
		verdict.WithBaseURI("https://example.com/s"), verdict.WithMaxViolations(2))
	text, err := json.MarshalIndent(schema.Validate([]byte(`{"a": 5}`)), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
 "violations": [
  {
   "rule": "missing",
   "message": "missing required property \"b\"; add it",
   "pointer": "",
   "property": "b",
   "keywordLocation": "/required",
   "schemaLocation": "https://example.com/s#/required",
   "expected": "b",
   "params": {
    "missing": "b"
   },
   "suggestion": {
    "kind": "add",
    "text": "\"b\"",
    "offset": 0,
    "end": 8
   },
   "offset": 0,
   "end": 8,
   "line": 1,
   "column": 1
  },
  {
   "rule": "type",
   "message": "expected string, got the number 5; put it in quotes",
   "pointer": "/a",
   "keywordLocation": "/properties/a/type",
   "schemaLocation": "https://example.com/s#/properties/a/type",
   "expected": "string",
   "got": "5",
   "params": {
    "expected": [
     "string"
    ],
    "got": "integer"
   },
   "suggestion": {
    "kind": "quote",
    "text": "\"5\"",
    "offset": 6,
    "end": 7
   },
   "offset": 6,
   "end": 7,
   "line": 1,
   "column": 7
  }
 ]
}`
	if string(text) != want {
		t.Errorf("got %s\nwant %s", text, want)
	}
	text, err = json.Marshal(&verdict.Error{Truncated: true, Violations: []verdict.Violation{}})
	if want := `{"violations":[],"truncated":true}`; err != nil || string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
}
