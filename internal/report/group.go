package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/words"
)

// This file groups mass failures. If the same problem occurs in every item of an array,
// every value of a map or every line of a file, only the first few findings are shown and
// the rest are counted.

// A groupKey holds what the findings of one mass failure have in common: the rule and the
// keyword location in the schema or, if there is none, the place in the payload.
type groupKey struct {
	file, rule, keyword, property, place string
}

type group struct {
	first finding.Position
	seen  int
	place []string // tokens of the findings' pointers, with * in place of tokens that differ
	last  string   // pointer added
}

// maxGroups bounds how many groups are kept in memory. Findings beyond it are not grouped.
const maxGroups = 10_000

// groups counts the findings of each group and knows which to show.
type groups struct {
	limit int // findings shown per group; 0 means all
	order []groupKey
	count map[groupKey]*group
}

func newGroups(limit int) *groups {
	return &groups{limit: limit, count: make(map[groupKey]*group)}
}

// show counts a finding and reports whether it is within the limit of its group.
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

// tokens returns the tokens of a pointer, with each array index replaced by *.
func tokens(pointer string) []string {
	all := strings.Split(pointer, "/")
	for i, token := range all {
		if token != "" && strings.Trim(token, "0123456789") == "" {
			all[i] = "*"
		}
	}
	return all
}

// add generalizes the place of the group so that it covers pointer as well.
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

// at returns the generalized pointer of a group, including the name of a missing property.
func (g *group) at(key groupKey) string {
	place := strings.Join(g.place, "/")
	if key.rule == "missing" {
		place += "/" + key.property
	}
	return place
}

// write prints a line for every group that was not shown in full, with the number of findings
// that are not shown.
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
		_, err := fmt.Fprintf(w, "%s [%s]%s (%s in all), first at %s:%s\n", paint.message(words.Thousands(at.seen-g.limit)+" more"), key.rule, where,
			words.Thousands(at.seen), paint.path(printable(key.file)), position(at.first))
		if err != nil {
			return err
		}
	}
	return nil
}
