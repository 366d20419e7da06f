package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file finds the properties that an object has too many.

// Surplus returns the properties of an object of which count are too many for maxProperties: those that the schema does not
// list, if they are enough, or else all. It returns none if the object has very many.
func (f *Failure) Surplus(doc *jsontape.Tape) (names []string, count int) {
	if f.Keyword != "maxProperties" || doc.Count(f.Node) > maxRelated {
		return nil, 0
	}
	listed := f.Names().Texts
	listed = listed[:min(len(listed), 2*maxRelated)]
	for key, end := f.Node+1, doc.Nodes[f.Node].Next; key < end; key = doc.Nodes[key+1].Next {
		if name := doc.String(key); name != "$schema" { // a payload may name its schema
			names = append(names, name)
		}
	}
	count = doc.Count(f.Node) - f.leaf.Size
	others := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(listed, name) })
	if len(others) >= count {
		names = others
	}
	return names, count
}
