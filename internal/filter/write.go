package filter

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// This file writes lines so that an output ends with a whole line even after an error.

// A WriteError is an error of writing an output.
type WriteError struct {
	Output string // its name
	Err    error
}

// Error returns what could not be written and why, without the system call.
func (e *WriteError) Error() string {
	err := e.Err
	if cause, ok := err.(*fs.PathError); ok {
		err = cause.Err
	}
	return "writing " + e.Output + ": " + err.Error()
}

// Unwrap returns Err.
func (e *WriteError) Unwrap() error { return e.Err }

// An Output is a destination of lines.
type Output struct {
	Name string // in errors
	io.Writer
}

// write writes whole lines. If it fails in the middle of one, it removes the beginning of that line from a
// file; what was written to a pipe remains. It returns how many of the lines were written.
func (o *Output) write(lines []byte, count int64) (written int64, err error) {
	if len(lines) == 0 {
		return count, nil
	}
	n, err := o.Write(lines)
	if err == nil && n < len(lines) {
		err = io.ErrShortWrite
	}
	if err == nil {
		return count, nil
	}
	whole := bytes.LastIndexByte(lines[:n], '\n') + 1
	if n > whole {
		if removing := o.remove(int64(n - whole)); removing != nil {
			err = fmt.Errorf("%w, and the line that was begun could not be removed: %w", err, removing)
		}
	}
	return int64(bytes.Count(lines[:whole], []byte{'\n'})), &WriteError{o.Name, err}
}

// remove removes the last bytes that were written to a regular file.
func (o *Output) remove(n int64) error {
	file, ok := o.Writer.(*os.File)
	if !ok {
		return nil
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	end, err := file.Seek(0, io.SeekCurrent)
	if err != nil || end != info.Size() { // something else has been appended
		return err
	}
	if err := file.Truncate(end - n); err != nil {
		return err
	}
	_, err = file.Seek(end-n, io.SeekStart)
	return err
}
