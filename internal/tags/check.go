package tags

// This file finds what is wrong with a tag, by itself and for the type of its field.

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/pattern"
	"github.com/verdict-lint/verdict/internal/words"
)

// A Field has the properties of a field that its tag is checked for.
type Field struct {
	// Types has, at index 0, the JSON types of the field's value; at 1 those of its
	// items, if it is an array; at 2 those of their items, and so on. Beyond the end
	// is [Anything].
	Types []Types

	// Bounds has the minimum and maximum of integer types, at the same indices; nil if there are none.
	Bounds []*Bounds

	// Optional reports that the encoder may leave the field out: omitempty or
	// omitzero.
	Optional bool
}

// Bounds are the minimum and maximum of an integer type.
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
	Nearest string // for an unknown key or format, the one that was probably meant
	Tag     string // if the whole tag is wrong, the one that was probably meant
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
		Message: fmt.Sprintf("%q is not a key; write description=… for a description", text),
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

// checkEntry checks one entry by itself.
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
		return fail("%q applies to the field, not to its items", e.Name)
	}
	depth := Depth(e, field)
	types := field.at(depth)
	if !appliesTo(k, types) {
		return fail("%q applies to %s, but %s", e.Name, k.On, valueIs(depth, types))
	}
	if e.Depth > 0 && field.at(e.Depth-1) != Anything && field.at(e.Depth-1)&Array == 0 {
		return fail("%q applies to items, but %s", e.Raw, valueIs(e.Depth-1, field.at(e.Depth-1)))
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
		return fail("%q is %s, but %s", e.Name, words.Or(strings.Split(e.Value, ";")), valueIs(depth, types))
	}
	return Problem{}, false
}

// isEmptyList reports whether e is the default of an array without items; any
// other default of an array is one item.
func isEmptyList(e Entry, types Types) bool {
	return e.Name == "default" && types == Array && e.Value == "[]"
}

// include reports whether a number is within the bounds of the type.
func (b *Bounds) include(value string) bool {
	return compare(b.Min, value) <= 0 && compare(value, b.Max) <= 0
}

// named returns the types in a list of names, without null. An integer is a number, so either
// name means both.
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

// appliesTo reports whether a key applies to a value of some of the types.
func appliesTo(k Key, types Types) bool {
	return k.On == Anything || types == Anything || types&k.On != 0
}

// valueIs describes the types of the value at a depth.
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
		return fmt.Sprintf("%q requires a value: %s=…", e.Name, e.Name)
	}
	requires := func(what string) string {
		return fmt.Sprintf("%q requires %s, not %q", e.Name, what, e.Value)
	}
	switch k.Form {
	case Flag:
		return fmt.Sprintf("%q takes no value", e.Name)
	case Switch:
		if e.Value != "true" && e.Value != "false" {
			return requires("true or false")
		}
	case Count:
		if _, err := strconv.ParseUint(e.Value, 10, 63); err != nil {
			return requires("a non-negative integer")
		}
	case Decimal:
		if !isNumber(e.Value) {
			return requires("a number")
		}
	case Positive:
		if !isNumber(e.Value) || strings.HasPrefix(e.Value, "-") || !strings.ContainsAny(mantissa(e.Value), "123456789") {
			return requires("a number greater than zero")
		}
	case Literal:
		if !fits(e.Value, types) {
			return requires("a value of the field's type, " + types.String())
		}
	case TypeList:
		for name := range strings.SplitSeq(e.Value, ";") {
			if name != "null" && !isTypeName(name) {
				return requires("JSON types")
			}
		}
	case Text, Regexp, List:
		if e.Value == "" {
			return fmt.Sprintf("%q requires a value: %s=…", e.Name, e.Name)
		}
		if k.Form != Regexp {
			break
		}
		if _, err := pattern.Compile(e.Value); err != nil {
			return err.Error()
		}
	}
	return ""
}
