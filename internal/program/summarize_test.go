package program

import (
	"testing"

	"github.com/verdict-lint/verdict/internal/resource"
)

// Kinds of instances whose result is known without evaluation are determined by lowering.
func TestKindsAreSettledBeforehand(t *testing.T) {
	tests := []struct {
		schema            string
		possible, inspect KindSet
	}{
		{`true`, AnyKind, 0},
		{`false`, 0, 0},
		{`{"type": "string"}`, StringKind, 0},
		{`{"type": ["string", "null"]}`, StringKind | NullKind, 0},
		{`{"type": "number"}`, NumberKind, 0},
		{`{"type": "integer"}`, NumberKind, FloatKind},
		{`{"minLength": 1}`, AnyKind, StringKind},
		{`{"type": "string", "minimum": 1}`, StringKind, 0},
		{`{"type": ["string", "number"], "minimum": 1}`, StringKind | NumberKind, NumberKind},
		{`{"const": null}`, NullKind, 0},
		{`{"const": "a"}`, StringKind, StringKind},
		{`{"enum": [null, true, false]}`, NullKind | BoolKind, 0},
		{`{"enum": [1, [2]]}`, NumberKind | ArrayKind, NumberKind | ArrayKind},
		{`{"type": "string", "enum": ["a", 1]}`, StringKind, StringKind},
		{`{"properties": {"a": true}}`, AnyKind, ObjectKind},
		{`{"allOf": [{"type": "string"}, {"type": ["string", "null"]}]}`, StringKind, 0},
		{`{"allOf": [{"type": "string"}, {"type": "null"}]}`, 0, 0},
		{`{"anyOf": [{"type": "string"}, {"type": "null"}]}`, StringKind | NullKind, 0},
		{`{"anyOf": [{"type": "string", "minLength": 1}, {"type": "null"}]}`, StringKind | NullKind, StringKind},
		{`{"anyOf": [{"minLength": 1}, {"type": "string"}]}`, AnyKind, 0},
		{`{"oneOf": [{"type": "string"}, {"type": "null"}]}`, StringKind | NullKind, 0},
		{`{"oneOf": [{"type": "string"}, {"type": ["string", "null"]}]}`, StringKind | NullKind, StringKind},
		{`{"oneOf": [{"type": "string"}, {"type": "null"}, {"maxLength": 3}]}`, AnyKind, StringKind | NullKind},
		{`{"not": {"type": "null"}}`, AnyKind, NullKind},
		{`{"not": {"minLength": 1}}`, AnyKind, AnyKind},
		{`{"if": {"type": "null"}, "then": {"minLength": 1}, "else": {"minimum": 1}}`, AnyKind, NumberKind},
		{`{"if": {"minLength": 1}, "then": {"type": ["string", "null"]}, "else": {"type": "null"}}`, AnyKind, AnyKind &^ NullKind},
		{`{"type": "null", "if": true, "then": false}`, NullKind, NullKind},
		{`{"unevaluatedItems": false}`, AnyKind, ObjectKind | ArrayKind},
		{`{"$ref": "#/$defs/a", "minLength": 2, "$defs": {"a": {"type": "string"}}}`, StringKind, StringKind},
	}
	for _, tt := range tests {
		n := lowered(t, tt.schema).Root.Node
		if n.Possible != tt.possible || n.Inspect != tt.inspect {
			t.Errorf("%s: possible %09b, inspect %09b, want %09b and %09b", tt.schema, n.Possible, n.Inspect, tt.possible, tt.inspect)
		}
	}
}

// A schema that is only a reference has no node of its own, and two that are the same
// share one, unless their dynamic scopes differ.
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
		if p := lowered(t, tt.schema); len(p.Nodes) != tt.nodes {
			t.Errorf("%s: %d nodes, want %d", tt.name, len(p.Nodes), tt.nodes)
		}
	}
}

func lowered(t *testing.T, schema string) *Program {
	t.Helper()
	registry := &resource.Registry{Default: resource.Draft2020}
	root, err := registry.Add("https://example.com/schema", []byte(schema))
	if err != nil {
		t.Fatalf("%s: %v", schema, err)
	}
	p, err := Lower(registry, root, Options{Formats: true})
	if err != nil {
		t.Fatalf("%s: %v", schema, err)
	}
	return p
}
