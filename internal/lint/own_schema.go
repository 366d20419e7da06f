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
)

// schemaProperty is what a payload names its schema by. It is no JSON Schema
// keyword there, but a custom that editors follow; a schema need not know it.
const schemaProperty = "$schema"

// ownSchema is the schema that a payload names itself, or a comment in YAML: a built-in name, the $id
// of a built-in schema, a file, relative to the payload, or a URL where schemas are
// fetched. It is nil where the payload names none, or one that cannot be had here.
// The answer is lasting where it is the same for as long as the payload is. The
// error is that of a URL: who lets schemas be fetched wants to know.
func (l *Linter) ownSchema(file string, doc *document) (s *Schema, lasting bool, err error) {
	name := ""
	if payload := doc.text.JSON; bytes.Contains(payload, []byte(`"`+schemaProperty+`"`)) {
		name = topString(payload, schemaProperty)
	}
	if name == "" && doc.yaml != nil {
		name = doc.yaml.Schema
	}
	if name == "" {
		return nil, true, nil
	}
	name = strings.TrimSuffix(name, "#")
	local, isFile := fileNamed(name, file)
	switch {
	case strings.Contains(name, "://") && !isFile:
		id := l.catalog.byID(name)
		switch {
		case id != "":
			name = id
		case l.catalog.Fetch != nil && IsRemote(name):
			s, err := l.catalog.Open(name)
			return s, err == nil, err
		default:
			return nil, true, nil
		}
	case l.catalog.has(name):
	case !isFile:
		return nil, false, nil
	default:
		name = local
	}
	if s, err = l.catalog.Open(name); err != nil {
		return nil, false, nil
	}
	return s, true, nil
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

// topString is a property of the payload's own object; "" where it is no string.
func topString(payload []byte, name string) string {
	var doc tape.Document
	doc.Parse(payload, payloadLimits)
	if !readable(&doc) || len(doc.Nodes) == 0 || doc.Nodes[0].Kind() != tape.Object {
		return ""
	}
	for i := uint32(1); i < doc.Nodes[0].Next; i = doc.Nodes[i+1].Next {
		if string(doc.AppendText(nil, i)) != name {
			continue
		}
		var text string
		if json.Unmarshal(doc.Raw(i+1), &text) == nil {
			return text
		}
	}
	return ""
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
