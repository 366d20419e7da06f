package resource_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/rounds"
)

var drafts = []resource.Draft{resource.OpenAPI30, resource.Draft4, resource.Draft6, resource.Draft7, resource.Draft2019, resource.Draft2020}

// agree reports whether package resource and the engine agree on whether a document is a
// schema. Documents that are rejected for another reason than a metaschema are ignored.
func agree(t *testing.T, r *resource.Registry, document string) (rejected, ok bool) {
	t.Helper()
	schemas := []resource.Rejected{{}}
	root, err := r.Fresh().Add("https://example.com/schema", []byte(document))
	if err == nil {
		schemas[0].Place = resource.Place{Resource: root}
	} else {
		var located *resource.Error
		if !errors.As(err, &located) || len(located.Rejected) == 0 {
			return false, true
		}
		schemas = located.Rejected
	}
	for i := range schemas {
		failures, _ := engine.WhyRejected(schemas[i:i+1], 100)
		if len(failures) > 0 != (err != nil) {
			t.Errorf("%s\nchecked: %v\n%d failures of the metaschema", document, err, len(failures))
			return err != nil, false
		}
	}
	return err != nil, true
}

// sampleSchemas are schemas that use each keyword, and those of the official suite if
// JSON_SCHEMA_TEST_SUITE names a copy.
func sampleSchemas(t *testing.T, draft resource.Draft) []any {
	t.Helper()
	samples := []string{`true`, `{}`, `{
		"$id": "https://example.com/a", "$anchor": "a", "$comment": "c", "title": "t", "description": "d", "default": 1, "examples": [1],
		"type": ["object", "null"], "enum": [null, {}], "const": {}, "format": "uri", "pattern": "^a", "minLength": 0, "maxLength": 9,
		"minimum": 1.5, "maximum": 2, "exclusiveMinimum": 1, "exclusiveMaximum": 3, "multipleOf": 0.5, "uniqueItems": true,
		"minItems": 1, "maxItems": 2, "minContains": 1, "maxContains": 2, "minProperties": 0, "maxProperties": 5, "required": ["a", "b"],
		"properties": {"a": {"type": "string"}, "b": true}, "patternProperties": {"^x": {}}, "additionalProperties": false,
		"propertyNames": {"maxLength": 3}, "dependentRequired": {"a": ["b"]}, "dependentSchemas": {"a": {}}, "items": {"type": "integer"},
		"prefixItems": [{"type": "null"}], "contains": {}, "unevaluatedItems": {}, "unevaluatedProperties": false, "allOf": [{}],
		"anyOf": [{"type": "array"}], "oneOf": [{}], "not": {"required": ["z"]}, "if": {}, "then": {}, "else": {}, "$defs": {"d": {}},
		"definitions": {"d": {"type": "number"}}, "dependencies": {"a": ["b"], "c": {}}, "readOnly": true, "deprecated": false,
		"contentEncoding": "base64", "contentMediaType": "text/plain", "contentSchema": {}}`}
	if draft == resource.Draft4 {
		samples = []string{`{}`, `{"id": "https://example.com/a", "type": "object", "exclusiveMinimum": true, "minimum": 1, "required": ["a"],
			"properties": {"a": {"enum": [1, "x"]}}, "additionalProperties": false, "dependencies": {"a": ["b"]}, "items": [{}], "additionalItems": {}}`}
	}
	if draft == resource.OpenAPI30 {
		samples = []string{`{}`, `{"type": "object", "nullable": true, "exclusiveMinimum": true, "minimum": 1, "required": ["a"], "format": "int32",
			"properties": {"a": {"enum": [1, "x"], "example": 1, "xml": {"name": "n", "attribute": true}, "externalDocs": {"url": "u"}}},
			"additionalProperties": {"type": "string", "pattern": "^a", "maxLength": 1}, "items": {"readOnly": true, "multipleOf": 2}, "not": {"deprecated": true},
			"oneOf": [{"uniqueItems": true, "maxItems": 3}], "discriminator": {"propertyName": "a", "mapping": {"b": "c"}}, "x-a": 1}`}
	}
	dir := map[resource.Draft]string{
		resource.Draft4: "draft4", resource.Draft6: "draft6", resource.Draft7: "draft7",
		resource.Draft2019: "draft2019-09", resource.Draft2020: "draft2020-12",
	}[draft]
	files, err := filepath.Glob(filepath.Join(os.Getenv("JSON_SCHEMA_TEST_SUITE"), "tests", dir, "*.json")) // none of OpenAPI
	if err != nil {
		t.Fatal(err)
	}
	schemas := make([]any, 0, len(samples))
	for _, sample := range samples {
		schemas = append(schemas, decoded(t, []byte(sample)))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range decoded(t, text).([]any) {
			schemas = append(schemas, group.(map[string]any)["schema"])
		}
	}
	return schemas
}

func decoded(t *testing.T, text []byte) (value any) {
	t.Helper()
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// TestTheMetaschemasAgreeWithTheChecker validates schemas and damaged schemas twice: by the
// check that decides, and by the engine with the embedded metaschemas, which explains.
func TestTheMetaschemasAgreeWithTheChecker(t *testing.T) {
	damaged := rounds.Of(2_000)
	for _, draft := range drafts {
		t.Run(draft.String(), func(t *testing.T) {
			r := &resource.Registry{Default: draft}
			samples := sampleSchemas(t, draft)
			for _, sample := range samples {
				agree(t, r, written(t, sample))
			}
			random := rand.New(rand.NewPCG(1, uint64(draft)))
			rejected := 0
			for range damaged {
				sample := decoded(t, []byte(written(t, samples[random.IntN(len(samples))])))
				invalid, ok := agree(t, r, written(t, damage(random, sample)))
				if !ok {
					return
				}
				if invalid {
					rejected++
				}
			}
			t.Logf("%d schemas; %d of %d damaged ones are rejected", len(samples), rejected, damaged)
			if rejected < damaged/10 {
				t.Error("too few schemas were rejected")
			}
		})
	}
}

func written(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// damage replaces a value somewhere in a schema. References and identifiers stay as they
// are, because errors in them are not those of a metaschema.
func damage(r *rand.Rand, schema any) any {
	others := []any{nil, true, -1, 0, 1.5, "", "string", "%", []any{}, []any{"a", "a"}, []any{1, 1}, []any{map[string]any{}}, map[string]any{}, map[string]any{"type": 1}}
	switch s := schema.(type) {
	case map[string]any:
		names := slices.DeleteFunc(slices.Sorted(maps.Keys(s)), func(name string) bool {
			return name == "id" || strings.HasPrefix(name, "$") && name != "$defs" && name != "$comment"
		})
		if len(names) == 0 || r.IntN(4) == 0 {
			return others[r.IntN(len(others))]
		}
		name := names[r.IntN(len(names))]
		s[name] = damage(r, s[name])
		return s
	case []any:
		if len(s) == 0 || r.IntN(3) == 0 {
			return others[r.IntN(len(others))]
		}
		i := r.IntN(len(s))
		s[i] = damage(r, s[i])
		return s
	}
	return others[r.IntN(len(others))]
}

// TestEveryFaultOfARejectedSchemaIsFound damages two places of a schema, also in a resource
// of another draft.
func TestEveryFaultOfARejectedSchemaIsFound(t *testing.T) {
	r := &resource.Registry{Default: resource.Draft2020}
	_, err := r.Add("https://example.com/schema", []byte(`{"type": "strnig", "properties": {"a": {"minLength": -1}},
		"$defs": {"old": {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "old", "maxItems": "3"}}}`))
	var located *resource.Error
	if !errors.As(err, &located) {
		t.Fatal(err)
	}
	var places []string
	for i := range located.Rejected {
		failures, _ := engine.WhyRejected(located.Rejected[i:i+1], 100)
		for _, f := range failures {
			places = append(places, located.Rejected[i].Tape().Pointer(f.Node))
		}
	}
	slices.Sort(places)
	if got, want := fmt.Sprint(places), "[/$defs/old/maxItems /properties/a/minLength /type]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
