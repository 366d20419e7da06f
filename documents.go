package verdict

// Where the documents come from that a schema refers to, and how many there may be.

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

// documents provides the documents of one compilation.
type documents struct {
	*config
	loaded, bytes int
}

// provide returns the document that [WithResource] or [WithFS] has for a URI.
func (d *documents) provide(uri string) ([]byte, error) {
	if document, ok := d.resources[uri]; ok {
		return document, nil
	}
	for _, m := range d.filesystems {
		rest, ok := strings.CutPrefix(uri, m.base)
		if !ok {
			continue
		}
		name, err := url.PathUnescape(rest)
		if err != nil {
			return nil, fmt.Errorf("%s is not a URI: %w", uri, err)
		}
		if !fs.ValidPath(name) {
			continue // it would lead out of the folder, or names none of its files
		}
		document, err := fs.ReadFile(m.fsys, name)
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

// fetch asks the loader.
func (d *documents) fetch(uri string) ([]byte, error) {
	if err := d.mayLoad(uri); err != nil {
		return nil, err // rather than ask for what is not taken
	}
	document, err := d.load(uri)
	if err != nil {
		return nil, fmt.Errorf("cannot load %s: %w", uri, err)
	}
	return d.count(uri, document)
}

// count refuses a document beyond the limits.
func (d *documents) count(uri string, document []byte) ([]byte, error) {
	if err := d.mayLoad(uri); err != nil {
		return nil, err
	}
	d.loaded++
	d.bytes += len(document)
	if most := d.limits.DocumentBytes; most >= 0 && d.bytes > most {
		return nil, fmt.Errorf("cannot load %s: the documents of the schema are larger than the limit of %d bytes that WithLimits sets (Limits.DocumentBytes)", uri, most)
	}
	return document, nil
}

func (d *documents) mayLoad(uri string) error {
	if most := d.limits.Documents; most >= 0 && d.loaded >= most {
		return fmt.Errorf("cannot load %s: the schema refers to more than the limit of %d documents that WithLimits sets (Limits.Documents)", uri, most)
	}
	return nil
}

// maxListed and maxListedBytes bound how many files of a folder are looked through for
// their identifiers.
const (
	maxListed      = 1000
	maxListedBytes = 64 << 20
)

// given goes over the documents that may be known by other identifiers than their URIs.
func (d *documents) given(yield func(uri string, document []byte) bool) {
	for _, uri := range slices.Sorted(maps.Keys(d.resources)) {
		if !yield(uri, d.resources[uri]) {
			return
		}
	}
	for _, m := range d.filesystems {
		if !m.each(yield) {
			return
		}
	}
}

// each goes over the JSON files of a folder and of the folders in it. Files that cannot be
// read are passed over: a reference to one of them says why.
func (m mount) each(yield func(uri string, document []byte) bool) bool {
	files, bytes, more := 0, int64(0), true
	_ = fs.WalkDir(m.fsys, ".", func(name string, entry fs.DirEntry, err error) error {
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
		if document, err := fs.ReadFile(m.fsys, name); err == nil {
			more = yield(m.base+(&url.URL{Path: name}).EscapedPath(), document)
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	return more
}
