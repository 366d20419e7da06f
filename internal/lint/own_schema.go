package lint

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// schemaProperty is what a payload names its schema by. It is no JSON Schema
// keyword there, but a custom that editors follow; a schema need not know it.
const schemaProperty = "$schema"

// ownSchema returns the schema that a payload names, by its property $schema or, in YAML, by
// a comment; nil if it names none, or one that cannot be loaded, which unknown reports. The
// error is that of fetching it.
func (l *Linter) ownSchema(file string, doc *document) (schema *catalog.Schema, unknown *fault, err error) {
	var name string
	var at place
	if payload := doc.text.JSON; bytes.Contains(payload, []byte(`"`+schemaProperty+`"`)) {
		name, at = topString(payload, schemaProperty)
	}
	if name == "" && doc.converted != nil {
		name = doc.converted.Schema
	}
	schema, err = l.catalog.ForPayload(file, name)
	var cause *catalog.UnknownError
	if errors.As(err, &cause) {
		return nil, unknownSchema(cause, at), nil
	}
	return schema, nil, err
}

// topString is a property of the payload's own object, and where its value is; "" where it is
// no string. Of a payload that is broken, it is what was meant, as far as that can be guessed.
func topString(payload []byte, name string) (value string, at place) {
	var doc jsontape.Tape
	doc.Parse(payload, catalog.PayloadLimits)
	written := func(n jsontape.Node) place { return place{start: int(n.Start), end: int(n.End)} }
	if !doc.Readable() {
		meant := syntax.Repair(payload, catalog.PayloadLimits).Text
		doc.Parse(meant.JSON, catalog.PayloadLimits)
		written = func(n jsontape.Node) (at place) {
			at.start, at.end = meant.Span(int(n.Start), int(n.End))
			return at
		}
	}
	if !doc.Readable() || len(doc.Nodes) == 0 || doc.Nodes[0].Kind() != jsontape.Object {
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
