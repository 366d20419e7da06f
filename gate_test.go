package verdict_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/race"
)

// scopes returns a schema of n resources with as many dynamic anchors each, which refer to
// one another, so that each can be reached in 2^n dynamic scopes.
func scopes(n, each int) string {
	var b strings.Builder
	list := func() {
		for k := range n {
			fmt.Fprintf(&b, `{"$ref": "m%d"}, `, k)
		}
	}
	b.WriteString(`{"$id": "http://e.test/r", "anyOf": [`)
	list()
	b.WriteString(`{"type": "integer"}], "$defs": {`)
	for k := range n {
		fmt.Fprintf(&b, `"m%d": {"$id": "m%d", "$defs": {`, k, k)
		for a := range each {
			fmt.Fprintf(&b, `"x%d": {"$dynamicAnchor": "a%d", "type": %q}, `, a, (k+a)%n, []string{"string", "null"}[k%2])
		}
		b.WriteString(`"z": true}, "items": {"anyOf": [`)
		list()
		fmt.Fprintf(&b, `{"$dynamicRef": "b#a%d"}]}}, `, k)
	}
	b.WriteString(`"b": {"$id": "b", "$defs": {`)
	for k := range n {
		fmt.Fprintf(&b, `"x%d": {"$dynamicAnchor": "a%d", "type": "string"}, `, k, k)
	}
	b.WriteString(`"z": true}}}}`)
	return b.String()
}

// The number of dynamic scopes is exponential, that of nodes is not: compiling makes
// resolutions of references in proportion to the schema.
func TestDynamicScopesCostNoMoreThanTheSchema(t *testing.T) {
	race.Skip(t)
	for _, each := range []int{1, 2} {
		for _, n := range []int{2, 12, 18, 36} {
			schema := scopes(n, each)
			var s *verdict.Schema
			allocated := testing.AllocsPerRun(1, func() { s = compiled(t, schema) })
			if most := float64(200_000 + 20*len(schema)); allocated > most {
				t.Errorf("%d scopes of %d: %.0f allocations, more than %.0f", n, each, allocated, most)
			}
			if !s.Valid([]byte(`[[["x"]]]`)) {
				t.Errorf("%d scopes of %d: invalid", n, each)
			}
		}
	}
}
