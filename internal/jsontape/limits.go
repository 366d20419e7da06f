package jsontape

import "math"

// This file defines the limits of a text.

// Limits bound a text; there is no limit if a field is zero or negative.
type Limits struct {
	Depth      int // of nested arrays and objects
	Bytes      int
	Strings    int // characters of a string or property name, as [Tape.Length] counts them
	Properties int // of an object
	Items      int // of an array
}

// A Measure is what a limit is about.
type Measure uint8

// The measures, one for each field of [Limits], and the one that no option sets.
const (
	Depth Measure = iota
	Bytes
	Strings
	Properties
	Items
	Technical // the 32 bits of an offset
)

// technicalBytes is the size of the largest text that a tape can have.
const technicalBytes = 1<<32 - 16

// Of returns the limit of a measure.
func (l Limits) Of(m Measure) int {
	return [...]int{l.Depth, l.Bytes, l.Strings, l.Properties, l.Items, int(min(math.MaxInt, uint64(technicalBytes)))}[m]
}

// Harmless returns the size of the largest text that no content limit can be exceeded in: that of
// strings, properties or items. Shorter texts need not be measured.
func (l Limits) Harmless() int {
	size := math.MaxInt
	for _, content := range [...]struct{ limit, quotes, each int }{
		{l.Strings, 2, 1},    // "aaa"
		{l.Properties, 5, 5}, // {"":1,"":1}
		{l.Items, 2, 2},      // [1,1]
	} {
		if content.limit > 0 && content.limit <= (size-content.quotes)/content.each {
			size = content.limit*content.each + content.quotes
		}
	}
	return size
}

// measure records the first string, object or array that exceeds a content limit.
func (d *Tape) measure(limits Limits) {
	for i := range d.Nodes {
		node := uint32(i)
		switch d.Nodes[i].Kind() {
		case String, Key:
			if n := &d.Nodes[i]; limits.Strings > 0 && int(n.End-n.Start)-2 > limits.Strings && d.Length(node) > limits.Strings {
				d.exceeds(Strings, node, "the string is longer than the limit")
				return
			}
		case Object:
			if limits.Properties > 0 && d.Count(node) > limits.Properties {
				d.exceeds(Properties, node, "the object has more properties than the limit")
				return
			}
		case Array:
			if limits.Items > 0 && d.Count(node) > limits.Items {
				d.exceeds(Items, node, "the array has more items than the limit")
				return
			}
		}
	}
}

// exceeds records that a node exceeds a limit.
func (d *Tape) exceeds(m Measure, node uint32, message string) {
	n := &d.Nodes[node]
	if n.Kind() == Key {
		message = "the property name is longer than the limit"
	}
	d.limited(m, int(n.Start), int(n.End), message)
	d.Errors[len(d.Errors)-1].Node = node
}

// limited records that the text exceeds a limit.
func (d *Tape) limited(m Measure, start, end int, message string) {
	d.addError(Limit, start, end, message)
	d.Errors[len(d.Errors)-1].Measure = m
}
