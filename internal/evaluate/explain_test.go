package evaluate

import (
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// expressions is a schema of expressions within expressions, of many kinds.
func expressions(kinds int) string {
	var b strings.Builder
	b.WriteString(`{"$ref": "#/$defs/e", "$defs": {"e": {"oneOf": [{"properties": {"op": {"const": "lit"}, "v": {"type": "number"}}, "required": ["op", "v"], "additionalProperties": false}`)
	for k := range kinds {
		b.WriteString(`, {"properties": {"op": {"const": "op` + strconv.Itoa(k) + `"}, "args": {"items": {"$ref": "#/$defs/e"}}}, "required": ["op", "args"], "additionalProperties": false}`)
	}
	b.WriteString(`]}}}`)
	return b.String()
}

// The cost of explaining a fault does not grow with the number of alternatives at each level above
// it, and the fault is reported at any depth.
func TestExplainingCostsAFewTimesValidating(t *testing.T) {
	const kinds = 12
	p := loweredWith(t, expressions(kinds), program.Options{})
	var tree func(depth int, leaf string) string
	tree = func(depth int, leaf string) string {
		if depth == 0 {
			return `{"op": "lit", "v": ` + leaf + `}`
		}
		return `{"op": "op` + strconv.Itoa(depth%kinds) + `", "args": [` + tree(depth-1, "1") + `, ` + tree(depth-1, leaf) + `]}`
	}
	chain := func(depth int, leaf string) string {
		return strings.Repeat(`{"op": "op7", "args": [`, depth) + `{"op": "lit", "v": ` + leaf + `}` + strings.Repeat(`]}`, depth)
	}
	for _, tt := range []struct {
		name, sound, damaged string
	}{
		{"tree", tree(8, "1"), tree(8, `"x"`)},
		{"chain", chain(100, "1"), chain(100, `"x"`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var sound, damaged jsontape.Tape
			var e Evaluator
			sound.Parse([]byte(tt.sound), jsontape.Limits{})
			if !e.Valid(p, &sound) {
				t.Fatal("the sound document is not valid")
			}
			valid := e.steps
			damaged.Parse([]byte(tt.damaged), jsontape.Limits{})
			failures, _ := e.Failures(p, &damaged, 100)
			if len(failures) != 1 || failures[0].Code != program.Type || string(damaged.Raw(failures[0].Node)) != `"x"` {
				t.Fatalf("the failures are %v", failures)
			}
			if e.steps > 4*valid {
				t.Errorf("%d steps to explain, %d to validate", e.steps, valid)
			}
		})
	}
}

// A fault within large unions in large unions is reported exactly, whether a constant, a pattern, a bound or
// only the properties distinguish the alternatives, and costs a few times validating.
func TestAFaultWithinNestedLargeUnionsIsReported(t *testing.T) {
	const alternatives = 1500
	union := func(alternative func(k int) string) string {
		var b strings.Builder
		for k := range alternatives {
			b.WriteString(`, {"properties": {"child": {"$ref": "#"}, "v": {"type": "integer"}, ` + alternative(k) + `, "additionalProperties": false}`)
		}
		return `{"oneOf": [` + b.String()[2:] + `]}`
	}
	for _, tt := range []struct{ name, schema, property string }{
		{"by constants", union(func(k int) string {
			return `"kind": {"const": "k` + strconv.Itoa(k) + `"}}, "required": ["kind"]`
		}), `"kind": "k%"`},
		{"by patterns", union(func(k int) string {
			return `"kind": {"pattern": "^k` + strconv.Itoa(k) + `$"}}, "required": ["kind"]`
		}), `"kind": "k%"`},
		{"by bounds", union(func(k int) string {
			return `"kind": {"minimum": ` + strconv.Itoa(k) + `, "exclusiveMaximum": ` + strconv.Itoa(k+1) + `}}, "required": ["kind"]`
		}), `"kind": %`},
		{"by properties", union(func(k int) string {
			return `"p` + strconv.Itoa(k) + `": {}}, "required": ["p` + strconv.Itoa(k) + `"]`
		}), `"p%": 1`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := loweredWith(t, tt.schema, program.Options{})
			document := func(leaf string) string {
				object := func(k int, rest string) string {
					return `{` + strings.ReplaceAll(tt.property, "%", strconv.Itoa(k)) + `, ` + rest + `}`
				}
				return object(alternatives-1, `"child": `+object(250, `"child": `+object(7, `"v": `+leaf)))
			}
			var sound, damaged jsontape.Tape
			var e Evaluator
			sound.Parse([]byte(document("1")), jsontape.Limits{})
			if !e.Valid(p, &sound) {
				t.Fatal("the sound document is not valid")
			}
			valid := e.steps
			damaged.Parse([]byte(document(`"x"`)), jsontape.Limits{})
			failures, _ := e.Failures(p, &damaged, 100)
			if len(failures) != 1 || failures[0].Code != program.Type || string(damaged.Raw(failures[0].Node)) != `"x"` {
				t.Fatalf("the failures are %v", failures)
			}
			if e.steps > 5*valid {
				t.Errorf("%d steps to explain, %d to validate", e.steps, valid)
			}
		})
	}
}
