package lint

import (
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file lints schemas as files of their own: as payloads of their metaschema, and by the
// rules for schemas.

// schemaRules are the rules that check schema files.
var schemaRules = withFunc(func(r *rules.Rule) bool { return r.CheckSchemaFile != nil })

// lintsAsSchema reports whether a payload is a schema: because its $schema is a metaschema of
// the specification, or because Options.IsSchema says so. A line of a file of lines is never one.
func (l *Linter) lintsAsSchema(s *catalog.Schema, path string, doc *document) bool {
	return !doc.record && (s.IsMetaschema() || l.isSchema(path))
}

// checkSchemaFile runs the rules for schemas. It skips a schema with syntax errors, or whose
// metaschema cannot be loaded.
func (l *Linter) checkSchemaFile(p *rules.Payload, r *run, path string, doc *document) {
	if p.JSON == nil || doc.repaired {
		return
	}
	registry, root, err := l.catalog.Parse(path, p.JSON, p.Schema)
	if err != nil {
		if len(p.Diagnostics) == 0 && p.Unknown == nil {
			p.ReportUnreadable(err)
		}
		return
	}
	if root.Document.IsOpenAPI() {
		validateSchemasIn(p, r, registry, root.Document)
	}
	file := rules.NewSchemaFile(p, registry, root)
	file.IsShared = func() bool { return l.catalog.IsShared(path) }
	for _, rule := range schemaRules {
		file.Run(rule)
	}
}

// validateSchemasIn validates the schemas in an OpenAPI description, which is not a schema as a whole,
// against their metaschemas.
func validateSchemasIn(p *rules.Payload, r *run, registry *resource.Registry, description *resource.Document) {
	rejected := registry.Rejected(description)
	if len(rejected) == 0 || p.Tape() == nil {
		return
	}
	r.Failures, r.Truncated = engine.WhyRejected(rejected, maxPerPayload)
	upTo := explain(p, r, engine.StrictAsCompiled)
	p.DroppedFrom, p.DroppedErrors = min(p.DroppedFrom, upTo.reach), p.DroppedErrors || upTo.unseen
}
