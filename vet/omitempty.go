package vet

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// OmitEmpty finds omitempty on fields that it never omits.
var OmitEmpty = newAnalyzer("omitempty", `find omitempty on types that are never empty

encoding/json takes false, 0, nil and what has no length for empty: never a
struct, such as time.Time or null.Or, and never an array that has elements. There
omitzero is what leaves the field out (https://pkg.go.dev/encoding/json#Marshal).`, checkOmitEmpty)

func checkOmitEmpty(pass *analysis.Pass, m *model) {
	for _, f := range m.fields {
		if !f.has("omitempty") || f.has("omitzero") || !f.encoded() {
			continue
		}
		kind, never := neverEmpty(f.variable.Type())
		if !never {
			continue
		}
		value, _ := f.tag.lookup("json")
		fixes := f.fixTag("replace omitempty by omitzero", f.tag.with("json", strings.Replace(value, ",omitempty", ",omitzero", 1)))
		report(pass, f, fixes, "omitempty has no effect on %s: %s is never empty; use omitzero", f, kind)
	}
}

// neverEmpty reports whether omitempty never omits a type, and describes its kind.
func neverEmpty(t types.Type) (kind string, never bool) {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return "a struct", true
	case *types.Array:
		return "an array with elements", u.Len() > 0
	}
	return "", false
}
