package program

import (
	"math"
	"strconv"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file traces the keywords of one schema, group by group in the evaluator's order.

// assert asks the evaluator for what the schema asserts by itself.
func (v *visit) assert() {
	groups, ok := v.assertions[v.node]
	if !ok {
		groups = v.node.assertions()
		v.assertions[v.node] = groups
	}
	r := &report{limit: math.MaxInt}
	v.evaluator.report = r
	for _, n := range groups {
		v.evaluator.check(n, v.i, nil)
	}
	v.evaluator.report = nil
	if v.evaluator.failed() {
		v.truncated = true // a pattern took too long
	}
	for _, f := range r.failures {
		u := v.unit
		if f.Keyword != "" {
			u = v.keyword(f.Keyword)
		}
		f.path = nil
		v.fail(u, f)
	}
}

// assertions are nodes that ask what the node asks but for the schemas it applies.
// There are several since the evaluator does not ask on where type or value is wrong.
func (n *node) assertions() []*node {
	var groups []*node
	put := func(group *node) {
		group.place = n.place
		groups = append(groups, group)
	}
	if n.accept != anyKind || n.integral {
		put(&node{accept: n.accept, integral: n.integral, types: n.types})
	}
	if n.values != nil {
		put(&node{accept: anyKind, values: n.values})
	}
	if c := n.combine; c != nil {
		for k := range c.all {
			if c.all[k].keyword == "" {
				put(&node{accept: anyKind, values: c.all[k].node.values}) // see alsoEnum
			}
		}
	}
	rest := &node{accept: anyKind, text: n.text, number: n.number, object: n.object.assertions(), array: n.array.assertions()}
	if rest.text != nil || rest.number != nil || rest.object != nil || rest.array != nil {
		put(rest)
	}
	return groups
}

// assertions is the rule without the schemas for properties, names and the object.
func (r *objectRule) assertions() *objectRule {
	if r == nil {
		return nil
	}
	bare := &objectRule{
		names: r.names, members: make([]member, len(r.members)), properties: make([]property, len(r.properties)),
		minProperties: r.minProperties, maxProperties: r.maxProperties,
		required: r.required, needed: r.needed, sparse: r.sparse,
	}
	for k := range r.members {
		bare.members[k] = r.members[k]
		bare.members[k].node = nil
	}
	for _, d := range r.dependent {
		d.edge = nil
		bare.dependent = append(bare.dependent, d)
	}
	return bare
}

// assertions is the rule without the schemas for items and for what is contained.
func (r *arrayRule) assertions() *arrayRule {
	if r == nil {
		return nil
	}
	bare := *r
	bare.prefix, bare.items, bare.closed, bare.contains = nil, nil, false, nil
	return &bare
}

// child traces a property or an item.
func (v *visit) child(e *edge, i uint32, came step) *Unit {
	return v.apply(e, i, nil, came, v.piece(came))
}

// same traces a schema for the same instance.
func (v *visit) same(e *edge, marks []uint64) *Unit {
	return v.apply(e, v.i, marks, v.came, "")
}

// refuse is child where the keyword's schema is `false`.
func (v *visit) refuse(keyword string, came step, f Failure) {
	k := v.keyword(keyword)
	u := &Unit{Instance: v.piece(came), schema: k.SchemaLocation()}
	v.charge(u)
	u.cut = v.exhausted()
	f.Keyword = keyword
	v.fail(u, f)
	v.require(k, u)
}

func (v *visit) refuseProperty(keyword string, key uint32) {
	name := v.doc.String(key)
	v.refuse(keyword, step{key: key, move: toProperty}, Failure{Code: UnknownProperty, Node: key, Name: name})
}

func (v *visit) refuseItem(keyword string, item uint32, index int) {
	v.refuse(keyword, step{index: index, move: toItem}, Failure{Code: AdditionalItems, Node: item})
}

// properties traces what is asked of the properties one by one. properties,
// patternProperties and additionalProperties annotate with the names that they are for
// (Core 2020-12, section 10.3.2).
func (v *visit) properties() {
	rule := v.node.object
	if rule == nil {
		return
	}
	var listed, matching, additional names
	seen := make([]bool, len(rule.properties))
	child := 0
	for key, end := v.i+1, v.doc.Nodes[v.i].Next; key < end; key = v.doc.Nodes[key+1].Next {
		came := step{parent: v.node, key: key, move: toProperty}
		matched := false
		if k := v.evaluator.lookUp(rule, key); k >= 0 {
			seen[k] = true
			if e := &rule.properties[k].edge; e.node != nil {
				matched = true
				came.edge = e
				v.require(v.keyword("properties"), v.child(e, key+1, came))
				listed.add(v.doc, key)
			}
		}
		if v.patterns(rule, came) {
			matched = true
			matching.add(v.doc, key)
		}
		switch {
		case matched:
		case rule.closed:
			matched = true
			v.refuseProperty("additionalProperties", key)
		case rule.additional != nil:
			matched = true
			came.edge = rule.additional
			v.require(v.keyword("additionalProperties"), v.child(rule.additional, key+1, came))
			additional.add(v.doc, key)
		}
		if matched && v.marks != nil {
			setBit(v.marks, child)
		}
		child++
	}
	v.annotateNames("properties", listed)
	v.annotateNames("patternProperties", matching)
	v.annotateNames("additionalProperties", additional)
	v.propertyNames(rule)
	for k := range rule.dependent {
		if d := &rule.dependent[k]; d.edge != nil && seen[d.property] {
			v.require(v.keyword(d.keyword), v.same(d.edge, v.marks))
		}
	}
}

// patterns traces the schemas of patternProperties whose pattern matches the name, and
// reports whether any does.
func (v *visit) patterns(rule *objectRule, came step) bool {
	matched := false
	for p := range rule.patterns {
		hit, err := rule.patterns[p].pattern.Match(v.evaluator.textOf(came.key))
		if err != nil {
			matched, v.truncated = true, true // as the evaluator has it
			continue
		}
		if hit {
			matched = true
			came.edge = &rule.patterns[p].edge
			v.require(v.keyword("patternProperties"), v.child(came.edge, came.key+1, came))
		}
	}
	return matched
}

// propertyNames traces the schema for names. A name has no location of its own, so its
// property's is given, and no annotations, since they would be taken for the property's.
func (v *visit) propertyNames(rule *objectRule) {
	if rule.namesRule == nil {
		return
	}
	v.muted++
	for key, end := v.i+1, v.doc.Nodes[v.i].Next; key < end; key = v.doc.Nodes[key+1].Next {
		v.require(v.keyword("propertyNames"), v.child(rule.namesRule, key, step{key: key, move: toProperty}))
	}
	v.muted--
}

// items traces what is asked of the items one by one (Core 2020-12, section 10.3.1).
// The keywords annotate with the largest index that they are for, or with true where
// they are for all that are left.
func (v *visit) items() {
	rule := v.node.array
	if rule == nil {
		return
	}
	count := v.doc.Count(v.i)
	index := 0
	for item, end := v.i+1, v.doc.Nodes[v.i].Next; item < end; item = v.doc.Nodes[item].Next {
		e := rule.items
		if index < len(rule.prefix) {
			e = &rule.prefix[index]
		}
		switch {
		case e != nil:
			v.require(v.keyword(e.keyword), v.child(e, item, step{index: index, move: toItem}))
		case rule.closed:
			v.refuseItem(rule.closedBy, item, index)
		}
		if v.marks != nil && (e != nil || rule.closed) {
			setBit(v.marks, index)
		}
		index++
	}
	if prefix := min(len(rule.prefix), count); prefix == count && count > 0 {
		v.annotateWith(rule.prefix[0].keyword, []byte("true"))
	} else if prefix > 0 {
		v.annotateWith(rule.prefix[0].keyword, strconv.AppendInt(nil, int64(prefix-1), 10))
	}
	if rule.items != nil && count > len(rule.prefix) {
		v.annotateWith(rule.items.keyword, []byte("true"))
	}
}

// contains traces the schema that some items must fit. Since 2020-12 it annotates with
// the indices of those that do (Core 2020-12, section 10.3.1.3).
func (v *visit) contains() {
	rule := v.node.array
	if rule == nil || rule.contains == nil {
		return
	}
	k := v.keyword("contains")
	indices := []byte{'['}
	count, index := 0, 0
	for item, end := v.i+1, v.doc.Nodes[v.i].Next; item < end; item = v.doc.Nodes[item].Next {
		u := v.child(rule.contains, item, step{index: index, move: toItem})
		v.add(k, u)
		if u.Valid {
			if count > 0 {
				indices = append(indices, ',')
			}
			indices = strconv.AppendInt(indices, int64(index), 10)
			if rule.containsEvaluates && v.marks != nil {
				setBit(v.marks, index)
			}
			count++
		}
		index++
	}
	if rule.containsEvaluates {
		v.annotateWith("contains", append(indices, ']'))
	}
	v.countContained(rule, count)
}

// countContained asserts how many items fit, each keyword for itself: contains wants
// one, unless minContains is 0 (Core 2020-12, section 10.3.1.3; Validation, section
// 6.4.4 and 6.4.5).
func (v *visit) countContained(rule *arrayRule, count int) {
	fail := func(keyword string) {
		v.fail(v.keyword(keyword), Failure{Code: Contains, Node: v.i, Keyword: keyword, Count: count})
	}
	if count == 0 && rule.minContains > 0 {
		fail("contains")
	}
	if count < rule.minContains && v.outline.has("minContains") {
		fail("minContains")
	}
	if rule.maxContains >= 0 && count > rule.maxContains {
		fail("maxContains")
	}
}

// combine traces the schemas for the same instance.
func (v *visit) combine() {
	c := v.node.combine
	if c == nil {
		return
	}
	for k := range c.all {
		if e := &c.all[k]; e.keyword != "" {
			v.require(v.keyword(e.keyword), v.same(e, v.marks))
		}
	}
	if c.any != nil {
		if k, held := v.alternatives("anyOf", c.any); len(held) == 0 {
			v.fail(k, Failure{Code: AnyOf, Node: v.i, Keyword: "anyOf"})
		}
	}
	if c.one != nil {
		k, held := v.alternatives("oneOf", c.one)
		switch {
		case len(held) == 0:
			v.fail(k, Failure{Code: OneOf, Node: v.i, Keyword: "oneOf"})
		case len(held) > 1:
			if !v.all {
				k.Units = nil // that others fail is not what is wrong
			}
			v.fail(k, Failure{Code: OneOf, Node: v.i, Keyword: "oneOf", First: held[0], Second: held[1]})
		}
	}
	if c.not != nil && v.excluded(c.not) {
		v.fail(v.keyword("not"), Failure{Code: Not, Node: v.i, Keyword: "not"})
	}
	if c.cond != nil {
		v.condition(c)
	}
}

// excluded reports whether the instance is what the schema of a not says. Whatever that
// schema has to say is for those alone who want to see all: where it fails the not holds,
// and where it holds the not fails, so it is dropped in either case.
func (v *visit) excluded(e *edge) bool {
	if !v.all {
		return v.evaluator.apply(e.node, v.i)
	}
	u := v.same(e, nil)
	v.add(v.keyword("not"), u)
	return u.Valid
}

// alternatives traces the schemas of anyOf or oneOf and returns which of them hold.
// What an alternative evaluates counts only where it holds; where none does, all count,
// lest their properties be called unevaluated as well.
func (v *visit) alternatives(keyword string, edges []edge) (k *Unit, held []int) {
	k = v.keyword(keyword)
	var all []uint64
	if v.marks != nil {
		all = make([]uint64, len(v.marks))
	}
	for at := range edges {
		u, own := v.branch(&edges[at])
		v.add(k, u)
		if u.Valid {
			held = append(held, at)
			v.mark(own)
		}
		addAll(all, own)
	}
	if len(held) == 0 {
		v.mark(all)
	}
	return k, held
}

// branch traces a schema for the same instance with marks of its own.
func (v *visit) branch(e *edge) (u *Unit, own []uint64) {
	if v.marks != nil {
		own = make([]uint64, len(v.marks))
	}
	return v.same(e, own), own
}

func (v *visit) mark(more []uint64) {
	if v.marks != nil {
		addAll(v.marks, more)
	}
}

// condition traces if, and then or else. if asserts nothing by itself
// (Core 2020-12, section 10.2.2.1).
func (v *visit) condition(c *combineRule) {
	cond, own := v.branch(c.cond)
	v.add(v.keyword("if"), cond)
	chosen := c.other
	if cond.Valid {
		v.mark(own)
		chosen = c.then
	}
	if chosen != nil {
		v.require(v.keyword(chosen.keyword), v.same(chosen, v.marks))
	}
}

// asksForRest reports whether the node asks for children that nothing has evaluated.
func (v *visit) asksForRest() bool {
	r := v.node.rest
	switch {
	case r == nil:
		return false
	case v.kind == jsontape.Object:
		return r.properties != nil || r.known != nil
	}
	return v.kind == jsontape.Array && r.items != nil
}

// rest traces unevaluatedProperties or unevaluatedItems (Core 2020-12, section 11).
func (v *visit) rest() {
	if v.kind == jsontape.Object {
		v.restOfProperties()
	} else {
		v.restOfItems()
	}
}

func (v *visit) restOfProperties() {
	rule := v.node.rest
	var rest names
	child := 0
	for key, end := v.i+1, v.doc.Nodes[v.i].Next; key < end; key = v.doc.Nodes[key+1].Next {
		if !hasBit(v.marks, child) {
			if rule.propertiesClosed {
				if rule.refuses(v.evaluator.textOf(key)) {
					v.refuseProperty(rule.keyword(), key)
				}
			} else {
				v.require(v.keyword(rule.keyword()), v.child(rule.properties, key+1, step{edge: rule.properties, parent: v.node, key: key, move: toProperty}))
				rest.add(v.doc, key)
			}
		}
		child++
	}
	v.annotateNames("unevaluatedProperties", rest)
}

func (v *visit) restOfItems() {
	rule := v.node.rest
	applied := false
	index := 0
	for item, end := v.i+1, v.doc.Nodes[v.i].Next; item < end; item = v.doc.Nodes[item].Next {
		if !hasBit(v.marks, index) {
			if rule.itemsClosed {
				v.refuseItem("unevaluatedItems", item, index)
			} else {
				v.require(v.keyword("unevaluatedItems"), v.child(rule.items, item, step{index: index, move: toItem}))
				applied = true
			}
		}
		index++
	}
	if applied {
		v.annotateWith("unevaluatedItems", []byte("true"))
	}
}

// names is a JSON array of names under construction.
type names struct{ list []byte }

func (n *names) add(doc *jsontape.Tape, key uint32) {
	if n.list != nil {
		n.list = append(n.list, ',')
	}
	n.list = append(n.list, doc.Raw(key)...)
}

// annotateNames annotates with names, of which there may be none.
func (v *visit) annotateNames(keyword string, n names) {
	if v.outline.has(keyword) {
		v.annotateWith(keyword, append(append([]byte{'['}, n.list...), ']'))
	}
}

// annotateWith gives a keyword its annotation.
func (v *visit) annotateWith(keyword string, value []byte) {
	if v.muted > 0 {
		return
	}
	v.budget -= len(value)
	v.keyword(keyword).Annotation = value
}

// annotate collects the annotations that are the values of their keywords.
func (v *visit) annotate() {
	if v.muted > 0 {
		return
	}
	tape := v.outline.place.Tape()
	for _, w := range v.outline.words {
		if w.annotates && (!w.ofStrings || v.kind == jsontape.String) {
			v.annotateWith(w.name, tape.Raw(w.value))
		}
	}
}
