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

// scoped returns a schema of some resources that bind dynamic anchors and refer to one another.
func (g *generator) scoped() string {
	const resources, anchors = 3, 2
	reference := func() string {
		switch r := g.IntN(resources); g.IntN(4) {
		case 0:
			return fmt.Sprintf(`{"$ref": "r%d"}`, r)
		case 1:
			return fmt.Sprintf(`{"$ref": "r%d#/$defs/x%d"}`, r, g.IntN(anchors))
		default:
			return fmt.Sprintf(`{"$dynamicRef": "r%d#a%d"}`, r, g.IntN(anchors))
		}
	}
	body := func() string {
		return fmt.Sprintf(`"items": %s, "additionalProperties": {%q: [%s, %s]}`, reference(),
			[]string{"anyOf", "oneOf", "allOf"}[g.IntN(3)], reference(), []string{`{"type": "string"}`, `{"type": "array"}`, `true`}[g.IntN(3)])
	}
	var b strings.Builder
	fmt.Fprintf(&b, `{"$id": "https://e.test/", %s, "$defs": {"z": true`, body())
	for r := range resources {
		fmt.Fprintf(&b, `, "r%d": {"$id": "r%d", %s, "$defs": {"z": true`, r, r, body())
		for a := range anchors {
			fmt.Fprintf(&b, `, "x%d": {"$dynamicAnchor": "a%d", %s, "type": %q}`, a, a, body(), []string{"array", "number", "string", "object"}[g.IntN(4)])
		}
		b.WriteString(`}}`)
	}
	b.WriteString(`}}`)
	return b.String()
}

// Gates change how a dynamic reference is resolved, not where it leads.
func TestGatesChangeNoVerdict(t *testing.T) {
	verdicts, invalid := 0, 0
	n := rounds.Of(500)
	for seed := range uint64(n) {
		g := &generator{rand.New(rand.NewPCG(seed, 5))}
		text := g.scoped()
		registry, root := registered(t, "https://e.test/", text)
		plain, err := program.Lower(registry, root, program.Options{})
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		if plain.Scoped != nil || slices.ContainsFunc(plain.Nodes, func(n *program.Node) bool { return n.Looped }) {
			continue // of a loop, it is not defined where it is noticed
		}
		gated, err := program.LowerGated(registry, root, program.Options{})
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		for range 6 {
			payload := g.json(3)
			var doc jsontape.Tape
			doc.Parse([]byte(payload), jsontape.Limits{})
			var one, other Evaluator
			want, got := one.Valid(plain, &doc), other.Valid(gated, &doc)
			if verdicts++; !want {
				invalid++
			}
			if want != got {
				t.Fatalf("%t with gates, %t without: %s\n%s", got, want, text, payload)
			}
			failures, _ := other.Failures(gated, &doc, 100)
			if (len(failures) == 0) != want {
				t.Fatalf("valid is %t, with %d failures: %s\n%s", want, len(failures), text, payload)
			}
			if unit, _ := other.Trace(gated, &doc, true); unit.Valid != want {
				t.Fatalf("valid is %t, but traced as %t: %s\n%s", want, unit.Valid, text, payload)
			}
		}
	}
	if verdicts < n || invalid < verdicts/10 || invalid > verdicts*9/10 {
		t.Errorf("%d of %d payloads are invalid", invalid, verdicts)
	}
}
