package files

import (
	"io"
	"os"
	"path/filepath"
)

// An Input is one file to lint.
type Input struct {
	// Path is the name of the file in findings.
	Path string

	// Open returns a reader of the file; if it is nil, the file named Path is opened.
	Open func() (io.ReadCloser, error)

	Syntax      Syntax
	Compression Compression

	// From and To limit what is linted of a file of lines to those that begin in the bytes [From, To); if To
	// is zero, all of them are.
	From, To int64

	named      bool // the user has named the file, so it may be a pipe
	configured bool // the syntax is set by a configuration
}

// NewInput returns the input for a file, with the syntax and compression that its name implies.
func NewInput(path string) Input { return inputIn(directoryOf(path), path) }

// inputIn is NewInput for a file in a directory of that name.
func inputIn(dir, path string) Input {
	syntax, compression, _ := classifyIn(dir, filepath.Base(path))
	return Input{Path: filepath.ToSlash(path), Syntax: syntax, Compression: compression}
}

// input is inputIn with the syntax that is configured for the file.
func (s *Search) input(dir, path string) Input {
	in := inputIn(dir, path)
	if s.Syntax != nil {
		if syntax, ok := s.Syntax(path); ok {
			in.Syntax, in.configured = syntax, true
		}
	}
	return in
}

// Input returns the file of a path.
func (s *Search) Input(path string) Input { return s.input(directoryOf(path), path) }

// Named reports whether the user has named the file, rather than a directory that it is in.
func (in *Input) Named() bool { return in.named || in.Open != nil }

// Configured reports whether a configuration sets the syntax of the file.
func (in *Input) Configured() bool { return in.configured }

// IsStream reports whether the file is a pipe or device, which may be readable only once.
func (in *Input) IsStream() bool {
	info, err := os.Stat(filepath.FromSlash(in.Path))
	return err == nil && !info.Mode().IsRegular()
}

// OpenFile opens the file as it is stored.
func (in *Input) OpenFile() (io.ReadCloser, error) {
	if in.Open != nil {
		return in.Open()
	}
	if in.named {
		return os.Open(filepath.FromSlash(in.Path))
	}
	return Open(in.Path)
}

// A Syntax is the syntax of a payload.
type Syntax uint8

// The supported syntaxes.
const (
	JSON      Syntax = iota // RFC 8259
	Lines                   // one JSON text per line: NDJSON, JSON Lines
	JSONC                   // JSON with comments and trailing commas
	YAML                    // YAML 1.2, one or more documents
	TOML                    // TOML 1.1
	JSON5                   // JSON5
	ByContent               // the result of [Detect]
)

// A Compression is the compression of a file.
type Compression uint8

// The supported compressions.
const (
	Uncompressed Compression = iota
	Gzip
	Zstd
)
