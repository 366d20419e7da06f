package lint

import (
	"bytes"
	"slices"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// recover reports every syntax error and validates the repaired payload; sure says that it is
// what was meant.
func (l *Linter) recover(s *catalog.Schema, r *run, path string, doc *document, faults []fault) (
	found []finding.Finding, text syntax.Text, sure bool, rest []fault, upTo extent) {

	if encoding := foreignEncoding(doc.source); encoding != "" {
		return nil, doc.text, false, []fault{foreignFault(encoding)}, extent{reach: everything}
	}
	repaired := syntax.Repair(doc.text.JSON, catalog.PayloadLimits)
	text = repaired.Text
	wrong := repaired.Faults
	for i := range wrong {
		f := fault{
			Violation: verdict.Violation{
				Rule: verdict.RuleSyntax, Message: wrong[i].Message, Offset: wrong[i].Start, End: wrong[i].End,
			},
			severity: finding.Error,
			other:    wrong[i].Other, named: wrong[i].Named,
		}
		if doc.comments && bytes.HasPrefix(doc.source[f.Offset:], []byte("/*")) {
			f.Message = "the comment does not end, expected */"
		}
		f.Line, f.Column = doc.places.At(doc.source, f.Offset)
		if len(wrong[i].Edits) > 0 {
			f.fix = &fix{title: wrong[i].Title, safe: wrong[i].Safe, inSource: true, edits: wrong[i].Edits}
			if doc.comments && wrong[i].Comment && bytes.HasPrefix(doc.source[f.Offset:], []byte("#")) {
				f.fix.title, f.fix.edits = "begin the comment with //", []syntax.Edit{{Start: f.Offset, End: f.Offset + 1, Text: "//"}}
			}
		}
		found = append(found, l.finding(s, path, doc, &f))
	}
	if !repaired.Whole {
		// What the text is beyond the last fault, nobody knows.
		rest = slices.DeleteFunc(faults, func(f fault) bool { return f.Rule == verdict.RuleSyntax })
		upTo = extent{reach: everything}
		if repaired.Capped {
			upTo = unreadFrom(int64(wrong[len(wrong)-1].Start))
		}
		return found, doc.text, false, rest, upTo
	}
	rest, upTo = l.faults(s, r, text.JSON, l.strict(path))
	rest = slices.DeleteFunc(rest, func(f fault) bool {
		return repaired.MadeUp(f.Offset, f.End) || isAboutAbsence(f.Rule) && (repaired.Incomplete(f.Offset) || isCutOff(&text, &f))
	})
	return found, text, repaired.Sure, rest, upTo
}

// isAboutAbsence reports whether a rule says that an array or object lacks something.
func isAboutAbsence(rule verdict.Rule) bool {
	switch rule {
	case verdict.RuleMissing, verdict.RuleMinItems, verdict.RuleMinProperties, verdict.RuleContains:
		return true
	}
	return false
}

// isCutOff reports whether the end of the array or object that a fault is about is not
// there: what it lacks may be in what was cut off.
func isCutOff(text *syntax.Text, f *fault) bool {
	start, end := text.Span(f.End-1, f.End)
	return start == end
}
