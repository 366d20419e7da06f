package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestGitAppliesEveryDiff(t *testing.T) {
	if testing.Short() {
		t.Skip("runs git for each diff, which takes longer than -short allows; go test without it runs this")
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git, which applies the diffs, is not installed; .ci/run installs it")
	}
	program := programFile(t)
	for _, test := range []struct{ name, file, content string }{
		{"a plain name", "p.json", "{\"a\": 1}\n"},
		{"a directory", "x/y/p.json", "{\"a\": 1}\n"},
		{"directories named a and b", "a/b/p.json", "{\"a\": 1}\n"},
		{"a space", "p q.json", "{\"a\": 1}\n"},
		{"a space at the end", "p .json/q", "{\"a\": 1}\n"},
		{"a tab", "p\tq.json", "{\"a\": 1}\n"},
		{"a line end", "p\nq.json", "{\"a\": 1}\n"},
		{"a carriage return", "p\rq.json", "{\"a\": 1}\n"},
		{"quotes", `"p".json`, "{\"a\": 1}\n"},
		{"a backslash", `p\q.json`, "{\"a\": 1}\n"},
		{"a control character", "p\x01\x7f.json", "{\"a\": 1}\n"},
		{"a character that is not ASCII", "ü.json", "{\"a\": 1}\n"},
		{"a byte that is not UTF-8", "\xff.json", "{\"a\": 1}\n"},
		{"everything at once", "a b/\"\\\t\nü \x01.json", "{\"a\": 1}\n"},
		{"a time", "p 2024-01-02 03:04:05.0 +0000", "{\"a\": 1}\n"},
		{"a dash", "-p.json", "{\"a\": 1}\n"},
		{"no line end at the end", "p.json", "{\n\"a\": 1}"},
		{"CRLF", "p.json", "{\r\n\"a\": 1\r\n}\r\n"},
		{"CR", "p.json", "{\r\"a\": 1\r}\r"},
		{"lines like those of a patch", "p.json", "{\n\"a\":\n1,\n\"b\": [\n-1\n]}\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, test.file)
			schema := filepath.Join(dir, "schema")
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(test.content), 0o644); err != nil {
				t.Skipf("this system does not allow file names such as this one, so it cannot have a diff for it: %v", err)
			}
			if err := os.WriteFile(schema, []byte(`{"properties": {"a": {"type": "string"}}}`), 0o644); err != nil {
				t.Fatal(err)
			}
			lint := exec.Command(program, "lint", "--no-config", "--diff", "--schema", "schema", "--", test.file)
			lint.Dir = dir
			patch, _ := lint.Output() // it exits with 1
			apply := exec.Command("git", "apply", "-")
			apply.Dir, apply.Stdin = dir, strings.NewReader(string(patch))
			if out, err := apply.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s\n%s", err, out, patch)
			}
			content, err := os.ReadFile(path)
			if want := strings.Replace(test.content, "1", `"1"`, 1); err != nil || string(content) != want {
				t.Errorf("got %q, want %q; %v", content, want, err)
			}
		})
	}
}
