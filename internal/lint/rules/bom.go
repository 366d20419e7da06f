package rules

import (
	"bytes"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// bom reports a byte order mark before a payload. The library reports it as an error of the
// encoding; here it is a rule of its own, because it can be fixed.
var bom = Rule{
	Name:     "bom",
	Severity: finding.Error,
	Revise: func(p *Payload) {
		if !bytes.HasPrefix(p.JSON, syntax.ByteOrderMark) {
			return
		}
		for i := range p.Diagnostics {
			if d := &p.Diagnostics[i]; d.Rule == verdict.RuleEncoding && d.Offset == 0 {
				d.Rule = "bom"
				d.Fix = &Fix{
					Title: "remove the byte order mark", Safe: true,
					Edits: []syntax.Edit{{Start: 0, End: len(syntax.ByteOrderMark)}},
				}
			}
		}
	},
}
