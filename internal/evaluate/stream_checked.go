package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file streams the values of properties that conditions depend on; see [program.Check]. A stream
// can only accept, so it decides a condition only if it knows of each schema that it needs whether the
// value satisfies it: that it does, because the value was read, or that it does not, because the stream gave
// up for that reason. Otherwise it gives up.

// everything is a node that accepts all values, and nothing one that accepts none.
var everything, nothing = &program.Node{Accept: program.AnyKind, Possible: program.AnyKind}, &program.Node{}

// streamChecked reads the value of a property at p, and returns the offset after it and the set of names
// with the marks of the checks that it does not satisfy. Values other than arrays and objects may be read
// again without limit, because they are not nested.
func (e *Evaluator) streamChecked(rule *program.ObjectRule, m *program.Member, seen uint64, p, depth int) (end int, _ uint64) {
	if m.Checks == nil {
		return e.stopUnlisted(rule, p), seen
	}
	checks := m.Checks.List
	end = gaveUp
	if reader := m.Checks.Reader; reader.Possible != program.AnyKind || reader.Inspect != 0 {
		if end = e.stream(reader, p, depth); end < 0 {
			return gaveUp, seen
		}
	}
	record := e.reader.Record.On
	e.reader.Record.On = false // the decoder expects each property once
	kind := kindAt(e.text, p)
	names, stops := e.reader.Names(), len(e.stops)
	for k := range checks {
		c := &checks[k]
		if c.Node.Possible&kind == 0 {
			seen |= c.Marks
			continue
		}
		if seen&c.Marks == c.Marks || kind&^(c.Node.Possible&^c.Node.Inspect) == 0 {
			continue
		}
		if kind&(program.ArrayKind|program.ObjectKind) != 0 && end >= 0 && !e.reread(end-p) {
			return e.stopAt(end), seen
		}
		e.reached = p
		after := e.stream(c.Node, p, depth)
		if after >= 0 {
			end = after
			continue
		}
		e.reader.Drop(&names)
		e.stops = e.stops[:stops]
		if seen |= c.Marks; !e.refuted || !e.reread(e.reached-p) {
			return e.stopAt(e.reached), seen
		}
	}
	e.reader.Record.On = record
	if end < 0 {
		end = e.stream(everything, p, depth)
	}
	return end, seen
}

// kindAt returns the kinds that the value at p may have.
func kindAt(text []byte, p int) program.KindSet {
	switch jsontape.ByteAt(text, p) {
	case '{':
		return program.ObjectKind
	case '[':
		return program.ArrayKind
	case '"':
		return program.StringKind
	case 'n':
		return program.NullKind
	case 't':
		return program.TrueKind
	case 'f':
		return program.FalseKind
	}
	return program.NumberKind
}
