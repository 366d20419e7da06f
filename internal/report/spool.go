package report

import (
	"bytes"
	"io"
	"os"
)

// spoolMemory is how much a spool keeps in memory.
const spoolMemory = 4 << 20

// A spool keeps what cannot be written yet, because it is counted first: in memory what is
// little, and in a temporary file what is much. Where there is no place for such a file, it
// is all in memory.
type spool struct {
	memory []byte // what is not in the file
	limit  int    // of it
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

// flush makes room in memory.
func (s *spool) flush() error {
	if s.file == nil {
		file, err := os.CreateTemp("", "verdict-*")
		if err != nil {
			s.limit = 0
			return nil
		}
		// Where an open file can be removed, nothing is left behind whatever happens.
		_ = os.Remove(file.Name())
		s.file = file
	}
	_, err := s.file.Write(s.memory)
	s.memory = s.memory[:0]
	return err
}

// reader begins to read what was written. Nothing may be written any more.
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

// close gives up what is kept.
func (s *spool) close() {
	if s.file != nil {
		s.file.Close()
		_ = os.Remove(s.file.Name()) // if it is there still
	}
	s.memory, s.file = nil, nil
}
