package evaluate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file checks keywords that the caller has defined.

// checkCustom validates an instance against the custom keywords of the schema.
func (e *Evaluator) checkCustom(n *program.Node, i uint32) bool {
	ok := true
	for k := range n.Combine.Custom {
		a, found := &n.Combine.Custom[k], &e.found
		*found = program.Findings{Problems: found.Problems[:0], Explain: e.observer != nil}
		if a.Check(e.doc, i, found); e.observer == nil {
			if found.Failed {
				return false
			}
			continue
		}
		if found.Annotation != nil {
			e.observer.annotate(a.Name, found.Annotation)
		}
		if found.Failed {
			ok = false
			e.failCustom(n, i, a.Name)
		}
	}
	return ok
}

// failCustom reports what a keyword has found.
func (e *Evaluator) failCustom(n *program.Node, i uint32, keyword string) {
	for _, p := range e.found.Problems {
		f := Failure{Code: program.Custom, Keyword: keyword, Name: p.Property, Problem: &p, schema: n}
		f.Node = i
		if p.Pointer != "" {
			f.Node = f.goTo(e.doc, i, p.Pointer)
		}
		e.observer.fail(f)
	}
	if e.found.Truncated {
		e.observer.cut()
	}
}

// goTo sets the path of the failure to the value that a JSON Pointer leads to from an instance, and
// returns that value. If there is none, it is the closest one that contains it.
func (f *Failure) goTo(doc *jsontape.Tape, i uint32, pointer string) uint32 {
	var way []step
	for _, token := range strings.Split(pointer, "/")[1:] {
		value, s, ok := stepTo(doc, i, jsontape.UnescapeToken(token))
		if !ok {
			break
		}
		i, way = value, append(way, s)
	}
	for _, s := range slices.Backward(way) {
		f.cameFrom(s)
	}
	return i
}

// stepTo returns the property or item of a value, and the step to it.
func stepTo(doc *jsontape.Tape, i uint32, name string) (value uint32, s step, ok bool) {
	end := doc.Nodes[i].Next
	switch doc.Nodes[i].Kind() {
	case jsontape.Object:
		for key := i + 1; key < end; key = doc.Nodes[key+1].Next {
			if doc.String(key) == name {
				return key + 1, step{move: toProperty, at: key}, true
			}
		}
	case jsontape.Array:
		index, err := strconv.Atoi(name)
		item := i + 1
		for k := 0; err == nil && k < index && item < end; k++ {
			item = doc.Nodes[item].Next
		}
		return item, step{move: toItem, at: uint32(index)}, err == nil && index >= 0 && item < end
	}
	return 0, step{}, false
}
