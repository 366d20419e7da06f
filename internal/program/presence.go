package program

// This file compiles conditions on which properties an object has, such as `oneOf` of schemas with
// `required` only, to formulas over the set of names. A stream knows the set at the end of an object.

// A Presence is a condition on the set of names that an object has: those in Needed are among them, and
// each of the other fields that is set holds. The zero value always holds.
type Presence struct {
	Never    bool
	Needed   uint64
	All      []Presence
	Any, One []Presence // nil if there is no such condition
	Not      *Presence

	If, Then, Else *Presence // nil if there is no such condition
}

// Holds reports whether an object with these names satisfies the condition.
func (p *Presence) Holds(names uint64) bool {
	if p.Never || names&p.Needed != p.Needed || p.Not != nil && p.Not.Holds(names) {
		return false
	}
	for i := range p.All {
		if !p.All[i].Holds(names) {
			return false
		}
	}
	if p.If != nil && !p.chosen(names).Holds(names) {
		return false
	}
	return (p.Any == nil || holding(p.Any, names) > 0) && (p.One == nil || holding(p.One, names) == 1)
}

// chosen returns Then or Else. If is evaluated once, because conditions in it can have conditions.
func (p *Presence) chosen(names uint64) *Presence {
	if p.If.Holds(names) {
		return p.Then
	}
	return p.Else
}

// holding returns how many conditions hold.
func holding(list []Presence, names uint64) (n int) {
	for i := range list {
		if list[i].Holds(names) {
			n++
		}
	}
	return n
}

// mostConditions is how many schemas a formula is made of at most.
const mostConditions = 256

// A presenceCompiler makes conditions. The names in them are added to the rule.
type presenceCompiler struct {
	rule *ObjectRule
	size int
}

// of returns the condition of a node for objects. It returns false if the node also depends on values.
func (c *presenceCompiler) of(n *Node) (p Presence, ok bool) {
	switch c.size++; {
	case n.Possible&ObjectKind == 0:
		return Presence{Never: true}, true
	case n.Inspect&ObjectKind == 0:
		return Presence{}, true
	case n.Values != nil || n.Rest != nil || c.size > mostConditions:
		return Presence{}, false
	}
	if n.Object != nil && !c.object(n.Object, &p) {
		return Presence{}, false
	}
	return p, n.Combine == nil || c.combination(n.Combine, &p)
}

// object adds the condition of an object rule that constrains no value.
func (c *presenceCompiler) object(o *ObjectRule, p *Presence) bool {
	if o.Patterns != nil || o.NamesRule != nil || o.Leaves != nil || o.Closed || o.Additional != nil && !o.Additional.Node.acceptsAll() {
		return false
	}
	for k := range o.Members {
		switch n := o.Members[k].Node; {
		case n == nil || n.acceptsAll():
		case n.Possible == 0:
			absent := Presence{}
			if !c.need(o.Names.Texts[k], &absent) {
				return false
			}
			p.All = append(p.All, Presence{Not: &absent})
		default:
			return false
		}
	}
	for _, k := range o.Required {
		if !c.need(o.Names.Texts[k], p) {
			return false
		}
	}
	return c.dependencies(o, p)
}

// dependencies adds the conditions of dependentRequired. It returns false if there are dependencies of
// another kind.
func (c *presenceCompiler) dependencies(o *ObjectRule, p *Presence) bool {
	for i := range o.Dependent {
		d := &o.Dependent[i]
		var has, needs Presence
		if d.Edge != nil || !c.need(o.Names.Texts[d.Property], &has) {
			return false
		}
		for _, k := range d.Required {
			if !c.need(o.Names.Texts[k], &needs) {
				return false
			}
		}
		p.All = append(p.All, Presence{Any: []Presence{{Not: &has}, needs}})
	}
	return true
}

// need adds a name that an object needs. It returns false if there are too many names.
func (c *presenceCompiler) need(name string, p *Presence) bool {
	k := c.rule.property(name)
	if k < 64 {
		p.Needed |= 1 << k
	}
	return k < 64
}

func (c *presenceCompiler) combination(rule *CombineRule, p *Presence) (ok bool) {
	if rule.Gate != nil || rule.Custom != nil || rule.Chosen != nil && rule.Chosen.Asserted {
		return false
	}
	if all, ok := c.each(rule.All); ok {
		p.All = append(p.All, all...)
	} else {
		return false
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
	return &p
}
