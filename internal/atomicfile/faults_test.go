package atomicfile

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// These tests make each operation fail in turn, and have another program write the file
// before each operation in turn.

const (
	before = `{"a": 1}`
	after  = `{"a": "1", "longer": true}`
	theirs = `{"a": 2}`
)

// ways are files that are replaced in different ways; each creates its file in a directory.
var ways = []struct {
	name string
	make func(t *testing.T, path string)
}{
	{"by renaming", func(t *testing.T, path string) {}},
	{"in place, because it has two links", func(t *testing.T, path string) {
		if err := os.Link(path, filepath.Join(filepath.Dir(path), "link")); err != nil {
			t.Skipf("this file system has no hard links: %v", err)
		}
	}},
}

// A place is a file in a directory of its own, with a directory for temporary files.
type place struct {
	*testing.T
	path, temp string
}

func newPlace(t *testing.T, way func(*testing.T, string)) place {
	t.Helper()
	p := place{t, filepath.Join(t.TempDir(), "a.json"), t.TempDir()}
	t.Setenv("TMPDIR", p.temp)
	if err := os.WriteFile(p.path, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	way(t, p.path)
	return p
}

func (p place) content() string {
	p.Helper()
	content, err := os.ReadFile(p.path)
	if err != nil {
		p.Fatal(err)
	}
	return string(content)
}

// left lists the files that were not there.
func (p place) left() []string {
	p.Helper()
	var names []string
	for _, dir := range []string{filepath.Dir(p.path), p.temp} {
		found, err := filepath.Glob(filepath.Join(dir, prefix+"*"))
		if err != nil {
			p.Fatal(err)
		}
		names = append(names, found...)
	}
	return names
}

// operations replaces a file and returns the operations that this took.
func operations(t *testing.T, way func(*testing.T, string)) []string {
	t.Helper()
	var all []string
	p := newPlace(t, way)
	err := replace(p.path, []byte(before), []byte(after), func(operation string) error {
		all = append(all, operation)
		return nil
	})
	if err != nil || p.content() != after || len(p.left()) > 0 {
		t.Fatalf("%v; the file holds %s; left: %q", err, p.content(), p.left())
	}
	if len(all) < 8 {
		t.Fatalf("only %q", all)
	}
	return all
}

func TestAFailureLosesNothingAndLeavesNothing(t *testing.T) {
	full := errors.New("no space left on device")
	for _, way := range ways {
		for n, operation := range operations(t, way.make) {
			t.Run(way.name+"/"+operation, func(t *testing.T) {
				p := newPlace(t, way.make)
				at := 0
				err := replace(p.path, []byte(before), []byte(after), func(string) error {
					at++
					if at == n+1 {
						return full
					}
					return nil
				})
				want := before
				if err == nil || errors.Is(err, errNotSynced) {
					want = after // the file was overwritten instead, or not synced
				}
				if got := p.content(); got != want {
					t.Errorf("%v; the file holds %s, want %s", err, got, want)
				}
				if left := p.left(); len(left) > 0 {
					t.Errorf("left: %q", left)
				}
			})
		}
	}
}

func TestEveryFailureFromAnOperationOnLosesNothing(t *testing.T) {
	full := errors.New("no space left on device")
	for _, way := range ways {
		for n, operation := range operations(t, way.make) {
			t.Run(way.name+"/"+operation, func(t *testing.T) {
				p := newPlace(t, way.make)
				at := 0
				err := replace(p.path, []byte(before), []byte(after), func(string) error {
					at++
					if at > n {
						return full
					}
					return nil
				})
				switch left := p.left(); {
				case err == nil:
					t.Error("no error")
				case errors.Is(err, errNotSynced) && p.content() == after && len(left) == 0:
				case p.content() == before && len(left) == 0:
				case len(left) == 1 && strings.Contains(err.Error(), left[0]):
					// Not even the old content could be written back.
					if content, err := os.ReadFile(left[0]); err != nil || string(content) != before {
						t.Errorf("%s holds %s, %v", left[0], content, err)
					}
				default:
					t.Errorf("%v; the file holds %s; left: %q", err, p.content(), left)
				}
			})
		}
	}
}

func TestAnEditByAnotherProgramIsNeverLost(t *testing.T) {
	writers := map[string]func(path string) error{
		"overwrites": func(path string) error { return os.WriteFile(path, []byte(theirs), 0o644) },
		"renames": func(path string) error {
			temp := filepath.Join(filepath.Dir(path), "theirs")
			return errors.Join(os.WriteFile(temp, []byte(theirs), 0o644), os.Rename(temp, path))
		},
	}
	for _, way := range ways {
		all := operations(t, way.make)
		last := slices.Index(all, "half") // from here on both programs write at once
		for n, operation := range all {
			if last >= 0 && n >= last {
				break
			}
			for name, write := range writers {
				t.Run(way.name+"/"+operation+"/"+name, func(t *testing.T) {
					p := newPlace(t, way.make)
					at := 0
					err := replace(p.path, []byte(before), []byte(after), func(string) error {
						at++
						if at == n+1 {
							return write(p.path)
						}
						return nil
					})
					if got := p.content(); got != theirs {
						t.Errorf("%v; the file holds %s", err, got)
					}
					if err == nil && !replaced(all[:n]) || err != nil && !errors.Is(err, ErrChanged) {
						t.Errorf("got %v", err)
					}
					if left := p.left(); len(left) > 0 {
						t.Errorf("left: %q", left)
					}
				})
			}
		}
	}
}

// replaced reports whether the file has been replaced after these operations.
func replaced(operations []string) bool { return slices.Contains(operations, "rename") }

func TestARemovedFileHasChanged(t *testing.T) {
	p := newPlace(t, ways[0].make)
	err := replace(p.path, []byte(before), []byte(after), func(operation string) error {
		if operation == "write" {
			return os.Remove(p.path)
		}
		return nil
	})
	if _, statErr := os.Stat(p.path); !errors.Is(err, ErrChanged) || !os.IsNotExist(statErr) || len(p.left()) > 0 {
		t.Errorf("%v, %v; left: %q", err, statErr, p.left())
	}
}

func TestWriteIsNotStoppedByAnEdit(t *testing.T) {
	p := newPlace(t, ways[0].make)
	f, err := Create(p.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.path, []byte(theirs), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := f.writeAndCommit([]byte(after)); err != nil || !bytes.Equal([]byte(p.content()), []byte(after)) {
		t.Errorf("%v; the file holds %s", err, p.content())
	}
}
