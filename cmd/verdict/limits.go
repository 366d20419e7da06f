package main

import (
	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/internal/lint"
)

// limits are the flags that bound what a run reads. Only the command line sets them:
// a repository's configuration could raise them.
type limits struct {
	payload lint.Limits
	schema  lint.SchemaLimits
}

func (l *limits) register(f *pflag.FlagSet) {
	l.payload, l.schema = lint.DefaultLimits, lint.DefaultSchemaLimits
	f.Var((*size)(&l.payload.Bytes), "max-bytes", "largest `size` of a file, and of what a compressed one unpacks to; lines of a file that is not compressed are only bounded by --max-line")
	f.Var((*size)(&l.payload.Line), "max-line", "largest `size` of a line of NDJSON")
	f.Var((*size)(&l.schema.Bytes), "max-schema-bytes", "largest `size` of a schema with all documents that it refers to")
	f.IntVar(&l.schema.Documents, "max-schema-documents", l.schema.Documents, "largest `number` of documents that a schema consists of")
}

// A size is a flag for a number of bytes.
type size int64

func (s *size) String() string { return lint.FormatSize(int64(*s)) }

func (s *size) Set(text string) error {
	bytes, err := lint.ParseSize(text)
	*s = size(bytes)
	return err
}

func (*size) Type() string { return "size" }
