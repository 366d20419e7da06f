package registry_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/registry"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skipf("symbolic links are not permitted: %v", err)
	}
}

func TestFilesAreSchemasByTheirNames(t *testing.T) {
	files := fstest.MapFS{
		"order.json":            {Data: []byte(`{"$ref": "shop/item.json"}`)},
		"shop/item@10.json":     {Data: []byte(`10`)},
		"shop/item@9.json":      {Data: []byte(integers)},
		"shop/item.json":        {Data: []byte(texts)},
		"a b/100%.json":         {Data: []byte(`{"$ref": "../shop/item@9.json"}`)},
		"me@home.json":          {Data: []byte(`true`)},
		"x@01.json":             {Data: []byte(`true`)},
		".hidden.json":          {Data: []byte(`1`)},
		".git/config.json":      {Data: []byte(`1`)},
		"..2026_11_27/old.json": {Data: []byte(`1`)},
		"README.md":             {Data: []byte(`1`)},
	}
	r, _ := manual(t, &registry.Files{FS: files})
	err := r.Refresh(t.Context())
	var of *registry.Error
	if !errors.As(err, &of) || of.Name != "shop/item" || of.Version != "10" {
		t.Errorf("the error is %v", err)
	}
	s := r.Snapshot()
	if diff := cmp.Diff([]string{"a b/100%", "me@home", "order", "shop/item", "x@01"}, s.Names()); diff != "" {
		t.Error(diff)
	}
	if got := accepts(s.Get("order")); got != "texts" {
		t.Errorf("order accepts %s", got)
	}
	if got := accepts(s.Get("a b/100%")); got != "integers" {
		t.Errorf("the name with spaces accepts %s", got)
	}
	if v, ok := s.Lookup("shop/item", "9"); !ok || v.URI != "registry:///shop/item@9.json" {
		t.Errorf("found %+v", v)
	}
}

func TestVersionsOfFilesAreInTheOrderOfNumbers(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"a@2", "a@10", "a@1", "b@3", "b"} {
		files[name+".json"] = &fstest.MapFile{Data: []byte(`true`)}
	}
	r, _ := manual(t, &registry.Files{FS: files, Base: "https://example.com/schemas"})
	refresh(t, r)
	var got []string
	for _, name := range []string{"a", "b"} {
		for _, v := range r.Snapshot().Versions(name) {
			got = append(got, v.Name+" "+v.Version+" "+v.URI)
		}
	}
	const base = "https://example.com/schemas/"
	want := []string{"a 1 " + base + "a@1.json", "a 2 " + base + "a@2.json", "a 10 " + base + "a@10.json", "b 3 " + base + "b@3.json", "b  " + base + "b.json"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFileThatIsReplacedOrHalfWritten(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.json")
	write(t, name, integers)
	r, _ := manual(t, registry.Dir(dir))
	refresh(t, r)
	for i, step := range []struct {
		text, accepts string
		fails         bool
	}{
		{``, "integers", true},
		{texts[:8], "integers", true},
		{texts, "texts", false},
		{`true`, "both", false},
		{integers[:3], "both", true},
		{integers, "integers", false},
	} {
		if i%2 == 0 {
			write(t, name, step.text)
		} else { // atomically
			write(t, name+".new", step.text)
			if err := os.Rename(name+".new", name); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Refresh(t.Context()); (err != nil) != step.fails {
			t.Errorf("step %d: error %v", i, err)
		}
		if got := accepts(r.Get("a")); got != step.accepts {
			t.Errorf("step %d: accepts %s, want %s", i, got, step.accepts)
		}
	}
}

// The files and directories of a ConfigMap are links into ..data, a link to a directory that is
// replaced.
func TestAConfigMapIsTakenAsAWhole(t *testing.T) {
	dir := t.TempDir()
	for i, kind := range []string{"integer", "string"} {
		target := filepath.Join(dir, fmt.Sprintf("..2026_%d", i))
		write(t, filepath.Join(target, "a.json"), `{"$ref": "shop/b.json"}`)
		write(t, filepath.Join(target, "shop", "b.json"), `{"type": "`+kind+`"}`)
	}
	link(t, "..2026_0", filepath.Join(dir, "..data"))
	link(t, filepath.Join("..data", "a.json"), filepath.Join(dir, "a.json"))
	link(t, filepath.Join("..data", "shop"), filepath.Join(dir, "shop"))
	r, _ := manual(t, registry.Dir(dir))
	refresh(t, r)
	if diff := cmp.Diff([]string{"a", "shop/b"}, r.Snapshot().Names()); diff != "" {
		t.Error(diff)
	}
	if got := accepts(r.Get("a")); got != "integers" {
		t.Errorf("accepts %s", got)
	}
	link(t, "..2026_1", filepath.Join(dir, "..data_tmp"))
	if err := os.Rename(filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "..2026_0")); err != nil {
		t.Fatal(err)
	}
	refresh(t, r)
	if got := accepts(r.Get("a")); got != "texts" {
		t.Errorf("accepts %s after the swap", got)
	}
	if err := os.Remove(filepath.Join(dir, "..data")); err != nil {
		t.Fatal(err)
	}
	if err := r.Refresh(t.Context()); !errors.Is(err, fs.ErrNotExist) || accepts(r.Get("a")) != "texts" {
		t.Errorf("with dangling links, the error is %v", err)
	}
}

func TestLinksThatLeadBackAreAnError(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.json"), integers)
	link(t, ".", filepath.Join(dir, "again"))
	link(t, ".", filepath.Join(dir, "once-more"))
	r, _ := manual(t, registry.Dir(dir))
	if err := r.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), "limit of 32 directories") {
		t.Errorf("the error is %v", err)
	}
}

// A swap is a file system that changes after a number of opened files.
type swap struct {
	fs.FS
	next   fs.FS
	opened int
	after  int
}

func (s *swap) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".json") {
		if s.opened++; s.opened == s.after {
			s.FS = s.next
		}
	}
	return s.FS.Open(name)
}

func TestFilesThatChangeWhileTheyAreReadAreReadAgain(t *testing.T) {
	of := func(text string) fs.FS {
		return fstest.MapFS{"a.json": {Data: []byte(text)}, "b.json": {Data: []byte(text)}, "c.json": {Data: []byte(text)}}
	}
	for after := 1; after <= 12; after++ {
		r, _ := manual(t, &registry.Files{FS: &swap{FS: of(integers), next: of(texts), after: after}})
		refresh(t, r)
		s := r.Snapshot()
		if a, c := accepts(s.Get("a")), accepts(s.Get("c")); a != c {
			t.Errorf("after %d files: a accepts %s, c %s", after, a, c)
		}
	}
}

// A restless file is different each time it is opened.
type restless struct{ fstest.MapFS }

func (f restless) Open(name string) (fs.File, error) {
	f.MapFS["a.json"].Data = append(f.MapFS["a.json"].Data, ' ')
	return f.MapFS.Open(name)
}

func TestFilesThatKeepChangingAreAnError(t *testing.T) {
	r, _ := manual(t, &registry.Files{FS: restless{fstest.MapFS{"a.json": {Data: []byte(`true`)}}}})
	if err := r.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), "still change") {
		t.Errorf("the error is %v", err)
	}
}

func TestOnlyRegularFilesUpToTheLimitAreRead(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.json"), integers)
	write(t, filepath.Join(dir, "large.json"), `{"description": "`+strings.Repeat("x", 1000)+`"}`)
	write(t, filepath.Join(dir, "dir.json", "b.json"), texts)
	link(t, os.DevNull, filepath.Join(dir, "device.json"))
	link(t, "none", filepath.Join(dir, "dangling"))
	r, _ := manual(t, &registry.Files{FS: os.DirFS(dir), MaxBytes: 1000})
	err := r.Refresh(t.Context())
	var of *registry.Error
	if !errors.As(err, &of) || of.Name != "large" || !strings.Contains(of.Error(), "limit of 1000 bytes") {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff([]string{"a", "dir.json/b"}, r.Snapshot().Names()); diff != "" {
		t.Error(diff)
	}
}

func TestTheFilesOfADirectoryAreBounded(t *testing.T) {
	many := fstest.MapFS{}
	for i := range 10_001 {
		many[fmt.Sprint(i, ".json")] = &fstest.MapFile{Data: []byte(`true`)}
	}
	small := &registry.Files{FS: many}
	small.SetMaxTotal(1000)
	for _, test := range []struct {
		want  string
		files *registry.Files
	}{
		{"more files than the limit of 10000", &registry.Files{FS: many}},
		{"larger than the limit of 1000 bytes", small},
		{"is nil", &registry.Files{}},
	} {
		if _, err := test.files.Load(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("the error is %v, want %q", err, test.want)
		}
	}
}

func TestADirectoryThatVanishesIsAnError(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "schemas")
	write(t, filepath.Join(dir, "a.json"), integers)
	r, _ := manual(t, registry.Dir(dir))
	refresh(t, r)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := r.Refresh(t.Context()); !errors.Is(err, fs.ErrNotExist) || r.Get("a") == nil {
		t.Errorf("the error is %v", err)
	}
}

func TestLoadingFilesEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	files := &registry.Files{FS: fstest.MapFS{"a.json": {Data: []byte(`true`)}}}
	if _, err := files.Load(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}
