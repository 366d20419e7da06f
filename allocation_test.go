package verdict_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/race"
)

// These tests check that validating a valid payload allocates nothing, except
// in the cases that the documentation of [verdict.Schema.Valid] names.

func allocations(t *testing.T, schema, payload string, opts ...verdict.Option) float64 {
	t.Helper()
	return allocationsOf(t, 50, schema, payload, opts...)
}

func allocationsOf(t *testing.T, runs int, schema, payload string, opts ...verdict.Option) float64 {
	t.Helper()
	if race.Enabled {
		t.Skip("under the race detector, sync.Pool drops items at random, so allocations cannot be counted; go test without -race runs this")
	}
	s := compiled(t, schema, opts...)
	data := []byte(payload)
	for range 3 { // fills pools and caches
		if !s.Valid(data) {
			t.Errorf("%.100s rejects %.100s", schema, payload)
		}
	}
	valid := allocationsPerRun(runs, func() { s.Valid(data) })
	return max(valid, allocationsPerRun(runs, func() { _ = s.Validate(data) }))
}

// allocationsPerRun is testing.AllocsPerRun without garbage collections, which empty sync.Pool.
func allocationsPerRun(runs int, f func()) float64 {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	return testing.AllocsPerRun(runs, f)
}

func TestKeywordsAllocateNothing(t *testing.T) {
	members := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"näme%d":[%d,"\u00e9"]`, i, i)
		}
		return "{" + b.String()[1:] + "}"
	}
	large := members(200)
	escaped := strings.ReplaceAll(large, "ä", `\u00e4`)
	many := "[" + members(30) + "," + members(31) + "," + members(32) + "]"
	more := "[0,1,2,3,4,5,6,7,8,9," + many[1:]
	const draft7 = `"$schema": "http://json-schema.org/draft-07/schema#", `
	for _, test := range []struct{ name, schema, payload string }{
		{"const", `{"const": ` + large + `}`, escaped},
		{"const the other way", `{"const": ` + escaped + `}`, large},
		{"enum", `{"enum": [` + members(20) + `, ` + large + `]}`, escaped},
		{"uniqueItems, few", `{"uniqueItems": true}`, many},
		{"uniqueItems, many", `{"uniqueItems": true}`, more},
		{"uniqueItems of objects alike", `{"uniqueItems": true}`, `[` + large + `,` + strings.Replace(escaped, "[199,", "[-1,", 1) + `]`},
		{"contentEncoding", `{` + draft7 + `"contentEncoding": "base64"}`, `"` + strings.Repeat("aGVsbG8h", 100) + `"`},
		{"contentMediaType", `{` + draft7 + `"contentMediaType": "application/json"}`, `"[{\"a\": 1}, \"b\"]"`},
		{"both", `{` + draft7 + `"contentEncoding": "base64", "contentMediaType": "application/json"}`, `"eyJhIjogWzEsIDJdfQ=="`},
		{"pattern", `{"pattern": "^(?!x)[a-z]+$"}`, `"abc"`},
		{"pattern with a back-reference", `{"pattern": "^(['x])[a-z]*\\1$"}`, `"'abc'"`},
		{"pattern with a large repetition", `{"pattern": "^[a-z]{0,900000}$"}`, `"abc"`},
		{"pattern that is simulated", `{"pattern": "^((a{1,30}){1,30}){1,30}$"}`, `"aaa"`},
		{"patternProperties", `{"patternProperties": {"^(a+)\\1$": {"type": "integer"}}}`, `{"aaaa": 1, "b": ""}`},
		{"length", `{"minLength": 2, "maxLength": 9}`, `"\u00e9é🐲"`},
		{"numbers", `{"minimum": 1, "exclusiveMaximum": 1e400, "multipleOf": 0.01}`, `12345.67e2`},
		{"items", `{"prefixItems": [{"type": "integer"}], "items": {"type": "string"}, "minItems": 1, "maxItems": 9}`, `[1, "a", "b"]`},
		{"contains", `{"contains": {"type": "integer"}, "minContains": 1, "maxContains": 2}`, `["a", 1, 2]`},
		{"properties", `{"properties": {"a": {"type": "integer"}}, "additionalProperties": {"type": "string"}, "required": ["a"], "maxProperties": 3}`, `{"a": 1, "b": "c"}`},
		{"propertyNames", `{"propertyNames": {"maxLength": 3}}`, `{"a": 1, "b\u0062": "c"}`},
		{"dependent", `{"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"a": {"minProperties": 2}}}`, `{"a": 1, "b": 2}`},
		{"combinations", `{"allOf": [{"anyOf": [{"type": "integer"}, {"oneOf": [{"type": "object"}, {"type": "array"}]}]}], "not": {"type": "string"}}`, `{"a": 1}`},
		{"if", `{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": false}`, `{"a": 1, "b": 2}`},
		{"unevaluated", `{"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": {"type": "integer"}}`, `{"a": "", "b": 2}`},
		{"unevaluatedItems", `{"allOf": [{"prefixItems": [true]}], "unevaluatedItems": {"type": "integer"}}`, `["", 1, 2]`},
		{"$ref", `{"$defs": {"n": {"properties": {"next": {"$ref": "#/$defs/n"}}}}, "$ref": "#/$defs/n"}`, `{"next": {"next": {}}}`},
	} {
		if n := allocations(t, test.schema, test.payload); n != 0 {
			t.Errorf("%s: %v allocations", test.name, n)
		}
	}
}

func TestFormatsAllocateNothing(t *testing.T) {
	for _, name := range format.Names(2020) {
		text, err := json.Marshal(format.Example(name))
		if err != nil {
			t.Fatal(err)
		}
		n := allocations(t, fmt.Sprintf(`{"format": %q}`, name), string(text))
		if allocates := strings.HasPrefix(name, "idn-") || name == "regex"; !allocates && n != 0 {
			t.Errorf("%s: %v allocations for %s", name, n, text)
		}
	}
}

func TestAnInvalidPayloadAllocatesAtMostThreeTimes(t *testing.T) {
	if race.Enabled {
		t.Skip("under the race detector, sync.Pool drops items at random, so allocations cannot be counted; go test without -race runs this")
	}
	const document = `{
		"properties": {
			"id": {"type": "integer"}, "name": {"type": "string", "maxLength": 3}, "kind": {"enum": ["a\n", "b", "new"]},
			"at": {"format": "date-time"}, "tags": {"type": "array", "items": {"type": ["string", "null"]}, "uniqueItems": true},
			"size": {"type": "string", "format": "date"}
		},
		"required": ["id", "name"], "additionalProperties": false
	}`
	for _, test := range []struct {
		payload    string
		violations int
	}{
		{`{"id": 1, "name": null}`, 1},
		{`{"id": 1, "nome": "x"}`, 2},
		{`{"id": 1, "name": null, "other": "x"}`, 2},
		{`{"id": 1, "name": "x", "kind": "nwe"}`, 1},
		{`{"id": "1", "name": "toolong", "kind": "c", "at": "2024-05-17 10:00:00,5Z", "tags": [1, true, {}, [], 2, 2], "size": 17, "sise": 1}`, 12},
		{`{"id": 1, "name": "x",}`, 1},
		{`{"id": null, "name": null, "kind": "c", "tags": ["a", "a"]}`, 4},
		{`{"id": 1, "name": "x", "at": "2023-02-30T10:00:00Z"}`, 1},
		{`{"id": 1, "name": "x", "at": "2024-05-17T24:00:00Z", "size": "2024-13-01"}`, 2},
	} {
		s, data := compiled(t, document), []byte(test.payload)
		invalid, ok := errors.AsType[*verdict.Error](s.Validate(data))
		if !ok || len(invalid.Violations) != test.violations {
			t.Errorf("%s: %v, want %d violations", test.payload, invalid, test.violations)
		}
		if n := allocationsPerRun(50, func() { _ = s.Validate(data) }); n > 3 {
			t.Errorf("%s: %v allocations", test.payload, n)
		}
	}
}

// An exception that no longer allocates must be removed from the documentation.
func TestTheExceptionsAllocate(t *testing.T) {
	doubled := `{"allOf": [{"$ref": "#/$defs/0"}], "$defs": {`
	for i := range 24 {
		doubled += fmt.Sprintf(`"%d": {"allOf": [{"$ref": "#/$defs/%[2]d"}, {"$ref": "#/$defs/%[2]d"}]}, `, i, i+1)
	}
	doubled += `"24": {"properties": {"a": {"type": "integer"}}, "propertyNames": {"maxLength": 3}}}}`
	for _, test := range []struct {
		name, schema, payload string
		options               []verdict.Option
	}{
		{"regex", `{"format": "regex"}`, `"^a+$"`, nil},
		{"encoded host names", `{"format": "hostname"}`, `"xn--bcher-kva.example"`, nil},
		{"host names beyond ASCII", `{"format": "idn-hostname"}`, `"bücher.example"`, nil},
		{"addresses beyond ASCII", `{"format": "idn-email"}`, `"joe@bücher.example"`, nil},
		{"very many dynamic scopes", scopes(18, 2), `[[["x"]]]`, nil},
		{"very many steps", doubled, `{"a": 1}`, nil},
		{"several workers", `{"items": {"type": "integer"}}`, "[" + strings.Repeat("1234567,", 200_000) + "1]", []verdict.Option{verdict.WithWorkers(4)}},
	} {
		if n := allocationsOf(t, 3, test.schema, test.payload, test.options...); n == 0 {
			t.Errorf("%s allocates nothing", test.name)
		}
	}
}
