package evaluate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/rounds"
)

// A reading is how failures are found.
type reading int

const (
	afterParsing reading = iota // of a payload that the stream did not read
	afterStream                 // of one that the stream read before
	ahead                       // of what the stream reads on, if it does
)

// failuresAfter returns the failures of a payload, and how many schemas were applied to find them.
func failuresAfter(e *Evaluator, how reading, p *program.Program, payload []byte) (failures []string, steps int) {
	var doc jsontape.Tape
	if how != afterParsing && e.Accepts(p, &doc, payload, 0) {
		return nil, 0
	}
	var all []Failure
	if how == ahead {
		if all, _ = e.FailuresAhead(p, &doc, 0, 100); all == nil {
			how = afterStream
		}
	}
	if how != ahead {
		if !doc.Parse(payload, jsontape.Limits{}) && !doc.Readable() {
			return []string{"not JSON"}, 0
		}
		all, _ = e.Failures(p, &doc, 100)
	}
	if len(doc.Errors) > 0 {
		failures = append(failures, "an error of the text")
	}
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
		want, _ := failuresAfter(new(Evaluator), afterParsing, p, payload)
		for _, how := range []reading{afterStream, ahead} {
			if got, _ := failuresAfter(&e, how, p, payload); strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Fatalf("%s\n%s\nafter the stream (%d):\n%s\nwithout:\n%s", schema.text, payload, how, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
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
		"a name twice":        {list + item + `],"last":{"id":"a","id":"b"}}`, 1500},
		"not UTF-8":           {list + item + "],\"last\":{\"id\":\"a\",\"x\":\"\xff\"}}", 1500},
		"at the beginning":    {`{"list":[{"id":"c"},` + strings.Repeat(item+",", 500) + item + `]}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			want, all := failuresAfter(new(Evaluator), afterParsing, p, []byte(c.payload))
			got, steps := failuresAfter(new(Evaluator), afterStream, p, []byte(c.payload))
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

// Only what may be invalid has a tape, and the rest of the payload is read like one that is valid.
func TestTheTapeHasOnlyWhatMayBeInvalid(t *testing.T) {
	p := lowered(t, `{
		"type": "object", "required": ["a", "b"], "additionalProperties": false,
		"properties": {
			"a": {"type": "integer"}, "b": {"type": "string"}, "list": {"items": {"type": "integer"}},
			"in": {"required": ["a"], "properties": {"a": {"type": "integer"}, "in": {"$ref": "#/properties/in"}}},
			"not": {"not": {"required": ["a", "b"]}},
			"one": {"properties": {"a": {}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}
		}
	}`)
	for name, c := range map[string]struct {
		payload string
		tape    string // the values and names of the tape; "" if the payload has to be parsed
	}{
		"a value":                        {`{"a":null,"b":"","list":[1,2]}`, `{ "a" null`},
		"with white space":               {` { "list" : [1] , "a" : null , "b" : "" } `, `{ "a" null`},
		"several":                        {`{"list":[1,""],"a":null,"b":"","in":{"a":"1"}}`, `{ "list" [ 1 "" "a" null "in" { "a" "1"`},
		"an unknown property":            {`{"a":1,"c":{"a":1},"b":""}`, `{ "c" { "a" 1`},
		"a missing property":             {`{"a":1,"list":[]}`, `{`},
		"in a nested object":             {`{"a":1,"in":{"a":1,"in":{"a":"","in":{"a":1}},"c":""},"b":""}`, `{ "in" { "in" { "a" ""`},
		"missing in a nested object":     {`{"a":1,"in":{"a":1,"in":{}},"b":""}`, `{ "in" { "in" {`},
		"in a combination":               {`{"a":1,"not":{"a":1,"b":1},"b":""}`, `{ "not" { "a" 1 "b" 1`},
		"after a combination":            {`{"a":1,"one":{"c":1},"in":{"a":1,"in":{}},"b":""}`, `{ "one" { "c" 1 "in" { "in" {`},
		"a duplicate before":             {`{"a":1,"a":2,"b":null}`, ``},
		"a duplicate after":              {`{"a":null,"b":"","a":1}`, ``},
		"an unknown property twice":      {`{"a":1,"c":1,"b":"","c":1}`, ``},
		"a duplicate in a nested object": {`{"a":null,"b":"","in":{"a":1,"c":1,"c":1}}`, ``},
		"an escape after":                {`{"a":null,"\u0062":""}`, `{ "a" null`},
		"an escape in the name":          {`{"\u0061":null,"b":""}`, ``},
		"a quote in the name":            {`{"a":1,"x\"y":null,"b":""}`, ``},
		"a quote before the name":        {`{"a":1,"\"y":null,"b":""}`, ``},
		"a comma too many":               {`{"a":null,"b":"",}`, ``},
		"another value after":            {`{"a":null,"b":""} 1`, ``},
		"not closed":                     {`{"a":null,"b":""`, ``},
		"not JSON within the fault":      {`{"a":[1,],"b":""}`, ``},
		"not UTF-8 after":                {"{\"a\":null,\"b\":\"\xff\"}", ``},
	} {
		t.Run(name, func(t *testing.T) {
			var e Evaluator
			var doc jsontape.Tape
			if e.Accepts(p, &doc, []byte(c.payload), 0) {
				t.Fatal("accepted")
			}
			var tape []string
			if failures, _ := e.FailuresAhead(p, &doc, 0, 100); failures != nil {
				for i := range doc.Nodes {
					text := string(doc.Raw(uint32(i)))
					if text[0] == '{' || text[0] == '[' {
						text = text[:1]
					}
					tape = append(tape, text)
				}
			}
			if got := strings.Join(tape, " "); got != c.tape {
				t.Errorf("tape %s, want %s", got, c.tape)
			}
			got, _ := failuresAfter(&e, ahead, p, []byte(c.payload))
			if want, _ := failuresAfter(&e, afterParsing, p, []byte(c.payload)); !slices.Equal(got, want) {
				t.Errorf("failures %q, want %q", got, want)
			}
		})
	}
}
