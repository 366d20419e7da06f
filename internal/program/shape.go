package program

import "github.com/verdict-lint/verdict/internal/document"

// likelyShape is what a document for the node is likely to look like: objects have
// the properties that the schema lists, in that order. Where there are alternatives,
// the first that lists properties is taken for the likely one.
func likelyShape(n *node) *document.Shape {
	return shapes{}.of(n)
}

// shapes are those made so far, by node, since schemas may be recursive.
type shapes map[*node]*document.Shape

func (all shapes) of(n *node) *document.Shape {
	n = likelyNode(n, 0)
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

// likelyNode looks for the node that says something of properties or items, the
// node itself or one that is applied to the same instance.
func likelyNode(n *node, depth int) *node {
	const most = 16
	if n.object != nil && len(n.object.properties) > 0 || n.array != nil && n.array.items != nil || depth > most {
		return n
	}
	var found *node
	n.alternatives(func(e *edge, _ bool) {
		if found != nil {
			return
		}
		if m := likelyNode(e.node, depth+1); m.object != nil || m.array != nil {
			found = m
		}
	})
	if found != nil {
		return found
	}
	return n
}
