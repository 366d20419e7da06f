// This file writes trees as patterns for engines of other packages.

package pattern

import (
	"fmt"
	"strconv"
	"strings"
)

// writeSource writes the tree as a regular expression.
func writeSource(b *strings.Builder, n *node) {
	switch n.kind {
	case kindSet:
		writeSet(b, n.set)
	case kindConcat:
		b.WriteString("(?:")
		for _, child := range n.children {
			writeSource(b, child)
		}
		b.WriteByte(')')
	case kindAlternate:
		opening := "(?:"
		for _, child := range n.children {
			b.WriteString(opening)
			writeSource(b, child)
			opening = "|"
		}
		b.WriteByte(')')
	case kindRepeat:
		b.WriteString("(?:")
		writeSource(b, n.children[0])
		fmt.Fprintf(b, "){%d,", n.min)
		if n.max != unlimited {
			b.WriteString(strconv.Itoa(n.max))
		}
		b.WriteByte('}')
		if n.lazy {
			b.WriteByte('?')
		}
	case kindGroup:
		b.WriteByte('(')
		writeSource(b, n.children[0])
		b.WriteByte(')')
	case kindLook:
		b.WriteString(lookOpening(n.behind, n.negative))
		writeSource(b, n.children[0])
		b.WriteByte(')')
	case kindBackReference:
		fmt.Fprintf(b, `(?:\%d)`, n.index)
	default:
		b.WriteString(assertions[n.kind])
	}
}

// lookOpening returns the beginning of a lookaround.
func lookOpening(behind, negative bool) string {
	switch {
	case behind && negative:
		return "(?<!"
	case behind:
		return "(?<="
	case negative:
		return "(?!"
	}
	return "(?="
}

// assertions has the texts of assertions.
var assertions = [...]string{
	kindStart: "^", kindEnd: "$", kindWordBoundary: `\b`, kindNotWordBoundary: `\B`,
}

func writeSet(b *strings.Builder, s *set) {
	b.WriteByte('[')
	for _, s := range s.spans {
		fmt.Fprintf(b, `\u{%x}-\u{%x}`, s.lo, s.hi)
	}
	b.WriteByte(']')
}
