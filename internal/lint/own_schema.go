package lint

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// schemaProperty is what a payload names its schema by. It is no JSON Schema
// keyword there, but a custom that editors follow; a schema need not know it.
const schemaProperty = "$schema"

// ownSchema opens the schema that a payload names, by its property $schema or, in YAML, by
// a comment: a built-in name, the $id of a built-in schema or a metaschema, a file, relative to
// the payload, or a URL if that may be fetched. It is nil if the payload names none, and if it
// cannot be loaded, which unknown reports. The error is that of a URL: a user who allows
// fetching wants to know.
func (l *Linter) ownSchema(file string, doc *document) (schema *Schema, unknown *fault, err error) {
	var name string
	var at place
	if payload := doc.text.JSON; bytes.Contains(payload, []byte(`"`+schemaProperty+`"`)) {
		name, at = topString(payload, schemaProperty)
	}
	if name == "" && doc.yaml != nil {
		name = doc.yaml.Schema
	}
	if name == "" {
		return nil, nil, nil
	}
	named := strings.TrimSuffix(name, "#")
	builtIn, isBuiltIn := l.catalog.builtIn(named)
	local, missing := fileNamed(named, file)
	switch {
	case isBuiltIn:
		named = builtIn
	case missing == "":
		named = local
	case IsRemote(named) && l.catalog.Fetch == nil:
		return nil, unknownSchema(named, at, "is not fetched", "use --allow-remote, or --schema"), nil
	case IsRemote(named) && !l.catalog.mayFetch(named):
		return nil, unknownSchema(named, at, "is not fetched, because neither the configuration nor the lock file names it",
			"add it to the configuration, or use --allow-remote=any"), nil
	case IsRemote(named):
		schema, err = l.catalog.Open(named)
		return schema, nil, err
	case strings.Contains(named, "://"):
		return nil, unknownSchema(named, at, "cannot be fetched", "use --schema"), nil
	default:
		return nil, unknownSchema(named, at, missing, "correct the path, or use --schema"), nil
	}
	if schema, err = l.catalog.Open(named); err != nil {
		return nil, unknownSchema(named, at, "cannot be used ("+err.Error()+")", "fix it, or use --schema"), nil
	}
	return schema, nil, nil
}

// fileNamed returns the file that a payload in another one names: by a file URL, by its path,
// or by its path as it is written in a URL. If there is none, missing says why.
func fileNamed(name, by string) (file, missing string) {
	paths := []string{name}
	if u, err := url.Parse(name); err == nil && (u.Scheme == "" || u.Scheme == "file") {
		paths = append(paths, filepath.ToSlash(filePath(u)))
	}
	missing = "does not exist"
	for _, file := range paths {
		if !filepath.IsAbs(filepath.FromSlash(file)) {
			file = path.Join(path.Dir(filepath.ToSlash(by)), file)
		}
		info, err := os.Stat(filepath.FromSlash(file))
		switch {
		case err != nil:
		case info.Mode().IsRegular():
			return file, ""
		case info.IsDir():
			missing = "is a directory"
		default:
			missing = "is not a regular file"
		}
	}
	return "", missing
}

// topString is a property of the payload's own object, and where its value is; "" where it is
// no string. Of a payload that is broken, it is what was meant, as far as that can be guessed.
func topString(payload []byte, name string) (value string, at place) {
	var doc jsontape.Tape
	doc.Parse(payload, payloadLimits)
	written := func(n jsontape.Node) place { return place{start: int(n.Start), end: int(n.End)} }
	if !readable(&doc) {
		meant := syntax.Repair(payload, payloadLimits).Text
		doc.Parse(meant.JSON, payloadLimits)
		written = func(n jsontape.Node) (at place) {
			at.start, at.end = meant.Span(int(n.Start), int(n.End))
			return at
		}
	}
	if !readable(&doc) || len(doc.Nodes) == 0 || doc.Nodes[0].Kind() != jsontape.Object {
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

// builtIn returns what a document in the program is opened by: its name, or the URI of
// a metaschema. It may be named by its $id.
func (c *Catalog) builtIn(name string) (string, bool) {
	if _, ok := c.lookup(name); ok {
		return name, true
	}
	if _, ok := resource.Metaschema(name); ok {
		return name, true
	}
	if !strings.Contains(name, "://") {
		return "", false
	}
	for _, built := range c.names {
		if document, ok := c.lookup(built); ok && newOutline(document).id == name {
			return built, true
		}
	}
	return "", false
}

// mayFetch reports whether a URL may be fetched because a payload names it.
func (c *Catalog) mayFetch(url string) bool { return c.Named != nil && c.Named(url) }
