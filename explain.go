package verdict

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/verdict-lint/verdict/internal/document"
)

// faultRules gives the rule of each thing that can be wrong with a text.
var faultRules = map[document.FaultKind]Rule{
	document.Syntax:    RuleSyntax,
	document.Encoding:  RuleEncoding,
	document.Duplicate: RuleDuplicateKey,
	document.Limit:     RuleLimit,
}

// explain is the error for a payload that has been parsed and found wanting: what is
// wrong with its text, and, unless the text cannot be read, with what it says. It is
// nil where nothing is wrong after all.
func (s *Schema) explain(r *run) *Error {
	limit := s.maxViolations
	if limit <= 0 {
		limit = math.MaxInt
	}
	readable := true
	faults := r.document.Faults
	for i := range faults {
		readable = readable && faults[i].Kind != document.Syntax && faults[i].Kind != document.Limit
	}
	truncated := len(faults) > limit
	if truncated {
		faults = faults[:limit] // what is said of them can be long
	}
	found := s.faults(&r.document, faults)
	if readable {
		failures, more := s.program.Failures(&r.evaluator, &r.document, limit)
		truncated = truncated || more
		found = slices.Grow(found, len(failures))
		for i := range failures {
			found = append(found, violation(&r.document, &failures[i]))
		}
	}
	if len(found) > 1 {
		slices.SortStableFunc(found, func(a, b Violation) int { return cmp.Compare(a.Offset, b.Offset) })
		found = withoutEchoes(found)
	}
	if len(found) > limit {
		found, truncated = found[:limit], true
	}
	if len(found) == 0 {
		return nil
	}
	cursor := r.document.Cursor()
	for i := range found {
		found[i].Line, found[i].Column = cursor.Seek(found[i].Offset)
	}
	return &Error{Violations: found, Truncated: truncated}
}

// withoutEchoes drops violations that say the same of the same place, which come
// about where a schema asks for one thing by several ways. That a property is missing
// or unknown, or that a value is of the wrong type, is one fault, however many keywords
// it breaks; and a value of the wrong type is not also one that is not listed.
func withoutEchoes(sorted []Violation) []Violation {
	type saying struct {
		offset int
		rule   Rule
		what   string
	}
	mistyped := make(map[int]bool) // by offset
	for i := range sorted {
		if rule := sorted[i].Rule; rule == RuleType || rule == RuleNull {
			mistyped[sorted[i].Offset] = true
		}
	}
	said := make(map[saying]bool, len(sorted))
	return slices.DeleteFunc(sorted, func(v Violation) bool {
		key := saying{v.Offset, v.Rule, v.Message}
		switch v.Rule {
		case RuleMissing, RuleUnknownProperty:
			key.what = v.Property
		case RuleNull, RuleType:
			key.what = ""
		case RuleEnum, RuleConst:
			if mistyped[v.Offset] {
				return true
			}
		}
		echo := said[key]
		said[key] = true
		return echo
	})
}

// faults words what is wrong with the text. Lines and columns are left to the caller.
func (s *Schema) faults(doc *document.Document, faults []document.Fault) []Violation {
	var found []Violation
	for i := range faults {
		found = append(found, s.fault(doc, &faults[i]))
	}
	placeDuplicates(doc, faults, found)
	return found
}

// fault words one of them, but for what placeDuplicates adds.
func (s *Schema) fault(doc *document.Document, fault *document.Fault) Violation {
	v := Violation{
		Rule:    faultRules[fault.Kind],
		Message: fault.Message,
		Offset:  int(fault.Start),
		End:     int(fault.End),
		Got:     clip(doc.Text[fault.Start:fault.End]),
	}
	switch fault.Kind {
	case document.Duplicate:
		v.Property = inUTF8(doc.String(fault.Node))
	case document.Encoding:
		v.Message += "; save the payload as UTF-8 without a byte order mark"
	case document.Limit:
		v.Message += s.limitHelp(len(doc.Text))
	}
	return v
}

// placeDuplicates completes the violations of names that stand twice: it finds the
// pointers to all of them, and where each name stands first, by going over the document
// once.
func placeDuplicates(doc *document.Document, faults []document.Fault, found []Violation) {
	var twice []int
	trail := doc.Trail()
	for i := range faults {
		if faults[i].Kind == document.Duplicate {
			twice = append(twice, i)
			found[i].Pointer = inUTF8(trail.Seek(faults[i].Node))
		}
	}
	slices.SortStableFunc(twice, func(a, b int) int { return cmp.Compare(faults[a].First, faults[b].First) })
	cursor := doc.Cursor()
	for _, i := range twice {
		line, column := cursor.Seek(int(doc.Nodes[faults[i].First].Start))
		found[i].Message = fmt.Sprintf("duplicate property %q, which stands at %d:%d already; remove one", found[i].Property, line, column)
	}
}

// limitHelp names the option that sets the limit.
func (s *Schema) limitHelp(size int) string {
	if s.limits.Bytes > 0 && size > s.limits.Bytes {
		return fmt.Sprintf(" of %d bytes that WithLimits sets (Limits.Bytes)", s.limits.Bytes)
	}
	return fmt.Sprintf(" of %d that WithLimits sets (Limits.Depth)", s.limits.Depth)
}
