package difftest

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// executions is the number of payloads in the test; the command has a flag for it.
const executions = 20_000

func TestVerdictAgreesWithTheReferences(t *testing.T) {
	tally := Run(context.Background(), NewComparer(), Plan{Executions: executions, PerSchema: 40, Seed: 1, MaxFindings: 5, Workers: 2})
	if len(tally.Findings) > 0 {
		var b strings.Builder
		tally.Write(&b)
		t.Error(b.String())
	}
	if n := tally.Outcomes[Agree]; n < executions*9/10 {
		t.Errorf("only %d of %d payloads were compared with all references", n, executions)
	}
	if share := float64(tally.Valid) / float64(tally.Executions); share < 0.3 || share > 0.7 {
		t.Errorf("%.2f of the payloads are valid: one verdict is too rare", share)
	}
}

// FuzzDifferential lets the fuzzer choose schema and payload. The references
// iterate over maps, so coverage differs from run to run, and the fuzzer's own
// minimization never ends: -fuzzminimizetime=10x keeps it short. Findings are
// reduced here.
func FuzzDifferential(f *testing.F) {
	for seed := range uint64(20) {
		random := dice{Random(seed)}
		data := make([]byte, 200)
		for i := range data {
			data[i] = byte(random.IntN(256))
		}
		f.Add(data)
	}
	comparer := NewComparer()
	f.Fuzz(func(t *testing.T, data []byte) {
		choices := FromBytes(data)
		schema, draft := Schema(choices)
		trial, about := comparer.Open(schema, draft)
		if about.Outcome.Finding() {
			fail(t, comparer.Shrink(about))
		}
		if trial == nil {
			return
		}
		for range 4 {
			compared := trial.Compare(variedText(dice{choices}, Payload(choices, schema)))
			if compared.Outcome.Finding() {
				fail(t, comparer.Shrink(compared))
			}
		}
	})
}

func fail(t *testing.T, j Comparison) {
	t.Helper()
	var b strings.Builder
	j.Write(&b)
	t.Fatalf("%s\n%s", j.Outcome, b.String())
}

// broken returns v6 with one keyword ignored, in addition to the faults of v6.
func broken(keyword string) Engine {
	return Engine{V6, func(schema []byte, draft verdict.Draft) (Check, error) {
		v, err := parse(schema)
		if err != nil {
			return nil, err
		}
		visit(v, func(object map[string]any) { delete(object, keyword) })
		return compileV6(Text(v), draft)
	}}
}

func TestEveryOverlookedKeywordIsFound(t *testing.T) {
	for _, keyword := range []string{
		"type", "enum", "const", "multipleOf", "maximum", "exclusiveMinimum", "maxLength", "pattern", "format",
		"items", "prefixItems", "additionalItems", "contains", "minContains", "uniqueItems", "unevaluatedItems",
		"properties", "patternProperties", "additionalProperties", "propertyNames", "required", "unevaluatedProperties",
		"dependencies", "dependentRequired", "dependentSchemas", "minProperties",
		"allOf", "anyOf", "oneOf", "not", "if", "else", "$ref", "$dynamicRef", "$recursiveRef",
		"$recursiveAnchor", "contentEncoding",
	} {
		comparer := NewComparer()
		comparer.Engine = broken(keyword)
		tally := Run(context.Background(), comparer, Plan{Executions: 100_000, PerSchema: 30, Seed: 1, MaxFindings: 1, Workers: 2})
		if len(tally.Findings) == 0 {
			t.Errorf("%s: ignoring it was not found", keyword)
			continue
		}
		if found := tally.Findings[0]; !has(found.Schema, keyword) {
			t.Errorf("%s: found by a schema without it: %s", keyword, Text(found.Schema))
		} else if len(Text(found.Schema)) > 400 {
			t.Errorf("%s: not shrunk: %s", keyword, Text(found.Schema))
		}
	}
}

func TestAPanicIsFound(t *testing.T) {
	comparer := NewComparer()
	comparer.Engine = Engine{"panics", func([]byte, verdict.Draft) (Check, error) {
		return func([]byte, any) (bool, error) { panic("no") }, nil
	}}
	found := comparer.once(Case{verdict.Draft7, map[string]any{}, []byte("1")})
	if found.Outcome != Panic {
		t.Errorf("%+v", found)
	}
}

func TestEveryGeneratorEndsOnZeros(t *testing.T) {
	for i := range 256 {
		data := bytes.Repeat([]byte{byte(i)}, 12)
		schema, _ := Schema(FromBytes(data))
		if !json.Valid(Text(schema)) {
			t.Errorf("%x: %s", data, Text(schema))
		}
		if payload := Payload(FromBytes(data), schema); !json.Valid(Text(payload)) {
			t.Errorf("%x: %s", data, Text(payload))
		}
	}
}

func TestNearlyAllSchemasAreAccepted(t *testing.T) {
	comparer := NewComparer()
	rejected := 0
	for seed := range uint64(500) {
		schema, draft := Schema(Random(seed))
		if _, about := comparer.Open(schema, draft); about.Answers != "" {
			rejected++
		}
	}
	if rejected > 10 {
		t.Errorf("%d of 500 are rejected by some engine", rejected)
	}
}

func TestVariedTextIsTheSameValue(t *testing.T) {
	for seed := range uint64(2000) {
		d := dice{Random(seed)}
		want := d.value(3)
		text := variedText(d, want)
		if got, err := parse(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: %v, %v", text, got, err)
		}
	}
}

func TestPositionCountsCodePointsAndAnyLineEnd(t *testing.T) {
	for text, want := range map[string][2]int{
		"":          {1, 1},
		"ab":        {1, 3},
		"é😀":        {1, 3},
		"a\nb":      {2, 2},
		"a\r\nb":    {2, 2},
		"a\rb\r\r":  {4, 1},
		"\n\r\n\r ": {4, 2},
	} {
		if line, column := position([]byte(text)); line != want[0] || column != want[1] {
			t.Errorf("%q: %d:%d, want %v", text, line, column, want)
		}
	}
}
