package main

// This file loads the schema.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/twmb/franz-go/pkg/sr"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/contrib/confluent"
	"github.com/verdict-lint/verdict/registry"
)

// schemas returns a registry with the schema, and its name in it.
func (f *flags) schemas(ctx context.Context, log *slog.Logger, getenv func(string) string) (*registry.Registry, string, error) {
	source, name, err := f.source(getenv)
	if err != nil {
		return nil, "", err
	}
	opts := []verdict.Option{verdict.WithStrict(f.strict)}
	if f.redact {
		opts = append(opts, verdict.WithRedaction())
	}
	var started atomic.Bool // the error of the first attempt is returned
	schemas := registry.New(source, registry.WithInterval(f.refresh), registry.WithSchemaOptions(opts...),
		registry.WithErrorHandler(func(_ string, err error) {
			if started.Load() {
				log.Error("schema not updated; using the previous one", "error", err)
			}
		}))
	err = schemas.Refresh(ctx)
	if err != nil && (!f.options.Framed || schemas.Get(name) == nil) {
		return nil, "", errors.Join(fmt.Errorf("the schema cannot be loaded: %w", err), schemas.Close())
	}
	if err != nil {
		log.Warn("a version of the schema cannot be used", "error", err)
	}
	started.Store(true)
	return schemas, name, nil
}

// source returns the source of the schema, and its name in it.
func (f *flags) source(getenv func(string) string) (registry.Source, string, error) {
	if f.schema != "" {
		return files(append([]string{f.schema}, f.references...)), f.schema, nil
	}
	opts := []sr.ClientOpt{sr.URLs(f.registry)}
	password, token := getenv(registryPassword), getenv(registryToken)
	switch {
	case f.user != "" && token != "":
		return nil, "", usagef("--registry-username cannot be combined with $%s", registryToken)
	case f.user != "":
		opts = append(opts, sr.BasicAuth(f.user, password))
	case password != "":
		return nil, "", usagef("$%s requires --registry-username", registryPassword)
	case token != "":
		opts = append(opts, sr.BearerToken(token))
	}
	source, err := confluent.New(opts...)
	if err != nil {
		return nil, "", usageError{err}
	}
	source.Subjects = []string{f.options.Schema}
	if !f.options.Framed {
		source.MaxVersions = 1
	}
	return source, f.options.Schema, nil
}

// files are the files of a schema and of those that it refers to. Their names are those of the
// command line; their URIs are those of the files, so that references can be relative.
type files []string

const maxFile = 16 << 20

// Load reads the files. One that cannot be read leaves its schema as it was.
func (f files) Load(context.Context) ([]registry.Document, error) {
	var documents []registry.Document
	for _, name := range f {
		absolute, err := filepath.Abs(name)
		if err != nil {
			return nil, err
		}
		d := registry.Document{Name: name, URI: (&url.URL{Scheme: "file", Path: filepath.ToSlash(absolute)}).String()}
		d.Text, d.Err = read(name)
		documents = append(documents, d)
	}
	return documents, nil
}

func read(name string) ([]byte, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name) // reading it may not end
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // of reading only
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("%s is larger than the limit of %d bytes", name, maxFile)
	}
	return text, err
}
