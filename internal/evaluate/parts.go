package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/program"
)

// This file lists the schemas that an alternative consists of.

// A part is a schema that an alternative applies to the instance. certain reports whether it is
// applied unconditionally.
type part struct {
	node    *program.Node
	certain bool
}

// A visited is a list of edges, the first of which have been visited, in order.
type visited []program.Edge

// takes reports whether the edge is the next one, and counts it as visited.
func (v *visited) takes(edge *program.Edge) bool {
	if len(*v) == 0 || edge != &(*v)[0] {
		return false
	}
	*v = (*v)[1:]
	return true
}

// appendCertain appends the schemas that a schema applies unconditionally to the same instance, itself
// included.
func appendCertain(parts []part, from int, n *program.Node) []part {
	if hasPart(parts[from:], n) {
		return parts
	}
	parts = append(parts, part{n, true})
	if c := n.Combine; c != nil {
		for k := range c.All {
			parts = appendCertain(parts, from, c.All[k].Node)
		}
		if c.RequiresCondition() {
			parts = appendCertain(parts, from, c.Cond.Node)
			if c.Then != nil {
				parts = appendCertain(parts, from, c.Then.Node)
			}
		}
	}
	return parts
}

func appendParts(parts []part, from int, n *program.Node) []part {
	if hasPart(parts[from:], n) {
		return parts
	}
	parts = append(parts, part{n, false})
	if n.Combine == nil && n.Object == nil {
		return parts
	}
	n.Alternatives(func(edge *program.Edge) {
		if n.Combine == nil || edge != n.Combine.Not {
			parts = appendParts(parts, from, edge.Node)
		}
	})
	return parts
}

// hasPart reports whether the schema is one of the parts, or their number is at its limit.
func hasPart(parts []part, n *program.Node) bool {
	return len(parts) >= maxParts || slices.ContainsFunc(parts, func(p part) bool { return p.node == n })
}

// partsOf returns all schemas that a schema may apply to the same instance, itself included.
func partsOf(n *program.Node) []part { return appendParts(nil, 0, n) }

// acceptsAll reports whether every value satisfies the schema.
func acceptsAll(n *program.Node) bool { return n.Inspect == 0 && n.Possible == program.AnyKind }
