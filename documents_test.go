package verdict_test

// This file tests which document a reference finds, for each option that provides documents and
// in any order.

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/verdict-lint/verdict"
)

// A document is known by the URI it was given for and by every $id in it.
func TestADocumentIsFoundByEveryIDInIt(t *testing.T) {
	documents := map[string]string{
		"https://e.test/s/x.json": `{"$defs": {"e": {"$id": "https://e.test/embedded", "type": "integer"}}}`,
		"https://e.test/s/y.json": `{"$id": "https://o.test/other", "type": "integer", "$defs": {"r": {"$id": "relative", "type": "integer"}}}`,
		"https://e.test/s/z.json": `{"type": "what is no schema", "$id": "https://e.test/broken"}`,
		"https://e.test/s/w.json": `"id"`,
	}
	references := []string{
		"https://e.test/embedded", "https://e.test/s/x.json#/$defs/e", "https://e.test/s/y.json", "https://o.test/other",
		"https://o.test/relative", "HTTPS://O.test/a/../%6fther", "https://o.test:443/other#",
	}
	uris := []string{"https://e.test/s/w.json", "https://e.test/s/x.json", "https://e.test/s/y.json", "https://e.test/s/z.json"}
	files := fstest.MapFS{}
	for uri, text := range documents {
		files[strings.TrimPrefix(uri, "https://e.test/s/")] = &fstest.MapFile{Data: []byte(text)}
	}
	load := func(uri string) ([]byte, error) {
		if text, ok := documents[uri]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("not there")
	}
	given := func(uris []string) (all []verdict.Option) {
		for _, uri := range uris {
			all = append(all, verdict.WithResource(uri, []byte(documents[uri])))
		}
		return all
	}
	backward := slices.Clone(uris)
	slices.Reverse(backward)
	for name, opts := range map[string][]verdict.Option{
		"WithResource": given(uris), "WithResource, backward": given(backward),
		"WithFS":     {verdict.WithFS("https://e.test/s/", files)},
		"both":       {verdict.WithFS("https://e.test/s/", files), verdict.WithResource(uris[1], []byte(documents[uris[1]]))},
		"WithLoader": {verdict.WithLoader(load)},
	} {
		for k := range references {
			order := slices.Concat(references[k:], references[:k])
			if name == "WithLoader" { // which cannot list its documents: only those that are referred to are found
				order = append(order, "https://e.test/s/x.json", "https://e.test/s/y.json")
			}
			var refs []string
			for _, uri := range order {
				refs = append(refs, fmt.Sprintf(`{"$ref": %q}`, uri))
			}
			for _, schema := range []string{`{"allOf": [` + strings.Join(refs, ", ") + `]}`, `{"$id": "https://root.test/", "anyOf": [` + strings.Join(refs, ", ") + `]}`} {
				s, err := verdict.Compile([]byte(schema), opts...)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				if !s.Valid([]byte(`1`)) {
					t.Errorf("%s: 1 is invalid: %v", name, s.Validate([]byte(`1`)))
				}
			}
			if s, err := verdict.Compile([]byte(refs[0]), opts...); name != "WithLoader" && (err != nil || s.Valid([]byte(`"s"`))) {
				t.Errorf("%s: %s alone: %v", name, refs[0], err)
			}
		}
		if _, err := verdict.Compile([]byte(`{"$ref": "https://e.test/s/z.json"}`), opts...); err == nil || !strings.Contains(err.Error(), "z.json") {
			t.Errorf("%s: a broken document that is referred to: %v", name, err)
		}
		if _, err := verdict.Compile([]byte(`{"$ref": "https://e.test/nowhere"}`), opts...); err == nil {
			t.Errorf("%s: a schema with an unresolved reference compiles", name)
		}
	}
}

// A schema whose documents refer to one another without end is an error that names the limit.
func TestDocumentsWithoutEndAreRejected(t *testing.T) {
	large(t)
	loads := 0
	endless := verdict.WithLoader(func(uri string) ([]byte, error) {
		loads++
		return []byte(fmt.Sprintf(`{"properties": {"a": {"$ref": "https://e.test/%d.json"}}}`, loads)), nil
	})
	large := verdict.WithLoader(func(uri string) ([]byte, error) {
		loads++
		return []byte(fmt.Sprintf(`{"$ref": "https://e.test/%d.json", "title": %q}`, loads, strings.Repeat("a", 1<<20))), nil
	})
	for _, test := range []struct {
		name    string
		limits  verdict.Limits
		loader  verdict.Option
		most    int
		message string
	}{
		{"by default", verdict.Limits{}, endless, 5000, "limit of 5000 documents that WithLimits sets (Limits.Documents)"},
		{"few", verdict.Limits{Documents: 3}, endless, 3, "limit of 3 documents"},
		{"bytes", verdict.Limits{DocumentBytes: 2 << 20}, large, 3, "limit of 2097152 bytes that WithLimits sets (Limits.DocumentBytes)"},
		{"bytes alone", verdict.Limits{Documents: -1, DocumentBytes: 9000}, endless, 9000 / 50, "Limits.DocumentBytes"},
	} {
		loads = 0
		_, err := verdict.Compile([]byte(`{"$ref": "https://e.test/start.json"}`), test.loader, verdict.WithLimits(test.limits))
		if err == nil || !strings.Contains(err.Error(), test.message) {
			t.Errorf("%s: %v", test.name, err)
		}
		if loads > test.most {
			t.Errorf("%s: %d documents were loaded", test.name, loads)
		}
	}
}

// Content of draft 7 is asserted together with `format`, so that it can be disabled.
func TestWithFormatsOffMakesContentAnAnnotation(t *testing.T) {
	for _, schema := range []string{`{"contentEncoding": "base64"}`, `{"contentMediaType": "application/json"}`} {
		payload := []byte(`"!"`)
		if compiled(t, schema, verdict.WithDraft(verdict.Draft7)).Valid(payload) {
			t.Errorf("%s: not asserted", schema)
		}
		if !compiled(t, schema, verdict.WithDraft(verdict.Draft7), verdict.WithFormats(false)).Valid(payload) {
			t.Errorf("%s: asserted", schema)
		}
	}
}

// Since draft 6, examples must be an array.
func TestTheMetaschemaOfDraft6KnowsExamples(t *testing.T) {
	for schema, valid := range map[string]bool{
		`{"examples": 5}`: false, `{"examples": [5]}`: true, `{"items": {"examples": {}}}`: false, `{"properties": {"examples": {"examples": []}}}`: true,
	} {
		if _, err := verdict.Compile([]byte(schema), verdict.WithDraft(verdict.Draft6)); (err == nil) != valid {
			t.Errorf("%s: %v", schema, err)
		}
		meta := compiled(t, `{"$ref": "http://json-schema.org/draft-06/schema#"}`)
		if meta.Valid([]byte(schema)) != valid {
			t.Errorf("the metaschema accepts it: %t, for %s", !valid, schema)
		}
	}
}
