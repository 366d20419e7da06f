// This file implements backtracking, for patterns that no automaton can run: those with
// back-references, and those whose counted repetitions are too large to expand.

package pattern

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// Errors of [Pattern.Match].
var (
	ErrSteps   = errors.New("pattern: the matches took too many steps")
	ErrTimeout = errors.New("pattern: the match took too long")
	ErrLimit   = errors.New("pattern: the match took too much memory")
)

// matchTimeout bounds the time of a match. It is far above what reasonable patterns take,
// and below what a user notices.
const matchTimeout = 100 * time.Millisecond

// A backtracker runs a pattern with regexp2.
type backtracker struct {
	regexp *regexp2.Regexp
}

// newBacktracker returns the backtracker of a tree. The pattern is regenerated from the
// tree, so that sets and escapes mean the same as in the other engines.
func newBacktracker(tree *node) (*backtracker, error) {
	var b strings.Builder
	writeSource(&b, tree)
	re, err := regexp2.Compile(b.String(), regexp2.ECMAScript|regexp2.Unicode)
	if err != nil {
		return nil, err
	}
	re.MatchTimeout = matchTimeout
	return &backtracker{re}, nil
}

func (b *backtracker) match(text []byte, _ *int) (bool, error) {
	matched, err := b.regexp.MatchString(string(text))
	switch {
	case err == nil:
		return matched, nil
	case errors.Is(err, regexp2.ErrBacktrackingStackLimit):
		return false, ErrLimit
	}
	return false, ErrTimeout
}

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

// lookOpening returns the opening of a lookaround, such as "(?=".
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

// assertions maps the kinds that match no character to their syntax.
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
