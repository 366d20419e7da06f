package program

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/document"
)

// likelyShape is what a document for the node is likely to look like: objects have
// the properties that the schema lists, in that order. Where there are alternatives,
// the first that lists properties is taken for the likely one.
func likelyShape(n *node) *document.Shape {
	return shapes{}.of(n)
}

// shapes are those made so far, by node, since schemas may be recursive.
type shapes map[*node]*document.Shape

func (all shapes) of(n *node) *document.Shape {
	n = likelyNode(n)
	if n == nil {
		return nil
	}
	if shape, ok := all[n]; ok {
		return shape
	}
	if n.object == nil || len(n.object.properties) == 0 {
		all[n] = nil
		if n.array != nil && n.array.items != nil {
			all[n] = all.of(n.array.items.node)
		}
		return all[n]
	}
	shape := &document.Shape{}
	all[n] = shape
	for k := range n.object.properties {
		var inside *document.Shape
		if child := n.object.properties[k].edge.node; child != nil {
			inside = all.of(child)
		}
		shape.Add(n.object.names.texts[k], n.object.members[k].id, inside)
	}
	return shape
}

// likelyNode looks for the node that says something of properties or items: the node
// itself, or the nearest of those applied to the same instance. nil where none does.
func likelyNode(n *node) *node {
	const most = 64 // nodes looked at
	queue := []*node{n}
	for k := 0; k < len(queue) && k < most; k++ {
		n := queue[k]
		if n.object != nil && len(n.object.properties) > 0 || n.array != nil && n.array.items != nil {
			return n
		}
		n.alternatives(func(e *edge, _ bool) {
			if !slices.Contains(queue, e.node) {
				queue = append(queue, e.node)
			}
		})
	}
	return nil
}
