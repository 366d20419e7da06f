package resource

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

var allDrafts = []Draft{OpenAPI30, Draft4, Draft6, Draft7, Draft2019, Draft2020}

// metaschemas are compiled once for all documents.
var metaschemas = make(map[string]*jsonschema.Schema)

// checkBoth validates a document against the metaschema of a draft twice: without its evidently
// valid keywords (brief) and in full. ok is false if the document fails before that.
func checkBoth(t *testing.T, draft Draft, text string) (brief, full error, ok bool) {
	t.Helper()
	r := &Registry{Default: draft, Checked: true, metaschemas: metaschemas}
	root, err := r.Add(base, []byte(text))
	if err != nil {
		return nil, nil, false
	}
	opinion := func(all bool) error {
		v := view{resource: root, tape: &root.Document.Tape, all: all}
		shown, nothing := v.schema(0)
		if nothing && !all {
			return nil
		}
		meta, err := r.compiled(root.Dialect.MetaschemaURI())
		if err != nil {
			t.Fatal(err)
		}
		if err := runChecker(meta, shown); err != nil {
			var invalid *jsonschema.ValidationError
			if !errors.As(err, &invalid) {
				return err
			}
			leaf := clearest(invalid)
			return fmt.Errorf("node %d: %s", v.find(0, leaf.InstanceLocation), leaf.Message)
		}
		return nil
	}
	return opinion(false), opinion(true), true
}

// runChecker validates a schema with the checker, and returns a panic of it as an error.
func runChecker(meta *jsonschema.Schema, shown any) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the checker panics: %v", cause)
		}
	}()
	return meta.Validate(shown)
}

// standardNames returns all names that the metaschemas constrain.
func standardNames(t *testing.T) []string {
	t.Helper()
	names := map[string]bool{"no keyword": true}
	err := fs.WalkDir(standardDocuments, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := standardDocuments.ReadFile(path)
		if err != nil {
			return err
		}
		var d jsontape.Tape
		if !d.Parse(content, jsontape.Limits{}) {
			return fmt.Errorf("%s cannot be read", path)
		}
		for i := range d.Nodes {
			if d.Nodes[i].Kind() == jsontape.Key && d.String(uint32(i)) == "properties" {
				for key := uint32(i) + 2; key < d.Nodes[i+1].Next; key = d.Nodes[key+1].Next {
					names[d.String(key)] = true
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var sorted []string
	for name := range names {
		sorted = append(sorted, name)
	}
	slices.Sort(sorted)
	return sorted
}

// Whatever value a keyword has, leaving out evidently valid keywords changes neither whether
// a schema is valid nor the reported error.
func TestLeavingOutEvidentKeywordsChangesNothing(t *testing.T) {
	values := []string{
		`null`, `true`, `false`, `0`, `-0`, `1`, `-1`, `1.0`, `1.5`, `1e3`, `-1e3`, `99999999999999999999`, `""`, `"string"`, `"Integer"`, `"a b"`, `"\u0061"`,
		`"#"`, `"#/x"`, `"#x#"`, `"/a/b"`, `"a:b"`, `"1:2"`, `"http://a/b"`, `"https://a/b"`, `"https://a/b#"`, `"https://a/b#c"`, `"https://"`, `"%zz"`, `"#/a%20b~1c"`, `"#a%zz"`, `"#a%2"`, `"http://a/%20"`, `"\\"`, `"("`, `"é"`,
		`"https://json-schema.org/draft/2020-12/schema"`, `"http://json-schema.org/draft-07/schema#"`, `"http://json-schema.org/draft-04/schema"`,
		`[]`, `[[]]`, `[null]`, `[1]`, `[1,1]`, `[1,1.0]`, `[true,{}]`, `[{},{}]`, `["\ud800","\ud801"]`, `[1e400,10e399]`, `["a"]`, `["a","a"]`, `["a","\u0061"]`, `["string","null"]`, `["string","string"]`, `["string",1]`,
		`[{}]`, `[true]`, `[{},true]`, `[{"type":1}]`, `[{"type":"string"},{"type":"x"}]`, `{}`, `{"a":{}}`, `{"a":true}`, `{"a":1}`, `{"a":["b"]}`, `{"a":["b","b"]}`, `{"type":"string"}`,
		`{"type":"x"}`, `{"a":{"type":"x"}}`, `{"(":{}}`, `{"additionalProperties":false}`, `{"items":[]}`, `{"a":{"additionalItems":true}}`,
		`{"not":{"not":{"minimum":"1"}}}`, `{"exclusiveMinimum":true}`, `{"minimum":1,"exclusiveMinimum":true}`,
		"[" + strings.Repeat(`"a",`, 20) + `"b"]`, "[" + manyTexts(20) + "]",
	}
	drafts := allDrafts
	if testing.Short() {
		drafts = []Draft{Draft4, Draft2020} // the other drafts are similar to one of these
	}
	for _, draft := range drafts {
		accepted, rejected := 0, 0
		enough := 500
		if testing.Short() {
			enough /= 2
		}
		for n, name := range standardNames(t) {
			for i, value := range values {
				for k, text := range []string{`{"%s":%s}`, `{"properties":{"p":{"%s":%s}},"title":"t"}`} {
					if (i+n)%2 != k || testing.Short() && (i+n)%8 != 4*k {
						continue // each value of a name, or every fourth, in either place in turn
					}
					text = fmt.Sprintf(text, name, value)
					brief, full, ok := checkBoth(t, draft, text)
					if fmt.Sprint(brief) != fmt.Sprint(full) {
						t.Errorf("draft %s: %s: got %v, and %v in full", draft, text, brief, full)
					}
					if ok && full == nil {
						accepted++
					} else if ok {
						rejected++
					}
				}
			}
		}
		if accepted < enough || rejected < enough {
			t.Errorf("draft %s: %d documents are accepted, %d rejected", draft, accepted, rejected)
		}
	}
}

func manyTexts(n int) string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("%q", fmt.Sprint("text ", i))
	}
	return strings.Join(texts, ",")
}

// For an ordinary schema, nothing remains to be checked.
func TestAnOrdinarySchemaIsEvidentlyValid(t *testing.T) {
	for _, draft := range allDrafts[2:] {
		text := fmt.Sprintf(`{"$schema": %q, "$id": "https://example.com/order.json", "type": "object", "title": "Order",
			"properties": {"id": {"type": ["integer", "null"], "description": "d", "examples": [1]}, "kind": {"type": "string", "minLength": 1},
				"lines": {"type": "array", "items": {"$ref": "#/definitions/line"}, "minItems": 1},
				"level": {"enum": [1, 2.5, null, [], {"a": true}], "multipleOf": 2}, "unit": {"$ref": "http://example.com/units.json#/a%%20b"}},
			"patternProperties": {"^x-": true}, "required": ["id", "kind"], "additionalProperties": false,
			"definitions": {"line": {"anyOf": [{"type": "string", "format": "date"}, {"minimum": 0, "default": {}, "x-other": null}]}}}`, metaschemaURI[draft])
		r := &Registry{Default: draft, Checked: true}
		root, err := r.Add(base, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		v := view{resource: root, tape: &root.Document.Tape}
		if shown, nothing := v.schema(0); !nothing {
			t.Errorf("draft %s: the checker is given %v", draft, shown)
		}
	}
}

// FuzzMetaschema checks that leaving out evidently valid keywords does not change the result.
func FuzzMetaschema(f *testing.F) {
	for i, text := range []string{
		`{"type":"object","properties":{"a":{"type":["string","null"],"enum":["x","y"]}},"required":["a"]}`,
		`{"allOf":[{"$ref":"#/definitions/a"},{"not":{}}],"definitions":{"a":{"items":[{"minimum":1}],"additionalItems":false}}}`,
		`{"$schema":"http://json-schema.org/draft-07/schema#","$id":"https://a.example/","if":true,"dependencies":{"a":["b"],"c":{}}}`,
		`{"patternProperties":{"^a":{"maxLength":3}},"maximum":2,"exclusiveMaximum":true,"type":"strin"}`,
	} {
		f.Add(uint8(i), text)
	}
	f.Fuzz(func(t *testing.T, draft uint8, text string) {
		brief, full, _ := checkBoth(t, allDrafts[int(draft)%len(allDrafts)], text)
		if (brief == nil) != (full == nil) {
			t.Fatalf("%s: got %v, and %v in full", text, brief, full)
		}
	})
}

// The tape of a document is parsed in memory for the most nodes that its text could have.
func TestADocumentKeepsOnlyTheMemoryItNeeds(t *testing.T) {
	d, err := parse(base, []byte(`{"title": "`+strings.Repeat("long ", 10_000)+`", "type": "object"}`))
	if err != nil {
		t.Fatal(err)
	}
	if spare := cap(d.Tape.Nodes) - len(d.Tape.Nodes); spare > len(d.Tape.Nodes) {
		t.Errorf("a document of %d nodes keeps room for %d more", len(d.Tape.Nodes), spare)
	}
}
