// This file implements sets of code points, the values of character classes.

package pattern

import (
	"cmp"
	"encoding/binary"
	"slices"
	"unicode"
)

// A span is the code points from lo to hi, both included.
type span struct {
	lo, hi rune
}

// A set is a set of code points. Its spans are sorted, and neither overlap nor
// touch, so equal sets have equal spans. A set is never changed once made.
type set struct {
	spans []span
	ascii [2]uint64 // the members below 128, as bits
}

// newSet makes a set of spans in any order, and overwrites them.
func newSet(spans ...span) *set {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	merged := spans[:0]
	for _, s := range spans {
		if n := len(merged); n > 0 && s.lo <= merged[n-1].hi+1 {
			merged[n-1].hi = max(merged[n-1].hi, s.hi)
			continue
		}
		merged = append(merged, s)
	}
	result := &set{spans: merged}
	for _, s := range merged {
		for r := s.lo; r <= min(s.hi, 127); r++ {
			result.ascii[r>>6] |= 1 << (r & 63)
		}
	}
	return result
}

// complement returns the set of all other code points.
func (s *set) complement() *set {
	var rest []span
	next := rune(0)
	for _, s := range s.spans {
		if next < s.lo {
			rest = append(rest, span{next, s.lo - 1})
		}
		next = s.hi + 1
	}
	if next <= unicode.MaxRune {
		rest = append(rest, span{next, unicode.MaxRune})
	}
	return newSet(rest...)
}

// key returns a string that equal sets share.
func (s *set) key() string { return string(appendSpans(nil, s.spans)) }

func appendSpans(key []byte, spans []span) []byte {
	for _, s := range spans {
		key = binary.LittleEndian.AppendUint32(key, uint32(s.lo))
		key = binary.LittleEndian.AppendUint32(key, uint32(s.hi))
	}
	return key
}

// contains reports whether r is a member.
func (s *set) contains(r rune) bool {
	if 0 <= r && r < 128 {
		return s.ascii[r>>6]&(1<<(r&63)) != 0
	}
	_, found := slices.BinarySearchFunc(s.spans, r, func(s span, r rune) int {
		switch {
		case s.hi < r:
			return -1
		case s.lo > r:
			return 1
		}
		return 0
	})
	return found
}

// The spans of the class escapes (ECMA-262, CharacterClassEscape,
// https://tc39.es/ecma262/#sec-compiletocharset). Unlike those of other
// dialects, digits and words are ASCII, and white space is what the language itself skips:
// WhiteSpace and LineTerminator.
func digitSpans() []span { return []span{{'0', '9'}} }

func wordSpans() []span { return []span{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}} }

func spaceSpans() []span {
	return []span{
		{'\t', '\r'}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A},
		{0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
	}
}

// lineEndSpans returns the code points that `.` does not match.
func lineEndSpans() []span { return []span{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}} }

// isWord reports whether \w matches b; no byte of a longer code point does.
func isWord(b byte) bool {
	return '0' <= b && b <= '9' || 'A' <= b && b <= 'Z' || b == '_' || 'a' <= b && b <= 'z'
}
