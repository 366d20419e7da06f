package records

import (
	"errors"
	"fmt"
	"io"
)

// This file reads from a reader of the caller, which may violate the contract of io.Reader.

// maxEmptyReads is the number of reads in a row that may return nothing.
const maxEmptyReads = 100

// A Source reads from R at most once for each call of Read. Before is called first, if it is not
// nil, and its error is returned instead.
type Source struct {
	R      io.Reader
	Before func() error

	empty int
}

// Read implements [io.Reader]. A panic of R is returned as an error, and so is reading nothing again
// and again.
func (s *Source) Read(p []byte) (n int, err error) {
	if s.Before != nil {
		if err := s.Before(); err != nil {
			return 0, err
		}
	}
	defer func() {
		if cause := recover(); cause != nil {
			n, err = 0, fmt.Errorf("panic while reading: %v", cause)
		}
	}()
	n, err = s.R.Read(p)
	switch {
	case n < 0 || n > len(p):
		return 0, errors.New("the reader returned an invalid count")
	case n > 0 || err != nil:
		s.empty = 0
	default:
		if s.empty++; s.empty == maxEmptyReads {
			return 0, io.ErrNoProgress
		}
	}
	return n, err
}

// ReadUpTo reads until the end, but never more than limit+1 bytes. If it returns more than limit bytes,
// there may be more to read.
func ReadUpTo(r io.Reader, limit int) ([]byte, error) {
	text := make([]byte, 0, min(initialBuffer, limit+1))
	for len(text) <= limit {
		if len(text) == cap(text) {
			text = append(make([]byte, 0, min(2*cap(text), limit+1)), text...)
		}
		n, err := r.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		if err == io.EOF {
			return text, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return text, nil
}
