package rules

import (
	"fmt"
	"unicode/utf8"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
)

// encoding is a rule of the library. Here it is also about a payload that is not UTF-8 at
// all, and about what the library does not see: comments, and the source of YAML.
var encoding = Rule{
	Name:     verdict.RuleEncoding,
	Severity: finding.Error,
	Check:    checkEncoding,
}

func checkEncoding(p *Payload) {
	switch {
	case p.Encoding != "":
		p.reportInSource(Diagnostic{Violation: verdict.Violation{
			Message: fmt.Sprintf("the payload is %s; save it as UTF-8", p.Encoding),
		}})
	case p.Comments && p.JSON != nil && !utf8.Valid(p.Source):
		reportNotUTF8(p)
	}
}

// reportNotUTF8 reports each sequence of bytes that is not UTF-8, unless the library has
// reported it.
func reportNotUTF8(p *Payload) {
	known := make(map[int]bool)
	for i := range p.Diagnostics {
		if d := &p.Diagnostics[i]; d.Rule == verdict.RuleEncoding {
			known[d.Offset] = true
		}
	}
	for start := 0; start < len(p.Source); {
		end := start
		for end < len(p.Source) {
			if c, size := utf8.DecodeRune(p.Source[end:]); c != utf8.RuneError || size > 1 {
				break
			}
			end++
		}
		if end == start {
			_, size := utf8.DecodeRune(p.Source[start:])
			start += size
			continue
		}
		if !known[start] {
			p.reportInSource(Diagnostic{Violation: verdict.Violation{
				Message: "not valid UTF-8; save the payload as UTF-8", Offset: start, End: end,
			}})
		}
		start = end
	}
}
