package catalog

import (
	"os"
	"path/filepath"
	"testing"
)

// The digest of a summary is the same on every machine, and it is made of the text.
func TestThePartOfADocumentIsTheSameSchemaInEachDirectory(t *testing.T) {
	var digests [2]string
	for k := range digests {
		path := filepath.Join(t.TempDir(), "a b%c.json")
		if err := os.WriteFile(path, []byte(`{"$defs": {"x/y": {"title": "A part"}}}`), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := New(nil, func(string) ([]byte, bool) { return nil, false }).Open(path+"#/$defs/x~1y", Reading{})
		if err != nil {
			t.Fatal(err)
		}
		digests[k] = s.Engine.Digest()
	}
	if digests[0] != digests[1] {
		t.Errorf("digests %s and %s", digests[0], digests[1])
	}
}
