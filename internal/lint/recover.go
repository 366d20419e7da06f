package lint

import (
	"slices"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// recoverSyntax repairs a payload that has syntax errors and validates the repaired text.
func recoverSyntax(p *rules.Payload, r *run, doc *document, mode engine.Strictness) extent {
	if p.Encoding = syntax.ForeignEncoding(doc.source); p.Encoding != "" {
		return extent{reach: everything}
	}
	repaired := syntax.Repair(&r.Tape, catalog.PayloadLimits)
	p.Repaired = &repaired
	if !repaired.Whole {
		// The text after the last error cannot be interpreted, so nothing may be removed.
		doc.repair(doc.text, false)
		r.Tape.Parse(p.JSON, catalog.PayloadLimits) // instead of the repaired text
		explain(p, r, mode)
		p.Diagnostics = slices.DeleteFunc(p.Diagnostics, func(d rules.Diagnostic) bool { return d.Rule == verdict.RuleSyntax })
		if repaired.Capped {
			return unreadFrom(int64(repaired.Faults[len(repaired.Faults)-1].Start))
		}
		return extent{reach: everything}
	}
	doc.repair(repaired.Text, repaired.Sure)
	p.JSON = doc.text.JSON
	if p.Schema.Engine.CheckTape(&r.Result, maxPerPayload, mode) {
		return extent{reach: everything}
	}
	return explainPayload(p, r, mode)
}
