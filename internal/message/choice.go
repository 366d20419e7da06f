package message

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// This file formats lists: of the values of enum, and of the names of properties.

// listValues formats the values of enum.
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

// shown returns a value as shown in a message.
func shown(value string) string {
	var w Writer
	return string(w.textOf(w.show([]byte(value))))
}

// listNames formats names of properties.
func listNames(names []string) string { return list(quoteNames(names)) }

// listNamesOr formats names of properties, of which one is required.
func listNamesOr(names []string) string {
	quoted := quoteNames(names)
	if last := len(quoted) - 1; 0 < last && last < mostListed {
		quoted = append(quoted[:last-1], quoted[last-1]+" or "+quoted[last])
	}
	return list(quoted)
}

// quoteNames returns the names that are shown, in quotes.
func quoteNames(names []string) []string {
	quoted := slices.Clone(names)
	for k := range min(len(names), mostListed) {
		quoted[k] = strconv.Quote(names[k])
	}
	return quoted
}

// list joins allowed values, at most mostListed of them.
func list(values []string) string {
	if len(values) <= mostListed {
		return strings.Join(values, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(values[:mostListed], ", "), len(values)-mostListed)
}

// mostListed is the maximum number of values in a message.
const mostListed = 20
