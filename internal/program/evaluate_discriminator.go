package program

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// chosen returns the alternative that the discriminator names for an object, several if that
// is not certain, and the key of its property, 0 if there is none. ok is false if it names none.
func (e *Evaluator) chosen(d *discriminator, i uint32) (branch int, key uint32, ok bool) {
	for key, end := i+1, e.nodes[i].Next; key < end; key = e.nodes[key+1].Next {
		if string(e.textOf(key)) != d.property {
			continue
		}
		switch value := key + 1; e.nodes[value].Kind() {
		case jsontape.String:
			branch, ok = d.branches[string(e.textOf(value))]
		case jsontape.Array, jsontape.Object:
		default:
			branch, ok = d.branches[string(e.doc.Raw(value))] // values may be converted to strings
		}
		return branch, key, ok
	}
	return several, 0, false
}

// required returns the alternatives of anyOf and oneOf that an instance has to match because the
// discriminator of its schema names it, several if any may. ok is false if it allows none.
func (e *Evaluator) required(n *node, i uint32) (ofAny, ofOne int, ok bool) {
	d := n.combine.chosen
	if !d.asserted || e.nodes[i].Kind() != jsontape.Object {
		return several, several, true
	}
	branch, key, ok := e.chosen(d, i)
	if !ok {
		e.failDiscriminator(n, i, key)
	}
	if d.keyword == "anyOf" {
		return branch, several, ok
	}
	return several, branch, ok
}

// failDiscriminator reports that the property of a discriminator is missing, if its key is 0, or
// that it names no alternative.
func (e *Evaluator) failDiscriminator(n *node, i, key uint32) {
	if e.observer == nil {
		return
	}
	d := n.combine.chosen
	f := Failure{Code: Missing, Node: i, Keyword: "discriminator", Name: d.property, schema: n}
	if key != 0 {
		f = Failure{Code: Enum, Node: key + 1, Keyword: "discriminator", schema: n, values: d.values}
		f.cameFrom(step{move: toProperty, key: key})
	}
	e.observer.fail(f)
}

// explainChosen reports why an object, which matches no alternative, does not match the one that
// the discriminator names. It reports whether it could.
func (e *Evaluator) explainChosen(n *node, edges []edge, i uint32, keyword string) bool {
	d := n.combine.chosen
	if d == nil || d.keyword != keyword || e.nodes[i].Kind() != jsontape.Object {
		return false
	}
	branch, key, ok := e.chosen(d, i)
	switch {
	case !ok && key != 0 && d.complete:
		e.failDiscriminator(n, i, key)
		return true
	case !ok || branch == several:
		return false
	}
	return !e.applyEdge(&edges[branch], i, nil)
}
