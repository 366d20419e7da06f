package catalog

import (
	"strings"
	"testing"
)

// Some file systems return names in decomposed form, whatever form they were created in.
func TestFilesAreKnownInEitherFormOfUnicode(t *testing.T) {
	known, err := ParseKnown([]byte(`{"schemas": [
		{"name": "composed", "url": "https://example.com/a", "fileMatch": ["caf\u00e9.json", "!old/caf\u00e9.json"]},
		{"name": "decomposed", "url": "https://example.com/b", "fileMatch": ["*.cafe\u0301"]}]}`), ".")
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"caf\u00e9.json": "composed", "cafe\u0301.json": "composed", "cafe.json": "", "old/cafe\u0301.json": "",
		"a.caf\u00e9": "decomposed", "a.cafe\u0301": "decomposed", "a.cafe": "",
	} {
		if schema, _, _ := known.Find(file); schema.Name != want {
			t.Errorf("%+q has the schema %q, want %q", file, schema.Name, want)
		}
	}
}

func TestWhatIsWrongWithACatalogIsLocated(t *testing.T) {
	for text, want := range map[string]string{
		"[]":                                   "1:1: expected object, got an empty array",
		"{\"schemas\": [\n  {\"url\": 5}]}":    "2:11: expected string or null, got the number 5; put it in quotes",
		"{\"schemas\": [\n}":                   "2:1: ",
		"{\"schemas\": [{\"fileMatch\": {}}]}": "1:28: expected array or null, got an object",
	} {
		if _, err := ParseKnown([]byte(text), ""); err == nil || !strings.HasPrefix(err.Error(), "not a catalog of schemas: "+want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
