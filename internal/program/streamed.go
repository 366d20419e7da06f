package program

// canStream reports whether each value needs to be looked at only once.
func (n *node) canStream() bool {
	if n.combine != nil {
		return false
	}
	if r := n.rest; r != nil && (r.items != nil || r.itemsClosed || r.properties != nil && !r.propertiesClosed) {
		return false
	}
	if v := n.values; v != nil && len(v.compound) > 0 {
		return false
	}
	if o := n.object; o != nil {
		if o.namesRule != nil || o.dependent != nil || o.sparse || len(o.members) > 64 {
			return false
		}
	}
	if a := n.array; a != nil {
		return len(a.prefix) == 0 && !a.closed && a.contains == nil && a.items != nil && a.late == nil
	}
	return true
}

// Streams reports whether [Evaluator.Accepts] has a chance of saying yes.
func (p *Program) Streams() bool {
	n := p.root.node
	return p.scoped == nil && n.streamed && (n.object != nil || n.array != nil)
}

// anything is a node that accepts every value.
var anything = &node{accept: anyKind, possible: anyKind}
