package engine

// This file provides the documents that a schema refers to, up to limits.

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/resource"
)

// Documents are the sources of documents. MaxDocuments and MaxBytes limit what is read from Mounts and
// Load; a negative value means no limit.
type Documents struct {
	Resources map[string][]byte // by URI
	Mounts    []Mount
	Load      func(uri string) ([]byte, error)

	MaxDocuments, MaxBytes int
}

// A Mount maps the URIs below Base to files of FS.
type Mount struct {
	Base string
	FS   fs.FS
}

// A provider provides the documents of one compilation.
type provider struct {
	Documents
	loaded, bytes int
}

// provide returns the document that [WithResource] or [WithFS] has for a URI.
func (d *provider) provide(uri string) ([]byte, error) {
	if document, ok := d.Resources[uri]; ok {
		return document, nil
	}
	for _, m := range d.Mounts {
		rest, ok := strings.CutPrefix(uri, m.Base)
		if !ok {
			continue
		}
		name, err := url.PathUnescape(rest)
		if err != nil {
			return nil, fmt.Errorf("%s is not a URI: %w", uri, err)
		}
		if !fs.ValidPath(name) {
			continue // the path is outside of the directory, or not that of a file
		}
		document, err := fs.ReadFile(m.FS, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("cannot load %s: %w", uri, err)
		}
		return d.count(uri, document)
	}
	return nil, resource.ErrNotFound
}

// fetch calls the loader.
func (d *provider) fetch(uri string) ([]byte, error) {
	if err := d.mayLoad(uri); err != nil {
		return nil, err // the limit is reached, so the loader is not called
	}
	document, err := d.Load(uri)
	if err != nil {
		return nil, fmt.Errorf("cannot load %s: %w", uri, err)
	}
	return d.count(uri, document)
}

// count returns an error for a document that exceeds the limits.
func (d *provider) count(uri string, document []byte) ([]byte, error) {
	if err := d.mayLoad(uri); err != nil {
		return nil, err
	}
	d.loaded++
	d.bytes += len(document)
	if most := d.MaxBytes; most >= 0 && d.bytes > most {
		return nil, fmt.Errorf("cannot load %s: the documents of the schema are larger than the limit of %d bytes that WithLimits sets (Limits.DocumentBytes)", uri, most)
	}
	return document, nil
}

func (d *provider) mayLoad(uri string) error {
	if most := d.MaxDocuments; most >= 0 && d.loaded >= most {
		return fmt.Errorf("cannot load %s: the schema refers to more than the limit of %d documents that WithLimits sets (Limits.Documents)", uri, most)
	}
	return nil
}

// maxListed and maxListedBytes limit how many files of a directory are searched for identifiers.
const (
	maxListed      = 1000
	maxListedBytes = 64 << 20
)

// given iterates over the documents that may have other identifiers than their URIs.
func (d *provider) given(yield func(uri string, document []byte) bool) {
	for _, uri := range slices.Sorted(maps.Keys(d.Resources)) {
		if !yield(uri, d.Resources[uri]) {
			return
		}
	}
	for _, m := range d.Mounts {
		if !m.each(yield) {
			return
		}
	}
}

// each iterates over the JSON files of a directory and its subdirectories. It skips files that
// cannot be read; a reference to one of them returns the error.
func (m Mount) each(yield func(uri string, document []byte) bool) bool {
	files, bytes, more := 0, int64(0), true
	_ = fs.WalkDir(m.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".json") {
			return nil
		}
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() {
			return nil
		}
		if files, bytes = files+1, bytes+info.Size(); files > maxListed || bytes > maxListedBytes {
			return fs.SkipAll
		}
		if document, err := fs.ReadFile(m.FS, name); err == nil {
			more = yield(m.Base+(&url.URL{Path: name}).EscapedPath(), document)
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	return more
}
