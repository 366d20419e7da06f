package files

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// The hooks are given only files whose name determines a syntax that is read.
func TestThePreCommitHooksMatchWhatIsLinted(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("..", "..", ".pre-commit-hooks.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ ID, Files string }
	if err := yaml.Unmarshal(source, &hooks); err != nil {
		t.Fatal(err)
	}
	var linted []string
	for extension := range extensions {
		linted = append(linted, "dir/a"+extension, "A"+strings.ToUpper(extension))
	}
	for name := range names {
		linted = append(linted, name, "dir/"+name)
	}
	for name := range commented.names {
		linted = append(linted, name)
	}
	tested := 0
	for _, hook := range hooks {
		verbose, ok := strings.CutPrefix(hook.Files, "(?x)")
		if !ok {
			continue
		}
		tested++
		files := regexp.MustCompile(strings.Join(strings.Fields(verbose), ""))
		for _, name := range linted {
			if !files.MatchString(name) {
				t.Errorf("%s does not match %s", hook.ID, name)
			}
		}
		fixes := strings.Contains(hook.ID, "fix")
		for _, name := range []string{"a.json.gz", "a.yaml.zst"} {
			if files.MatchString(name) == fixes {
				t.Errorf("%s: %s", hook.ID, name) // what is compressed cannot be fixed
			}
		}
		for _, name := range []string{"a.go", "json", "a.json.txt", "my.Pipfile", "Pipfile.md", "yarn.lock", "a.xml", "a.tar.gz", "prettierrc"} {
			if files.MatchString(name) {
				t.Errorf("%s matches %s", hook.ID, name)
			}
		}
	}
	if tested < 2 {
		t.Errorf("%d hooks are tested", tested)
	}
}
