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
	var found []Violation
	readable := true
	for i := range r.document.Faults {
		fault := &r.document.Faults[i]
		readable = readable && fault.Kind != document.Syntax && fault.Kind != document.Limit
		found = append(found, s.fault(&r.document, fault))
	}
	truncated := false
	if readable {
		failures, more := s.program.Failures(&r.evaluator, &r.document, limit)
		truncated = more
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
// or a value is null is one fault, however many keywords it breaks.
func withoutEchoes(sorted []Violation) []Violation {
	type saying struct {
		offset int
		rule   Rule
		what   string
	}
	said := make(map[saying]bool, len(sorted))
	return slices.DeleteFunc(sorted, func(v Violation) bool {
		key := saying{v.Offset, v.Rule, v.Message}
		switch v.Rule {
		case RuleMissing:
			key.what = v.Property
		case RuleNull:
			key.what = ""
		}
		echo := said[key]
		said[key] = true
		return echo
	})
}

// fault words what is wrong with the text.
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
		v.Pointer = inUTF8(doc.Pointer(fault.Node))
		line, column := doc.Position(int(doc.Nodes[fault.First].Start))
		v.Message = fmt.Sprintf("duplicate property %q, which stands at %d:%d already; remove one", v.Property, line, column)
	case document.Encoding:
		v.Message += "; save the payload as UTF-8 without a byte order mark"
	case document.Limit:
		v.Message += s.limitHelp(len(doc.Text))
	}
	return v
}

// limitHelp names the option that sets the limit.
func (s *Schema) limitHelp(size int) string {
	if s.limits.Bytes > 0 && size > s.limits.Bytes {
		return fmt.Sprintf(" of %d bytes that WithLimits sets (Limits.Bytes)", s.limits.Bytes)
	}
	return fmt.Sprintf(" of %d that WithLimits sets (Limits.Depth)", s.limits.Depth)
}
