package program

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
)

// This file compares an instance with alternatives by what they have in common, without
// validating: which properties an alternative knows, and which discriminator it requires.

// These bound what a comparison looks at.
const (
	maxParts     = 64  // schemas that one alternative applies to the instance
	maxLeaves    = 256 // alternatives, those of alternatives included
	maxCompared  = 128 // properties of the instance
	maxStrangers = 16  // properties that no alternative knows
	maxTags      = 1 << 13
	maxTagDepth  = 8   // schemas in a row that lead to a constant
	maxTagSteps  = 256 // schemas that are searched for constants of one value
)

// A selection chooses among alternatives for an instance. Its memory is used again.
type selection struct {
	all       []likeness
	parts     []part
	tags      []tag
	strangers []uint32
}

// A likeness is what an instance has in common with an alternative.
type likeness struct {
	branch   int
	from, to int // the parts

	known   int // properties that it lists, also under a name that is nearly the same
	loose   int // properties that it allows without listing them
	refused int // properties that it does not allow
	fits    int // known properties whose value is of a type it allows
	missing int // required properties

	matched int // tags that hold, and that tell the alternative from others
	failed  int // tags that fail, but hold in others

	dropped bool // others have more in common with the instance
}

// A part is a schema that an alternative applies to the instance. certain says that it
// always does.
type part struct {
	node    *node
	certain bool
}

// A tag is a value that an alternative requires to be a constant, or one of several. A tag
// that several alternatives have and that holds in some of them is a discriminator.
type tag struct {
	likeness int
	node     *node // the schema of the value
	value    uint32
	way      [2]uint32 // the properties on the way from the instance to the value
	depth    int       // how many these are
	state    tagState
	single   bool // there is one constant
	negated  bool // it is one that `not` excludes
}

// A tagState is what a schema says about a value as a tag.
type tagState uint8

const (
	noTag tagState = iota
	tagHolds
	tagFails
)

// compare compares the instance with each alternative of a schema that is possible for its
// type. An alternative that has alternatives of its own counts as several.
func (e *Evaluator) compare(n *node, edges []edge, i uint32) *selection {
	if e.selection == nil {
		e.selection = new(selection)
	}
	c := e.selection
	c.all, c.parts, c.tags, c.strangers = c.all[:0], c.parts[:0], c.tags[:0], c.strangers[:0]
	bit := kindBit(e.nodes[i].Kind())
	for k := range edges {
		c.addLeaves(k, edges[k].node, bit, 0, 0, 0)
	}
	if len(c.all) < 2 {
		return c
	}
	if e.nodes[i].Kind() == jsontape.Object {
		e.compareObject(c, n, i)
	} else {
		for k := range c.all {
			e.addTag(c, tag{likeness: k, node: edges[c.all[k].branch].node, value: i})
		}
	}
	c.weighTags()
	return c
}

// addLeaves adds one likeness for each alternative that a schema consists of. The parts
// from..to are above the schema.
func (c *selection) addLeaves(branch int, n *node, bit kindSet, from, to, depth int) {
	if n.possible&bit == 0 {
		return
	}
	l := likeness{branch: branch, from: len(c.parts)}
	c.parts = append(c.parts, c.parts[from:to]...)
	inner := c.addCertain(l.from, n)
	expand := depth < maxTagDepth && len(c.all)+len(inner) <= maxLeaves
	if !expand {
		for k := range inner {
			c.addParts(l.from, inner[k].node)
		}
	}
	l.to = len(c.parts)
	if len(inner) == 0 || !expand {
		c.all = append(c.all, l)
		return
	}
	for k := range inner {
		c.addLeaves(branch, inner[k].node, bit, l.from, l.to, depth+1)
	}
}

// addCertain adds a schema and all that it applies to the same instance to the parts from
// an index, but for the first alternatives that it comes across, which it returns.
func (c *selection) addCertain(from int, n *node) (inner []edge) {
	if hasPart(c.parts[from:], n) {
		return nil
	}
	c.parts = append(c.parts, part{n, true})
	if rule := n.combine; rule != nil {
		if inner = rule.one; inner == nil {
			inner = rule.any
		}
	}
	n.alternatives(func(edge *edge) {
		switch {
		case n.combine != nil && (edge == n.combine.not || isElement(edge, inner)):
		case n.combine == nil || !isElement(edge, n.combine.all):
			c.addParts(from, edge.node)
		default:
			found := c.addCertain(from, edge.node)
			if inner == nil {
				inner = found
				return
			}
			for k := range found {
				c.addParts(from, found[k].node)
			}
		}
	})
	return inner
}

// isElement reports whether the edge is an element of the slice.
func isElement(e *edge, edges []edge) bool {
	for k := range edges {
		if e == &edges[k] {
			return true
		}
	}
	return false
}

// addParts adds a schema and those that it may apply to the same instance to the parts
// from an index.
func (c *selection) addParts(from int, n *node) { c.parts = appendParts(c.parts, from, n) }

func appendParts(parts []part, from int, n *node) []part {
	if hasPart(parts[from:], n) {
		return parts
	}
	parts = append(parts, part{n, false})
	if n.combine == nil && n.object == nil {
		return parts
	}
	n.alternatives(func(edge *edge) {
		if n.combine == nil || edge != n.combine.not {
			parts = appendParts(parts, from, edge.node)
		}
	})
	return parts
}

// hasPart reports whether the schema is a part, or there are too many already.
func hasPart(parts []part, n *node) bool {
	return len(parts) >= maxParts || slices.ContainsFunc(parts, func(p part) bool { return p.node == n })
}

// partsOf are all schemas that a schema may apply to the same instance, itself included.
func partsOf(n *node) []part { return appendParts(nil, 0, n) }

// compareObject counts the properties that each alternative of a schema knows.
func (e *Evaluator) compareObject(c *selection, n *node, i uint32) {
	compared := 0
	for key, end := i+1, e.nodes[i].Next; key < end && compared < maxCompared; key = e.nodes[key+1].Next {
		compared++
		known := false
		for k := range c.all {
			known = e.compareProperty(c, k, key) || known
		}
		listed := n.object != nil && n.object.child(n.object.names.find(e.textOf(key))) != nil
		if !known && !listed && len(c.strangers) < maxStrangers {
			c.strangers = append(c.strangers, key)
		}
	}
	e.steps += compared * len(c.all)
	for k := range c.all {
		if len(c.strangers) > 0 {
			e.compareStrangers(c, k, i)
		}
		e.countMissing(c, &c.all[k], i)
	}
}

// compareProperty compares a property with an alternative, and reports whether that lists
// its name.
func (e *Evaluator) compareProperty(c *selection, which int, key uint32) bool {
	l := &c.all[which]
	bit := kindBit(e.nodes[key+1].Kind())
	known, loose, refused, fits := false, false, false, true
	for _, p := range c.parts[l.from:l.to] {
		rule := p.node.object
		if rule == nil {
			continue
		}
		k := rule.names.find(e.textOf(key))
		if child := rule.child(k); child != nil {
			known = true
			fits = fits && child.possible&bit != 0
			refused = refused || p.certain && child.accept == 0
			if p.certain {
				e.addTags(c, which, child, key)
			}
			continue
		}
		if k >= 0 && slices.Contains(rule.required, int32(k)) {
			known = true
			continue
		}
		switch matched, possible := e.allows(rule, key, bit); {
		case matched:
			loose = loose || possible
		case rule.closed:
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

// allows reports whether patternProperties or additionalProperties have a schema for a
// name that is not listed, and whether it is possible for values of a kind.
func (e *Evaluator) allows(rule *objectRule, key uint32, bit kindSet) (matched, possible bool) {
	possible = true
	for p := range rule.patterns {
		if hit, err := rule.patterns[p].pattern.Match(e.textOf(key)); err == nil && hit {
			matched = true
			possible = possible && rule.patterns[p].edge.node.possible&bit != 0
		}
	}
	if !matched && rule.additional != nil {
		return true, rule.additional.node.possible&bit != 0
	}
	return matched, possible
}

// compareStrangers counts properties that no alternative lists and whose name is nearly
// that of one that the alternative lists and the instance lacks.
func (e *Evaluator) compareStrangers(c *selection, which int, i uint32) {
	l := &c.all[which]
	parts := c.parts[l.from:l.to]
	var lacking []string
	for _, p := range parts {
		if p.node.object == nil {
			continue
		}
		for _, name := range p.node.object.names.texts {
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
		for _, p := range parts {
			if p.node.object == nil || !p.certain {
				continue
			}
			child := p.node.object.child(p.node.object.names.find([]byte(meant)))
			if child != nil && child.possible&kindBit(e.nodes[key+1].Kind()) != 0 {
				l.fits++
				e.addTags(c, which, child, key)
			}
		}
	}
}

func (e *Evaluator) countMissing(c *selection, l *likeness, i uint32) {
	for _, p := range c.parts[l.from:l.to] {
		if p.node.object == nil || !p.certain {
			continue
		}
		for _, k := range p.node.object.required {
			if _, ok := e.property(i, p.node.object.names.texts[k]); !ok {
				l.missing++
			}
		}
	}
}

// property looks for a property of an object, among the first ones of many, and returns
// its key.
func (e *Evaluator) property(object uint32, name string) (key uint32, ok bool) {
	compared := 0
	for key, end := object+1, e.nodes[object].Next; key < end && compared < maxCompared; key = e.nodes[key+1].Next {
		if compared++; string(e.textOf(key)) == name {
			return key, true
		}
	}
	return 0, false
}

// addTags adds the tag that the value of a property is, and, if it is an object, those
// that its own properties are.
func (e *Evaluator) addTags(c *selection, which int, child *node, key uint32) {
	e.addTag(c, tag{likeness: which, node: child, value: key + 1, way: [2]uint32{key}, depth: 1})
	if e.nodes[key+1].Kind() != jsontape.Object {
		return
	}
	from := len(c.parts)
	c.addCertain(from, child)
	compared := 0
	for below, end := key+2, e.nodes[key+1].Next; below < end && compared < maxStrangers; below = e.nodes[below+1].Next {
		compared++
		for _, p := range c.parts[from:] {
			if p.node.object == nil || !p.certain {
				continue
			}
			if inner := p.node.object.child(p.node.object.names.find(e.textOf(below))); inner != nil {
				e.addTag(c, tag{likeness: which, node: inner, value: below + 1, way: [2]uint32{key, below}, depth: 2})
			}
		}
	}
	c.parts = c.parts[:from]
}

func (e *Evaluator) addTag(c *selection, t tag) {
	search := tagSearch{Evaluator: e, value: t.value}
	if t.state = search.judge(t.node, 0); t.state == noTag {
		return
	}
	t.single = search.constants == 1
	t.negated = search.negated
	if len(c.tags) < maxTags {
		c.tags = append(c.tags, t)
	}
}

// A tagSearch looks for the constants that a schema requires of a value.
type tagSearch struct {
	*Evaluator
	value     uint32
	constants int
	negated   bool
	steps     int
}

func (s *tagSearch) judge(n *node, depth int) tagState {
	if s.steps++; depth > maxTagDepth || s.steps > maxTagSteps {
		return noTag
	}
	state := noTag
	if n.values != nil {
		s.constants += len(n.values.list)
		state = tagFails
		if s.oneOfValues(n.values, s.value) {
			state = tagHolds
		}
	}
	c := n.combine
	if c == nil {
		return state
	}
	for k := range c.all {
		state = max(state, s.judge(c.all[k].node, depth+1))
	}
	state = max(state, s.judgeAny(c.any, depth+1), s.judgeAny(c.one, depth+1))
	if c.not != nil && c.not.node.values != nil {
		s.negated = true
		if s.oneOfValues(c.not.node.values, s.value) {
			return tagFails
		}
		return max(state, tagHolds)
	}
	return state
}

// judgeAny is judge for alternatives: each that is possible for the type of the value must
// require a constant.
func (s *tagSearch) judgeAny(edges []edge, depth int) tagState {
	state := noTag
	for k := range edges {
		switch s.judge(edges[k].node, depth) {
		case tagHolds:
			return tagHolds
		case tagFails:
			state = tagFails
		case noTag:
			if edges[k].node.possible&kindBit(s.nodes[s.value].Kind()) != 0 {
				return noTag
			}
		}
	}
	return state
}

// A constantSet collects the constants that schemas require.
type constantSet struct {
	texts []string // in JSON
	known map[string]bool
	steps int
}

func (c *constantSet) add(n *node, depth int) {
	if c.steps++; depth > maxTagDepth || c.steps > maxTagSteps*maxLeaves {
		return
	}
	if n.values != nil {
		for _, text := range n.constants().Texts {
			if !c.known[text] {
				c.known[text] = true
				c.texts = append(c.texts, text)
			}
		}
	}
	if rule := n.combine; rule != nil {
		for _, edges := range [][]edge{rule.all, rule.any, rule.one} {
			for k := range edges {
				c.add(edges[k].node, depth+1)
			}
		}
	}
}

// weighTags counts, for each alternative, the tags that tell it from others, and brings
// those of one value together.
func (c *selection) weighTags() {
	slices.SortStableFunc(c.tags, func(a, b tag) int { return cmp.Compare(a.value, b.value) })
	for tags := c.tags; len(tags) > 0; {
		same := sameValue(tags)
		tags = tags[len(same):]
		holds := 0
		for k := range same {
			if same[k].state == tagHolds {
				holds++
			}
		}
		for k := range same {
			l := &c.all[same[k].likeness]
			switch t := &same[k]; {
			case t.state == tagHolds && holds < len(same) && (t.single || holds == 1):
				l.matched++
			case t.state == tagFails && holds > 0:
				l.failed++
			}
		}
	}
}

// sameValue are the first tags, which are those of one value.
func sameValue(tags []tag) []tag {
	n := 1
	for n < len(tags) && tags[n].value == tags[0].value {
		n++
	}
	return tags[:n]
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

// left is how many alternatives are not dropped.
func (c *selection) left() int {
	n := 0
	for k := range c.all {
		if !c.all[k].dropped {
			n++
		}
	}
	return n
}

// branches are the alternatives that are not dropped.
func (c *selection) branches() []int {
	branches := make([]int, 0, 4)
	for k := range c.all {
		if l := &c.all[k]; !l.dropped && !slices.Contains(branches, l.branch) {
			branches = append(branches, l.branch)
		}
	}
	return branches
}
