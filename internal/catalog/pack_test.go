package catalog

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/race"
)

// A pack is a small file that may unpack to very large documents, and a directory may have any
// number of files.
func TestPacksAndDirectoriesAreBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("writes thousands of files, which takes longer than -short allows; go test without it runs this")
	}
	race.Skip(t)
	w := NewPackWriter("test", []byte(`{"schemas": [{"fileMatch": ["a.json"], "url": "https://example.com/a"}]}`))
	w.Add("https://example.com/a", "https://example.com/a", append([]byte(`{}`), bytes.Repeat([]byte(" "), maxPackPart)...))
	content, _, err := w.Encode()
	if err != nil {
		t.Fatal(err)
	}
	pack, err := ReadPack(content)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := pack.Document("https://example.com/a#/x"); err == nil || !strings.Contains(err.Error(), "larger than 64 MiB") {
		t.Errorf("%d bytes unpack: %v", len(content), err)
	}

	dir := t.TempDir()
	file := func(i int) string { return filepath.Join(dir, fmt.Sprintf("%05d.json", i)) }
	for _, i := range []int{0, 1, maxIndexed - 1, maxIndexed} {
		if err := os.WriteFile(file(i), fmt.Appendf(nil, `{"$id": "https://example.com/%d"}`, i), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := 2; i < maxIndexed-1; i++ {
		if err := os.Link(file(1), file(i)); err != nil { // which is much cheaper than a new file
			t.Fatal(err)
		}
	}
	c := New(nil, func(string) ([]byte, bool) { return nil, false })
	c.Directories = []Directory{{Dir: dir}}
	if !c.isLocal("https://example.com/0") || !c.isLocal(fmt.Sprintf("https://example.com/%d", maxIndexed-1)) || c.isLocal(fmt.Sprintf("https://example.com/%d", maxIndexed)) {
		t.Errorf("the index must have the first %d files of the directory, and no others", maxIndexed)
	}
}
