package lint

import (
	"fmt"
	"strings"

	"github.com/verdict-lint/verdict"
	tape "github.com/verdict-lint/verdict/internal/document"
	"github.com/verdict-lint/verdict/internal/finding"
)

// RuleDeprecated is broken by a property that the schema marks as deprecated
// (JSON Schema Validation 2020-12, section 9.3:
// https://json-schema.org/draft/2020-12/json-schema-validation#section-9.3).
const RuleDeprecated verdict.Rule = "deprecated"

// deprecated finds the properties of a payload that the schema marks. It follows
// the keywords that apply whatever the value is (properties, items,
// additionalProperties, $ref within the document, allOf), and makes no guess
// about alternatives.
func deprecated(s *Schema, json []byte) []fault {
	if !s.deprecates() {
		return nil
	}
	var doc tape.Document
	doc.Parse(json, payloadLimits)
	if !readable(&doc) || len(doc.Nodes) == 0 {
		return nil
	}
	d := deprecation{outline: s.outline(), doc: &doc, ruler: newRuler()}
	d.visit(0, "", []any{d.outline.root})
	return d.faults
}

type deprecation struct {
	outline *outline
	doc     *tape.Document
	ruler   *ruler
	faults  []fault
}

// visit looks at a value that all of the schemas apply to.
func (d *deprecation) visit(value uint32, pointer string, schemas []any) {
	schemas = d.outline.spread(schemas)
	if len(schemas) == 0 || len(d.faults) >= maxPerPayload {
		return
	}
	switch d.doc.Nodes[value].Kind() {
	case tape.Object:
		for key := value + 1; key < d.doc.Nodes[value].Next; key = d.doc.Nodes[key+1].Next {
			name := string(d.doc.AppendText(nil, key))
			child := pointer + "/" + escapeToken(name)
			below := d.outline.spread(propertySchemas(schemas, name))
			if reason, ok := deprecationOf(below); ok {
				d.report(key, name, child, reason)
			}
			d.visit(key+1, child, below)
		}
	case tape.Array:
		index := 0
		for item := value + 1; item < d.doc.Nodes[value].Next; item = d.doc.Nodes[item].Next {
			d.visit(item, fmt.Sprintf("%s/%d", pointer, index), itemSchemas(schemas, index))
			index++
		}
	}
}

func (d *deprecation) report(key uint32, name, pointer, reason string) {
	node := d.doc.Nodes[key]
	d.ruler.at(d.doc.Text, int(node.Start))
	message := fmt.Sprintf("property %q is deprecated", name)
	if reason != "" {
		message += ": " + strings.TrimSuffix(reason, ".")
	}
	d.faults = append(d.faults, fault{
		Violation: verdict.Violation{
			Rule: RuleDeprecated, Message: message, Pointer: pointer, Property: name,
			Offset: int(node.Start), End: int(node.End), Line: d.ruler.Line, Column: d.ruler.Column,
		},
		severity: finding.Warning,
	})
}

// deprecationOf reports whether one of the schemas is deprecated, with the first
// line of its description.
func deprecationOf(schemas []any) (reason string, ok bool) {
	for _, s := range schemas {
		schema, _ := s.(map[string]any)
		if schema["deprecated"] == true {
			description, _ := schema["description"].(string)
			reason, _, _ = strings.Cut(description, "\n")
			return reason, true
		}
	}
	return "", false
}

// propertySchemas are what the schemas say of a property by its name.
func propertySchemas(schemas []any, name string) []any {
	var below []any
	for _, s := range schemas {
		schema, _ := s.(map[string]any)
		properties, _ := schema["properties"].(map[string]any)
		if property, ok := properties[name]; ok {
			below = append(below, property)
		} else if other, ok := schema["additionalProperties"]; ok && schema["patternProperties"] == nil {
			below = append(below, other)
		}
	}
	return below
}

// itemSchemas are what the schemas say of an item.
func itemSchemas(schemas []any, index int) []any {
	var below []any
	for _, s := range schemas {
		schema, _ := s.(map[string]any)
		prefix, _ := schema["prefixItems"].([]any)
		if list, ok := schema["items"].([]any); ok {
			prefix = list
		}
		if index < len(prefix) {
			below = append(below, prefix[index])
		} else if items, ok := schema["items"].(map[string]any); ok {
			below = append(below, items)
		}
	}
	return below
}
