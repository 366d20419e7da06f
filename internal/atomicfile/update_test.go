package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Runs that update the same baseline at the same time must not lose each other's entries.
func TestUpdatesAtTheSameTimeAreAllKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	const writers, times = 8, 20
	var writing sync.WaitGroup
	for i := range writers {
		writing.Go(func() {
			for n := range times {
				line := fmt.Sprintf("%d.%d\n", i, n)
				if err := Update(path, func(now []byte) ([]byte, error) { return append(bytes.Clone(now), line...), nil }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	found := make(map[string]bool)
	for _, line := range lines {
		found[line] = true
	}
	if len(lines) != writers*times || len(found) != writers*times {
		t.Errorf("there are %d lines, %d of them different, want %d", len(lines), len(found), writers*times)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("something was left behind: %v, %v", entries, err)
	}
}

func TestAnUpdateThatFailsChangesNothing(t *testing.T) {
	dir := t.TempDir()
	failed := errors.New("failed")
	for _, path := range []string{filepath.Join(dir, "missing"), filepath.Join(dir, "b")} {
		if filepath.Base(path) == "b" {
			if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := Update(path, func([]byte) ([]byte, error) { return []byte("new"), failed }); !errors.Is(err, failed) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("there are %v, %v", entries, err)
	}
	if err := Update(dir, func([]byte) ([]byte, error) { return nil, nil }); err == nil {
		t.Error("a directory is updated")
	}
}
