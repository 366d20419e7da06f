package rules

import (
	"bytes"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// syntaxError is a rule of the library, which reports the first syntax error of a payload.
// Here it is about all of them, as they are found by repairing the text.
var syntaxError = Rule{
	Name:     verdict.RuleSyntax,
	Severity: finding.Error,
	Check:    checkSyntax,
}

func checkSyntax(p *Payload) {
	if p.Converted != nil {
		for _, err := range p.Converted.Errors {
			message := err.Message
			if p.Redact {
				message = err.Redacted
			}
			p.reportInSource(Diagnostic{Violation: verdict.Violation{Message: message, Offset: err.Offset, End: err.Offset}})
		}
	}
	if p.Repaired != nil {
		for i := range p.Repaired.Faults {
			p.reportInSource(p.syntaxError(&p.Repaired.Faults[i]))
		}
	}
}

// syntaxError returns the diagnostic of a syntax error with its fix.
func (p *Payload) syntaxError(f *syntax.Fault) Diagnostic {
	d := Diagnostic{
		Violation: verdict.Violation{Message: f.Message, Offset: f.Start, End: f.End},
		Other:     f.Other, Named: f.Named,
	}
	if p.Redact {
		d.Message = f.Redacted
	}
	if p.Comments && bytes.HasPrefix(p.Source[f.Start:], []byte("/*")) {
		d.Message = "the comment does not end, expected */"
	}
	if p.beginsSecondLine(f.Start) && files.Detect(p.Source) == files.Lines {
		d.Message += "; for a payload on each line, name the file *.ndjson, or set syntax in .verdict.yaml"
	}
	if len(f.Edits) > 0 {
		d.Fix = &Fix{Title: f.Title, Safe: f.Safe, Edits: f.Edits}
		if p.Comments && f.Comment && bytes.HasPrefix(p.Source[f.Start:], []byte("#")) {
			d.Fix.Title = "begin the comment with //"
			d.Fix.Edits = []syntax.Edit{{Start: f.Start, End: f.Start + 1, Text: "//"}}
		}
	}
	return d
}

// beginsSecondLine reports whether an offset of the source is at the beginning of the second line that
// is not empty.
func (p *Payload) beginsSecondLine(offset int) bool {
	_, between, found := bytes.Cut(bytes.TrimLeft(p.Source[:offset], "\r\n\t "), []byte("\n"))
	return found && len(bytes.TrimSpace(between)) == 0
}
