package syntax

import (
	"math/big"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file converts scalars of YAML to JSON. A plain scalar is resolved by the core schema
// (https://yaml.org/spec/1.2.2/#1032-tag-resolution): 0777 is a decimal number, 1_000 and
// yes are strings. The parser would resolve it by older versions of YAML.

// json returns the JSON of a scalar. The tags of the core schema determine the type, and "!" makes
// it a string; others are ignored here, see isOpaque.
func (n *yamlNode) json() (json string, notFinite bool) {
	if !isPlainStyle(n.style) && (n.tag == "" || n.style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0) {
		return Quote(n.value), false
	}
	value, ok := resolve(n.value)
	switch n.tag {
	case "":
		return value, !ok
	case "!", "!!str", "!!binary", "!!timestamp":
		return Quote(n.value), false
	}
	isNumber := !ok || value[0] == '-' || '0' <= value[0] && value[0] <= '9'
	isBool := value == "true" || value == "false"
	switch tag := n.tag; {
	case (tag == "!!int" || tag == "!!float") && isNumber, tag == "!!bool" && isBool, tag == "!!null" && value == "null":
		return value, !ok
	case strings.HasPrefix(tag, "!!"), n.value == "", !isPlainStyle(n.style):
		return Quote(n.value), false // not a value of the tag's type
	}
	return value, !ok
}

// isOpaque reports whether a node has a tag of an application, such as !Ref or !!python/name:f, whose value only that
// application knows. Tags of https://yaml.org/type/ are not.
func (n *yamlNode) isOpaque() bool {
	switch n.tag {
	case "", "!", "!!binary", "!!bool", "!!float", "!!int", "!!map", "!!merge", "!!null", "!!omap", "!!pairs", "!!seq", "!!set",
		"!!str", "!!timestamp", "!!value", "!!yaml":
		return false
	}
	return true
}

var (
	decimalPattern   = lazyregexp.New(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
	basedPattern     = lazyregexp.New(`^0(o[0-7]+|x[0-9a-fA-F]+)$`)
	notFinitePattern = lazyregexp.New(`^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)
)

// maxBasedDigits bounds the length of octal and hexadecimal numbers, whose conversion takes more
// than linear time. Longer ones stay text.
const maxBasedDigits = 4096

// notFinite returns the number that represents infinity or NaN.
func notFinite(text string) string {
	switch {
	case strings.EqualFold(text, ".nan"):
		return notANumber
	case text[0] == '-':
		return "-" + infinity
	}
	return infinity
}

// resolve returns the JSON of a plain scalar. ok is false for infinity and NaN.
func resolve(text string) (value string, ok bool) {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return "null", true
	case "true", "True", "TRUE":
		return "true", true
	case "false", "False", "FALSE":
		return "false", true
	}
	isDate := len(text) > 4 && text[4] == '-' && '0' <= text[3] && text[3] <= '9' // or not a number
	switch c := text[0]; {
	case c != '+' && c != '-' && c != '.' && (c < '0' || c > '9'), isDate: // the most common case
	case decimalPattern().MatchString(text):
		return decimal(text), true
	case len(text) <= maxBasedDigits && basedPattern().MatchString(text):
		n, _ := new(big.Int).SetString(text, 0)
		return n.String(), true
	case notFinitePattern().MatchString(text):
		return notFinite(text), false
	}
	return Quote(text), true
}

// decimal returns a decimal number in the syntax of JSON, with all its digits.
func decimal(written string) string {
	number := strings.TrimPrefix(written, "+")
	sign := ""
	if strings.HasPrefix(number, "-") {
		sign, number = "-", number[1:]
	}
	whole, rest := number, ""
	if i := strings.IndexAny(number, ".eE"); i >= 0 {
		whole, rest = number[:i], number[i:]
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if strings.HasPrefix(rest, ".") && (len(rest) == 1 || rest[1] < '0' || rest[1] > '9') {
		rest = ".0" + rest[1:]
	}
	return sign + whole + rest
}
