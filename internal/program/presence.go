package program

// This file compiles conditions on an object, such as those of `oneOf`, to formulas over a set that a stream
// knows at the end of the object. The set has the names of the object, and marks: what the schemas of a
// condition require of the values of properties is checked while the values are read, and if one does not
// satisfy them, the set gets the mark of the condition. So alternatives that are distinguished by which
// properties there are, or by the value of a property, are decided in one pass.

// A Presence is a condition on the set: the names and marks in Needed are in it, those in Absent are not, and
// each of the other fields that is set is true. The zero value is always true.
type Presence struct {
	Never    bool
	Needed   uint64
	Absent   uint64
	All      []Presence
	Any, One []Presence // nil if there is no such condition
	Not      *Presence

	If, Then, Else *Presence // nil if there is no such condition

	compound bool // a field other than Needed and Absent is set; see settle
}

// Holds reports whether an object with these names satisfies the condition.
func (p *Presence) Holds(names uint64) bool {
	return names&p.Needed == p.Needed && names&p.Absent == 0 && (!p.compound || p.parts(names))
}

// parts reports whether the conditions that a compound condition consists of are satisfied.
func (p *Presence) parts(names uint64) bool {
	if p.Never {
		return false
	}
	for i := range p.All {
		if !p.All[i].Holds(names) {
			return false
		}
	}
	switch {
	case p.Any != nil && holding(p.Any, names, 1) != 1, p.One != nil && holding(p.One, names, 2) != 1:
		return false
	case p.Not != nil && p.Not.Holds(names):
		return false
	}
	return p.If == nil || p.chosen(names).Holds(names)
}

// settle is called when the condition is complete.
func (p *Presence) settle() {
	p.compound = p.isCompound()
	for _, list := range [][]Presence{p.All, p.Any, p.One} {
		for i := range list {
			list[i].settle()
		}
	}
	for _, q := range []*Presence{p.Not, p.If, p.Then, p.Else} {
		if q != nil {
			q.settle()
		}
	}
}

func (p *Presence) isCompound() bool {
	return p.Never || p.All != nil || p.Any != nil || p.One != nil || p.Not != nil || p.If != nil
}

// and adds a condition.
func (p *Presence) and(q Presence) {
	if q.isCompound() {
		p.All = append(p.All, q)
		return
	}
	p.Needed |= q.Needed
	p.Absent |= q.Absent
}

// chosen returns Then or Else. If is evaluated once, because conditions in it can have conditions.
func (p *Presence) chosen(names uint64) *Presence {
	if p.If.Holds(names) {
		return p.Then
	}
	return p.Else
}

// holding returns how many conditions are true, up to a limit.
func holding(list []Presence, names uint64, limit int) (n int) {
	for i := range list {
		if list[i].Holds(names) {
			if n++; n == limit {
				break
			}
		}
	}
	return n
}

// mostConditions is how many schemas a formula is made of at most, and how many are checked while an object
// is read.
const mostConditions = 256

// Checks are the schemas for the value of a property: one that reads it, and others.
type Checks struct {
	Reader *Node
	List   []Check
}

// A Check is a schema that the value of a property may have to satisfy. If it does not, the set of names
// gets the marks.
type Check struct {
	Node  *Node
	Marks uint64
}

// A markedRule has schemas for values, which are checked. The mark is that of the condition that it is
// a part of.
type markedRule struct {
	*ObjectRule
	mark uint64
}

// A presenceCompiler makes conditions. The names in them are added to the rule.
type presenceCompiler struct {
	rule *ObjectRule
	size int

	merges bool // the rule is made for a stream, so conditions may depend on values and on names that it does not have
	marked []markedRule
	named  int // how many bits of the set are for names
	marks  int // and for marks, which are the upper ones
}

// A mark is that of schemas that all have to be satisfied. It is allocated if one depends on values.
type mark struct{ bit uint64 }

// of returns the condition of a node for objects. It returns false if the node depends on something else than
// what is in the set.
func (c *presenceCompiler) of(n *Node) (p Presence, ok bool) { return c.and(n, new(mark)) }

// and is of for a schema that is applied together with others, which share a mark.
func (c *presenceCompiler) and(n *Node, m *mark) (p Presence, ok bool) {
	switch c.size++; {
	case n.Possible&ObjectKind == 0:
		return Presence{Never: true}, true
	case n.Inspect&ObjectKind == 0:
		return Presence{}, true
	case n.Values != nil || n.Rest != nil || c.size > mostConditions:
		return Presence{}, false
	}
	if n.Object != nil && !c.object(n.Object, &p, m) {
		return Presence{}, false
	}
	return p, n.Combine == nil || c.combination(n.Combine, &p, m)
}

// object adds the condition of an object rule.
func (c *presenceCompiler) object(o *ObjectRule, p *Presence, m *mark) bool {
	if o.Patterns != nil || o.checksNames() || o.Leaves != nil || o.constrainsValues && !c.check(o, p, m) {
		return false
	}
	for _, k := range o.Required {
		if !c.need(o.Names.Texts[k], p) {
			return false
		}
	}
	return c.dependencies(o, p)
}

// check makes the values of the properties be checked, and adds the condition that they are valid.
func (c *presenceCompiler) check(o *ObjectRule, p *Presence, m *mark) bool {
	if !c.merges {
		return false
	}
	if m.bit == 0 {
		p.Absent |= c.bit(m)
	}
	c.marked = append(c.marked, markedRule{o, m.bit})
	return c.fits() && len(c.marked) <= mostConditions
}

// bit returns the bit of a mark, which is allocated if necessary.
func (c *presenceCompiler) bit(m *mark) uint64 {
	if m.bit == 0 {
		m.bit = ExtraBit >> 1 >> c.marks
		c.marks++
	}
	return m.bit
}

// fits reports whether there are bits for all names and marks.
func (c *presenceCompiler) fits() bool { return c.named+c.marks <= NamesWithBits }

// checksNames reports whether a property name may be invalid.
func (o *ObjectRule) checksNames() bool {
	return o.NamesRule != nil && StringKind&^(o.NamesRule.Node.Possible&^o.NamesRule.Node.Inspect) != 0
}

// dependencies adds the conditions of dependentRequired and dependentSchemas.
func (c *presenceCompiler) dependencies(o *ObjectRule, p *Presence) bool {
	for i := range o.Dependent {
		d := &o.Dependent[i]
		var has, needs Presence
		if d.Edge != nil && !c.merges || !c.need(o.Names.Texts[d.Property], &has) {
			return false
		}
		if d.Edge != nil {
			var ok bool
			if needs, ok = c.of(d.Edge.Node); !ok {
				return false
			}
		}
		for _, k := range d.Required {
			if !c.need(o.Names.Texts[k], &needs) {
				return false
			}
		}
		p.All = append(p.All, Presence{Any: []Presence{{Absent: has.Needed}, needs}})
	}
	return true
}

// need adds a name that an object needs. It returns false if there are too many names.
func (c *presenceCompiler) need(name string, p *Presence) bool {
	k := int(c.rule.property(name))
	p.Needed |= 1 << k
	c.named = max(c.named, k+1)
	return c.fits()
}

func (c *presenceCompiler) combination(rule *CombineRule, p *Presence, m *mark) (ok bool) {
	if rule.Gate != nil || rule.Custom != nil || rule.Chosen != nil && rule.Chosen.Asserted {
		return false
	}
	for i := range rule.All {
		each, ok := c.and(rule.All[i].Node, m)
		if !ok {
			return false
		}
		p.and(each)
	}
	if p.Any, ok = c.each(rule.Any); !ok {
		return false
	}
	if p.One, ok = c.each(rule.One); !ok || rule.StrictOne != nil {
		return false
	}
	if rule.Not != nil {
		not, ok := c.of(rule.Not.Node)
		if p.Not = &not; !ok {
			return false
		}
	}
	return rule.Cond == nil || c.condition(rule, p)
}

// each returns the conditions of several schemas, nil if there are none.
func (c *presenceCompiler) each(edges []Edge) (list []Presence, ok bool) {
	for i := range edges {
		p, ok := c.of(edges[i].Node)
		if !ok {
			return nil, false
		}
		list = append(list, p)
	}
	return list, true
}

// condition adds the condition of if, then and else.
func (c *presenceCompiler) condition(rule *CombineRule, p *Presence) bool {
	holds, ok := c.of(rule.Cond.Node)
	if !ok {
		return false
	}
	var then, other Presence
	if rule.Then != nil {
		if then, ok = c.of(rule.Then.Node); !ok {
			return false
		}
	}
	if rule.Other != nil {
		if other, ok = c.of(rule.Other.Node); !ok {
			return false
		}
	}
	p.If, p.Then, p.Else = &holds, &then, &other
	return true
}

// acceptsAll reports whether every value is valid.
func (n *Node) acceptsAll() bool { return n.Possible == AnyKind && n.Inspect == 0 }

// presence returns the condition of the dependencies of a rule, or nil if there are none, or if they do not
// only depend on which names there are.
func (o *ObjectRule) presence() *Presence {
	var p Presence
	if o.Dependent == nil || !(&presenceCompiler{rule: o}).dependencies(o, &p) {
		return nil
	}
	p.settle()
	return &p
}

// demand adds a condition to those of the rule.
func (c *presenceCompiler) demand(p Presence) {
	if c.rule.Presence == nil {
		c.rule.Presence = &p
	} else {
		c.rule.Presence.and(p)
	}
}
