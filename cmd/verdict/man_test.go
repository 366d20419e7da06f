//go:build man

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestManWritesAPageForEachCommand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man1")
	root := newRootCommand(process{getenv: os.Getenv})
	root.SetArgs([]string{"man", dir})
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(dir, "verdict-lint.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{".SH NAME", "verdict-lint - Lint payload files", `\fB--schema\fP`} {
		if !strings.Contains(string(page), want) && !strings.Contains(strings.ReplaceAll(string(page), `\-`, "-"), want) {
			t.Errorf("verdict-lint.1 lacks %q", want)
		}
	}
	for _, command := range root.Commands() {
		if _, err := os.Stat(filepath.Join(dir, "verdict-"+command.Name()+".1")); (err == nil) != (command.IsAvailableCommand() && command.Name() != "help") {
			t.Errorf("the page of %s: %v", command.Name(), err)
		}
	}
}
