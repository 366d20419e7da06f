package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// RuleDeprecated is broken by a property that the schema marks as deprecated
// (JSON Schema Validation 2020-12, section 9.3:
// https://json-schema.org/draft/2020-12/json-schema-validation#section-9.3).
const RuleDeprecated verdict.Rule = "deprecated"

// deprecated finds the properties of a payload that a schema marks as deprecated. Only schemas
// that apply whatever the values are count, not one of several alternatives.
func deprecated(s *catalog.Schema, r *run, json []byte) []fault {
	marks := catalog.Derive(s, deprecatedKey{}, deprecatedSchemas)
	if len(marks) == 0 {
		return nil
	}
	doc := r.tape(json)
	if !doc.Readable() || len(doc.Nodes) == 0 {
		return nil
	}
	var found []deprecatedProperty
	s.Engine.Applied(&r.Result, func(i uint32, schema resource.Place) {
		if i == 0 || doc.Nodes[i-1].Kind() != jsontape.Key {
			return
		}
		if reason, ok := marks[schema]; ok {
			found = append(found, deprecatedProperty{i - 1, reason})
		}
	})
	slices.SortStableFunc(found, func(a, b deprecatedProperty) int { return cmp.Compare(a.key, b.key) })
	found = slices.CompactFunc(found, func(a, b deprecatedProperty) bool { return a.key == b.key })
	d := deprecation{doc: doc, trail: doc.Trail()}
	for _, p := range found[:min(len(found), maxPerPayload)] {
		d.report(p)
	}
	return d.faults
}

// deprecatedKey is the key of what the rule derives from a schema.
type deprecatedKey struct{}

// deprecatedSchemas are the subschemas that are marked as deprecated, each with the reason: the
// first line of its description.
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

// A deprecatedProperty is a property of a payload that a schema marks as deprecated.
type deprecatedProperty struct {
	key    uint32
	reason string
}

type deprecation struct {
	doc    *jsontape.Tape
	trail  *jsontape.Trail
	places jsontape.LineIndex
	faults []fault
}

func (d *deprecation) report(p deprecatedProperty) {
	node, name := d.doc.Nodes[p.key], d.doc.String(p.key)
	line, column := d.places.At(d.doc.Text, int(node.Start))
	message := fmt.Sprintf("property %q is deprecated", name)
	if p.reason != "" {
		message += ": " + strings.TrimSuffix(p.reason, ".")
	}
	d.faults = append(d.faults, fault{
		Violation: verdict.Violation{
			Rule: RuleDeprecated, Message: message, Pointer: d.trail.Seek(p.key), Property: name,
			Offset: int(node.Start), End: int(node.End), Line: line, Column: column,
		},
		severity: finding.Warning,
	})
}
