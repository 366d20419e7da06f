package tags

// This file finds what is wrong with a tag: by itself, for the type of its field, or together
// with another entry.

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/pattern"
)

// A Field is what must be known of a field to judge its tag.
type Field struct {
	// Types has, at index 0, the JSON types of the field's value; at 1 those of its
	// items, if it is an array; at 2 those of their items, and so on. Beyond the end
	// is [Anything].
	Types []Types

	// Bounds has the least and the greatest value of integer types, at the
	// same indices; nil if there are none.
	Bounds []*Bounds

	// Optional reports that the encoder may leave the field out: omitempty or
	// omitzero.
	Optional bool
}

// Bounds are the least and the greatest value of an integer type.
type Bounds struct{ Min, Max string }

func (f Field) bounds(depth int) *Bounds {
	if depth < len(f.Bounds) {
		return f.Bounds[depth]
	}
	return nil
}

func (f Field) at(depth int) Types {
	if depth < len(f.Types) {
		return f.Types[depth]
	}
	return Anything
}

// A Problem is one fault of a tag.
type Problem struct {
	Entry   Entry  // the entry at fault; of two that contradict, the later
	Message string // one sentence, lower case, without a full stop
	Nearest string // for an unknown key or format, the one that was likely meant
	Tag     string // if the whole tag is wrong, the one that was likely meant
}

// Check returns every problem of a tag for a field, in the order of the entries.
func Check(entries []Entry, field Field) []Problem {
	if len(entries) == 1 && entries[0].Name == "-" {
		return nil
	}
	if p, ok := plainText(entries); ok {
		return []Problem{p}
	}
	var problems []Problem
	var sound []Entry
	for _, e := range entries {
		if p, bad := checkEntry(e, field); bad {
			problems = append(problems, p)
			continue
		}
		e.Depth = Depth(e, field)
		sound = append(sound, e)
	}
	return append(problems, contradictions(sound, field)...)
}

// plainText recognizes a description where entries are expected, as other packages
// have it in this tag: words with spaces, and no key.
func plainText(entries []Entry) (Problem, bool) {
	raw := make([]string, len(entries))
	for i, e := range entries {
		if _, known := Lookup(e.Name); known {
			return Problem{}, false
		}
		raw[i] = e.Raw
	}
	text := strings.Join(raw, ",")
	if !strings.Contains(strings.TrimSpace(text), " ") || strings.Contains(text, "=") {
		return Problem{}, false
	}
	return Problem{
		Entry:   Entry{Raw: text},
		Message: fmt.Sprintf("%q is no key; write description=… for a description", text),
		Tag:     "description=" + strings.ReplaceAll(strings.ReplaceAll(text, `\,`, `,`), `,`, `\,`),
	}, true
}

// Depth returns the level that an entry is about: 0 for the field's value, 1 for the items of
// an array, 2 for the items of the items. An entry without the prefix `items.` is about the
// first level, 0 or 1, with types that its key applies to.
func Depth(e Entry, field Field) int {
	k, known := Lookup(e.Name)
	if !known || e.Depth > 0 || k.OfField || field.at(0) != Array {
		return e.Depth
	}
	// A reference on an array is that of its items: `oneof_ref`, `anyof_ref`.
	if k.On == Anything || k.On&Array == 0 {
		return 1
	}
	return 0
}

// checkEntry judges one entry by itself.
func checkEntry(e Entry, field Field) (Problem, bool) {
	fail := func(format string, args ...any) (Problem, bool) {
		return Problem{Entry: e, Message: fmt.Sprintf(format, args...)}, true
	}
	if e.Name == "" {
		return fail("empty entry in the tag")
	}
	k, known := Lookup(e.Name)
	if !known {
		near, ok := Nearest(e.Name)
		p := Problem{Entry: e, Message: fmt.Sprintf("unknown key %q", e.Name), Nearest: near}
		if ok {
			p.Message += fmt.Sprintf(", did you mean %q?", near)
		}
		return p, true
	}
	if k.OfField && e.Depth > 0 {
		return fail("%q speaks of the field, not of its items", e.Name)
	}
	depth := Depth(e, field)
	types := field.at(depth)
	if !speaksOf(k, types) {
		return fail("%q speaks of %s, but %s", e.Name, k.On, valueIs(depth, types))
	}
	if e.Depth > 0 && field.at(e.Depth-1) != Anything && field.at(e.Depth-1)&Array == 0 {
		return fail("%q speaks of items, but %s", e.Raw, valueIs(e.Depth-1, field.at(e.Depth-1)))
	}
	if k.Form == Literal && types&Array != 0 {
		types = field.at(depth + 1) // `default` on an array lists its items one by one
	}
	if isEmptyList(e, field.at(depth)) {
		return Problem{}, false
	}
	if message := checkValue(k, e, types); message != "" {
		return fail("%s", message)
	}
	if k.Form == Literal && field.at(depth) == Array {
		depth++
	}
	if b := field.bounds(depth); b != nil && (k.Form == Literal || k.Form == Decimal) && !b.include(e.Value) {
		return fail("beyond the type, which goes from %s to %s", b.Min, b.Max)
	}
	depth = Depth(e, field)
	if k.Form == TypeList && types != Anything && types&named(e.Value) == 0 {
		return fail("%q says %s, but %s", e.Name, strings.ReplaceAll(e.Value, ";", " or "), valueIs(depth, types))
	}
	return Problem{}, false
}

// isEmptyList reports whether e is the default of an array without items; any
// other default of an array is one item.
func isEmptyList(e Entry, types Types) bool {
	return e.Name == "default" && types == Array && e.Value == "[]"
}

// include reports whether the type reaches a number.
func (b *Bounds) include(value string) bool {
	return compare(b.Min, value) <= 0 && compare(value, b.Max) <= 0
}

// named returns the types in a list of names. An integer is a number, so either
// name means both; null is no type of a value.
func named(list string) Types {
	var types Types
	for name := range strings.SplitSeq(list, ";") {
		for _, n := range typeNames {
			if n.name == name {
				types |= n.bit
			}
		}
	}
	if types&Numeric != 0 {
		types |= Numeric
	}
	return types
}

func speaksOf(k Key, types Types) bool {
	return k.On == Anything || types == Anything || types&k.On != 0
}

func valueIs(depth int, types Types) string {
	if depth == 0 {
		return "the field is " + types.String()
	}
	return "the items are " + types.String()
}

// checkValue returns what is wrong with the value of e for its key; "" if nothing is.
func checkValue(k Key, e Entry, types Types) string {
	if e.Bare {
		if k.Form == Flag || k.Form == Switch {
			return ""
		}
		return fmt.Sprintf("%q wants a value: %s=…", e.Name, e.Name)
	}
	wants := func(what string) string {
		return fmt.Sprintf("%q wants %s, not %q", e.Name, what, e.Value)
	}
	switch k.Form {
	case Flag:
		return fmt.Sprintf("%q takes no value", e.Name)
	case Switch:
		if e.Value != "true" && e.Value != "false" {
			return wants("true or false")
		}
	case Count:
		if _, err := strconv.ParseUint(e.Value, 10, 63); err != nil {
			return wants("a non-negative integer")
		}
	case Decimal:
		if !isNumber(e.Value) {
			return wants("a number")
		}
	case Positive:
		if !isNumber(e.Value) || strings.HasPrefix(e.Value, "-") || !strings.ContainsAny(mantissa(e.Value), "123456789") {
			return wants("a number greater than zero")
		}
	case Literal:
		if !fits(e.Value, types) {
			return wants("a value of the field's type, " + types.String())
		}
	case TypeList:
		for name := range strings.SplitSeq(e.Value, ";") {
			if name != "null" && !isTypeName(name) {
				return wants("JSON types")
			}
		}
	case Text, Regexp, List:
		if e.Value == "" {
			return fmt.Sprintf("%q wants a value: %s=…", e.Name, e.Name)
		}
	}
	return ""
}

func isTypeName(name string) bool {
	for _, n := range typeNames {
		if n.name == name {
			return true
		}
	}
	return false
}

// fits reports whether value, as written in a tag, is of one of the types.
func fits(value string, types Types) bool {
	switch {
	case types == Anything, types&String != 0:
		return true
	case types&Number != 0 && isNumber(value):
		return true
	case types&Integer != 0 && isInteger(value):
		return true
	case types&Boolean != 0:
		return value == "true" || value == "false"
	}
	return false
}

// number is RFC 8259, section 6.
var number = lazyregexp.New(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

func isNumber(s string) bool { return number().MatchString(s) }

func isInteger(s string) bool { return isNumber(s) && !strings.ContainsAny(s, ".eE") }

func mantissa(s string) string {
	m, _, _ := strings.Cut(strings.ToLower(s), "e")
	return m
}

// ranges are pairs of keys where the first must not exceed the second.
var ranges = [...]struct {
	low, high string
	strict    bool // equal is too much
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
			add(e, "%q stands twice", e.Name)
		}
		if e.Name == "enum" && slices.ContainsFunc(entries[:i], func(o Entry) bool {
			return o.Name == "enum" && o.Depth == e.Depth && sameValue(o.Value, e.Value, field.at(e.Depth))
		}) {
			add(e, "%q stands in the enum twice", e.Value)
		}
		for _, bound := range broken(e, entries, field) {
			add(e, "%s %q breaks %s", e.Name, e.Value, bound.Raw)
		}
		if e.Name == "required" && field.Optional {
			add(e, "%q contradicts the json tag, which lets the encoder leave the field out", e.Name)
		}
		if e.Name == "-" {
			add(e, "%q leaves the field out, so nothing else can stand beside it", e.Name)
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

// emptyRanges finds pairs of bounds that nothing satisfies.
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

// limits are the keys that bound a value, and when a literal keeps to the bound.
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

// matches reports whether a value matches a pattern; one that is wrong is for the
// reflector to refuse.
func matches(value, source string) bool {
	p, err := pattern.Compile(source)
	if err != nil {
		return true
	}
	ok, err := p.Match([]byte(value))
	return ok || err != nil
}

// isOfFormat reports whether a value is of a format; of one that is unknown, every
// value is.
func isOfFormat(value, name string) bool {
	check := format.Lookup(name, 2020)
	return check == nil || check([]byte(value))
}

// sameValue reports whether two literals of those types are one value.
func sameValue(a, b string, types Types) bool {
	return a == b || types&Numeric != 0 && types&^Numeric == 0 && compare(a, b) == 0
}

// length is how many characters a string has, as text.
func length(value string) string { return strconv.Itoa(utf8.RuneCountInString(value)) }

// isMultiple reports whether value is a multiple of divisor; it returns
// true for numbers that are too large to tell.
func isMultiple(value, divisor string) bool {
	x, xok := parse(value)
	y, yok := parse(divisor)
	return !xok || !yok || new(big.Rat).Quo(x, y).IsInt()
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

// compare orders two numbers as written. Exponents beyond reason are not
// expanded: such a pair counts as in order.
func compare(a, b string) int {
	x, xok := parse(a)
	y, yok := parse(b)
	if !xok || !yok {
		return -1
	}
	return x.Cmp(y)
}

func parse(s string) (*big.Rat, bool) {
	if _, exponent, found := strings.Cut(strings.ToLower(s), "e"); found && len(strings.TrimLeft(exponent, "+-0")) > 3 {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}
