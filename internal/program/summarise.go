package program

// This file looks at the finished graph: it marks schemas that may not come to an
// answer, and summarises what types alone decide.

// alternatives goes over the edges to schemas for the same instance.
func (n *node) alternatives(visit func(e *edge)) {
	if n.object != nil {
		for i := range n.object.dependent {
			if d := &n.object.dependent[i]; d.edge != nil {
				visit(d.edge)
			}
		}
	}
	c := n.combine
	if c == nil {
		return
	}
	if c.gate != nil {
		c.gate.alternatives(visit)
	}
	for i := range c.all {
		visit(&c.all[i])
	}
	for i := range c.any {
		visit(&c.any[i])
	}
	for i := range c.one {
		visit(&c.one[i])
	}
	for i := range c.strictOne {
		visit(&c.strictOne[i])
	}
	for _, e := range []*edge{c.not, c.cond, c.then, c.other} {
		if e != nil {
			visit(e)
		}
	}
}

// markLoops finds the nodes that lead back to themselves with the same instance. Whether one
// ever does depends on the instance, so they are watched when they run.
func (l *lowerer) markLoops() {
	const (
		unseen = iota
		open
		closed
	)
	state := make([]uint8, len(l.nodes))
	var visit func(n *node)
	visit = func(n *node) {
		state[n.id] = open
		n.alternatives(func(e *edge) {
			switch state[e.node.id] {
			case unseen:
				visit(e.node)
			case open:
				e.node.looped = true
			}
		})
		state[n.id] = closed
	}
	for _, n := range l.nodes {
		if state[n.id] == unseen && (n.combine != nil || n.object != nil) {
			visit(n)
		}
	}
}

// summarise finds, for every node, the kinds it can accept and those for which it
// has anything left to ask.
func (l *lowerer) summarise() {
	done := make([]bool, len(l.nodes))
	var visit func(n *node)
	visit = func(n *node) {
		if done[n.id] {
			return
		}
		done[n.id] = true
		n.possible, n.inspect = n.accept, n.accept // what a loop back to here may assume
		n.alternatives(func(e *edge) { visit(e.node) })
		n.possible = n.possibleKinds()
		n.whole = n.wholeOnly()
		n.tangled = n.looped
		n.alternatives(func(e *edge) {
			n.tangled = n.tangled || e.node.tangled || e.node.looped
		})
		n.inspect = n.possible & n.inspectKinds()
	}
	for _, n := range l.nodes {
		visit(n)
	}
	for _, n := range l.nodes {
		n.streamed = n.canStream()
		if n.object == nil {
			continue
		}
		n.object.others = n.otherProperties()
		for k := range n.object.members {
			m := &n.object.members[k]
			if m.node != nil {
				m.settled = m.node.possible &^ m.node.inspect
			}
			if n.object.patterns != nil {
				continue
			}
			if m.reader = m.node; m.node == nil {
				m.reader = n.object.others
			}
			if m.reader != nil {
				m.ready = m.reader.possible &^ m.reader.inspect
			}
		}
	}
}

// otherProperties is the schema for properties that `properties` does not list, nil where
// there may be none.
func (n *node) otherProperties() *node {
	switch {
	case n.object.additional != nil:
		return n.object.additional.node
	case n.object.closed || n.rest != nil && n.rest.propertiesClosed:
		return nil
	}
	return anything
}

func (n *node) possibleKinds() kindSet {
	possible := n.accept
	if v := n.values; v != nil {
		kinds := v.kinds
		if v.strings != nil {
			kinds |= stringKind
		}
		if len(v.numbers) > 0 {
			kinds |= numberKind
		}
		for _, value := range v.compound {
			kinds |= kindBit(v.tape.Nodes[value].Kind())
		}
		possible &= kinds
	}
	c := n.combine
	if c == nil {
		return possible
	}
	if c.gate != nil {
		led := kindSet(0)
		c.gate.alternatives(func(e *edge) { led |= e.node.possible })
		return possible & led
	}
	for i := range c.all {
		possible &= c.all[i].node.possible
	}
	return possible & union(c.any) & union(c.one)
}

// union is the kinds that at least one alternative can accept.
func union(edges []edge) kindSet {
	if edges == nil {
		return anyKind
	}
	var kinds kindSet
	for i := range edges {
		kinds |= edges[i].node.possible
	}
	return kinds
}

func (n *node) wholeOnly() bool {
	c := n.combine
	if n.integral || c == nil {
		return n.integral
	}
	for i := range c.all {
		if c.all[i].node.whole {
			return true
		}
	}
	return len(c.any) > 0 && wholeOnly(c.any) || len(c.one) > 0 && wholeOnly(c.one)
}

// wholeOnly reports whether none of the alternatives accepts a number with a fraction.
func wholeOnly(edges []edge) bool {
	for i := range edges {
		if n := edges[i].node; n.possible&floatKind != 0 && !n.whole {
			return false
		}
	}
	return true
}

func (n *node) inspectKinds() kindSet {
	var kinds kindSet
	if n.integral {
		kinds |= floatKind
	}
	if v := n.values; v != nil {
		kinds |= anyKind &^ v.kinds
	}
	if n.text != nil {
		kinds |= stringKind
	}
	if n.number != nil {
		kinds |= numberKind
	}
	if n.object != nil {
		kinds |= objectKind
	}
	if n.array != nil {
		kinds |= arrayKind
	}
	if n.rest != nil {
		kinds |= objectKind | arrayKind
	}
	c := n.combine
	if c == nil {
		return kinds
	}
	if c.not != nil || c.cond != nil || c.one != nil || c.gate != nil {
		return anyKind
	}
	for i := range c.all {
		kinds |= c.all[i].node.inspect
	}
	if c.chosen != nil && c.chosen.asserted {
		kinds |= objectKind
	}
	if c.any != nil {
		settled := kindSet(0) // by an alternative that has nothing to ask
		for i := range c.any {
			settled |= c.any[i].node.possible &^ c.any[i].node.inspect
		}
		kinds |= anyKind &^ settled
	}
	return kinds
}
