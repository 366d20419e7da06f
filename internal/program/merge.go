package program

// This file merges the keywords for objects of several schemas that apply to the same instance, as in
// `allOf`, so that a stream reads an object once. The result is for streams only: it has no edges.

// merged returns a node with what all nodes require of objects, or nil if several of them constrain the
// value of the same property, so that no single schema decides whether it is valid, or if that would cost
// too much. The rule has the conditions on which properties there are, and their names.
func (r *reducer) merged() *Node {
	nodes, rule := r.Own, r.rule
	names := len(rule.Names.Texts)
	for _, n := range nodes {
		names += len(n.Object.Names.Texts)
	}
	if !r.spend(names * (8 + len(nodes))) { // each name is looked up in each node
		return nil
	}
	for _, n := range nodes {
		o := n.Object
		if o.Leaves != nil && rule.Leaves != nil || o.Patterns != nil && rule.Patterns != nil {
			return nil
		}
		if o.Leaves != nil {
			rule.Leaves = o.Leaves
		}
		if o.Patterns != nil {
			rule.Patterns = o.Patterns
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
	unlisted := func(o *ObjectRule) *Node { return o.others }
	others, ok := single(nodes, unlisted)
	if rule.others = others; !ok || rule.Patterns != nil && !patternsAlone(nodes) {
		return nil
	}
	for k, name := range rule.Names.Texts {
		reader, ok := single(nodes, func(o *ObjectRule) *Node { return o.readerOf(name) })
		if !ok {
			return nil
		}
		if reader == nil {
			reader = nothing
		}
		m := &rule.Members[k]
		m.Reader, m.Ready = reader, reader.Possible&^reader.Inspect
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

// patternsAlone reports whether only the node with patterns constrains properties that are not listed.
func patternsAlone(nodes []*Node) bool {
	for _, n := range nodes {
		if n.Object.Patterns == nil && (n.Object.others == nil || !n.Object.others.acceptsAll()) {
			return false
		}
	}
	return true
}

// single returns the only schema that one of the nodes has for the value of a property, or nil if a node
// does not allow it. It returns false if there are several.
func single(nodes []*Node, readerOf func(o *ObjectRule) *Node) (reader *Node, ok bool) {
	reader = anything
	for _, n := range nodes {
		next := readerOf(n.Object)
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

// readerOf returns the only schema for the value of a property; nil if it is not allowed, if there are
// several, or if that is unknown.
func (r *ObjectRule) readerOf(name string) *Node {
	k := r.Names.Find([]byte(name))
	switch {
	case r.Patterns != nil:
		if m := r.match([]byte(name)); !m.Unsure {
			return r.reader(r.Child(k), m.Patterns)
		}
		return nil
	case k < 0:
		return r.others
	}
	return r.Members[k].Reader
}

// demand adds a condition on which properties there are.
func (r *ObjectRule) demand(p Presence) {
	if r.Presence == nil {
		r.Presence = &Presence{}
	}
	r.Presence.All = append(r.Presence.All, p)
}
