package rules

import (
	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file drops diagnostics about placeholders: JSON that replaces text that could not be read, or a
// number that JSON does not have.

// Add adds a diagnostic of the library.
func (p *Payload) Add(d *Diagnostic) {
	if p.isWritten(d) {
		p.Diagnostics = append(p.Diagnostics, *d)
	}
}

// isWritten reports whether a diagnostic is about text of the source.
func (p *Payload) isWritten(d *Diagnostic) bool {
	switch {
	case p.Converted != nil:
		if n, ok := p.nonFinite(d.Offset); ok && !appliesTo(d.Rule, n) {
			return false
		}
		if d.SchemaLocation != "" && p.isUndecided(d) {
			return false
		}
		return !p.Converted.MadeUp(d.Offset, d.End) && !(dependsOnContent(d.Rule) && p.Converted.Incomplete(d.Offset))
	case p.Repaired != nil && p.Repaired.Whole:
		return !p.Repaired.MadeUp(d.Offset, d.End) &&
			!(isAboutAbsence(d.Rule) && (p.Repaired.Incomplete(d.Offset) || p.isCutOff(d)))
	}
	return true
}

// isUndecided reports whether a violation of the schema depends on a value that only an application knows.
func (p *Payload) isUndecided(d *Diagnostic) bool {
	return p.Converted.Opaque(d.Offset, d.End) || isAboutContent(d.Rule) && p.Converted.HasOpaque(d.Offset, d.End)
}

// nonFinite returns the number at an offset if JSON does not have it.
func (p *Payload) nonFinite(offset int) (syntax.NotFinite, bool) {
	if p.notFinite == nil && len(p.Converted.NotFinite) > 0 {
		p.notFinite = make(map[int]syntax.NotFinite, len(p.Converted.NotFinite))
		for _, n := range p.Converted.NotFinite {
			p.notFinite[n.Offset] = n
		}
	}
	n, ok := p.notFinite[offset]
	return n, ok
}

// appliesTo reports whether a rule applies to a number that JSON does not have: infinity violates any
// bound, but NaN is neither greater nor less than one.
func appliesTo(rule verdict.Rule, n syntax.NotFinite) bool {
	switch rule {
	case "number-precision", verdict.RuleMultipleOf:
		return false
	case verdict.RuleMinimum, verdict.RuleMaximum, verdict.RuleExclusiveMinimum, verdict.RuleExclusiveMaximum:
		return !n.IsNaN()
	}
	return true
}

// isAboutAbsence reports whether a rule is about what an array or object lacks.
func isAboutAbsence(rule verdict.Rule) bool {
	switch rule {
	case verdict.RuleMissing, verdict.RuleMinItems, verdict.RuleMinProperties, verdict.RuleContains:
		return true
	}
	return false
}

// dependsOnContent reports whether an array or object may violate a rule only because a part
// of it could not be read.
func dependsOnContent(rule verdict.Rule) bool {
	return isAboutContent(rule) || isAboutAbsence(rule)
}

// isAboutContent reports whether a rule is about the values that an array or object contains.
func isAboutContent(rule verdict.Rule) bool {
	switch rule {
	case verdict.RuleAnyOf, verdict.RuleOneOf, verdict.RuleNot, verdict.RuleConst, verdict.RuleEnum, verdict.RuleContains:
		return true
	}
	return false
}

// isCutOff reports whether the end of an array or object is missing in the source, so that the missing
// part may have had what it lacks.
func (p *Payload) isCutOff(d *Diagnostic) bool {
	start, end := p.Repaired.Text.Span(d.End-1, d.End)
	return start == end
}
