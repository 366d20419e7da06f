package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/suggest"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// unknownProperty is a rule of the library. Here an unknown property and a missing one become
// one diagnostic if the one is probably the other, misspelt.
var unknownProperty = Rule{
	Name:     verdict.RuleUnknownProperty,
	Severity: finding.Warning,
	Revise:   reviseUnknownProperties,
}

func reviseUnknownProperties(p *Payload) {
	missing := missingProperties(p.Diagnostics)
	merged := make(map[int]bool) // indices of missing properties
	for i := range p.Diagnostics {
		d := &p.Diagnostics[i]
		if d.Rule != verdict.RuleUnknownProperty {
			continue
		}
		m, ok := misspelt(d.Property, missing[parentPointer(d.Pointer)], merged)
		if !ok {
			continue
		}
		merged[m.at] = true
		d.Severity = max(d.Severity, p.Diagnostics[m.at].Severity)
		d.Suggestion = verdict.Suggestion{
			Kind: verdict.SuggestRename, Text: syntax.Quote(m.name), Offset: d.Offset, End: d.End,
		}
		d.Use = suggest.UseOf(d.Property, m.name)
		d.Message = fmt.Sprintf("unknown property %q; did you mean %q, which is required and missing?", d.Property, m.name)
	}
	if len(merged) == 0 {
		return
	}
	var kept []Diagnostic
	for i := range p.Diagnostics {
		if !merged[i] {
			kept = append(kept, p.Diagnostics[i])
		}
	}
	p.Diagnostics = kept
}

// A missingProperty is a required name that an object lacks, and the index of its diagnostic.
type missingProperty struct {
	name string
	at   int
}

// missingProperties returns the missing properties by the pointer to their object.
func missingProperties(all []Diagnostic) map[string][]missingProperty {
	missing := make(map[string][]missingProperty)
	for i := range all {
		if d := &all[i]; d.Rule == verdict.RuleMissing {
			missing[d.Pointer] = append(missing[d.Pointer], missingProperty{d.Property, i})
		}
	}
	return missing
}

// misspelt returns the missing property that an unknown one is probably a misspelling of, except those
// that were merged already.
func misspelt(unknown string, missing []missingProperty, merged map[int]bool) (m missingProperty, ok bool) {
	indices := make(map[string]int)
	var names []string
	for _, m := range missing {
		if !merged[m.at] {
			indices[m.name] = m.at
			names = append(names, m.name)
		}
	}
	slices.Sort(names)
	name, ok := nearest.Of(unknown, names)
	return missingProperty{name, indices[name]}, ok
}

// parentPointer returns the JSON Pointer of the array or object that contains a value.
func parentPointer(pointer string) string {
	return pointer[:max(strings.LastIndexByte(pointer, '/'), 0)]
}
