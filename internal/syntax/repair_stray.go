package syntax

import "bytes"

// This file skips values in an object where a comma and a name are expected.

// isStrayValue reports whether a value begins at p that cannot be the name of a property, in
// an object where a comma is expected: a comma before it would not help.
func (r *repairer) isStrayValue(p int) bool {
	switch k := r.json[p]; {
	case k == '"':
		after := r.significantFrom(skipString(r.json, p))
		return after < len(r.json) && (r.json[after] == ',' || r.json[after] == '}' || r.colonFollows(after))
	case k == '{' || k == '[':
		return true
	case beginsValue(k):
		after := r.significantFrom(r.scalarEnd(p))
		return after == len(r.json) || r.json[after] != ':'
	}
	return false
}

// skipStray replaces the value before p, and the stray ones from p on, by a placeholder.
func (r *repairer) skipStray(p int, c *context) (fix, bool) {
	end := p
	for next := p; next < len(r.json) && r.isStrayValue(next); next = r.significantFrom(end) {
		switch r.json[next] {
		case '"':
			end = skipString(r.json, next)
		case '{', '[':
			end = max(r.junkEnd(next), next+1)
		default:
			end = r.scalarEnd(next)
		}
	}
	if k := r.json[c.value]; k == '{' || k == '[' {
		return fix{edits: []Edit{{p, end, ""}}, lossy: true}, true
	}
	return placeholder(c.value, end, "null"), true
}

// scalarEnd returns the end of the number or word at p.
func (r *repairer) scalarEnd(p int) int {
	end := p + 1
	for end < len(r.json) && (isWordByte(r.json[end]) || bytes.IndexByte([]byte("+-."), r.json[end]) >= 0) {
		end++
	}
	return end
}
