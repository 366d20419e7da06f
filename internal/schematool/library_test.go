package schematool

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"

	"github.com/verdict-lint/verdict/internal/gocommand"
)

// The library requires what it imports, in the versions of the user's packages if
// these import it too, and nothing that only the command needs.
func TestTheLibraryRequiresNoMoreThanItNeeds(t *testing.T) {
	offline(t)
	user := []listedPackage{
		{ImportPath: "golang.org/x/text/width", Module: &listedModule{Path: "golang.org/x/text", Version: "v0.1.0"}},
		{ImportPath: "github.com/spf13/cobra", Module: &listedModule{Path: "github.com/spf13/cobra", Version: "v1.0.0"}},
	}
	l, err := layOut(t.Context(), nil, user, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(l.files[filepath.Join(l.dir, "go.mod")])
	if err != nil {
		t.Fatal(err)
	}
	mod, err := modfile.Parse("go.mod", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	versions := make(map[string]string)
	for _, r := range mod.Require {
		versions[r.Mod.Path] = r.Mod.Version
	}
	if versions["golang.org/x/text"] != "v0.1.0" || versions["github.com/invopop/jsonschema"] == "" {
		t.Errorf("required: %v", versions)
	}
	for _, path := range []string{"github.com/spf13/cobra", "golang.org/x/tools", "honnef.co/go/tools"} {
		if versions[path] != "" {
			t.Errorf("%s is required", path)
		}
	}
	if l.files[filepath.Join(l.dir, "reflect.go")] == "" || l.files[filepath.Join(l.dir, "null", "or.go")] == "" {
		t.Error("files of the library are missing")
	}
	failed := &gocommand.Error{Args: []string{"build"}, Text: "# " + Module + "\nundefined: width.New"}
	if text := l.conflict(failed).Error(); !strings.HasPrefix(text, "verdict requires golang.org/x/text v0.") || !strings.Contains(text, ", and this module uses v0.1.0") {
		t.Error(text)
	}
	elsewhere := &gocommand.Error{Args: []string{"build"}, Text: "# example.com/mine\nundefined: x"}
	if err := l.conflict(elsewhere); err != elsewhere {
		t.Error(err)
	}
}

func TestAChangedVersionIsAnError(t *testing.T) {
	at := func(version string) []listedPackage {
		return []listedPackage{{Module: &listedModule{Path: "example.com/a", Version: version}}, {ImportPath: "fmt"}}
	}
	if err := checkVersions(at("v1.0.0"), at("v1.0.0")); err != nil {
		t.Error(err)
	}
	if err := checkVersions(at("v1.0.0"), at("v1.1.0")); err == nil || !strings.Contains(err.Error(), "would change example.com/a from v1.0.0 to v1.1.0") {
		t.Error(err)
	}
}
