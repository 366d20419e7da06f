package catalog

import (
	"errors"
	"os"
	"testing"
)

func TestAPayloadNamesItsSchema(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"order.json", "with space.json"} {
		if err := os.WriteFile(name, []byte(`{"a b": {}}`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir("directory", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("broken.json", []byte(`{"type": 1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	documents := map[string]string{"built-in": `{"$id": "https://example.com/built-in"}`}
	remote := func(url string) ([]byte, string, error) { return []byte(`{"a b": {}}`), url, nil }

	for _, c := range []struct {
		name, named string
		schema      string // its name
		reason      string // of an UnknownError
		fetch       func(url string) ([]byte, string, error)
	}{
		{name: "none"},
		{name: "a built-in schema", named: "built-in", schema: "built-in"},
		{name: "the $id of a built-in schema", named: "https://example.com/built-in", schema: "built-in"},
		{name: "a metaschema", named: "http://json-schema.org/draft-07/schema#", schema: "http://json-schema.org/draft-07/schema"},
		{name: "a metaschema in upper case", named: "HTTP://JSON-Schema.org/draft-07/schema#", schema: "http://json-schema.org/draft-07/schema"},
		{name: "a file next to the payload", named: "../order.json", schema: "order.json"},
		{name: "a file as a URL writes it", named: "../with%20space.json", schema: "with space.json"},
		{name: "a part of a file", named: "../with%20space.json#/a%20b", schema: "with space.json#/a%20b"},
		{name: "a part that is not there", named: "../with%20space.json#/other", reason: "cannot be used"},
		{name: "a part of what a URL names", named: "https://example.com/a#/a%20b", schema: "https://example.com/a#/a%20b", fetch: remote},
		{name: "no file", named: "other.json", reason: "does not exist"},
		{name: "a directory", named: "../directory", reason: "is a directory"},
		{name: "a file that is no schema", named: "../broken.json", reason: "cannot be used"},
		{name: "a URL, and nothing is fetched", named: "https://example.com/a", reason: "is not fetched"},
		{name: "a URL that may be fetched", named: "https://example.com/a", schema: "https://example.com/a", fetch: remote},
		{name: "a URL with a scheme in upper case", named: "HTTPS://example.com/a#", schema: "https://example.com/a", fetch: remote},
		{name: "a URL that may not be fetched", named: "https://example.com/b", reason: "is not fetched", fetch: remote},
		{name: "a URL of another scheme", named: "ftp://example.com/a", reason: "cannot be fetched", fetch: remote},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := New([]string{"built-in"}, func(name string) ([]byte, bool) {
				document, ok := documents[name]
				return []byte(document), ok
			})
			all.Fetch, all.Named = c.fetch, func(url string) bool { return url == "https://example.com/a" }
			s, err := all.ForPayload("data/payload.json", c.named)
			var unknown *UnknownError
			switch {
			case c.reason != "":
				if !errors.As(err, &unknown) || len(unknown.Reason) < len(c.reason) || unknown.Reason[:len(c.reason)] != c.reason {
					t.Errorf("the error is %v, want one that says that it %s", err, c.reason)
				}
			case err != nil:
				t.Error(err)
			case c.schema == "" && s != nil:
				t.Errorf("the schema is %s, want none", s.Name)
			case c.schema != "" && (s == nil || s.Name != c.schema):
				t.Errorf("the schema is %+v, want %s", s, c.schema)
			}
		})
	}
}

func TestASchemaIsCompiledOnce(t *testing.T) {
	c := New([]string{"a"}, func(name string) ([]byte, bool) { return []byte(`{}`), name == "a" })
	c.SchemaFor = func(string) string { return "a" }
	first, err := c.For("x.json")
	if err != nil {
		t.Fatal(err)
	}
	if second, err := c.For("y.json"); err != nil || first != second {
		t.Errorf("another file of the same schema has %p, want %p (%v)", second, first, err)
	}
}
