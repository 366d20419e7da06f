package program

import (
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/equal"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file indexes values of `enum`, and alternatives that require a constant, by hash, so that the cost of a run
// does not grow with their number times that of the values.

// manyValues is the minimum number of values or alternatives that are indexed.
const manyValues = 16

// hashValues indexes the numbers, arrays and objects of a rule if they are many.
func (r *ValueRule) hashValues() {
	if len(r.Numbers)+len(r.Compound) < manyValues {
		return
	}
	var comparer equal.Comparer
	r.ByHash = make(map[uint64][]uint32)
	for _, value := range r.List {
		switch r.Tape.Nodes[value].Kind() {
		case jsontape.Integer, jsontape.Number, jsontape.Array, jsontape.Object:
			h := comparer.Hash(r.Tape, value)
			r.ByHash[h] = append(r.ByHash[h], value)
		}
	}
}

// Choices tells which of many alternatives a value can match, because they require it, or a property of it, to be a
// constant.
type Choices struct {
	Property string // that has to be a constant, if IsProperty is set
	ByHash   map[uint64][]int32
	Others   []int32 // alternatives that do not require a constant

	IsProperty bool
	Possible   KindSet // of which a value may match an alternative

	constants atomic.Pointer[List] // see Constants
}

// ChoicesOf returns the choices of anyOf or oneOf, nil if there are none.
func (c *CombineRule) ChoicesOf(keyword string) *Choices {
	if keyword == "anyOf" {
		return c.AnyChoices
	}
	return c.OneChoices
}

// choicesOf returns the choices among alternatives, nil if they are few or most do not require a constant.
func choicesOf(edges []Edge) *Choices {
	if len(edges) < manyValues {
		return nil
	}
	if c := newChoices(edges, func(n *Node) *ValueRule { return n.Values }); c != nil {
		return c
	}
	name, ok := commonConstant(edges)
	if !ok {
		return nil
	}
	c := newChoices(edges, func(n *Node) *ValueRule { return requiredConstant(n, name) })
	if c != nil {
		c.Property, c.IsProperty = name, true
	}
	return c
}

// Constants returns the constants that the alternatives require, if each requires one.
func (c *Choices) Constants(edges []Edge) *List {
	if known := c.constants.Load(); known != nil {
		return known
	}
	list, seen := new(List), make(map[string]bool)
	for k := range edges {
		for _, text := range edges[k].Node.Constants().Texts {
			if !seen[text] {
				seen[text] = true
				list.Texts = append(list.Texts, text)
			}
		}
	}
	c.constants.Store(list)
	return list
}

func newChoices(edges []Edge, constants func(n *Node) *ValueRule) *Choices {
	c := &Choices{ByHash: make(map[uint64][]int32)}
	for k := range edges {
		c.Possible |= edges[k].Node.Possible
		rule := constants(edges[k].Node)
		if rule == nil {
			if c.Others = append(c.Others, int32(k)); 2*len(c.Others) > len(edges) {
				return nil
			}
			continue
		}
		var comparer equal.Comparer
		for _, value := range rule.List {
			h := comparer.Hash(rule.Tape, value)
			if same := c.ByHash[h]; len(same) == 0 || same[len(same)-1] != int32(k) {
				c.ByHash[h] = append(same, int32(k))
			}
		}
	}
	return c
}

// requiredConstant returns the constants of which a schema requires an object to have one as a property.
func requiredConstant(n *Node, name string) *ValueRule {
	rule := n.Object
	if rule == nil {
		return nil
	}
	k := rule.Names.Find([]byte(name))
	if k < 0 || rule.Members[k].Node == nil || !rule.requires(k) {
		return nil
	}
	return rule.Members[k].Node.Values
}

func (r *ObjectRule) requires(k int) bool {
	for _, required := range r.Required {
		if int(required) == k {
			return true
		}
	}
	return false
}

// commonConstant returns the property that most of the alternatives require to be a constant.
func commonConstant(edges []Edge) (name string, ok bool) {
	counts, most := make(map[string]int), 0
	for k := range edges {
		rule := edges[k].Node.Object
		if rule == nil {
			continue
		}
		for _, required := range rule.Required {
			m := &rule.Members[required]
			if m.Node == nil || m.Node.Values == nil {
				continue
			}
			text := rule.Names.Texts[required]
			if counts[text]++; counts[text] > most {
				name, most = text, counts[text]
			}
		}
	}
	return name, most > 0
}
