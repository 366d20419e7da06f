package program

// This file merges the keywords for objects of several schemas that apply to the same instance, as in
// `allOf`, so that a stream reads an object once. The result is for streams only: it has no edges.

// merged returns a node with what all nodes require of objects, or nil if several of them constrain the
// value of the same property, so that no single schema decides whether it is valid. rule has the
// conditions on which properties there are, and their names.
func merged(nodes []*Node, rule *ObjectRule) *Node {
	for _, n := range nodes {
		o := n.Object
		if o.Patterns != nil || o.Leaves != nil && rule.Leaves != nil {
			return nil
		}
		if o.Leaves != nil {
			rule.Leaves = o.Leaves
		}
		for _, name := range o.Names.Texts {
			rule.property(name)
		}
		if o.Dependent != nil {
			var p Presence
			if !(&presenceCompiler{rule: rule}).dependencies(o, &p) {
				return nil
			}
			rule.demand(p)
		}
	}
	ok := true
	for k, name := range rule.Names.Texts {
		m := &rule.Members[k]
		if m.Reader, ok = single(nodes, name, true); !ok {
			return nil
		}
		if m.Reader != nil {
			m.Ready = m.Reader.Possible &^ m.Reader.Inspect
		}
	}
	if rule.others, ok = single(nodes, "", false); !ok {
		return nil
	}
	for _, n := range nodes {
		for _, k := range n.Object.Required {
			rule.require(rule.property(n.Object.Names.Texts[k]))
		}
	}
	if rule.Names.settle(); rule.Sparse {
		return nil
	}
	return &Node{Accept: AnyKind, Possible: ObjectKind, Inspect: ObjectKind, Streamed: ObjectKind, Object: rule}
}

// single returns the only schema that one of the nodes has for the value of a property, listed or not,
// or nil if a node does not allow the property. It returns false if there are several.
func single(nodes []*Node, name string, listed bool) (reader *Node, ok bool) {
	reader = anything
	for _, n := range nodes {
		next := n.Object.others
		if k := -1; listed {
			if k = n.Object.Names.Find([]byte(name)); k >= 0 {
				next = n.Object.Members[k].Reader
			}
		}
		switch {
		case next == nil || reader == nil:
			reader = nil
		case next == reader || next.acceptsAll():
		case reader != anything:
			return nil, false
		default:
			reader = next
		}
	}
	return reader, true
}

// demand adds a condition on which properties there are.
func (r *ObjectRule) demand(p Presence) {
	if r.Presence == nil {
		r.Presence = &Presence{}
	}
	r.Presence.All = append(r.Presence.All, p)
}
