package gocommand

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The go command keeps a linked program, unlike that of go build.
func TestAProgramIsLinkedOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command, which takes longer than -short allows; go test without it runs this")
	}
	dir := t.TempDir()
	t.Setenv("GOFLAGS", "-trimpath") // the cache of the previous run is used
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/shop\n\ngo 1.21\n")
	write("main.go", "package main\n\nfunc main() { println(\"started\") }\n")
	for i := range 2 {
		file, remove, err := Build(t.Context(), dir, nil, []string{"-buildvcs=false"}, "./.")
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(file).CombinedOutput()
		if err != nil || string(out) != "started\n" {
			t.Errorf("the program: %v, %q", err, out)
		}
		remove()
		if _, err := os.Stat(file); i == 1 && err != nil {
			t.Errorf("linked again: %v", err)
		}
	}

	write("main.go", "package main\n\nfunc main() { undefined() }\n")
	_, _, err := Build(t.Context(), dir, nil, []string{"-buildvcs=false"}, "./.")
	if want := "go build: # example.com/shop\n./main.go:3:15: undefined: undefined"; err == nil || err.Error() != want || !errors.As(err, new(*Error)) {
		t.Errorf("got %v, want %s", err, want)
	}
}
