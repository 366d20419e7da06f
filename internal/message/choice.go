package message

import (
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
func listNames(names []string) string {
	quoted := slices.Clone(names)
	for k := range min(len(names), mostListed) { // no more of them are shown
		quoted[k] = strconv.Quote(names[k])
	}
	return list(quoted)
}
