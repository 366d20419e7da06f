// Package ndjson reads and writes NDJSON, also known as JSON Lines, in Apache Beam pipelines.
//
// [Read] differs from Beam's textio in what a validator requires. A record comes with its file and
// byte offset. Lines end at LF or CRLF, blank lines are not records, and a byte order mark at the
// beginning of a file is not part of the first. A part of a file is read from its beginning, not from
// that of the file, if the file system can do so: local files can, and those of Google Cloud Storage
// and S3 with the packages gcsrange and s3range.
package ndjson

import (
	"bytes"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/verdict-lint/verdict/internal/files"
)

func init() {
	beam.RegisterType(reflect.TypeFor[Record]())
	register.Function1x1(lineOf)
}

// maxLine is the maximum size of a line in bytes; tests change it.
var maxLine = files.DefaultLimits.Line

// A Record is one line of NDJSON that is not blank.
type Record struct {
	File   string // as its file system names it
	Offset int64  // of the first byte of the record, after decompression
	Line   []byte // as written, with its line end; may not be JSON
	Size   int64  // in bytes, of a line with more than 128 MiB, whose Line is nil; otherwise 0
}

// Text returns the line without its end.
func (r *Record) Text() []byte { return bytes.TrimRight(r.Line, "\r\n") }

// Lines returns the lines of a PCollection<Record> as they were written, for [Write].
func Lines(s beam.Scope, col beam.PCollection) beam.PCollection {
	return beam.ParDo(s, lineOf, col)
}

func lineOf(r Record) []byte { return r.Line }
