package lint

import (
	"slices"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// recoverSyntax repairs a payload that has syntax errors and validates the repaired text.
func (l *Linter) recoverSyntax(p *rules.Payload, r *run, doc *document, strict bool) extent {
	if p.Encoding = syntax.ForeignEncoding(doc.source); p.Encoding != "" {
		p.Diagnostics = nil
		return extent{reach: everything}
	}
	repaired := syntax.Repair(&r.Tape, catalog.PayloadLimits)
	p.Repaired = &repaired
	if !repaired.Whole {
		r.Tape.Parse(p.JSON, catalog.PayloadLimits) // in place of what could be repaired
		// The text after the last error cannot be interpreted, so nothing may be removed.
		doc.repair(doc.text, false)
		p.Diagnostics = slices.DeleteFunc(p.Diagnostics, func(d rules.Diagnostic) bool { return d.Rule == verdict.RuleSyntax })
		if repaired.Capped {
			return unreadFrom(int64(repaired.Faults[len(repaired.Faults)-1].Start))
		}
		return extent{reach: everything}
	}
	doc.repair(repaired.Text, repaired.Sure)
	p.JSON, p.Diagnostics = doc.text.JSON, p.Diagnostics[:0]
	return l.validateTape(p, r, strict)
}
