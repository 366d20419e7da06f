package catalog

import "testing"

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
