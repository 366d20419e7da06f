package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/nearest"
)

// suggestNames names the property that an unknown one was probably meant to be.
// Where that one is required and missing from the same object, both faults are
// one: a misspelt name.
func suggestNames(s *Schema, faults []fault) []fault {
	missing := make(map[[2]string]int) // object and name → index
	for i, f := range faults {
		if f.Rule == verdict.RuleMissing {
			missing[[2]string{f.Pointer, f.Property}] = i
		}
	}
	folded := make(map[int]bool)
	for i := range faults {
		f := &faults[i]
		if f.Rule != verdict.RuleUnknownProperty {
			continue
		}
		object := parentPointer(f.Pointer)
		if name, at, ok := misspelt(f.Property, object, missing, folded); ok {
			folded[at] = true
			f.severity = max(f.severity, faults[at].severity, finding.Warning)
			f.Message = fmt.Sprintf("unknown property %q; did you mean %q, which is required and missing?", f.Property, name)
			f.Expected = name
			continue
		}
		if name, ok := nearest.Of(f.Property, s.outline().declaredAt(f.SchemaLocation)); ok {
			f.Message = fmt.Sprintf("unknown property %q; did you mean %q?", f.Property, name)
			f.Expected = name
		}
	}
	if len(folded) == 0 {
		return faults
	}
	kept := faults[:0:0]
	for i, f := range faults {
		if !folded[i] {
			kept = append(kept, f)
		}
	}
	return kept
}

// misspelt finds the missing property of an object that the unknown one stands
// for, among those that no other unknown property stands for already.
func misspelt(unknown, object string, missing map[[2]string]int, folded map[int]bool) (name string, at int, ok bool) {
	var names []string
	for place, i := range missing {
		if place[0] == object && !folded[i] {
			names = append(names, place[1])
		}
	}
	slices.Sort(names)
	name, ok = nearest.Of(unknown, names)
	return name, missing[[2]string{object, name}], ok
}

// parentPointer is the JSON Pointer of the object or array that holds a value.
func parentPointer(pointer string) string {
	if i := strings.LastIndexByte(pointer, '/'); i >= 0 {
		return pointer[:i]
	}
	return ""
}
