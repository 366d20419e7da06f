package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file reads schemas that are written in YAML, TOML or JSON5, and keeps the way back to
// their source.

// convert returns the JSON of a schema in another syntax.
func (c *Catalog) convert(path string, kind files.Syntax, source []byte) ([]byte, error) {
	if json.Valid(source) {
		return source, nil
	}
	if encoding := syntax.ForeignEncoding(source); encoding != "" {
		return nil, fmt.Errorf("is written in %s; convert it to UTF-8", encoding)
	}
	if line, column, invalid := syntax.InvalidUTF8(source); invalid {
		return nil, fmt.Errorf("%d:%d: not valid UTF-8; save it as UTF-8", line, column)
	}
	doc, err := single(kind, source)
	if err != nil {
		return nil, err
	}
	if len(doc.Errors) > 0 {
		line, column := doc.Position(doc.Errors[0].Offset)
		return nil, fmt.Errorf("%d:%d: %s", line, column, doc.Errors[0].Message)
	}
	c.converted.Store(absolute(path), doc)
	return doc.Text.JSON, nil
}

// single reads the only document of a source.
func single(kind files.Syntax, source []byte) (*syntax.Document, error) {
	var doc syntax.Document
	switch kind {
	case files.TOML:
		doc = syntax.TOML(source)
	case files.JSON5:
		doc = syntax.JSON5(source)
	default:
		all := syntax.YAML(source)
		if len(all) != 1 {
			return nil, errors.New("a schema must be a single YAML document")
		}
		doc = all[0]
	}
	return &doc, nil
}

func absolute(path string) string {
	if absolute, err := filepath.Abs(filepath.FromSlash(path)); err == nil {
		return absolute
	}
	return path
}

// source returns the source that the document of a URI was converted from; nil if it is JSON.
func (c *Catalog) source(uri string) *syntax.Document {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return nil
	}
	doc, _ := c.converted.Load(absolute(filePath(u)))
	converted, _ := doc.(*syntax.Document)
	return converted
}

// Converted returns the source that a document of the schema was converted from; nil if it is
// JSON.
func (s *Schema) Converted(document *resource.Document) *syntax.Document {
	return s.catalog.source(document.URI)
}

// position returns the line and column in the source of an offset of a document, which are
// line and column if it is JSON.
func (c *Catalog) position(uri string, offset, line, column int) (sourceLine, sourceColumn int) {
	doc := c.source(uri)
	if doc == nil {
		return line, column
	}
	start, _ := doc.Text.Span(offset, offset)
	return doc.Position(start)
}
