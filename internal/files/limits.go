package files

import (
	"fmt"
	"io"
)

// This file limits how much is read of payloads, so that neither a device nor a compressed file of a
// few kilobytes can exhaust the memory.

// Limits are the maximum sizes of files and lines.
type Limits struct {
	Bytes int64 // of a file that is read as a whole, and of one that is unpacked
	Line  int64 // of one line of a file of lines
}

// DefaultLimits are far above what is linted in practice.
var DefaultLimits = Limits{Bytes: 1 << 30, Line: 128 << 20}

// tooLarge returns the error for a file that exceeds [Limits.Bytes].
func (l Limits) tooLarge(c Compression) error {
	if c != Uncompressed {
		return fmt.Errorf("is larger than %s unpacked; raise --max-bytes", FormatSize(l.Bytes))
	}
	return fmt.Errorf("is larger than %s; raise --max-bytes", FormatSize(l.Bytes))
}

// TooLong returns the error for a line that exceeds [Limits.Line].
func (l Limits) TooLong(line int) error {
	return fmt.Errorf("line %d is longer than %s; raise --max-line", line, FormatSize(l.Line))
}

// bound returns a reader that fails if a file is too large.
func (l Limits) bound(r io.ReadCloser, c Compression) io.ReadCloser {
	return &bounded{ReadCloser: r, left: l.Bytes, err: l.tooLarge(c)}
}

type bounded struct {
	io.ReadCloser
	left int64
	err  error
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, b.err
	}
	return n, err
}
