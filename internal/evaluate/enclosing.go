package evaluate

import (
	"iter"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file finds the schemas that a failure is within.

// An Enclosing is a schema that a failure is within, and by what.
type Enclosing struct {
	Place   resource.Place
	Keyword string // the keyword of the schema that fails, or that applies the next schema to the same instance

	// The failure is in a child of the instance: a property, or an item.
	InProperty, InItem bool
	Property           string
	Index              int

	failure *Failure
	outer   int // index in the path of the first step outside of the schema
}

// Enclosing returns the schema of the failure and those around it, the innermost first.
func (f *Failure) Enclosing(doc *jsontape.Tape) iter.Seq[Enclosing] {
	return func(yield func(Enclosing) bool) {
		at := Enclosing{Keyword: f.Keyword, failure: f}
		for k := range f.path {
			s := &f.path[k]
			at.outer = k + 1
			if s.edge != nil {
				at.Place = s.edge.Node.Place
				if !yield(at) || !at.detours(s.edge.Via, yield) {
					return
				}
				at.Keyword = s.edge.Keyword
			}
			switch s.move {
			case toProperty:
				at.Keyword = ""
				at.InProperty, at.InItem, at.Property = true, false, doc.String(s.at)
			case toItem:
				at.Keyword = ""
				at.InProperty, at.InItem, at.Index = false, true, int(s.at)
			}
		}
	}
}

// detours yields the schemas that consist of references, the innermost first.
func (at Enclosing) detours(d *program.Detour, yield func(Enclosing) bool) bool {
	if d == nil {
		return true
	}
	if !at.detours(d.Next, yield) {
		return false
	}
	at.Place, at.Keyword = d.Place, ""
	return yield(at)
}

// AppendPointer appends the JSON Pointer to the instance of the schema.
func (at *Enclosing) AppendPointer(dst []byte, doc *jsontape.Tape) []byte {
	return appendPointer(dst, at.failure.path[at.outer-1:], doc)
}
