package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file reads schema documents from files and from the network.

// load reads a document that a schema refers to.
func (c *Catalog) load(uri string) (source, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return source{}, err
	}
	if u.Scheme != "file" {
		return c.fetch(uri)
	}
	document, err := c.readFile(filePath(u))
	var cause *fs.PathError
	if errors.As(err, &cause) {
		return source{}, cause.Err // the engine adds which file it is
	}
	return source{document, uri}, err
}

// readFile reads the file of a schema, in any syntax, as JSON.
func (c *Catalog) readFile(path string) ([]byte, error) {
	if c.OnRead != nil {
		c.OnRead(path)
	}
	if err := files.Supported(path); err != nil {
		return nil, err
	}
	document, err := c.readRegular(path)
	if err != nil {
		return nil, err
	}
	kind, compression, _ := files.Classify(path)
	if document, err = files.Unpack(compression, document, c.Limits.Bytes); err != nil {
		return nil, err
	}
	switch kind {
	case files.JSONC:
		return syntax.JSONC(document).JSON, nil
	case files.YAML, files.TOML, files.JSON5:
		return c.convert(path, kind, document)
	}
	return c.deduplicated(path, document), nil
}

// deduplicated returns the content that a file had when it was read before if it is still the same, because
// each schema keeps what it was compiled from, and the schemas of a directory may all refer to one another.
func (c *Catalog) deduplicated(path string, content []byte) []byte {
	if earlier, ok := c.contents.Load(path); ok && bytes.Equal(earlier.([]byte), content) {
		return earlier.([]byte)
	}
	c.contents.Store(path, content)
	return content
}

// readRegular reads a regular file, or any file if the user has named it.
func (c *Catalog) readRegular(path string) ([]byte, error) {
	if path != c.Given {
		return files.Read(path, c.Limits.Bytes)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return files.ReadAll(path, file, c.Limits.Bytes)
}

// fetch returns the document of a URI other than that of a file: from the configured directories,
// the pack, or the network if that is allowed.
func (c *Catalog) fetch(uri string) (source, error) {
	if path, ok := c.inDirectories(uri); ok {
		document, err := c.readFile(path)
		return source{document, uri}, err
	}
	if pack := c.packOf(uri); pack != nil {
		document, found, err := pack.Document(uri)
		return source{document, found}, err
	}
	if c.Fetch == nil {
		return source{}, fmt.Errorf("%s: schemas are not fetched from the network; keep a copy of it next to the schema, or use --allow-remote", uri)
	}
	document, found, err := c.Fetch(uri)
	return source{document, found}, err
}

// fileURI returns the URI of a file, so that a $ref can be relative to it.
func fileURI(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/dir/file
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// filePath returns the path of a file URI.
func filePath(u *url.URL) string {
	path := filepath.FromSlash(u.Path)
	if filepath.VolumeName(strings.TrimPrefix(path, `\`)) != "" {
		path = strings.TrimPrefix(path, `\`)
	}
	return path
}

// PathOf returns the path of a file URI, as messages show it. ok is false for other URIs.
func PathOf(uri string) (path string, ok bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return "", false
	}
	return files.Display(filePath(u)), true
}
