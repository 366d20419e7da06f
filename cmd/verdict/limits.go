package main

import (
	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
)

// limits holds the flags that limit what a run reads. They cannot be set in the
// configuration, because an untrusted repository could raise them.
type limits struct {
	payload files.Limits
	schema  catalog.Limits
}

func (l *limits) register(f *pflag.FlagSet) {
	l.payload, l.schema = files.DefaultLimits, catalog.DefaultLimits
	f.Var((*size)(&l.payload.Bytes), "max-bytes", "maximum `size` of a file, after decompression; does not apply to uncompressed NDJSON, see --max-line")
	f.Var((*size)(&l.payload.Line), "max-line", "maximum `size` of a line of NDJSON")
	f.Var((*size)(&l.schema.Bytes), "max-schema-bytes", "maximum total `size` of a schema and all documents it refers to")
	f.IntVar(&l.schema.Documents, "max-schema-documents", l.schema.Documents, "maximum `number` of documents of a schema")
}

// A size is the value of a flag for a number of bytes.
type size int64

func (s *size) String() string { return files.FormatSize(int64(*s)) }

func (s *size) Set(text string) error {
	bytes, err := files.ParseSize(text)
	*s = size(bytes)
	return err
}

func (*size) Type() string { return "size" }
