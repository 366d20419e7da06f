package lint

import (
	"cmp"
	"errors"
	"slices"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
)

// A fault is a violation on its way to becoming a finding: the rules of the
// linter look at all faults of a payload together, and fold those that say the
// same thing.
type fault struct {
	verdict.Violation
	severity finding.Severity
	help     string
}

// check validates one payload and returns what is to be said of it, in the
// order of the payload.
func (l *Linter) check(s *Schema, path string, doc *document) (found []finding.Finding, truncated bool) {
	faults, truncated := s.faults(doc.json, l.options.Strict)
	if len(faults) == 0 {
		return nil, truncated
	}
	if form, ok := otherForm(s, doc.json, faults); ok {
		faults = form
	} else {
		faults = suggestNames(s, faults)
	}
	slices.SortStableFunc(faults, func(a, b fault) int { return cmp.Compare(a.Offset, b.Offset) })

	found = make([]finding.Finding, len(faults))
	for i := range faults {
		found[i] = l.finding(s, path, doc, &faults[i])
	}
	return found, truncated
}

// faults runs the schema in both ways. What is wrong in the plain way is an
// error; what is wrong only in the strict way is a warning, unless the run as a
// whole is strict.
func (s *Schema) faults(json []byte, strict bool) (faults []fault, truncated bool) {
	all, truncated := violations(s.strict.Validate(json))
	if len(all) == 0 {
		return nil, truncated
	}
	faults = make([]fault, 0, len(all))
	if strict {
		for _, v := range all {
			faults = append(faults, fault{Violation: v, severity: finding.Error})
		}
		return faults, truncated
	}

	plain, cut := violations(s.plain().Validate(json))
	known := make(map[faultKey]bool, len(plain))
	for _, v := range plain {
		known[keyOf(&v)] = true
		faults = append(faults, fault{Violation: v, severity: finding.Error})
	}
	for _, v := range all {
		if !known[keyOf(&v)] {
			faults = append(faults, fault{Violation: v, severity: finding.Warning})
		}
	}
	return faults, truncated || cut
}

// A faultKey tells whether two runs speak of the same fault.
type faultKey struct {
	rule              verdict.Rule
	pointer, property string
	offset            int
}

func keyOf(v *verdict.Violation) faultKey {
	return faultKey{v.Rule, v.Pointer, v.Property, v.Offset}
}

func violations(err error) (all []verdict.Violation, truncated bool) {
	var refused *verdict.Error
	if errors.As(err, &refused) {
		return refused.Violations, refused.Truncated
	}
	return nil, false
}

// finding puts a fault into the file that the payload was written in.
func (l *Linter) finding(s *Schema, path string, doc *document, f *fault) finding.Finding {
	start, end := f.Offset, f.End
	var where finding.Range
	if doc.place == nil {
		where = doc.spanFrom(finding.Position{Line: f.Line, Column: f.Column}, start, end)
	} else {
		start, end = doc.place(start), doc.place(end)
		where = doc.span(start, end)
	}
	return finding.Finding{
		File:            path,
		Range:           where,
		Severity:        f.severity,
		Rule:            string(f.Rule),
		Message:         f.Message,
		Help:            f.help,
		Pointer:         f.Pointer,
		Property:        f.Property,
		KeywordLocation: f.KeywordLocation,
		SchemaLocation:  f.SchemaLocation,
		Schema:          s.Name,
		Expected:        f.Expected,
		Got:             f.Got,
		Frame:           frame(doc.source, start, end, l.options.Context),
	}
}
