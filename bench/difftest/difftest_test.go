package difftest

import (
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

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
		random := newDice(Random(seed))
		data := make([]byte, 200)
		for i := range data {
			data[i] = byte(random.IntN(256))
		}
		f.Add(data)
	}
	comparer := NewComparer()
	f.Fuzz(func(t *testing.T, data []byte) {
		draw := NewDraw(FromBytes(data))
		trial, about := comparer.Open(draw.Schema, draw.Draft)
		if about.Outcome.Finding() {
			fail(t, comparer.Shrink(about))
		}
		if trial == nil {
			return
		}
		for range 4 {
			compared := trial.Compare(draw.Text(draw.Payload()))
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
	return changed(func(schema map[string]any, _ verdict.Draft) { delete(schema, keyword) })
}

// changed returns v6 with each schema changed, in addition to the faults of v6.
func changed(change func(schema map[string]any, draft verdict.Draft)) Engine {
	return Engine{V6, func(schema []byte, draft verdict.Draft) (Check, error) {
		v, err := parse(schema)
		if err != nil {
			return nil, err
		}
		visit(v, func(object map[string]any) { change(object, draft) })
		return compileV6(Text(v), draft)
	}}
}

// Faults that only occur if several keywords meet, as verdict has had them.
func TestFaultsOfCombinationsAreFound(t *testing.T) {
	for name, change := range map[string]func(schema map[string]any, draft verdict.Draft){
		"a constant that alternatives of oneOf share": func(schema map[string]any, _ verdict.Draft) {
			list, _ := schema["oneOf"].([]any)
			onlyConstants := func(v any) bool {
				s, _ := v.(map[string]any)
				return len(s) == 1 && (s["const"] != nil || s["enum"] != nil)
			}
			if len(list) > 1 && !slices.ContainsFunc(list, func(v any) bool { return !onlyConstants(v) }) {
				delete(schema, "oneOf")
				schema["anyOf"] = list
			}
		},
		"integers of draft 4 within oneOf": func(schema map[string]any, draft verdict.Draft) {
			list, _ := schema["oneOf"].([]any)
			for _, v := range list {
				if s, ok := v.(map[string]any); ok && len(list) > 1 && draft == verdict.Draft4 && s["type"] == "integer" {
					s["type"] = "number"
				}
			}
		},
	} {
		comparer := NewComparer()
		comparer.Engine = changed(change)
		if tally := Run(context.Background(), comparer, Plan{Executions: 200_000, PerSchema: 30, Seed: 1, MaxFindings: 1, Workers: 2}); len(tally.Findings) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
}

// A finding can depend on the payloads before; those that it does not depend on are left out.
func TestEarlierPayloadsOfAFindingAreKept(t *testing.T) {
	comparer := NewComparer()
	comparer.Engine = Engine{"remembers", func([]byte, verdict.Draft) (Check, error) {
		primed := false
		return func(text []byte, _ any) (bool, error) {
			valid := !primed || string(text) != "2"
			primed = primed || string(text) == "1"
			return valid, nil
		}, nil
	}}
	trial, _ := comparer.Open(map[string]any{}, verdict.Draft7)
	var found Comparison
	for _, payload := range []string{"2", "3", "1", "4", "2"} {
		found = trial.Compare([]byte(payload))
	}
	found = comparer.Shrink(found)
	if found.Outcome != Ours || len(found.Before) != 1 || string(found.Before[0]) != "1" {
		t.Errorf("%s after %s", found.Outcome, found.Before)
	}
}

func TestReferencesKnowIntegersOfDraft4(t *testing.T) {
	for _, tt := range []struct {
		schema, payload string
		draft           verdict.Draft
		valid           bool
	}{
		{`{"type": "integer"}`, "1", verdict.Draft4, true},
		{`{"type": "integer"}`, "1.0", verdict.Draft4, false},
		{`{"type": ["integer", "null"]}`, "1e0", verdict.Draft4, false},
		{`{"type": ["integer", "number"]}`, "1e0", verdict.Draft4, true},
		{`{"type": "integer"}`, "1.0", verdict.Draft6, true},
		{`{"items": {"oneOf": [{"type": "integer"}, {"minimum": 2}]}}`, "[2.0]", verdict.Draft4, true},
	} {
		schema, err := parse([]byte(tt.schema))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range dialects {
			if d.draft == tt.draft {
				schema.(map[string]any)["$schema"] = d.uri
			}
		}
		found := NewComparer().once(Case{Draft: tt.draft, Schema: schema, Payload: []byte(tt.payload)})
		if found.Outcome != Agree || found.Valid != tt.valid {
			t.Errorf("%s, %s: %s, %t: %s", tt.schema, tt.payload, found.Outcome, found.Valid, found.Answers)
		}
	}
}

// Most schemas of draft 2020-12 can be those of a Go type, so Decode is compared, too.
func TestDecodeIsCompared(t *testing.T) {
	schemas, typed := 0, 0
	for seed := range uint64(200) {
		draw := NewDraw(Random(seed))
		if s, err := newSubject(Text(draw.Schema), draw.Draft); err == nil && draw.Draft == verdict.Draft2020 {
			schemas++
			if s.typed != nil {
				typed++
			}
		}
	}
	if typed < schemas/2 {
		t.Errorf("%d of %d", typed, schemas)
	}
}

func TestDuplicateNamesAreWritten(t *testing.T) {
	duplicates := 0
	for seed := range uint64(500) {
		d := newDice(Random(seed))
		v := d.value(3)
		if text, ok := withDuplicate(d, v); ok {
			duplicates++
			if err := jsontext.NewDecoder(bytes.NewReader(text)).SkipValue(); err == nil || !json.Valid(text) {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
	if duplicates < 50 {
		t.Errorf("only %d", duplicates)
	}
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
	found := comparer.once(Case{Draft: verdict.Draft7, Schema: map[string]any{}, Payload: []byte("1")})
	if found.Outcome != Panic {
		t.Errorf("%+v", found)
	}
}

func TestEveryGeneratorEndsOnZeros(t *testing.T) {
	for i := range 256 {
		data := bytes.Repeat([]byte{byte(i)}, 12)
		draw := NewDraw(FromBytes(data))
		if text := Text(draw.Schema); !json.Valid(text) {
			t.Errorf("%x: %s", data, text)
		}
		draw.dice.Choices = FromBytes(data)
		if text := draw.Text(draw.Payload()); !json.Valid(text) {
			t.Errorf("%x: %s", data, text)
		}
	}
}

func TestNearlyAllSchemasAreAccepted(t *testing.T) {
	comparer := NewComparer()
	rejected := 0
	for seed := range uint64(500) {
		draw := NewDraw(Random(seed))
		if _, about := comparer.Open(draw.Schema, draw.Draft); about.Answers != "" {
			rejected++
		}
	}
	if rejected > 20 { // such as those with two equal constants in an enum, up to draft 6
		t.Errorf("%d of 500 are rejected by some engine", rejected)
	}
}

func TestRespelledNumbersAreEqual(t *testing.T) {
	for seed := range uint64(2000) {
		d := newDice(Random(seed))
		text := pick(d, d.numbers...)
		respelled := d.respelledNumber(text)
		a, ok := new(big.Rat).SetString(text)
		b, valid := new(big.Rat).SetString(respelled)
		if !ok || !valid || a.Cmp(b) != 0 || !json.Valid([]byte(respelled)) {
			t.Errorf("%s is not %s", respelled, text)
		}
	}
}

func TestVariedTextIsTheSameValue(t *testing.T) {
	for seed := range uint64(2000) {
		d := newDice(Random(seed))
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
