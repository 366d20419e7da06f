package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file reads on where the stream gave up because of a fault. Only what may be invalid gets a tape, which the
// evaluator then evaluates like any other: it alone decides what is invalid, and why.
//
// Of an object that only lists properties, the tape has those that the stream does not accept, and a stop
// point has the names of all. Other values are on the tape as a whole.

// FailuresAhead is Failures for the text that Accepts was called for last, with doc as the tape, which may lack
// properties that are valid. It returns no failures if the text must be parsed and evaluated instead.
func (e *Evaluator) FailuresAhead(p *program.Program, doc *jsontape.Tape, depth, limit int) (failures []Failure, truncated bool) {
	if !e.refuted || !e.stoppedIn(p.Root.Node, jsontape.SkipSpace(e.text, 0)) {
		return nil, false
	}
	if e.spare == nil {
		e.spare = new(jsontape.Tape)
	}
	e.doc, e.scratch, e.onTape = nil, e.spare, e.onTape[:0]
	doc.Empty(&e.reader)
	end := e.readObject(p.Root.Node, doc, streamDepth(depth)-1)
	e.reader.Record.Forget()
	e.stops = e.stops[:0]
	if end < 0 || jsontape.SkipSpace(e.text, end) < len(e.text) {
		return nil, false
	}
	e.stops = append(e.stops, e.onTape...)
	slices.Reverse(e.stops)
	if failures, truncated = e.Failures(p, doc, limit); e.failure != noFailure || e.exploring <= 0 {
		return nil, false // a limit depends on the size of the tape
	}
	return failures, truncated
}

// stoppedIn reports whether the stream gave up in the value at p, which only lists properties.
func (e *Evaluator) stoppedIn(n *program.Node, p int) bool {
	last := len(e.stops) - 1
	return last >= 0 && int(e.stops[last].start) == p && e.stops[last].object == n.Object && onlyLists(n)
}

// onlyLists reports whether the schema of an object has nothing but schemas for listed properties, and names that
// are required.
func onlyLists(n *program.Node) bool {
	o := n.Object
	return o != nil && n.Combine == nil && n.Rest == nil && n.Values == nil && o.Patterns == nil && o.NamesRule == nil && o.Leaves == nil &&
		o.Dependent == nil && o.OtherChecks == nil && o.Presence == nil && len(o.Names.Texts) <= program.NamesWithBits && (o.Additional == nil || acceptsAll(o.Additional.Node))
}

// readObject reads on in the object of the last stop point, and returns the offset after it.
func (e *Evaluator) readObject(n *program.Node, doc *jsontape.Tape, depth int) (end int) {
	start, at, properties := e.stops[len(e.stops)-1].start, len(e.onTape), 0
	e.onTape = append(e.onTape, stopPoint{object: n.Object, start: start})
	object := doc.Open(int(start))
	for {
		last := len(e.stops) - 1
		stop := e.stops[last]
		e.stops = e.stops[:last]
		if stop.member == nil { // the object has ended, and lacks a property
			e.seen, end = stop.seen, int(stop.at)+1
			break
		}
		nameStart, nameEnd := nameBefore(e.text, int(stop.at))
		if nameStart < 0 {
			return gaveUp
		}
		doc.AddKey(nameStart, nameEnd)
		properties++
		after := e.readValue(stop.member.Node, doc, int(stop.at), depth)
		if after < 0 {
			return gaveUp
		}
		e.reader.Keep(&stop.others)
		if end = e.streamObject(n.Object, after, depth, &stop); end >= 0 {
			break
		}
		if !e.refuted {
			return gaveUp
		}
	}
	e.onTape[at].seen = e.seen
	doc.Close(object, end, properties)
	return end
}

// nameBefore returns where the name before a value begins and ends. If the name has escapes, the start is negative.
func nameBefore(text []byte, value int) (start, end int) {
	for end = value - 1; text[end] != '"'; end-- {
	}
	for start = end - 1; text[start] != '"' && text[start] != '\\'; start-- {
	}
	if text[start] == '\\' || text[start-1] == '\\' {
		return gaveUp, 0
	}
	return start, end + 1
}

// readValue adds the value at p, which has all stop points, to the tape.
func (e *Evaluator) readValue(n *program.Node, doc *jsontape.Tape, p, depth int) int {
	if n != nil && depth != 1 && e.stoppedIn(n, p) {
		return e.readObject(n, doc, depth-1)
	}
	for k := len(e.stops) - 1; k >= 0; k-- {
		e.onTape = append(e.onTape, e.stops[k])
	}
	e.stops = e.stops[:0]
	end, ok := doc.ParseNext(&e.reader, p, depth)
	if !ok {
		return gaveUp
	}
	return end
}
