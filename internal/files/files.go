// Package files finds payload files and reads them: it searches directories, applies .gitignore and
// .verdictignore, determines syntax and compression, and reads and decompresses up to a limit.
//
// In a repository that is not trusted, a file that the user has not named may be a device or a pipe.
// Of files found in directories, and those that configurations and payloads name, only regular ones
// are read.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// errIrregular is the error of a device, a FIFO or a socket.
var errIrregular = errors.New("is not a regular file")

// errDirectory is the error of a directory.
var errDirectory = errors.New("is a directory")

// Open opens a regular file, following symbolic links. For anything else it returns an error, without
// waiting for it or reading it.
func Open(path string) (*os.File, error) {
	path = filepath.FromSlash(path)
	info, err := os.Stat(path)
	if err == nil {
		err = regular(path, info) // opening a device may have side effects
	}
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, err
	}
	// The file may have been replaced in the meantime.
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
	return &fs.PathError{Op: "open", Path: path, Err: errIrregular}
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

// ReadAll reads at most limit bytes, and returns an error if there are more. It is for readers of files
// that the user has named; see Read for others.
func ReadAll(path string, r io.Reader, limit int64) ([]byte, error) {
	tooLarge := &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("is larger than %s", FormatSize(limit))}
	if file, ok := r.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > limit {
			return nil, tooLarge
		}
	}
	content, err := readAll(io.LimitReader(r, limit+1), nil)
	if err == nil && int64(len(content)) > limit {
		err = tooLarge
	}
	return content, err
}

// MaxSupport is the maximum size of a configuration, ignore file, lock file, baseline, or catalog to download.
const MaxSupport = 256 << 20
