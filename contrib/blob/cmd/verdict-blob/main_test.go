package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The invalid records of each file are those without an id.
func writeFiles(t *testing.T) string {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"event.json":  `{"$defs": {"event": {"type": "object", "required": ["id"]}}, "$ref": "#/$defs/event"}`,
		"a.ndjson":    "{\"id\": 1}\n{}\n{\"id\": 2}\n",
		"b.ndjson":    "{\"id\": 3}\n\n{\"id\": 4}",
		"x/c.ndjson":  "{\"id\": 5}\n[\n",
		"x/notes.csv": "1,2\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestURLsAndFilesAreInputs(t *testing.T) {
	dir := writeFiles(t)
	base := "file://" + filepath.ToSlash(dir)
	rejects := filepath.Join(dir, "rejects.ndjson")
	for _, tc := range []struct {
		name   string
		args   []string
		code   int
		stdout string
		stderr string
	}{
		{"pattern", []string{base + "/*.ndjson", "--tolerance", "1"}, 0, "1 2 3 4", "5 records in 2 inputs: 4 valid, 1 invalid"},
		{"all", []string{base + "/**/*.ndjson", "--tolerance", "1", "--rejects", rejects}, 1, "1 2 3 4 5", "7 records in 3 inputs: 5 valid, 2 invalid; --tolerance allows 1"},
		{"an object twice", []string{base + "/b.ndjson", base + "/b*"}, 0, "3 4", "2 records in 1 input"},
		{"a file, too", []string{filepath.Join(dir, "b.ndjson"), base + "/a.ndjson", "--tolerance", "1"}, 0, "3 4 1 2", "5 records in 2 inputs"},
		{"standard input", []string{"--tolerance", "0"}, 0, "6", "1 record in 1 input"},
		{"schema by URL", []string{base + "/b.ndjson", "--schema", base + "/event.json"}, 0, "3 4", "2 valid"},
		{"part of a schema by URL", []string{base + "/b.ndjson", "--schema", base + "/event.json#/$defs/event"}, 0, "3 4", "2 valid"},
		{"no schema at the URL", []string{base + "/b.ndjson", "--schema", base + "/none.json"}, 3, "", base + "/none.json: not found"},
		{"no object", []string{base + "/none.ndjson"}, 3, "", base + "/none.ndjson: not found"},
		{"no match", []string{base + "/*.jsonl"}, 3, "", base + "/*.jsonl: no object matches"},
		{"not NDJSON", []string{base + "/x/*"}, 3, "", base + "/x/notes.csv: CSV is not supported"},
		{"no ranges", []string{base + "/b.ndjson", "--parallel", "0"}, 2, "", "--parallel 0: must be between 1 and 256"},
		{"no bucket", []string{"s3:///b.ndjson"}, 3, "", "s3:///b.ndjson: no bucket"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			args := append([]string{"filter"}, tc.args...)
			if !strings.Contains(strings.Join(args, " "), "--schema") {
				args = append(args, "--schema", filepath.Join(dir, "event.json"))
			}
			var stdout, stderr bytes.Buffer
			code := run(args, strings.NewReader("{\"id\": 6}\n"), &stdout, &stderr)
			if code != tc.code || ids(stdout.String()) != tc.stdout || !strings.Contains(stderr.String(), tc.stderr) {
				t.Errorf("%d: %q, %s\nwant %d: %s, %s", code, stdout.String(), stderr.String(), tc.code, tc.stdout, tc.stderr)
			}
		})
	}
	content, err := os.ReadFile(rejects)
	if err != nil || strings.Count(string(content), "\n") != 2 || !strings.Contains(string(content), `{"file":"`+base+`/a.ndjson","offset":10,`) {
		t.Errorf("%s, %v", content, err)
	}
}

// ids returns the numbers in {"id": n}.
func ids(stdout string) string {
	var ids []string
	for line := range strings.Lines(stdout) {
		var id string
		if _, err := fmt.Sscanf(line, `{"id": %1s}`, &id); err != nil {
			return "wrong line " + line
		}
		ids = append(ids, id)
	}
	return strings.Join(ids, " ")
}

func TestShardsOfURLsAreTheWhole(t *testing.T) {
	dir := writeFiles(t)
	var whole, parts bytes.Buffer
	args := []string{"filter", "file://" + filepath.ToSlash(dir) + "/**/*.ndjson", "--schema", filepath.Join(dir, "event.json"), "--tolerance", "2"}
	if code := run(args, nil, &whole, os.Stderr); code != 0 || whole.Len() == 0 {
		t.Fatal(code)
	}
	for n := 1; n <= 64; n++ {
		parts.Reset()
		for i := 1; i <= n; i++ {
			var stderr bytes.Buffer
			if code := run(append(args, "--shard", fmt.Sprintf("%d/%d", i, n)), nil, &parts, &stderr); code != 0 {
				t.Fatalf("shard %d/%d: %s", i, n, stderr.String())
			}
		}
		if parts.String() != whole.String() {
			t.Errorf("%d shards: %q, want %q", n, parts.String(), whole.String())
		}
	}
}

func TestACopyOfASchemaIsRemoved(t *testing.T) {
	dir := writeFiles(t)
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	base := "file://" + filepath.ToSlash(dir)
	for _, schema := range []string{"event.json", "a.ndjson"} { // the second is not a URL
		var stdout, stderr bytes.Buffer
		code := run([]string{"filter", base + "/b.ndjson", "--schema", base + "/" + schema}, nil, &stdout, &stderr)
		if (code == 0) != (schema == "event.json") {
			t.Errorf("%s: %d, %s", schema, code, stderr.String())
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
}
