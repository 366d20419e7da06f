package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// RuleOtherForm is broken by a payload that is written in another form of the
// same model than the schema describes.
const RuleOtherForm verdict.Rule = "other-form"

// otherForm recognises a payload written for a sibling of the schema, by the
// names of its properties: more of them are known to the sibling alone than to
// the schema alone. One fault then takes the place of every fault that the
// schema has found, for they would all say the same.
func otherForm(s *catalog.Schema, r *run, json []byte, faults []fault) ([]fault, bool) {
	if len(s.Siblings) == 0 || !slices.ContainsFunc(faults, isAboutTopNames) {
		return nil, false
	}
	keys := topKeys(r.tape(json))
	sibling, evidence := formOf(s, keys)
	if sibling == nil {
		return nil, false
	}

	form := fault{
		Violation: verdict.Violation{
			Rule:     RuleOtherForm,
			Message:  fmt.Sprintf("this looks like the %s form; use --schema %s", formName(s.Name, sibling.Name), sibling.Name),
			Property: evidence.name,
			Offset:   evidence.start,
			End:      evidence.end,
			Got:      string(json[evidence.start:evidence.end]),
		},
		severity: finding.Warning,
	}
	form.Line, form.Column = new(jsontape.LineIndex).At(json, evidence.start)

	kept := []fault{form}
	for _, f := range faults {
		if isAboutText(f.Rule) {
			kept = append(kept, f)
		} else {
			kept[0].severity = max(kept[0].severity, f.severity)
		}
	}
	return kept, true
}

// isAboutTopNames reports whether a fault could come from the names that the
// payload's own object uses.
func isAboutTopNames(f fault) bool {
	switch f.Rule {
	case verdict.RuleMissing:
		return f.Pointer == ""
	case verdict.RuleUnknownProperty:
		return strings.Count(f.Pointer, "/") <= 1
	}
	return false
}

// isAboutText reports whether a rule speaks of the payload as text, whatever
// the schema.
func isAboutText(rule verdict.Rule) bool {
	switch rule {
	case verdict.RuleSyntax, verdict.RuleEncoding, verdict.RuleDuplicateKey, verdict.RuleLimit:
		return true
	}
	return false
}

// formOf finds the sibling that explains the keys better than the schema does,
// and the first key that shows it.
func formOf(s *catalog.Schema, keys []key) (sibling *catalog.Schema, evidence key) {
	own := catalog.Derive(s, topNamesKey{}, topNames)
	best := 0
	for _, candidate := range s.Siblings {
		other := catalog.Derive(candidate, topNamesKey{}, topNames)
		lead, first := 0, key{}
		for _, k := range keys {
			_, inOwn := slices.BinarySearch(own, k.name)
			_, inOther := slices.BinarySearch(other, k.name)
			switch {
			case inOwn && !inOther:
				lead--
			case inOther && !inOwn:
				lead++
				if first.end == 0 {
					first = k
				}
			}
		}
		if lead > best {
			best, sibling, evidence = lead, candidate, first
		}
	}
	return sibling, evidence
}

// formName is what people call a form: the wire form of connect-session is
// connect-session-wire, and seen from there the other one is the documented.
func formName(name, sibling string) string {
	if suffix, ok := strings.CutPrefix(sibling, name+"-"); ok {
		return suffix
	}
	if strings.HasPrefix(name, sibling+"-") {
		return "documented"
	}
	return sibling
}

// topNamesKey is the key of what the rule derives from a schema.
type topNamesKey struct{}

// topNames returns the properties that the root of a schema declares, sorted.
func topNames(s *catalog.Schema) []string {
	return newOutline(s.Text()).top()
}
