package vet

import (
	"golang.org/x/tools/go/analysis"

	"github.com/verdict-lint/verdict/internal/tags"
)

// NullOrMissing finds null.Or fields that do not state whether they may be missing.
var NullOrMissing = newAnalyzer("nullormissing", `find null.Or fields without a stated rule for missing

A null.Or tells three states apart. With omitzero the field may be missing;
without it, it is always written, as null where it is missing, and required. That
is easily forgotten, so the tag jsonschema:"required" has to say that it is
meant.`, checkNullOr)

func checkNullOr(pass *analysis.Pass, m *model) {
	for _, f := range m.fields {
		if _, ok := threeStates(f.variable.Type()); !ok || !f.encoded() || f.optional() || f.states("required") {
			continue
		}
		fixes := append(
			f.fixTag("let it be missing: add omitzero", f.withJSONOption("omitzero")),
			f.fixTag("say that it is required", f.withSchemaEntry("required"))...)
		report(pass, f, fixes, "%s does not say whether it may be missing: add omitzero, or jsonschema:\"required\" where it may not", f)
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
