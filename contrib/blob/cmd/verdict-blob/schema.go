package main

import (
	"context"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/contrib/blob"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/command"
)

// A schemaFile is a temporary copy of a schema that a URL names.
type schemaFile struct{ dir string }

// fetch replaces a URL in the flag for the schema by the name of the copy.
func (s *schemaFile) fetch(ctx context.Context, opener *blob.Opener, flag pflag.Value) error {
	address, pointer, _ := strings.Cut(flag.String(), "#")
	if !blob.IsURL(address) {
		return nil
	}
	document, err := opener.ReadFile(ctx, address, catalog.DefaultLimits.Bytes)
	if err != nil {
		return command.Failure{Err: err}
	}
	if s.dir, err = os.MkdirTemp("", "verdict-blob-"); err != nil {
		return command.Failure{Err: err}
	}
	name := address
	if u, err := url.Parse(address); err == nil {
		name = u.Path
	}
	file := filepath.Join(s.dir, path.Base(name)) // the name determines the syntax
	if err := os.WriteFile(file, document, 0o600); err != nil {
		return command.Failure{Err: err}
	}
	if pointer != "" {
		file += "#" + pointer
	}
	return flag.Set(file)
}

// remove removes the copy.
func (s *schemaFile) remove() {
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}
