package nearest

import "unicode"

// This file computes edit distances of short names a column of the table of distances at a time.

// places has, for each ASCII letter, a bit for each of its places in a name.
type places [unicode.MaxASCII + 1]uint64

// of sets the places of a name. It returns false if the name is too long, or not ASCII.
func (p *places) of(name []rune) bool {
	if len(name) == 0 || len(name) > 64 {
		return false
	}
	for i, r := range name {
		if r > unicode.MaxASCII {
			return false
		}
		p[r] |= 1 << i
	}
	return true
}

// distance is the function distance for a name of a length whose letters are at these places. It is the
// algorithm of Hyyrö (A bit-vector algorithm for computing Levenshtein and Damerau edit distances, 2003):
// neighbors in the table differ by at most one, so two bits represent a distance.
func (p *places) distance(length int, other []rune, limit int) int {
	up, down := ^uint64(0), uint64(0) // the distance is that of the row above, plus or minus one
	var same, before, least uint64    // least: it is that of the row above in the column before
	last := uint64(1) << (length - 1)
	cost := length
	for j, r := range other {
		before, same = same, 0
		if r <= unicode.MaxASCII {
			same = p[r]
		}
		swapped := (^least & same) << 1 & before
		least = (same&up + up) ^ up | same | down | swapped
		right, left := down|^(least|up), least&up // plus or minus one against the column before
		if right&last != 0 {
			cost++
		} else if left&last != 0 {
			cost--
		}
		if cost-(len(other)-1-j) > limit { // each column reduces it by at most one
			return limit + 1
		}
		right, left = right<<1|1, left<<1
		up, down = left|^(least|right), right&least
	}
	return cost
}
