package lint

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/schema"
)

// sessionCatalog returns the built-in schemas, with that of the session for every file.
func sessionCatalog() *catalog.Catalog {
	c := catalog.New(schema.Names(), schema.Document)
	c.SchemaFor = func(string) string { return "connect-session" }
	return c
}

func sessionLinter() *Linter {
	return New(sessionCatalog(), Options{})
}

// Fixes of any payload leave fewer findings or do not change it, and a second run fixes nothing.
func TestFixesReduceFindingsAndConverge(t *testing.T) {
	paths, err := filepath.Glob("../../fixtures/invalid/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	linter := sessionLinter()
	for _, path := range paths {
		for _, unsafe := range []bool{false, true} {
			before, after, fixed, err := linter.Fix(&files.Input{Path: path}, unsafe)
			if err != nil {
				t.Fatal(err)
			}
			if changed := !bytes.Equal(before, after); changed != (fixed > 0) {
				t.Errorf("%s: changed is %v, but %d findings less", path, changed, fixed)
			}
			file := filepath.Join(t.TempDir(), "again.json")
			if err := os.WriteFile(file, after, 0o644); err != nil {
				t.Fatal(err)
			}
			if _, again, _, _ := linter.Fix(&files.Input{Path: file}, unsafe); !bytes.Equal(again, after) {
				t.Errorf("%s: fixed twice, it is not as fixed once:\n%s\n%s", path, after, again)
			}
		}
	}
}

// FuzzFixesReduceFindingsAndConverge checks the same for any text, in each syntax.
func FuzzFixesReduceFindingsAndConverge(f *testing.F) {
	names := []string{"a.json", "a.jsonc", "a.yaml", "a.ndjson"}
	for _, seed := range []string{
		`{"id": "417", "organizationId": null, "projectID": "p", "categories": ["HRIS"], "createdAt": "2024-05-01 09:30:00Z",}`,
		"{'id': 1, // why\n \"type\": \"production\", \"label\": null, \"label\": null}",
		"id: '417'\ncategories: [HRIS, crm]\norganizationId: null # why\nprojectID: &p \"x\"\n---\ntype: *p\n",
		"{\"id\": \"1\"}\n\n{\"id\": 1,}\r\n[",
		"\ufeff{\"originOwnerId\": true, \"createdAt\": \"2024-05-01T09:30:00z\"",
	} {
		for kind := range names {
			f.Add(uint8(kind), []byte(seed))
		}
	}
	linter := sessionLinter()
	f.Fuzz(func(t *testing.T, kind uint8, source []byte) {
		name := names[int(kind)%len(names)]
		for _, unsafe := range []bool{false, true} {
			in := input(name, source)
			before, after, fixed, err := linter.Fix(&in, unsafe)
			if err != nil || !bytes.Equal(before, source) {
				t.Fatalf("%s: %q was read as %q, %v", name, source, before, err)
			}
			if changed := !bytes.Equal(before, after); changed != (fixed > 0) {
				t.Errorf("%s: %q becomes %q, and %d findings less", name, before, after, fixed)
			}
			in = input(name, after)
			if _, again, _, _ := linter.Fix(&in, unsafe); !bytes.Equal(again, after) {
				t.Errorf("%s: %q becomes %q, and then %q", name, before, after, again)
			}
		}
	})
}

// arrayLinter lints against an array of objects with a label.
func arrayLinter(more string) *Linter {
	schema := `{"items": {"properties": {"label": {"type": "string"}}, "required": ["label"]` + more + `}}`
	return New(oneSchema(schema), Options{})
}

// items returns an array of n items, each of which is the result of item.
func items(n int, item func(i int) string) []byte {
	all := make([]string, n)
	for i := range all {
		all[i] = item(i)
	}
	return []byte("[" + strings.Join(all, ",\n") + "]")
}

func TestMoreFindingsAreFixedThanCollectedAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("fixes a large file, which takes longer than -short allows; go test without it runs this")
	}
	race.Skip(t)
	const n = maxPerPayload + 100
	number := func(i int) string { return fmt.Sprintf(`{"label": %d}`, i) }
	text := func(i int) string { return fmt.Sprintf(`{"label": "%d"}`, i) }
	in := input("a.json", items(n, number))
	_, after, fixed, err := arrayLinter("").Fix(&in, false)
	if err != nil || fixed != n || !bytes.Equal(after, items(n, text)) {
		t.Errorf("%d of %d are fixed, %v", fixed, n, err)
	}
}

// Edits that remove adjacent properties touch; if each pass dropped every second one, many in a
// row would take too many passes.
func TestAdjacentPropertiesAreRemoved(t *testing.T) {
	const schema = `{"additionalProperties": {"type": "integer"}}`
	linter := New(oneSchema(schema), Options{})
	for name, property := range map[string]func(i int) string{
		"equal values": func(int) string { return `, "b": 1` },
		"null":         func(i int) string { return fmt.Sprintf(`, "n%d": null`, i) },
	} {
		var text strings.Builder
		text.WriteString(`{"a": 1, "b": 1`)
		const n = 3000
		for i := range n {
			text.WriteString(property(i))
		}
		in := input("a.json", []byte(text.String()+`}`))
		_, after, fixed, err := linter.Fix(&in, true)
		if err != nil || fixed != n || string(after) != `{"a": 1, "b": 1}` {
			t.Errorf("%s: %d of %d are fixed, %v: %.200s", name, fixed, n, err, after)
		}
	}
}

func TestPassesOverOneFileAreBounded(t *testing.T) {
	linter := New(oneSchema(`{}`), Options{})
	fixed := func(n int) int {
		in := input("a.json", []byte("["+strings.Repeat("True,\n", n)+"1]"))
		_, _, fixed, err := linter.Fix(&in, false)
		if err != nil {
			t.Fatal(err)
		}
		return fixed
	}
	if got := fixed(400); got != 400 {
		t.Errorf("%d of 400 are fixed", got)
	}
	if got := fixed(200_000); got != 50*maxPasses {
		t.Errorf("%d are fixed, want those of %d passes", got, maxPasses)
	}
}

// There are more warnings than are collected at once, and errors among and after them.
func TestWarningsDoNotKeepErrorsFromBeingFixed(t *testing.T) {
	if testing.Short() {
		t.Skip("fixes a large file, which takes longer than -short allows; go test without it runs this")
	}
	race.Skip(t)
	const n, wrong = maxPerPayload + 1000, 1100
	text := func(i int) string { return fmt.Sprintf(`{"label": "%d", "unknown": 1}`, i) }
	some := func(i int) string {
		if i%(maxPerPayload/100) == 0 && i < maxPerPayload || i >= maxPerPayload {
			return fmt.Sprintf(`{"label": %d, "unknown": 1}`, i)
		}
		return text(i)
	}
	in := input("a.json", items(n, some))
	_, after, fixed, err := arrayLinter("").Fix(&in, false)
	if err != nil || fixed != wrong || !bytes.Equal(after, items(n, text)) {
		t.Errorf("%d of %d are fixed, %v", fixed, wrong, err)
	}
}

func TestAPayloadThatCannotBeFixedDoesNotPreventOtherFixes(t *testing.T) {
	const schema = `{"properties": {"at": {"type": "string", "format": "date-time"}}}`
	linter := New(oneSchema(schema), Options{})
	for name, item := range map[string]string{"a.ndjson": "{\"at\": \"%s\"}\n", "a.yaml": "at: \"%s\"\n---\n"} {
		text := func(between string) []byte {
			right := strings.Repeat(fmt.Sprintf(item, "2024-05-01"+between+"10:00:00Z"), 50)
			return []byte(right + fmt.Sprintf(item, "2024-13-01 10:00:00Z") + right)
		}
		in := input(name, text(" "))
		_, after, fixed, err := linter.Fix(&in, false)
		if err != nil || fixed != 100 || !bytes.Equal(after, text("T")) {
			t.Errorf("%s: %d are fixed, %v\n%s", name, fixed, err, after)
		}
	}
}

// Each byte of an almost valid payload is removed or replaced in turn. An unsafe fix may guess the
// intention, but keeps all digits, and all letters that do not occur in a misspelt name.
func TestUnsafeFixesDropNoText(t *testing.T) {
	race.Skip(t)
	linter := New(oneSchema(`{"additionalProperties": false, "properties": {
		"count": {"type": "integer"}, "projectId": {"type": "string"}, "kind": {"enum": ["alpha", "beta"]},
		"list": {"items": {"enum": ["one", "two", 7]}},
		"in": {"additionalProperties": false, "properties": {"name": {}, "value": {"type": "number"}}}}}`), Options{})
	kept := func(text []byte) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune("0123456789qwvz", r) {
				return r
			}
			return -1
		}, string(text))
	}
	const compact = `{"count": 41, "projectID": "zq 42", "kind": "alhpa", "list": ["oen", 43, "tow"], "in": {"nmae": "zw", "valeu": 44}}`
	const lines = "{\n  \"count\": 41,\n  \"projectID\": \"zq: 42, zv\",\n  \"kind\": \"alhpa\",\n  \"list\": [\n    \"oen\",\n    43,\n    \"tow\"\n  ],\n" +
		"  \"in\": {\n    \"nmae\": \"zw\",\n    \"valeu\": 44,\n    \"url\": \"http://z/{w}\"\n  }\n}\n"
	for _, right := range []string{compact, lines, "{\"count\":1,\"projectID:1\n}", "{\"count\":1,\"projectID 1\n}", `{"kind": "alpha,1", "x": "y"}`} {
		for i := range right {
			if testing.Short() && i%3 != 0 {
				continue
			}
			if strings.Contains(kept([]byte(right)), right[i:i+1]) {
				continue
			}
			for _, by := range []string{"", `"`, "\n", ",", ":", "}", "]", "{", "[", `\`, " ", "'"} {
				in := input("a.json", []byte(right[:i]+by+right[i+1:]))
				before, after, _, err := linter.Fix(&in, true)
				if err != nil || kept(before) != kept(after) {
					t.Errorf("%v\n%s\nbecomes\n%s", err, before, after)
				}
			}
		}
	}
}

// Renaming a property does not help if its value is wrong, too. Trying each fix separately would
// lint the file once for each.
func TestFixesThatHelpAreFoundAmongManyThatDoNot(t *testing.T) {
	const n = 3000
	mixed := func(right string) func(i int) string {
		return func(i int) string {
			if i%100 == 42 {
				return fmt.Sprintf(`{%q: "x"}`, right)
			}
			return `{"lable": null}`
		}
	}
	in := input("a.json", items(n, mixed("lable")))
	_, after, fixed, err := arrayLinter(`, "additionalProperties": false`).Fix(&in, true)
	if err != nil || fixed < n/100 || !bytes.Equal(after, items(n, mixed("label"))) {
		t.Errorf("%d are fixed, %v", fixed, err)
	}
}
