package lint

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/verdict-lint/verdict/schema"
)

func sessionLinter() *Linter {
	return New(NewCatalog(schema.Names(), schema.Document), Options{
		SchemaFor: func(string) (string, bool) { return "connect-session", true },
	})
}

// Whatever is wrong with a payload: fixes leave fewer findings behind or leave it
// alone, and the second time there is nothing left for them to do.
func TestFixesHelpAndComeToRest(t *testing.T) {
	paths, err := filepath.Glob("../../fixtures/invalid/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	linter := sessionLinter()
	for _, path := range paths {
		for _, unsafe := range []bool{false, true} {
			before, after, mended, err := linter.Fix(&Input{Path: path}, unsafe)
			if err != nil {
				t.Fatal(err)
			}
			if changed := !bytes.Equal(before, after); changed != (mended > 0) {
				t.Errorf("%s: changed is %v, but %d findings less", path, changed, mended)
			}
			file := filepath.Join(t.TempDir(), "again.json")
			if err := os.WriteFile(file, after, 0o644); err != nil {
				t.Fatal(err)
			}
			if _, again, _, _ := linter.Fix(&Input{Path: file}, unsafe); !bytes.Equal(again, after) {
				t.Errorf("%s: mended twice, it is not as mended once:\n%s\n%s", path, after, again)
			}
		}
	}
}
