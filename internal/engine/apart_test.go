package engine

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/rounds"
)

// A pair is one schema, compiled as it is and to reject unknown properties.
type pair struct{ plain, strict *Schema }

func compilePair(schema string) (p pair, err error) {
	options := Options{Draft: resource.Draft2020, Formats: true, Limits: jsontape.Limits{Depth: 1000}}
	if p.plain, err = Compile([]byte(schema), options); err != nil {
		return p, err
	}
	options.Strict = true
	p.strict, err = Compile([]byte(schema), options)
	return p, err
}

// describe returns a description of failures.
func describe(r *Result, failures []evaluate.Failure) []string {
	all := []string{}
	for k := range failures {
		f := &failures[k]
		uri, _ := f.Reached()
		all = append(all, fmt.Sprintf("%d at %s, %s by %s (%s) %q %v %v %v", f.Code,
			f.AppendPointer(nil, &r.Tape), f.AppendKeywordLocation(nil), uri, f.Keyword,
			[]string{f.Name, f.Because}, []int{f.First, f.Second, f.Count, f.Further}, f.MayBeLeftOut(), describe(r, f.Branches)))
	}
	return all
}

// compare checks the pair for the properties of failures that only strictness causes. It
// reports whether there are any.
func (p pair) compare(t *testing.T, schema, payload string) bool {
	t.Helper()
	var plain, apart, without, strict Result
	valid := p.plain.Check(&plain, []byte(payload), math.MaxInt, StrictAsCompiled)
	strictly := p.strict.Check(&apart, []byte(payload), math.MaxInt, StrictMarked)
	if strictly && !valid {
		t.Fatalf("valid strictly, and only so: %s against %s", payload, schema)
	}
	first := slices.IndexFunc(apart.Failures, func(f evaluate.Failure) bool { return f.Strict })
	if first < 0 {
		first = len(apart.Failures)
	}
	want := describe(&plain, plain.Failures)
	if diff := cmp.Diff(want, describe(&apart, apart.Failures[:first])); diff != "" {
		t.Fatalf("%s against %s: other failures than those of the plain schema:\n%s", payload, schema, diff)
	}
	p.strict.Check(&without, []byte(payload), math.MaxInt, StrictIgnored)
	if diff := cmp.Diff(want, describe(&without, without.Failures)); diff != "" {
		t.Fatalf("%s against %s: other failures without strictness:\n%s", payload, schema, diff)
	}
	if p.strict.Check(&strict, []byte(payload), math.MaxInt, StrictAsCompiled) != strictly {
		t.Fatalf("%s against %s: valid strictly or not, as one asks", payload, schema)
	}
	return first < len(apart.Failures)
}

// A schema that is compiled to reject unknown properties knows which failures the schema
// itself has: exactly those of the same schema compiled as it is.
func TestFailuresThatStrictnessDoesNotCauseAreThoseOfThePlainSchema(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 2020))
	strict, n := 0, rounds.Of(1000)
	for range n {
		schema := randomSchema(random, 3)
		p, err := compilePair(schema)
		if err != nil {
			t.Fatal(err)
		}
		for range 8 {
			if p.compare(t, schema, randomPayload(random, 3)) {
				strict++
			}
		}
	}
	if strict < n/15 {
		t.Errorf("strictness caused failures of %d payloads only", strict)
	}
}

func TestFailuresApartOnTheOfficialSuite(t *testing.T) {
	suite := os.Getenv("JSON_SCHEMA_TEST_SUITE")
	if suite == "" {
		t.Skip("JSON_SCHEMA_TEST_SUITE is not set")
	}
	names, err := filepath.Glob(filepath.Join(suite, "tests", "draft2020-12", "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no tests in %s: %v", suite, err)
	}
	compared := 0
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var groups []struct {
			Schema json.RawMessage
			Tests  []struct{ Data json.RawMessage }
		}
		if err := json.Unmarshal(text, &groups); err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			p, err := compilePair(string(g.Schema))
			if err != nil {
				continue // it refers to other documents
			}
			for _, test := range g.Tests {
				p.compare(t, string(g.Schema), string(test.Data))
				compared++
			}
		}
	}
	if compared < 1000 {
		t.Errorf("only %d cases were compared", compared)
	}
}

// Very many unknown properties leave room for what the schema itself rejects.
func TestStrictFailuresDoNotUseUpTheLimit(t *testing.T) {
	p, err := compilePair(`{"properties": {"z": {"type": "string"}}}`)
	if err != nil {
		t.Fatal(err)
	}
	var r Result
	if p.strict.Check(&r, []byte(`{"a": 1, "b": 1, "c": 1, "d": 1, "z": 1}`), 3, StrictMarked) {
		t.Fatal("valid")
	}
	if r.Failures[0].Strict || r.Failures[0].Code != program.Type || len(r.Failures) != 3 || r.Truncated || !r.StrictTruncated {
		t.Errorf("%v, truncated: %t, strictly: %t", describe(&r, r.Failures), r.Truncated, r.StrictTruncated)
	}
}

// randomSchema writes a schema that lists properties below every way there is to
// apply a schema.
func randomSchema(r *rand.Rand, depth int) string {
	if depth == 0 {
		return []string{"true", "false", `{"type": "object"}`, `{"type": "array"}`, `{"type": "integer"}`}[r.IntN(5)]
	}
	sub := func() string { return randomSchema(r, depth-1) }
	switch r.IntN(14) {
	case 0:
		return fmt.Sprintf(`{"not": %s}`, sub())
	case 1:
		return fmt.Sprintf(`{"oneOf": [%s, %s]}`, sub(), sub())
	case 2:
		return fmt.Sprintf(`{"anyOf": [%s, %s]}`, sub(), sub())
	case 3:
		return fmt.Sprintf(`{"allOf": [%s, %s]}`, sub(), sub())
	case 4:
		return fmt.Sprintf(`{"if": %s, "then": %s, "else": %s}`, sub(), sub(), sub())
	case 5:
		return fmt.Sprintf(`{"contains": %s, "minContains": %d, "maxContains": 1}`, sub(), r.IntN(2))
	case 6:
		return fmt.Sprintf(`{"contains": %s, "unevaluatedItems": %s}`, sub(), sub())
	case 7:
		return fmt.Sprintf(`{"dependentSchemas": {"a": %s}}`, sub())
	case 8:
		return fmt.Sprintf(`{"items": %s}`, sub())
	case 9:
		return fmt.Sprintf(`{"anyOf": [%s, %s], "unevaluatedProperties": %s}`, sub(), sub(), sub())
	}
	return fmt.Sprintf(`{"properties": {"%c": %s, "%c": %s}}`, 'a'+r.IntN(2), sub(), 'c'+r.IntN(2), sub())
}

func randomPayload(r *rand.Rand, depth int) string {
	switch kind := r.IntN(6); {
	case depth == 0 || kind == 0:
		return "1"
	case kind == 1:
		return fmt.Sprintf("[%s]", randomPayload(r, depth-1))
	case kind == 2:
		return fmt.Sprintf("[%s, %s]", randomPayload(r, depth-1), randomPayload(r, depth-1))
	}
	return fmt.Sprintf(`{"%c": %s, "%c": %s}`, 'a'+r.IntN(2), randomPayload(r, depth-1), 'c'+r.IntN(2), randomPayload(r, depth-1))
}
