package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/resource"
)

// deprecated reports a property that the schema marks as deprecated
// (https://json-schema.org/draft/2020-12/json-schema-validation#section-9.3).
var deprecated = Rule{
	Name:     "deprecated",
	Severity: finding.Warning,
	Check:    checkDeprecated,
}

// A deprecatedProperty is a property of a payload that a schema marks as deprecated.
type deprecatedProperty struct {
	key    uint32
	reason string
}

// checkDeprecated considers only schemas that apply unconditionally, not alternatives.
func checkDeprecated(p *Payload) {
	marks := catalog.Derive(p.Schema, deprecatedKey{}, deprecatedSchemas)
	if len(marks) == 0 {
		return
	}
	doc := p.Tape()
	if doc == nil {
		return
	}
	var found []deprecatedProperty
	p.Schema.Engine.Applied(p.Result, func(i uint32, schema resource.Place) {
		if i == 0 || doc.Nodes[i-1].Kind() != jsontape.Key {
			return
		}
		if reason, ok := marks[schema]; ok {
			found = append(found, deprecatedProperty{i - 1, reason})
		}
	})
	slices.SortStableFunc(found, func(a, b deprecatedProperty) int { return cmp.Compare(a.key, b.key) })
	found = slices.CompactFunc(found, func(a, b deprecatedProperty) bool { return a.key == b.key })
	reportDeprecated(p, doc, found)
}

func reportDeprecated(p *Payload, doc *jsontape.Tape, found []deprecatedProperty) {
	trail := doc.Trail()
	var lines jsontape.LineIndex
	for _, d := range found {
		node, name := doc.Nodes[d.key], doc.String(d.key)
		message := fmt.Sprintf("property %q is deprecated", name)
		if p.Schema.IsMetaschema() {
			successor, ok := successors[name]
			if !ok {
				continue // $recursiveRef and $recursiveAnchor, which the rule ignored-keyword reports
			}
			message += "; use " + successor
		} else if d.reason != "" {
			message += ": " + strings.TrimSuffix(deprecatedPrefix().ReplaceAllString(d.reason, ""), ".")
		}
		line, column := lines.At(doc.Text, int(node.Start))
		p.Report(Diagnostic{Violation: verdict.Violation{
			Message: message, Pointer: trail.Seek(d.key), Property: name,
			Offset: int(node.Start), End: int(node.End), Line: line, Column: column,
		}})
	}
}

// successors are the keywords that replace those that the metaschemas mark as deprecated.
var successors = map[string]string{
	"definitions":  `"$defs"`,
	"dependencies": `"dependentSchemas" or "dependentRequired"`,
}

// deprecatedPrefix matches how many descriptions begin, such as "Deprecated: use email", and what the message says already.
var deprecatedPrefix = lazyregexp.New(`^(?i)(deprecated[:.!]|\[deprecated\]|\(deprecated\))\s*`)

// deprecatedKey is the key of what the rule derives from a schema.
type deprecatedKey struct{}

// deprecatedSchemas returns the subschemas that are marked as deprecated, each with the
// reason: the first line of its description.
func deprecatedSchemas(s *catalog.Schema) map[resource.Place]string {
	if !s.MayContain("deprecated") {
		return nil
	}
	marks := make(map[resource.Place]string)
	s.Engine.Schemas(func(schema resource.Place) {
		tape := schema.Tape()
		if value, ok := resource.Property(tape, schema.Node, "deprecated"); !ok || tape.Nodes[value].Kind() != jsontape.True {
			return
		}
		marks[schema] = ""
		if value, ok := resource.Property(tape, schema.Node, "description"); ok && tape.Nodes[value].Kind() == jsontape.String {
			marks[schema], _, _ = strings.Cut(tape.String(value), "\n")
		}
	})
	return marks
}
