package command

import (
	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
)

// This file has flags for limits.

// A Size is the value of a flag for a number of bytes.
type Size int64

// String returns the size with its unit.
func (s *Size) String() string { return files.FormatSize(int64(*s)) }

// Set parses a size, such as 64MiB.
func (s *Size) Set(text string) error {
	bytes, err := files.ParseSize(text)
	*s = Size(bytes)
	return err
}

// Type returns the name of the type in help texts.
func (*Size) Type() string { return "size" }

// RegisterSchemaLimits defines the flags that limit the documents of a schema.
func RegisterSchemaLimits(f *pflag.FlagSet, limits *catalog.Limits) {
	*limits = catalog.DefaultLimits
	f.Var((*Size)(&limits.Bytes), "max-schema-bytes", "maximum total `size` of a schema and all documents it refers to")
	f.IntVar(&limits.Documents, "max-schema-documents", limits.Documents, "maximum `number` of documents of a schema")
}

// CheckSchemaLimits returns a usage error for values that limits cannot have.
func CheckSchemaLimits(limits catalog.Limits) error {
	if limits.Documents < 1 {
		return Usagef("--max-schema-documents %d: must be at least 1", limits.Documents)
	}
	return nil
}
