package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
)

// Mass failures: where one fault is made in every item of an array, in every value of a
// map or in every line of a file, a few of them say it all, and a count the rest.

// A groupKey is what findings of a mass failure have in common: what they break where in
// the schema or, where it is not the schema that says so, their place.
type groupKey struct {
	file, rule, keyword, property, place string
}

type group struct {
	first finding.Position
	seen  int
	place []string // the tokens of their pointers, with a star where they differ
	last  string   // pointer
}

// maxGroups bounds what is kept in mind. What there are more of is no mass failure.
const maxGroups = 10_000

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
	key := groupKey{file: f.File, rule: f.Rule, keyword: f.KeywordLocation, property: f.Property}
	if key.keyword == "" {
		key.place = strings.Join(tokens(f.Pointer), "/")
	}
	at := g.count[key]
	if at == nil {
		if len(g.order) >= maxGroups {
			return true
		}
		at = &group{first: f.Range.Start, place: tokens(f.Pointer), last: f.Pointer}
		g.count[key] = at
		g.order = append(g.order, key)
	}
	at.seen++
	at.add(f.Pointer)
	return at.seen <= g.limit
}

// tokens are those of a pointer, with a star for each index.
func tokens(pointer string) []string {
	all := strings.Split(pointer, "/")
	for i, token := range all {
		if token != "" && strings.Trim(token, "0123456789") == "" {
			all[i] = "*"
		}
	}
	return all
}

// add has the place of a group be that of one more pointer.
func (g *group) add(pointer string) {
	if pointer == g.last {
		return
	}
	g.last = pointer
	i := 0
	for token := range strings.SplitSeq(pointer, "/") {
		if i < len(g.place) && g.place[i] != token {
			g.place[i] = "*"
		}
		i++
	}
}

// at is where the findings of a group are, with the name that is missing there.
func (g *group) at(key groupKey) string {
	place := strings.Join(g.place, "/")
	if key.rule == "missing" {
		place += "/" + key.property
	}
	return place
}

// write tells of every group that was not shown in full.
func (g *groups) write(w io.Writer, paint palette) error {
	for _, key := range g.order {
		at := g.count[key]
		if at.seen <= g.limit {
			continue
		}
		where := ""
		if place := at.at(key); place != "" {
			where = " at " + printable(place)
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
