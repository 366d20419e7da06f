package lint

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"

	tape "github.com/verdict-lint/verdict/internal/document"
)

// schemaProperty is what a payload names its schema by. It is no JSON Schema
// keyword there, but a custom that editors follow; a schema need not know it.
const schemaProperty = "$schema"

// ownSchema is the schema that a payload names itself: a built-in name, the $id
// of a built-in schema, or a file relative to the payload. It is nil where the
// payload names none, or one that cannot be had here: nothing is fetched. The
// answer is lasting where it is the same for as long as the payload is.
func (l *Linter) ownSchema(file string, payload []byte) (s *Schema, lasting bool) {
	if !bytes.Contains(payload, []byte(`"`+schemaProperty+`"`)) {
		return nil, true
	}
	name := topString(payload, schemaProperty)
	switch {
	case name == "":
		return nil, true
	case strings.Contains(name, "://"):
		if name = l.catalog.byID(name); name == "" {
			return nil, true
		}
	case l.catalog.has(name):
	default:
		name = path.Join(path.Dir(filepath.ToSlash(file)), name)
		if info, err := os.Stat(filepath.FromSlash(name)); err != nil || info.IsDir() {
			return nil, false
		}
	}
	s, err := l.catalog.Open(name)
	if err != nil {
		return nil, false
	}
	return s, true
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
