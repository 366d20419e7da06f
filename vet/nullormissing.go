package vet

import (
	"golang.org/x/tools/go/analysis"

	"github.com/verdict-lint/verdict/internal/tags"
)

// NullOrMissing finds null.Or fields that do not state whether they may be missing.
var NullOrMissing = newAnalyzer("nullormissing", `find null.Or fields without a stated rule for missing

A null.Or has three states. With omitzero the field may be missing. Without
it, the field is required and always written, as null if it is missing. That is
easily forgotten, so it has to be stated with the tag jsonschema:"required".`, checkNullOr)

func checkNullOr(pass *analysis.Pass, m *model) {
	for _, f := range m.fields {
		if _, ok := threeStates(f.variable.Type()); !ok || !f.encoded() || f.optional() || f.states("required") {
			continue
		}
		fixes := append(
			f.fixTag("allow it to be missing: add omitzero", f.withJSONOption("omitzero")),
			f.fixTag("state that it is required", f.withSchemaEntry("required"))...)
		report(pass, f, fixes, "%s does not state whether it may be missing; add omitzero, or jsonschema:\"required\" if it must not", f)
	}
}

// states reports whether the jsonschema tag has the flag.
func (f *field) states(flag string) bool {
	value, _ := f.tag.lookup("jsonschema")
	for _, e := range tags.Parse(value) {
		if e.Name == flag && e.Bare {
			return true
		}
	}
	return false
}
