package verdict_test

// This file tests that the suggestion for a violation removes it.

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// applied returns the payload with a suggestion applied; a property that is added is null.
func applied(payload string, s verdict.Suggestion) string {
	if s.Kind != verdict.SuggestAdd {
		return payload[:s.Offset] + s.Text + payload[s.End:]
	}
	first := s.Offset + len("{")
	separator := ", "
	if strings.TrimLeft(payload[first:], " \t\r\n")[0] == '}' {
		separator = ""
	}
	return payload[:first] + s.Text + ": null" + separator + payload[first:]
}

func violationsOf(t *testing.T, schema *verdict.Schema, payload string) []verdict.Violation {
	t.Helper()
	err := schema.Validate([]byte(payload))
	var invalid *verdict.Error
	if err != nil && !errors.As(err, &invalid) {
		t.Fatal(err)
	}
	if invalid == nil {
		return nil
	}
	return invalid.Violations
}

// alike returns how many violations have the same keyword and name.
func alike(all []verdict.Violation, v verdict.Violation) int {
	n := 0
	for _, other := range all {
		if other.Rule == v.Rule && other.SchemaLocation == v.SchemaLocation && other.Property == v.Property {
			n++
		}
	}
	return n
}

func TestASuggestionRemovesItsViolation(t *testing.T) {
	const (
		none    = verdict.SuggestionKind("")
		quote   = verdict.SuggestQuote
		unquote = verdict.SuggestUnquote
		replace = verdict.SuggestReplace
		rename  = verdict.SuggestRename
		remove  = verdict.SuggestRemove
		add     = verdict.SuggestAdd
	)
	tests := []struct {
		name, schema, payload string
		kind                  verdict.SuggestionKind
		text, want            string
	}{
		{"a number where a string is required", `{"type": "string"}`, `5`, quote, `"5"`, `"5"`},
		{"a boolean where a string is required", `{"type": ["string", "null"]}`, `true`, quote, `"true"`, `"true"`},
		{"a number that is a value in quotes", `{"enum": ["5", "60"]}`, `5`, quote, `"5"`, `"5"`},
		{"a number that would break the format", `{"type": "string", "format": "date"}`, `5`, none, ``, ``},
		{"a string where a number is required", `{"type": "number"}`, `"-1.5e3"`, unquote, `-1.5e3`, `-1.5e3`},
		{"a string with spaces where an integer is required", `{"type": "integer"}`, `" 7 "`, unquote, `7`, `7`},
		{"a string where a boolean is required", `{"type": "boolean"}`, `"true"`, unquote, `true`, `true`},
		{"a string with a fraction where an integer is required", `{"type": "integer"}`, `"1.5"`, none, ``, ``},
		{"a string that is no number", `{"type": "number"}`, `"0x10"`, none, ``, ``},
		{"a value in quotes", `{"enum": [10, true]}`, `"true"`, unquote, `true`, `true`},
		{"an item without its array", `{"type": "array", "items": {"type": "string"}}`, `"a"`, replace, `["a"]`, `["a"]`},
		{"a misspelt value", `{"enum": ["red", "green"]}`, `"gren"`, replace, `"green"`, `"green"`},
		{"a value in another case", `{"const": "red"}`, `"RED"`, replace, `"red"`, `"red"`},
		{"a value with spaces", `{"enum": ["ab", "a b"]}`, `" a b\t"`, replace, `"a b"`, `"a b"`},
		{"a value with an escape", `{"enum": ["a\/b", "tea"]}`, `"A/b"`, replace, `"a/b"`, `"a/b"`},
		{"a value that is near to none", `{"enum": ["red", "green"]}`, `"blue"`, none, ``, ``},
		{"a date-time with a space", `{"format": "date-time"}`, `"2025-01-02 03:04:05Z"`, replace, `"2025-01-02T03:04:05Z"`, `"2025-01-02T03:04:05Z"`},
		{"a date-time with a comma and a short offset", `{"format": "date-time"}`, `"2025-01-02T03:04:05,5 +02"`, replace, `"2025-01-02T03:04:05.5+02:00"`, `"2025-01-02T03:04:05.5+02:00"`},
		{"a date-time with an offset without colon", `{"format": "date-time"}`, `"2025-01-02T03:04:05-0430"`, replace, `"2025-01-02T03:04:05-04:30"`, `"2025-01-02T03:04:05-04:30"`},
		{"a date-time that is wrong otherwise", `{"format": "date-time"}`, `"2025-13-02 03:04:05Z"`, none, ``, ``},
		{"a date-time without an offset", `{"format": "date-time"}`, `"2025-01-02 03:04:05"`, none, ``, ``},
		{"a misspelt property", `{"properties": {"name": {}}, "additionalProperties": false}`, `{"nmae": 1}`, rename, `"name"`, `{"name": 1}`},
		{"a property in another style", `{"properties": {"userId": {}}, "additionalProperties": false}`, `{"user_id": 1}`, rename, `"userId"`, `{"userId": 1}`},
		{"a misspelt property and the right one", `{"properties": {"name": {}}, "additionalProperties": false}`, `{"name": 1, "nmae": 2}`, remove, ``, `{"name": 1}`},
		{"a property with a name near to one of an enum", `{"propertyNames": {"enum": ["name", "age"]}}`, `{"nmae": 1}`, rename, `"name"`, `{"name": 1}`},
		{"a property with a name that breaks a pattern", `{"propertyNames": {"pattern": "^x"}}`, `{"xa": 1, "b": 2}`, remove, ``, `{"xa": 1}`},
		{"an unknown property", `{"properties": {"name": {}}, "additionalProperties": false}`, `{"zip": 1, "name": 2}`, remove, ``, `{"name": 2}`},
		{"the only property", `{"additionalProperties": false}`, `{ "zip": [1, 2] }`, remove, ``, `{  }`},
		{"a property that is forbidden", `{"properties": {"old": false}}`, `{"new": 1, "old": {"a": 1}}`, remove, ``, `{"new": 1}`},
		{"null for an optional property", `{"properties": {"a": {"type": "string"}}}`, `{"a": null, "b": 1}`, remove, ``, `{"b": 1}`},
		{"null for a required property", `{"properties": {"a": {"type": "string"}}, "required": ["a"]}`, `{"a": null}`, none, ``, ``},
		{"an item too many", `{"prefixItems": [{}], "items": false}`, `[1, 2]`, remove, ``, `[1]`},
		{"an item that is there already", `{"uniqueItems": true}`, `[1, {"a": 1}, 1.0]`, remove, ``, `[1, {"a": 1}]`},
		{"a missing property", `{"required": ["a"]}`, `{"b": 1}`, add, `"a"`, `{"a": null, "b": 1}`},
		{"a missing property of an empty object", `{"required": ["\"a\""]}`, `{ }`, add, `"\"a\""`, `{"\"a\"": null }`},
		{"a missing property that another requires", `{"dependentRequired": {"a": ["b"]}}`, `{"a": 1}`, add, `"b"`, `{"b": null, "a": 1}`},
		{"a comma after the last property", `{}`, `{"a": 1 , }`, remove, ``, `{"a": 1  }`},
		{"a comma after the last item", `{}`, `[1,]`, remove, ``, `[1]`},
		{"a second property of the same name", `{}`, `{"a": 1, "a": 2}`, remove, ``, `{"a": 1}`},
		{"text that is not JSON", `{}`, `[1 2]`, none, ``, ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			schema := verdict.MustCompile([]byte(tt.schema))
			violations := violationsOf(t, schema, tt.payload)
			if len(violations) != 1 {
				t.Fatalf("%d violations, want 1: %v", len(violations), violations)
			}
			s := violations[0].Suggestion
			if s.Kind != tt.kind || s.Text != tt.text {
				t.Fatalf("suggestion is %q %q, want %q %q", s.Kind, s.Text, tt.kind, tt.text)
			}
			if s.Kind == none {
				if s != (verdict.Suggestion{}) {
					t.Errorf("suggestion is %+v, want the zero value", s)
				}
				return
			}
			if got := applied(tt.payload, s); got != tt.want {
				t.Errorf("applied: %s, want %s", got, tt.want)
			} else if left := violationsOf(t, schema, got); len(left) > 0 {
				t.Errorf("violations of %s: %v", got, left)
			}
		})
	}
}

// For every invalid payload of the official suite, each suggestion removes its violation.
func TestSuggestionsRemoveTheViolationsOfTheOfficialSuite(t *testing.T) {
	const draft = "draft2020-12"
	suite := suiteDir(t)
	kinds := make(map[verdict.SuggestionKind]int)
	for _, name := range suiteTests(t, suite, draft) {
		var groups []suiteGroup
		readJSON(t, filepath.Join(suite, "tests", draft, filepath.FromSlash(name)), &groups)
		for _, g := range groups {
			schema, err := verdict.Compile(g.Schema, verdict.WithMaxViolations(0))
			if err != nil {
				continue // it refers to other documents
			}
			for _, c := range g.Tests {
				checkSuggestions(t, schema, string(c.Data), kinds)
			}
		}
	}
	for _, kind := range []verdict.SuggestionKind{verdict.SuggestQuote, verdict.SuggestReplace, verdict.SuggestRemove, verdict.SuggestAdd} {
		if kinds[kind] == 0 {
			t.Errorf("nothing was suggested of the kind %s: %v", kind, kinds)
		}
	}
}

// checkSuggestions applies the suggestion of each violation of a payload, and counts the
// kinds.
func checkSuggestions(t *testing.T, schema *verdict.Schema, payload string, kinds map[verdict.SuggestionKind]int) {
	t.Helper()
	before := violationsOf(t, schema, payload)
	for _, v := range before {
		if v.Suggestion.Kind == "" {
			continue
		}
		kinds[v.Suggestion.Kind]++
		if v.Rule == verdict.RuleUniqueItems {
			continue // one violation stands for all equal items
		}
		next := applied(payload, v.Suggestion)
		if after := violationsOf(t, schema, next); alike(after, v) >= alike(before, v) {
			t.Errorf("%s: %s %q makes %s, which is still wrong: %v", payload, v.Suggestion.Kind, v.Suggestion.Text, next, v)
		}
	}
}

// The names of an object are looked for in small and in large objects alike.
func TestNoPropertyIsRenamedToOneThatIsThere(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{"additionalProperties": {
		"properties": {"length": {}, "colour": {}}, "additionalProperties": {"type": "integer"}, "propertyNames": {"enum": ["length", "colour"]}}}`),
		verdict.WithMaxViolations(0))
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{1, 10, 100, 1000} {
		names := []string{`"lenght": 1`, `"clour": 2`, `"length": [1, {"lenght": 3}]`}
		for k := range size {
			names = append(names, fmt.Sprintf(`"%d": %d`, k, k))
		}
		random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		payload := `{"a": {` + strings.Join(names, ", ") + `}}`
		got := make(map[string]verdict.SuggestionKind)
		for _, v := range violationsOf(t, schema, payload) {
			got[v.Property] = v.Suggestion.Kind
		}
		if got["lenght"] != verdict.SuggestRemove || got["clour"] != verdict.SuggestRename {
			t.Errorf("%d properties more: lenght: %q, clour: %q", size, got["lenght"], got["clour"])
		}
	}
}

func TestAViolationWithoutASuggestionIsWrittenWithoutIt(t *testing.T) {
	for payload, want := range map[string]bool{`{}`: true, `{"a": "x"}`: false} {
		schema := verdict.MustCompile([]byte(`{"required": ["a"], "properties": {"a": {"minLength": 5}}}`))
		written, err := json.Marshal(violationsOf(t, schema, payload))
		if err != nil {
			t.Fatal(err)
		}
		text := string(written)
		if strings.Contains(text, `"suggestion":{"kind":"add","text":"\"a\"","offset":0,"end":2}`) != want || strings.Contains(text, "suggestion") != want {
			t.Errorf("%s: %s", payload, text)
		}
	}
}
