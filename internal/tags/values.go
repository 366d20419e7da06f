package tags

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/pattern"
)

// This file interprets the values in a tag.

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

// matches reports whether a value matches a pattern, or the pattern is invalid, which the
// reflector reports.
func matches(value, source string) bool {
	p, err := pattern.Compile(source)
	if err != nil {
		return true
	}
	ok, err := p.Match([]byte(value))
	return ok || err != nil
}

// isOfFormat reports whether a value is valid for a format, or the format is
// unknown.
func isOfFormat(value, name string) bool {
	check := format.Lookup(name, 2020)
	return check == nil || check([]byte(value))
}

// sameValue reports whether two literals of these types are equal.
func sameValue(a, b string, types Types) bool {
	return a == b || types&Numeric != 0 && types&^Numeric == 0 && compare(a, b) == 0
}

// length returns the number of characters of a string, as text.
func length(value string) string { return strconv.Itoa(utf8.RuneCountInString(value)) }

// isMultiple reports whether value is a multiple of divisor; it returns
// true for numbers that are too large to compute with.
func isMultiple(value, divisor string) bool {
	x, xok := parse(value)
	y, yok := parse(divisor)
	return !xok || !yok || new(big.Rat).Quo(x, y).IsInt()
}

// compare compares two numbers as written. Very large exponents are not
// expanded: such numbers count as ordered.
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
