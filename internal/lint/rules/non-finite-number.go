package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
)

// nonFiniteNumber reports an infinity or NaN, which JSON does not have but YAML, TOML and
// JSON5 do. To a schema it is a number.
var nonFiniteNumber = Rule{
	Name:     "non-finite-number",
	Severity: finding.Warning,
	Check:    checkNonFinite,
}

// checkNonFinite reports the numbers that no other rule has reported.
func checkNonFinite(p *Payload) {
	if p.Converted == nil || len(p.Converted.NotFinite) == 0 {
		return
	}
	reported := p.offsets()
	for _, n := range p.Converted.NotFinite {
		if reported[n.Offset] {
			continue
		}
		p.Report(Diagnostic{Violation: verdict.Violation{
			Message: fmt.Sprintf("JSON has no %s; put it in quotes if it is text", p.shown([]byte(n.Written), "such number")),
			Got:     p.shown([]byte(n.Written), "a number"),
			Offset:  n.Offset,
			End:     n.Offset + len(n.JSON),
		}})
	}
}
