package evaluate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/rounds"
)

// primed returns the program of a schema that has learned from payloads, several times, because a
// slot with a full list does not learn from each.
func primed(t testing.TB, schema string, options program.Options, payloads ...string) *program.Program {
	p := loweredWith(t, schema, options)
	var e Evaluator
	for range 3 {
		for _, payload := range payloads {
			accepts(&e, p, payload)
		}
	}
	return p
}

func accepts(e *Evaluator, p *program.Program, payload string) bool {
	defer e.Release()
	return p.Streams() && e.Accepts(p, new(jsontape.Tape), []byte(payload), 100)
}

// agreeing reports whether a payload is accepted after learning, and fails if it is not accepted exactly
// if it is before, or if it is invalid.
func agreeing(t *testing.T, before, after *program.Program, payload string) bool {
	t.Helper()
	got, want := accepts(new(Evaluator), after, payload), accepts(new(Evaluator), before, payload)
	if got != want {
		t.Fatalf("accepted with predictions: %t, without: %t\n%s", got, want, payload)
	}
	if got && !byTape(after, []byte(payload), 100) {
		t.Fatalf("accepted, but invalid:\n%s", payload)
	}
	return got
}

// layouts returns an object of members, of which each is a name in quotes and a value, in several layouts.
func layouts(members ...string) []string {
	var all []string
	for _, l := range [][4]string{{"{", ",", ":", "}"}, {"{", ", ", ": ", "}"}, {"{\n  ", ",\n  ", ": ", "\n}"}, {"{ ", " , ", " : ", " }"}, {"{\t", ",", ":", "\r}"}} {
		var written []string
		for _, m := range members {
			name, value, _ := strings.Cut(m, "=")
			written = append(written, name+l[2]+value)
		}
		all = append(all, l[0]+strings.Join(written, l[1])+l[3])
	}
	return all
}

// What a prediction skips is implied by it, whatever is wrong with a payload, and wherever.
func TestPredictionsSkipNothingThatCanBeWrong(t *testing.T) {
	const schema = `{"properties":{"id":{"type":"integer"},"name":{"type":"string"},"at":{"type":["string","null"]},
		"a longer name than others":{"type":"object","properties":{"é":true},"additionalProperties":false}},
		"required":["id","name"],"additionalProperties":false}`
	members := []string{`"id"=1`, `"name"="x"`, `"at"=null`, `"a longer name than others"={"é":1}`}
	damagingAfterLearning(t, schema, append(layouts(members...), layouts(members[3], members[1], members[0])...), []string{
		`{"id":1,"name":"x","id":1}`, `{"id":1,"at":null}`, `{"id":1,"name":"x","other":1}`, `{"id":1,"n\u0061me":"x","name":"x"}`,
		`{"id":1{"name":"x"}`, `,"id":1,"name":"x"}`, `{"id":1,"name":"x"`, `{"id":1,"name":"x",}`, `{"id":1,"name":}`, `{"id":1,"name":"x"}}`,
	})
}

// That is so for names that a schema does not list, or lists after many others, and for texts that are longer than a
// prediction.
func TestPredictionsOfOtherNamesSkipNothingThatCanBeWrong(t *testing.T) {
	many := make([]string, 80)
	for i := range many {
		many[i] = fmt.Sprintf(`"n%d":{"type":"integer"}`, i)
	}
	const long = "a name that is longer than what is compared at once"
	schema := `{"properties":{"` + long + ` 1":{"type":"integer"},` + strings.Join(many, ",") + `},"patternProperties":{"^x":{"type":"integer"}},"maxProperties":6}`
	members := []string{`"n1"=1`, `"n70"=1`, `"` + long + ` 1"=1`, `"x1"=1`, `"other"="a"`, `"` + long + ` 2"=[]`}
	damagingAfterLearning(t, schema, append(layouts(members...), layouts(members[3], members[2])...), []string{
		`{"n1":1,"n70":1,"` + long + ` 1":1,"x1":1,"` + long + ` 1":1}`, `{"n1":1,"n70":"a"}`, `{"n1":1,"n70":1,"n70":1}`, `{"n1":1,"n70":1,"` + long + ` 1":1,"` + long + ` 1":1}`, `{"x1":1,"x1":1}`, `{"other":"a","other":"a"}`,
		`{"n1":1,"n70":1,"` + long + ` 1":1,"x1":"a"}`, `{"n1":1,"n70":1,"` + long + ` 1":"a"}`, `{"n1":1,"n2":1,"n3":1,"n4":1,"n5":1,"n6":1,"n70":1}`,
		`{"n1":1,"n70":1,"` + long + ` 1":1,"x1":1,"other":"a","` + long + ` 2":[],"y":1}`,
	})
}

// damagingAfterLearning compares, for payloads in which something is wrong, what is accepted before and after
// learning from payloads, all of which are valid.
func damagingAfterLearning(t *testing.T, schema string, payloads, invalid []string) {
	after := primed(t, schema, program.Options{Formats: true}, payloads...)
	t.Helper()
	accepted, refused := 0, 0
	step := 1
	if testing.Short() {
		step = 7
	}
	try := func(payload string) {
		if agreeing(t, lowered(t, schema), after, payload) {
			accepted++
		} else {
			refused++
		}
	}
	for _, payload := range payloads {
		try(payload)
		for at := 0; at < len(payload); at += step {
			try(payload[:at])
			try(payload[:at] + payload[at+1:])
			for _, c := range []string{`"`, `\`, "{", "}", ",", ":", " ", "\n", "\x00", "\xff", "a", "1"} {
				try(payload[:at] + c + payload[at:])
				try(payload[:at] + c + payload[at+1:])
			}
		}
	}
	for _, payload := range invalid {
		if agreeing(t, lowered(t, schema), after, payload) {
			t.Errorf("%s is accepted", payload)
		}
	}
	if accepted < 100 || refused < 1000 {
		t.Errorf("%d payloads are accepted, %d refused", accepted, refused)
	}
}

// Programs that have learned from any payloads accept what they accepted before.
func FuzzPredictionsChangeNothing(f *testing.F) {
	for seed := range uint64(rounds.Of(200)) {
		f.Add(seed, []byte{})
		f.Add(seed, []byte{byte(seed), byte(seed >> 1), byte(7 * seed)})
	}
	f.Fuzz(func(t *testing.T, seed uint64, noise []byte) {
		g := &generator{rand.New(rand.NewPCG(seed, 5))}
		schema := g.container(0)
		options := program.Options{Formats: true, Strict: g.IntN(2) == 0}
		var payloads, damaged []string
		for range 1 + g.IntN(8) {
			payload := schema.instance()
			payloads = append(payloads, payload)
			damaged = append(damaged, string(distort([]byte(payload), noise)), string(distort([]byte(payload), []byte{byte(g.IntN(256)), byte(g.IntN(256)), byte(g.IntN(256))})))
		}
		after := primed(t, schema.text, options, append(damaged, payloads...)...)
		for _, payload := range append(payloads, damaged...) {
			agreeing(t, loweredWith(t, schema.text, options), after, payload)
		}
	})
}

// Goroutines learn from each other and agree.
func TestPredictionsAreSharedByGoroutines(t *testing.T) {
	p := lowered(t, `{"properties":{"a":{"type":"integer"},"b":{"type":"integer"},"c":true},"required":["a"],"additionalProperties":false}`)
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			var e Evaluator
			for i := range 200 {
				payloads := layouts(`"a"=1`, `"b"=2`, `"c"=[]`)
				if i%2 == n%2 {
					payloads = layouts(`"c"=[]`, `"a"=1`)
				}
				for _, payload := range payloads {
					if !accepts(&e, p, payload) {
						t.Errorf("%s is not accepted", payload)
					}
				}
				for _, payload := range layouts(`"a"=1`, `"b"=2`, `"a"=1`) {
					if accepts(&e, p, payload) {
						t.Errorf("%s is accepted", payload)
					}
				}
			}
		})
	}
	all.Wait()
}
