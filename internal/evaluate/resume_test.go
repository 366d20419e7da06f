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

// failuresAfter returns the failures of a payload that the stream read before, or of one that it did not read.
func failuresAfter(e *Evaluator, stream bool, p *program.Program, payload []byte) (failures []string, steps int) {
	var doc jsontape.Tape
	if stream && e.Accepts(p, &doc, payload, 0) {
		return nil, 0
	}
	if !doc.Parse(payload, jsontape.Limits{}) {
		return []string{"not JSON"}, 0
	}
	all, _ := e.Failures(p, &doc, 100)
	for k := range all {
		f := &all[k]
		failures = append(failures, fmt.Sprintf("%s %s %d %s %s", f.AppendPointer(nil, &doc), f.AppendKeywordLocation(nil), f.Code, f.Name, f.Because))
	}
	return failures, e.steps
}

func TestResumingFindsTheSameFailures(t *testing.T) {
	var e Evaluator // which is used again and again, as pooled ones are
	invalid := 0
	for seed := range uint64(rounds.Of(3000)) {
		g := &generator{rand.New(rand.NewPCG(seed, 3))}
		schema := g.container(0)
		p := loweredWith(t, schema.text, program.Options{Formats: true, Strict: g.IntN(2) == 0})
		if !p.Streams() {
			continue
		}
		payload := []byte(schema.instance())
		want, _ := failuresAfter(new(Evaluator), false, p, payload)
		got, _ := failuresAfter(&e, true, p, payload)
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Fatalf("%s\n%s\nafter the stream:\n%s\nwithout:\n%s", schema.text, payload, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if len(want) > 0 {
			invalid++
		}
	}
	if invalid == 0 {
		t.Error("no payload is invalid")
	}
}

func TestValuesBeforeAFaultAreNotEvaluatedAgain(t *testing.T) {
	p := lowered(t, `{
		"type": "object", "required": ["list"], "additionalProperties": false,
		"properties": {
			"list": {"items": {"$ref": "#/$defs/item"}},
			"last": {"$ref": "#/$defs/item"}
		},
		"$defs": {"item": {"type": "object", "required": ["id"], "properties": {
			"id": {"enum": ["a", "b"]}, "next": {"$ref": "#/$defs/item"}
		}}}
	}`)
	item := `{"id":"a","next":{"id":"b"}}`
	list := `{"list":[` + strings.Repeat(item+",", 500)
	for name, c := range map[string]struct {
		payload string
		again   int // the least number of schemas that are not applied again
	}{
		"in an item":          {list + `{"id":"c"}]}`, 1000},
		"in a nested object":  {list + item + `],"last":{"id":"a","next":{"id":"c"}}}`, 1500},
		"an unknown property": {list + item + `],"more":1}`, 1500},
		"a missing property":  {list + item + `],"last":{"next":` + item + `}}`, 1500},
		"at the beginning":    {`{"list":[{"id":"c"},` + strings.Repeat(item+",", 500) + item + `]}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			want, all := failuresAfter(new(Evaluator), false, p, []byte(c.payload))
			got, steps := failuresAfter(new(Evaluator), true, p, []byte(c.payload))
			if len(want) != 1 || strings.Join(got, "\n") != want[0] {
				t.Errorf("failures %q, want one, and after the stream %q", want, got)
			}
			if all-steps < c.again {
				t.Errorf("%d steps after the stream, %d without", steps, all)
			}
		})
	}
}

// What a stream has validated is that of one text only.
func TestAnotherTextIsEvaluatedFromItsBeginning(t *testing.T) {
	p := lowered(t, `{"properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}}`)
	var e Evaluator
	var doc jsontape.Tape
	if e.Accepts(p, &doc, []byte(`{"a":1,"b":""}`), 0) {
		t.Fatal("accepted")
	}
	doc.Parse([]byte(`{"a":"","b":1}`), jsontape.Limits{})
	if failures, _ := e.Failures(p, &doc, 100); len(failures) != 1 || string(failures[0].AppendPointer(nil, &doc)) != "/a" {
		t.Errorf("failures %v, want one at /a", failures)
	}
}
