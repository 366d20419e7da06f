package rules

import (
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/resource"
)

// A Schema is the input of rules for schemas that payloads were validated against, with the diagnostics
// so far.
type Schema struct {
	*catalog.Schema
	Diagnostics []SchemaDiagnostic

	rule *Rule // that runs
}

// A SchemaDiagnostic is a diagnostic of a schema or of a document that it refers to.
type SchemaDiagnostic struct {
	Document *resource.Document
	Diagnostic
}

// Run calls the check of a rule.
func (s *Schema) Run(rule *Rule) {
	s.rule = rule
	rule.CheckSchema(s)
}

// Report adds a diagnostic of the rule that runs. Rule and Severity may be left out.
func (s *Schema) Report(document *resource.Document, d Diagnostic) {
	s.rule.complete(&d)
	s.Diagnostics = append(s.Diagnostics, SchemaDiagnostic{document, d})
}
