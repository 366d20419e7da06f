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

// Tests of the library use up lower bounds than these.
func TestBoundsOfARunHaveDefaults(t *testing.T) {
	registry := &resource.Registry{Default: resource.Draft2020}
	root, err := registry.Add("https://example.com/schema", []byte(`{"items": {"type": "null"}}`))
	if err != nil {
		t.Fatal(err)
	}
	all := Bounds{PatternSteps: 1 << 24, Unkept: 1 << 24, Trace: 64 << 20}
	for _, tt := range []struct{ set, want Bounds }{
		{Bounds{}, all},
		{Bounds{Trace: 5}, Bounds{PatternSteps: all.PatternSteps, Unkept: all.Unkept, Trace: 5}},
	} {
		p, err := Lower(registry, root, Options{Bounds: tt.set})
		if err != nil {
			t.Fatal(err)
		}
		gated, err := LowerGated(registry, root, Options{Bounds: tt.set})
		if err != nil {
			t.Fatal(err)
		}
		each, err := LowerEach(registry, root, []resource.Place{{Resource: root, Node: root.Node}}, Options{Bounds: tt.set})
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range []Bounds{p.Bounds, gated.Bounds, each[0].Bounds} {
			if got != tt.want {
				t.Errorf("set to %+v, the bounds are %+v, not %+v", tt.set, got, tt.want)
			}
		}
	}
	if got := all.PatternStepsFor(100); got != 1<<24+64*100 {
		t.Errorf("patterns may take %d steps in 100 bytes", got)
	}
}
