package command

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/filter"
)

// This file opens the file of rejects, unless writing it or standard output would overwrite something.

// A readFile is a file that the run reads.
type readFile struct {
	name string
	info fs.FileInfo
}

// readFiles returns the regular files among the inputs and schemas.
func readFiles(inputs []filter.Source, stdin io.Reader, schemas []string) []readFile {
	var read []readFile
	add := func(name string, info fs.FileInfo, err error) {
		if err == nil && info != nil && info.Mode().IsRegular() {
			read = append(read, readFile{name, info})
		}
	}
	for _, in := range inputs {
		if file, ok := in.(interface{ Info() fs.FileInfo }); ok {
			add(in.Name(), file.Info(), nil)
		}
		if file, ok := stdin.(*os.File); ok && in.Name() == filter.StdinName {
			info, err := file.Stat()
			add(in.Name(), info, err)
		}
	}
	for _, path := range schemas {
		info, err := os.Stat(path)
		add(filepath.ToSlash(path), info, err)
	}
	return read
}

// checkStdout returns an error if standard output is a file that the run reads.
func checkStdout(stdout io.Writer, read []readFile) error {
	file, ok := stdout.(*os.File)
	if !ok {
		return nil
	}
	info, err := file.Stat()
	if err != nil {
		return nil
	}
	for _, r := range read {
		if os.SameFile(info, r.info) {
			return Usagef("standard output is %s, which this run reads; write to another file", r.name)
		}
	}
	return nil
}

// openRejects opens the file for rejects. An existing file is overwritten if it has the rejects of another run.
func openRejects(path string, stdout, stderr io.Writer, read []readFile) (io.WriteCloser, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, Failure{fmt.Errorf("--rejects %w", files.Describe(path, err))}
	case isSameAs(stdout, info):
		return nil, Usagef("--rejects %s is standard output, which gets the valid records; name another file", path)
	}
	for _, r := range read {
		if err == nil && os.SameFile(info, r.info) {
			return nil, Usagef("--rejects %s would overwrite %s, which this run reads; name another file", path, r.name)
		}
	}
	if err == nil && isSameAs(stderr, info) {
		return stderr.(*os.File), nil // opened twice, one would overwrite what the other writes
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	switch {
	case err != nil:
	case atomicfile.IsDescriptor(path):
		flags = os.O_WRONLY | os.O_APPEND // other programs write to it, too
	case !info.Mode().IsRegular():
		flags = os.O_WRONLY
	case !hasRejects(path):
		return nil, Usagef("--rejects %s exists and is not a file of rejects; name another file, or remove it first", path)
	}
	file, err := os.OpenFile(path, flags, 0o644)
	if err != nil {
		return nil, Failure{fmt.Errorf("--rejects %w", files.Describe(path, err))}
	}
	return file, nil
}

// isSameAs reports whether an output is the file of info, except for the device that discards everything.
func isSameAs(output io.Writer, info fs.FileInfo) bool {
	file, ok := output.(*os.File)
	if !ok {
		return false
	}
	if null, err := os.Stat(os.DevNull); err == nil && os.SameFile(null, info) {
		return false
	}
	other, err := file.Stat()
	return err == nil && os.SameFile(other, info)
}

// hasRejects reports whether a file is empty or begins with a reject.
func hasRejects(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	begin := bufio.NewReader(file)
	if _, err := begin.Peek(1); err == io.EOF {
		return true
	}
	var reject struct {
		File       *string
		Offset     *int64
		Violations json.RawMessage
	}
	return json.NewDecoder(begin).Decode(&reject) == nil && reject.File != nil && reject.Offset != nil && reject.Violations != nil
}
