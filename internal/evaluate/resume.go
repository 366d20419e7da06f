package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file lets the evaluator begin where the stream gave up: the stream has validated what is before.

// A stopPoint is where the stream gave up within an array or object: all children whose values begin before
// it satisfy the rule. If the rule was merged from others, the evaluator does not use it.
type stopPoint struct {
	object    *program.ObjectRule // nil for an array
	array     *program.ArrayRule  // nil for an object
	start, at uint32              // where the array or object begins, and where the stream gave up
	items     int                 // of the array up to there
	member    *program.Member     // whose value is there; nil if no value of an object is
	seen      uint64              // the names of the object up to there; see streamObject
	others    jsontape.NameSet    // those without a bit
	slot      *program.Slot       // what is predicted after it
}

// maxStops is how many stop points a pooled evaluator has room for.
const maxStops = 1 << 8

// stopInObject records that the stream gave up within an object, and returns gaveUp. stoppedAt must follow. It
// is not inlined, because that would make streamObject slower for valid payloads.
//
//go:noinline
func (e *Evaluator) stopInObject(rule *program.ObjectRule, at int, m *program.Member, seen uint64, slot *program.Slot, others *jsontape.NameSet) int {
	e.stops = append(e.stops, stopPoint{object: rule, at: uint32(at), member: m, seen: seen, others: *others, slot: slot})
	return gaveUp
}

// stoppedAt adds where the object begins if the stream gave up in it. end is the result of streamObject.
func (e *Evaluator) stoppedAt(start, end int) int {
	if end < 0 {
		e.stops[len(e.stops)-1].start = uint32(start)
	}
	return end
}

// stopInArray is stopInObject for an array.
func (e *Evaluator) stopInArray(rule *program.ArrayRule, start, at, items int) int {
	e.stops = append(e.stops, stopPoint{array: rule, start: uint32(start), at: uint32(at), items: items})
	return gaveUp
}

// keepStops keeps the stop points for a run on the document only if they are of its text. The stream may have
// given up because of an error of the text; what is before it is valid nevertheless.
func (e *Evaluator) keepStops(doc *jsontape.Tape) {
	if !e.reader.Reads(doc.Text) {
		e.stops = e.stops[:0]
	}
}

// resume returns the stop point in the array or object at i for the rule, or nil if there is none. The last
// one is that of the first value. Those of values before i are dropped.
func (e *Evaluator) resume(i uint32, object *program.ObjectRule, array *program.ArrayRule) *stopPoint {
	last := len(e.stops) - 1
	for last >= 0 && e.stops[last].start < e.nodes[i].Start {
		last--
	}
	e.stops = e.stops[:last+1]
	if last < 0 || e.thorough {
		return nil
	}
	s := &e.stops[last]
	if s.start != e.nodes[i].Start || s.object != object || s.array != array {
		return nil
	}
	e.stops = e.stops[:last]
	return s
}

// resumeObject returns the first property of an object that the stream has not validated, and those of the
// names with a bit that come before it.
func (e *Evaluator) resumeObject(i uint32, rule *program.ObjectRule) (key uint32, seen uint64) {
	key = i + 1
	stop := e.resume(i, rule, nil)
	if stop == nil {
		return key, 0
	}
	for end := e.nodes[i].Next; key < end && e.nodes[key+1].Start < stop.at; {
		key = e.nodes[key+1].Next
	}
	return key, stop.seen
}
