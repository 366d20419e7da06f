package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
)

// unknownSchema is about a payload that names a schema that cannot be loaded.
var unknownSchema = Rule{
	Name:     "unknown-schema",
	Severity: finding.Warning,
	Check: func(p *Payload) {
		if u := p.Unknown; u != nil {
			p.ReportInSource(Diagnostic{Violation: verdict.Violation{
				Message: fmt.Sprintf("the schema %q %s; %s", u.Name, u.Reason, u.Help),
				Pointer: "/$schema",
				Offset:  u.Start,
				End:     u.End,
				Got:     u.Name,
			}})
		}
	},
}

// An UnknownSchema is a schema that cannot be loaded, and where the source names it.
type UnknownSchema struct {
	*catalog.UnknownError
	Start, End int
}
