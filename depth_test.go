package verdict_test

// Without a limit of depth, a payload may be nested to any depth. The stack must not grow with it:
// in Go, a stack overflow cannot be recovered.

import (
	"bytes"
	"testing"

	"github.com/verdict-lint/verdict"
)

func TestNestingWithoutALimitDoesNotUseUpTheStack(t *testing.T) {
	large(t)
	const deep, deepest = 250_000, 5_000_000
	objects, arrays := nested(deep, `{"x":`, `{}`, `}`), nested(deep, `[`, ``, `]`)
	abyss := nested(deepest, `[`, ``, `]`)
	tests := []struct {
		name    string
		schema  string
		payload []byte
	}{
		{"streamed objects", `{"type": "object", "properties": {"x": {"$ref": "#"}}}`, nested(deepest, `{"x":`, `{}`, `}`)},
		{"streamed arrays", `{"type": "array", "items": {"$ref": "#"}}`, abyss},
		{"properties", `{"type": "object", "properties": {"x": {"$ref": "#"}}, "minProperties": 0, "additionalProperties": false}`, objects},
		{"items", `{"type": "array", "items": {"$ref": "#"}, "uniqueItems": true}`, arrays},
		{"hashed items", `{"uniqueItems": true}`, bytes.Join([][]byte{[]byte(`[1,2,3,4,5,6,7,8,9,`), abyss, []byte(`]`)}, nil)},
		{"compared items", `{"uniqueItems": true}`, bytes.Join([][]byte{[]byte(`[`), abyss, []byte(`,`), abyss, []byte(`]`)}, nil)},
		{"compared with a constant", `{"const": [[[]]]}`, abyss},
		{"allOf", `{"allOf": [{"allOf": [{"properties": {"x": {"$ref": "#"}}}]}]}`, objects},
		{"anyOf", `{"anyOf": [{"type": "null"}, {"anyOf": [{"type": "null"}, {"properties": {"x": {"$ref": "#"}}, "required": ["y"]}]}]}`, objects},
		{"oneOf", `{"oneOf": [{"type": "null"}, {"oneOf": [{"type": "null"}, {"properties": {"x": {"$ref": "#"}}, "required": ["y"]}]}]}`, objects},
		{"not", `{"not": {"not": {"properties": {"x": {"$ref": "#"}}}}}`, objects},
		{"if", `{"if": {"properties": {"x": {"$ref": "#"}}}, "then": {"minProperties": 0}, "else": false}`, objects},
		{"dependentSchemas", `{"dependentSchemas": {"x": {"properties": {"x": {"$ref": "#"}}}}}`, objects},
		{"patternProperties", `{"patternProperties": {"x": {"$ref": "#"}}}`, objects},
		{"contains", `{"contains": {"$ref": "#"}}`, arrays},
		{"unevaluatedProperties", `{"allOf": [{"properties": {"x": {"$ref": "#"}}}], "unevaluatedProperties": false}`, objects},
		{"unevaluatedItems", `{"allOf": [{"prefixItems": [{"$ref": "#"}]}], "unevaluatedItems": false}`, arrays},
		{"guarded by itself", `{"anyOf": [{"allOf": [{"anyOf": [{"$ref": "#"}, {"type": "null"}]}]}, {"properties": {"x": {"$ref": "#"}}}]}`, objects},
		{"a failure at each level", `{"properties": {"x": {"$ref": "#"}}, "maxProperties": 0}`, objects},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			limit := []int{-1, 2 * deepest}[i%2] // neither of which is reached
			schema := compiled(t, tt.schema, verdict.WithLimits(verdict.Limits{Depth: limit}), verdict.WithMaxViolations(10))
			valid := schema.Valid(tt.payload)
			err := schema.Validate(tt.payload)
			if valid != (err == nil) {
				t.Errorf("Valid says %t, Validate says %.200v", valid, err)
			}
		})
	}
}
