package records

import (
	"bytes"
	"io"
	"math"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file reads NDJSON in chunks of many lines, for programs that process them in parallel.

// ChunkSize is the size of the buffers for chunks. If every line is invalid, the findings of each chunk
// being linted take a hundred times as much memory.
const ChunkSize = 128 << 10

// A Chunk is a part of a stream that consists of whole lines. [NewText] returns its records.
type Chunk struct {
	Text           []byte
	jsontape.Place // of the first byte
}

// WholeChunk returns the chunk of a stream that is in memory.
func WholeChunk(text []byte) Chunk { return Chunk{text, jsontape.Beginning} }

// Chunks reads a stream in chunks, so that a stream of any length takes only the memory of a few chunks.
type Chunks struct {
	// Prompt makes a chunk end as soon as a read has completed a line, so that the records of a stream that
	// is still being written are not held back.
	Prompt bool

	src       io.Reader
	limit     int
	newBuffer func() []byte
	buffer    []byte // what was read after the last chunk
	place     jsontape.Place
	from, to  int64 // see Between
	err       error // of the reader; what is in the buffer comes first
}

// NewChunks returns a reader of the chunks of a stream whose lines have at most limit bytes. Buffers for
// chunks are taken from newBuffer; they are empty, with room for [ChunkSize] bytes.
func NewChunks(r io.Reader, limit int, newBuffer func() []byte) *Chunks {
	return &Chunks{src: &Source{R: r}, limit: limit, newBuffer: newBuffer, buffer: newBuffer(), place: jsontape.Beginning, to: math.MaxInt64}
}

// Between limits the chunks to the lines that begin in the bytes [from, to) of an input, for programs that
// each read a part of it. The stream begins at a place of that input at which a line begins, or anywhere
// before from. Lines are counted from that place.
func (c *Chunks) Between(place jsontape.Place, from, to int64) {
	c.place, c.from, c.to = place, from, to
}

// Next returns the next chunk. If the error is not nil, the chunk is the last one: it is what could be
// read before the error, which is io.EOF at the end of the stream, a [*TooLongError], or that of the
// reader. After an error other than io.EOF the chunk may have no text at all.
func (c *Chunks) Next() (Chunk, error) {
	if c.place.Offset < c.from {
		c.discard(c.from - 1 - c.place.Offset)
	}
	if c.place.Offset >= c.to {
		return Chunk{}, io.EOF
	}
	searched := 0 // no line end before this offset
	for {
		c.fill()
		end := searched + bytes.LastIndexByte(c.buffer[searched:], '\n') + 1
		switch {
		case c.err == io.EOF:
			end = len(c.buffer)
		case end == searched:
			end = 0
		}
		chunk := Chunk{c.buffer[:end], c.place}
		switch {
		case c.err != nil && c.place.Offset+int64(end) >= c.to: // the error comes after the last line
			return c.cut(chunk), io.EOF
		case c.err != nil: // a line that an error has cut off is not a record
			return chunk, c.err
		}
		if end > 0 {
			c.buffer = append(c.newBuffer(), c.buffer[end:]...)
			c.place.Offset += int64(end)
			c.place.Line += bytes.Count(chunk.Text, []byte{'\n'})
			return c.cut(chunk), nil
		}
		// The line is longer than the buffer.
		if c.tooLong() {
			return Chunk{}, &TooLongError{c.place.Line}
		}
		searched = len(c.buffer)
		if len(c.buffer) == cap(c.buffer) {
			c.buffer = append(make([]byte, 0, 2*cap(c.buffer)), c.buffer...)
		}
	}
}

// tooLong reports whether the line in the buffer, whose end is not read yet, is too long. A byte order
// mark and carriage returns at the end do not count, as in [NewText], so that it does not matter how
// much is read at a time.
func (c *Chunks) tooLong() bool {
	return len(c.buffer) > c.limit+ChunkSize || len(bytes.TrimRight(c.buffer, "\r"))-c.markSize() > c.limit
}

// markSize returns how many bytes of a byte order mark the buffer begins with.
func (c *Chunks) markSize() int {
	n := min(len(c.buffer), len(byteOrderMark))
	if c.place.Offset == 0 && bytes.Equal(c.buffer[:n], byteOrderMark[:n]) {
		return n
	}
	return 0
}

// cut removes the lines of a chunk that begin at c.to or later.
func (c *Chunks) cut(chunk Chunk) Chunk {
	if first := c.to - chunk.Offset; first < int64(len(chunk.Text)) {
		end := lineEnd(chunk.Text, int(first)-1)
		chunk.Text = chunk.Text[:end]
	}
	return chunk
}

// lineEnd returns the offset after the first line end at or after an offset, or else the length of the text.
func lineEnd(text []byte, at int) int {
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// SkipLine reads to the end of a line that is too long for [Chunks.Next], so that Next can be
// called again. It returns where the line begins, after a byte order mark, and its size with the line end.
func (c *Chunks) SkipLine() (place jsontape.Place, size int64) {
	place = c.place
	place.Offset += int64(c.markSize())
	c.place.Offset += int64(len(c.buffer))
	c.buffer = c.newBuffer() // not one that has grown
	c.discard(0)
	return place, c.place.Offset - place.Offset
}

// discard discards at least n bytes, and what follows them up to the end of the line.
func (c *Chunks) discard(n int64) {
	for {
		at := int(min(n, int64(len(c.buffer))))
		end := lineEnd(c.buffer, at)
		ended := end > at && c.buffer[end-1] == '\n'
		c.place.Line += bytes.Count(c.buffer[:end], []byte{'\n'})
		c.place.Offset += int64(end)
		n -= int64(at)
		c.buffer = append(c.buffer[:0], c.buffer[end:]...)
		if ended || c.err != nil {
			return
		}
		c.fill()
	}
}

// fill reads until the buffer is full or, if Prompt is set, once. Errors are kept.
func (c *Chunks) fill() {
	for c.err == nil && len(c.buffer) < cap(c.buffer) {
		n, err := c.src.Read(c.buffer[len(c.buffer):cap(c.buffer)])
		c.buffer, c.err = c.buffer[:len(c.buffer)+n], err
		if c.Prompt && n > 0 {
			return
		}
	}
}
