package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// This file overwrites a file in place, which keeps all of its metadata, and keeps a copy of
// the old content until that is done.

// overwrite copies the content of the temporary file into the old one.
func (f *File) overwrite(old *os.File) error {
	content, err := f.content()
	if err != nil {
		return err
	}
	was, err := io.ReadAll(old)
	if err != nil {
		return err
	}
	if f.compare && !bytes.Equal(was, f.before) {
		return ErrChanged
	}
	backup, err := f.backUp(was, content)
	if err != nil {
		return fmt.Errorf("cannot back up its content before overwriting it: %w", err)
	}
	err = f.fail("overwrite")
	if err == nil && f.compare {
		err = f.unchanged(f.path, old)
	}
	if err == nil {
		if err = f.fill(old, content); err != nil {
			if undo := f.fill(old, was); undo != nil {
				return fmt.Errorf("%w; its old content is in %s", err, backup)
			}
		}
	}
	return errors.Join(err, os.Remove(backup))
}

// content reads the temporary file.
func (f *File) content() ([]byte, error) {
	if _, err := f.file.Seek(0, io.SeekStart); errors.Is(err, os.ErrClosed) { // closed for the rename
		return os.ReadFile(f.temp)
	} else if err != nil {
		return nil, err
	}
	return io.ReadAll(f.file)
}

// fill overwrites a file. It is not truncated first, so that its disk space cannot be used
// up by another file meanwhile.
func (f *File) fill(file *os.File, content []byte) error {
	half := len(content) / 2
	if _, err := file.WriteAt(content[:half], 0); err != nil {
		return err
	}
	if err := f.fail("half"); err != nil { // simulates a full disk
		return err
	}
	if _, err := file.WriteAt(content[half:], int64(half)); err != nil {
		return err
	}
	if err := f.fail("truncate"); err != nil {
		return err
	}
	if err := file.Truncate(int64(len(content))); err != nil {
		return err
	}
	if err := f.fail("sync overwritten"); err != nil {
		return err
	}
	return file.Sync()
}

// backUp writes content, before it becomes after, to a file that survives a power failure, and
// returns its name.
func (f *File) backUp(content, after []byte) (string, error) {
	if err := f.fail("backup"); err != nil {
		return "", err
	}
	pattern := f.backupPattern(after)
	file, err := os.CreateTemp(filepath.Dir(f.path), pattern)
	if err != nil {
		if file, err = os.CreateTemp("", pattern); err != nil {
			return "", err
		}
	}
	_, err = file.Write(content)
	if err == nil {
		err = f.fail("sync backup")
	}
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = f.syncDirectory(filepath.Dir(file.Name()))
	}
	if err != nil {
		os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
}
