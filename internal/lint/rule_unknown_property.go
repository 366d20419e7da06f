package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/nearest"
)

// foldNames makes one fault of two: where an unknown property is probably one
// that the same object requires and lacks, its name is misspelt.
func foldNames(faults []fault) []fault {
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
		name, at, ok := misspelt(f.Property, parentPointer(f.Pointer), missing, folded)
		if !ok {
			continue
		}
		folded[at] = true
		f.severity = max(f.severity, faults[at].severity)
		f.meant = name
		f.Message = fmt.Sprintf("unknown property %q; did you mean %q, which is required and missing?", f.Property, name)
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
