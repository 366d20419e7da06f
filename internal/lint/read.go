package lint

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"
)

// largePayload is how many bytes make it worthwhile to do several things with a payload
// at the same time.
const largePayload = 1 << 20

// readFile reads a whole file, into buffer where that is large enough, and in as many
// places at the same time as there are jobs where it is large.
func readFile(in *Input, buffer []byte, jobs int, limits Limits) (content []byte, err error) {
	if err := supported(in.Path); err != nil {
		return nil, err
	}
	if in.Open == nil && in.Compression == Uncompressed {
		if content, ok := readSmall(in.Path, buffer); ok && int64(len(content)) <= limits.Bytes {
			return content, nil
		}
	}
	file, err := in.open()
	if err != nil {
		return nil, err
	}
	defer file.Close()

	content = buffer[:0]
	if sized, ok := file.(interface{ Stat() (fs.FileInfo, error) }); ok {
		info, err := sized.Stat()
		if err != nil {
			return nil, err
		}
		if info.IsDir() {
			return nil, errors.New("is a directory")
		}
		if in.Compression == Uncompressed && info.Mode().IsRegular() && info.Size() > limits.Bytes {
			return nil, limits.tooLarge(Uncompressed)
		}
		// One byte more, for the read that finds the end.
		if size := info.Size() + 1; info.Mode().IsRegular() && int64(cap(content)) < size {
			content = make([]byte, 0, size)
		}
		if in.Compression == Uncompressed && info.Mode().IsRegular() && info.Size() >= largePayload && jobs > 1 {
			if content, err = readPieces(file, content[:info.Size()], jobs); err != nil {
				return nil, err
			}
		}
	}
	plain, err := decompress(in.Compression, file)
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	plain = limits.bound(plain, in.Compression)
	for {
		if len(content) == cap(content) {
			content = append(content, 0)[:len(content)]
		}
		n, err := plain.Read(content[len(content):cap(content)])
		content = content[:len(content)+n]
		if err == io.EOF {
			return content, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// readPieces reads the beginning of a file into content, as much as there is, and leaves
// the file where it ends. A file that can only be read from one end to the other is left as
// it is.
func readPieces(file io.Reader, content []byte, jobs int) ([]byte, error) {
	pieces, ok := file.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return content[:0], nil
	}
	var next atomic.Int64
	var readers sync.WaitGroup
	var mu sync.Mutex
	read := len(content)
	for range jobs {
		readers.Go(func() {
			for {
				from := int(next.Add(largePayload)) - largePayload
				if from >= len(content) {
					return
				}
				piece := content[from:min(from+largePayload, len(content))]
				if n, _ := pieces.ReadAt(piece, int64(from)); n < len(piece) {
					// What is behind it is read in order, and so is what went wrong.
					mu.Lock()
					read = min(read, from+n)
					mu.Unlock()
				}
			}
		})
	}
	readers.Wait()
	_, err := pieces.Seek(int64(read), io.SeekStart)
	return content[:read], err
}

// decompress gives the bytes behind a compression.
func decompress(c Compression, r io.Reader) (io.ReadCloser, error) {
	switch c {
	case Gzip:
		d, err := gzip.NewReader(r)
		if err != nil {
			return nil, damage("gzip", err)
		}
		return decompressed{d, "gzip"}, nil
	case Zstd:
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, damage("zstd", err)
		}
		return decompressed{d.IOReadCloser(), "zstd"}, nil
	}
	return io.NopCloser(r), nil
}

// decompressed says of an error that it is one of the compression.
type decompressed struct {
	io.ReadCloser
	format string
}

func (d decompressed) Read(p []byte) (int, error) {
	n, err := d.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = damage(d.format, err)
	}
	return n, err
}

// damage tells what is wrong with compressed data. An error of the file itself stays.
func damage(format string, err error) error {
	var file *fs.PathError
	switch {
	case errors.As(err, &file):
		return err
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, zstd.ErrMagicMismatch):
		return fmt.Errorf("it is not %s, or something else follows that", format)
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		return fmt.Errorf("the %s data ends too early", format)
	}
	return fmt.Errorf("the %s data is damaged: %w", format, err)
}

// chunkSize is how much of a file of lines makes a task. Where every line is wrong, what is
// found in it takes a hundred times as much, for as many tasks as are under way.
const chunkSize = 128 << 10

// produceLines reads a file of lines in stretches of whole lines, so that a
// file of any length takes the memory of a few stretches. It reports false when
// the run is over.
func (p *pipeline) produceLines(ctx context.Context, in *Input) bool {
	file, err := in.open()
	if err != nil {
		return p.submit(ctx, &task{input: in, err: describe(in.Path, err)})
	}
	defer file.Close()
	plain, err := decompress(in.Compression, file)
	if err != nil {
		return p.submit(ctx, &task{input: in, err: describe(in.Path, err)})
	}
	defer plain.Close()
	limits := p.linter.limits()
	if in.Compression != Uncompressed {
		plain = limits.bound(plain, in.Compression)
	}

	t := &task{input: in, first: true}
	buffer := p.buffer()
	for {
		buffer, err = fill(plain, buffer)
		if err != nil {
			if err != io.EOF { // a line that was cut off is no payload
				buffer = buffer[:bytes.LastIndexByte(buffer, '\n')+1]
			}
			t.chunk = buffer
			if !p.submit(ctx, t) || err == io.EOF {
				return err == io.EOF && ctx.Err() == nil
			}
			return p.submit(ctx, &task{input: in, err: describe(in.Path, err)})
		}
		end := bytes.LastIndexByte(buffer, '\n') + 1
		if end == 0 { // a line longer than the buffer
			if int64(len(buffer)) > limits.Line {
				return p.submit(ctx, &task{input: in, err: describe(in.Path, limits.tooLong(t.lines+1))})
			}
			buffer = append(make([]byte, 0, 2*cap(buffer)), buffer...)
			continue
		}
		rest := append(p.buffer(), buffer[end:]...)
		following := &task{
			input:  in,
			offset: t.offset + int64(end),
			lines:  t.lines + bytes.Count(buffer[:end], []byte{'\n'}),
		}
		t.chunk = buffer[:end]
		if !p.submit(ctx, t) {
			return false
		}
		t, buffer = following, rest
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

// buffer gives an empty buffer with room for a stretch of lines.
func (p *pipeline) buffer() []byte {
	select {
	case b := <-p.chunks:
		return b[:0]
	default:
		return make([]byte, 0, chunkSize)
	}
}

// recycle takes back a buffer that nothing refers to any more.
func (p *pipeline) recycle(b []byte) {
	if cap(b) > maxKeptBuffer {
		return
	}
	select {
	case p.chunks <- b:
	default:
	}
}
