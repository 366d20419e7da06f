package patch

import (
	"math"
	"strings"

	"github.com/verdict-lint/verdict/internal/equal"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file applies the operations of a JSON Patch.

// Schema is what a JSON Patch must satisfy before it is applied (RFC 6902, sections 3 and 4).
// Other properties are ignored.
const Schema = `{
	"type": "array",
	"items": {
		"type": "object",
		"required": ["op", "path"],
		"properties": {
			"op": {"enum": ["add", "remove", "replace", "move", "copy", "test"]},
			"path": {"type": "string", "format": "json-pointer"}
		},
		"allOf": [
			{"if": {"required": ["op"], "properties": {"op": {"enum": ["add", "replace", "test"]}}},
			 "then": {"required": ["value"]}},
			{"if": {"required": ["op"], "properties": {"op": {"enum": ["move", "copy"]}}},
			 "then": {"required": ["from"], "properties": {"from": {"type": "string", "format": "json-pointer"}}}}
		]
	}
}`

// A Problem is why an operation cannot be applied.
type Problem uint8

// The problems of operations.
const (
	None          Problem = iota
	NoValue               // there is no value at the pointer
	NoParent              // there is no array or object to add a value to
	NoItem                // the index is not one of the array
	WholeDocument         // the document itself cannot be removed
	IntoItself            // a value cannot be moved into itself
	Differs               // the value is not the one that is tested for
	TooDeep               // the pointer, or the value to copy, is deeper than Limits.Depth
	CopiesTooMuch         // more than Limits.Bytes
	TooManySteps          // see stepsPerByte
)

// An Error is an operation that cannot be applied.
type Error struct {
	Index   int    // of the operation
	Op      string // its name
	Pointer string // its path, or its from if that is at fault
	Problem Problem
}

// Limits bound what operations do; there is no limit if a field is zero or negative.
type Limits struct {
	Bytes int // that copies may add
	Depth int // of pointers
}

// stepsPerByte is how many items may be moved within arrays, or bytes compared, for each byte
// that may be copied.
const stepsPerByte = 16

// An operation is one of a patch. value is the node of its value, if it has one.
type operation struct {
	name, path, from string
	tape             *jsontape.Tape
	value            uint32
}

// Apply applies the operations of a patch, which must satisfy [Schema], in their order. It
// returns the first one that cannot be applied, or nil; the document must then not be used.
func (d *Document) Apply(patch *jsontape.Tape, limits Limits) *Error {
	d.left = budget{limited: limits.Bytes > 0, bytes: limits.Bytes, depth: limits.Depth}
	if d.left.limited {
		d.left.steps = stepsPerByte * min(limits.Bytes, math.MaxInt/stepsPerByte)
	}
	index := 0
	for node, end := uint32(1), patch.Nodes[0].Next; node < end; node = patch.Nodes[node].Next {
		op := operationAt(patch, node)
		if at, problem := d.apply(&op, limits.Depth); problem != None {
			return &Error{index, op.name, at, problem}
		}
		index++
	}
	return nil
}

func operationAt(patch *jsontape.Tape, node uint32) operation {
	op := operation{tape: patch}
	for key, end := node+1, patch.Nodes[node].Next; key < end; key = patch.Nodes[key+1].Next {
		switch value := key + 1; patch.String(key) {
		case "op":
			op.name = patch.String(value)
		case "path":
			op.path = patch.String(value)
		case "from":
			if patch.Nodes[value].Kind() == jsontape.String { // any value, if it is not used
				op.from = patch.String(value)
			}
		case "value":
			op.value = value
		}
	}
	return op
}

// apply applies an operation. If it cannot, it returns the pointer at fault.
func (d *Document) apply(op *operation, depth int) (at string, problem Problem) {
	if depth > 0 && strings.Count(op.path, "/") > depth {
		return op.path, TooDeep
	}
	given := &value{tape: op.tape, node: op.value}
	switch op.name {
	case "add":
		return op.path, d.add(op.path, given)
	case "replace":
		return op.path, d.replace(op.path, given)
	case "remove":
		_, problem := d.remove(op.path)
		return op.path, problem
	case "test":
		return op.path, d.test(op.path, given)
	case "copy":
		return d.copy(op)
	}
	return d.move(op)
}

func (d *Document) copy(op *operation) (at string, problem Problem) {
	v, problem := d.get(op.from)
	if problem == None {
		v, problem = d.left.copyOf(v, d.left.levels())
	}
	if problem != None {
		return op.from, problem
	}
	return op.path, d.add(op.path, v)
}

func (d *Document) move(op *operation) (at string, problem Problem) {
	if strings.HasPrefix(op.path, op.from+"/") {
		return op.from, IntoItself
	}
	if op.path == op.from {
		_, problem = d.get(op.from)
		return op.from, problem
	}
	v, problem := d.remove(op.from)
	if problem != None {
		return op.from, problem
	}
	return op.path, d.add(op.path, v)
}

// test tests whether the value at a pointer equals another (RFC 6902, section 4.6).
func (d *Document) test(pointer string, want *value) Problem {
	got, problem := d.get(pointer)
	if problem != None {
		return problem
	}
	if got.opened {
		parsed := new(jsontape.Tape)
		parsed.Parse(got.append(nil, d.left.levels(), new([]Lack)), jsontape.Limits{})
		got = &value{tape: parsed}
	}
	if problem := d.left.step(len(got.tape.Raw(got.node))); problem != None {
		return problem
	}
	if !new(equal.Comparer).Equal(got.tape, got.node, want.tape, want.node) {
		return Differs
	}
	return None
}
