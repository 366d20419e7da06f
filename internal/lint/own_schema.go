package lint

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	tape "github.com/verdict-lint/verdict/internal/document"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// schemaProperty is what a payload names its schema by. It is no JSON Schema
// keyword there, but a custom that editors follow; a schema need not know it.
const schemaProperty = "$schema"

// An ownSchema is what a payload says of its schema itself, or a comment in YAML.
type ownSchema struct {
	// schema is nil where the payload names none, or one that cannot be had here.
	schema *Schema

	// unknown tells of a name of which nothing can be had.
	unknown *fault
}

// ownSchema looks for the schema that a payload names: a built-in name, the $id of a
// built-in schema, a file, relative to the payload, or a URL where schemas are fetched.
// Where it cannot be had, another is taken instead. The error is that of a URL: who lets
// schemas be fetched wants to know.
func (l *Linter) ownSchema(file string, doc *document, instead *Schema) (ownSchema, error) {
	var name string
	var at place
	if payload := doc.text.JSON; bytes.Contains(payload, []byte(`"`+schemaProperty+`"`)) {
		name, at = topString(payload, schemaProperty)
	}
	if name == "" && doc.yaml != nil {
		name = doc.yaml.Schema
	}
	if name == "" {
		return ownSchema{}, nil
	}
	unknown := func(why, help string) *fault { return unknownSchema(name, at, why, instead.Name, help) }
	name = strings.TrimSuffix(name, "#")
	local, isFile := fileNamed(name, file)
	switch {
	case strings.Contains(name, "://") && !isFile:
		id := l.catalog.byID(name)
		switch {
		case id != "":
			name = id
		case IsRemote(name) && l.catalog.Fetch != nil && l.catalog.Named != nil && l.catalog.Named(name):
			s, err := l.catalog.Open(name)
			return ownSchema{schema: s}, err
		case IsRemote(name) && l.catalog.Fetch != nil:
			return ownSchema{unknown: unknown("is not fetched: neither the configuration nor the lock file names it", "add it there, or use --allow-remote=any")}, nil
		case IsRemote(name):
			return ownSchema{unknown: unknown("is not fetched", "use --allow-remote, or --schema")}, nil
		default:
			return ownSchema{unknown: unknown("cannot be fetched", "use --schema")}, nil
		}
	case l.catalog.has(name):
	case !isFile:
		return ownSchema{unknown: unknown("is not there", "correct the path, or use --schema")}, nil
	default:
		name = local
	}
	s, err := l.catalog.Open(name)
	if err != nil {
		return ownSchema{unknown: unknown("cannot be used ("+err.Error()+")", "mend it, or use --schema")}, nil
	}
	return ownSchema{schema: s}, nil
}

// fileNamed is the file that a payload in another one names: by a file URL, by its path, or
// by its path as it is written in a URL. ok is false where there is none.
func fileNamed(name, by string) (file string, ok bool) {
	paths := []string{name}
	if u, err := url.Parse(name); err == nil && (u.Scheme == "" || u.Scheme == "file") {
		paths = append(paths, filepath.ToSlash(filePath(u)))
	}
	for _, file := range paths {
		if !filepath.IsAbs(filepath.FromSlash(file)) {
			file = path.Join(path.Dir(filepath.ToSlash(by)), file)
		}
		if info, err := os.Stat(filepath.FromSlash(file)); err == nil && !info.IsDir() {
			return file, true
		}
	}
	return "", false
}

// topString is a property of the payload's own object, and where its value is; "" where it is
// no string. Of a payload that is broken, it is what was meant, as far as that can be guessed.
func topString(payload []byte, name string) (value string, at place) {
	var doc tape.Document
	doc.Parse(payload, payloadLimits)
	written := func(n tape.Node) place { return place{start: int(n.Start), end: int(n.End)} }
	if !readable(&doc) {
		meant := syntax.Repair(payload, payloadLimits).Text
		doc.Parse(meant.JSON, payloadLimits)
		written = func(n tape.Node) (at place) {
			at.start, at.end = meant.Span(int(n.Start), int(n.End))
			return at
		}
	}
	if !readable(&doc) || len(doc.Nodes) == 0 || doc.Nodes[0].Kind() != tape.Object {
		return "", at
	}
	for i := uint32(1); i < doc.Nodes[0].Next; i = doc.Nodes[i+1].Next {
		if string(doc.AppendText(nil, i)) != name {
			continue
		}
		if json.Unmarshal(doc.Raw(i+1), &value) == nil {
			return value, written(doc.Nodes[i+1])
		}
	}
	return "", at
}

func (c *Catalog) has(name string) bool {
	_, ok := c.lookup(name)
	return ok
}

// byID is the built-in name of the schema with an $id; "" where there is none.
func (c *Catalog) byID(id string) string {
	for _, name := range c.names {
		if document, ok := c.lookup(name); ok && newOutline(document).id == strings.TrimSuffix(id, "#") {
			return name
		}
	}
	return ""
}
