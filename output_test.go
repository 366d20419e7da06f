package verdict_test

// This file tests output: each format, annotations and limits.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/program"
)

// outputOf returns the output as indented JSON, without the absolute locations.
func outputOf(t *testing.T, s *verdict.Schema, payload string, format verdict.OutputFormat) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(marshaled(t, checkOutput(t, s, []byte(payload), format)), &v); err != nil {
		t.Fatal(err)
	}
	var strip func(v any)
	strip = func(v any) {
		object, _ := v.(map[string]any)
		delete(object, "absoluteKeywordLocation")
		for _, name := range []string{"errors", "annotations"} {
			list, _ := object[name].([]any)
			for _, item := range list {
				strip(item)
			}
		}
	}
	strip(v)
	return string(marshaled(t, v))
}

func TestTheFormatsOfTheSpecification(t *testing.T) {
	const document = `{"type": "object", "properties": {"validProp": true}, "additionalProperties": false}`
	const payload = `{"validProp": 5, "invalidProp": 0}`
	tests := []struct {
		name   string
		format verdict.OutputFormat
		want   string
	}{
		{"flag", verdict.OutputFlag, `{"valid": false}`},
		{"a format that is none", -1, `{"valid": false}`},
		{"basic lists the one error", verdict.OutputBasic, `{
			"valid": false, "keywordLocation": "", "instanceLocation": "", "errors": [{
				"valid": false, "keywordLocation": "/additionalProperties", "instanceLocation": "/invalidProp",
				"error": "unknown property \"invalidProp\"; did you mean \"validProp\"?"
			}]
		}`},
		{"detailed is the one error", verdict.OutputDetailed, `{
			"valid": false, "keywordLocation": "/additionalProperties", "instanceLocation": "/invalidProp",
			"error": "unknown property \"invalidProp\"; did you mean \"validProp\"?"
		}`},
		{"verbose has every keyword", verdict.OutputVerbose, `{
			"valid": false, "keywordLocation": "", "instanceLocation": "", "errors": [
				{"valid": true, "keywordLocation": "/type", "instanceLocation": ""},
				{"valid": true, "keywordLocation": "/properties", "instanceLocation": "", "annotations": [
					{"valid": true, "keywordLocation": "/properties/validProp", "instanceLocation": "/validProp"}
				]},
				{"valid": false, "keywordLocation": "/additionalProperties", "instanceLocation": "", "errors": [{
					"valid": false, "keywordLocation": "/additionalProperties", "instanceLocation": "/invalidProp",
					"error": "unknown property \"invalidProp\"; did you mean \"validProp\"?"
				}]}
			]
		}`},
	}
	schema := compiled(t, document)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var want any
			if err := json.Unmarshal([]byte(tt.want), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(marshaled(t, want)), outputOf(t, schema, payload, tt.format)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// annotationsOf lists the annotations of a payload: instance location, keyword location
// and value.
func annotationsOf(t *testing.T, s *verdict.Schema, payload string) []string {
	t.Helper()
	output := checkOutput(t, s, []byte(payload), verdict.OutputBasic)
	if !output.Valid {
		t.Errorf("%s is not valid: %+v", payload, output.Errors)
	}
	list := []string{}
	for _, u := range output.Annotations {
		list = append(list, fmt.Sprintf("%s @%s = %s", u.KeywordLocation, u.InstanceLocation, u.Annotation))
	}
	return list
}

func TestWhatAnnotates(t *testing.T) {
	const (
		draft4    = `"$schema": "http://json-schema.org/draft-04/schema#", `
		draft7    = `"$schema": "http://json-schema.org/draft-07/schema#", `
		draft2019 = `"$schema": "https://json-schema.org/draft/2019-09/schema", `
	)
	tests := []struct {
		name     string
		document string
		payload  string
		want     []string
	}{
		{"names that properties have", `{"properties": {"a": true, "b": true}}`, `{"b": 1, "c": 2, "a": 3}`,
			[]string{`/properties @ = ["b","a"]`}},
		{"no names, where there are none", `{"properties": {"a": true}, "patternProperties": {"^b": true}}`, `{}`,
			[]string{`/properties @ = []`, `/patternProperties @ = []`}},
		{"not properties, where there is no object", `{"properties": {"a": true}}`, `[]`, []string{}},
		{"a name that two patterns match, once", `{"patternProperties": {"^a": true, "b$": true}, "additionalProperties": true}`, `{"ab": 1, "c": 1}`,
			[]string{`/patternProperties @ = ["ab"]`, `/additionalProperties @ = ["c"]`}},
		{"names that are left", `{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": {"title": "T"}}`, `{"a": 1, "b": 2}`,
			[]string{`/allOf/0/properties @ = ["a"]`, `/unevaluatedProperties @ = ["b"]`, `/unevaluatedProperties/title @/b = "T"`}},
		{"the last index of a prefix", `{"prefixItems": [true, true], "items": true}`, `[1, 2, 3]`,
			[]string{`/prefixItems @ = 1`, `/items @ = true`}},
		{"a prefix that is all", `{"prefixItems": [true, true], "items": true}`, `[1]`, []string{`/prefixItems @ = true`}},
		{"items before 2020-12", `{` + draft2019 + `"items": [true], "additionalItems": true}`, `[1, 2]`,
			[]string{`/items @ = 0`, `/additionalItems @ = true`}},
		{"items that are left", `{"prefixItems": [true], "unevaluatedItems": {"type": "null"}}`, `[1, null]`,
			[]string{`/prefixItems @ = 0`, `/unevaluatedItems @ = true`}},
		{"indices of what is contained", `{"contains": {"type": "null"}}`, `[1, null, 2, null]`, []string{`/contains @ = [1,3]`}},
		{"contains, of an empty array too", `{"contains": {"type": "null"}, "minContains": 0}`, `[]`, []string{`/contains @ = []`}},
		{"contains does not before 2020-12", `{` + draft2019 + `"contains": true}`, `[1]`, []string{}},
		{"words that are for strings", `{"contentMediaType": "text/plain", "contentEncoding": "base64", "format": "date"}`, `1`,
			[]string{`/format @ = "date"`}},
		{"contentSchema, with a contentMediaType", `{"contentMediaType": "application/json", "contentSchema": {"type": "null"}}`, `"1"`,
			[]string{`/contentMediaType @ = "application/json"`, `/contentSchema @ = {"type": "null"}`}},
		{"contentSchema without", `{"contentSchema": true}`, `"1"`, []string{}},
		{"unknown keywords", `{"x-unit": {"of": "m/s"}, "a/b~c": 1}`, `1`, []string{`/x-unit @ = {"of": "m/s"}`, `/a~1b~0c @ = 1`}},
		{"unknown keywords do not before 2019-09", `{` + draft7 + `"x-unit": "m"}`, `1`, []string{}},
		{"keywords of later drafts do not", `{` + draft4 + `"title": "T", "readOnly": true, "examples": []}`, `1`, []string{`/title @ = "T"`}},
		{"definitions and comments do not", `{"$defs": {"a": true}, "definitions": {}, "$comment": "c", "$anchor": "b"}`, `1`, []string{}},
		{"keywords next to a reference", `{"$ref": "#/$defs/a", "title": "T", "$defs": {"a": {"$ref": "#/$defs/b", "title": "A"}, "b": {"title": "B"}}}`, `1`,
			[]string{`/$ref/$ref/title @ = "B"`, `/$ref/title @ = "A"`, `/title @ = "T"`}},
		{"but not up to draft 7", `{` + draft7 + `"$ref": "#/definitions/a", "title": "T", "definitions": {"a": {"title": "A"}}}`, `1`,
			[]string{`/$ref/title @ = "A"`}},
		{"every alternative that matches", `{"anyOf": [{"title": "A"}, {"title": "B", "type": "null"}, {"title": "C"}]}`, `1`,
			[]string{`/anyOf/0/title @ = "A"`, `/anyOf/2/title @ = "C"`}},
		{"if, which matches", `{"if": {"title": "I"}, "then": {"title": "T"}, "else": {"title": "E"}}`, `1`,
			[]string{`/if/title @ = "I"`, `/then/title @ = "T"`}},
		{"else, where it does not", `{"if": {"title": "I", "type": "null"}, "then": {"title": "T"}, "else": {"title": "E"}}`, `1`,
			[]string{`/else/title @ = "E"`}},
		{"nothing in a not", `{"not": {"title": "N", "not": {"title": "NN"}}}`, `1`, []string{}},
		{"nothing in propertyNames", `{"propertyNames": {"title": "N", "allOf": [{"format": "regex"}]}}`, `{"a": 1}`, []string{}},
		{"what a condition on another property adds", `{"dependentSchemas": {"a": {"title": "D"}}}`, `{"a": 1}`,
			[]string{`/dependentSchemas/a/title @ = "D"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, annotationsOf(t, compiled(t, tt.document), tt.payload)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// errorsOf lists the errors of a payload that have a reason of their own.
func errorsOf(t *testing.T, s *verdict.Schema, payload string) []string {
	t.Helper()
	list := []string{}
	for _, u := range checkOutput(t, s, []byte(payload), verdict.OutputBasic).Errors {
		if u.Error != "a subschema is not satisfied" {
			list = append(list, fmt.Sprintf("%s @%s: %s", u.KeywordLocation, u.InstanceLocation, u.Error))
		}
	}
	return list
}

func TestEveryKeywordThatFailsIsAnError(t *testing.T) {
	tests := []struct {
		name     string
		document string
		payload  string
		want     []string
	}{
		{"type and other keywords", `{"minimum": 5, "type": "string", "enum": ["a"]}`, `3`, []string{
			`/minimum @: expected at least 5, got 3`,
			`/type @: expected string, got the number 3`,
			`/enum @: expected "a", got 3`,
		}},
		{"const and enum", `{"enum": [1, 2], "const": 1}`, `3`, []string{
			`/enum @: 3 is not one of 1, 2`,
			`/const @: expected 1, got 3`,
		}},
		{"several names in one", `{"required": ["a", "b"]}`, `{}`, []string{
			`/required @: missing required property "a"; add it; missing required property "b"; add it`,
		}},
		{"null says what to do", `{"properties": {"a": {"allOf": [{"type": "string"}]}}}`, `{"a": null}`, []string{
			`/properties/a/allOf/0/type @/a: null is not allowed, expected string; give a value or leave the property out`,
		}},
		{"each alternative", `{"anyOf": [{"type": "string"}, {"type": "null"}]}`, `1`, []string{
			`/anyOf @: matches no alternative of anyOf`,
			`/anyOf/0/type @: expected string, got the number 1`,
			`/anyOf/1/type @: expected null, got the number 1`,
		}},
		{"two of oneOf", `{"oneOf": [true, {"type": "null"}, true]}`, `1`, []string{
			`/oneOf @: matches oneOf[0] and oneOf[2], must match exactly one`,
		}},
		{"the keyword that counts", `{"contains": {"type": "null"}, "minContains": 2}`, `[null]`, []string{
			`/minContains @: 1 item matches "contains"; at least 2 are required`,
		}},
		{"contains and minContains", `{"contains": {"type": "null"}, "minContains": 2}`, `[1]`, []string{
			`/contains @: no item matches "contains"; at least 1 is required`,
			`/contains/type @/0: expected null, got the number 1`,
			`/minContains @: no item matches "contains"; at least 2 are required`,
		}},
		{"both keywords that count", `{"contains": {"type": "null"}, "minContains": 3, "maxContains": 1}`, `[null, null]`, []string{
			`/minContains @: 2 items match "contains"; at least 3 are required`,
			`/maxContains @: 2 items match "contains"; at most 1 is allowed (items 0, 1)`,
		}},
		{"a name", `{"propertyNames": {"maxLength": 1}}`, `{"ab": 1}`, []string{
			`/propertyNames/maxLength @/ab: expected at most 1 character, got 2`,
		}},
		{"the schema false", `{"properties": {"a": false}}`, `{"a": 1}`, []string{
			`/properties/a @/a: property "a" is not allowed; remove it`,
		}},
		{"not", `{"not": {"title": "N"}}`, `1`, []string{`/not @: must not match the schema in "not", got the number 1`}},
		{"an exclusive bound of draft 4", `{"$schema": "http://json-schema.org/draft-04/schema#", "minimum": 1, "exclusiveMinimum": true}`, `1`, []string{
			`/exclusiveMinimum @: expected more than 1, got 1`,
		}},
		{"dependencies of both kinds", `{"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"a": ["b"], "c": {"required": ["d"]}}}`, `{"a": 1, "c": 2}`, []string{
			`/dependencies @: missing property "b", required because "a" is present; add it`,
			`/dependencies/c/required @: missing required property "d"; add it`,
		}},
		{"not what an alternative that fails has evaluated", `{"anyOf": [{"properties": {"a": {"type": "null"}}}], "unevaluatedProperties": false}`, `{"a": 1, "b": 2}`, []string{
			`/anyOf @: matches no alternative of anyOf`,
			`/anyOf/0/properties/a/type @/a: expected null, got the number 1`,
			`/unevaluatedProperties @/b: unknown property "b"; remove it or correct its name`,
		}},
		{"not what one that fails has evaluated, though it asks for the rest", `{"allOf": [{"prefixItems": [true], "unevaluatedItems": {"type": "null"}}], "unevaluatedItems": false}`, `[1, 2]`, []string{
			`/allOf/0/unevaluatedItems/type @/1: expected null, got the number 2`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, errorsOf(t, compiled(t, tt.document), tt.payload)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEachReferenceHasItsUnit(t *testing.T) {
	schema := compiled(t, `{
		"properties": {"a": {"$ref": "#/$defs/b"}},
		"$defs": {"b": {"$ref": "other#c"}, "o": {"$id": "other", "$defs": {"c": {"$anchor": "c", "type": "null"}}}}
	}`, verdict.WithBaseURI("https://example.com/root"))
	var got []string
	for _, u := range units(checkOutput(t, schema, []byte(`{"a": null}`), verdict.OutputVerbose).OutputUnit) {
		if u.InstanceLocation == "/a" {
			got = append(got, u.KeywordLocation+" "+u.AbsoluteKeywordLocation)
		}
	}
	want := []string{
		"/properties/a https://example.com/root#/properties/a",
		"/properties/a/$ref https://example.com/root#/properties/a/$ref",
		"/properties/a/$ref https://example.com/root#/$defs/b",
		"/properties/a/$ref/$ref https://example.com/root#/$defs/b/$ref",
		"/properties/a/$ref/$ref https://example.com/other#/$defs/c",
		"/properties/a/$ref/$ref/type https://example.com/other#/$defs/c/type",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestStrictnessIsAnError(t *testing.T) {
	tests := []struct{ document, want string }{
		{`{"properties": {"name": true}}`, "/properties"},
		{`{"allOf": [{"properties": {"name": true}}]}`, "/properties"},
	}
	for _, tt := range tests {
		got := errorsOf(t, compiled(t, tt.document, verdict.WithStrict(true)), `{"nmae": 1}`)
		want := []string{tt.want + ` @/nmae: unknown property "nmae"; did you mean "name"?`}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", tt.document, diff)
		}
	}
}

// The intended alternative of oneOf is chosen without strictness, and must then be satisfied
// with it. It is still one unit.
func TestStrictnessWithinAnAlternativeIsAnError(t *testing.T) {
	s := compiled(t, `{"oneOf": [{"properties": {"a": {"properties": {"name": {"title": "Name"}}}}}, {"type": "null"}]}`, verdict.WithStrict(true))
	got := errorsOf(t, s, `{"a": {"name": 1, "nmae": 1}}`)
	want := []string{`/oneOf/0/properties/a/properties @/a/nmae: unknown property "nmae"; "name" is present as well, remove one of them`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	out := s.Output([]byte(`{"a": {"name": 1}}`), verdict.OutputBasic)
	titles := slices.DeleteFunc(out.Annotations, func(u verdict.OutputUnit) bool { return !strings.HasSuffix(u.KeywordLocation, "/title") })
	if len(titles) != 1 {
		t.Errorf("%+v", titles)
	}
}

func TestAnInvalidTextIsAnError(t *testing.T) {
	tests := []struct {
		name, payload string
		want          []string
	}{
		{"no JSON", `{"a": }`, []string{` @: 1:7: expected a value, got '}' [syntax]`}},
		{"a name twice", `{"a": 1, "a": 2, "b": {"c": 1, "c": 2}}`, []string{
			` @/a: 1:10: duplicate property "a" (first defined at 1:2); remove one [duplicate-key]`,
			` @/b/c: 1:32: duplicate property "c" (first defined at 1:24); remove one [duplicate-key]`,
		}},
	}
	schema := compiled(t, `{"title": "T"}`)
	for _, tt := range tests {
		got := errorsOf(t, schema, tt.payload)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		if n := len(schema.Output([]byte(tt.payload), verdict.OutputBasic).Errors); n != len(got) {
			t.Errorf("%s: %d units, of which %d are faults of the text", tt.name, n, len(got))
		}
	}
}

func TestAnnotationsAreTheCallersOwn(t *testing.T) {
	schema := compiled(t, `{"title": "T"}`)
	first := schema.Output([]byte(`1`), verdict.OutputBasic)
	for k := range first.Annotations[0].Annotation {
		first.Annotations[0].Annotation[k] = 'x'
	}
	if got := annotationsOf(t, schema, `1`); !slices.Equal(got, []string{`/title @ = "T"`}) {
		t.Errorf("a caller has changed the schema: %v", got)
	}
}

func TestOutputKeepsToMaxViolations(t *testing.T) {
	payload := []byte("[" + strings.Repeat(`"a",`, 50) + "1]")
	for _, tt := range []struct {
		most, want int
		truncated  bool
	}{{1, 1, true}, {10, 10, true}, {50, 50, false}, {100, 50, false}, {0, 50, false}} {
		schema := compiled(t, `{"items": {"type": "number"}}`, verdict.WithMaxViolations(tt.most))
		for _, format := range []verdict.OutputFormat{verdict.OutputBasic, verdict.OutputDetailed} {
			output := checkOutput(t, schema, payload, format)
			got := 0
			for _, u := range units(output.OutputUnit) {
				if strings.HasSuffix(u.KeywordLocation, "/type") {
					got++
				}
			}
			if got != tt.want || output.Truncated != tt.truncated {
				t.Errorf("at most %d, format %d: %d errors, truncated %t", tt.most, format, got, output.Truncated)
			}
		}
	}
}

// Output that would be too large to use is truncated, and reports that. The result stays
// right, and what remains can be marshaled and read.
func TestOutputIsBounded(t *testing.T) {
	const most = 4 << 20 // bytes of JSON
	bounded := verdict.WithBounds(program.Bounds{Trace: 1 << 20})
	numbers := func(n int) []byte { return list(n, "[", "]", func(b *bytes.Buffer, i int) { fmt.Fprint(b, i) }) }
	wide := numbers(5000)
	readable := compiled(t, `true`, verdict.WithLimits(verdict.Limits{Depth: 10_000})) // as deep as encoding/json reads
	twice := `{"allOf": [%[1]s, %[1]s]}`
	tests := []struct {
		name     string
		document []byte
		payload  []byte
	}{
		{"a diamond", diamond(64, twice, `{"title": "T"}`), []byte(`1`)},
		{"a diamond that fails", diamond(64, twice, `{"type": "null"}`), []byte(`1`)},
		{"a diamond of alternatives", diamond(64, `{"anyOf": [%[1]s, %[1]s], "unevaluatedProperties": false}`, `{"properties": {"a": true}}`), []byte(`{"a": 1}`)},
		{"a diamond that looks at much", diamond(64, twice, `{"uniqueItems": true}`), numbers(200)},
		{"a deep payload", []byte(`{"items": {"$ref": "#"}, "title": "T"}`), nested(5000, "[", "1", "]")},
		{"a deep payload that fails", []byte(`{"items": {"$ref": "#"}, "type": "array"}`), nested(5000, "[", "1", "]")},
		{"a wide payload", []byte(`{"items": {"title": "T"}}`), wide},
		{"a wide payload that fails", []byte(`{"items": {"type": "null"}}`), wide},
		{"a large annotation", fmt.Appendf(nil, `{"items": {"default": %q}}`, strings.Repeat("x", 1<<14)), numbers(100)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			schema := compiled(t, string(tt.document), verdict.WithLimits(verdict.Limits{Depth: -1}), bounded)
			ends(t, func() {
				output := checkOutput(t, schema, tt.payload, verdict.OutputVerbose)
				if !output.Truncated {
					t.Error("not truncated")
				}
				text, err := output.MarshalJSON()
				if err != nil {
					t.Error(err)
				}
				if len(text) > most {
					t.Errorf("%d bytes", len(text))
				}
				if !readable.Valid(text) {
					t.Error("the output cannot be read")
				}
			})
		})
	}
}

// What is within a "not" is never reported, so it does not count toward the limit.
func TestOutputSpendsNothingOnWhatANotHides(t *testing.T) {
	document := strings.Replace(string(diamond(64, `{"allOf": [%[1]s, %[1]s]}`, `{"title": "N"}`)),
		`{"$ref": "#/$defs/64"`, `{"not": {"not": {"$ref": "#/$defs/64"}}, "title": "T"`, 1)
	schema := compiled(t, document)
	output := checkOutput(t, schema, []byte(`1`), verdict.OutputBasic)
	if output.Truncated {
		t.Error("truncated")
	}
	if got, want := annotationsOf(t, schema, `1`), []string{`/title @ = "T"`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A schema may have any number of keywords. Searching all of them for each would not end.
func TestOutputEndsWhateverTheNumberOfKeywords(t *testing.T) {
	large(t)
	words := list(100_000, "{", "}", func(b *bytes.Buffer, i int) { fmt.Fprintf(b, `"x%d":%d`, i, i) })
	schema := compiled(t, string(words))
	ends(t, func() {
		output := checkOutput(t, schema, []byte(`1`), verdict.OutputBasic)
		if got := len(output.Annotations); got != 100_000 {
			t.Errorf("%d annotations", got)
		}
	})
}

// Payloads within the default limits never have truncated output because of their depth.
func TestOutputReachesTheDefaultDepth(t *testing.T) {
	large(t)
	schema := compiled(t, `{"items": {"$ref": "#"}, "type": ["array", "null"]}`)
	output := checkOutput(t, schema, nested(1000, "[", "1", "]"), verdict.OutputVerbose)
	if output.Truncated {
		t.Error("truncated")
	}
	if _, err := json.Marshal(output); err != nil {
		t.Error(err)
	}
}

// Schemas that refer back to themselves for the same instance are reported.
func TestOutputOfLoops(t *testing.T) {
	for _, document := range []string{
		`{"anyOf": [{"type": "string"}, {"$ref": "#"}]}`,
		`{"not": {"$ref": "#"}}`,
		`{"not": {"not": {"$ref": "#"}}}`,
		`{"oneOf": [{"$ref": "#"}, {"type": "string"}]}`,
		`{"if": {"type": "null"}, "else": {"$ref": "#/$defs/a"}, "$defs": {"a": {"anyOf": [{"type": "array"}, {"$ref": "#"}]}}}`,
		`{"dependentSchemas": {"a": {"$ref": "#"}}}`,
	} {
		schema := compiled(t, document)
		for _, payload := range []string{`null`, `"a"`, `[[]]`, `{"a": {"a": 1}}`} {
			for _, f := range outputFormats {
				if checkOutput(t, schema, []byte(payload), f.format).Truncated {
					t.Errorf("%s: %s: truncated", document, payload)
				}
			}
		}
	}
}
