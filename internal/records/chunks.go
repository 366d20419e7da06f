package records

import (
	"bytes"
	"io"

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

// Chunks reads a stream in chunks, so that one of any length takes only the memory of a few.
type Chunks struct {
	src       io.Reader
	limit     int
	newBuffer func() []byte
	buffer    []byte // what was read after the last chunk
	place     jsontape.Place
}

// NewChunks returns a reader of the chunks of a stream whose lines have at most limit bytes. Buffers for
// chunks are taken from newBuffer; they are empty, with room for [ChunkSize] bytes.
func NewChunks(r io.Reader, limit int, newBuffer func() []byte) *Chunks {
	return &Chunks{src: &Source{R: r}, limit: limit, newBuffer: newBuffer, buffer: newBuffer(), place: jsontape.Beginning}
}

// Next returns the next chunk. If the error is not nil, the chunk is the last one: it is what could be
// read before the error, which is io.EOF at the end of the stream, a [*TooLongError], or that of the
// reader. After an error other than io.EOF the chunk may have no text at all.
func (c *Chunks) Next() (Chunk, error) {
	for {
		var err error
		c.buffer, err = fill(c.src, c.buffer)
		end := bytes.LastIndexByte(c.buffer, '\n') + 1
		if err == io.EOF {
			end = len(c.buffer)
		}
		chunk := Chunk{c.buffer[:end], c.place}
		if err != nil { // a line that an error has cut off is not a record
			return chunk, err
		}
		if end > 0 {
			c.buffer = append(c.newBuffer(), c.buffer[end:]...)
			c.place.Offset += int64(end)
			c.place.Line += bytes.Count(chunk.Text, []byte{'\n'})
			return chunk, nil
		}
		// A line longer than the buffer.
		if len(c.buffer) > c.limit {
			return Chunk{}, &TooLongError{c.place.Line}
		}
		c.buffer = append(make([]byte, 0, 2*cap(c.buffer)), c.buffer...)
	}
}

// fill reads until the buffer is full. The error is that of the reader.
func fill(r io.Reader, buffer []byte) ([]byte, error) {
	for len(buffer) < cap(buffer) {
		n, err := r.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		if err != nil {
			return buffer, err
		}
	}
	return buffer, nil
}
