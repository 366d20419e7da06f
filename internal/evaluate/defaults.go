package evaluate

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file finds the properties that a document lacks and a schema has a default for (Validation
// 2020-12, section 9.2).

// A Default is the default of a property.
type Default struct {
	Name  string
	Text  []byte         // JSON without white space
	Place resource.Place // of the schema that has it
	Edge  *program.Edge  // to the schema of the property

	index int32 // in ObjectRule.Members
}

// Defaults are the defaults of a program.
type Defaults struct {
	All    []Default
	byNode map[*program.Node][]Default
}

// NewDefaults finds the defaults of a program.
func NewDefaults(p *program.Program) *Defaults {
	d := &Defaults{byNode: make(map[*program.Node][]Default)}
	for _, n := range p.Nodes {
		if n.Object == nil {
			continue
		}
		for k := range n.Object.Members {
			edge := &n.Object.Members[k].Edge
			if edge.Node == nil {
				continue
			}
			if place, text := defaultOf(edge, 0); text != nil {
				d.byNode[n] = append(d.byNode[n], Default{n.Object.Names.Texts[k], text, place, edge, int32(k)})
			}
		}
		d.All = append(d.All, d.byNode[n]...)
	}
	return d
}

// defaultOf returns the default of a schema, or else the first of the schemas that it refers to or
// that are in its allOf.
func defaultOf(edge *program.Edge, depth int) (resource.Place, []byte) {
	const deepest = 64 // references may form a cycle
	if depth == deepest {
		return resource.Place{}, nil
	}
	for via := edge.Via; via != nil; via = via.Next {
		// Up to draft 7, what is next to a reference is ignored.
		if via.Place.Resource.Dialect.Draft >= resource.Draft2019 {
			if text := defaultAt(via.Place); text != nil {
				return via.Place, text
			}
		}
	}
	if text := defaultAt(edge.Node.Place); text != nil {
		return edge.Node.Place, text
	}
	if c := edge.Node.Combine; c != nil {
		for k := range c.All {
			if place, text := defaultOf(&c.All[k], depth+1); text != nil {
				return place, text
			}
		}
	}
	return resource.Place{}, nil
}

func defaultAt(place resource.Place) []byte {
	tape := place.Tape()
	if tape.Nodes[place.Node].Kind() != jsontape.Object {
		return nil
	}
	value, ok := resource.Property(tape, place.Node, "default")
	if !ok {
		return nil
	}
	var compact bytes.Buffer
	if json.Compact(&compact, tape.Raw(value)) != nil {
		return nil // unreachable: the schema has been parsed
	}
	return compact.Bytes()
}

// fills reports whether a property of a schema has a default, so that a document need not have it.
func (d *Defaults) fills(n *program.Node, property int32) bool {
	return slices.ContainsFunc(d.byNode[n], func(d Default) bool { return d.index == property })
}

// A Missing is a default that a document lacks.
type Missing struct {
	Object uint32 // in the tape
	*Default
}

// Missing returns the properties that the document lacks and that have a default in a schema that
// applies: unconditionally, or by anyOf, oneOf or if if it matches. A property with a default
// counts as present for `required`. The result is in the order of the objects, and has a property
// once: with the default that the run found first. ok is false if the run exceeded a limit.
func (e *Evaluator) Missing(p *program.Program, d *Defaults, doc *jsontape.Tape) (missing []Missing, ok bool) {
	f := &filler{defaults: d, e: e, left: 1<<16 + 64*len(doc.Nodes)}
	e.defaults = d
	e.observe(p, doc, f, true)
	e.defaults = nil
	slices.SortStableFunc(f.missing, func(a, b Missing) int { return cmp.Compare(a.Object, b.Object) })
	return firstOfEach(f.missing), f.left > 0 && e.failure == noFailure
}

// firstOfEach drops all but the first of the defaults of a property.
func firstOfEach(all []Missing) []Missing {
	type property struct {
		object uint32
		name   string
	}
	seen := make(map[property]bool, len(all))
	return slices.DeleteFunc(all, func(m Missing) bool {
		p := property{m.Object, m.Name}
		again := seen[p]
		seen[p] = true
		return again
	})
}

// A filler is the observer of Missing.
type filler struct {
	defaults *Defaults
	e        *Evaluator
	missing  []Missing
	left     int // schemas that may still be visited
}

func (f *filler) enter(s step, i uint32) (mark int, observe bool) {
	switch s.edge.Keyword {
	case "not", "contains", "propertyNames":
		return 0, false
	}
	if f.left == 0 {
		return 0, false
	}
	f.left--
	mark = len(f.missing)
	if all := f.defaults.byNode[s.edge.Node]; len(all) > 0 && f.e.nodes[i].Kind() == jsontape.Object {
		f.find(s.edge.Node.Object, all, i)
	}
	return mark, true
}

// find adds the defaults that the object at i lacks.
func (f *filler) find(rule *program.ObjectRule, all []Default, i uint32) {
	present := make([]bool, len(rule.Members))
	for key := i + 1; key < f.e.nodes[i].Next; key = f.e.nodes[key+1].Next {
		if k := f.e.lookUp(rule, key); k >= 0 {
			present[k] = true
		}
	}
	for k := range all {
		if !present[all[k].index] {
			f.missing = append(f.missing, Missing{i, &all[k]})
		}
	}
}

func (f *filler) leave(s step, mark int, ok bool) {
	switch s.edge.Keyword {
	case "anyOf", "oneOf", "if":
		if !ok {
			f.missing = f.missing[:mark]
		}
	}
}

func (f *filler) fail(Failure)            {}
func (f *filler) annotate(string, []byte) {}
func (f *filler) cut()                    {}
