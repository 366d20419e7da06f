package verdict_test

// This file tests what is linked into a program that only imports the library.

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// The reflector's own dependencies know how to print an ordered map as YAML. The
// linker leaves that out, because nothing calls it: what must not happen is that
// something here makes the linker keep it.
func TestTheLibraryLinksNoYAMLParser(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program, which takes longer than -short allows; go test without it runs this")
	}
	const program = `package main

import "github.com/verdict-lint/verdict"

func main() {
	type T struct{ F map[string]int }
	_, err := verdict.MustFor[T]().Decode([]byte("{}"))
	println(err == nil)
}
`
	dir := t.TempDir()
	source, binary := filepath.Join(dir, "main.go"), filepath.Join(dir, "probe")
	if err := os.WriteFile(source, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-ldflags=-w", "-o", binary, source).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	symbols, err := exec.Command("go", "tool", "nm", binary).Output()
	if err != nil {
		t.Fatal(err)
	}
	if linked := regexp.MustCompile(`\S*yaml\S*(Unmarshal|[Pp]arser|[Ss]canner|Decoder)\S*`).FindAllString(string(symbols), 3); linked != nil {
		t.Errorf("a YAML parser is linked: %q", linked)
	}
}
