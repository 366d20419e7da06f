package files_test

import (
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/files"
)

func TestAURLIsNotAFile(t *testing.T) {
	for path, want := range map[string]string{
		"s3://bucket/a.ndjson":          "s3://bucket/a.ndjson: is a URL, not a file; verdict-blob filter",
		"gs://bucket/*.ndjson.gz":       "gs://bucket/*.ndjson.gz: is a URL, not a file; verdict-blob filter",
		"azblob://c/{a,b}?x=y":          "azblob://c/{a,b}?x=y: is a URL, not a file; verdict-blob filter",
		"file:///data/a.json":           "name the file by its path",
		"https://example.com/a.json":    "fetch it first",
		"https:/example.com/a.json":     "no such file",
		"other://example.com/none.json": "no such file",
		"s3":                            "no such file",
	} {
		_, problems := (&files.Search{}).Find([]string{path})
		if len(problems) != 1 || !strings.Contains(problems[0].Error(), want) {
			t.Errorf("%s: %v, want %s", path, problems, want)
		}
	}
}
