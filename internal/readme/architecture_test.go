package readme

import (
	"os/exec"
	"path"
	"path/filepath"
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

func isDescribed(page, dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		if strings.Contains(page, "`"+dir+"`") {
			return true
		}
	}
	return false
}
