package files

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"
)

// large is the minimum size in bytes of a file that several goroutines read.
const large = 1 << 20

// Read reads the whole file, into buffer if that is large enough. A large file is read by as many
// goroutines as there are jobs. The error does not name the file.
func (in *Input) Read(buffer []byte, jobs int, limits Limits) (content []byte, err error) {
	if err := Supported(in.Path); err != nil && !in.configured {
		return nil, err
	}
	if in.Open == nil && in.Compression == Uncompressed && !(in.named && in.IsStream()) {
		if content, ok := readSmall(in.Path, buffer); ok && int64(len(content)) <= limits.Bytes {
			return content, nil
		}
	}
	file, err := in.OpenFile()
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
		if in.Compression == Uncompressed && info.Mode().IsRegular() && info.Size() >= large && jobs > 1 {
			if content, err = readPieces(file, content[:info.Size()], jobs); err != nil {
				return nil, err
			}
		}
	}
	plain, err := Decompress(in.Compression, file)
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	plain = limits.bound(plain, in.Compression)
	return readAll(plain, content)
}

// OpenLarge opens the file if it is regular, not compressed, and so large that reading it piece by piece
// is worth it. ok is false also if it cannot be read; Read returns the error.
func (in *Input) OpenLarge(limits Limits) (file io.ReadCloser, size int64, ok bool) {
	if in.Open != nil || in.Compression != Uncompressed || Supported(in.Path) != nil && !in.configured {
		return nil, 0, false
	}
	info, err := os.Stat(filepath.FromSlash(in.Path))
	if err != nil || !info.Mode().IsRegular() || info.Size() < large || info.Size() > limits.Bytes {
		return nil, 0, false
	}
	file, err = in.OpenFile()
	return file, info.Size(), err == nil
}

// The sizes of the pieces in which content of unknown length is read.
const (
	minPiece = 64 << 10
	maxPiece = 64 << 20
)

// readAll appends what it reads to content. If the capacity of content is exceeded, it reads pieces
// that are joined at the end, because growing a buffer takes several times as much memory, which
// matters for compressed files.
func readAll(r io.Reader, content []byte) ([]byte, error) {
	var full [][]byte
	for {
		if len(content) == cap(content) {
			full = append(full, content)
			content = make([]byte, 0, min(max(2*cap(content), minPiece), maxPiece))
		}
		n, err := r.Read(content[len(content):cap(content)])
		content = content[:len(content)+n]
		switch {
		case err == io.EOF && len(full) == 0:
			return content, nil
		case err == io.EOF:
			return bytes.Join(append(full, content), nil), nil
		case err != nil:
			return nil, err
		}
	}
}

// Stream opens the file for reading it piece by piece, decompressed.
func (in *Input) Stream(limits Limits) (io.ReadCloser, error) {
	file, err := in.OpenFile()
	if err != nil {
		return nil, err
	}
	plain, err := Decompress(in.Compression, file)
	if err != nil {
		file.Close()
		return nil, err
	}
	if in.Compression != Uncompressed {
		plain = limits.bound(plain, in.Compression)
	}
	return stream{plain, file}, nil
}

// A stream is a decompressed file.
type stream struct {
	io.ReadCloser
	file io.Closer
}

func (s stream) Close() error {
	s.ReadCloser.Close()
	return s.file.Close()
}

// readPieces reads the beginning of a file into content with several goroutines, as far as content has
// room, and seeks to the end of what was read. It does nothing for a file that cannot seek.
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
				from := int(next.Add(large)) - large
				if from >= len(content) {
					return
				}
				piece := content[from:min(from+large, len(content))]
				if n, _ := pieces.ReadAt(piece, int64(from)); n < len(piece) {
					// The rest is read in order, which also returns the error.
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

// Unpack decompresses the content of a file to at most limit bytes.
func Unpack(c Compression, content []byte, limit int64) ([]byte, error) {
	if c == Uncompressed {
		return content, nil
	}
	plain, err := Decompress(c, bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	return readAll(Limits{Bytes: limit}.bound(plain, c), nil)
}

// maxWindow is how much memory the decoder of zstd may keep, as by default for the program zstd.
const maxWindow = 128 << 20

// Decompress returns a reader of the decompressed bytes. Errors of it describe the data, not the call.
func Decompress(c Compression, r io.Reader) (io.ReadCloser, error) {
	switch c {
	case Gzip:
		d, err := gzip.NewReader(r)
		if err != nil {
			return nil, damage("gzip", err)
		}
		return decompressed{d, "gzip"}, nil
	case Zstd:
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, damage("zstd", err)
		}
		return decompressed{d.IOReadCloser(), "zstd"}, nil
	}
	return io.NopCloser(r), nil
}

// decompressed returns an error that attributes err to the compression.
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

// damage describes an error of compressed data. An error of the file itself is returned unchanged.
func damage(format string, err error) error {
	var file *fs.PathError
	switch {
	case errors.As(err, &file):
		return err
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, zstd.ErrMagicMismatch):
		return fmt.Errorf("it is not %s, or something else follows that", format)
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		return fmt.Errorf("it needs a zstd window larger than %s; compress it again without --long", FormatSize(maxWindow))
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		return fmt.Errorf("the %s data ends too early", format)
	}
	return fmt.Errorf("the %s data is damaged: %w", format, err)
}
