package main

import (
	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/files"
)

// limits holds the flags that limit what a run reads. They cannot be set in the
// configuration, because an untrusted repository could raise them.
type limits struct {
	payload files.Limits
	schema  catalog.Limits
}

func (l *limits) register(f *pflag.FlagSet) {
	l.payload = files.DefaultLimits
	f.Var((*command.Size)(&l.payload.Bytes), "max-bytes", "maximum `size` of a file, after decompression; does not apply to uncompressed NDJSON, see --max-line")
	f.Var((*command.Size)(&l.payload.Line), "max-line", "maximum `size` of a line of NDJSON")
	command.RegisterSchemaLimits(f, &l.schema)
}
