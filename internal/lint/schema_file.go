package lint

import (
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/lint/rules"
)

// This file lints schemas as files of their own: as payloads of their metaschema, and by the
// rules for schemas.

// schemaRules are the rules that look at schemas that are linted themselves.
var schemaRules = withFunc(func(r *rules.Rule) bool { return r.CheckSchemaFile != nil })

// lintsAsSchema reports whether a payload is a schema: because its $schema is a metaschema of
// the specification, or because the caller says so of its file. One of the many of a file of
// lines is none.
func (l *Linter) lintsAsSchema(s *catalog.Schema, path string, doc *document) bool {
	return !doc.record && (s.IsMetaschema() || l.isSchema(path))
}

// checkSchemaFile runs the rules for schemas. One with syntax errors has to be corrected
// first, and one whose $schema leads nowhere cannot be read.
func (l *Linter) checkSchemaFile(p *rules.Payload, path string, doc *document) {
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
	file := rules.NewSchemaFile(p, registry, root)
	file.IsShared = func() bool { return l.catalog.IsShared(path) }
	for _, rule := range schemaRules {
		file.Run(rule)
	}
}
