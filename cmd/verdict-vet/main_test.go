package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestGoVetRunsTheAnalyzers(t *testing.T) {
	dir := t.TempDir()
	tool := filepath.Join(dir, "verdict-vet")
	if runtime.GOOS == "windows" {
		tool += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", tool, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, text := range map[string]string{
		"go.mod": "module example.com/shop\n\ngo 1.21\n",
		"a.go":   "package shop\n\nimport \"time\"\n\ntype A struct {\n\tAt time.Time `json:\"at,omitempty\"`\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	vet := exec.Command("go", "vet", "-vettool="+tool, "./...")
	vet.Dir = dir
	out, err := vet.CombinedOutput()
	if want := "a.go:6:2: omitempty never leaves A.At out"; err == nil || !strings.Contains(string(out), want) {
		t.Errorf("got %v, want a failure with %q\n%s", err, want, out)
	}
}
