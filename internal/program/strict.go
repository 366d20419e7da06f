package program

import "github.com/verdict-lint/verdict/internal/pattern"

// This file implements Options.Strict: it determines which objects are closed, and which names are
// known in them. It is the only definition of an unknown property; the linter's rule and
// verdict.WithStrict both use it.
//
// An object is closed if its schema lists properties, whichever alternatives match, and no schema for
// it allows others. A name is known if any schema that may apply to the object mentions it. These
// schemas include those that enclosing schemas apply to the same object: if two branches of an `allOf`
// each list some properties of "a", the names of both are known in "a".

// maxClosing bounds the work of finding the schemas that apply to the same object. If a schema needs
// more, some of its objects are not closed.
const maxClosing = 1 << 22

// A closer closes objects.
type closer struct {
	entries map[*Node]bool
	peers   map[*Node][]*Node // the other schemas that apply to the object of an entry
	paired  map[[2]*Node]bool
	queue   []*Node
	queued  map[*Node]bool
	choices map[choice]*choice
	lists   map[*Node]bool
	work    int
}

// closeStrictly closes the objects of all entries: the nodes with the role first.
func (l *lowerer) closeStrictly() {
	c := &closer{
		entries: make(map[*Node]bool, len(l.entries)),
		peers:   make(map[*Node][]*Node),
		paired:  make(map[[2]*Node]bool),
		queued:  make(map[*Node]bool, len(l.entries)),
		choices: make(map[choice]*choice),
		lists:   make(map[*Node]bool, len(l.entries)),
	}
	for _, entry := range l.entries {
		c.entries[entry] = true
		c.enqueue(entry)
	}
	for ; len(c.queue) > 0; c.queue = c.queue[1:] {
		c.queued[c.queue[0]] = false
		if c.meet(c.queue[0]); c.work > maxClosing {
			return
		}
	}
	for _, entry := range l.entries {
		if c.listsNames(entry) && c.work <= maxClosing {
			c.close(entry)
		}
	}
}

func (c *closer) enqueue(entry *Node) {
	if !c.queued[entry] {
		c.queued[entry] = true
		c.queue = append(c.queue, entry)
	}
}

// close makes an entry reject the names that none of the schemas for its object mention, unless one
// of them allows other names.
func (c *closer) close(entry *Node) {
	known := &NameSet{}
	for _, s := range c.schemas(entry) {
		if o := s.node.Object; o != nil {
			if !s.negated && (o.Additional != nil || o.Closed || o.NamesRule != nil) {
				return
			}
			for _, name := range o.Names.Texts {
				known.names.add(name)
			}
			for p := range o.Patterns {
				known.patterns = append(known.patterns, o.Patterns[p].Pattern)
			}
		}
		if r := s.node.Rest; r != nil && r.Properties != nil && !s.negated {
			return
		}
		if c := s.node.Combine; c != nil && c.Chosen != nil {
			known.names.add(c.Chosen.Property)
		}
	}
	known.names.settle()
	if entry.Rest == nil {
		entry.Rest = &RestRule{}
	}
	entry.Rest.Known, entry.Rest.PropertiesClosed = known, true
}

// listsNames reports whether a schema lists the properties of an object, whichever of its alternatives
// matches. Properties in `if` do not count.
func (c *closer) listsNames(n *Node) bool {
	known, seen := c.lists[n]
	if seen {
		return known
	}
	c.lists[n] = false // for schemas that refer back to n
	c.lists[n] = n.Object != nil && n.Object.listed || n.Combine != nil && c.combinationLists(n.Combine)
	return c.lists[n]
}

func (c *closer) combinationLists(rule *CombineRule) bool {
	for k := range rule.All {
		if c.listsNames(rule.All[k].Node) {
			return true
		}
	}
	return c.allList(rule.Any) || c.allList(rule.One) ||
		rule.Then != nil && rule.Other != nil && c.listsNames(rule.Then.Node) && c.listsNames(rule.Other.Node)
}

// allList reports whether every alternative that allows objects lists properties, and there is one.
func (c *closer) allList(alternatives []Edge) bool {
	listing := false
	for k := range alternatives {
		n := alternatives[k].Node
		if n.Accept&ObjectKind == 0 {
			continue
		}
		if !c.listsNames(n) {
			return false
		}
		listing = true
	}
	return listing
}

// A NameSet is the set of names that are known in an object.
type NameSet struct {
	names    Dictionary
	patterns []*pattern.Pattern
}

// has reports whether a name is known. A pattern that takes too long counts as matching.
func (s *NameSet) has(name []byte) bool {
	if s.names.Find(name) >= 0 {
		return true
	}
	for _, p := range s.patterns {
		if matches, err := p.Match(name); err != nil || matches {
			return true
		}
	}
	return false
}

// A choice is an alternative of a oneOf, nested in the choices of enclosing oneOfs. Schemas within
// different alternatives never apply together.
type choice struct {
	of     *CombineRule
	branch int
	outer  *choice
	depth  int
}

// Rejects reports whether an unevaluated property with this name is rejected.
func (r *RestRule) Rejects(name []byte) bool {
	return r.PropertiesClosed && (r.Known == nil || !r.Known.has(name))
}

// choose returns the choice of an alternative, nested in outer.
func (c *closer) choose(of *CombineRule, branch int, outer *choice) *choice {
	inner := choice{of: of, branch: branch, outer: outer}
	if outer != nil {
		inner.depth = outer.depth + 1
	}
	if c.choices[inner] == nil {
		c.choices[inner] = &inner
	}
	return c.choices[inner]
}

// common returns the innermost choice that both are nested in, or nil.
func (c *choice) common(other *choice) *choice {
	for c != other {
		switch {
		case c == nil || other == nil:
			return nil
		case c.depth >= other.depth:
			c = c.outer
		default:
			other = other.outer
		}
	}
	return c
}

// excludes reports whether the choices cannot both be made.
func (c *choice) excludes(other *choice) bool {
	for ; c != nil; c = c.outer {
		for o := other; o != nil; o = o.outer {
			if c.of == o.of && c.branch != o.branch {
				return true
			}
		}
	}
	return false
}

// placed is a schema that may apply to an object.
type placed struct {
	node    *Node
	choice  *choice
	negated bool // within `not`
}

// schemas returns the schemas that may apply to the object of an entry.
func (c *closer) schemas(entry *Node) []placed {
	var all []placed
	at := make(map[*Node]int)
	var spread func(s placed)
	spread = func(s placed) {
		c.work++
		k, seen := at[s.node]
		if seen {
			// The schema is reached by two paths and applies if either of them does.
			old := all[k]
			s.choice, s.negated = s.choice.common(old.choice), s.negated && old.negated
			if s == old {
				return
			}
			all[k] = s
		} else {
			at[s.node] = len(all)
			all = append(all, s)
		}
		c.inPlace(s, spread)
	}
	spread(placed{node: entry})
	for _, peer := range c.peers[entry] {
		spread(placed{node: peer})
	}
	return all
}

// inPlace calls visit for each schema that a schema applies to the same instance.
func (c *closer) inPlace(s placed, visit func(placed)) {
	rule := s.node.Combine
	if rule == nil {
		rule = &CombineRule{}
	}
	one, strictOne := 0, 0 // the next alternatives; they are visited in order
	s.node.Alternatives(func(e *Edge) {
		inner := placed{e.Node, s.choice, s.negated}
		switch {
		case e == rule.Not:
			inner.negated = true
		case one < len(rule.One) && e == &rule.One[one]:
			inner.choice = c.choose(rule, one, s.choice)
			one++
		case strictOne < len(rule.StrictOne) && e == &rule.StrictOne[strictOne]:
			inner.choice = c.choose(rule, strictOne, s.choice)
			strictOne++
		}
		visit(inner)
	})
}

// meet finds the schemas that apply to the same child of an object or array.
func (c *closer) meet(entry *Node) {
	schemas := c.schemas(entry)
	c.meetAtProperties(schemas)
	c.meetAtItems(schemas)
}

func (c *closer) meetAtProperties(schemas []placed) {
	var names []string
	listed := make(map[string][]placed)
	var broad, unlisted []placed
	for _, s := range schemas {
		others := s.forOthers()
		if len(others) > 0 {
			broad = append(broad, s)
			unlisted = append(unlisted, others...)
		}
		if s.node.Object == nil {
			continue
		}
		for k, name := range s.node.Object.Names.Texts {
			c.work++
			n := s.node.Object.Members[k].Node
			if n == nil || !n.contains() {
				continue
			}
			if listed[name] == nil {
				names = append(names, name)
			}
			listed[name] = append(listed[name], placed{node: n, choice: s.choice})
		}
	}
	for _, name := range names {
		children := listed[name]
		for _, s := range broad {
			c.work++
			children = append(children, s.forUnlisted(name)...)
		}
		c.pair(children)
	}
	c.pair(unlisted)
}

// contains reports whether an instance of the schema can contain others.
func (n *Node) contains() bool { return n.Accept&(ObjectKind|ArrayKind) != 0 }

// forOthers returns the schemas for properties that are not listed.
func (s placed) forOthers() []placed {
	var children []placed
	if o := s.node.Object; o != nil {
		for p := range o.Patterns {
			children = append(children, placed{node: o.Patterns[p].Edge.Node, choice: s.choice})
		}
		if o.Additional != nil {
			children = append(children, placed{node: o.Additional.Node, choice: s.choice})
		}
	}
	if r := s.node.Rest; r != nil && r.Properties != nil {
		children = append(children, placed{node: r.Properties.Node, choice: s.choice})
	}
	return children
}

// forUnlisted returns the schemas for the property of a name, except that in `properties`.
func (s placed) forUnlisted(name string) []placed {
	var children []placed
	matched := false
	if o := s.node.Object; o != nil {
		k := o.Names.Find([]byte(name))
		matched = k >= 0 && o.Members[k].Node != nil
		for p := range o.Patterns {
			if matches, err := o.Patterns[p].Pattern.Match([]byte(name)); err != nil || matches {
				matched = true
				children = append(children, placed{node: o.Patterns[p].Edge.Node, choice: s.choice})
			}
		}
		if !matched && o.Additional != nil {
			return append(children, placed{node: o.Additional.Node, choice: s.choice})
		}
	}
	if r := s.node.Rest; r != nil && r.Properties != nil && !matched {
		children = append(children, placed{node: r.Properties.Node, choice: s.choice})
	}
	return children
}

// meetAtItems pairs the schemas for the items of each index up to the longest prefix, and for the
// items after it.
func (c *closer) meetAtItems(schemas []placed) {
	longest := -1
	for _, s := range schemas {
		if a := s.node.Array; a != nil {
			longest = max(longest, len(a.Prefix))
		} else if r := s.node.Rest; r != nil && r.Items != nil {
			longest = max(longest, 0)
		}
	}
	for index := range longest + 1 {
		var children []placed
		for _, s := range schemas {
			c.work++
			for _, e := range s.node.itemEdges(index) {
				if e != nil {
					children = append(children, placed{node: e.Node, choice: s.choice})
				}
			}
		}
		c.pair(children)
	}
}

// itemEdges returns the edges to the schemas for the item of an index; some may be nil.
func (n *Node) itemEdges(index int) []*Edge {
	var edges []*Edge
	if a := n.Array; a != nil {
		edges = append(edges, a.Items, a.Contains)
		if index < len(a.Prefix) {
			edges[0] = &a.Prefix[index]
		}
	}
	if n.Rest != nil {
		edges = append(edges, n.Rest.Items)
	}
	return edges
}

// pair records that the schemas apply to the same child.
func (c *closer) pair(schemas []placed) {
	for k, a := range schemas {
		if !a.node.contains() {
			continue
		}
		for _, b := range schemas[k+1:] {
			if c.work++; c.work > maxClosing {
				return
			}
			if a.node != b.node && b.node.contains() && !a.choice.excludes(b.choice) {
				c.addPeer(a.node, b.node)
				c.addPeer(b.node, a.node)
			}
		}
	}
}

func (c *closer) addPeer(entry, peer *Node) {
	pair := [2]*Node{entry, peer}
	if c.entries[entry] && !c.paired[pair] {
		c.paired[pair] = true
		c.peers[entry] = append(c.peers[entry], peer)
		c.enqueue(entry)
	}
}
