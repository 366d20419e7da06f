// Package atomicfile writes files so that nothing is lost: not by a crash, a full disk, or
// another program that writes the same file.
//
// A file is written to a temporary file, synced, and renamed over what was there, with the
// owner, mode, extended attributes and access control lists of what was there. Where a rename
// would lose something, because the file has several hard links, its metadata cannot be
// copied, or its directory does not permit it, the file is overwritten in place. A synced copy
// of the old content exists until that is done, beside the file or, if its directory cannot be
// written, in the directory for temporary files.
//
// A read-only file is never written, even if the system would permit it.
package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// prefix begins the names of temporary files and of copies of old content.
const prefix = ".verdict-"

// IsTemporary reports whether this package may have made a file of that name, which is
// temporary. Linux notifies of a file without a name as "#" and its number.
func IsTemporary(name string) bool {
	number, unnamed := strings.CutPrefix(name, "#")
	return strings.HasPrefix(name, prefix) || unnamed && strings.Trim(number, "0123456789") == ""
}

var (
	// ErrChanged is the error of [Replace] if the file no longer holds what it was read as.
	ErrChanged = errors.New("the file has changed")

	// ErrReadOnly is the error for a file whose mode has no permission to write.
	ErrReadOnly = errors.New("the file is read-only")
)

// Write puts content at path; see [File]. A file that holds it already is left alone, with
// its modification time.
func Write(path string, content []byte) error {
	if old, err := readRegular(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	f, err := Create(path)
	if err != nil {
		return err
	}
	return f.writeAndCommit(content)
}

// Replace puts after at path if the file still holds before. If it holds something else by
// then, other than after, it is left alone, and the error is [ErrChanged].
func Replace(path string, before, after []byte) error { return replace(path, before, after, nil) }

func replace(path string, before, after []byte, step func(string) error) error {
	f, err := create(path, step)
	if err != nil {
		return err
	}
	f.compare, f.before = true, before
	err = f.writeAndCommit(after)
	if errors.Is(err, ErrChanged) {
		if now, reading := readRegular(path); reading == nil && bytes.Equal(now, after) {
			return nil // by another of its names
		}
	}
	return err
}

func (f *File) writeAndCommit(content []byte) error {
	defer f.Discard()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// readRegular reads a regular file, and no pipe or device.
func readRegular(path string) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, errors.New("no regular file")
	}
	return os.ReadFile(path)
}

// describe names the file that the caller gave and the cause, not the system call.
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
