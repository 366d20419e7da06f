package difftest

import (
	"context"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/bench"
)

// sessions is the session schema with generated instances, as a corpus.
func sessions() Corpus {
	c := Corpus{Name: "session", Schema: bench.SessionSchema}
	for _, p := range bench.Generate(200, 0, bench.Seed) {
		c.Instances = append(c.Instances, p.Bytes)
	}
	return c
}

func TestEnginesAgreeOnDamagedSessions(t *testing.T) {
	tally, err := RunCorpus(context.Background(), NewComparer(), []Corpus{sessions()}, Plan{PerSchema: 5000, Seed: 1, MaxFindings: 5})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range tally.Findings {
		t.Errorf("%s: %s: %s %s", f.Outcome, f.Payload, f.Answers, f.Detail)
	}
	if tally.Executions != 5200 || tally.Valid < 1000 || tally.Valid > 4200 {
		t.Errorf("%d executions, %d valid", tally.Executions, tally.Valid)
	}
}

func TestAFaultOnARealSchemaIsFoundAndShrunk(t *testing.T) {
	comparer := NewComparer()
	comparer.Engine = broken("required")
	tally, err := RunCorpus(context.Background(), comparer, []Corpus{sessions()}, Plan{PerSchema: 2000, Seed: 1, MaxFindings: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(tally.Findings) != 1 || string(tally.Findings[0].Payload) != "{}" {
		t.Errorf("%+v", tally.Findings)
	}
}

func TestDraftOfReadsSchemaKeyword(t *testing.T) {
	for uri, want := range map[string]verdict.Draft{
		"http://json-schema.org/draft-04/schema":       verdict.Draft4,
		"http://json-schema.org/draft-07/schema#":      verdict.Draft7,
		"https://json-schema.org/draft/2019-09/schema": verdict.Draft2019,
		"": verdict.Draft2020,
	} {
		if got := draftOf(map[string]any{"$schema": uri}); got != want {
			t.Errorf("%q: %v, want %v", uri, got, want)
		}
	}
}
