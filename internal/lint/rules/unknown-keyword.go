package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/program"
)

// unknownKeyword is about a name in a schema that is no keyword, but so like one that it
// probably was meant to be (https://json-schema.org/draft/2020-12/json-schema-core#section-6.5).
// Any other name may be an annotation of some tool.
var unknownKeyword = Rule{
	Name:            "unknown-keyword",
	Severity:        finding.Warning,
	CheckSchemaFile: checkUnknownKeywords,
}

// extensions are keywords of widely used tools that a keyword of JSON Schema is similar to.
var extensions = map[string]bool{
	"$defaults": true, "allowTrailingCommas": true, "constant": true, "contentType": true, "defaults": true,
	"definition": true, "deprecation": true, "deprecationMessage": true, "descriptions": true, "enumDescription": true,
	"enumDescriptions": true, "enumNames": true, "enumTitles": true, "example": true, "externalDocs": true,
	"formatMaximum": true, "formatMinimum": true, "hidden": true, "ids": true, "markdownDescription": true, "nullable": true,
	"options": true, "readonly": true, "titles": true, "tsType": true, "uniqueItemProperties": true, "version": true,
	"xml": true,
}

// begins reports whether a name begins as keywords do. Others, such as _comment and @type, are
// not meant to be one.
func begins(name string) bool {
	name = strings.TrimPrefix(name, "$")
	return name != "" && ('a' <= name[0] && name[0] <= 'z' || 'A' <= name[0] && name[0] <= 'Z')
}

// keywordNames are the keywords of all drafts.
var keywordNames = nearest.Prepare(slices.Concat(program.KeywordNames(), slices.Sorted(maps.Keys(otherKeywords))))

func checkUnknownKeywords(f *SchemaFile) {
	if !f.hasStandardDialect() {
		return // it may declare vocabularies with keywords of their own
	}
	for _, s := range f.schemas {
		if s.within == "" && s.parent == nil && s.place.Node != f.Root.Node {
			continue // what only a reference makes a schema may be something else too
		}
		for key := range members(f.tape, s.place.Node) {
			name := f.tape.String(key)
			near, ok := misspeltKeyword(name)
			if !ok || s.keys[near] != 0 || f.holdsTargets(key+1) {
				continue
			}
			f.report(key, fmt.Sprintf("%q is not a keyword; did you mean %q?", name, near),
				&Fix{Title: fmt.Sprintf("replace %q by %q", name, near), Edits: f.replace(key, `"`+near+`"`)})
		}
	}
}

// holdsTargets reports whether a reference leads into a value, which may have any name then.
func (f *SchemaFile) holdsTargets(value uint32) bool {
	return slices.ContainsFunc(f.refs, func(r reference) bool {
		return r.err == nil && r.target.Resource.Document == f.Root.Document &&
			value <= r.target.Node && r.target.Node < f.tape.Nodes[value].Next
	})
}

// misspeltKeyword returns the keyword that a name is a misspelling of: it differs in case or style,
// or by a letter, or two if it is long.
func misspeltKeyword(name string) (keyword string, ok bool) {
	if _, known := lifetimeOf(name); known || extensions[name] || strings.HasPrefix(name, "x-") || !begins(name) {
		return "", false
	}
	near, ok := keywordNames.Nearest(name)
	if !ok {
		return "", false
	}
	edits := 1
	if len(name) > 8 {
		edits = 2
	}
	return near, nearest.Same(name, near) || len(name) >= 4 && nearest.Within(name, near, edits)
}
