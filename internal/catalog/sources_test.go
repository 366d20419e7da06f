package catalog

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/engine"
)

// endless is a catalog whose server has a document for every URL, each of which refers to
// another one.
func endless(asked *int) *Catalog {
	c := New(nil, func(string) ([]byte, bool) { return nil, false })
	c.Fetch = func(url string) ([]byte, string, error) {
		*asked++
		return fmt.Appendf(nil, `{"$ref": "%d.json"}`, *asked), url, nil
	}
	return c
}

func TestAServerCannotReferOnForever(t *testing.T) {
	for _, c := range []struct {
		name   string
		limits Limits
		want   string
		asked  int
	}{
		{"documents", Limits{Documents: 50, Bytes: 1 << 20}, "more than 50 documents; raise --max-schema-documents", 50},
		{"bytes", Limits{Documents: 1000, Bytes: 18 * 20}, "larger than 360 bytes together; raise --max-schema-bytes", 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := 0
			catalog := endless(&asked)
			catalog.Limits = c.limits
			_, err := catalog.Open("https://example.com/0.json", Reading{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want %q", err, c.want)
			}
			if asked > c.asked {
				t.Errorf("%d documents were fetched, want %d at most", asked, c.asked)
			}
		})
	}
}

func TestReferencesAreRelativeToWhereADocumentWasFound(t *testing.T) {
	c := New(nil, func(string) ([]byte, bool) { return nil, false })
	c.Fetch = func(url string) ([]byte, string, error) {
		switch url {
		case "https://a.example/latest", "https://a.example/other", "https://b.example/v1/root.json":
			return []byte(`{"$ref": "part.json#/$defs/a", "$defs": {"again": {"$ref": "https://a.example/latest"}}}`),
				"https://b.example/v1/root.json", nil
		case "https://b.example/v1/part.json":
			return []byte(`{"$defs": {"a": {"type": "string"}}}`), url, nil
		}
		return nil, "", fmt.Errorf("%s was asked for", url)
	}
	s, err := c.Open("https://a.example/latest", Reading{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Engine.Valid(new(engine.Result), []byte(`1`)) || !s.Engine.Valid(new(engine.Result), []byte(`"a"`)) {
		t.Error("the reference means something else")
	}
}

// The schemas of a directory that all refer to one another share the text of each file.
func TestSchemasShareTheTextOfFiles(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "part.json")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := New(nil, func(string) ([]byte, bool) { return nil, false })
	c.Limits = DefaultLimits
	read := func() []byte {
		t.Helper()
		text, err := c.readFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	write(`{"type": "string"}`)
	first := read()
	if again := read(); &first[0] != &again[0] {
		t.Error("the text is kept twice")
	}
	write(`{"type": "number"}`)
	if changed := read(); string(changed) != `{"type": "number"}` {
		t.Errorf("after a change, the text is %s", changed)
	}
}
