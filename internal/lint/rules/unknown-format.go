package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/resource"
)

// unknownFormat reports a format that is a misspelling of one that is known, so that nothing
// checks it (https://json-schema.org/draft/2020-12/json-schema-validation#section-7.2.3).
var unknownFormat = Rule{
	Name:            "unknown-format",
	Severity:        finding.Warning,
	CheckSchemaFile: checkUnknownFormats,
}

// renamed are formats of draft 3 and what they are called since.
var renamed = map[string]string{
	"host-name": "hostname", "ip-address": "ipv4", "datetime": "date-time", "timestamp": "date-time",
	"url": "uri", "guid": "uuid", "regexp": "regex", "ip": "ipv4",
}

// registered are formats of other registries, such as that of OpenAPI.
var registered = map[string]bool{
	"int8": true, "int16": true, "int32": true, "int64": true, "uint8": true, "uint16": true, "uint32": true, "uint64": true,
	"float": true, "double": true, "byte": true, "binary": true, "password": true, "color": true, "color-hex": true,
	"iso-time": true, "iso-date-time": true, "json": true, "url": false,
}

func checkUnknownFormats(f *SchemaFile) {
	names := format.Names(int(resource.Draft2020))
	openAPINames := append(format.Names(format.OpenAPI), "float", "double", "binary", "password")
	for _, s := range f.schemas {
		node, ok := s.value("format", jsontape.String)
		if !ok {
			continue
		}
		name := f.tape.String(node)
		if registered[name] || format.Lookup(name, int(resource.Draft2020)) != nil || format.Lookup(name, int(resource.Draft4)) != nil {
			continue
		}
		near, ok := renamed[name]
		if !ok {
			if s.place.Resource.Dialect.Has(resource.OpenAPI) {
				near, ok = nearest.Of(name, openAPINames)
			} else {
				near, ok = nearest.Of(name, names)
			}
		}
		if ok {
			f.report(node, fmt.Sprintf("no draft has a format %q, so it is not checked; did you mean %q?", name, near),
				&Fix{Title: fmt.Sprintf("replace %q by %q", name, near), Edits: f.replace(node, `"`+near+`"`)})
		}
	}
}
