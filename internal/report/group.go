package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
)

// Mass failures: where one fault is made in every item of an array or in every
// line of a file, a few of them say it all, and a count the rest.

// A groupKey is what findings of a mass failure have in common. In place, the
// indices of arrays are stars.
type groupKey struct {
	file, rule, place string
}

type group struct {
	first finding.Position
	seen  int
}

// groups counts the findings of each group and knows which to show.
type groups struct {
	limit int // how many of a group are shown; zero stands for all
	order []groupKey
	count map[groupKey]*group
}

func newGroups(limit int) *groups {
	return &groups{limit: limit, count: make(map[groupKey]*group)}
}

// show counts a finding and reports whether it is among the first of its group.
func (g *groups) show(f *finding.Finding) bool {
	if g.limit <= 0 {
		return true
	}
	key := groupKey{f.File, f.Rule, place(f)}
	at := g.count[key]
	if at == nil {
		at = &group{first: f.Range.Start}
		g.count[key] = at
		g.order = append(g.order, key)
	}
	at.seen++
	return at.seen <= g.limit
}

// place is the pointer of a finding with a star for each index, and the name
// that is missing there.
func place(f *finding.Finding) string {
	tokens := strings.Split(f.Pointer, "/")
	for i, token := range tokens {
		if token != "" && strings.Trim(token, "0123456789") == "" {
			tokens[i] = "*"
		}
	}
	pointer := strings.Join(tokens, "/")
	if f.Rule == "missing" {
		pointer += "/" + f.Property
	}
	return pointer
}

// write tells of every group that was not shown in full.
func (g *groups) write(w io.Writer, paint palette) error {
	for _, key := range g.order {
		at := g.count[key]
		if at.seen <= g.limit {
			continue
		}
		where := ""
		if key.place != "" {
			where = " at " + printable(key.place)
		}
		_, err := fmt.Fprintf(w, "%s × %s%s, first at %s:%s\n", paint.message(thousands(at.seen)), key.rule, where,
			paint.path(printable(key.file)), position(at.first))
		if err != nil {
			return err
		}
	}
	return nil
}

// thousands writes a number with commas: 4,812.
func thousands(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
