package catalog

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/verdict-lint/verdict/internal/files"
)

// A Pack is a catalog with all of its schemas in one compressed file, so that they are known
// without a network. It is a ZIP archive: manifest.json lists the documents, with the
// checksum of each, and a document is unpacked when it is needed.
type Pack struct {
	Known *Known

	documents map[string]packed // by URL
}

// A packed document is an entry of the manifest. Its JSON form is that of the file.
type packed struct {
	URL    string `json:"url"`
	Found  string `json:"found,omitempty"` // after redirects
	File   string `json:"file"`
	SHA256 string `json:"sha256"`

	file *zip.File
}

type manifest struct {
	Version   int      `json:"version"`
	Source    string   `json:"source"` // of the catalog
	Documents []packed `json:"documents"`
}

const (
	packVersion  = 1
	manifestName = "manifest.json"
	catalogName  = "catalog.json"

	maxPack     = 256 << 20 // bytes of the file
	maxPackPart = 64 << 20  // bytes of a document
)

// OpenKnown reads a catalog, or a pack with one. If checksum is not empty, it must be the
// SHA-256 of the file. The pack is nil if the file is a catalog alone.
func OpenKnown(path, checksum string) (*Known, *Pack, error) {
	content, err := files.Read(path, maxPack)
	if err != nil {
		return nil, nil, files.Describe(path, err)
	}
	if got := sum(content); checksum != "" && !strings.EqualFold(got, checksum) {
		return nil, nil, fmt.Errorf("%s: its sha256 is %s, but catalogChecksum is %s; review the change, then update the checksum", path, got, checksum)
	}
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		known, err := ParseKnown(content, filepath.Dir(path))
		if err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
		return known, nil, err
	}
	pack, err := ReadPack(content)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return pack.Known, pack, nil
}

// ReadPack reads the content of a pack.
func ReadPack(content []byte) (*Pack, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("not a pack of schemas: %w", err)
	}
	parts := make(map[string]*zip.File)
	for _, file := range archive.File {
		parts[file.Name] = file
	}
	var list manifest
	text, err := unpack(parts[manifestName])
	if err == nil {
		err = json.Unmarshal(text, &list)
	}
	if err != nil {
		return nil, fmt.Errorf("not a pack of schemas: %s: %w", manifestName, err)
	}
	if list.Version != packVersion {
		return nil, fmt.Errorf("a pack of version %d, but this program reads version %d; use verdict catalog sync", list.Version, packVersion)
	}
	if text, err = unpack(parts[catalogName]); err != nil {
		return nil, fmt.Errorf("not a pack of schemas: %s: %w", catalogName, err)
	}
	p := &Pack{documents: make(map[string]packed)}
	if p.Known, err = ParseKnown(text, "."); err != nil {
		return nil, err
	}
	for _, d := range list.Documents {
		if d.file = parts[d.File]; d.file == nil {
			return nil, fmt.Errorf("the pack lacks %s, the document of %s", d.File, d.URL)
		}
		p.documents[d.URL] = d
	}
	return p, nil
}

// packOf returns the first pack that has the document of a URL; nil if none has.
func (c *Catalog) packOf(url string) *Pack {
	url = withoutFragment(url)
	for _, p := range c.Packs {
		if _, ok := p.documents[url]; ok {
			return p
		}
	}
	return nil
}

// Document returns the document of a URL, and the URL where it was found after redirects.
func (p *Pack) Document(url string) (document []byte, found string, err error) {
	url = withoutFragment(url)
	d := p.documents[url]
	document, err = unpack(d.file)
	switch {
	case err != nil:
		return nil, "", &DamageError{url, fmt.Sprintf("cannot be unpacked (%v)", err)}
	case sum(document) != d.SHA256:
		return nil, "", &DamageError{url, "does not have the checksum of the manifest"}
	case d.Found != "":
		return document, d.Found, nil
	}
	return document, url, nil
}

// A DamageError reports a document that a pack has, but not intact.
type DamageError struct{ url, reason string }

func (e *DamageError) Error() string {
	return fmt.Sprintf("%s: the document in the pack %s; use verdict catalog sync", e.url, e.reason)
}

func withoutFragment(url string) string {
	url, _, _ = strings.Cut(url, "#")
	return url
}

func unpack(file *zip.File) ([]byte, error) {
	if file == nil {
		return nil, os.ErrNotExist
	}
	part, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer part.Close()
	text, err := io.ReadAll(io.LimitReader(part, maxPackPart+1))
	if err == nil && len(text) > maxPackPart {
		err = fmt.Errorf("larger than %s", files.FormatSize(maxPackPart))
	}
	return text, err
}

func sum(content []byte) string {
	s := sha256.Sum256(content)
	return hex.EncodeToString(s[:])
}

// A PackWriter collects the documents of a pack.
type PackWriter struct {
	manifest manifest
	catalog  []byte
	contents [][]byte
	urls     map[string]bool
}

// NewPackWriter returns a writer for the catalog of a source.
func NewPackWriter(source string, catalog []byte) *PackWriter {
	return &PackWriter{manifest: manifest{Version: packVersion, Source: source}, catalog: catalog, urls: make(map[string]bool)}
}

// Add adds the document of a URL, which was found at another URL after redirects.
func (w *PackWriter) Add(url, found string, document []byte) {
	url = withoutFragment(url)
	if w.urls[url] {
		return
	}
	w.urls[url] = true
	d := packed{URL: url, File: fmt.Sprintf("schemas/%04d.json", len(w.contents)+1), SHA256: sum(document)}
	if found = withoutFragment(found); found != url {
		d.Found = found
	}
	w.manifest.Documents = append(w.manifest.Documents, d)
	w.contents = append(w.contents, document)
}

// Len returns the number of documents.
func (w *PackWriter) Len() int { return len(w.contents) }

// Encode returns the content of the pack and its SHA-256. The same documents give the same
// bytes.
func (w *PackWriter) Encode() (content []byte, checksum string, err error) {
	list, err := json.MarshalIndent(w.manifest, "", "  ")
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	add := func(name string, text []byte) {
		part, e := archive.Create(name)
		if e == nil {
			_, e = part.Write(text)
		}
		err = errors.Join(err, e)
	}
	add(manifestName, list)
	add(catalogName, w.catalog)
	for i, d := range w.manifest.Documents {
		add(d.File, w.contents[i])
	}
	if err = errors.Join(err, archive.Close()); err != nil {
		return nil, "", err
	}
	return b.Bytes(), sum(b.Bytes()), nil
}
