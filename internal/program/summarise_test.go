package program

import (
	"testing"
)

// What types alone decide is known before there is a payload.
func TestKindsAreSettledBeforehand(t *testing.T) {
	tests := []struct {
		schema            string
		possible, inspect kindSet
	}{
		{`true`, anyKind, 0},
		{`false`, 0, 0},
		{`{"type": "string"}`, stringKind, 0},
		{`{"type": ["string", "null"]}`, stringKind | nullKind, 0},
		{`{"type": "number"}`, numberKind, 0},
		{`{"type": "integer"}`, numberKind, floatKind},
		{`{"minLength": 1}`, anyKind, stringKind},
		{`{"type": "string", "minimum": 1}`, stringKind, 0},
		{`{"type": ["string", "number"], "minimum": 1}`, stringKind | numberKind, numberKind},
		{`{"const": null}`, nullKind, 0},
		{`{"const": "a"}`, stringKind, stringKind},
		{`{"enum": [null, true, false]}`, nullKind | boolKind, 0},
		{`{"enum": [1, [2]]}`, numberKind | arrayKind, numberKind | arrayKind},
		{`{"type": "string", "enum": ["a", 1]}`, stringKind, stringKind},
		{`{"properties": {"a": true}}`, anyKind, objectKind},
		{`{"allOf": [{"type": "string"}, {"type": ["string", "null"]}]}`, stringKind, 0},
		{`{"allOf": [{"type": "string"}, {"type": "null"}]}`, 0, 0},
		{`{"anyOf": [{"type": "string"}, {"type": "null"}]}`, stringKind | nullKind, 0},
		{`{"anyOf": [{"type": "string", "minLength": 1}, {"type": "null"}]}`, stringKind | nullKind, stringKind},
		{`{"anyOf": [{"minLength": 1}, {"type": "string"}]}`, anyKind, 0},
		{`{"oneOf": [{"type": "string"}, {"type": "null"}]}`, stringKind | nullKind, stringKind | nullKind},
		{`{"not": {"type": "null"}}`, anyKind, anyKind},
		{`{"type": "null", "if": true, "then": false}`, nullKind, nullKind},
		{`{"unevaluatedItems": false}`, anyKind, objectKind | arrayKind},
		{`{"$ref": "#/$defs/a", "minLength": 2, "$defs": {"a": {"type": "string"}}}`, stringKind, stringKind},
	}
	for _, tt := range tests {
		n := lowered(t, tt.schema).root.node
		if n.possible != tt.possible || n.inspect != tt.inspect {
			t.Errorf("%s: possible %09b, inspect %09b, want %09b and %09b", tt.schema, n.possible, n.inspect, tt.possible, tt.inspect)
		}
	}
}

// A schema that is only a reference has no node of its own, and two that are the same
// share one, unless the dynamic scope tells them apart.
func TestSchemasShareNodes(t *testing.T) {
	tests := []struct {
		name, schema string
		nodes        int
	}{
		{"a chain of references", `{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/c"}, "c": {"type": "null"}}}`, 1},
		{"two references to one", `{"properties": {"a": {"$ref": "#/$defs/a"}, "b": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"type": "null"}}}`, 2},
		{"recursion", `{"properties": {"a": {"$ref": "#"}}}`, 1},
		{"what no reference reaches", `{"$defs": {"a": {"type": "null"}}}`, 1},
		{"a dynamic reference that finds its own", `{"$dynamicAnchor": "n", "properties": {"a": {"$dynamicRef": "#n"}}}`, 1},
		{"a dynamic reference in two scopes", `{"$id": "root", "anyOf": [{"$ref": "x"}, {"$ref": "y"}], "$defs": {
			"list": {"$id": "list", "items": {"$dynamicRef": "#n"}, "$defs": {"n": {"$dynamicAnchor": "n"}}},
			"x": {"$id": "x", "$ref": "list", "$defs": {"n": {"$dynamicAnchor": "n", "type": "string"}}},
			"y": {"$id": "y", "$ref": "list", "$defs": {"n": {"$dynamicAnchor": "n", "type": "null"}}}}}`, 5},
	}
	for _, tt := range tests {
		if p := lowered(t, tt.schema); len(p.nodes) != tt.nodes {
			t.Errorf("%s: %d nodes, want %d", tt.name, len(p.nodes), tt.nodes)
		}
	}
}
