package resource

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

const base = "https://example.com/schema.json"

// added adds a document to a new registry.
func added(t *testing.T, text string) (*Registry, *Resource) {
	t.Helper()
	r := &Registry{Default: Draft2020}
	root, err := r.Add(base, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r, root
}

// A reference resolves to a schema and the resource that it belongs to.
func TestReferencesAreResolved(t *testing.T) {
	const document = `{
		"$id": "https://example.com/a/root.json",
		"$defs": {
			"plain": {"title": "plain"},
			"anchored": {"$anchor": "here", "title": "anchored"},
			"dynamic": {"$dynamicAnchor": "there", "title": "dynamic"},
			"inner": {"$id": "inner.json", "title": "inner", "$defs": {"x": {"$anchor": "here", "title": "inner x"}}},
			"named": {"$id": "urn:example:named", "title": "named", "$defs": {"y": {"title": "named y"}}},
			"a/b": {"title": "slash"}, "a~b": {"title": "tilde"}, "a%b": {"title": "percent"},
			"a b": {"title": "space"}, "é": {"title": "accent"}, "": {"title": "empty"}, "\u0071": {"title": "escaped"},
			"list": {"allOf": [{"title": "first"}, {"title": "second"}]}
		},
		"$d\u0065fs ": {"title": "no keyword"},
		"x-other": {"a": {"$id": "https://elsewhere.example/b.json", "title": "elsewhere", "$anchor": "late"}},
		"title": "root"
	}`
	tests := []struct{ reference, title, uri string }{
		{"", "root", "https://example.com/a/root.json"},
		{"#", "root", "https://example.com/a/root.json"},
		{"root.json", "root", "https://example.com/a/root.json"},
		{"../a/./root.json#", "root", "https://example.com/a/root.json"},
		{"https://example.com/schema.json", "root", "https://example.com/a/root.json"},
		{"#/$defs/plain", "plain", "https://example.com/a/root.json"},
		{"#/%24defs/plain", "plain", "https://example.com/a/root.json"},
		{"#%2F$defs%2Fplain", "plain", "https://example.com/a/root.json"},
		{"#here", "anchored", "https://example.com/a/root.json"},
		{"#h%65re", "anchored", "https://example.com/a/root.json"},
		{"#%68ere", "anchored", "https://example.com/a/root.json"},
		{"#there", "dynamic", "https://example.com/a/root.json"},
		{"inner.json", "inner", "https://example.com/a/inner.json"},
		{"inner.json#here", "inner x", "https://example.com/a/inner.json"},
		{"#/$defs/inner", "inner", "https://example.com/a/inner.json"},
		{"#/$defs/inner/$defs/x", "inner x", "https://example.com/a/inner.json"},
		{"/a/inner.json", "inner", "https://example.com/a/inner.json"},
		{"//example.com/a/inner.json", "inner", "https://example.com/a/inner.json"},
		{"urn:example:named", "named", "urn:example:named"},
		{"urn:example:named#/$defs/y", "named y", "urn:example:named"},
		{"#/$defs/a~1b", "slash", "https://example.com/a/root.json"},
		{"#/$defs/a~0b", "tilde", "https://example.com/a/root.json"},
		{"#/$defs/a%25b", "percent", "https://example.com/a/root.json"},
		{"#/$defs/a%20b", "space", "https://example.com/a/root.json"},
		{"#/$defs/a b", "space", "https://example.com/a/root.json"},
		{"#/$defs/%C3%A9", "accent", "https://example.com/a/root.json"},
		{"#/$defs/", "empty", "https://example.com/a/root.json"},
		{"#/$defs/q", "escaped", "https://example.com/a/root.json"},
		{"#/$defs/list/allOf/1", "second", "https://example.com/a/root.json"},
		{"#/x-other/a", "elsewhere", "https://elsewhere.example/b.json"},
	}
	for _, tt := range tests {
		t.Run(tt.reference, func(t *testing.T) {
			r, root := added(t, document)
			place, err := r.Resolve(root, tt.reference)
			if err != nil {
				t.Fatal(err)
			}
			if title, _ := text(place.Tape(), place.Node, "title"); title != tt.title || place.Resource.URI != tt.uri {
				t.Errorf("got %q in %s, want %q in %s", title, place.Resource.URI, tt.title, tt.uri)
			}
		})
	}
}

// The error for an unresolved reference says which part of it was not found.
func TestUnresolvedReferences(t *testing.T) {
	const document = `{"$defs": {"a": {"allOf": [true]}, "u": {"$id": "urn:x:y"}}, "x": {"minLength": -1}}`
	const unknown = ": no document is provided for %s; provide it with WithResource, WithFS or WithLoader"
	tests := []struct{ reference, want string }{
		{"#b", `no anchor "b" in ` + base},
		{"#%zz", `"#%zz" is not a URI reference`},
		{"#/$defs/b", `"#/$defs/b" not found in ` + base + `: there is no "b"`},
		{"#/$defs/a/allOf/1", `"#/$defs/a/allOf/1" not found in ` + base + `: there is no "1"`},
		{"#/$defs/a/allOf/00", `"#/$defs/a/allOf/00" not found in ` + base + `: there is no "00"`},
		{"#/$defs/a/allOf/-", `"#/$defs/a/allOf/-" not found in ` + base + `: there is no "-"`},
		{"#/$defs/~2", `"#/$defs/~2" is neither an anchor nor a JSON Pointer`},
		{"#/$defs/%zz", `"#/$defs/%zz" is neither an anchor nor a JSON Pointer`},
		{"other.json", `cannot resolve "other.json"` + fmt.Sprintf(unknown, "https://example.com/other.json")},
		{"urn:x:z", `cannot resolve "urn:x:z"` + fmt.Sprintf(unknown, "urn:x:z")},
		{"http://[::1", `"http://[::1" is not a URI reference`},
		{"#/x", `schema ` + base + `:1:81: not a valid 2020-12 schema: must be >= 0 but found -1`},
	}
	for _, tt := range tests {
		t.Run(tt.reference, func(t *testing.T) {
			r, root := added(t, document)
			if _, err := r.Resolve(root, tt.reference); err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// A reference cannot be relative to a URI without a path.
func TestNothingIsRelativeToAURN(t *testing.T) {
	r, root := added(t, `{"$id": "urn:x:y"}`)
	if _, err := r.Resolve(root, "a.json"); err == nil || err.Error() != `"a.json" cannot be relative to urn:x:y` {
		t.Error(err)
	}
}

// The error for a document that is not a schema has the position of the fault.
func TestDocumentsThatAreNotSchemas(t *testing.T) {
	const (
		d4, d7, d2020 = "http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema"

		types = `value must be one of "array", "boolean", "integer", "null", "number", "object", "string"`
	)
	tests := []struct{ document, pointer, want string }{
		{``, "", `1:1: the schema is empty, expected a value`},
		{`{"a":1} 2`, "", `1:9: expected the end of the schema after its value, got '2'`},
		{`{"a":1,"a":2}`, "", `1:8: duplicate property name "a"`},
		{"\ufeff{}", "", `1:1: JSON must not begin with a byte order mark (RFC 8259, section 8.1)`},
		{strings.Repeat("[", 1001), "", `1:1001: a schema may be nested 1000 deep at most`},
		{`[]`, "", `1:1: a schema is an object or a boolean, not an array`},
		{`"x"`, "", `1:1: a schema is an object or a boolean, not a string`},
		{"{\n  \"type\": \"strnig\"\n}", "/type", `2:11: not a valid 2020-12 schema: ` + types},
		{`{"properties": {"a": {"minLength": -1}}}`, "/properties/a/minLength", `1:36: not a valid 2020-12 schema: must be >= 0 but found -1`},
		{`{"patternProperties": {"^(?!a)b": {"type": 5}}}`, "/patternProperties/^(?!a)b/type", `1:44: not a valid 2020-12 schema: ` + types},
		{`{"properties": {"patternProperties": {"type": 5}}}`, "/properties/patternProperties/type", `1:47: not a valid 2020-12 schema: ` + types},
		{`{"properties": {"pattern": {"type": 5}}}`, "/properties/pattern/type", `1:37: not a valid 2020-12 schema: ` + types},
		{`{"properties": {"regexProperties": {"type": 5}}}`, "/properties/regexProperties/type", `1:45: not a valid 2020-12 schema: ` + types},
		{`{"properties": {"enum": {"type": 5}}}`, "/properties/enum/type", `1:34: not a valid 2020-12 schema: ` + types},
		{`{"pattern": 1}`, "/pattern", `1:13: not a valid 2020-12 schema: expected string, but got number`},
		{`{"required": ["a", 1e400]}`, "/required/1", `1:20: not a valid 2020-12 schema: expected string, but got number`},
		{`{"multipleOf": 0.0e1000000000}`, "/multipleOf", `1:16: not a valid 2020-12 schema: must be > 0 but found 0`},
		{`{"$schema": "` + d7 + `", "$id": "x", "definitions": {"a": {"$id": "y", "$schema": "` + d2020 + `", "type": 5}}}`,
			"/definitions/a/type", `1:169: not a valid 2020-12 schema: ` + types},
		{`{"$defs": {"b": {"$id": "b", "$schema": "` + d7 + `", "definitions": {"c": {"$id": "c", "$schema": "` + d2020 + `", "type": 5}}}}}`,
			"/$defs/b/definitions/c/type", `1:185: not a valid 2020-12 schema: ` + types},
		{`{"$schema": "` + d4 + `", "exclusiveMinimum": 1}`, "/exclusiveMinimum", `1:76: not a valid draft-04 schema: expected boolean, but got number`},
		{`{"$schema": "http://json-schema.org/draft-99/schema#"}`, "/$schema",
			`1:13: the metaschema http://json-schema.org/draft-99/schema#: no document is provided for it; provide it with WithResource, WithFS or WithLoader`},
		{`{"$schema": "http://json-schema.org/draft-03/schema#"}`, "/$schema", `1:13: draft-03 is not supported; move the schema to draft-04 or later`},
		{`{"$schema": ""}`, "/$schema", `1:13: "" is not the URI of a metaschema; use one such as "https://json-schema.org/draft/2020-12/schema"`},
		{`{"$schema": "#"}`, "/$schema", `1:13: "#" is not the URI of a metaschema; use one such as "https://json-schema.org/draft/2020-12/schema"`},
		{`{"$schema": "draft-07"}`, "/$schema", `1:13: "draft-07" is not the URI of a metaschema; use one such as "https://json-schema.org/draft/2020-12/schema"`},
		{`{"$schema": "example.com/schema"}`, "/$schema", `1:13: "example.com/schema" is not the URI of a metaschema; use one such as "https://json-schema.org/draft/2020-12/schema"`},
		{`{"$schema": "http:"}`, "/$schema", `1:13: "http:" is not the URI of a metaschema; use one such as "https://json-schema.org/draft/2020-12/schema"`},
		{`{"$schema": " http://x/y"}`, "/$schema", `1:13: " http://x/y" is not the URI of a metaschema; use one such as "https://json-schema.org/draft/2020-12/schema"`},
		{`{"$schema": 7}`, "/$schema", `1:13: not a valid 2020-12 schema: expected string, but got number`},
		{`{"$schema": null}`, "/$schema", `1:13: not a valid 2020-12 schema: expected string, but got null`},
		{`{"$defs": {"a": {"$id": "y", "$schema": ""}}}`, "/$defs/a/$schema", `1:41: "" is not the URI of a metaschema; use one such as "https://json-schema.org/draft/2020-12/schema"`},
		{`{"$schema": "` + base + `"}`, "/$schema", `1:13: the draft of the metaschema ` + base + ` is unknown, because it is its own $schema; use that of a draft`},
		{`{"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}}`, "/$defs/b/$id", `1:44: the identifier https://example.com/x is already used at /$defs/a`},
		{`{"$id": "x", "$defs": {"b": {"$id": "x"}}}`, "/$defs/b/$id", `1:37: the identifier https://example.com/x is already used at the root`},
		{`{"$defs": {"a": {"$anchor": "x"}, "b": {"$dynamicAnchor": "x"}}}`, "/$defs/b/$dynamicAnchor", `1:59: the anchor "x" is already defined at /$defs/a`},
		{`{"$id": "http://[::1"}`, "/$id", `1:9: "http://[::1" is not a URI reference`},
	}
	for _, tt := range tests {
		t.Run(tt.document, func(t *testing.T) {
			r := &Registry{Default: Draft2020}
			_, err := r.Add(base, []byte(tt.document))
			var located *Error
			if !errors.As(err, &located) {
				t.Fatalf("%T: %v", err, err)
			}
			want := "schema " + base + ":" + tt.want
			if err.Error() != want || located.Pointer != tt.pointer {
				t.Errorf("got  %s at %q\nwant %s at %q", err, located.Pointer, want, tt.pointer)
			}
		})
	}
}

// Checking a schema does not expand numbers, and different numbers are not considered equal.
func TestASchemaMayHaveNumbersOfAnySize(t *testing.T) {
	for _, document := range []string{
		`{"minimum": 1e1000000000, "multipleOf": 1e-1000000000, "maxLength": 1e1000000000}`,
		`{"$schema": "http://json-schema.org/draft-04/schema#", "enum": [1e1000000000, 1e1000000001, -1e1000000000]}`,
		`{"const": {"a": [1e1000000000]}, "default": 1e-99999999999, "examples": [1e99999999999]}`,
		`{"enum": [` + strings.Repeat("9", 100_000) + `]}`,
	} {
		added(t, document)
	}
}

// A property such as $id is an identifier only in a value that a keyword of the draft makes a schema.
func TestOnlySchemasHaveIdentifiers(t *testing.T) {
	const named = `{"$id": "x", "$anchor": "y"}`
	tests := []struct {
		document string
		found    bool
	}{
		{`{"$defs": {"a": ` + named + `}}`, true},
		{`{"$\u0064efs": {"a": {"\u0024id": "x", "$anch\u006fr": "y"}}}`, true},
		{`{"items": ` + named + `}`, true},
		{`{"prefixItems": [` + named + `]}`, true},
		{`{"if": {"not": {"contains": ` + named + `}}}`, true},
		{`{"enum": [` + named + `]}`, false},
		{`{"const": ` + named + `}`, false},
		{`{"default": ` + named + `}`, false},
		{`{"x": ` + named + `}`, false},
		{`{"properties": {"$id": {"title": "a property"}, "$anchor": true}}`, false},
	}
	for _, tt := range tests {
		r, root := added(t, tt.document)
		place, err := r.Resolve(root, "x")
		if found := err == nil; found != tt.found {
			t.Errorf("%s: %v", tt.document, err)
		}
		if tt.found {
			if at, err := r.Resolve(place.Resource, "#y"); err != nil || at != place {
				t.Errorf("%s: #y resolves to %v, %v", tt.document, at, err)
			}
		}
	}
}

// Up to draft 7 an $id that is only a fragment is an anchor, and an $id next to a $ref is ignored.
// Fragments that are JSON Pointers or empty, which generators write, are ignored, too.
func TestIdentifiersOfOlderDrafts(t *testing.T) {
	r, root := added(t, `{
		"$schema": "http://json-schema.org/draft-07/schema#",
		"definitions": {
			"a": {"$id": "#name", "title": "a"},
			"b": {"$id": "inner.json", "$ref": "#name"},
			"c": {"$id": "#/items", "title": "c"},
			"d": {"$id": "#/items", "title": "d"},
			"e": {"$id": "#"},
			"f": {"$anchor": "f"}
		}
	}`)
	if place, err := r.Resolve(root, "#name"); err != nil || place.Pointer() != "/definitions/a" {
		t.Errorf("#name resolves to %v, %v", place, err)
	}
	for _, reference := range []string{"inner.json", "#/items", "#f"} {
		if place, err := r.Resolve(root, reference); err == nil {
			t.Errorf("%s resolves to %s", reference, place.Pointer())
		}
	}
}

// A $schema determines the dialect, also of an embedded resource.
func TestDialects(t *testing.T) {
	const meta = `{"$id": "https://example.com/meta", "$schema": "https://json-schema.org/draft/2020-12/schema", "$vocabulary": {
		"https://json-schema.org/draft/2020-12/vocab/core": true,
		"https://json-schema.org/draft/2020-12/vocab/applicator": true,
		"https://json-schema.org/draft/2020-12/vocab/format-assertion": false,
		"https://example.com/unknown": false}}`
	tests := []struct {
		schema string
		want   Dialect
	}{
		{``, standardDialect(Draft2019)},
		{`http://json-schema.org/draft-04/schema#`, standardDialect(Draft4)},
		{`https://json-schema.org/draft-06/schema`, standardDialect(Draft6)},
		{`http://json-schema.org/draft-07/schema`, standardDialect(Draft7)},
		{`https://json-schema.org/draft/2019-09/schema#`, standardDialect(Draft2019)},
		{`https://json-schema.org/draft/2020-12/schema`, standardDialect(Draft2020)},
		{`http://json-schema.org/schema#`, standardDialect(Draft2020)},
		{`https://example.com/meta`, Dialect{Draft: Draft2020, Vocabularies: Applicator | FormatAssertion}},
	}
	for _, tt := range tests {
		r := &Registry{Default: Draft2019, Load: func(uri string) ([]byte, error) {
			if uri == "https://example.com/meta" {
				return []byte(meta), nil
			}
			return nil, ErrNotFound
		}}
		document := `{"$schema": "` + tt.schema + `"}`
		if tt.schema == "" {
			document = `{}`
		}
		root, err := r.Add(base, []byte(document))
		if err != nil {
			t.Errorf("%s: %v", tt.schema, err)
			continue
		}
		if metaschema := root.Dialect.Metaschema; (metaschema != nil) != (tt.schema == "https://example.com/meta") {
			t.Errorf("%s: metaschema %v", tt.schema, metaschema)
		}
		if root.Dialect.Metaschema = nil; root.Dialect != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.schema, root.Dialect, tt.want)
		}
	}
}

// The error for an unknown vocabulary has the position of its name.
func TestUnknownVocabulariesAreRejectedIfRequired(t *testing.T) {
	r := &Registry{Default: Draft2020, Load: func(string) ([]byte, error) {
		return []byte(`{"$schema": "https://json-schema.org/draft/2020-12/schema", "$vocabulary": {"https://example.com/v": true}}`), nil
	}}
	_, err := r.Add(base, []byte(`{"$schema": "https://example.com/meta"}`))
	const want = `schema https://example.com/meta:1:77: the vocabulary https://example.com/v is required but not supported`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestReferencesOfAMovedDocumentAreRelativeToWhereItIs(t *testing.T) {
	documents := map[string]string{
		"https://b.example/v1/root.json": `{"$ref": "part.json"}`,
		"https://b.example/v1/part.json": `{"type": "string"}`,
	}
	loads := 0
	r := &Registry{Default: Draft2020, Load: func(uri string) ([]byte, error) {
		loads++
		if strings.HasPrefix(uri, "https://a.example/") {
			return nil, fmt.Errorf("cannot load it: %w", &Moved{To: "https://b.example/v1/root.json"})
		}
		text, ok := documents[uri]
		if !ok {
			return nil, ErrNotFound
		}
		return []byte(text), nil
	}}
	root, err := r.Add("https://c.example/", []byte(`true`))
	if err != nil {
		t.Fatal(err)
	}
	for _, uri := range []string{"https://a.example/latest", "https://a.example/other", "https://b.example/v1/root.json"} {
		place, err := r.Resolve(root, uri)
		if err != nil || place.Resource.URI != "https://b.example/v1/root.json" {
			t.Fatalf("%s: %v, %v", uri, place, err)
		}
		if part, err := r.Resolve(place.Resource, "part.json"); err != nil || part.Resource.URI != "https://b.example/v1/part.json" {
			t.Errorf("%s: %v, %v", uri, part, err)
		}
	}
	if loads != 4 {
		t.Errorf("%d documents were loaded, want 4: each once, and two that have moved", loads)
	}
}

func TestADocumentMovesOnce(t *testing.T) {
	r := &Registry{Default: Draft2020, Load: func(uri string) ([]byte, error) { return nil, &Moved{To: uri + "/"} }}
	root, err := r.Add("https://c.example/", []byte(`true`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Resolve(root, "https://a.example/"); err == nil {
		t.Error("a document that moves on forever was found")
	}
}

// Documents that were only searched are not kept, and are searched again when that is necessary.
func TestDocumentsThatWereOnlySearchedAreDropped(t *testing.T) {
	r := &Registry{Default: Draft2020}
	r.Given = func(yield func(uri string, document []byte) bool) {
		for k := range 10 {
			if !yield(fmt.Sprintf("file:///%d.json", k), fmt.Appendf(nil, `{"$id":"https://e.test/%d"}`, k)) {
				return
			}
		}
	}
	root, err := r.Add(base, []byte(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	resolve := func(k int) {
		t.Helper()
		place, err := r.Resolve(root, fmt.Sprintf("https://e.test/%d", k))
		if err != nil || place.Resource.Document.URI != fmt.Sprintf("file:///%d.json", k) {
			t.Errorf("the schema with number %d: %v, %v", k, place, err)
		}
	}
	resolve(3)
	if r.Trim(); len(r.documents) != 2 || r.resources["https://e.test/5"] != nil || r.resources["file:///5.json"] != nil {
		t.Errorf("%d documents are kept, expected the root and the one that is referred to", len(r.documents))
	}
	resolve(3)
	resolve(5)
	if r.Trim(); len(r.documents) != 3 {
		t.Errorf("%d documents are kept after another reference, expected 3", len(r.documents))
	}
}
