package message

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// This file lists what a schema gives to choose from: the values of enum and the names of
// properties.

// listValues lists those of enum.
func listValues(values []string) string {
	isUnsightly := func(value string) bool { return len(value) > mostShown || strings.ContainsAny(value, "\n\r\t") }
	if slices.ContainsFunc(values, isUnsightly) {
		values = slices.Clone(values)
		for k := range values {
			values[k] = shown(values[k])
		}
	}
	return list(values)
}

// shown is a value as a sentence shows it.
func shown(value string) string {
	var w Writer
	return string(w.said(w.show([]byte(value))))
}

// listNames lists those of properties.
func listNames(names []string) string { return list(quoteNames(names)) }

// listNamesOr lists those of properties of which one is to be chosen.
func listNamesOr(names []string) string {
	quoted := quoteNames(names)
	if last := len(quoted) - 1; 0 < last && last < mostListed {
		quoted = append(quoted[:last-1], quoted[last-1]+" or "+quoted[last])
	}
	return list(quoted)
}

// quoteNames puts names in quotes, as many as are shown.
func quoteNames(names []string) []string {
	quoted := slices.Clone(names)
	for k := range min(len(names), mostListed) {
		quoted[k] = strconv.Quote(names[k])
	}
	return quoted
}

// list joins the values that are allowed, as many as one can read.
func list(values []string) string {
	if len(values) <= mostListed {
		return strings.Join(values, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(values[:mostListed], ", "), len(values)-mostListed)
}

// mostListed is how many values one can read.
const mostListed = 20
