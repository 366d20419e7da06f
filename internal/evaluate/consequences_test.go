package evaluate

import (
	"math/rand/v2"
	"testing"

	"github.com/verdict-lint/verdict/internal/rounds"
)

// Failures that follow from each other in turn are not all dropped.
func TestAnInvalidPayloadHasAFailure(t *testing.T) {
	p := lowered(t, `{"if":{"properties":{"kind":{"minLength":2}}},"then":{"propertyNames":{"maxLength":3},"unevaluatedProperties":{"type":"string"}}}`)
	// The type follows from the name, which is only wrong if the type is right.
	if failures, _ := failuresAfter(new(Evaluator), afterParsing, p, []byte(`{"kind":{}}`)); len(failures) == 0 {
		t.Error("no failure")
	}
	for seed := range uint64(rounds.Of(3000)) {
		g := &generator{rand.New(rand.NewPCG(seed, 4))}
		schema := g.container(0)
		p := lowered(t, schema.text)
		payload := []byte(schema.instance())
		if failures, _ := failuresAfter(new(Evaluator), afterParsing, p, payload); byTape(p, payload, 0) != (len(failures) == 0) {
			t.Fatalf("%s\n%s\nfailures: %q", schema.text, payload, failures)
		}
	}
}
