package files

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// The fast path for small files returns the same as the general one, and leaves unusual files to it.
func TestTheFastPathForSmallFilesReadsTheSame(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, size int) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, bytes.Repeat([]byte("x"), size), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		ok         bool
	}{
		{"an empty file", write("empty", 0), true},
		{"one shorter than the buffer", write("short", 99), true},
		{"one as long as the buffer", write("equal", 100), true},
		{"one longer than the buffer", write("long", 5000), true},
		{"a large one", write("large", large), false},
		{"a directory", dir, false},
		{"a pipe that nobody writes to", pipe, false},
		{"one that is longer than it says", "/proc/self/status", false},
		{"one that is not there", filepath.Join(dir, "none"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			content, ok := readSmall(c.path, make([]byte, 10, 100))
			if ok != c.ok {
				t.Fatalf("read: %t", ok)
			}
			if !ok {
				return
			}
			want, err := os.ReadFile(c.path)
			if err != nil || !bytes.Equal(content, want) {
				t.Errorf("%d bytes, not %d (%v)", len(content), len(want), err)
			}
		})
	}
	in := Input{Path: "/proc/self/status"}
	if content, err := in.Read(nil, 1, DefaultLimits); err != nil || !bytes.HasPrefix(content, []byte("Name:")) {
		t.Errorf("the general path reads %q: %v", content, err)
	}
}
