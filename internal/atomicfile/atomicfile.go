// Package atomicfile writes files so that no reader ever sees half of one.
package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Prefix begins the names of files that are not complete yet.
const Prefix = ".verdict-"

// Write puts content at path in one step; see [Create]. A file that holds it already is
// left alone, with its time of change.
func Write(path string, content []byte) error {
	if old, err := readRegular(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// readRegular reads what can be read without anybody having to write it.
func readRegular(path string) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, errors.New("there is no such file")
	}
	return os.ReadFile(path)
}

// A File is one in the making.
type File struct {
	name string   // as it was asked for
	path string   // what it is to replace; "" where that takes what it is given
	file *os.File // nil when it is done with
}

// Create begins a file. It is written beside its place and, by [File.Commit], renamed over
// what is there; so there is either the old file or the new one. The permissions of one that
// is replaced are kept, and a symbolic link is followed. A device or a pipe is not replaced,
// but takes what it is given, at once.
func Create(path string) (*File, error) {
	f := &File{name: path, path: path}
	if isDescriptor(path) {
		var err error
		if f.file, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0); err != nil {
			return nil, f.describe(err)
		}
		f.path = ""
		return f, nil
	}
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		f.path = resolved
	}
	mode := os.FileMode(0o644)
	info, err := os.Stat(f.path)
	switch {
	case err != nil: // there is none
	case info.Mode().IsRegular():
		mode = info.Mode().Perm()
	default:
		f.path = ""
		if f.file, err = os.OpenFile(path, os.O_WRONLY, 0); err != nil {
			return nil, f.describe(err)
		}
		return f, nil
	}
	if f.file, err = os.CreateTemp(filepath.Dir(f.path), Prefix+"*"); err != nil {
		return nil, f.describe(err)
	}
	if err := f.file.Chmod(mode); err != nil {
		f.Discard()
		return nil, f.describe(err)
	}
	return f, nil
}

// isDescriptor reports whether a path stands for what the process has open already, as
// /dev/stderr does. A file that this leads to is added to, not replaced: others write there.
func isDescriptor(path string) bool {
	path = filepath.ToSlash(filepath.Clean(path))
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0 &&
		(strings.HasPrefix(path, "/dev/") || strings.HasPrefix(path, "/proc/"))
}

// Write adds to the file.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.file.Write(p)
	return n, f.describe(err)
}

// Commit puts the file, which is complete, into its place.
func (f *File) Commit() error {
	err := f.file.Close()
	if err == nil && f.path != "" {
		err = os.Rename(f.file.Name(), f.path)
	}
	if err == nil {
		f.file = nil
	}
	return f.describe(err)
}

// Discard leaves what was there before, unless the file was committed.
func (f *File) Discard() {
	if f.file == nil {
		return
	}
	f.file.Close()
	if f.path != "" {
		os.Remove(f.file.Name())
	}
	f.file = nil
}

// describe names the file that was asked for and the cause, not what was tried to write it.
func (f *File) describe(err error) error {
	var failed *fs.PathError
	var renaming *os.LinkError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &failed):
		err = failed.Err
	case errors.As(err, &renaming):
		err = renaming.Err
	}
	return fmt.Errorf("writing %s: %w", f.name, err)
}
