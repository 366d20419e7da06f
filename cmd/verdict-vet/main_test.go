package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program is a name that every system can start.
const program = "verdict-vet.exe"

// The test binary is the program if it is called by the program's name.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == program {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestGoVetRunsTheAnalyzers(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command, which takes longer than -short allows; go test without it runs this")
	}
	dir := t.TempDir()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	tool := filepath.Join(dir, program)
	if err := os.Symlink(binary, tool); err != nil {
		t.Skip("the test binary is run under the name of the tool by a symbolic link, which this system cannot make: ", err)
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
	if want := "a.go:6:2: omitempty has no effect on A.At"; err == nil || !strings.Contains(string(out), want) {
		t.Errorf("got %v, want a failure with %q\n%s", err, want, out)
	}
}
