package files

import (
	"bytes"
	"io"
)

// This file reads files of lines in chunks.

// ChunkSize is the size of the buffers for chunks of lines. If every line is invalid, the findings of
// each chunk being processed take a hundred times as much memory.
const ChunkSize = 128 << 10

// A Chunk is a part of a file that consists of whole lines.
type Chunk struct {
	Text   []byte
	Offset int64 // of the first byte in the file
	Lines  int   // number of lines before it
}

// Chunks reads a file of lines in chunks, so that a file of any length needs only the memory of a few
// chunks.
type Chunks struct {
	file, plain io.ReadCloser
	limits      Limits
	newBuffer   func() []byte
	buffer      []byte // what was read after the last chunk
	offset      int64  // of the buffer
	lines       int
}

// Chunks opens the file. Buffers for chunks are taken from newBuffer; they are empty, with
// room for [ChunkSize] bytes.
func (in *Input) Chunks(limits Limits, newBuffer func() []byte) (*Chunks, error) {
	file, err := in.open()
	if err != nil {
		return nil, err
	}
	plain, err := decompress(in.Compression, file)
	if err != nil {
		file.Close()
		return nil, err
	}
	if in.Compression != Uncompressed {
		plain = limits.bound(plain, in.Compression)
	}
	return &Chunks{file: file, plain: plain, limits: limits, newBuffer: newBuffer, buffer: newBuffer()}, nil
}

// Close closes the file.
func (c *Chunks) Close() {
	c.plain.Close()
	c.file.Close()
}

// Next returns the next chunk. If the error is not nil, the chunk is the last one: it is what
// could be read before the error, which is io.EOF at the end of the file. After an error other
// than that the chunk may have no text at all.
func (c *Chunks) Next() (Chunk, error) {
	for {
		var err error
		c.buffer, err = fill(c.plain, c.buffer)
		end := bytes.LastIndexByte(c.buffer, '\n') + 1
		if err == io.EOF {
			end = len(c.buffer)
		}
		if err != nil { // a line that an error has cut off is not a payload
			return Chunk{c.buffer[:end], c.offset, c.lines}, err
		}
		if end > 0 {
			chunk := Chunk{c.buffer[:end], c.offset, c.lines}
			c.buffer = append(c.newBuffer(), c.buffer[end:]...)
			c.offset += int64(end)
			c.lines += bytes.Count(chunk.Text, []byte{'\n'})
			return chunk, nil
		}
		// A line longer than the buffer.
		if int64(len(c.buffer)) > c.limits.Line {
			return Chunk{}, c.limits.TooLong(c.lines + 1)
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
