package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// RuleDeprecated is broken by a property that the schema marks as deprecated
// (JSON Schema Validation 2020-12, section 9.3:
// https://json-schema.org/draft/2020-12/json-schema-validation#section-9.3).
const RuleDeprecated verdict.Rule = "deprecated"

// deprecated finds the properties of a payload that the schema marks. It follows
// the keywords that apply whatever the value is (properties, patternProperties,
// additionalProperties, items, $ref, allOf), and makes no guess about alternatives.
func deprecated(s *catalog.Schema, r *run, json []byte) []fault {
	root := catalog.Derive(s, deprecatedKey{}, marks)
	if root == nil {
		return nil
	}
	doc := r.tape(json)
	if !doc.Readable() || len(doc.Nodes) == 0 {
		return nil
	}
	d := deprecation{doc: doc}
	d.visit(0, "", spread([]*marked{root}))
	return d.faults
}

// deprecatedKey is the key of what the rule derives from a schema.
type deprecatedKey struct{}

type deprecation struct {
	doc    *jsontape.Tape
	places jsontape.LineIndex
	faults []fault
}

// visit looks at a value that all of the schemas apply to.
func (d *deprecation) visit(value uint32, pointer string, schemas []*marked) {
	if len(schemas) == 0 || len(d.faults) >= maxPerPayload {
		return
	}
	switch d.doc.Nodes[value].Kind() {
	case jsontape.Object:
		for key := value + 1; key < d.doc.Nodes[value].Next; key = d.doc.Nodes[key+1].Next {
			name := string(d.doc.AppendText(nil, key))
			child := pointer + "/" + escapeToken(name)
			var below []*marked
			for _, s := range schemas {
				below = append(below, s.property(name)...)
			}
			below = spread(below)
			if i := slices.IndexFunc(below, func(s *marked) bool { return s.deprecated }); i >= 0 {
				d.report(key, name, child, below[i].reason)
			}
			d.visit(key+1, child, below)
		}
	case jsontape.Array:
		index := 0
		for item := value + 1; item < d.doc.Nodes[value].Next; item = d.doc.Nodes[item].Next {
			var below []*marked
			for _, s := range schemas {
				below = append(below, s.item(index))
			}
			d.visit(item, fmt.Sprintf("%s/%d", pointer, index), spread(below))
			index++
		}
	}
}

func (d *deprecation) report(key uint32, name, pointer, reason string) {
	node := d.doc.Nodes[key]
	line, column := d.places.At(d.doc.Text, int(node.Start))
	message := fmt.Sprintf("property %q is deprecated", name)
	if reason != "" {
		message += ": " + strings.TrimSuffix(reason, ".")
	}
	d.faults = append(d.faults, fault{
		Violation: verdict.Violation{
			Rule: RuleDeprecated, Message: message, Pointer: pointer, Property: name,
			Offset: int(node.Start), End: int(node.End), Line: line, Column: column,
		},
		severity: finding.Warning,
	})
}
