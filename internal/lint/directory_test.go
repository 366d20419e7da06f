package lint

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/cache"
)

// found are the paths that a search of the current directory finds with what is known under
// a key, of which it is remembered what it has seen.
func found(t *testing.T, search Search) []string {
	t.Helper()
	store := cache.Open("cache", cache.Key())
	search.Cache = func() *cache.Store { return store }
	inputs, problems := search.Find([]string{"."})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if err := store.Save(); err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, in := range inputs {
		paths = append(paths, in.Path)
	}
	return paths
}

func TestADirectoryThatHasNotChangedIsNotReadAgain(t *testing.T) {
	tree(t, "cache/", "d/a.json", "d/b.txt")
	settle()
	if seen := cache.SeeDirectory("d"); !seen.Trusted {
		t.Skip("this is about directories that are remembered, and on this file system, or off Linux, none ever is")
	}
	found(t, Search{})
	store := cache.Open("cache", cache.Key())
	listing, ok := store.Listing("d")
	if !ok {
		t.Fatal("the directory is not known")
	}
	if got := slices.Collect(listing.Children.All()); !slices.Equal(got, []cache.Child{{Name: "a.json", Kind: cache.File}}) {
		t.Errorf("what is remembered is %q", got)
	}
	// What only the memory knows of is found, unless the directory is read.
	listing.Children += cache.ChildrenOf([]cache.Child{{Name: "ghost.json", Kind: cache.File}})
	store.PutListing("d", listing)
	if err := store.Save(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"d/a.json", "d/ghost.json"}, found(t, Search{})); diff != "" {
		t.Error(diff)
	}
	if err := os.WriteFile("d/c.json", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"d/a.json", "d/c.json"}, found(t, Search{})); diff != "" {
		t.Error(diff)
	}
}

// What a search leaves out is not left out of what is remembered, but for what is no payload
// by its name.
func TestWhatIsIgnoredIsDecidedAnew(t *testing.T) {
	tree(t, "cache/", "d/a.json", "d/b.json", "d/sub/c.json", "d/link.json -> a.json", ".git/")
	settle()
	all := []string{"d/a.json", "d/b.json", "d/link.json", "d/sub/c.json"}
	for _, c := range []struct {
		name   string
		change func() error
		search Search
		want   []string
	}{
		{"nothing", func() error { return nil }, Search{}, all},
		{"nothing again", func() error { return nil }, Search{}, all},
		{"by the search", func() error { return nil }, Search{Ignored: func(path string) bool { return path == "d/sub" }}, all[:3]},
		{"by a file", func() error { return os.WriteFile(".verdictignore", []byte("b.json\n"), 0o644) }, Search{},
			[]string{"d/a.json", "d/link.json", "d/sub/c.json"}},
		{"whose content changes", func() error { return os.WriteFile(".verdictignore", []byte("sub\n"), 0o644) }, Search{}, all[:3]},
		{"which is not looked at", func() error { return nil }, Search{NoIgnore: true}, all},
		{"a link that leads elsewhere", func() error { return os.Rename("d/a.json", "d/z.json") }, Search{NoIgnore: true},
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
