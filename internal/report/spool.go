package report

import (
	"bytes"
	"io"
	"os"
)

// spoolMemory is the maximum number of bytes a spool keeps in memory.
const spoolMemory = 4 << 20

// A spool buffers output that can only be written once everything has been counted. Small
// amounts stay in memory; larger ones go to a temporary file, or stay in memory if none can
// be created.
type spool struct {
	memory []byte // bytes not in the file
	limit  int    // maximum length of memory
	file   *os.File
}

func newSpool() *spool { return &spool{limit: spoolMemory} }

func (s *spool) Write(p []byte) (int, error) {
	s.memory = append(s.memory, p...)
	if s.limit > 0 && len(s.memory) > s.limit {
		return len(p), s.flush()
	}
	return len(p), nil
}

// flush moves the bytes in memory to the file.
func (s *spool) flush() error {
	if s.file == nil {
		file, err := os.CreateTemp("", "verdict-*")
		if err != nil {
			s.limit = 0
			return nil
		}
		// If the system can remove an open file, none is left even after a crash.
		_ = os.Remove(file.Name())
		s.file = file
	}
	_, err := s.file.Write(s.memory)
	s.memory = s.memory[:0]
	return err
}

// reader returns a reader of everything written. Nothing may be written after the call.
func (s *spool) reader() (io.Reader, error) {
	if s.file == nil {
		return bytes.NewReader(s.memory), nil
	}
	if err := s.flush(); err != nil {
		return nil, err
	}
	_, err := s.file.Seek(0, io.SeekStart)
	return s.file, err
}

// close discards the contents.
func (s *spool) close() {
	if s.file != nil {
		s.file.Close()
		_ = os.Remove(s.file.Name()) // if it was not removed before
	}
	s.memory, s.file = nil, nil
}
