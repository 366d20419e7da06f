package tags

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// This file finds entries of a tag that are valid by themselves but contradict each other.

// ranges are pairs of keys: the first must not exceed the second.
var ranges = [...]struct {
	low, high string
	strict    bool // they must not be equal, either
}{
	{"minLength", "maxLength", false},
	{"minItems", "maxItems", false},
	{"minProperties", "maxProperties", false},
	{"minimum", "maximum", false},
	{"minimum", "exclusiveMaximum", true},
	{"exclusiveMinimum", "maximum", true},
	{"exclusiveMinimum", "exclusiveMaximum", true},
}

// contradictions returns the problems of entries that are valid by themselves but contradict
// each other.
func contradictions(entries []Entry, field Field) []Problem {
	var problems []Problem
	add := func(e Entry, format string, args ...any) {
		problems = append(problems, Problem{Entry: e, Message: fmt.Sprintf(format, args...)})
	}
	for i, e := range entries {
		if k, _ := Lookup(e.Name); !k.Repeats && indexOf(entries[:i], e.Name, e.Depth) >= 0 {
			add(e, "%q is given twice", e.Name)
		}
		if e.Name == "enum" && slices.ContainsFunc(entries[:i], func(o Entry) bool {
			return o.Name == "enum" && o.Depth == e.Depth && sameValue(o.Value, e.Value, field.at(e.Depth))
		}) {
			add(e, "%q is in the enum twice", e.Value)
		}
		for _, bound := range broken(e, entries, field) {
			add(e, "%s %q breaks %s", e.Name, e.Value, bound.Raw)
		}
		if e.Name == "required" && field.Optional {
			add(e, "%q contradicts the json tag, which lets the encoder leave the field out", e.Name)
		}
		if e.Name == "-" {
			add(e, "%q leaves the field out, so no other entry has an effect", e.Name)
		}
		if e.Name == "enum" && indexOf(entries, "enum", e.Depth) == i {
			for _, other := range outsideEnum(entries, e.Depth, field) {
				add(other, "%s %q is not in the enum", other.Name, other.Value)
			}
		}
	}
	problems = append(problems, wrongLists(entries, field)...)
	if reversed := emptyRanges(entries); len(reversed) > 0 {
		return append(problems, reversed...)
	}
	return append(problems, noNumbers(entries, field)...)
}

// emptyRanges finds pairs of bounds that no value satisfies.
func emptyRanges(entries []Entry) []Problem {
	var problems []Problem
	for _, r := range ranges {
		for _, low := range entries {
			at := indexOf(entries, r.high, low.Depth)
			if low.Name != r.low || at < 0 {
				continue
			}
			high := entries[at]
			if c := compare(low.Value, high.Value); c > 0 || c == 0 && r.strict {
				problems = append(problems, Problem{Entry: high, Message: fmt.Sprintf("nothing satisfies %s and %s", low.Raw, high.Raw)})
			}
		}
	}
	return problems
}

// limits are the keys that bound a value, with a function that reports whether a literal satisfies the bound.
var limits = [...]struct {
	key   string
	on    Types
	keeps func(value, bound string) bool
}{
	{"minLength", String, func(value, bound string) bool { return compare(bound, length(value)) <= 0 }},
	{"maxLength", String, func(value, bound string) bool { return compare(length(value), bound) <= 0 }},
	{"minimum", Numeric, func(value, bound string) bool { return compare(bound, value) <= 0 }},
	{"maximum", Numeric, func(value, bound string) bool { return compare(value, bound) <= 0 }},
	{"exclusiveMinimum", Numeric, func(value, bound string) bool { return compare(bound, value) < 0 }},
	{"exclusiveMaximum", Numeric, func(value, bound string) bool { return compare(value, bound) < 0 }},
	{"multipleOf", Numeric, isMultiple},
	{"pattern", String, matches},
	{"format", String, isOfFormat},
}

// broken returns the bounds that e violates, if it is a literal.
func broken(e Entry, entries []Entry, field Field) []Entry {
	if k, _ := Lookup(e.Name); k.Form != Literal {
		return nil
	}
	if isEmptyList(e, field.at(e.Depth)) {
		return nil
	}
	depth := literalDepth(e, field)
	var bounds []Entry
	for _, l := range limits {
		at := indexOf(entries, l.key, depth)
		if at >= 0 && field.at(depth)&^l.on == 0 && field.at(depth) != Anything && !l.keeps(e.Value, entries[at].Value) {
			bounds = append(bounds, entries[at])
		}
	}
	return bounds
}

// literalDepth returns the level of the value that a literal is: `default` on an
// array returns its items one by one.
func literalDepth(e Entry, field Field) int {
	if field.at(e.Depth) == Array {
		return e.Depth + 1
	}
	return e.Depth
}

func indexOf(entries []Entry, name string, depth int) int {
	return slices.IndexFunc(entries, func(e Entry) bool { return e.Name == name && e.Depth == depth })
}

// outsideEnum returns the defaults, examples and constants at depth that no enum
// entry names.
func outsideEnum(entries []Entry, depth int, field Field) []Entry {
	var outside []Entry
	for _, e := range entries {
		if e.Name != "default" && e.Name != "const" && e.Name != "example" ||
			literalDepth(e, field) != depth || isEmptyList(e, field.at(e.Depth)) {
			continue
		}
		named := slices.ContainsFunc(entries, func(o Entry) bool {
			return o.Name == "enum" && o.Depth == depth && sameValue(o.Value, e.Value, field.at(depth))
		})
		if !named {
			outside = append(outside, e)
		}
	}
	return outside
}

// wrongLists finds defaults of arrays that, taken together, break a rule of the
// array.
func wrongLists(entries []Entry, field Field) []Problem {
	var problems []Problem
	lists := make(map[int][]Entry)
	for _, e := range entries {
		if e.Name == "default" && field.at(e.Depth) == Array {
			lists[e.Depth] = append(lists[e.Depth], e)
		}
	}
	for _, depth := range slices.Sorted(maps.Keys(lists)) {
		list := lists[depth]
		last, n := list[len(list)-1], len(list)
		add := func(format string, args ...any) {
			problems = append(problems, Problem{Entry: last, Message: fmt.Sprintf(format, args...)})
		}
		isEmpty := func(e Entry) bool { return isEmptyList(e, Array) }
		if slices.ContainsFunc(list, isEmpty) {
			if n > 1 {
				add("default=[] is the list without items, but there are others")
				continue
			}
			n = 0
		}
		if at := indexOf(entries, "minItems", depth); at >= 0 && compare(entries[at].Value, strconv.Itoa(n)) > 0 {
			add("the default has %d items, which breaks %s", n, entries[at].Raw)
		}
		if at := indexOf(entries, "maxItems", depth); at >= 0 && compare(strconv.Itoa(n), entries[at].Value) > 0 {
			add("the default has %d items, which breaks %s", n, entries[at].Raw)
		}
		at := indexOf(entries, "uniqueItems", depth)
		for i, e := range list {
			if at >= 0 && entries[at].Value != "false" && slices.ContainsFunc(list[:i], func(o Entry) bool { return sameValue(o.Value, e.Value, field.at(depth+1)) }) {
				add("the default has %q twice, which breaks %s", e.Value, entries[at].Raw)
			}
		}
	}
	return problems
}
