package tags

// This file finds bounds that no number satisfies: minimum=1.2 and maximum=1.8 of an integer,
// multipleOf=300 of a byte.

import (
	"fmt"
	"math/big"

	"github.com/verdict-lint/verdict/internal/words"
)

// An interval is the set of numbers that the bounds of a level allow, including those of its type.
type interval struct {
	low, high         *big.Rat // nil if there is no bound
	openLow, openHigh bool     // the bound itself is excluded
	step              *big.Rat // nil if any number is allowed
	entries           []Entry  // that define it, in the order of the tag
}

// noNumbers finds levels whose entries no number satisfies, although each
// pair of them can be satisfied.
func noNumbers(entries []Entry, field Field) []Problem {
	var problems []Problem
	seen := make(map[int]bool)
	for _, e := range entries {
		depth := e.Depth
		if k, _ := Lookup(e.Name); k.On != Numeric || seen[depth] || field.at(depth) == Anything || field.at(depth)&^Numeric != 0 {
			continue
		}
		seen[depth] = true
		if v, ok := intervalOf(entries, depth, field); ok && v.isEmpty() {
			problems = append(problems, Problem{Entry: v.entries[len(v.entries)-1], Message: v.message(field.bounds(depth))})
		}
	}
	return problems
}

// intervalOf collects the bounds of a level. ok is false if a number is too large
// to compute with, or if any number between two bounds is allowed.
func intervalOf(entries []Entry, depth int, field Field) (v interval, ok bool) {
	ok = true
	number := func(text string) *big.Rat {
		x, reasonable := parse(text)
		ok = ok && reasonable
		return x
	}
	if b := field.bounds(depth); b != nil {
		v.low, v.high = number(b.Min), number(b.Max)
	}
	if field.at(depth) == Integer {
		v.step = big.NewRat(1, 1)
	}
	for _, e := range entries {
		if e.Depth != depth {
			continue
		}
		switch e.Name {
		case "minimum", "exclusiveMinimum":
			v.entries = append(v.entries, e)
			if x := number(e.Value); ok && (v.low == nil || x.Cmp(v.low) >= 0) {
				v.low, v.openLow = x, v.openLow && x.Cmp(v.low) == 0 || e.Name != "minimum"
			}
		case "maximum", "exclusiveMaximum":
			v.entries = append(v.entries, e)
			if x := number(e.Value); ok && (v.high == nil || x.Cmp(v.high) <= 0) {
				v.high, v.openHigh = x, v.openHigh && x.Cmp(v.high) == 0 || e.Name != "maximum"
			}
		case "multipleOf":
			v.entries = append(v.entries, e)
			x := number(e.Value)
			if ok && v.step != nil { // the integers among the multiples of p/q are those of p
				x = new(big.Rat).SetInt(x.Num())
			}
			v.step = x
		}
	}
	return v, ok && v.low != nil && v.high != nil && v.low.Cmp(v.high) <= 0 && v.step != nil
}

// isEmpty reports whether no multiple of the step is within the bounds.
func (v interval) isEmpty() bool {
	quotient := new(big.Rat).Quo(v.low, v.step)
	n := new(big.Int).Div(quotient.Num(), quotient.Denom()) // rounded down
	first := new(big.Rat).Mul(new(big.Rat).SetInt(n), v.step)
	for first.Cmp(v.low) < 0 || v.openLow && first.Cmp(v.low) == 0 {
		first.Add(first, v.step)
	}
	c := first.Cmp(v.high)
	return c > 0 || c == 0 && v.openHigh
}

func (v interval) message(b *Bounds) string {
	raw := make([]string, len(v.entries))
	for i, e := range v.entries {
		raw[i] = e.Raw
	}
	text := "nothing satisfies " + words.And(raw)
	if b != nil {
		text += fmt.Sprintf(" within the type, which goes from %s to %s", b.Min, b.Max)
	}
	return text
}
