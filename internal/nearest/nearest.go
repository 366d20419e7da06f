// Package nearest answers "did you mean": which of the names that exist is the
// one a person most likely wanted to write.
package nearest

import (
	"math/bits"
	"slices"
	"unicode"
)

// Of returns the candidate nearest to name, and false where none is near enough
// to be worth a suggestion or where two are equally near. Names that differ in
// case or in style only (projectID, project_id, project-id) are nearest of all;
// others must be reachable by editing at most a third of their letters, or by
// going on where name stops.
func Of(name string, candidates []string) (string, bool) { return Prepare(candidates).Nearest(name) }

// Names are candidates that have been looked at beforehand, so that most of them
// need not be looked at again.
type Names struct {
	names    []string
	sketches []sketch // parallel to names
}

// A sketch is what shows of most names that they are not near: the number of their
// letters, and which they are.
type sketch struct {
	letters uint64
	length  int
}

func sketchOf(folded []rune) sketch { return sketch{letters(folded), len(folded)} }

// Prepare looks at the candidates, which must not change from then on.
func Prepare(candidates []string) *Names {
	var space [short]rune
	sketches := make([]sketch, len(candidates))
	for k, candidate := range candidates {
		sketches[k] = sketchOf(fold(space[:0], candidate))
	}
	return &Names{candidates, sketches}
}

// Nearest is [Of] among the names.
func (n *Names) Nearest(name string) (string, bool) {
	var space, otherSpace [short]rune
	folded := fold(space[:0], name)
	drawn := sketchOf(folded)
	limit := maxCost(len(folded))

	best, bestCost, tie := "", limit+1, false
	for k, candidate := range n.names {
		near, goesOn := drawn.mayBeWithin(limit, n.sketches[k]), limit > 0 && drawn.mayBegin(n.sketches[k])
		if !near && !goesOn || candidate == name {
			continue
		}
		other := fold(otherSpace[:0], candidate)
		cost := limit + 1
		if near {
			cost = distance(folded, other, limit)
		}
		if cost > limit && goesOn && slices.Equal(other[:len(folded)], folded) {
			cost = limit
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

// mayBeWithin reports whether so many edits may be enough to get from one name to the
// other: a letter that only one of them has takes an edit of its own.
func (s sketch) mayBeWithin(limit int, other sketch) bool {
	return s.length-other.length <= limit && other.length-s.length <= limit &&
		bits.OnesCount64(s.letters&^other.letters) <= limit && bits.OnesCount64(other.letters&^s.letters) <= limit
}

// mayBegin reports whether the other name may begin with this one and go on.
func (s sketch) mayBegin(other sketch) bool {
	return s.length < other.length && s.letters&^other.letters == 0
}

// Same reports whether two names differ at most in case and in style.
func Same(a, b string) bool {
	var x, y [short]rune
	return slices.Equal(fold(x[:0], a), fold(y[:0], b))
}

// short is a length up to which names are dealt with on the stack.
const short = 64

// maxCost is how many edits of a name of n letters are still a slip of the hand.
func maxCost(n int) int {
	if n < 3 {
		return 0
	}
	return max(1, n/3)
}

// distance is how many letters have to be put in, taken out, replaced or swapped
// with their neighbour to get from a to b (optimal string alignment). Beyond
// limit it only says so: libraries for it know no swaps, which are the slip that
// hands make most.
func distance(a, b []rune, limit int) int {
	if slices.Equal(a, b) {
		return 0 // as most that are near are
	}
	var space [3 * (short + 1)]int32
	rows := space[:]
	if width := len(b) + 1; 3*width > len(rows) {
		rows = make([]int32, 3*width)
	}
	before, above, row := rows[:len(b)+1], rows[len(b)+1:2*(len(b)+1)], rows[2*(len(b)+1):3*(len(b)+1)]
	for j := range row {
		above[j] = int32(j)
	}
	for i := 1; i <= len(a); i++ {
		row[0] = int32(i)
		least := row[0]
		for j := 1; j <= len(b); j++ {
			cost := int32(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if int(least) > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return int(above[len(b)])
}

// letters is a set of the letters of a name, one bit for each 64 code points apart.
func letters(name []rune) uint64 {
	var set uint64
	for _, r := range name {
		set |= 1 << (r & 63)
	}
	return set
}

// fold appends a name without case, word separators and quotes.
func fold(dst []rune, name string) []rune {
	for _, r := range name {
		switch r {
		case '_', '-', '.', ' ', '"':
		default:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			} else if r > unicode.MaxASCII {
				r = unicode.ToLower(r)
			}
			dst = append(dst, r)
		}
	}
	return dst
}
