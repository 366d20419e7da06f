package evaluate

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file finds and counts discriminators: properties that alternatives require to have certain
// constant values.

// A tag is a value that an alternative requires to be a constant, or one of several. If several
// alternatives have a tag for the same value, and it matches in some of them, the value is a
// discriminator.
type tag struct {
	likeness int
	node     *program.Node // the schema of the value
	value    uint32
	way      [2]uint32 // the keys of the properties from the instance, or its item, to the value
	depth    int       // how many there are
	item     itemStep  // from the instance to the value or to the object that has the properties
	state    tagState
	single   bool // there is only one constant
	negated  bool // `not` excludes the constant
}

// A tagState is the result of checking a value against a schema that constrains it as a tag.
type tagState uint8

const (
	noTag tagState = iota
	tagMatches
	tagFails
)

// addTags adds the tag for the value of a property and, if the value is an object, those for its
// own properties.
func (e *Evaluator) addTags(c *selection, which int, child *program.Node, key uint32) {
	e.addTag(c, tag{likeness: which, node: child, value: key + 1, way: [2]uint32{key}, depth: 1, item: c.item})
	if e.nodes[key+1].Kind() != jsontape.Object {
		return
	}
	from := len(c.parts)
	c.parts = appendCertain(c.parts, from, child)
	compared := 0
	for below, end := key+2, e.nodes[key+1].Next; below < end && compared < maxStrangers; below = e.nodes[below+1].Next {
		compared++
		for _, p := range c.parts[from:] {
			if p.node.Object == nil {
				continue
			}
			if inner := p.node.Object.Child(p.node.Object.Names.Find(e.textOf(below))); inner != nil {
				e.addTag(c, tag{likeness: which, node: inner, value: below + 1, way: [2]uint32{key, below}, depth: 2, item: c.item})
			}
		}
	}
	c.parts = c.parts[:from]
}

// addTag adds a tag if the schema requires a constant, and returns its state.
func (e *Evaluator) addTag(c *selection, t tag) tagState {
	search := tagSearch{Evaluator: e, value: t.value}
	if t.state = search.classify(t.node, 0); t.state == noTag {
		return noTag
	}
	t.single = search.constants == 1
	t.negated = search.negated
	if len(c.tags) < maxTags {
		c.tags = append(c.tags, t)
	}
	return t.state
}

// A tagSearch looks for the constants that a schema requires of a value.
type tagSearch struct {
	*Evaluator
	value     uint32
	constants int
	negated   bool
	steps     int
}

func (s *tagSearch) classify(n *program.Node, depth int) tagState {
	if s.steps++; depth > maxTagDepth || s.steps > maxTagSteps {
		return noTag
	}
	state := noTag
	if n.Values != nil {
		s.constants += len(n.Values.List)
		state = tagFails
		if s.oneOfValues(n.Values, s.value) {
			state = tagMatches
		}
	}
	c := n.Combine
	if c == nil {
		return state
	}
	for k := range c.All {
		state = max(state, s.classify(c.All[k].Node, depth+1))
	}
	state = max(state, s.classifyAny(c.Any, depth+1), s.classifyAny(c.One, depth+1))
	if c.Not != nil && c.Not.Node.Values != nil {
		s.negated = true
		if s.oneOfValues(c.Not.Node.Values, s.value) {
			return tagFails
		}
		return max(state, tagMatches)
	}
	return state
}

// classifyAny is classify for alternatives: they are a tag only if each one that allows the type of the
// value requires a constant.
func (s *tagSearch) classifyAny(edges []program.Edge, depth int) tagState {
	state := noTag
	for k := range edges {
		switch s.classify(edges[k].Node, depth) {
		case tagMatches:
			return tagMatches
		case tagFails:
			state = tagFails
		case noTag:
			if edges[k].Node.Possible&program.KindBit(s.nodes[s.value].Kind()) != 0 {
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

func (c *constantSet) add(n *program.Node, depth int) {
	if c.steps++; depth > maxTagDepth || c.steps > maxTagSteps*maxLeaves {
		return
	}
	if n.Values != nil {
		for _, text := range n.Constants().Texts {
			if !c.known[text] {
				c.known[text] = true
				c.texts = append(c.texts, text)
			}
		}
	}
	if rule := n.Combine; rule != nil {
		for _, edges := range [][]program.Edge{rule.All, rule.Any, rule.One} {
			for k := range edges {
				c.add(edges[k].Node, depth+1)
			}
		}
	}
}

// countTags sorts the tags by value, and counts for each alternative those that distinguish it from
// others. If the value is none of the constants, but probably one that is misspelt, what excludes constants does not
// distinguish.
func (e *Evaluator) countTags(c *selection) {
	slices.SortStableFunc(c.tags, func(a, b tag) int { return cmp.Compare(a.value, b.value) })
	steps := maxTagSteps
	for tags := c.tags; len(tags) > 0; {
		same := sameValue(tags)
		tags = tags[len(same):]
		if !e.countMisspelt(c, same, &steps) {
			e.disown(c, same)
		}
		matching := 0
		for k := range same {
			if same[k].state == tagMatches {
				matching++
			}
		}
		for k := range same {
			l := &c.all[same[k].likeness]
			switch t := &same[k]; {
			case t.state == tagMatches && matching < len(same) && (t.single || matching == 1):
				l.matched++
			case t.state == tagFails && matching > 0:
				l.failed++
			}
		}
	}
	e.steps += maxTagSteps - steps
}

// countMisspelt counts the tags for a value, if it is similar to a constant of one of them, and none of the constants.
func (e *Evaluator) countMisspelt(c *selection, same []tag, steps *int) bool {
	if e.nodes[same[0].value].Kind() != jsontape.String || slices.ContainsFunc(same, func(t tag) bool { return t.state == tagMatches && !t.negated }) ||
		!slices.ContainsFunc(same, func(t tag) bool { return !t.negated && e.isNearConstant(t.node, t.value, 0, steps) }) {
		return false
	}
	if t := &same[0]; t.depth > 1 && e.mayHideTags(c, same, t.way[0]) {
		return false
	}
	for k := range same {
		switch t := &same[k]; {
		case t.negated:
			t.state = noTag
		case t.state == tagFails:
			c.all[t.likeness].misspelt++
		}
	}
	return true
}

// disown does not count a property as known by the alternatives that require another constant of its type, if there are
// alternatives that require none.
func (e *Evaluator) disown(c *selection, same []tag) {
	if same[0].depth != 1 || same[0].item.inItem || slices.ContainsFunc(same, func(t tag) bool { return t.state == tagMatches }) || c.failing(same) == len(c.all) {
		return
	}
	last, bit := -1, program.KindBit(e.nodes[same[0].value].Kind())
	for k := range same {
		if t := &same[k]; t.state == tagFails && !t.negated && t.likeness != last && t.node.Possible&bit != 0 {
			last = t.likeness
			c.all[last].known--
		}
	}
}

// mayHideTags reports whether an alternative without a tag for the value may require a constant of it nevertheless,
// because it has alternatives itself for the property that contains the value.
func (e *Evaluator) mayHideTags(c *selection, same []tag, key uint32) bool {
	for k := range c.all {
		if slices.ContainsFunc(same, func(t tag) bool { return t.likeness == k }) {
			continue
		}
		for _, p := range c.parts[c.all[k].from:c.all[k].to] {
			if p.node.Object == nil {
				continue
			}
			if child := p.node.Object.Child(p.node.Object.Names.Find(e.textOf(key))); child != nil && child.Combine != nil {
				return true
			}
		}
	}
	return false
}

// isNearConstant reports whether a string is similar to one of the constants that a schema requires.
func (e *Evaluator) isNearConstant(n *program.Node, value uint32, depth int, steps *int) bool {
	if *steps--; depth > maxTagDepth || *steps < 0 {
		return false
	}
	if n.Values != nil {
		if *steps -= len(n.Values.List) / maxRelated; *steps < 0 {
			return false
		}
		if _, ok := n.Constants().Nearest(string(e.doc.Raw(value))); ok {
			return true
		}
	}
	if rule := n.Combine; rule != nil {
		for _, edges := range [][]program.Edge{rule.All, rule.Any, rule.One} {
			for k := range edges {
				if e.isNearConstant(edges[k].Node, value, depth+1, steps) {
					return true
				}
			}
		}
	}
	return false
}

// outvote drops the alternatives that allow no property of the instance but their discriminators, if another one fails
// only because of its discriminator.
func (c *selection) outvote() {
	const few = 2 // properties that must agree
	isOutvoted := func(l *likeness) bool { return l.matched > 0 && l.known == l.matched && l.refused >= few }
	agrees := func(l *likeness) bool {
		return l.failed == 1 && l.matched == 0 && l.known > few && l.fits == l.known && l.edits+l.loose+l.refused+l.missing == 0
	}
	if !slices.ContainsFunc(c.all, func(l likeness) bool { return agrees(&l) }) ||
		slices.ContainsFunc(c.all, func(l likeness) bool { return l.matched > 0 && !isOutvoted(&l) }) {
		return
	}
	for k := range c.all {
		l := &c.all[k]
		l.dropped = l.dropped || isOutvoted(l)
	}
}

// sameValue returns the tags at the beginning that are for the same value. tags are sorted by value.
func sameValue(tags []tag) []tag {
	n := 1
	for n < len(tags) && tags[n].value == tags[0].value {
		n++
	}
	return tags[:n]
}
