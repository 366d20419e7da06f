package verdict_test

// This file tests hostile schemas: compiling them must end, and report an error with its position.

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// locatedError matches an error with a position in a schema document.
var locatedError = regexp.MustCompile(`\b[1-9][0-9]*:[1-9][0-9]*\b`)

// The error for a schema that cannot be compiled has a position in its document.
func TestInvalidSchemasAreErrorsWithAPosition(t *testing.T) {
	const deep = 100_000
	tests := []struct {
		name, document string
	}{
		{"empty", ``},
		{"white space", " \n "},
		{"not JSON", `{"type" "string"}`},
		{"cut off", `{"type": "str`},
		{"trailing bytes", `{"type": "string"} x`},
		{"two documents", "{}\n{}"},
		{"a NUL after the document", "{}\x00"},
		{"byte order mark", "\ufeff{}"},
		{"not UTF-8", "{\"title\": \"\xff\"}"},
		{"a name that is not UTF-8", "{\"properties\": {\"\xc3\": true}}"},
		{"a keyword twice", `{"type": "string", "type": "number"}`},
		{"a property twice", `{"properties": {"a": true, "\u0061": false}}`},
		{"not a schema", `[]`},
		{"a number", `1`},
		{"type unknown", `{"type": "strnig"}`},
		{"properties is a list", `{"properties": []}`},
		{"a bad schema in properties", "{\n  \"properties\": {\n    \"a\": 5\n  }\n}"},
		{"minLength negative", `{"minLength": -1}`},
		{"minLength not whole", `{"minLength": 1e-400}`},
		{"multipleOf zero", `{"multipleOf": 0}`},
		{"multipleOf zero, dressed up", `{"multipleOf": 0.0e1000000000}`},
		{"multipleOf negative", `{"multipleOf": -1e-400}`},
		{"required not unique", `{"required": ["a", "a"]}`},
		{"pattern", `{"pattern": "("}`},
		{"patternProperties", `{"patternProperties": {"[": true}}`},
		{"$ref into nothing", `{"$ref": "#/$defs/a"}`},
		{"$ref to an unknown anchor", `{"$ref": "#a"}`},
		{"$ref not a URI", `{"$ref": "http://[::1"}`},
		{"$ref a broken escape", `{"$ref": "#/%zz"}`},
		{"$ref a broken pointer", `{"$ref": "#/$defs/~2"}`},
		{"$ref a number", `{"$ref": 1}`},
		{"$id not a URI", `{"$id": "http://[::1"}`},
		{"$schema unknown", `{"$schema": "http://json-schema.org/draft-99/schema#"}`},
		{"$schema not a URI", `{"$schema": "::"}`},
		{"deep objects", string(nested(deep, `{"not":`, `{}`, `}`))},
		{"deep properties", string(nested(deep, `{"properties":{"a":`, `{}`, `}}`))},
		{"deep arrays", string(nested(deep, `{"allOf":[`, `{}`, `]}`))},
		{"deep const", `{"const": ` + string(nested(deep, `[`, ``, `]`)) + `}`},
		{"deep and not closed", strings.Repeat(`[`, deep)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ends(t, func() {
				schema, err := verdict.Compile([]byte(tt.document))
				if err == nil {
					t.Error("compiles")
					return
				}
				if schema != nil {
					t.Error("an error and a schema")
				}
				if !locatedError.MatchString(err.Error()) {
					t.Errorf("no line and column in: %.300v", err)
				}
				if n := len(err.Error()); n > 10_000 {
					t.Errorf("an error of %d bytes", n)
				}
			})
		})
	}
}

// These schemas may compile or not, without a panic or an endless loop.
func TestUnusualSchemasNeitherPanicNorHang(t *testing.T) {
	documents := map[string]string{
		"$ref to itself":                `{"$ref": "#"}`,
		"$ref to itself under $defs":    `{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}`,
		"$ref in a loop":                `{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/c"}, "c": {"$ref": "#/$defs/a"}}}`,
		"loop through allOf":            `{"allOf": [{"$ref": "#"}]}`,
		"loop through $dynamicRef":      `{"$dynamicAnchor": "a", "$dynamicRef": "#a"}`,
		"loop through anyOf":            `{"anyOf": [{"type": "string"}, {"$ref": "#"}]}`,
		"loop through not":              `{"not": {"$ref": "#"}}`,
		"loop through two nots":         `{"not": {"not": {"$ref": "#"}}}`,
		"loop through oneOf":            `{"oneOf": [{"$ref": "#"}, {"type": "string"}]}`,
		"guarded loop":                  `{"if": false, "then": {"$ref": "#"}}`,
		"loop guarded by type":          `{"if": {"type": "null"}, "else": {"$ref": "#/$defs/a"}, "$defs": {"a": {"anyOf": [{"type": "array"}, {"$ref": "#"}]}}}`,
		"loop through $recursiveRef":    `{"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveAnchor": true, "$recursiveRef": "#"}`,
		"loop through dependentSchemas": `{"dependentSchemas": {"a": {"$ref": "#"}}}`,
		"regexProperties":               `{"regexProperties": {"a": 1}}`,
		"regexProperties true":          `{"regexProperties": true, "patternProperties": {"(?=a)": true}}`,
		"exponent of a billion":         `{"minimum": 1e1000000000, "maxLength": 1e1000000000, "enum": [1e-1000000000]}`,
		"default of a billion":          `{"default": 1e1000000000, "examples": [1e99999999999999999999], "x-other": -1e-99999999999999999999}`,
		"empty names":                   `{"properties": {"": {"$ref": "#/properties/"}}}`,
		"$ref through a keyword":        `{"$ref": "#/properties", "properties": {"type": true}}`,
		"$anchor doubled":               `{"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}, "$ref": "#x"}`,
		"$id doubled":                   `{"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}, "$ref": "x"}`,
		"$id with a fragment":           `{"$id": "http://a.example/b#c", "$ref": "#c"}`,
		"$id of file:":                  `{"$id": "file:///a/b", "$ref": "#/$defs/a", "$defs": {"a": true}}`,
		"surrogates":                    `{"const": "\ud800", "properties": {"\udfff": true}}`,
		"NUL in names":                  `{"properties": {"\u0000": {"$ref": "#/properties/%00"}}}`,
		"a pattern of many repeats":     `{"pattern": "((a{1000}){1000}){1000}"}`,
		"metaschema of its own":         `{"$id": "http://a.example/m", "$schema": "http://a.example/m"}`,
	}
	payloads := []string{`null`, `"a"`, `1e1000000000`, `[[]]`, `{"a": {"": {}}}`, `{"\u0000": 1}`, `"\ud800"`}
	for name, document := range documents {
		t.Run(name, func(t *testing.T) {
			ends(t, func() {
				schema, err := verdict.Compile([]byte(document))
				if err != nil {
					t.Log(err)
					return
				}
				for _, payload := range payloads {
					outcome(t, schema, []byte(payload))
				}
			})
		})
	}
}

// A schema of many parts compiles, and each part is evaluated.
func TestHugeSchemas(t *testing.T) {
	large(t)
	const n = 20_000
	properties := string(list(n, `{"properties": {`, `}}`, func(b *bytes.Buffer, i int) { fmt.Fprintf(b, `"p%d": {"type": "integer"}`, i) }))
	definitions := string(list(n, `{"$ref": "#/$defs/d19999", "$defs": {`, `, "d-1": {"type": "integer"}}}`, func(b *bytes.Buffer, i int) { fmt.Fprintf(b, `"d%d": {"$ref": "#/$defs/d%d"}`, i, max(i-1, i-i%100-1)) }))
	enum := string(list(n, `{"enum": [`, `]}`, func(b *bytes.Buffer, i int) { fmt.Fprintf(b, `"v%d"`, i) }))
	required := string(list(n, `{"required": [`, `]}`, func(b *bytes.Buffer, i int) { fmt.Fprintf(b, `"p%d"`, i) }))
	members := string(list(n, `{`, `}`, func(b *bytes.Buffer, i int) { fmt.Fprintf(b, `"p%d": %d`, n-1-i, i) }))
	tests := []struct {
		name, document, valid, invalid string
	}{
		{"properties", properties, `{"p19999": 1}`, `{"p19999": "1"}`},
		{"chain of $ref", definitions, `1`, `"1"`},
		{"enum", enum, `"v19999"`, `"v20000"`},
		{"required", required, members, strings.Replace(members, "p19999", "q", 1)},
	}
	for _, draft := range []verdict.Draft{verdict.Draft7, verdict.Draft2020} {
		for _, tt := range tests {
			t.Run(fmt.Sprintf("draft %d %s", draft, tt.name), func(t *testing.T) {
				ends(t, func() {
					schema, err := verdict.Compile([]byte(tt.document), verdict.WithDraft(draft))
					if err != nil {
						t.Errorf("%.300v", err)
						return
					}
					if valid, violations := outcome(t, schema, []byte(tt.valid)); !valid {
						t.Errorf("not valid: %.300v", violations)
					}
					if valid, _ := outcome(t, schema, []byte(tt.invalid)); valid {
						t.Error("valid")
					}
				})
			})
		}
	}
}

// A chain of schemas uses stack, so a long one is rejected.
func TestChainsOfSchemasHaveAnEnd(t *testing.T) {
	large(t)
	for _, link := range []string{`"%d": {"allOf": [{"$ref": "#/$defs/%d"}]}`, `"%d": {"items": {"$ref": "#/$defs/%d"}}`} {
		chain := func(n int) string {
			return string(list(n, `{"$ref": "#/$defs/0", "$defs": {`, fmt.Sprintf(`, "%d": {"type": "string"}}}`, n),
				func(b *bytes.Buffer, i int) { fmt.Fprintf(b, link, i, i+1) }))
		}
		ends(t, func() {
			s, err := verdict.Compile([]byte(chain(5_000)))
			if err != nil {
				t.Errorf("%s: %.300v", link, err)
				return
			}
			outcome(t, s, []byte(`"a"`))
			outcome(t, s, []byte(`5`))
			if _, err := verdict.Compile([]byte(chain(60_000))); err == nil || !locatedError.MatchString(err.Error()) {
				t.Errorf("%s: %.300v", link, err)
			}
		})
	}
}

// Only documents that the caller provides are loaded, and the error names the options.
func TestExternalReferencesAreErrors(t *testing.T) {
	for _, uri := range []string{
		"http://schemas.example/a.json",
		"https://schemas.example/a.json#/$defs/b",
		"file:///etc/hostname",
		"file:hostile_test.go",
		"FILE:///etc/hostname",
		"ftp://schemas.example/a.json",
		"urn:example:a",
		"a.json",
		"../a.json",
		"/etc/hostname",
		"//schemas.example/a.json",
	} {
		for _, keyword := range []string{"$ref", "$dynamicRef", "$schema"} {
			t.Run(keyword+" "+uri, func(t *testing.T) {
				_, err := verdict.Compile([]byte(fmt.Sprintf(`{%q: %q}`, keyword, uri)))
				if err == nil {
					t.Fatal("compiles")
				}
				if keyword == "$schema" && !strings.Contains(uri, "://") {
					return // rejected before it is looked for, because it is not an absolute URI
				}
				for _, option := range []string{"WithResource", "WithFS", "WithLoader"} {
					if !strings.Contains(err.Error(), option) {
						t.Errorf("does not name %s: %v", option, err)
					}
				}
			})
		}
	}
}

// Depth is limited even if the caller disables the limit, because a stack overflow cannot be
// recovered.
func TestTheDeepestPayloadDoesNotOverflowTheStack(t *testing.T) {
	large(t)
	const deepest = 100_000
	unlimited := verdict.WithLimits(verdict.Limits{Depth: -1})
	deep := nested(deepest-1, `[`, ``, `]`)
	twice := bytes.Join([][]byte{[]byte(`[`), deep, []byte(`,`), deep, []byte(`]`)}, nil)
	tests := []struct {
		schema string
		want   bool
	}{
		{`true`, true},
		{`{"items": {"$ref": "#"}}`, true},
		{`{"uniqueItems": true}`, false},
		{`{"unevaluatedItems": {"$ref": "#"}}`, true},
		{`{"items": {"anyOf": [{"type": "null"}, {"$ref": "#"}]}}`, true},
	}
	for _, tt := range tests {
		t.Run(tt.schema, func(t *testing.T) {
			ends(t, func() {
				s, err := verdict.Compile([]byte(tt.schema), unlimited)
				if err != nil {
					t.Error(err)
					return
				}
				if valid, err := s.Valid(twice), s.Validate(twice); valid != tt.want || valid != (err == nil) {
					t.Errorf("Valid says %t, Validate says %.300v", valid, err)
				}
				if s.Valid(nested(deepest+1, `[`, ``, `]`)) {
					t.Errorf("%d levels are valid", deepest+1)
				}
				s.Valid(bytes.Repeat([]byte(`[`), 10_000_000))
			})
		})
	}
}

// A loader's error is returned to the caller.
func TestTheErrorOfALoaderIsReturned(t *testing.T) {
	gone := errors.New("gone")
	_, err := verdict.Compile([]byte(`{"$ref": "http://schemas.example/a.json"}`),
		verdict.WithLoader(func(string) ([]byte, error) { return nil, gone }))
	if !errors.Is(err, gone) {
		t.Errorf("%v is not the loader's error", err)
	}
}
