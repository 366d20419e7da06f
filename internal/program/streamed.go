package program

// This file determines which schemas can validate a value while it is read, without a tape.

// canStream reports whether each value has to be evaluated only once.
func (n *Node) canStream() bool {
	if n.Combine != nil {
		return false
	}
	if r := n.Rest; r != nil && (r.Items != nil || r.ItemsClosed || r.Properties != nil && !r.PropertiesClosed) {
		return false
	}
	if v := n.Values; v != nil && len(v.Compound) > 0 {
		return false
	}
	if o := n.Object; o != nil {
		if o.NamesRule != nil || o.Dependent != nil || o.Sparse || len(o.Members) > 64 {
			return false
		}
	}
	if a := n.Array; a != nil {
		return len(a.Prefix) == 0 && !a.Closed && a.Contains == nil && a.Items != nil && a.Late == nil
	}
	return true
}

// Streams reports whether [evaluate.Evaluator.Accepts] can return true for some payload.
func (p *Program) Streams() bool {
	n := p.Root.Node
	return p.Scoped == nil && n.Streamed && (n.Object != nil || n.Array != nil)
}

// anything is a node that accepts every value.
var anything = &Node{Accept: AnyKind, Possible: AnyKind}
