package catalog

import (
	"bytes"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file is about schemas that are linted themselves, as payloads of their metaschema.

// ErrUnavailable is the error of resolving a reference to a document on the network that may
// not be fetched: whether it exists is unknown.
var ErrUnavailable = errors.New("is not fetched")

// ForSchema returns what a schema file is validated against: what its own $schema names, as
// [Catalog.ForPayload] finds it, or else the metaschema of the default draft. unknown reports
// that the one it names cannot be loaded.
func (c *Catalog) ForSchema(file, named string) (schema *Schema, unknown *UnknownError, err error) {
	schema, err = c.ForPayload(file, named)
	if err != nil && !errors.As(err, &unknown) {
		return nil, nil, err
	}
	if schema == nil {
		schema, err = c.Open(c.reading(file).draft().MetaschemaURI(), c.reading(file))
	}
	return schema, unknown, err
}

// Parse parses the schema in a file, which need not satisfy its metaschema: if it does not
// name one itself, it was configured, or named by a comment. Resolving a
// reference loads documents as for a schema that is used; those on the network only if a
// payload may name them, because the user has not chosen this schema for any file.
func (c *Catalog) Parse(file string, document []byte, metaschema *Schema) (*resource.Registry, *resource.Resource, error) {
	s := &Schema{Name: file, document: document, URI: fileURI(file), catalog: c, as: c.reading(file)}
	loaded, err := newSources(document, c.Limits, func(uri string) (source, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if IsRemote(uri) && !c.isLocal(uri) && (c.Fetch == nil || c.Named == nil || !c.Named(uri)) {
			return source{}, ErrUnavailable
		}
		return c.load(uri)
	})
	if err != nil {
		return nil, nil, err
	}
	options := s.options(loaded)
	if draft, ok := resource.DraftOf(metaschema.Name); ok {
		options.Draft = draft
	}
	return engine.Open(bytes.TrimPrefix(document, syntax.ByteOrderMark), options)
}

// maxReferrers and maxReferrerBytes bound the files of a directory that are looked through.
const (
	maxReferrers     = 2000
	maxReferrerBytes = 8 << 20 // of each
)

// partElsewhere matches a reference to a part of another document.
var partElsewhere = lazyregexp.New(`"\$ref"\s*:\s*"([^"#]+)#/`)

// IsShared reports whether a JSON file next to a schema refers to a part of it, by its path or
// by a URI that ends with its name.
func (c *Catalog) IsShared(file string) bool {
	dir := filepath.Dir(filepath.FromSlash(file))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shared == nil {
		c.shared = make(map[string]map[string]bool)
	}
	shared, ok := c.shared[dir]
	if !ok {
		shared = sharedIn(dir)
		c.shared[dir] = shared
	}
	return shared[withoutExtension(file)]
}

func withoutExtension(file string) string {
	base := path.Base(filepath.ToSlash(file))
	return strings.TrimSuffix(base, path.Ext(base))
}

// sharedIn returns the names of files that the JSON files of a directory refer to parts of.
func sharedIn(dir string) map[string]bool {
	shared := make(map[string]bool)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return shared
	}
	for _, entry := range entries[:min(len(entries), maxReferrers)] {
		if !strings.HasSuffix(entry.Name(), ".json") {
			continue
		}
		text, err := files.Read(filepath.Join(dir, entry.Name()), maxReferrerBytes)
		if err != nil {
			continue
		}
		for _, match := range partElsewhere().FindAllSubmatch(text, -1) {
			if name := withoutExtension(string(match[1])); name != withoutExtension(entry.Name()) {
				shared[name] = true
			}
		}
	}
	return shared
}
