package blob

import (
	"strings"
	"testing"
)

func TestURLsNameABucketAndKeys(t *testing.T) {
	for url, want := range map[string]location{
		"gs://bucket/key":                   {bucket: "gs://bucket", base: "gs://bucket/", key: "key"},
		"gs://bucket/a/b.ndjson":            {bucket: "gs://bucket", base: "gs://bucket/", key: "a/b.ndjson"},
		"gs://bucket/a//b":                  {bucket: "gs://bucket", base: "gs://bucket/", key: "a//b"},
		"gs://bucket/a b%20c%3F%23":         {bucket: "gs://bucket", base: "gs://bucket/", key: "a b c?#"},
		"gs://bucket/%2A?access_id=-":       {bucket: "gs://bucket?access_id=-", base: "gs://bucket/", key: "*"},
		"gs://bucket/a/*.ndjson":            {bucket: "gs://bucket", base: "gs://bucket/", key: "a/", pattern: "a/*.ndjson", flat: true},
		"gs://bucket/a*/b":                  {bucket: "gs://bucket", base: "gs://bucket/", key: "a", pattern: "a*/b"},
		"gs://bucket/a%2Ab/x*":              {bucket: "gs://bucket", base: "gs://bucket/", key: "a*b/x", pattern: `a\*b/x*`, flat: true},
		"gs://bucket/**":                    {bucket: "gs://bucket", base: "gs://bucket/", pattern: "**"},
		"gs://bucket/x{a,b/c}":              {bucket: "gs://bucket", base: "gs://bucket/", key: "x", pattern: "x{a,b/c}"},
		"s3://b/k":                          {bucket: "s3://b?response_checksum_validation=when_required", base: "s3://b/", key: "k"},
		"s3://b/k?region=x":                 {bucket: "s3://b?region=x&response_checksum_validation=when_required", base: "s3://b/", key: "k"},
		"azblob://c/k?storage_account=x":    {bucket: "azblob://c?storage_account=x", base: "azblob://c/", key: "k"},
		"file:///data/in/a.ndjson":          {bucket: "file:///data/in", base: "file:///data/in/", key: "a.ndjson"},
		"file:///data/in/*.ndjson":          {bucket: "file:///data/in", base: "file:///data/in/", pattern: "*.ndjson", flat: true},
		"file:///data/**/b/*.ndjson":        {bucket: "file:///data", base: "file:///data/", pattern: "**/b/*.ndjson"},
		"file:///a.ndjson":                  {bucket: "file:///", base: "file:///", key: "a.ndjson"},
		"file://./a/b.ndjson?metadata=skip": {bucket: "file://./a?metadata=skip", base: "file://./a/", key: "b.ndjson"},
		"mem:///a":                          {bucket: "mem://", base: "mem:///", key: "a"},
	} {
		if got, err := parse(url); got != want || err != nil {
			t.Errorf("%s: %+v, %v\nwant %+v", url, got, err, want)
		}
	}
}

func TestAWrongURLIsExplained(t *testing.T) {
	for url, want := range map[string]string{
		"s3://bucket":            "names no object",
		"s3://bucket/":           "names no object",
		"s3://bucket/a/":         "names no object",
		"file:///data/":          "names no object",
		"s3:///key":              "no bucket",
		"s3://bucket/a#b":        "%23",
		"s3://bucket/a%zz":       "%25",
		"s3://bucket/a?.ndjson":  "%3F",
		"s3://bucket/[a":         "close its brackets",
		"s3://bucket/{a":         "close its brackets",
		"http://example.com/key": "unknown scheme",
		"key":                    "unknown scheme",
	} {
		_, err := parse(url)
		if err == nil || !strings.HasPrefix(err.Error(), url+": ") || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want one with %q", url, err, want)
		}
	}
}

func TestANameIsTheURLOfItsKey(t *testing.T) {
	for _, key := range []string{"a", "a/b c", "%", "%41", "a?b#c", "*[]{}", `a\b`, "ü/日本", "a\nb\t", "..", "a//b", "[", "{"} {
		name := location{base: "gs://bucket/"}.nameOf(key)
		if l, err := parse(name); err != nil || l.key != key || l.pattern != "" {
			t.Errorf("%q has the name %s, which is %+v, %v", key, name, l, err)
		}
	}
}

func TestPatternsMatchKeysLikeNamesOfFiles(t *testing.T) {
	for _, tc := range []struct{ pattern, match, not string }{
		{"*.ndjson", "a.ndjson", "d/a.ndjson"},
		{"**/*.ndjson", "a.ndjson d/e/a.ndjson", "a.json"},
		{"d/**", "d/a d/e/a", "e/a"},
		{"d[0-9]/a", "d1/a", "dx/a"},
		{"{a,b}/x", "a/x b/x", "c/x"},
		{"%2A*", "*a", "ba"},
	} {
		l, err := parse("s3://bucket/" + tc.pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range strings.Fields(tc.match) {
			if !l.matches(key) || !strings.HasPrefix(key, l.key) || l.flat && strings.Contains(strings.TrimPrefix(key, l.key), "/") {
				t.Errorf("%s does not match %s, or is not listed", tc.pattern, key)
			}
		}
		if l.matches(tc.not) {
			t.Errorf("%s matches %s", tc.pattern, tc.not)
		}
	}
}
