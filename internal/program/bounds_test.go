package program

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/resource"
)

// Every node counts, including those of gates. As many nodes as the limit are accepted.
func TestNodesOfAProgramAreBounded(t *testing.T) {
	const plain = `{"allOf": [{"type": "null"}, {"minimum": 1}, {"minLength": 1}]}`
	const dynamic = `{"$id": "https://example.com/root", "$dynamicAnchor": "n", "items": {"$dynamicRef": "other#n"},
		"$defs": {"other": {"$id": "other", "$dynamicAnchor": "n", "type": "array"}}}`
	for _, tt := range []struct {
		name, schema string
		lower        func(*resource.Registry, *resource.Resource, Options) (*Program, error)
	}{
		{"plain", plain, Lower},
		{"with gates", dynamic, LowerGated},
	} {
		t.Run(tt.name, func(t *testing.T) {
			limited := func(limit int) (*Program, error) {
				registry := &resource.Registry{Default: resource.Draft2020}
				root, err := registry.Add("https://example.com/schema", []byte(tt.schema))
				if err != nil {
					t.Fatal(err)
				}
				if got := newLowerer(registry, root, Options{}).options.maxNodes; got != 1<<20 {
					t.Errorf("the limit is %d by default", got)
				}
				return tt.lower(registry, root, Options{maxNodes: limit})
			}
			p, err := limited(0)
			if err != nil {
				t.Fatal(err)
			}
			needed := len(p.Nodes)
			if _, err := limited(needed); err != nil {
				t.Errorf("%d nodes are needed and allowed: %v", needed, err)
			}
			for limit := 1; limit < needed; limit++ {
				want := fmt.Sprintf("the schema needs more than %d nodes", limit)
				if _, err := limited(limit); err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%d nodes are needed, %d allowed: %v", needed, limit, err)
				}
			}
		})
	}
}
