package catalog

import (
	"os"
	"testing"
)

func TestASchemaIsSharedIfAnotherFileRefersToAPartOfIt(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"by-path.json": `{}`, "by-url.json": `{}`, "whole.json": `{}`,
		"itself.json": `{"$ref": "https://example.com/itself.json#/definitions/a"}`,
		"other.json": `[{"$ref": "by-path.json#/definitions/a"}, {"$ref" : "https://example.com/by-url#/definitions/a"},
			{"$ref": "whole.json"}, {"$ref": "#/definitions/none"}]`,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := New(nil, func(string) ([]byte, bool) { return nil, false })
	for file, want := range map[string]bool{
		"by-path.json": true, "by-url.json": true, "whole.json": false, "itself.json": false, "other.json": false,
	} {
		if got := c.IsShared(file); got != want {
			t.Errorf("IsShared(%s) is %t, want %t", file, got, want)
		}
	}
}
