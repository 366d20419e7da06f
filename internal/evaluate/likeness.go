package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file compares an instance with alternatives by what they have in common, without
// validating it: which properties an alternative knows, and which discriminator it requires.

// These bound the cost of a comparison.
const (
	maxParts     = 64  // schemas that one alternative applies to the instance
	maxLeaves    = 256 // alternatives, including nested ones
	maxCompared  = 128 // properties of the instance
	maxStrangers = 16  // properties that no alternative knows
	maxTags      = 1 << 13
	maxTagDepth  = 8   // nested schemas that are searched for a constant
	maxTagSteps  = 256 // schemas that are searched for constants of one value
)

// A selection chooses among alternatives for an instance. Its memory is reused.
type selection struct {
	all       []likeness
	parts     []part
	tags      []tag
	strangers []uint32
	item      itemStep // that leads to the object whose properties are compared
}

// An itemStep is the step from an array to an item. The zero value is no step.
type itemStep struct {
	inItem bool
	index  int
}

// A likeness is what an instance has in common with an alternative.
type likeness struct {
	branch   int
	from, to int // range of its parts in selection.parts

	items   int // items of an array that it probably allows, less one if it does not allow their number
	known   int // properties that it lists, including misspelt ones; of an array, those of its items
	edits   int // by which the names of misspelt ones differ
	loose   int // properties that it allows without listing them
	refused int // properties that it does not allow, 1 for the number of items, 1 for a `not`
	fits    int // known properties whose value is of a type it allows
	missing int // required properties that the instance lacks
	broken  int // known properties whose value breaks a bound or does not match a pattern or format

	matched  int // tags that hold, and that distinguish the alternative from others
	failed   int // tags that fail, but hold in others
	misspelt int // tags that fail because the value is probably misspelt

	dropped bool // others have more in common with the instance
}

// compare compares the instance with each alternative of a schema that allows its type. An
// alternative with nested alternatives counts as several.
func (e *Evaluator) compare(n *program.Node, edges []program.Edge, i uint32) *selection {
	if e.selection == nil {
		e.selection = new(selection)
	}
	c := e.selection
	c.all, c.parts, c.tags, c.strangers = c.all[:0], c.parts[:0], c.tags[:0], c.strangers[:0]
	bit := program.KindBit(e.nodes[i].Kind())
	for k := range edges {
		c.addLeaves(k, edges[k].Node, bit, 0, 0, 0)
	}
	if len(c.all) < 2 {
		return c
	}
	if e.nodes[i].Kind() == jsontape.Object {
		e.compareObject(c, n.Object, i)
	} else {
		if e.nodes[i].Kind() == jsontape.Array {
			e.compareItems(c, i)
		}
		for k := range c.all {
			if e.addTag(c, tag{likeness: k, node: edges[c.all[k].branch].Node, value: i}) == tagFails {
				c.all[k].items = 0 // the alternative is another array
			}
		}
	}
	e.countTags(c)
	return c
}

// addLeaves adds one likeness for each alternative that a schema consists of, or one for the schema
// if it has no alternatives. The parts from..to are those of the enclosing schemas.
func (c *selection) addLeaves(branch int, n *program.Node, bit program.KindSet, from, to, depth int) {
	if n.Possible&bit == 0 {
		return
	}
	l := likeness{branch: branch, from: len(c.parts)}
	c.parts = append(c.parts, c.parts[from:to]...)
	inner := c.addCertain(l.from, n)
	expand := depth < maxTagDepth && len(c.all)+len(inner) <= maxLeaves
	if !expand {
		for k := range inner {
			c.addParts(l.from, inner[k].Node)
		}
	}
	l.to = len(c.parts)
	if len(inner) == 0 || !expand {
		c.all = append(c.all, l)
		return
	}
	for k := range inner {
		c.addLeaves(branch, inner[k].Node, bit, l.from, l.to, depth+1)
	}
}

// addCertain adds a schema, and all schemas that it applies to the same instance, to the parts
// that begin at an index. It does not add the first set of alternatives found, but returns it.
func (c *selection) addCertain(from int, n *program.Node) (inner []program.Edge) {
	if hasPart(c.parts[from:], n) {
		return nil
	}
	c.parts = append(c.parts, part{n, true})
	var all, skipped visited
	if rule := n.Combine; rule != nil {
		if inner = rule.One; inner == nil {
			inner = rule.Any
		}
		all, skipped = rule.All, inner
	}
	n.Alternatives(func(edge *program.Edge) {
		switch {
		case n.Combine != nil && edge == n.Combine.Not || skipped.takes(edge):
		case !all.takes(edge) && !(n.Combine.RequiresCondition() && (edge == n.Combine.Cond || edge == n.Combine.Then)):
			c.addParts(from, edge.Node)
		default:
			found := c.addCertain(from, edge.Node)
			if inner == nil {
				inner = found
				return
			}
			for k := range found {
				c.addParts(from, found[k].Node)
			}
		}
	})
	return inner
}

// addParts adds a schema, and all schemas that it may apply to the same instance, to the parts
// that begin at an index.
func (c *selection) addParts(from int, n *program.Node) { c.parts = appendParts(c.parts, from, n) }

// compareObject counts the properties that each alternative knows. common is the rule that applies
// next to the alternatives, nil if there is none.
func (e *Evaluator) compareObject(c *selection, common *program.ObjectRule, i uint32) {
	compared := 0
	for key, end := i+1, e.nodes[i].Next; key < end && compared < maxCompared; key = e.nodes[key+1].Next {
		compared++
		known := false
		for k := range c.all {
			known = e.compareProperty(c, k, key) || known
		}
		listed := common != nil && common.Child(common.Names.Find(e.textOf(key))) != nil
		if !known && !listed && len(c.strangers) < maxStrangers {
			c.strangers = append(c.strangers, key)
		}
	}
	e.steps += compared * len(c.all)
	for k := range c.all {
		e.countMissing(c, &c.all[k], i)
		if len(c.strangers) > 0 {
			e.compareStrangers(c, k, i)
		}
	}
}

// compareProperty compares a property with an alternative, and reports whether the alternative
// lists its name.
func (e *Evaluator) compareProperty(c *selection, which int, key uint32) bool {
	l := &c.all[which]
	bit := program.KindBit(e.nodes[key+1].Kind())
	known, loose, refused, fits := false, false, false, true
	for _, p := range c.parts[l.from:l.to] {
		rule := p.node.Object
		if rule == nil {
			continue
		}
		k := rule.Names.Find(e.textOf(key))
		if child := rule.Child(k); child != nil {
			known = true
			fits = fits && child.Possible&bit != 0
			refused = refused || p.certain && child.Accept == 0
			if p.certain {
				e.addTags(c, which, child, key)
			}
			continue
		}
		if k >= 0 && slices.Contains(rule.Required, int32(k)) {
			known = true
			continue
		}
		switch matched, possible := e.allows(rule, key, bit); {
		case matched:
			loose = loose || possible
		case rule.Closed:
			refused = refused || p.certain
		}
	}
	switch {
	case refused:
		l.refused++
	case known && fits:
		l.fits++
	}
	if known {
		l.known++
	} else if loose {
		l.loose++
	}
	return known
}

// allows reports whether patternProperties or additionalProperties has a schema for an unlisted
// name, and whether that schema allows values of a kind.
func (e *Evaluator) allows(rule *program.ObjectRule, key uint32, bit program.KindSet) (matched, possible bool) {
	possible = true
	for p := range rule.Patterns {
		if hit, err := rule.Patterns[p].Pattern.Match(e.textOf(key)); err == nil && hit {
			matched = true
			possible = possible && rule.Patterns[p].Edge.Node.Possible&bit != 0
		}
	}
	if !matched && rule.Additional != nil {
		return true, rule.Additional.Node.Possible&bit != 0
	}
	return matched, possible
}

// compareStrangers counts properties that no alternative lists, but whose name is similar to that
// of a property that the alternative lists and the instance lacks.
func (e *Evaluator) compareStrangers(c *selection, which int, i uint32) {
	l := &c.all[which]
	parts := c.parts[l.from:l.to]
	var lacking []string
	for _, p := range parts {
		if p.node.Object == nil {
			continue
		}
		for _, name := range p.node.Object.Names.Texts {
			if _, ok := e.property(i, name); !ok {
				lacking = append(lacking, name)
			}
		}
	}
	slices.Sort(lacking)
	names := nearest.Prepare(slices.Compact(lacking))
	for _, key := range c.strangers {
		meant, ok := names.Nearest(e.doc.String(key))
		if !ok {
			continue
		}
		l.known++
		l.edits += nearest.Edits(e.doc.String(key), meant)
		for _, p := range parts {
			if p.node.Object == nil || !p.certain {
				continue
			}
			named := p.node.Object.Names.Find([]byte(meant))
			if slices.Contains(p.node.Object.Required, int32(named)) {
				l.missing--
			}
			child := p.node.Object.Child(named)
			if child != nil && child.Possible&program.KindBit(e.nodes[key+1].Kind()) != 0 {
				l.fits++
				e.addTags(c, which, child, key)
			}
		}
	}
}

func (e *Evaluator) countMissing(c *selection, l *likeness, i uint32) {
	for _, p := range c.parts[l.from:l.to] {
		if p.node.Object == nil || !p.certain {
			continue
		}
		for _, k := range p.node.Object.Required {
			if _, ok := e.property(i, p.node.Object.Names.Texts[k]); !ok {
				l.missing++
			}
		}
	}
}

// property returns the key of a property of an object. Only the first maxCompared properties are
// searched.
func (e *Evaluator) property(object uint32, name string) (key uint32, ok bool) {
	compared := 0
	for key, end := object+1, e.nodes[object].Next; key < end && compared < maxCompared; key = e.nodes[key+1].Next {
		if compared++; string(e.textOf(key)) == name {
			return key, true
		}
	}
	return 0, false
}

// refuseExcluded counts what the remaining alternatives exclude with `not`.
func (e *Evaluator) refuseExcluded(c *selection, i uint32) {
	if c.left() < 2 {
		return
	}
	for k := range c.all {
		l := &c.all[k]
		if l.dropped {
			continue
		}
		for _, p := range c.parts[l.from:l.to] {
			if p.certain && p.node.Combine != nil && p.node.Combine.Not != nil && e.matches(p.node.Combine.Not, i, nil) {
				l.refused++
			}
		}
	}
}

// countBroken counts the properties that break a leaf keyword of each of the remaining alternatives, such as
// `pattern`. That takes far fewer steps than to validate against each of them.
func (e *Evaluator) countBroken(c *selection, i uint32) {
	if c.left() < 2 || e.nodes[i].Kind() != jsontape.Object {
		return
	}
	compared := 0
	for key, end := i+1, e.nodes[i].Next; key < end && compared < maxCompared; key = e.nodes[key+1].Next {
		compared++
		for k := range c.all {
			l := &c.all[k]
			if l.dropped {
				continue
			}
			for _, p := range c.parts[l.from:l.to] {
				if p.node.Object == nil || !p.certain {
					continue
				}
				if child := p.node.Object.Child(p.node.Object.Names.Find(e.textOf(key))); child != nil && !e.satisfiesLeaves(child, key+1) {
					l.broken++
				}
			}
		}
	}
	e.steps += compared * c.left()
}

// keepMost drops the alternatives for which a measure is not the highest.
func (c *selection) keepMost(measure func(l *likeness) int) {
	most, any := 0, false
	for k := range c.all {
		if l := &c.all[k]; !l.dropped && (!any || measure(l) > most) {
			most, any = measure(l), true
		}
	}
	for k := range c.all {
		if l := &c.all[k]; measure(l) < most {
			l.dropped = true
		}
	}
}

// left returns the number of alternatives that are not dropped.
func (c *selection) left() int {
	n := 0
	for k := range c.all {
		if !c.all[k].dropped {
			n++
		}
	}
	return n
}

// branches returns the indices of the alternatives that are not dropped.
func (c *selection) branches() []int {
	branches := make([]int, 0, 4)
	for k := range c.all {
		if l := &c.all[k]; !l.dropped && !slices.Contains(branches, l.branch) {
			branches = append(branches, l.branch)
		}
	}
	return branches
}
