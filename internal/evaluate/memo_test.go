package evaluate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/rounds"
)

// tangle makes definitions that apply one another in every way, to the same instance
// and to what is in it.
func (g *generator) tangle() string {
	const n = 6
	ref := func() string {
		if g.IntN(4) == 0 {
			return []string{`true`, `false`, `{"type":"object"}`, `{"type":"integer"}`, `{"required":["a"]}`, `{"minItems":1}`, `{"const":1}`}[g.IntN(7)]
		}
		return fmt.Sprintf(`{"$ref":"#/$defs/%d"}`, g.IntN(n))
	}
	words := []func() string{
		func() string { return `"allOf":[` + ref() + `]` },
		func() string { return `"anyOf":[` + ref() + `,` + ref() + `]` },
		func() string { return `"oneOf":[` + ref() + `,` + ref() + `]` },
		func() string { return `"not":` + ref() },
		func() string { return `"if":` + ref() + `,"then":` + ref() + `,"else":` + ref() },
		func() string { return `"properties":{"a":` + ref() + `,"b":` + ref() + `}` },
		func() string { return `"patternProperties":{"^a":` + ref() + `}` },
		func() string { return `"additionalProperties":` + ref() },
		func() string { return `"dependentSchemas":{"a":` + ref() + `}` },
		func() string { return `"propertyNames":` + ref() },
		func() string { return `"prefixItems":[` + ref() + `],"items":` + ref() },
		func() string { return `"contains":` + ref() + `,"minContains":` + fmt.Sprint(g.IntN(3)) },
		func() string { return `"unevaluatedProperties":` + ref() },
		func() string { return `"unevaluatedItems":` + ref() },
		func() string { return `"type":["object","array","integer"]` },
	}
	var defs []string
	for i := range n {
		var keywords []string
		for _, w := range g.Perm(len(words))[:1+g.IntN(3)] {
			keywords = append(keywords, words[w]())
		}
		defs = append(defs, fmt.Sprintf(`"%d":{%s}`, i, strings.Join(keywords, ",")))
	}
	return `{"$ref":"#/$defs/0","$defs":{` + strings.Join(defs, ",") + `}}`
}

func (g *generator) json(depth int) string {
	if depth == 0 {
		return []string{`1`, `"a"`, `null`, `{}`, `[]`}[g.IntN(5)]
	}
	switch g.IntN(4) {
	case 0:
		return `{"a":` + g.json(depth-1) + `}`
	case 1:
		return `{"b":` + g.json(depth-1) + `,"a":` + g.json(depth-1) + `,"c":1}`
	case 2:
		return `[` + g.json(depth-1) + `,` + g.json(depth-1) + `]`
	}
	return g.json(0)
}

// Caching results does not change whether a document is valid, with or without collecting failures.
// There are failures if and only if a document is invalid.
func TestKeptAnswersChangeNoVerdict(t *testing.T) {
	schemas, invalid, n := 0, 0, rounds.Of(2000)
	for seed := range uint64(n) {
		g := &generator{rand.New(rand.NewPCG(seed, 3))}
		text := g.tangle()
		registry, root := registered(t, "https://example.com/schema", text)
		p, err := program.Lower(registry, root, program.Options{})
		if err != nil {
			continue // it leads back to itself without a guard
		}
		schemas++
		for range 4 {
			payload := g.json(3)
			var doc jsontape.Tape
			doc.Parse([]byte(payload), jsontape.Limits{})
			var e Evaluator
			valid := e.Valid(p, &doc)
			if e.failure != noFailure {
				t.Fatalf("gives up: %s\n%s", text, payload)
			}
			if !valid {
				invalid++
			}
			keeping := &Evaluator{}
			keeping.start(p, &doc, nil)
			keeping.steps = keeping.budget // every further step is one too many
			if kept := keeping.apply(p.Root.Node, 0); kept != valid {
				t.Errorf("kept answers make it %t instead of %t: %s\n%s", kept, valid, text, payload)
			}
			failures, _ := e.Failures(p, &doc, 100)
			if (len(failures) == 0) != valid {
				t.Errorf("valid is %t, with %d failures: %s\n%s", valid, len(failures), text, payload)
			}
			r := &keeping.own
			r.begin(100)
			keeping.start(p, &doc, r)
			keeping.steps = keeping.budget
			if kept := keeping.inspect(p.Root.Node, 0, nil); kept != valid || (len(r.failures) == 0) != valid {
				t.Errorf("kept answers with a report make it %t, with %d failures, instead of %t: %s\n%s", kept, len(r.failures), valid, text, payload)
			}
		}
	}
	if schemas < n/6 || invalid < n/6 {
		t.Errorf("%d schemas and %d invalid payloads show nothing", schemas, invalid)
	}
}
