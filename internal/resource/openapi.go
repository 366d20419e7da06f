package resource

import (
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file finds the schemas in OpenAPI descriptions. The version of OpenAPI determines their
// dialect.

// openAPIPrefix begins the URIs of the dialects and vocabularies of OpenAPI 3.1 and later.
const openAPIPrefix = "https://spec.openapis.org/oas/3."

// openAPI31URI is the URI of the default dialect of OpenAPI 3.1.
const openAPI31URI = openAPIPrefix + "1/dialect/base"

// openAPIVersion returns the version of OpenAPI 3 of a document, or "" if the document is
// something else, such as a schema.
func openAPIVersion(tape *jsontape.Tape) string {
	value, ok := Property(tape, 0, "openapi")
	if !ok {
		return ""
	}
	version := strings.Trim(string(tape.Raw(value)), `"`) // 3.1 is a number in YAML
	if _, ok := OpenAPIMetaschema(version); !ok {
		return ""
	}
	if schema, ok := text(tape, 0, "$schema"); ok {
		if _, ok := draftOf(schema); ok {
			return "" // a schema with an unrelated property of this name
		}
	}
	return version
}

// OpenAPIMetaschema returns the URI of the metaschema for the schemas of an OpenAPI version. ok is
// false for versions before 3.
func OpenAPIMetaschema(version string) (uri string, ok bool) {
	switch {
	case strings.HasPrefix(version+".", "3.0."):
		return metaschemaURI[OpenAPI30], true
	case strings.HasPrefix(version+".", "3."):
		return openAPI31URI, true
	}
	return "", false
}

// rootDialect returns the dialect of a document: that of its $schema, or that of its version of
// OpenAPI or Swagger, or else inherited.
func (r *Registry) rootDialect(d *Document, inherited Dialect) (Dialect, error) {
	version := openAPIVersion(&d.Tape)
	d.isOpenAPI = version != ""
	switch {
	case d.isOpenAPI && strings.HasPrefix(version+".", "3.0."):
		return standardDialect(OpenAPI30), nil
	case d.isOpenAPI:
		openAPI31 := Dialect{Draft: Draft2020, Vocabularies: standard | OpenAPI}
		if value, ok := Property(&d.Tape, 0, "jsonSchemaDialect"); ok {
			return r.dialectNamed(d, value, openAPI31)
		}
		return openAPI31, nil
	}
	if _, ok := text(&d.Tape, 0, "swagger"); ok {
		inherited = r.dialectOf(Draft4) // the keywords of Swagger 2.0 are those of draft 4
	}
	return r.dialect(d, 0, inherited)
}

// indexOpenAPI indexes the schemas of an OpenAPI description. Each may have a dialect of its
// own (https://spec.openapis.org/oas/v3.1.0#specifying-schema-dialects).
func (r *Registry) indexOpenAPI(root *Resource) error {
	d := root.Document
	for _, node := range d.Schemas() {
		in := root
		dialect, err := r.dialect(d, node, root.Dialect)
		if err != nil {
			return err
		}
		if _, identified := text(&d.Tape, node, "$id"); dialect != root.Dialect && !identified {
			own := *root // the same URI and pointers
			in, own.Dialect = &own, dialect
			d.roots[node] = in
		}
		if err := r.index(in, node); err != nil {
			return err
		}
	}
	return nil
}

// IsOpenAPI reports whether the document is an OpenAPI description.
func (d *Document) IsOpenAPI() bool { return d.isOpenAPI }

// Schemas returns the nodes of the schemas of an OpenAPI description, in the order of the document.
// For other documents it returns the root.
func (d *Document) Schemas() []uint32 {
	if !d.isOpenAPI {
		return []uint32{0}
	}
	w := openAPIWalk{tape: &d.Tape}
	w.visit("document", 0)
	return w.schemas
}

// openAPIObjects has the objects of OpenAPI that contain schemas, with the kinds of their
// properties: another object, an array of them, or a map of them, in which names that begin with
// x- are extensions if it is marked with an x
// (https://spec.openapis.org/oas/v3.0.3#specification).
var openAPIObjects = map[string]map[string]string{
	"document": {"paths": "{x}pathItem", "webhooks": "{}pathItem", "components": "components"},
	"components": {
		"schemas": "{}schema", "responses": "{}response", "parameters": "{}parameter", "requestBodies": "{}requestBody",
		"headers": "{}parameter", "callbacks": "{}{x}pathItem", "pathItems": "{}pathItem", "mediaTypes": "{}mediaType",
	},
	"pathItem": {
		"parameters": "[]parameter", "additionalOperations": "{}operation", "get": "operation", "put": "operation",
		"post": "operation", "delete": "operation", "options": "operation", "head": "operation", "patch": "operation",
		"trace": "operation", "query": "operation",
	},
	"operation": {
		"parameters": "[]parameter", "requestBody": "requestBody", "responses": "{x}response", "callbacks": "{}{x}pathItem",
	},
	"parameter":   {"schema": "schema", "content": "{}mediaType"},
	"requestBody": {"content": "{}mediaType"},
	"response":    {"headers": "{}parameter", "content": "{}mediaType"},
	"mediaType":   {"schema": "schema", "itemSchema": "schema", "encoding": "{}encoding"},
	"encoding":    {"headers": "{}parameter"},
}

type openAPIWalk struct {
	tape    *jsontape.Tape
	schemas []uint32
}

// visit finds the schemas in a value of a kind of openAPIObjects.
func (w *openAPIWalk) visit(kind string, node uint32) {
	if kind == "schema" {
		w.schemas = append(w.schemas, node)
		return
	}
	nodes := w.tape.Nodes
	items, isList := strings.CutPrefix(kind, "[]")
	if isList && nodes[node].Kind() == jsontape.Array {
		for item, end := node+1, nodes[node].Next; item < end; item = nodes[item].Next {
			w.visit(items, item)
		}
	}
	if isList || nodes[node].Kind() != jsontape.Object {
		return
	}
	values, isMap := strings.CutPrefix(kind, "{}")
	extensible := false
	if !isMap {
		values, extensible = strings.CutPrefix(kind, "{x}")
	}
	for key, end := node+1, nodes[node].Next; key < end; key = nodes[key+1].Next {
		name := w.tape.String(key)
		inner, ok := values, isMap || extensible && !strings.HasPrefix(name, "x-")
		if !isMap && !extensible {
			inner, ok = openAPIObjects[kind][name]
		}
		if ok {
			w.visit(inner, key+1)
		}
	}
}

// openAPIConstrained are the keywords of OpenAPI with values that its metaschemas constrain.
var openAPIConstrained = []string{"nullable", "discriminator", "xml", "externalDocs"}

func (d Dialect) constrains(keyword string) bool {
	return constrained[keyword] || d.Has(OpenAPI) && slices.Contains(openAPIConstrained, keyword)
}

// hasMetaschemaOf reports whether schemas of both dialects are validated against the same
// metaschemas.
func (d Dialect) hasMetaschemaOf(other Dialect) bool {
	return d.MetaschemaURI() == other.MetaschemaURI() && d.Metaschema == other.Metaschema
}

// MetaschemaURI returns the URI of the metaschema of the specification that schemas of the
// dialect are validated against.
func (d Dialect) MetaschemaURI() string {
	if d.Draft == Draft2020 && d.Has(OpenAPI) {
		return openAPI31URI
	}
	return d.Draft.MetaschemaURI()
}
