package verdict_test

// This file tests vocabularies and metaschemas that the caller defines.

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/verdict-lint/verdict"
)

const (
	numbersURI = "https://example.com/vocab/numbers"
	metaURI    = "https://example.com/meta"
)

// metaschemaWith returns a metaschema of draft 2020-12 with a $vocabulary, and with x-even as a boolean.
func metaschemaWith(vocabularies string) []byte {
	return fmt.Appendf(nil, `{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": %q, "$dynamicAnchor": "meta",
		"$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": true, "https://json-schema.org/draft/2020-12/vocab/applicator": true,
			"https://json-schema.org/draft/2020-12/vocab/validation": true, %s},
		"$ref": "https://json-schema.org/draft/2020-12/schema",
		"properties": {"x-even": {"type": "boolean"}, "title": {"minLength": 1}}}`, metaURI, vocabularies)
}

var withNumbers = verdict.WithVocabulary(numbersURI, map[string]verdict.KeywordCompiler{"x-even": even})

func TestKeywordsOfAVocabularyAreKnownWhereItIsInUse(t *testing.T) {
	in := verdict.WithResource(metaURI, metaschemaWith(`"`+numbersURI+`": true`))
	optional := verdict.WithResource(metaURI, metaschemaWith(`"`+numbersURI+`": false`))
	out := verdict.WithResource(metaURI, metaschemaWith(`"https://example.com/other": false`))
	const schema = `{"$schema": "https://example.com/meta", "x-even": true}`
	other := verdict.WithResource("https://example.com/other", []byte(schema))
	for name, test := range map[string]struct {
		schema   string
		options  []verdict.Option
		asserted bool
	}{
		"required":                  {schema, []verdict.Option{withNumbers, in}, true},
		"optional":                  {schema, []verdict.Option{withNumbers, optional}, true},
		"not in use":                {schema, []verdict.Option{withNumbers, out}, false},
		"the specification's":       {`{"x-even": true}`, []verdict.Option{withNumbers, in}, false},
		"no vocabulary":             {`{"x-even": true}`, []verdict.Option{withEven}, true},
		"no vocabulary, not in use": {schema, []verdict.Option{withEven, withNumbers, out}, true},
		"only by reference":         {`{"$ref": "https://example.com/other"}`, []verdict.Option{withNumbers, in, other}, true},
		"not where it refers from":  {`{"x-even": true, "properties": {"a": {"$ref": "https://example.com/other"}}}`, []verdict.Option{withNumbers, in, other}, false},
		"embedded":                  {`{"allOf": [{"$id": "https://example.com/in", "$schema": "https://example.com/meta", "x-even": true}]}`, []verdict.Option{withNumbers, in}, true},
		"the last of a vocabulary":  {schema, []verdict.Option{verdict.WithVocabulary(numbersURI, map[string]verdict.KeywordCompiler{"x-even": nothing}), withNumbers, in}, true},
		"before one without":        {schema, []verdict.Option{withNumbers, verdict.WithKeyword("x-even", nothing), in}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := compiled(t, test.schema, test.options...)
			if got := !s.Valid([]byte(`3`)); got != test.asserted {
				t.Errorf("asserted: %v", got)
			}
			if !s.Valid([]byte(`2`)) {
				t.Error("2 is invalid")
			}
			// A keyword that is not known is an annotation.
			annotated := strings.Contains(fmt.Sprint(s.Output([]byte(`2`), verdict.OutputBasic).Annotations), "x-even")
			if annotated == test.asserted {
				t.Errorf("annotated: %v", annotated)
			}
		})
	}
}

// nothing is a keyword that asserts nothing.
func nothing(verdict.KeywordUse) (verdict.KeywordCheck, error) { return nil, nil }

func TestARequiredVocabularyThatIsNotDefinedIsAnError(t *testing.T) {
	for vocabularies, want := range map[string]string{
		`"` + numbersURI + `": true`:        "the vocabulary https://example.com/vocab/numbers is required but not supported",
		`"` + numbersURI + `": false`:       "",
		`"` + numbersURI + `/other": true`:  "the vocabulary https://example.com/vocab/numbers/other is required",
		`"` + numbersURI + `/other": false`: "",
	} {
		_, err := verdict.Compile([]byte(`{"$schema": "https://example.com/meta"}`), verdict.WithResource(metaURI, metaschemaWith(vocabularies)))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", vocabularies, err)
		}
	}
}

func TestASchemaIsCheckedAgainstItsOwnMetaschema(t *testing.T) {
	meta := metaschemaWith(`"` + numbersURI + `": true`)
	const draft7 = `{"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://example.com/meta7",
		"allOf": [{"$ref": "http://json-schema.org/draft-07/schema#"}], "required": ["title"], "properties": {"x": {"format": "date"}}}`
	sources := map[string]verdict.Option{
		"resource": verdict.WithResource(metaURI, meta),
		"files":    verdict.WithFS("https://example.com/", fstest.MapFS{"meta": {Data: meta}}),
		"loader":   verdict.WithLoader(func(string) ([]byte, error) { return meta, nil }),
	}
	for name, source := range sources {
		for schema, want := range map[string]string{
			`{"$schema": "https://example.com/meta", "x-even": true, "title": "a"}`:                                            "",
			`{"$schema": "https://example.com/meta", "x-even": 1}`:                                                             "1:51: not valid against the metaschema https://example.com/meta: expected boolean, got the number 1",
			`{"$schema": "https://example.com/meta", "items": {"title": ""}}`:                                                  "1:60: not valid against the metaschema https://example.com/meta: expected at least 1 character, got 0",
			`{"$schema": "https://example.com/meta", "minLength": "a"}`:                                                        "1:54: not a valid 2020-12 schema: expected integer",
			`{"$schema": "https://example.com/meta", "items": true, "not": false}`:                                             "",
			`{"x-even": 1, "title": ""}`:                                                                                       "",
			`{"$ref": "https://example.com/in", "$defs": {"a": {"$id": "in", "$schema": "meta:x", "title": ""}}}`:              "meta:x",
			`{"$id": "https://example.com/out", "allOf": [{"$id": "in", "$schema": "https://example.com/meta", "title": ""}]}`: "1:108: not valid against the metaschema",
			`{"$id": "https://example.com/out", "$schema": "https://example.com/meta", "allOf": [{"$id": "in", "$schema": "https://json-schema.org/draft/2020-12/schema", "title": ""}]}`: "",
		} {
			if name == "loader" && strings.Contains(schema, "meta:x") {
				continue
			}
			_, err := verdict.Compile([]byte(schema), withNumbers, source)
			var located *verdict.SchemaError
			switch {
			case want == "" && err != nil:
				t.Errorf("%s: %s: %v", name, schema, err)
			case want != "" && (!errors.As(err, &located) || !strings.Contains(err.Error(), want)):
				t.Errorf("%s: %s:\ngot  %v\nwant %s", name, schema, err, want)
			}
		}
	}
	with7 := verdict.WithResource("https://example.com/meta7", []byte(draft7))
	_, err := verdict.Compile([]byte(`{"$schema": "https://example.com/meta7", "x": "no date", "type": "string"}`), with7)
	var invalid *verdict.SchemaError
	if !errors.As(err, &invalid) || len(invalid.Violations) != 2 || invalid.Violations[0].Property != "title" || invalid.Violations[1].Rule != verdict.RuleFormat {
		t.Errorf("got %v", err)
	}
	if s := compiled(t, `{"$schema": "https://example.com/meta7", "title": "a", "type": "string"}`, with7); s.Valid([]byte(`1`)) {
		t.Error("a schema with a metaschema of draft 7 asserts nothing")
	}
}

func TestAMetaschemaMayUseKeywordsOfTheCaller(t *testing.T) {
	meta := `{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"maxLength": {"x-even": true}}}`
	_, err := verdict.Compile([]byte(`{"$schema": "https://example.com/meta", "maxLength": 3}`), withEven, verdict.WithResource(metaURI, []byte(meta)))
	if err == nil || !strings.Contains(err.Error(), "not valid against the metaschema https://example.com/meta: not even") {
		t.Errorf("got %v", err)
	}
}

func TestAMetaschemaThatDescribesItsPartsEnds(t *testing.T) {
	s := compiled(t, `{"$schema": "https://example.com/meta", "type": "string"}`,
		verdict.WithResource(metaURI, []byte(`{"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "part"}`)),
		verdict.WithResource("https://example.com/part", []byte(`{"$schema": "https://example.com/meta", "properties": {"type": {"const": "string"}}}`)))
	if s.Valid([]byte(`1`)) {
		t.Error("1 is valid")
	}
	_, err := verdict.Compile([]byte(`{"$schema": "https://example.com/meta"}`),
		verdict.WithResource(metaURI, []byte(`{"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "part"}`)))
	if err == nil || !strings.Contains(err.Error(), `the metaschema https://example.com/meta`) {
		t.Errorf("a metaschema that lacks a part: %v", err)
	}
}

func TestVocabulariesThatCannotBeDefined(t *testing.T) {
	many := make([]verdict.Option, 49)
	for k := range many {
		many[k] = verdict.WithVocabulary(fmt.Sprint("https://example.com/", k), nil)
	}
	for name, options := range map[string][]verdict.Option{
		"no URI":              {verdict.WithVocabulary("numbers", nil)},
		"the specification's": {verdict.WithVocabulary("https://json-schema.org/draft/2020-12/vocab/core", nil)},
		"a known keyword":     {verdict.WithVocabulary(numbersURI, map[string]verdict.KeywordCompiler{"type": even})},
		"no function":         {verdict.WithVocabulary(numbersURI, map[string]verdict.KeywordCompiler{"x": nil})},
		"too many":            many,
	} {
		if _, err := verdict.Compile([]byte(`{}`), options...); err == nil || !strings.Contains(err.Error(), "WithVocabulary") {
			t.Errorf("%s: %v", name, err)
		}
	}
	in := verdict.WithResource(metaURI, metaschemaWith(`"https://example.com/47": true`))
	last := verdict.WithVocabulary("https://example.com/47", map[string]verdict.KeywordCompiler{"x-even": even})
	if s := compiled(t, `{"$schema": "https://example.com/meta", "x-even": true}`, append(many[:48], last, in)...); s.Valid([]byte(`3`)) {
		t.Error("the last vocabulary is not in use")
	}
}
