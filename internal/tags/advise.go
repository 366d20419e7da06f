package tags

// This file finds probable mistakes in tags that are valid.

import (
	"fmt"
	"slices"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/nearest"
)

// unasserted has formats that other specifications than JSON Schema define. They
// are not checked, as their users expect.
// https://spec.openapis.org/registry/format/
var unasserted = []string{
	"base64url", "binary", "byte", "char", "commonmark", "decimal", "decimal128", "double", "double-int",
	"float", "html", "http-date", "int8", "int16", "int32", "int64", "media-range", "password",
	"sf-binary", "sf-boolean", "sf-decimal", "sf-integer", "sf-string", "sf-token",
	"uint8", "uint16", "uint32", "uint64",
}

// Advise returns what is probably a mistake in a tag in which [Check] finds none: a format that
// is unknown, and so not checked.
func Advise(entries []Entry) []Problem {
	var problems []Problem
	names := format.Names(2020)
	for _, e := range entries {
		if e.Name != "format" || slices.Contains(names, e.Value) || slices.Contains(unasserted, e.Value) {
			continue
		}
		p := Problem{Entry: e, Message: fmt.Sprintf("unknown format %q is not checked", e.Value)}
		if near, ok := nearest.Of(e.Value, names); ok {
			p.Nearest = near
			p.Message = fmt.Sprintf("unknown format %q, did you mean %q?", e.Value, near)
		}
		problems = append(problems, p)
	}
	return problems
}
