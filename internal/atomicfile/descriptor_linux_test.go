package atomicfile

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

func TestAnOpenFileIsAppendedTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	log, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if _, err := log.WriteString("before "); err != nil {
		t.Fatal(err)
	}
	before, err := log.Stat()
	if err != nil {
		t.Fatal(err)
	}
	f, err := Create(filepath.Join("/proc/self/fd", strconv.Itoa(int(log.Fd()))))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("report")); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(path)
	if err != nil || !os.SameFile(before, after) {
		t.Errorf("it was replaced: %v", err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "before report" {
		t.Errorf("%q, %v", content, err)
	}
}
