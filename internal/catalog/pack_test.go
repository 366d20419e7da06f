package catalog

import (
	"bytes"
	"errors"
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

// A document that is damaged is no reason to accept every payload.
func TestADamagedPackIsAnErrorOfTheRun(t *testing.T) {
	const url = "https://example.com/"
	text := []byte(`{"schemas": [{"fileMatch": ["a.json"], "url": "` + url + `a"}, {"fileMatch": ["b.json"], "url": "` + url + `b"}]}`)
	w := NewPackWriter("test", text)
	w.Add(url+"a", url+"a", []byte(`{"$ref": "b"}`))
	w.Add(url+"b", url+"b", []byte(`{"type": "string"}`))
	content, _, err := w.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string]func(p *Pack){
		"intact": func(*Pack) {},
		"cannot be unpacked": func(p *Pack) {
			p.documents[url+"b"].file.CRC32++
		},
		"checksum of the manifest": func(p *Pack) {
			b := p.documents[url+"b"]
			b.SHA256 = "0"
			p.documents[url+"b"] = b
		},
	} {
		pack, err := ReadPack(content)
		if err != nil {
			t.Fatal(err)
		}
		damage(pack)
		for _, file := range []string{"a.json", "b.json"} {
			c := New(nil, func(string) ([]byte, bool) { return nil, false })
			c.Packs, c.KnownFor = []*Pack{pack}, func(string) *Known { return pack.Known }
			s, err := c.ForOthers(file)
			var unknown *UnknownError
			switch {
			case name == "intact":
				if s == nil || err != nil {
					t.Errorf("%s, %s: %v", name, file, err)
				}
			case err == nil || errors.As(err, &unknown) || !strings.Contains(err.Error(), name):
				t.Errorf("%s, %s: %v", name, file, err)
			}
		}
	}
}
