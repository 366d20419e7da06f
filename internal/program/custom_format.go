package program

import (
	"fmt"
	"maps"
	"slices"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file is about formats that the caller defines, and formats that are not defined.

// A CustomFormat returns an error that describes why a text does not have a format.
type CustomFormat func(text string) error

// customFormat is `format` with the name of a format of the caller.
var customFormat = Leaf{Name: "format", kinds: StringKind, check: checkCustomFormat, Code: Format, Rule: "format"}

func checkCustomFormat(a *Assertion, v *Subject) bool {
	defer guard("format", a.Written)
	err := a.custom(string(v.Text))
	if err == nil {
		return true
	}
	v.Reason = err.Error()
	return false
}

// IsCustom reports whether the assertion is a format of the caller.
func (a *Assertion) IsCustom() bool { return a.custom != nil }

// uncheckedFormats are formats of OpenAPI that no text can violate
// (https://spec.openapis.org/oas/v3.0.3#data-types).
var uncheckedFormats = []string{"binary", "double", "float", "password"}

// knowsFormat returns an error for a format that neither the dialect nor the caller defines.
func (s *schemaLowerer) knowsFormat(name string, value uint32) error {
	dialect := s.place.Resource.Dialect
	known := append(format.Names(formatDraft(dialect)), slices.Collect(maps.Keys(s.options.CustomFormats))...)
	if dialect.Has(resource.OpenAPI) {
		known = append(known, uncheckedFormats...)
	}
	if slices.Contains(known, name) {
		return nil
	}
	help := "; define it with WithFormat"
	slices.Sort(known)
	if near, ok := nearest.Of(name, slices.Compact(known)); ok {
		help = fmt.Sprintf(", did you mean %q?", near)
	}
	return s.place.Resource.Document.Errorf(value, "unknown format %q%s", name, help)
}

// formatDraft returns the draft that defines the formats of a dialect, as package format numbers it.
func formatDraft(dialect resource.Dialect) int {
	if dialect.Has(resource.OpenAPI) {
		return format.OpenAPI
	}
	return int(dialect.Draft)
}
