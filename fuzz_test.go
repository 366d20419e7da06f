package verdict_test

// This file has the fuzz targets of the public API. Their seeds are here and in testdata/fuzz.

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/schema"
)

// validateSeeds are schemas with a payload each, which between them have all keywords.
var validateSeeds = [][2]string{
	{`true`, `null`},
	{`{"type": ["string", "null"], "enum": ["a", null]}`, `"b"`},
	{`{"required": ["a", "b"], "properties": {"a": {"minimum": 1e-400}}, "additionalProperties": false}`, `{"a": -0.0, "c": 1}`},
	{`{"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"type": "array", "items": {"$ref": "#"}}, {"const": 1.0}]}}}`, `[[1, [10e-1, "x"]]]`},
	{`{"$dynamicAnchor": "n", "properties": {"x": {"$dynamicRef": "#n"}}, "unevaluatedProperties": false}`, `{"x": {"x": {"y": 1}}}`},
	{`{"oneOf": [{"properties": {"k": {"const": "a"}}}, {"properties": {"k": {"const": "b"}}, "required": ["v"]}]}`, `{"k": "b"}`},
	{`{"if": {"minLength": 2}, "then": {"pattern": "^(?!ab)\\p{L}+$"}, "else": {"format": "date-time"}}`, `"abc"`},
	{`{"prefixItems": [{"multipleOf": 0.01}], "contains": {"not": {"type": "number"}}, "unevaluatedItems": {"maxLength": 1}}`, `[0.075, "\ud83d\udd11"]`},
	{`{"$schema": "http://json-schema.org/draft-04/schema#", "dependencies": {"a": ["b"]}, "minimum": 1, "exclusiveMinimum": true}`, `{"a": 1}`},
	{`{"$schema": "http://json-schema.org/draft-07/schema#", "contentEncoding": "base64", "contentMediaType": "application/json"}`, `"eyJhIjox"`},
	{`{"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveAnchor": true, "additionalItems": false, "items": [{"$recursiveRef": "#"}]}`, `[[], 1]`},
	{`{"propertyNames": {"enum": ["a"]}, "patternProperties": {"^b": false}, "maxProperties": 1, "dependentSchemas": {"a": false}}`, `{"a": 1, "b": 2}`},
	{`{"uniqueItems": true, "maxItems": 2, "minContains": 0, "contains": true}`, `[1, 1.0, {"a": [], "b": 0e9}, {"b": 0, "a": []}]`},
}

// FuzzValidate runs any schema over any payload: no panic, all modes agree, and
// the report satisfies the invariants.
func FuzzValidate(f *testing.F) {
	for _, seed := range validateSeeds {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, document, payload []byte) {
		s, err := verdict.Compile(document)
		if err != nil {
			if s != nil {
				t.Error("an error and a schema")
			}
			return
		}
		valid, _ := outcome(t, s, payload)
		if other, err := verdict.Compile(twin(document)); err == nil && other.Valid(payload) != valid {
			t.Errorf("valid is %t, but not with an additional keyword that every value satisfies", valid)
		}
	})
}

// FuzzApplyDefaults applies the defaults of any schema to any payload: the result is valid, lacks
// no more defaults, and differs from the payload only in additional properties.
func FuzzApplyDefaults(f *testing.F) {
	for _, seed := range append([][2]string{
		{`{"properties": {"a": {"default": 1}, "b": {"default": {}, "properties": {"c": {"default": [null]}}}}, "required": ["a"]}`, `{"x": "\u0061"}`},
		{`{"items": {"properties": {"a": {"default": "x"}}, "maxProperties": 1}}`, `[{}, {"a": null}, 1, { }]`},
		{`{"if": {"required": ["a"]}, "then": {"properties": {"b": {"default": true}}}, "else": {"properties": {"a": {"default": 1}}}}`, `{}`},
		{`{"oneOf": [{"properties": {"k": {"const": "a"}, "d": {"default": 1}}, "required": ["k"]}, {"properties": {"k": {"const": "b"}}}]}`, `{"k": "a"}`},
		{`{"$ref": "#/$defs/n", "$defs": {"n": {"properties": {"next": {"$ref": "#/$defs/n"}, "v": {"default": -0.0}}}}}`, `{"next": {"next": {}}}`},
	}, validateSeeds...) {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, document, payload []byte) {
		s, err := verdict.Compile(document, verdict.WithDefaults())
		if err != nil {
			return
		}
		result, err := s.ApplyDefaults(payload)
		if err != nil {
			return
		}
		if !s.Valid(result) {
			t.Fatalf("%s is not valid", result)
		}
		if again, err := s.ApplyDefaults(result); err != nil || !bytes.Equal(again, result) {
			t.Errorf("%s becomes %s, %v", result, again, err)
		}
		var before, after any
		for text, value := range map[*[]byte]*any{&payload: &before, &result: &after} {
			d := json.NewDecoder(bytes.NewReader(*text))
			d.UseNumber()
			if err := d.Decode(value); err != nil {
				return // too deep for encoding/json
			}
		}
		if !contains(after, before) {
			t.Errorf("%s becomes %s", payload, result)
		}
	})
}

// contains reports whether a decoded value is another with additional properties.
func contains(value, other any) bool {
	switch other := other.(type) {
	case map[string]any:
		object, ok := value.(map[string]any)
		for name, o := range other {
			v, has := object[name]
			ok = ok && has && contains(v, o)
		}
		return ok
	case []any:
		list, ok := value.([]any)
		return ok && slices.EqualFunc(list, other, contains)
	default:
		return value == other
	}
}

// FuzzOutput writes the output of any schema and payload in all formats: they agree with
// Valid and with each other, and every location exists.
func FuzzOutput(f *testing.F) {
	for _, seed := range validateSeeds {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	anything := compiled(f, `true`)
	f.Fuzz(func(t *testing.T, document, payload []byte) {
		s, err := verdict.Compile(document, verdict.WithBaseURI(suiteRootURI), verdict.WithMaxViolations(0))
		if err != nil {
			return
		}
		locations := make(schemaIndex).with(suiteRootURI, document)
		sound := anything.Valid(payload)
		said := make(map[string]string) // the annotations in each format
		for _, f := range outputFormats {
			output := checkOutput(t, s, payload, f.format)
			if output.Truncated || f.format == verdict.OutputFlag {
				continue
			}
			said[f.name] = ""
			for k, u := range units(output.OutputUnit) {
				if u.Annotation != nil {
					said[f.name] += u.KeywordLocation + " " + u.InstanceLocation + " " + string(u.Annotation) + "\n"
				}
				if k == 0 && f.format == verdict.OutputBasic || !sound && u.AbsoluteKeywordLocation == "" || len(locations) > 1 {
					continue // the first has only the list; the index does not distinguish ids in data
				}
				if err := leadsSomewhere(locations, document, u); err != nil {
					t.Errorf("%s: %v", f.name, err)
				}
			}
		}
		for name, annotations := range said {
			if basic, ok := said["basic"]; ok && annotations != basic {
				t.Errorf("annotations are %q, but in %s %q", basic, name, annotations)
			}
		}
	})
}

// twin returns a schema document with an additional keyword that every value satisfies. It
// gives the same results, but payloads that are streamed without the keyword need a tape
// with it.
func twin(document []byte) []byte {
	const nothing = `"not": {"not": {}}`
	body, ok := bytes.CutPrefix(bytes.TrimLeft(document, " \t\r\n"), []byte("{"))
	if !ok {
		return document
	}
	if rest := bytes.TrimLeft(body, " \t\r\n"); len(rest) > 0 && rest[0] == '}' {
		return append([]byte("{"+nothing), body...)
	}
	return append([]byte("{"+nothing+","), body...)
}

// FuzzSession validates any bytes against the session's schema as a stream and on a tape.
// The violations must be equal.
func FuzzSession(f *testing.F) {
	for _, field := range fieldsOf(documentedForm) {
		f.Add([]byte(session(documentedForm, map[string]string{field.name: ""})))
		f.Add([]byte(session(documentedForm, map[string]string{field.name: field.wrongType})))
	}
	for _, seed := range []string{
		strings.ReplaceAll(strings.ReplaceAll(session(documentedForm, nil), "\n", ""), " ", ""),
		strings.ReplaceAll(session(documentedForm, nil), "i", `\u0069`),
		strings.Replace(session(documentedForm, nil), `"label"`, `"id"`, 1),
		strings.Replace(session(documentedForm, nil), `"label"`, `"unknown": [{"a": 1, "a": 2}], "label"`, 1),
		strings.Replace(session(documentedForm, nil), `"label"`, `"unknown": [{"a": 1, "a": 2} "label"`, 1),
		strings.Replace(session(documentedForm, nil), `"pro"`, string(nested(999, "[", "", "]")), 1),
	} {
		f.Add([]byte(seed))
	}
	document, _ := schema.Document(documentedForm)
	direct := compiled(f, string(document))
	taped := compiled(f, string(twin(document)))
	f.Fuzz(func(t *testing.T, payload []byte) {
		valid, found := outcome(t, direct, payload)
		other, violations := outcome(t, taped, payload)
		if other != valid || !slices.Equal(found, violations) {
			t.Errorf("valid is %t as a stream, %v, and %t on a tape, %v\n%q", valid, found, other, violations, payload)
		}
		if valid && !json.Valid(payload) {
			t.Errorf("valid, but not for encoding/json: %q", payload)
		}
	})
}

// FuzzDocument validates any bytes against the schema that accepts everything, and
// compares with encoding/json and jsontext. Intended differences: duplicate names and
// invalid UTF-8 are rejected, which encoding/json accepts; an escape may be half a
// surrogate pair, which jsontext rejects; and the nesting is limited to 1,000.
func FuzzDocument(f *testing.F) {
	for _, seed := range []string{
		session(documentedForm, nil), session(wireForm, nil),
		``, ` `, `{}`, `[]`, `null`, "\ufeff1", `[1,]`, `{"a":1,"\u0061":2}`, `"\ud800"`, `"\ud83d\udd11"`, `{"\ud800":1,"\ufffd":2}`, "\"\xff\"",
		`-0.0e+00`, `01`, `1.`, `[1e400,-1E-400]`, "[\"a\\\"b\\\\c\"]", "{\"a\":[{\"b\":{}}]}\r\n", `{"a":1}{`, "\"\x7f\x00\"",
		string(nested(1001, `[`, ``, `]`)), string(nested(1000, `[`, ``, `]`)),
	} {
		f.Add([]byte(seed))
	}
	s, err := verdict.Compile([]byte(`true`))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		valid, violations := outcome(t, s, payload)
		if valid && (!json.Valid(payload) || !utf8.Valid(payload) || readWith(payload, jsontext.AllowInvalidUTF8(true)) != nil) {
			t.Fatalf("valid, but not for the references: %q", payload)
		}
		strict := readWith(payload)
		if strict == nil && depth(payload) <= 1000 && !valid {
			t.Fatalf("not valid, but valid for jsontext: %q: %v", payload, violations)
		}
		lenient := readWith(payload, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		if (lenient == nil) != json.Valid(payload) && depth(payload) < 10_000 {
			return // the two references disagree
		}
		for _, v := range violations {
			switch v.Rule {
			case verdict.RuleSyntax:
				if lenient == nil {
					t.Errorf("%v, but both references read it: %q", v, payload)
				}
			case verdict.RuleEncoding:
				if !bytes.HasPrefix(payload, []byte("\ufeff")) && readWith(payload, jsontext.AllowDuplicateNames(true)) == nil {
					t.Errorf("%v, but jsontext sees UTF-8: %q", v, payload)
				}
			case verdict.RuleDuplicateKey:
				if err := readWith(payload, jsontext.AllowInvalidUTF8(true)); lenient == nil && !errors.Is(err, jsontext.ErrDuplicateName) {
					t.Errorf("%v, but jsontext says %v: %q", v, err, payload)
				}
			case verdict.RuleLimit:
				if depth(payload) <= 1000 {
					t.Errorf("%v, at a depth of %d", v, depth(payload))
				}
			default:
				t.Errorf("%v, under a schema that accepts everything", v)
			}
		}
	})
}

// readWith has jsontext read one value and nothing after it.
func readWith(payload []byte, opts ...jsontext.Options) error {
	dec := jsontext.NewDecoder(bytes.NewReader(payload), opts...)
	if err := dec.SkipValue(); err != nil {
		return err
	}
	if dec.PeekKind() != 0 || len(bytes.TrimLeft(payload[dec.InputOffset():], " \t\r\n")) > 0 {
		return errors.New("more than one value")
	}
	return nil
}

// depth returns how deeply brackets are nested outside strings.
func depth(payload []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(payload); i++ {
		switch c := payload[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			now++
			deepest = max(deepest, now)
		case c == ']' || c == '}':
			now--
		}
	}
	return deepest
}
