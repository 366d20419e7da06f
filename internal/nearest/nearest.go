// Package nearest finds the candidate for "did you mean": the existing name that a
// misspelled one most likely stands for.
package nearest

import (
	"math/bits"
	"slices"
	"unicode"
)

// Of returns the candidate nearest to name, or false if none is near enough to be suggested
// or if two are equally near. Names that differ only in case or style (projectID,
// project_id, project-id) are nearest; others must be within an edit distance of a third of
// the letters of name, or have name as a prefix.
func Of(name string, candidates []string) (string, bool) { return Prepare(candidates).Nearest(name) }

// Names holds candidates with precomputed sketches, which rule out most of them
// quickly.
type Names struct {
	names    []string
	folded   []rune   // of all names, one after the other
	sketches []sketch // parallel to names
}

// A sketch summarizes a name by its length and its letters, which is enough to rule out most
// names. Code points that are equal modulo 64 share a bit.
type sketch struct {
	letters uint64
	again   uint64 // those that the name has more than once
	length  int
}

func sketchOf(folded []rune) sketch {
	s := sketch{length: len(folded)}
	for _, r := range folded {
		letter := uint64(1) << (r & 63)
		s.again |= s.letters & letter
		s.letters |= letter
	}
	return s
}

// Prepare folds the candidates, which must not be modified afterwards, and computes their sketches.
func Prepare(candidates []string) *Names {
	n := &Names{names: candidates, sketches: make([]sketch, len(candidates))}
	for k, candidate := range candidates {
		from := len(n.folded)
		n.folded = fold(n.folded, candidate)
		n.sketches[k] = sketchOf(n.folded[from:])
	}
	return n
}

// Nearest is like [Of] with n as the candidates.
func (n *Names) Nearest(name string) (string, bool) {
	var space [short]rune
	folded := fold(space[:0], name)
	limit := maxCost(len(folded))
	s := search{name: name, folded: folded, sketch: sketchOf(folded), limit: limit, best: -1, bestCost: limit + 1}
	if k, from := s.compare(n, 0, 0, nil); k < len(n.sketches) {
		var letters places
		s.isShort = letters.of(folded)
		s.compare(n, k, from, &letters)
	}
	if s.best < 0 || s.tie {
		return "", false
	}
	best := n.names[s.best]
	return best, best != ""
}

// A search finds the candidate that is nearest to a name.
type search struct {
	name    string
	folded  []rune
	sketch  sketch
	limit   int  // of edits
	isShort bool // whether the name has places

	best     int // -1 if no candidate is near enough
	bestCost int
	tie      bool // another candidate is as near as the best
}

// compare compares the name with the candidates from k on, the folded text of which begins at from. letters
// has the letters of the name; if it is nil, compare returns where the first candidate is that needs it. Most
// typos are one edit, which does not.
func (s *search) compare(n *Names, k, from int, letters *places) (next, begin int) {
	for ; k < len(n.sketches); k++ {
		candidate := &n.sketches[k]
		end := from + candidate.length
		most := min(s.limit, s.bestCost)
		near, goesOn := s.sketch.mayBeWithin(most, candidate), most == s.limit && s.limit > 0 && s.sketch.mayBegin(candidate)
		if !near && !goesOn || n.names[k] == s.name {
			from = end
			continue
		}
		other, cost := n.folded[from:end], s.limit+1
		if near {
			switch cost = typo(s.folded, other); {
			case cost <= 1 || most <= 1:
			case letters == nil:
				return k, from
			case s.isShort:
				cost = letters.distance(len(s.folded), other, most)
			default:
				cost = distance(s.folded, other, most)
			}
		}
		if cost > most && goesOn && slices.Equal(other[:len(s.folded)], s.folded) {
			cost = s.limit
		}
		switch {
		case cost < s.bestCost:
			s.best, s.bestCost, s.tie = k, cost, false
		case cost == s.bestCost:
			s.tie = true
		}
		from = end
	}
	return k, from
}

// typo returns the edit distance of a and b if it is 0 or 1, and otherwise 2.
func typo(a, b []rune) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case len(a) == 0 && len(b) == 0:
		return 0
	case len(a) <= 1 && len(b) <= 1, len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]:
		return 1
	}
	return 2
}

// mayBeWithin reports whether the edit distance of the two names can be at most limit: each
// letter that only one of them has takes an edit.
func (s *sketch) mayBeWithin(limit int, other *sketch) bool {
	return s.length-other.length <= limit && other.length-s.length <= limit &&
		s.lacking(other) <= limit && other.lacking(s) <= limit
}

// lacking returns the number of letters of the name that the other lacks, or fewer.
func (s *sketch) lacking(other *sketch) int {
	return bits.OnesCount64(s.letters&^other.letters) + bits.OnesCount64(s.again&^other.again)
}

// mayBegin reports whether this name can be a proper prefix of the other.
func (s *sketch) mayBegin(other *sketch) bool {
	return s.length < other.length && s.letters&^other.letters == 0
}

// Same reports whether two names differ at most in case and style.
func Same(a, b string) bool {
	var x, y [short]rune
	return slices.Equal(fold(x[:0], a), fold(y[:0], b))
}

// Within reports whether at most a number of edits make one name of the other, apart from
// case and style.
func Within(a, b string, edits int) bool {
	var x, y [short]rune
	return distance(fold(x[:0], a), fold(y[:0], b), edits) <= edits
}

// Edits returns how many edits make one name of the other, apart from case and style, or a larger
// number than still counts as a typo.
func Edits(a, b string) int {
	var x, y [short]rune
	folded := fold(x[:0], a)
	return distance(folded, fold(y[:0], b), maxCost(len(folded)))
}

// short is the maximum length of names that need no heap allocation.
const short = 64

// maxCost returns how many edits of a name of n letters still count as a typo.
func maxCost(n int) int {
	if n < 3 {
		return 0
	}
	return max(1, n/3)
}

// distance returns the edit distance of a and b, with swaps of adjacent letters as one edit
// (optimal string alignment), or a number above limit if it is larger than limit. Libraries
// for edit distance lack swaps, which are the most common typo.
func distance(a, b []rune, limit int) int {
	if slices.Equal(a, b) {
		return 0 // the common case
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

// fold appends name in lower case, without word separators and quotes.
func fold(dst []rune, name string) []rune {
	for _, r := range name {
		switch {
		case 'a' <= r && r <= 'z':
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case r == '_' || r == '-' || r == '.' || r == ' ' || r == '"':
			continue
		case r > unicode.MaxASCII:
			r = unicode.ToLower(r)
		}
		dst = append(dst, r)
	}
	return dst
}
