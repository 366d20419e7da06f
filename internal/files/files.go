// Package files finds payload files and reads them: the search through directories, what
// .gitignore and .verdictignore exclude, the syntax and compression that a name stands for, and
// reading up to a limit.
//
// A file that the user has not named may be anything, in a repository that is not trusted: of
// those found in directories, and those that configurations and payloads name, only regular
// files are read.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrIrregular is the error of a device, a FIFO or a socket.
var ErrIrregular = errors.New("is not a regular file")

// errDirectory is the error of a directory.
var errDirectory = errors.New("is a directory")

// Open opens a regular file, following symbolic links. Anything else is an error, and neither
// waited for nor read.
func Open(path string) (*os.File, error) {
	path = filepath.FromSlash(path)
	info, err := os.Stat(path)
	if err == nil {
		err = regular(path, info) // to open a device may do something
	}
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, err
	}
	// It may have been replaced in the meantime.
	if info, err = file.Stat(); err == nil {
		err = regular(path, info)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func regular(path string, info fs.FileInfo) error {
	switch {
	case info.Mode().IsRegular():
		return nil
	case info.IsDir():
		return &fs.PathError{Op: "open", Path: path, Err: errDirectory}
	}
	return &fs.PathError{Op: "open", Path: path, Err: ErrIrregular}
}

// Read reads a regular file of at most limit bytes.
func Read(path string, limit int64) ([]byte, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return ReadAll(path, file, limit)
}

// ReadAll reads at most limit bytes, which is an error if there are more. It is Read for what
// the user has opened.
func ReadAll(path string, r io.Reader, limit int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("is larger than %d MiB", limit>>20)}
	}
	return content, err
}

// MaxSupport is how large a configuration, an ignore file, a lock file or a baseline is at most.
const MaxSupport = 256 << 20
