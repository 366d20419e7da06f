// Package vet provides analyzers that find struct tags and types whose generated JSON
// Schema would not match the author's intent. They run in go vet (cmd/verdict-vet), in
// `verdict vet` and in any other driver of golang.org/x/tools/go/analysis.
//
// They check structs that are models of JSON: those with at least one field with a `json`
// or a `jsonschema` tag. To ignore a finding, add a comment to the field or method, or to
// the line above it:
//
//	//verdict:ignore pointernull null means "not measured"
package vet

import (
	"golang.org/x/tools/go/analysis"
)

// Analyzers returns every analyzer, sorted by name.
func Analyzers() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		EnumList,
		JSONName,
		NoSchema,
		NullOrMissing,
		OmitEmpty,
		PointerNull,
		SchemaTag,
	}
}
