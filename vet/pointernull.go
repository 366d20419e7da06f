package vet

import (
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// PointerNull finds pointers that are encoded as null although the tags do not state it.
var PointerNull = newAnalyzer("pointernull", `find pointers whose null is likely not meant

A pointer without omitzero or omitempty is required, and null where it is nil.
Most pointers are meant to be left out instead. Where null is meant, the tag
jsonschema:"nullable" says so.`, checkPointers)

func checkPointers(pass *analysis.Pass, m *model) {
	for _, f := range m.fields {
		if _, ok := f.variable.Type().Underlying().(*types.Pointer); !ok || !f.encoded() || f.optional() {
			continue
		}
		if f.states("nullable") || f.states("-") {
			continue
		}
		fixes := append(
			f.fixTag("leave nil out: add omitzero", f.withJSONOption("omitzero")),
			f.fixTag("say that null is meant", f.withSchemaEntry("nullable"))...)
		report(pass, f, fixes, "%s is required, and null where it is nil: add omitzero to leave it out, or jsonschema:\"nullable\" where null is meant", f)
	}
}
