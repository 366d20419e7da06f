package filter

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/verdict-lint/verdict/internal/files"
)

// This file defines the sources of records: files and standard input.

// A Source is an input of NDJSON.
type Source interface {
	// Name is the name of the input in rejects and errors.
	Name() string

	// Size returns the number of bytes as stored; -1 if it is not known, as of standard input. It does not
	// change, even if the input does.
	Size() int64

	// Splits reports whether Open can begin anywhere: not if what is stored is compressed.
	Splits() bool

	// Open returns a reader of the decompressed bytes from an offset on, which is 0 unless Splits reports
	// true. An input that has changed since Size was determined is an error of reading or closing it.
	Open(ctx context.Context, offset int64) (io.ReadCloser, error)
}

// Files returns the inputs that paths name, sorted by name and without duplicates: files, patterns such as
// "data/**/*.ndjson", and "-" for standard input. Files whose names end in .gz or .zst are decompressed.
func Files(paths []string, stdin io.Reader) ([]Source, error) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return nil, fmt.Errorf("%s: is a directory; name files, or use a pattern such as '%s/**/*.ndjson'", path, path)
		}
	}
	search := files.Search{Stdin: stdin, StdinName: StdinName, NoIgnore: true}
	inputs, problems := search.Find(paths)
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	sources := make([]Source, len(inputs))
	for i := range inputs {
		source, err := newFile(&inputs[i])
		if err != nil {
			return nil, files.Describe(inputs[i].Path, err)
		}
		sources[i] = source
	}
	return sources, nil
}

// StdinName is the name of standard input.
const StdinName = "<stdin>"

// A file is a source that is a file or standard input.
type file struct {
	input *files.Input
	info  fs.FileInfo // nil unless it is a regular file
}

func newFile(in *files.Input) (*file, error) {
	if in.Open != nil {
		return &file{input: in}, nil
	}
	if _, err := CompressionOf(in.Path); err != nil {
		return nil, err
	}
	info, err := os.Stat(in.Path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		info = nil
	}
	return &file{in, info}, nil
}

// CompressionOf returns the compression of an input by its name. It returns an error for names of
// formats other than NDJSON.
func CompressionOf(name string) (files.Compression, error) {
	if err := files.Supported(name); err != nil {
		return 0, err
	}
	syntax, compression, known := files.Classify(name)
	if known && syntax != files.Lines && syntax != files.JSON {
		return 0, errors.New("is not NDJSON by its name; convert it to a file with a JSON value on each line")
	}
	return compression, nil
}

func (f *file) Name() string { return f.input.Path }

func (f *file) Size() int64 {
	if f.info == nil {
		return -1
	}
	return f.info.Size()
}

func (f *file) Splits() bool { return f.info != nil && f.input.Compression == files.Uncompressed }

// Info describes a regular file, so that programs do not write to what they read; it is nil for others.
func (f *file) Info() fs.FileInfo { return f.info }

func (f *file) Open(_ context.Context, offset int64) (io.ReadCloser, error) {
	stored, err := f.input.OpenFile()
	if err != nil {
		return nil, err
	}
	if offset > 0 {
		if _, err := stored.(io.Seeker).Seek(offset, io.SeekStart); err != nil {
			stored.Close()
			return nil, err
		}
	}
	plain, err := files.Decompress(f.input.Compression, stored)
	if err != nil {
		stored.Close()
		return nil, err
	}
	return &opened{plain, stored, f.info}, nil
}

// An opened file is one that is being read.
type opened struct {
	io.ReadCloser
	stored io.Closer
	before fs.FileInfo // nil unless it is regular
}

// Close returns an error if the file has changed since it was opened.
func (o *opened) Close() error {
	var changed error
	if stored, ok := o.stored.(*os.File); ok && o.before != nil {
		after, err := stored.Stat()
		switch {
		case err != nil:
			changed = err
		case after.Size() != o.before.Size():
			changed = fmt.Errorf("its size changed from %d to %d bytes while it was read", o.before.Size(), after.Size())
		case !after.ModTime().Equal(o.before.ModTime()):
			changed = errors.New("it was written to while it was read")
		}
	}
	err := o.ReadCloser.Close()
	return cmp.Or(changed, err, o.stored.Close())
}
