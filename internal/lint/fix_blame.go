package lint

import (
	"sort"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file finds the fixes that are to blame if all of them together leave more findings than
// expected.

// withoutBlamed returns the candidates that are not to blame for the findings of the next version. A
// candidate is to blame if its finding still exists. For a new finding, the candidates within its
// range are to blame if they are few, or else the one before it.
func (r *fixRun) withoutBlamed(candidates []candidate, next *version) []candidate {
	moves := movesOf(editsOf(candidates))
	left := findingIDs(next.found, nil)
	blamed := make([]bool, len(candidates))
	starts := make([]int64, len(candidates)) // in the next version
	for i, c := range candidates {
		start := int64(c.edits[0].Start)
		starts[i] = start + moves.at(start)
		blamed[i] = left[idOf(c.fixes, moves)]
	}
	known := findingIDs(r.found, moves)
	for i := range next.found {
		if f := &next.found[i]; !known[idOf(f, nil)] {
			blame(blamed, starts, f)
		}
	}
	var rest []candidate
	for i, c := range candidates {
		if !blamed[i] {
			rest = append(rest, c)
		}
	}
	return rest
}

// blame blames the candidates within the range of a new finding, unless they are many, or the
// one before it. starts are where the candidates begin.
func blame(blamed []bool, starts []int64, f *finding.Finding) {
	first := sort.Search(len(starts), func(k int) bool { return starts[k] >= f.Range.Offset })
	after := sort.Search(len(starts), func(k int) bool { return starts[k] >= f.Range.EndOffset })
	if first == after {
		first--
	}
	for k := max(first, 0); k < after && after-first <= maxBlamed; k++ {
		blamed[k] = true
	}
}

// A findingID identifies a finding of a version.
type findingID struct {
	rule, property string
	offset         int64
}

// idOf returns the ID of a finding after edits have moved it.
func idOf(f *finding.Finding, m moves) findingID {
	return findingID{f.Rule, f.Property, f.Range.Offset + m.at(f.Range.Offset)}
}

func findingIDs(found []finding.Finding, m moves) map[findingID]bool {
	ids := make(map[findingID]bool, len(found))
	for i := range found {
		ids[idOf(&found[i], m)] = true
	}
	return ids
}

// moves records by how many bytes edits move the text after them.
type moves []struct{ after, by int64 }

func movesOf(edits []syntax.Edit) moves {
	all := make(moves, len(edits))
	var by int64
	for i, e := range edits {
		by += int64(len(e.Text) - (e.End - e.Start))
		all[i].after, all[i].by = int64(e.Start), by
	}
	return all
}

// at returns by how many bytes an offset is moved.
func (m moves) at(offset int64) int64 {
	i := sort.Search(len(m), func(i int) bool { return m[i].after >= offset })
	if i == 0 {
		return 0
	}
	return m[i-1].by
}
