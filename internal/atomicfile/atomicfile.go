// Package atomicfile writes files so that no data is lost because of a crash, a full disk,
// or another program that writes the same file.
//
// The content is written to a temporary file, synced, and renamed over the old file, whose
// owner, mode, extended attributes and access control lists are kept. If a rename would
// lose something, because the file has several hard links, its metadata cannot be copied,
// or its directory does not permit it, the file is overwritten in place. A synced copy of
// the old content exists until then, next to the file or, if its directory cannot be
// written, in the directory for temporary files.
//
// A killed process leaves at most one temporary file, which [RemoveStale] removes.
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

// IsTemporary reports whether name may be that of a temporary file of this package. Linux
// reports a file without a name as "#" and its inode number.
func IsTemporary(name string) bool {
	number, unnamed := strings.CutPrefix(name, "#")
	return strings.HasPrefix(name, prefix) || unnamed && strings.Trim(number, "0123456789") == ""
}

var (
	// ErrChanged is the error of [Replace] if the file no longer has the expected content.
	ErrChanged = errors.New("the file has changed")

	// ErrReadOnly is the error for a file whose mode has no permission to write.
	ErrReadOnly = errors.New("the file is read-only")
)

// Write writes content to path; see [File]. A file that has this content already is not
// touched, so it keeps its modification time.
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

// Replace writes after to path if the content of the file is still before. If it is
// anything else, other than after, the file is not touched and the error is [ErrChanged].
func Replace(path string, before, after []byte) error { return replace(path, before, after, nil) }

func replace(path string, before, after []byte, step func(string) error) error {
	f, err := create(path, step)
	if err != nil {
		return err
	}
	f.compare, f.before, f.after = true, before, after
	err = f.writeAndCommit(after)
	if errors.Is(err, ErrChanged) {
		if now, reading := readRegular(path); reading == nil && bytes.Equal(now, after) {
			return nil // through another of its names
		}
	}
	return err
}

// Update writes to path what change returns for its content, which is nil if there is no file. If another program writes
// the file meanwhile, change is called again with what that wrote.
func Update(path string, change func(now []byte) ([]byte, error)) error {
	for try := 1; ; try++ {
		now, err := readRegular(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		after, err := change(now)
		if err != nil || now != nil && bytes.Equal(now, after) {
			return err
		}
		f, err := create(path, nil)
		if err != nil {
			return err
		}
		f.compare, f.fresh, f.before, f.after = true, now == nil, now, after
		if err = f.writeAndCommit(after); !errors.Is(err, ErrChanged) || try == maxTries {
			return err
		}
	}
}

// maxTries is how often Update tries to be the next one that writes a file.
const maxTries = 1000

func (f *File) writeAndCommit(content []byte) error {
	defer f.Discard()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// readRegular reads a file and fails for pipes and devices.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("is not a regular file")}
	}
	return os.ReadFile(path)
}

// describe returns an error with the caller's path and the cause, without the system call.
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
