package program

// This file merges the keywords for objects of several schemas that apply to the same instance, as in
// `allOf`, so that a stream reads an object once. The result is for streams only: it has no edges.

// merged returns a node with what all nodes require of objects, and with the conditions, or nil if that
// cannot be said of each name, or would cost too much. One schema reads the value of a property. Others that
// it has to satisfy, or that matter for conditions, are checks.
func (r *reducer) merged() *Node {
	rule := r.conditions.rule
	names := len(rule.Names.Texts)
	for _, n := range r.Own {
		names += len(n.Object.Names.Texts)
	}
	for _, m := range r.conditions.marked {
		names += len(m.Names.Texts)
	}
	if !r.spend(names * (8 + len(r.Own) + len(r.conditions.marked))) { // each name is looked up in each rule
		return nil
	}
	for _, n := range r.Own {
		if !r.merge(n.Object) {
			return nil
		}
	}
	for _, m := range r.conditions.marked {
		for _, name := range m.Names.Texts {
			rule.property(name)
		}
	}
	conflicts := new(mark)
	if !r.readers(conflicts) {
		return nil
	}
	if conflicts.bit != 0 {
		r.conditions.demand(Presence{Absent: conflicts.bit})
	}
	if !r.conditions.fits() {
		return nil
	}
	rule.Marks = ^uint64(0) << (NamesWithBits - r.conditions.marks) &^ ExtraBit
	for k := range rule.Members {
		rule.Members[k].Bit &^= rule.Marks
	}
	if rule.Names.settle(); rule.Presence != nil {
		rule.Presence.settle()
	}
	return &Node{Accept: AnyKind, Possible: ObjectKind, Inspect: ObjectKind, Streamed: ObjectKind, Object: rule}
}

// merge adds what a rule requires, apart from the values of properties.
func (r *reducer) merge(o *ObjectRule) bool {
	rule := r.conditions.rule
	if o.Leaves != nil && rule.Leaves != nil || o.Patterns != nil && rule.Patterns != nil {
		return false
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
	var p Presence
	for _, k := range o.Required {
		if !r.conditions.need(o.Names.Texts[k], &p) {
			return false
		}
	}
	rule.Needed |= p.Needed
	return true
}

// readers determines which schemas the value of each property has to satisfy. A mark for those that a value
// has to satisfy in addition to the one that reads it is allocated if there are any.
func (r *reducer) readers(conflicts *mark) bool {
	rule := r.conditions.rule
	ofOthers := func(o *ObjectRule) (*Node, bool) { return o.others, true }
	others, checks, _ := r.reader(conflicts, ofOthers)
	if rule.others = others; rule.Patterns != nil {
		if !r.patternsAlone() {
			return false
		}
		checks = r.checks(nil, anything, ofOthers) // for names that a pattern matches, others is not the reader
	}
	if checks != nil {
		rule.OtherChecks = &Checks{others, checks}
	}
	for k, name := range rule.Names.Texts {
		m := &rule.Members[k]
		reader, checks, ok := r.reader(conflicts, func(o *ObjectRule) (*Node, bool) { return o.readerOf(name) })
		if !ok {
			return false
		}
		if reader == nil {
			reader = nothing
		}
		if checks != nil {
			m.Checks = &Checks{reader, checks}
		} else {
			m.Reader, m.Ready = reader, reader.Possible&^reader.Inspect
		}
	}
	return true
}

// patternsAlone reports whether only the node with patterns constrains properties that are not listed.
func (r *reducer) patternsAlone() bool {
	for _, n := range r.Own {
		if n.Object.Patterns == nil && (n.Object.others == nil || !n.Object.others.acceptsAll()) {
			return false
		}
	}
	return true
}

// reader returns the schema that reads the value of a property, nil if a node does not allow it, and the
// checks. It returns false if that is unknown.
func (r *reducer) reader(conflicts *mark, of func(o *ObjectRule) (*Node, bool)) (reader *Node, checks []Check, ok bool) {
	reader = anything
	for _, n := range r.Own {
		next, ok := of(n.Object)
		switch {
		case !ok || next == nil:
			return nil, nil, ok
		case next == reader || next.acceptsAll():
		case reader == anything:
			reader = next
		default:
			checks = withCheck(checks, next, r.conditions.bit(conflicts))
		}
	}
	return reader, r.checks(checks, reader, of), true
}

// checks adds what conditions require of a value for which there is a reader.
func (r *reducer) checks(checks []Check, reader *Node, of func(o *ObjectRule) (*Node, bool)) []Check {
	for _, m := range r.conditions.marked {
		next, _ := of(m.ObjectRule) // which has no patterns
		if next == nil {
			next = nothing
		}
		if next != reader && !next.acceptsAll() {
			checks = withCheck(checks, next, m.mark)
		}
	}
	return checks
}

// withCheck returns the checks with one more. A schema is checked once for all its marks.
func withCheck(checks []Check, n *Node, marks uint64) []Check {
	for k := range checks {
		if checks[k].Node == n {
			checks[k].Marks |= marks
			return checks
		}
	}
	return append(checks, Check{n, marks})
}

// readerOf returns the only schema for the value of a property, or nil if it is not allowed. It returns
// false if there are several, or if that is unknown.
func (r *ObjectRule) readerOf(name string) (n *Node, ok bool) {
	k := r.Names.Find([]byte(name))
	switch {
	case r.Patterns != nil:
		m := r.match([]byte(name))
		n = r.reader(r.Child(k), m.Patterns)
		return n, !m.Unsure && (n != nil || r.Child(k) == nil && m.Patterns == nil)
	case k < 0:
		return r.others, true
	}
	return r.Members[k].Reader, true
}

// conditional adds keywords that depend on which properties an object has, and on their values. It returns
// false if they depend on something else.
func (r *reducer) conditional(rule *CombineRule) bool {
	return r.kind == ObjectKind && r.demand(func(c *presenceCompiler, p *Presence) bool { return c.combination(rule, p, new(mark)) })
}

// demand adds the condition that a function compiles.
func (r *reducer) demand(compile func(c *presenceCompiler, p *Presence) bool) bool {
	var p Presence
	before := r.conditions
	r.conditions.size = 0
	if compile(&r.conditions, &p) && r.spend(4*r.conditions.size) {
		r.conditions.demand(p)
		return true
	}
	r.conditions = before
	return false
}
