// Package nearest answers "did you mean": which of the names that exist is the
// one a person most likely wanted to write.
package nearest

import (
	"strings"
	"unicode"

	"github.com/agext/levenshtein"
)

// Of returns the candidate nearest to name, and false where none is near enough
// to be worth a suggestion or where two are equally near. Names that differ in
// case or in style only (projectID, project_id, project-id) are nearest of all;
// others must be reachable by editing at most a third of their letters.
func Of(name string, candidates []string) (string, bool) {
	folded := fold(name)
	params := levenshtein.NewParams()

	best, bestCost, tie := "", maxCost(name)+1, false
	for _, candidate := range candidates {
		if candidate == name {
			continue
		}
		cost := 0
		if fold(candidate) != folded {
			cost = max(1, levenshtein.Distance(folded, fold(candidate), params))
		}
		switch {
		case cost < bestCost:
			best, bestCost, tie = candidate, cost, false
		case cost == bestCost:
			tie = true
		}
	}
	return best, best != "" && !tie
}

// Same reports whether two names differ at most in case and in style.
func Same(a, b string) bool { return fold(a) == fold(b) }

// maxCost is how many edits are still a slip of the hand.
func maxCost(name string) int {
	n := len([]rune(name))
	if n < 3 {
		return 0
	}
	return max(1, n/3)
}

// fold takes case and word separators out of a name.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', '.', ' ':
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}
