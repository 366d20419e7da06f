package vet

import (
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// PointerNull finds pointers that are encoded as null although the tags do not state it.
var PointerNull = newAnalyzer("pointernull", `find pointers whose null is probably not intended

A pointer without omitzero or omitempty is required, and null if it is nil.
Most pointers should be omitted instead. If null is intended, state that with
the tag jsonschema:"nullable".`, checkPointers)

func checkPointers(pass *analysis.Pass, m *model) {
	for _, f := range m.fields {
		if _, ok := f.variable.Type().Underlying().(*types.Pointer); !ok || !f.encoded() || f.optional() {
			continue
		}
		if f.states("nullable") || f.states("-") {
			continue
		}
		fixes := append(
			f.fixTag("omit nil: add omitzero", f.withJSONOption("omitzero")),
			f.fixTag("state that null is intended", f.withSchemaEntry("nullable"))...)
		report(pass, f, fixes, "%s is required, and null if it is nil; add omitzero to omit it if it is nil, or jsonschema:\"nullable\" if null is intended", f)
	}
}
