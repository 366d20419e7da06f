package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/program"
)

// This file compares the items of an array with alternatives.

// compareItems counts the items of an array that are of a type that each alternative allows, compares
// the properties of the first ones, and adds the tags for them.
func (e *Evaluator) compareItems(c *selection, i uint32) {
	index := 0
	for item, end := i+1, e.nodes[i].Next; item < end && index < maxCompared; item = e.nodes[item].Next {
		bit := program.KindBit(e.nodes[item].Kind())
		for k := range c.all {
			l, fits := &c.all[k], true
			for _, p := range c.parts[l.from:l.to] {
				if !p.certain || p.node.Array == nil {
					continue
				}
				fits = fits && !refusesItem(p.node.Array, index, bit)
				if index < len(p.node.Array.Prefix) {
					e.addTag(c, tag{likeness: k, node: p.node.Array.Prefix[index].Node, value: item, item: itemStep{true, index}})
				}
			}
			if fits {
				l.items++
			}
		}
		if bit == program.ObjectKind && index < maxStrangers {
			e.compareItem(c, item, index)
		}
		index++
	}
	e.steps += index * len(c.all)
	count := e.doc.Count(i)
	for k := range c.all {
		l := &c.all[k]
		if slices.ContainsFunc(c.parts[l.from:l.to], func(p part) bool { return p.certain && refusesCount(p.node.Array, count) }) {
			l.refused++
			l.items--
		}
	}
}

// compareItem compares the properties of an item with those that each alternative knows. An alternative
// that knows none of them, and allows no others, probably does not allow the item.
func (e *Evaluator) compareItem(c *selection, item uint32, index int) {
	end := len(c.parts)
	outer := slices.Clone(c.all)
	for k := range c.all {
		l, from := &c.all[k], len(c.parts)
		for _, p := range c.parts[l.from:l.to] {
			if child := p.itemNode(index); child != nil {
				c.addCertain(from, child)
			}
		}
		l.from, l.to = from, len(c.parts)
	}
	c.item = itemStep{true, index}
	e.compareObject(c, nil, item)
	c.item = itemStep{}
	for k := range c.all {
		l, before := &c.all[k], &outer[k]
		if l.from, l.to = before.from, before.to; l.known == before.known && l.refused > before.refused {
			l.items--
		}
	}
	c.parts, c.strangers = c.parts[:end], c.strangers[:0]
}

// itemNode returns the schema of an item of the instance, nil if there is none.
func (p part) itemNode(index int) *program.Node {
	rule := p.node.Array
	switch {
	case rule == nil || !p.certain:
		return nil
	case index < len(rule.Prefix):
		return rule.Prefix[index].Node
	case rule.Items != nil:
		return rule.Items.Node
	}
	return nil
}

// refusesCount reports whether an array may not have a number of items.
func refusesCount(rule *program.ArrayRule, count int) bool {
	return rule != nil && (rule.Leaves != nil && !rule.Leaves.Size.Has(count) || rule.Closed && count > len(rule.Prefix))
}

// refusesItem reports whether an array may not have an item of a kind at an index.
func refusesItem(rule *program.ArrayRule, index int, bit program.KindSet) bool {
	switch {
	case rule == nil:
		return false
	case index < len(rule.Prefix):
		return rule.Prefix[index].Node.Possible&bit == 0
	case rule.Items != nil:
		return rule.Items.Node.Possible&bit == 0
	}
	return rule.Closed
}
