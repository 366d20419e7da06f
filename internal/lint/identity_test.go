package lint

import (
	"context"
	"os"
	"slices"
	"testing"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
)

// fingerprints lints a file against a schema in the file schema.json.
func fingerprints(t *testing.T, linter *Linter, file, text string) []string {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	linter.options.Identify = true
	found := &findings{}
	if _, err := linter.Run(context.Background(), []files.Input{files.NewInput(file)}, found); err != nil {
		t.Fatal(err)
	}
	var fingerprinter finding.Fingerprinter
	var all []string
	for i := range found.all {
		all = append(all, fingerprinter.Of(&found.all[i]))
	}
	return all
}

// An accepted finding stays accepted if the rest of the file changes, and a new finding never has
// the fingerprint of an accepted one.
func TestFingerprintsDoNotDependOnTheRestOfTheFile(t *testing.T) {
	const long = "0123456789012345678901234567890123456789012345678901234567890123"
	const schema = `{"$defs": {"item": {
		"properties": {"a": {"type": "string"}, "e": {"enum": ["x"]}, "items": {"items": {"$ref": "#/$defs/item"}}}, "required": ["r"], "additionalProperties": true}},
		"additionalProperties": true, "properties": {"items": {"items": {"$ref": "#/$defs/item"}}, "e": {"enum": ["x"]}},
		"items": {"$ref": "#/$defs/item"}}`
	const object = `{"properties": {"a": {"type": "string"}}, "additionalProperties": true}`
	for _, test := range []struct {
		name, file, schema, before, after string
		fresh                             int // findings that are new
	}{
		{"an item before others", "a.json", schema, `[{"r":0,"a":1}, {"r":0,"a":2}]`, `[{"r":0}, {"r":0,"a":1}, {"r":0,"a":2}]`, 0},
		{"an item with a fault before others", "a.json", schema, `[{"r":0,"a":1}, {"r":0,"a":2}]`, `[{"r":0,"a":3}, {"r":0,"a":1}, {"r":0,"a":2}]`, 1},
		{"an item with the same fault as another", "a.json", schema, `[{"r":0,"a":1}]`, `[{"r":0,"a":1}, {"r":0,"a":1}]`, 1},
		{"items in another order", "a.json", schema, `[{"r":0,"a":1}, {"r":0,"a":2}]`, `[{"r":0,"a":2}, {"r":0,"a":1}]`, 0},
		{"an item that goes", "a.json", schema, `[{"r":0,"a":1}, {"r":0,"a":1}, {"r":0,"a":2}]`, `[{"r":0,"a":1}, {"r":0,"a":2}]`, 0},
		{"scalar items", "a.json", `{"items": {"type": "string"}}`, `[1, 2]`, `["a", 2, 1, 2]`, 1},
		{"nested arrays", "a.json", schema, `{"items": [{"r":0,"id":1,"items":[{"r":0,"a":1}]}]}`,
			`{"items": [{"r":0,"id":2}, {"r":0,"id":1,"items":[{"r":0}, {"r":0,"a":1}]}]}`, 0},
		{"an item of an id that changes elsewhere", "a.json", schema, `[{"r":0,"id":"i","a":1}]`, `[{"r":0}, {"r":0,"id":"i","a":1,"b":1}]`, 0},
		{"an item of a name", "a.json", schema, `[{"r":0,"name":"n","a":1}]`, `[{"r":0}, {"b":1,"name":"n","r":0,"a":1}]`, 0},
		{"an item of a key", "a.json", schema, `[{"r":0,"key":5,"a":1}]`, `[{"r":0}, {"r":0,"key":5,"b":1,"a":1}]`, 0},
		{"another item with the fault", "a.json", schema, `[{"r":0,"id":1,"a":1}, {"r":0,"id":2}]`, `[{"r":0,"id":1}, {"r":0,"id":2,"a":1}]`, 1},
		{"an item that lacks something", "a.json", schema, `[{"id":1}]`, `[{"r":0}, {"id":1,"b":2}]`, 0},
		{"written otherwise", "a.json", schema, `[{"r":0,"a":1}]`, "[\n  {\"a\": 1,\n \"r\": 0}]", 0},
		{"a long value that ends otherwise", "a.json", schema, `{"e": "` + long + `1"}`, `{"e": "` + long + `2"}`, 1},
		{"a long value that is the same", "a.json", schema, `{"e": "` + long + `1"}`, `{"b": 1, "e": "` + long + `1"}`, 0},
		{"records", "a.ndjson", object, "{\"a\":1}\n{\"a\":2}\n", "{\"a\":\"b\"}\n{\"a\":1}\n{\"a\":2}\n", 0},
		{"a record with the same fault as another", "a.ndjson", object, "{\"id\":1,\"a\":1}\n", "{\"id\":2,\"a\":1}\n{\"id\":1,\"a\":1}\n", 1},
		{"documents", "a.yaml", object, "a: 1\n", "a: b\n---\na: 1\n", 0},
		{"a document with the same fault as another", "a.yaml", object, "a: 1\n", "a: 1\n---\na: 1\n", 1},
		{"another error of syntax", "a.json", object, `{"a": tru}`, `{"a": fals}`, 1},
		{"an error of syntax that moves", "a.json", object, `{"a": tru}`, `{"b": 1, "a": tru}`, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			linter := fileLinter(t, test.schema)
			accepted := fingerprints(t, linter, test.file, test.before)
			if len(accepted) == 0 {
				t.Fatal("nothing is found before")
			}
			fresh := 0
			for _, fingerprint := range fingerprints(t, linter, test.file, test.after) {
				if !slices.Contains(accepted, fingerprint) {
					fresh++
				}
			}
			if fresh != test.fresh {
				t.Errorf("%d findings are new, want %d", fresh, test.fresh)
			}
		})
	}
}
