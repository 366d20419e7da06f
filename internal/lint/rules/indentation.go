package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
)

// indentation reports values in YAML with lines that are not indented as the specification requires,
// although many parsers accept them.
var indentation = Rule{
	Name:     "indentation",
	Severity: finding.Error,
	Check:    checkIndentation,
}

func checkIndentation(p *Payload) {
	if p.Converted == nil {
		return
	}
	for _, i := range p.Converted.Indents {
		d := Diagnostic{Violation: verdict.Violation{
			Message: fmt.Sprintf("expected more than %d spaces before this line, which goes on from the one before it; some parsers reject it", i.Needs),
			Offset:  i.Offset,
			End:     i.Offset,
		}}
		if !p.HasSyntaxErrors() {
			d.Fix = &Fix{Title: "indent the value", Safe: true, Edits: i.Edits}
		}
		p.reportInSource(d)
	}
}
