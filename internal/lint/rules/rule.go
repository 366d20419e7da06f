package rules

import (
	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
)

// This file defines what a rule is; rules.go lists all of them.

// A Rule is the implementation of a rule in the linter, beyond what the library reports.
type Rule struct {
	Name verdict.Rule

	// Severity is that of its diagnostics unless they set another. The configuration may
	// override both.
	Severity finding.Severity

	// Check reports diagnostics of a payload. It is called for every payload, after it was
	// validated.
	Check func(p *Payload)

	// Revise changes the diagnostics of a payload that has some: it adds a fix, or
	// replaces several by one. It is called after all checks.
	Revise func(p *Payload)

	// CheckSchema reports diagnostics of a schema. It is called once for each schema that
	// payloads were validated against.
	CheckSchema func(s *Schema)

	// CheckSchemaFile reports diagnostics of a payload that is itself a schema.
	CheckSchemaFile func(f *SchemaFile)
}

// ofTheLibrary returns rules that the linter adds nothing to.
func ofTheLibrary(names ...verdict.Rule) []*Rule {
	var rules []*Rule
	for _, name := range names {
		rules = append(rules, &Rule{Name: name, Severity: finding.Error})
	}
	return rules
}
