package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file finds the item of an array that comes nearest to matching contains.

// nearestItem returns the first failure of the item, of the first ones, that comes nearest to matching contains. If
// several come equally near for different reasons, it prefers those that have the constants which contains requires,
// and returns one for each reason if there are few.
func (e *Evaluator) nearestItem(contains *program.Edge, i uint32) []Failure {
	if e.observer == nil || e.thorough || e.failure != noFailure || e.own.full() || e.exploring <= 0 {
		return nil
	}
	var items []uint32
	for item, end := i+1, e.nodes[i].Next; item < end && len(items) < maxStrangers; item = e.nodes[item].Next {
		items = append(items, item)
	}
	best := nearestAttempts(e.attempts(len(items), func(k int) { e.applyItem(contains, items[k], k) }))
	if len(best) == 0 {
		return nil
	}
	if similar := slices.IndexFunc(best, func(a attempt) bool { return e.isMisspeltValue(&a.failures[0]) }); similar >= 0 {
		return best[similar].failures[:1]
	}
	if others := slices.DeleteFunc(slices.Clone(best), func(a attempt) bool { return a.failures[0].isValue() }); len(others) > 0 {
		best = others
	}
	var reasons []Failure
	for _, a := range best {
		first := &a.failures[0]
		switch {
		case slices.ContainsFunc(reasons, func(f Failure) bool { return f.isOfSameKeyword(first) }):
		case first.Code == program.Type && first.moves == 1 && !e.isQuotedValue(first):
			// An item of another type is not near.
		case len(reasons) == maxNearItems:
			return nil
		default:
			reasons = append(reasons, *first)
		}
	}
	return reasons
}

// maxNearItems is the maximum number of items that a message about contains explains.
const maxNearItems = 2

// isQuotedValue reports whether a failure is of a number or boolean in quotes that would be valid without them.
func (e *Evaluator) isQuotedValue(f *Failure) bool {
	if e.nodes[f.Node].Kind() != jsontape.String {
		return false
	}
	literal, kind := jsontape.Literal(e.textOf(f.Node))
	return literal != nil && kind != jsontape.Null && f.Takes(kind)
}

// isMisspeltValue reports whether a failure is of a string that is similar to an expected one.
func (e *Evaluator) isMisspeltValue(f *Failure) bool {
	if !f.isValue() || e.nodes[f.Node].Kind() != jsontape.String {
		return false
	}
	_, ok := nearest.Of(string(e.doc.Raw(f.Node)), f.Values().Texts)
	return ok
}

// isOfSameKeyword reports whether two failures are of the same keyword of the same schema, and of the same property.
func (f *Failure) isOfSameKeyword(other *Failure) bool {
	return f.schema == other.schema && f.Code == other.Code && f.Keyword == other.Keyword && f.Name == other.Name
}
