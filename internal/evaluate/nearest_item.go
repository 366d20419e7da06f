package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file finds the item of an array that comes nearest to matching contains.

// nearestItem returns the first failure of the item, of the first ones, that comes nearest to matching contains. It
// returns none if several come equally near for different reasons.
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
	first := &best[0].failures[0]
	if similar := slices.IndexFunc(best, func(a attempt) bool { return e.isMisspeltValue(&a.failures[0]) }); similar >= 0 {
		first = &best[similar].failures[0]
	} else if slices.ContainsFunc(best, func(a attempt) bool { return !a.failures[0].isOfSameKeyword(first) }) {
		return nil
	}
	if first.Code == program.Type && first.moves == 1 {
		return nil // an item of another type is not near
	}
	return []Failure{*first}
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
