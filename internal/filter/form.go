package filter

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/records"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file recognizes inputs that are not NDJSON, whose lines would all be rejected.

var (
	errArray    = errors.New("is a JSON array, not NDJSON; convert it with jq -c '.[]'")
	errIndented = errors.New("is JSON with values of several lines, not NDJSON; convert it with jq -c '.'")
)

// others maps the first bytes of other formats to their names.
var others = []struct {
	begin string
	err   error
}{
	{"\x1F\x8B", errors.New("is compressed, not NDJSON; its name must end in .gz, or decompress it with gzip -dc")},
	{"\x28\xB5\x2F\xFD", errors.New("is compressed, not NDJSON; its name must end in .zst, or decompress it with zstd -dc")},
	{"\x1E", errors.New("is a JSON text sequence, not NDJSON; remove the record separators with tr -d '\\036'")},
}

// foreign returns an error if NDJSON cannot begin like the text.
func foreign(text []byte) error {
	for _, other := range others {
		if bytes.HasPrefix(text, []byte(other.begin)) {
			return other.err
		}
	}
	if encoding := syntax.ForeignEncoding(text); encoding != "" {
		return fmt.Errorf("is %[1]s, not NDJSON, which is UTF-8; convert it with iconv -f %[1]s -t UTF-8", encoding)
	}
	return nil
}

var byteOrderMark = []byte("\xEF\xBB\xBF")

// A beginning is the first chunk of an input, which is continued until it shows whether the input is NDJSON.
type beginning struct {
	chunks *records.Chunks
	chunk  records.Chunk
	err    error // after the chunk
	at     int   // bytes that have been examined
}

// more reads on unless the chunk has a size already. It returns false at the end.
func (b *beginning) more(size int) bool {
	if b.err != nil || len(b.chunk.Text) >= size {
		return false
	}
	var next records.Chunk
	next, b.err = b.chunks.Next()
	b.chunk.Text = append(b.chunk.Text, next.Text...)
	return len(next.Text) > 0
}

// Read implements [io.Reader].
func (b *beginning) Read(p []byte) (int, error) {
	if b.at == len(b.chunk.Text) && !b.more(records.ChunkSize) {
		return 0, io.EOF
	}
	n := copy(p, b.chunk.Text[b.at:])
	b.at += n
	return n, nil
}

// begin returns the first chunk of an input without a byte order mark, and the error after it. If the input is
// not NDJSON, the error is one of those above, and the chunk has no text. all is set if the chunks are those of
// the whole input.
func begin(chunks *records.Chunks, all bool, schema *verdict.Schema) (records.Chunk, error) {
	b := beginning{chunks: chunks}
	b.chunk, b.err = chunks.Next()
	if err := foreign(b.chunk.Text); err != nil {
		return records.Chunk{Place: b.chunk.Place}, err
	}
	size := len(b.chunk.Text)
	b.chunk.Text = bytes.TrimPrefix(b.chunk.Text, byteOrderMark)
	b.chunk.Offset += int64(size - len(b.chunk.Text))
	if err := b.check(all, schema); err != nil {
		return records.Chunk{Place: b.chunk.Place}, err
	}
	return b.chunk, b.err
}

// check returns an error if the first record is an array or has several lines.
func (b *beginning) check(all bool, schema *verdict.Schema) error {
	record, ok := b.first()
	if !ok {
		return nil
	}
	isArray := bytes.HasPrefix(bytes.TrimLeft(record, " \t"), []byte("["))
	if json.Valid(record) {
		if all && isArray && rejectsArrays(schema, record) && b.isOnly(len(record)) {
			return errArray // one array may be a record, unless the schema rejects arrays
		}
		return nil
	}
	end := b.at + len(record)
	d := json.NewDecoder(b)
	var value json.RawMessage
	switch err := d.Decode(&value); {
	case errors.Is(err, io.ErrUnexpectedEOF) && b.err == nil && !records.IsBlank(b.chunk.Text[end:]): // correct so far
	case err == nil && d.InputOffset() > int64(len(record)):
	default:
		return nil
	}
	if isArray {
		return errArray
	}
	return errIndented
}

// first returns the first record, and sets b.at to its end; ok is false if there is none.
func (b *beginning) first() (record []byte, ok bool) {
	for {
		line, err := records.NewText(b.chunk.Text[b.at:], records.Lines, records.Limits{}, jsontape.Place{}).Next()
		if err == nil {
			b.at += int(line.Offset)
			return line.Text, true
		}
		if b.at = len(b.chunk.Text); !b.more(records.ChunkSize) {
			return nil, false
		}
	}
}

// isOnly reports whether the first record, which has the given size, is the only one.
func (b *beginning) isOnly(size int) bool {
	most := len(b.chunk.Text) + records.ChunkSize
	for b.at += size; records.IsBlank(b.chunk.Text[b.at:]); {
		if b.at = len(b.chunk.Text); !b.more(most) {
			return b.err == io.EOF
		}
	}
	return false
}

// rejectsArrays reports whether an array is invalid because it is one.
func rejectsArrays(schema *verdict.Schema, array []byte) bool {
	var invalid *verdict.Error
	return errors.As(schema.Validate(array), &invalid) && slices.ContainsFunc(invalid.Violations, func(v verdict.Violation) bool {
		return v.Rule == verdict.RuleType && v.Pointer == ""
	})
}
