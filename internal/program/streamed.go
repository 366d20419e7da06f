package program

import (
	"slices"
	"sync/atomic"
)

// This file determines which schemas can validate a value while it is read, without a tape.
//
// Most schemas with alternatives, such as `anyOf` of a string and an array of strings, need only one of
// them for a value of a given kind: the others cannot accept that kind, or accept all values of it. So
// for each kind, a schema is reduced to the parts that decide whether a value is valid. If that is one
// part, it is read like a schema without alternatives. If there are several, the stream reads the value
// once for each.

// streamedKinds returns the kinds of values that the keywords of the node, other than those that apply
// schemas to the same instance, can validate while the value is read. Keywords for other kinds do not
// matter.
func (n *Node) streamedKinds() KindSet {
	if n.Object != nil && n.Object.Dependent != nil && n.Object.Presence == nil {
		return n.mergedKinds() &^ ObjectKind
	}
	return n.mergedKinds()
}

// mergedKinds is streamedKinds if the node is merged; see reducer.merged. Schemas that depend on a property
// are conditions then.
func (n *Node) mergedKinds() KindSet {
	kinds := AnyKind
	if n.Values != nil {
		kinds &^= ArrayKind | ObjectKind
	}
	if r := n.Rest; r != nil {
		if r.Items != nil || r.ItemsClosed {
			kinds &^= ArrayKind
		}
		if r.Properties != nil && !r.PropertiesClosed {
			kinds &^= ObjectKind
		}
	}
	if o := n.Object; o == nil || o.checksNames() || o.Sparse {
		kinds &^= ObjectKind
	}
	if a := n.Array; a == nil || a.Contains != nil {
		kinds &^= ArrayKind
	}
	return kinds
}

// Streams reports whether [evaluate.Evaluator.Accepts] can return true for some payload.
func (p *Program) Streams() bool {
	n := p.Root.Node
	settled := n.Possible &^ n.Inspect
	return p.Scoped == nil && (settled&(ObjectKind|ArrayKind) != 0 || n.streams(ObjectKind) || n.streams(ArrayKind))
}

// Following returns the schema for the items after Prefix, or nil if there must be none.
func (r *ArrayRule) Following() *Node {
	switch {
	case r.Closed:
		return nil
	case r.Items == nil:
		return anything
	}
	return r.Items.Node
}

// Values returns the schema for all properties, or nil if they do not have the same one.
func (r *ObjectRule) Values() *Node {
	if len(r.Members) > 0 || r.Patterns != nil || r.OtherChecks != nil || r.Presence != nil {
		return nil
	}
	return r.others
}

// anything is a node that accepts every value, and nothing one that accepts none.
var anything, nothing = &Node{Accept: AnyKind, Possible: AnyKind}, &Node{}

// A Reduction is what a value of one kind has to satisfy for a node.
type Reduction struct {
	Own []*Node   // the keywords of each, other than those that apply schemas to the same instance
	Any [][]*Node // at least one schema of each list
	One [][]*Node // exactly one schema of each list
}

// reductions are those of a node with alternatives, by kind. They are made on first use, because most
// are never needed.
type reductions struct{ object, array, text, integer, number *Reduction }

const (
	// mostParts is how many schemas of one value a reduction has at most, and mostReduced how many are
	// looked at.
	mostParts   = 16
	mostReduced = 256

	// mostHeight is the largest height of a node that is reduced. It bounds the stack: a stream is in as
	// many calls for each level of a payload.
	mostHeight = 16
)

// reductionAllowance returns what all reductions of a program of so many nodes may cost, because those of
// a small schema can be large: a definition with many names is merged for each reference to it. A unit is
// the time to look at a schema or a name, and 32 bytes.
func reductionAllowance(nodes int) *atomic.Int64 {
	var a atomic.Int64
	a.Store(1<<18 + 64*int64(nodes))
	return &a
}

// spend takes a cost off the allowance of the program, and returns false if it is too small. The schema
// is not reduced then.
func (r *reducer) spend(cost int) bool {
	if r.allowance.Add(-int64(cost)) >= 0 {
		return true
	}
	r.allowance.Add(int64(cost))
	return false
}

// streams reports whether values of a kind can be validated while they are read.
func (n *Node) streams(kind KindSet) bool {
	if n.Combine == nil {
		return n.Streamed&kind != 0
	}
	return n.Combine.Reduced(n, kind) != nil
}

// Reduced returns what a string, a number, an array or an object has to satisfy for n, the node of the rule.
// It is nil if that depends on the value, or if the value needs a tape.
func (c *CombineRule) Reduced(n *Node, kind KindSet) *Reduction {
	all := c.reduced.Load()
	if all == nil {
		all = &reductions{n.reduce(ObjectKind), n.reduce(ArrayKind), n.reduce(StringKind), n.reduce(IntKind), n.reduce(FloatKind)}
		c.reduced.Store(all)
	}
	switch kind {
	case ObjectKind:
		return all.object
	case ArrayKind:
		return all.array
	case IntKind:
		return all.integer
	case FloatKind:
		return all.number
	}
	return all.text
}

func (n *Node) reduce(kind KindSet) *Reduction {
	r := reducer{kind: kind, allowance: n.Combine.allowance}
	r.conditions = presenceCompiler{rule: &ObjectRule{Names: &Dictionary{}}, merges: true}
	if n.Tangled || n.height > mostHeight || !r.add(n) {
		return nil
	}
	unread := func(n *Node) bool { return n.Streamed&kind == 0 }
	if needed := r.conditions.rule.Presence != nil || slices.ContainsFunc(r.Own, unread); needed || kind == ObjectKind && len(r.Own) > 1 {
		if n := r.merged(); n != nil {
			r.Own = []*Node{n}
		} else if needed {
			return nil
		}
	}
	if parts := len(r.Own) + len(r.Any) + len(r.One); parts == 0 || parts > mostParts {
		return nil
	}
	return &r.Reduction
}

// A reducer makes a reduction.
type reducer struct {
	Reduction
	kind       KindSet
	conditions presenceCompiler // its rule is that of the merged node
	seen       []*Node

	allowance *atomic.Int64
}

// add adds what a node requires of a value. It returns false if that cannot be reduced.
func (r *reducer) add(n *Node) bool {
	switch {
	case n.Possible&r.kind == 0:
		return false
	case n.Inspect&r.kind == 0 || slices.Contains(r.seen, n):
		return true
	case len(r.seen) == mostReduced || !r.spend(1):
		return false
	}
	r.seen = append(r.seen, n)
	if n.asserts(r.kind) {
		if n.mergedKinds()&r.kind == 0 {
			return false
		}
		r.Own = append(r.Own, n)
		if r.kind == ObjectKind && n.Object.Dependent != nil && !r.demand(func(c *presenceCompiler, p *Presence) bool { return c.dependencies(n.Object, p) }) {
			return false
		}
	}
	return n.Combine == nil || n.Rest == nil && r.combination(n.Combine)
}

// asserts reports whether a keyword that does not apply schemas to the same instance is about a kind.
func (n *Node) asserts(kind KindSet) bool {
	return n.Values != nil || kind == StringKind && n.Text != nil || kind&NumberKind != 0 && (n.Number != nil || n.Integral) || kind == ObjectKind && n.Object != nil && !n.Object.trivial() ||
		kind == ArrayKind && n.Array != nil || n.Rest != nil
}

// trivial reports whether every object is valid.
func (o *ObjectRule) trivial() bool {
	return o.Patterns == nil && !o.checksNames() && o.Leaves == nil && o.Required == nil && o.Dependent == nil && !o.constrainsValues
}

func (r *reducer) combination(c *CombineRule) bool {
	if c.Gate != nil || c.Custom != nil || c.Chosen != nil && c.Chosen.Asserted {
		return false
	}
	for i := range c.All {
		if !r.add(c.All[i].Node) {
			return false
		}
	}
	if c.Not != nil && c.Not.Node.Possible&r.kind != 0 && !r.conditional(&CombineRule{Not: c.Not}) {
		return false
	}
	if c.Cond != nil {
		chosen, known := c.chosen(r.kind)
		if known && chosen != nil && !r.add(chosen.Node) || !known && !r.conditional(&CombineRule{Cond: c.Cond, Then: c.Then, Other: c.Other}) {
			return false
		}
	}
	return (c.Any == nil || r.alternatives(c.Any)) && (c.One == nil || r.one(c))
}

// chosen returns then or else, nil if there is no such schema or if it accepts all values of a kind. It
// is known if all values of the kind lead to the same.
func (c *CombineRule) chosen(kind KindSet) (e *Edge, known bool) {
	switch n := c.Cond.Node; {
	case n.Possible&kind == 0:
		return c.Other, true
	case n.Inspect&kind == 0:
		return c.Then, true
	}
	return nil, (inspected(c.Then)|inspected(c.Other))&kind == 0
}

// inspected returns the kinds of which not all values satisfy the schema that an edge leads to, which
// may be nil.
func inspected(e *Edge) KindSet {
	if e == nil {
		return 0
	}
	return AnyKind &^ (e.Node.Possible &^ e.Node.Inspect)
}

// alternatives adds those of anyOf.
func (r *reducer) alternatives(edges []Edge) bool {
	var left []*Node
	for i := range edges {
		n := edges[i].Node
		switch {
		case n.Possible&r.kind == 0:
			continue
		case n.Inspect&r.kind == 0:
			return true
		}
		left = append(left, n)
	}
	if len(left) == 1 {
		return r.add(left[0])
	}
	if r.constants(left, false) || r.conditional(&CombineRule{Any: edges}) {
		return true
	}
	if len(left) == 0 || !r.readable(left) {
		return false
	}
	r.Any = append(r.Any, left)
	return true
}

// readable reports whether each of the alternatives can read a value, and takes that off the allowance.
func (r *reducer) readable(alternatives []*Node) bool {
	needsTape := func(n *Node) bool { return n.Inspect&r.kind != 0 && !n.streams(r.kind) }
	return len(alternatives) <= mostParts && r.spend(len(alternatives)) && !slices.ContainsFunc(alternatives, needsTape)
}

// one adds the alternatives of oneOf. If only one of them can accept a value of the kind, that decides. Other
// alternatives are conditions if they are about which properties there are, or else are all read. In a strict
// program the value has to satisfy the strict form of the one that matches, which accepts no more than the other.
func (r *reducer) one(c *CombineRule) bool {
	var left []*Node
	last := -1
	for i := range c.One {
		if n := c.One[i].Node; n.Possible&r.kind != 0 {
			left, last = append(left, n), i
		}
	}
	switch {
	case len(left) == 0:
		return false
	case len(left) == 1 && c.StrictOne != nil:
		return r.add(c.StrictOne[last].Node)
	case len(left) == 1:
		return r.add(left[0])
	case r.constants(left, true), r.conditional(&CombineRule{One: c.One, StrictOne: c.StrictOne}):
		return true
	case c.StrictOne != nil || !r.readable(left):
		return false
	}
	r.One = append(r.One, left)
	return true
}

// constants adds the strings that alternatives accept, if each has nothing but such strings. If they are
// exclusive, no string may be in two of them.
func (r *reducer) constants(alternatives []*Node, exclusive bool) bool {
	all, texts := new(Dictionary), 0
	for _, n := range alternatives {
		if r.kind != StringKind || n.Values == nil || n.Values.Strings == nil || n.Text != nil || n.Combine != nil {
			return false
		}
		texts += len(n.Values.Strings.Texts)
	}
	if !r.spend(4 * texts) {
		return false
	}
	all.reserve(texts)
	for _, n := range alternatives {
		for _, text := range n.Values.Strings.Texts {
			if exclusive && all.Find([]byte(text)) >= 0 {
				return false
			}
			all.add(text)
		}
	}
	all.settle()
	r.Own = append(r.Own, &Node{Accept: AnyKind, Possible: StringKind, Inspect: StringKind, Streamed: StringKind, Values: &ValueRule{Strings: all}})
	return true
}
