package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file finds where an object or array differs from the constants that are expected, if it differs from the nearest
// ones in a single value.

// These bound the cost of a comparison with constants.
const (
	maxConstants = 32
	maxDiffering = 1 << 10 // values and names that are compared
)

// A differing finds the value in which an instance differs from a constant.
type differing struct {
	*Evaluator
	tape  *jsontape.Tape // of the constants
	steps int            // that are left

	count       int    // of the differences, at most 2
	node, value uint32 // of the first one: the instance, and what is expected instead
}

// compare compares an instance with a constant.
func (d *differing) compare(value, i uint32) {
	d.steps--
	kind := d.nodes[i].Kind()
	if kind != d.tape.Nodes[value].Kind() || kind != jsontape.Object && kind != jsontape.Array {
		if !d.subject.Comparer.Equal(d.tape, value, d.doc, i) {
			d.differ(value, i)
		}
		return
	}
	pairs, ok := d.pairs(value, i, kind == jsontape.Object)
	switch {
	case d.steps < 0:
		d.count = 2
		return
	case !ok:
		d.differ(value, i)
		return
	}
	for _, pair := range pairs {
		if d.count > 1 {
			return
		}
		d.compare(pair[0], pair[1])
	}
}

func (d *differing) differ(value, i uint32) {
	if d.count++; d.count == 1 {
		d.node, d.value = i, value
	}
}

// pairs returns the parts of an object or array of the constants, each with the part of the instance that must equal it. ok
// is false if they have different names, or are different in number.
func (d *differing) pairs(value, i uint32, named bool) (pairs [][2]uint32, ok bool) {
	if d.tape.Count(value) != d.doc.Count(i) {
		return nil, false
	}
	other := i + 1
	for part, end := value+1, d.tape.Nodes[value].Next; part < end; part = d.tape.Nodes[part].Next {
		if d.steps--; d.steps < 0 {
			break
		}
		if !named {
			pairs, other = append(pairs, [2]uint32{part, other}), d.nodes[other].Next
			continue
		}
		key, ok := d.property(i, d.tape.String(part))
		if d.steps -= min(d.doc.Count(i), maxCompared); !ok {
			return nil, false
		}
		part++
		pairs = append(pairs, [2]uint32{part, key + 1})
	}
	return pairs, true
}

// failCompound is failValue for an object or array. If it differs from the nearest of the constants in one value, that
// value is reported.
func (e *Evaluator) failCompound(n *program.Node, f Failure) bool {
	rule := n.Values
	if len(rule.Compound) == 0 || len(rule.Compound) > maxConstants || e.own.full() {
		e.own.fail(f)
		return false
	}
	d := differing{Evaluator: e, tape: rule.Tape, steps: maxDiffering}
	var at uint32
	var values []string
	ambiguous := false
	for _, value := range rule.Compound {
		d.count = 0
		if d.compare(value, f.Node); d.count != 1 || d.node == f.Node {
			continue
		}
		expected := string(d.tape.Raw(d.value))
		switch {
		case d.node == at && slices.Contains(values, expected):
		case values == nil || d.node == at:
			at, values = d.node, append(values, expected)
		default:
			ambiguous = true
		}
	}
	e.steps += maxDiffering - d.steps
	if values != nil && !ambiguous {
		f.path = wayTo(e.doc, f.Node, at)
		f.Node, f.values, f.moves = at, values, len(f.path)
	}
	e.own.fail(f)
	return false
}
