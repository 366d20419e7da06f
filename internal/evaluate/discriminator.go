package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// chosen returns the alternative that the discriminator names for an object, or program.Several
// if that is not certain, and the key of its property, 0 if it is missing. ok is false if the
// discriminator names no alternative.
func (e *Evaluator) chosen(d *program.Discriminator, i uint32) (branch int, key uint32, ok bool) {
	for key, end := i+1, e.nodes[i].Next; key < end; key = e.nodes[key+1].Next {
		if string(e.textOf(key)) != d.Property {
			continue
		}
		switch value := key + 1; e.nodes[value].Kind() {
		case jsontape.String:
			branch, ok = d.Branches[string(e.textOf(value))]
		case jsontape.Array, jsontape.Object:
		default:
			branch, ok = d.Branches[string(e.doc.Raw(value))] // values may be converted to strings
		}
		return branch, key, ok
	}
	return program.Several, 0, false
}

// required returns the alternatives of anyOf and oneOf that the discriminator requires the
// instance to match, program.Several if there is no such requirement. ok is false if the
// discriminator names no alternative.
func (e *Evaluator) required(n *program.Node, i uint32) (ofAny, ofOne int, ok bool) {
	d := n.Combine.Chosen
	if !d.Asserted || e.nodes[i].Kind() != jsontape.Object {
		return program.Several, program.Several, true
	}
	branch, key, ok := e.chosen(d, i)
	if !ok {
		e.failDiscriminator(n, i, key)
	}
	if d.Keyword == "anyOf" {
		return branch, program.Several, ok
	}
	return program.Several, branch, ok
}

// failDiscriminator reports a discriminator that names no alternative: its property is missing if
// key is 0, and has a wrong value otherwise.
func (e *Evaluator) failDiscriminator(n *program.Node, i, key uint32) {
	if e.observer == nil {
		return
	}
	d := n.Combine.Chosen
	f := Failure{Code: program.Missing, Node: i, Keyword: "discriminator", Name: d.Property, schema: n}
	if key != 0 {
		f = Failure{Code: program.Enum, Node: key + 1, Keyword: "discriminator", schema: n, values: d.Values}
		f.cameFrom(step{move: toProperty, at: key})
	}
	e.observer.fail(f)
}

// explainChosen reports why an object, which matches no alternative, does not match the one that
// the discriminator names. It returns false if the discriminator does not determine one.
func (e *Evaluator) explainChosen(n *program.Node, edges []program.Edge, i uint32, keyword string) bool {
	d := n.Combine.Chosen
	if d == nil || d.Keyword != keyword || e.nodes[i].Kind() != jsontape.Object {
		return false
	}
	branch, key, ok := e.chosen(d, i)
	switch {
	case !ok && key != 0 && d.Complete:
		e.failDiscriminator(n, i, key)
		return true
	case !ok || branch == program.Several:
		return false
	}
	return !e.applyEdge(&edges[branch], i, nil)
}

// constants are the values that a property may have.
type constants struct {
	name   string
	values []string
}

// constantsOf returns the properties that a schema requires to be one of a few constants.
func constantsOf(n *program.Node) []constants {
	var all []constants
	for _, p := range partsOf(n) {
		if p.node.Object == nil {
			continue
		}
		for k, name := range p.node.Object.Names.Texts {
			child := p.node.Object.Members[k].Node
			if child != nil && child.Values != nil && len(child.Values.List) <= maxRelated && len(all) < maxRelated {
				all = append(all, constants{name, child.Constants().Texts})
			}
		}
	}
	return all
}

func hasProperty(doc *jsontape.Tape, object uint32, name string) bool {
	_, ok := keyOf(doc, object, name)
	return ok
}

// keyOf returns the key of a property of a value, and reports whether the value has it.
func keyOf(doc *jsontape.Tape, object uint32, name string) (key uint32, ok bool) {
	if doc.Nodes[object].Kind() != jsontape.Object {
		return 0, false
	}
	for key, end := object+1, doc.Nodes[object].Next; key < end; key = doc.Nodes[key+1].Next {
		if doc.String(key) == name {
			return key, true
		}
	}
	return 0, false
}
