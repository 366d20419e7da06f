package program

import "github.com/verdict-lint/verdict/internal/number"

// This file analyses the complete graph: it marks schemas whose evaluation may loop, and determines
// for which kinds of instances the result is known without evaluation.

// Alternatives calls visit for each edge to a schema that applies to the same instance.
func (n *Node) Alternatives(visit func(e *Edge)) {
	if n.Object != nil {
		for i := range n.Object.Dependent {
			if d := &n.Object.Dependent[i]; d.Edge != nil {
				visit(d.Edge)
			}
		}
	}
	c := n.Combine
	if c == nil {
		return
	}
	if c.Gate != nil {
		c.Gate.alternatives(visit)
	}
	for i := range c.All {
		visit(&c.All[i])
	}
	for i := range c.Any {
		visit(&c.Any[i])
	}
	for i := range c.One {
		visit(&c.One[i])
	}
	for i := range c.StrictOne {
		visit(&c.StrictOne[i])
	}
	for _, e := range []*Edge{c.Not, c.Cond, c.Then, c.Other} {
		if e != nil {
			visit(e)
		}
	}
}

// markLoops marks the nodes that can be reached from themselves with the same instance. Whether they
// really loop depends on the instance and is checked at run time.
func (l *lowerer) markLoops() {
	const (
		unseen = iota
		open
		closed
	)
	state := make([]uint8, len(l.nodes))
	var visit func(n *Node)
	visit = func(n *Node) {
		state[n.ID] = open
		n.Alternatives(func(e *Edge) {
			switch state[e.Node.ID] {
			case unseen:
				visit(e.Node)
			case open:
				e.Node.Looped = true
			}
		})
		state[n.ID] = closed
	}
	for _, n := range l.nodes {
		if state[n.ID] == unseen && (n.Combine != nil || n.Object != nil) {
			visit(n)
		}
	}
}

// summarize determines for every node the kinds that it can accept, and those that have to be
// evaluated.
func (l *lowerer) summarize() {
	done := make([]bool, len(l.nodes))
	var visit func(n *Node)
	visit = func(n *Node) {
		if done[n.ID] {
			return
		}
		done[n.ID] = true
		n.Possible, n.Inspect = n.Accept, n.Accept // for schemas that refer back to n
		n.Alternatives(func(e *Edge) { visit(e.Node) })
		n.Possible = n.possibleKinds()
		n.whole = n.wholeOnly()
		n.Tangled = n.Looped
		n.Alternatives(func(e *Edge) {
			n.Tangled = n.Tangled || e.Node.Tangled || e.Node.Looped
			n.height = max(n.height, e.Node.height+1)
		})
		n.Inspect = n.Possible & n.inspectKinds()
	}
	for _, n := range l.nodes {
		visit(n)
	}
	allowance := reductionAllowance(len(l.nodes))
	for _, n := range l.nodes {
		if n.Combine != nil {
			n.Combine.allowance = allowance
			n.Combine.AnyChoices, n.Combine.OneChoices = choicesOf(n.Combine.Any), choicesOf(n.Combine.One)
		}
		if n.Object != nil {
			n.Object.Presence = n.Object.presence()
		}
		n.Streamed = n.Possible & n.streamedKinds()
		if n.Object == nil {
			continue
		}
		n.Object.others = n.otherProperties()
		n.Object.constrainsValues = n.Object.others == nil || !n.Object.others.acceptsAll()
		for k := range n.Object.Members {
			m := &n.Object.Members[k]
			if m.Node != nil {
				m.Settled = m.Node.Possible &^ m.Node.Inspect
				n.Object.constrainsValues = n.Object.constrainsValues || !m.Node.acceptsAll()
			}
			if n.Object.Patterns != nil {
				continue
			}
			if m.Reader = m.Node; m.Node == nil {
				m.Reader = n.Object.others
			}
			if m.Reader != nil {
				m.Ready = m.Reader.Possible &^ m.Reader.Inspect
			}
		}
	}
}

// otherProperties returns the schema for properties that `properties` does not list, or nil if they
// are not allowed.
func (n *Node) otherProperties() *Node {
	switch {
	case n.Object.Additional != nil:
		return n.Object.Additional.Node
	case n.Object.Closed || n.Rest != nil && n.Rest.PropertiesClosed:
		return nil
	}
	return anything
}

func (n *Node) possibleKinds() KindSet {
	possible := n.Accept
	if v := n.Values; v != nil {
		kinds := v.Kinds
		if v.Strings != nil {
			kinds |= StringKind
		}
		if len(v.Numbers) > 0 {
			kinds |= NumberKind
		}
		for _, value := range v.Compound {
			kinds |= KindBit(v.Tape.Nodes[value].Kind())
		}
		possible &= kinds
	}
	c := n.Combine
	if c == nil {
		return possible
	}
	if c.Gate != nil {
		led := KindSet(0)
		c.Gate.alternatives(func(e *Edge) { led |= e.Node.Possible })
		return possible & led
	}
	for i := range c.All {
		possible &= c.All[i].Node.Possible
	}
	return possible & Union(c.Any) & Union(c.One)
}

// Union returns the kinds that at least one alternative can accept.
func Union(edges []Edge) KindSet {
	if edges == nil {
		return AnyKind
	}
	var kinds KindSet
	for i := range edges {
		kinds |= edges[i].Node.Possible
	}
	return kinds
}

func (n *Node) wholeOnly() bool {
	c := n.Combine
	if n.Integral || c == nil {
		return n.Integral
	}
	for i := range c.All {
		if c.All[i].Node.whole {
			return true
		}
	}
	return len(c.Any) > 0 && WholeOnly(c.Any) || len(c.One) > 0 && WholeOnly(c.One)
}

// WholeOnly reports whether none of the alternatives accepts a number with a fraction.
func WholeOnly(edges []Edge) bool {
	for i := range edges {
		if n := edges[i].Node; n.Possible&FloatKind != 0 && !n.whole {
			return false
		}
	}
	return true
}

// inspectCondition returns the kinds of which values may fail because of then or else.
func (c *CombineRule) inspectCondition() KindSet {
	holds, then, other := c.Cond.Node.Possible, inspected(c.Then), inspected(c.Other)
	return holds&then | (AnyKind&^holds|c.Cond.Node.Inspect)&other
}

// settledByOne returns the kinds that a single alternative of oneOf can accept, of which it accepts all
// values.
func (c *CombineRule) settledByOne() (settled KindSet) {
	var once, twice KindSet
	for i := range c.One {
		n := c.One[i].Node
		twice |= once & n.Possible
		once |= n.Possible
		kinds := n.Possible &^ n.Inspect
		if c.StrictOne != nil {
			kinds &^= inspected(&c.StrictOne[i])
		}
		settled |= kinds
	}
	return settled &^ twice
}

func (n *Node) inspectKinds() KindSet {
	var kinds KindSet
	if n.Integral {
		kinds |= FloatKind
	}
	if v := n.Values; v != nil {
		kinds |= AnyKind &^ v.Kinds
	}
	if n.Text != nil {
		kinds |= StringKind
	}
	if n.Number != nil {
		kinds |= NumberKind
	}
	if n.Object != nil {
		kinds |= ObjectKind
	}
	if n.Array != nil {
		kinds |= ArrayKind
	}
	if n.Rest != nil {
		kinds |= ObjectKind | ArrayKind
	}
	c := n.Combine
	if c == nil {
		return kinds
	}
	if c.Gate != nil || c.Custom != nil {
		return AnyKind
	}
	if c.Not != nil {
		kinds |= c.Not.Node.Possible
	}
	if c.Cond != nil {
		kinds |= c.inspectCondition()
	}
	if c.One != nil {
		kinds |= AnyKind &^ c.settledByOne()
	}
	for i := range c.All {
		kinds |= c.All[i].Node.Inspect
	}
	if c.Chosen != nil && c.Chosen.Asserted {
		kinds |= ObjectKind
	}
	if c.Any != nil {
		settled := KindSet(0) // kinds that an alternative accepts without evaluation
		for i := range c.Any {
			settled |= c.Any[i].Node.Possible &^ c.Any[i].Node.Inspect
		}
		kinds |= AnyKind &^ settled
	}
	return kinds
}

// AcceptsIntegers returns true only if all integers from one to another are valid, whatever else is.
func (n *Node) AcceptsIntegers(least, greatest string) bool {
	if n.Possible&^n.Inspect&IntKind != 0 {
		return true
	}
	if n.Possible&IntKind == 0 || n.Values != nil || n.Combine != nil || n.Number == nil {
		return false
	}
	for i := range n.Number.All {
		a := &n.Number.All[i]
		if a.Code != Bound || a.Rule == "multiple-of" {
			return false
		}
		for _, end := range []string{least, greatest} {
			if !a.Accepts(&Subject{Number: number.Parse([]byte(end))}) {
				return false
			}
		}
	}
	return true
}
