package readme

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A package below one that is described need not be described.
func TestArchitectureMentionsEveryPackage(t *testing.T) {
	checkout := findCheckout(t)
	page := read(t, filepath.Join(checkout, "docs", "architecture.md"))
	list := exec.Command("go", "list", "-find", "./...")
	list.Dir = checkout
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	module := packages[0]
	for _, name := range packages[1:] {
		dir := strings.TrimPrefix(name, module+"/")
		if !isDescribed(page, dir) {
			t.Errorf("docs/architecture.md does not mention %s", dir)
		}
	}
}

// A file is named by its path, or by its name if the text names its package.
func TestArchitectureMentionsOnlyFilesThatExist(t *testing.T) {
	checkout := findCheckout(t)
	page := read(t, filepath.Join(checkout, "docs", "architecture.md"))
	names := make(map[string]bool)
	err := filepath.WalkDir(checkout, func(file string, _ fs.DirEntry, err error) error {
		names[filepath.Base(file)] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	mentioned := regexp.MustCompile("`([\\w/.-]+\\.(?:go|s|json))`").FindAllStringSubmatch(page, -1)
	if len(mentioned) < 50 {
		t.Fatalf("found only %d names of files", len(mentioned))
	}
	for _, match := range mentioned {
		file := match[1]
		if file == "NAME.go" { // a placeholder
			continue
		}
		if _, err := os.Stat(filepath.Join(checkout, filepath.FromSlash(file))); err != nil && (strings.Contains(file, "/") || !names[file]) {
			t.Errorf("docs/architecture.md mentions %s, which does not exist", file)
		}
	}
}

func isDescribed(page, dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		if strings.Contains(page, "`"+dir+"`") {
			return true
		}
	}
	return false
}
