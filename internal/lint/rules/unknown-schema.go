package rules

import (
	"fmt"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
)

// unknownSchema reports a payload that names a schema that cannot be loaded.
var unknownSchema = Rule{
	Name:     "unknown-schema",
	Severity: finding.Warning,
	Check: func(p *Payload) {
		u := p.Unknown
		if u == nil {
			return
		}
		message, got := fmt.Sprintf("the schema %q %s; %s", u.Name, u.Reason, u.Help), u.Name
		if p.Redact {
			reason, _, _ := strings.Cut(u.Reason, " (") // what is in parentheses may have the name
			message, got = fmt.Sprintf("the schema that the file names %s; %s", reason, u.Help), "a string"
		}
		p.reportInSource(Diagnostic{
			Violation: verdict.Violation{Message: message, Pointer: "/$schema", Offset: u.Start, End: u.End, Got: got},
			Once:      strings.Contains(u.Name, "://"), // a path is relative to the file
		})
	},
}

// An UnknownSchema is a schema that cannot be loaded, with the range of its name in the source.
type UnknownSchema struct {
	*catalog.UnknownError
	Start, End int
}
