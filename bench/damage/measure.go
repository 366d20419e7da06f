package damage

// This file damages documents, validates them, and compares the violations with the damage.

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict"
)

// A Set is a schema with valid documents.
type Set struct {
	Name      string
	Schema    *verdict.Schema
	Documents [][]byte
}

// A Plan limits how much is damaged.
type Plan struct {
	Seed     uint64
	PerKind  int // damages of each kind that make a document invalid, at most
	PerSet   int // documents, at most
	Examples int // failures to keep for each set
}

// A Count has the number of damaged documents, of those with one violation at exactly the damaged
// place, and of those whose violation reports exactly the fault.
type Count struct{ Damaged, Placed, Exact int }

func (c Count) plus(d Count) Count {
	return Count{c.Damaged + d.Damaged, c.Placed + d.Placed, c.Exact + d.Exact}
}

// A Result is the result of a measurement.
type Result struct {
	Kinds    map[Kind]Count
	Invalid  int // documents that were not valid before they were damaged
	Examples []Example
}

// An Example is a damage that was not reported exactly.
type Example struct {
	Set, Pointer string
	Kind         Kind
	Was, Is      string
	Violations   []verdict.Violation
}

// Total sums up the kinds.
func (r *Result) Total() Count {
	var total Count
	for _, c := range r.Kinds {
		total = total.plus(c)
	}
	return total
}

// Add adds the result of another measurement.
func (r *Result) Add(other *Result) {
	if r.Kinds == nil {
		r.Kinds = map[Kind]Count{}
	}
	for kind, c := range other.Kinds {
		r.Kinds[kind] = r.Kinds[kind].plus(c)
	}
	r.Invalid += other.Invalid
	r.Examples = append(r.Examples, other.Examples...)
}

// Measure damages the documents of a set. The same plan damages the same places in
// the same way.
func Measure(set Set, plan Plan) (*Result, error) {
	result := &Result{Kinds: map[Kind]Count{}}
	random := rand.New(rand.NewPCG(plan.Seed, 1))
	documents := slices.Clone(set.Documents)
	random.Shuffle(len(documents), func(i, j int) { documents[i], documents[j] = documents[j], documents[i] })
	for _, text := range documents[:min(len(documents), plan.PerSet)] {
		if !set.Schema.Valid(text) {
			result.Invalid++
			continue
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		var root any
		if err := decoder.Decode(&root); err != nil {
			return nil, err
		}
		if err := measureDocument(set, root, plan, random, result); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// measureDocument tries damages of every kind, each on its own, until as many as
// planned made the document invalid.
func measureDocument(set Set, root any, plan Plan, random *rand.Rand, result *Result) error {
	all := places(root)
	for _, kind := range Kinds {
		found := 0
		for tries, at := range random.Perm(len(all)) {
			if found >= plan.PerKind || tries >= 50*plan.PerKind {
				break
			}
			invalid, err := measureFault(set, root, kind, all[at], plan, random, result)
			if err != nil {
				return err
			}
			if invalid {
				found++
			}
		}
	}
	return nil
}

// measureFault damages one place, and reports whether that made the document invalid.
func measureFault(set Set, root any, kind Kind, at place, plan Plan, random *rand.Rand, result *Result) (bool, error) {
	was := at.value()
	f, ok := do(kind, at, random)
	if !ok {
		return false, nil
	}
	text, err := json.Marshal(root)
	is := f.now()
	if kind == Added {
		f.isEntry = f.fitsWithAnotherValue(set.Schema, root)
	}
	f.undo()
	if err != nil {
		return false, err
	}
	violations := validate(set.Schema, text)
	if len(violations) == 0 {
		return false, nil // the schema allows it
	}
	count := result.Kinds[kind]
	count.Damaged++
	named := f.isNamedBy(violations)
	if named || f.isPlacedBy(violations) {
		count.Placed++
	}
	if named {
		count.Exact++
	} else if len(result.Examples) < plan.Examples {
		result.Examples = append(result.Examples, Example{set.Name, at.pointer, kind, brief(was), is, violations})
	}
	result.Kinds[kind] = count
	return true, nil
}

// fitsWithAnotherValue reports whether the document would be valid if the added property had another value.
func (f *fault) fitsWithAnotherValue(schema *verdict.Schema, root any) bool {
	object := f.at.parent.(map[string]any)
	value := object[f.renamed]
	defer func() { object[f.renamed] = value }()
	return slices.ContainsFunc([]any{map[string]any{}, []any{}, "text", 42, true, nil}, func(other any) bool {
		object[f.renamed] = other
		text, err := json.Marshal(root)
		return err == nil && schema.Valid(text)
	})
}

func validate(schema *verdict.Schema, text []byte) []verdict.Violation {
	var invalid *verdict.Error
	if errors.As(schema.Validate(text), &invalid) {
		return invalid.Violations
	}
	return nil
}

// isNamedBy reports whether the violations report the fault and nothing else: there is one, and it is
// at the damaged value. For a property left out, it must be at the object and name the property, perhaps
// as one of several of which any is sufficient. A misspelt or misplaced property may be reported as one that
// does not belong there, a missing one, or, if the object is closed and requires it, both. An added property of an
// object that allows any name is one more entry: what is wrong is within its value, perhaps in several places. An
// additional item may be reported at the array, at the item, or both. Of two values that were exchanged, both may be wrong.
// A fault that the schema allows by itself, but not next to another property, may be reported of that one, if it is named as the reason.
func (f *fault) isNamedBy(violations []verdict.Violation) bool {
	if len(violations) == 1 && f.isReasonFor(violations[0]) {
		return true
	}
	switch f.kind {
	case Removed:
		return len(violations) == 1 && (f.isMissing(violations[0]) || f.isAmongMissing(violations[0]))
	case MisspeltName, Misplaced, Added:
		missing, unknown := 0, 0
		for _, v := range violations {
			switch {
			case f.isEntry && isWithin(v.Pointer, f.moved):
			case f.kind != Added && (f.isMissing(v) || f.isAmongMissing(v)):
				missing++
			case f.isExcess(v):
				unknown++
			default:
				return false
			}
		}
		return missing <= 1 && unknown <= 1
	case Exchanged:
		first, second := 0, 0
		for _, v := range violations {
			switch v.Pointer {
			case f.at.pointer:
				first++
			case f.other:
				second++
			default:
				return false
			}
		}
		return first <= 1 && second <= 1
	}
	atValue, atItem := 0, 0
	for _, v := range violations {
		switch {
		case v.Pointer == f.at.pointer:
			atValue++
		case f.kind == AddedItem && isItem(v.Pointer, f.at.pointer),
			f.kind == OutOfBounds && isItem(v.Pointer, f.at.pointer) && pointsAtItem(v.Rule):
			atItem++
		default:
			return false
		}
	}
	return atValue+atItem == 1 || f.kind == AddedItem && atValue == 1 && atItem == 1
}

// isExcess reports whether a violation says that the added, misspelt or misplaced property does not belong
// to its object: the property is unknown, its value is not that of a property which may be added, the
// misspelt name is corrected, there are too many properties, or it is one that excludes it.
func (f *fault) isExcess(v verdict.Violation) bool {
	isRenamed := v.Suggestion.Kind == verdict.SuggestRename && v.Suggestion.Text == strconv.Quote(f.at.name)
	switch {
	case f.kind == MisspeltName && isRenamed && isWithin(v.Pointer, f.moved):
		return true // any name is allowed, but the value suits only the one that is suggested
	case v.Pointer == f.moved:
		return v.Property == f.renamed || f.kind != MisspeltName
	case v.Pointer != f.moved[:strings.LastIndexByte(f.moved, '/')]:
		return false
	}
	return v.Rule == verdict.RuleMaxProperties || v.Rule == verdict.RuleOneOf && strings.Contains(v.Message, strconv.Quote(f.renamed)+", remove one")
}

// isReasonFor reports whether a violation of the object, or within it, is because of the damaged property.
func (f *fault) isReasonFor(v verdict.Violation) bool {
	if f.kind == Added || f.kind == AddedItem || f.at.name == "" || !isWithin(v.Pointer, f.at.within) {
		return false
	}
	_, reason, found := strings.Cut(v.Message, "(because ")
	state := strconv.Quote(f.at.name) + " is "
	if changesNames(f.kind) {
		state += "missing"
	}
	return found && strings.Contains(reason, state)
}

// isWithin reports whether a pointer is to a value or within it.
func isWithin(pointer, value string) bool {
	below, ok := strings.CutPrefix(pointer, value)
	return ok && (below == "" || below[0] == '/')
}

// isItem reports whether a pointer is to an item or property of a value.
func isItem(pointer, value string) bool {
	token, below := strings.CutPrefix(pointer, value+"/")
	return below && !strings.Contains(token, "/")
}

// isPlacedBy reports whether there is one violation, of any rule, and it is at the damaged place: for a
// property left out, added, misspelt or moved, at the object.
func (f *fault) isPlacedBy(violations []verdict.Violation) bool {
	if len(violations) != 1 {
		return false
	}
	if changesNames(f.kind) {
		return violations[0].Pointer == f.at.within
	}
	return violations[0].Pointer == f.at.pointer
}

// pointsAtItem reports whether a rule about a whole array points at one of its items.
func pointsAtItem(rule verdict.Rule) bool {
	return rule == verdict.RuleAdditionalItems || rule == verdict.RuleUniqueItems
}

// isMissing reports whether a violation says that the property is missing, or that there are too few.
func (f *fault) isMissing(v verdict.Violation) bool {
	return v.Rule == verdict.RuleMinProperties && v.Pointer == f.at.within || v.Rule == verdict.RuleMissing && v.Pointer == f.at.within && v.Property == f.at.name
}

// isAmongMissing reports whether a violation of the object says that the property is missing, alone or
// as one of several: no alternative matches without it, it decides between alternatives, or another
// violation is because it is missing.
func (f *fault) isAmongMissing(v verdict.Violation) bool {
	if v.Pointer != f.at.within {
		return false
	}
	if f.isReasonFor(v) {
		return true
	}
	name := strconv.Quote(f.at.name)
	isIn := func(_, names string, found bool) bool { return found && strings.Contains(names, name) }
	return (v.Rule == verdict.RuleAnyOf || v.Rule == verdict.RuleOneOf) &&
		(isIn(strings.Cut(v.Message, "missing required property ")) || isIn(strings.Cut(v.Message, "must match exactly one; ")))
}

// now describes what is at the damaged place.
func (f *fault) now() string {
	switch f.kind {
	case Removed:
		return "nothing"
	case MisspeltName:
		return "named " + f.renamed
	case Added:
		return "beside " + f.renamed
	case Exchanged:
		return "exchanged with " + f.other
	case Misplaced:
		return "at " + f.moved
	}
	return brief(f.at.value())
}

func brief(value any) string {
	text, _ := json.Marshal(value)
	if len(text) > 60 {
		return string(text[:60]) + "…"
	}
	return string(text)
}

func sortedNames(object map[string]any) []string { return slices.Sorted(maps.Keys(object)) }

// escape writes a name as a token of a JSON Pointer (RFC 6901).
func escape(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}
