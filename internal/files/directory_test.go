package files

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// found returns the paths that a search of the current directory finds.
func found(t *testing.T, search Search) []string {
	t.Helper()
	inputs, problems := search.Find([]string{"."})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var paths []string
	for _, in := range inputs {
		paths = append(paths, in.Path)
	}
	return paths
}

func TestASearchFindsWhatIsNotIgnored(t *testing.T) {
	tree(t, "d/a.json", "d/b.json", "d/n.txt", "d/sub/c.json", "d/link.json -> a.json", ".git/x.json")
	all := []string{"d/a.json", "d/b.json", "d/link.json", "d/sub/c.json"}
	ignore := func(pattern string) func() error {
		return func() error { return os.WriteFile(".verdictignore", []byte(pattern+"\n"), 0o644) }
	}
	for _, c := range []struct {
		name   string
		change func() error
		search Search
		want   []string
	}{
		{"nothing is ignored", func() error { return nil }, Search{}, all},
		{"a directory, by the search", func() error { return nil }, Search{Ignored: func(path string) bool { return path == "d/sub" }}, all[:3]},
		{"a file, by an ignore file", ignore("b.json"), Search{}, []string{"d/a.json", "d/link.json", "d/sub/c.json"}},
		{"a directory, by an ignore file", ignore("sub"), Search{}, all[:3]},
		{"ignore files are not read", ignore("sub"), Search{NoIgnore: true}, all},
		{"a link to nothing", func() error { return os.Rename("d/a.json", "d/z.json") }, Search{NoIgnore: true},
			[]string{"d/b.json", "d/sub/c.json", "d/z.json"}},
	} {
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, found(t, c.search)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}
