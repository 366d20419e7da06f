package lint

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// schemaProperty is the property by which a payload names its schema. In payloads it is not a keyword
// but a convention of editors; a schema need not allow it.
const schemaProperty = "$schema"

// ownSchema returns the schema that a payload names, by its property $schema or, in YAML and
// TOML, by a comment; nil if it names none, or one that cannot be loaded, which unknown describes. For
// a schema, it is the metaschema. The error is that of fetching it.
func (l *Linter) ownSchema(file string, doc *document) (schema *catalog.Schema, unknown *rules.UnknownSchema, err error) {
	var name string
	var at syntax.Range // in the source
	if payload := doc.text.JSON; bytes.Contains(payload, []byte(`"`+schemaProperty+`"`)) {
		var start, end int
		name, start, end = topString(payload, schemaProperty)
		at.Start, at.End = doc.text.Span(start, end)
	}
	if name == "" && doc.converted != nil {
		name, at = doc.converted.Schema, doc.converted.SchemaAt
	}
	var cause *catalog.UnknownError
	if l.isSchema(file) {
		if metaschema, ok := openAPIMetaschema(doc.text.JSON, name); ok {
			return l.openAPISchema(file, metaschema, doc)
		}
		schema, cause, err = l.catalog.ForSchema(file, name)
	} else if schema, err = l.catalog.ForPayload(file, name); errors.As(err, &cause) {
		err = nil
	}
	if cause != nil {
		unknown = &rules.UnknownSchema{UnknownError: cause, Start: at.Start, End: at.End}
	}
	return schema, unknown, err
}

// openAPISchema is ownSchema for an OpenAPI description, which may name the dialect of the schemas
// in it. If that cannot be loaded, they cannot be read.
func (l *Linter) openAPISchema(file, metaschema string, doc *document) (schema *catalog.Schema, unknown *rules.UnknownSchema, err error) {
	if dialect, start, end := topString(doc.text.JSON, "jsonSchemaDialect"); dialect != "" {
		_, cause, err := l.catalog.ForSchema(file, dialect)
		if err != nil {
			return nil, nil, err
		}
		if cause != nil {
			start, end = doc.text.Span(start, end)
			unknown = &rules.UnknownSchema{UnknownError: cause, Start: start, End: end}
		}
	}
	schema, _, err = l.catalog.ForSchema(file, metaschema)
	return schema, unknown, err
}

// openAPIMetaschema returns the metaschema of the schemas in an OpenAPI or Swagger description.
// ok is false for other documents, such as one whose $schema is a metaschema.
func openAPIMetaschema(payload []byte, named string) (metaschema string, ok bool) {
	if _, isSchema := resource.Metaschema(named); isSchema {
		return "", false
	}
	if bytes.Contains(payload, []byte(`"openapi"`)) {
		version, _, _ := topString(payload, "openapi")
		return resource.OpenAPIMetaschema(version)
	}
	if bytes.Contains(payload, []byte(`"swagger"`)) {
		version, _, _ := topString(payload, "swagger")
		return resource.Draft4.MetaschemaURI(), version != ""
	}
	return "", false
}

// NamesMetaschema reports whether a file names a metaschema of the specification by $schema, or by a
// comment.
func NamesMetaschema(in *files.Input, limits files.Limits) bool {
	source, err := in.Read(nil, 1, limits)
	if err != nil || !bytes.Contains(source, []byte(schemaProperty)) {
		return false
	}
	isOne := func(name string) bool {
		_, ok := resource.Metaschema(name)
		return ok
	}
	for doc := range new(Linter).documents(in, in.Syntax, source) {
		name, _, _ := topString(doc.text.JSON, schemaProperty)
		if isOne(name) || doc.converted != nil && isOne(doc.converted.Schema) {
			return true
		}
	}
	return false
}

// topString returns a property of the root object and the range of its value, or "" if it is not a
// string. A payload with syntax errors is repaired first.
func topString(payload []byte, name string) (value string, start, end int) {
	var doc jsontape.Tape
	doc.Parse(payload, catalog.PayloadLimits)
	text := syntax.Text{JSON: payload}
	if !doc.Readable() {
		text = syntax.Repair(&doc, catalog.PayloadLimits).Text
	}
	if !doc.Readable() || len(doc.Nodes) == 0 || doc.Nodes[0].Kind() != jsontape.Object {
		return "", 0, 0
	}
	for i := uint32(1); i < doc.Nodes[0].Next; i = doc.Nodes[i+1].Next {
		if string(doc.AppendText(nil, i)) != name {
			continue
		}
		if json.Unmarshal(doc.Raw(i+1), &value) == nil {
			start, end = text.Span(int(doc.Nodes[i+1].Start), int(doc.Nodes[i+1].End))
			return value, start, end
		}
	}
	return "", 0, 0
}
