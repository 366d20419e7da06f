package evaluate

import (
	"bytes"
	"runtime"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// costly are schemas with keywords that evaluate a value more than once.
var costly = []string{
	`{"type": "object", "additionalProperties": {"items": {"type": "string"}}}`,
	`{"$ref": "#/$defs/n", "$defs": {"n": {"oneOf": [
		{"properties": {"kind": {"const": "a"}, "in": {"$ref": "#/$defs/n"}}, "required": ["kind"]},
		{"properties": {"kind": {"const": "b"}, "in": {"$ref": "#/$defs/n"}}, "required": ["kind"]},
		{"type": "array", "items": {"$ref": "#/$defs/n"}}, {"type": "string"}]}}}`,
	`{"$dynamicAnchor": "n", "anyOf": [{"items": {"$dynamicRef": "#n"}}, {"additionalProperties": {"$dynamicRef": "#n"}}],
		"unevaluatedProperties": false, "unevaluatedItems": false}`,
	`{"uniqueItems": true, "contains": {"enum": [[1], {"a": 2}]}, "items": {"pattern": "^(a|b)+c?$", "multipleOf": 3}}`,
	`{"propertyNames": {"pattern": "(?=a)b"}, "patternProperties": {"^a": {"pattern": "(a+)\\1b"}}, "dependentSchemas": {"a": {"required": ["b"]}}}`,
	`{"not": {"items": {"enum": ["abc", "abd", "xyz"]}}, "items": {"enum": ["abc", "abd"]}, "if": {"minItems": 2}, "then": {"maxItems": 1}}`,
}

// FuzzCost repeats a part of a text: sixteen times the text may cost about sixteen times as
// much. Cost is counted in bytes allocated and, if an instance is validated, in schemas
// applied; it is never timed.
func FuzzCost(f *testing.F) {
	for schema := range costly {
		for _, seed := range [][3]string{
			{`{"a": [`, `1, `, `1]}`}, {`[`, `{"kind": "a", "in": `, `1`}, {`[`, `"aaab", `, `[1]]`}, {`{`, `"a": 1, `, `"b": 1}`},
			{`["`, `a"b`, ``}, {`["`, "a\n", `"]`}, {`[x(`, `"a",`, `)]`}, {`[x`, ` /*`, `]`}, {``, `[{`, ``}, {`[`, `1,]`, ``}, {`{`, `a:1,`, `}`},
			{``, "- &a [*a]\n", ``}, {"a: &a {x: 1}\n", "b: {<<: *a}\n", ``}, {`{`, `a b: c d, `, `}`}, {``, "a: b\r", ``}, {"a: |\n", "  x\n", ``}, {``, "? a\n", ``},
			{`{"allOf": [`, `{"type": "string"}, `, `true]}`}, {``, `{"items": `, `true`}, {`{"enum": [`, `"a", `, `1]}`}, {`{"pattern": "`, `(a|b)*`, `"}`},
		} {
			f.Add(uint8(schema), []byte(seed[0]), []byte(seed[1]), []byte(seed[2]))
		}
	}
	programs := make([]*program.Program, len(costly))
	for i, schema := range costly {
		programs[i] = lowered(f, schema)
	}
	f.Fuzz(func(t *testing.T, schema uint8, before, part, after []byte) {
		const most = 64
		if len(part) == 0 || len(part) > most || len(before) > most || len(after) > most {
			t.Skip("longer texts take longer, and find no more")
		}
		text := func(n int) []byte { return bytes.Join([][]byte{before, bytes.Repeat(part, n), after}, nil) }
		const few, many = 64, 16 * 64
		p := programs[int(schema)%len(programs)]
		for _, stage := range []struct {
			name string
			run  func(text []byte) (steps int)
		}{
			{"payload", func(text []byte) int { return stepsOf(p, text) }},
			{"broken JSON", func(text []byte) int {
				var doc jsontape.Tape
				doc.Parse(text, jsontape.Limits{Depth: 1000})
				syntax.Repair(&doc, jsontape.Limits{Depth: 1000})
				return 0
			}},
			{"YAML", func(text []byte) int { syntax.YAML(text); return 0 }},
			{"schema", func(text []byte) int { lowerText(text); return 0 }},
		} {
			if stage.name != "payload" && p != programs[0] {
				continue // the schema makes no difference
			}
			fewBytes, fewSteps := costOf(func() int { return stage.run(text(few)) })
			manyBytes, manySteps := costOf(func() int { return stage.run(text(many)) })
			if manyBytes > 3*16*fewBytes+4<<20 || manySteps > 3*16*fewSteps+10_000 {
				t.Errorf("%s: %q, %d or %d times %q, %q: %d or %d bytes, %d or %d steps", stage.name, before, few, many, part, after, fewBytes, manyBytes, fewSteps, manySteps)
			}
		}
	})
}

// costOf returns the number of bytes that a run allocates and the number of its steps.
func costOf(run func() int) (allocated, steps int) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	steps = run()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc), steps
}

// stepsOf validates a payload, collects its failures, and returns how many schemas were applied for
// both.
func stepsOf(p *program.Program, payload []byte) int {
	var e Evaluator
	var doc jsontape.Tape
	doc.Parse(payload, jsontape.Limits{Depth: 1000})
	if !doc.Readable() {
		return 0
	}
	e.Valid(p, &doc)
	steps := e.steps
	e.Failures(p, &doc, 100)
	return steps + e.steps
}

// lowerText compiles a text that may be an invalid schema.
func lowerText(text []byte) {
	registry := &resource.Registry{Default: resource.Draft2020}
	if root, err := registry.Add("https://example.com/schema", text); err == nil {
		_, _ = program.Lower(registry, root, program.Options{Formats: true})
	}
}
