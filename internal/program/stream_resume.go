package program

import (
	"math/bits"

	"github.com/verdict-lint/verdict/internal/document"
)

// This file goes on where reading in one go has given up. Most payloads that are invalid
// have one fault, in a property of their object, or lack one. Then all that came before
// it has been held against the schema, and all that comes after it can be; only the value at
// fault needs a tape, and what is wrong with it the parser and the evaluator say, as they
// always do.
//
// What is not of this kind makes it give up for good, and the payload is read anew.

// A halt is where the reading of an object has been given up: at the value of a property,
// or after its brace.
type halt struct {
	depth  int // how deep what is in the object may be nested, which tells objects apart
	at     int // the offset of the value, or after the brace
	closed bool

	twice   bool // the property is there twice
	doubled bool // one before it was

	// What has been read, including the property.
	member int // -1 for a name that no keyword mentions
	seen   uint64
	others document.NameSet
}

// halt notes where an object has been given up. An object around it that gives up for
// that reason notes its own place after it, so what is noted in the end is the outermost.
func (e *Evaluator) halt(h halt) int {
	e.reader.Innermost(&h.others)
	e.halted = h
	return gaveUp
}

// count is how many properties have been read.
func (h *halt) count() int {
	count := bits.OnesCount64(h.seen) + h.others.Count()
	if h.doubled {
		count++
	}
	return count
}

// resumes reports whether each property is asked one thing at most, whatever comes of it.
func (o *objectRule) resumes() bool {
	return o.patterns == nil && o.namesRule == nil && o.dependent == nil && !o.sparse
}

// Resume goes on where [Program.Accepts] has just given up, and returns all failures of the
// payload. They speak of part, which comes to hold as much of the payload as they need, and
// all faults of its text. Where it cannot be read because of them, there are no failures. ok
// is false where it cannot tell; then [Program.Failures] can.
func (p *Program) Resume(e *Evaluator, part *document.Document, depth, limit int) (failures []Failure, ok bool) {
	n, h := p.root.node, e.halted
	if h.depth == 0 || h.depth != streamDepth(depth)-1 || n.object == nil || !n.object.resumes() {
		return nil, false
	}
	r := &e.own
	r.begin(limit)
	e.tape()
	e.steps, e.depth, e.budget = 0, 0, 1<<14
	e.active, e.bits = e.active[:0], e.bits[:0]

	part.Begin(e.text, document.SkipSpace(e.text, 0))
	at := e.resume(n, part, &h)
	part.SortFaults()
	if !part.Readable() {
		return nil, !h.doubled // an object without an end has no names twice
	}
	if at < 0 || document.SkipSpace(e.text, at) != len(e.text) || !part.End(at, h.count()) {
		return nil, false
	}
	e.reporting(part, func() {
		e.checkSize(n, 0, h.count(), n.object.minProperties, n.object.maxProperties, MinProperties, MaxProperties)
		e.checkRequired(n, 0, h.seen, nil)
	})
	if e.failure != noFailure || len(r.failures)+len(part.Faults) == 0 || r.full() {
		return nil, false
	}
	r.cameFrom(0, step{edge: &p.root})
	return r.failures, true
}

// resume reads the rest of the object and returns the offset after it.
func (e *Evaluator) resume(n *node, part *document.Document, h *halt) int {
	p := h.at
	for refused := true; !h.closed; refused = false {
		if !refused {
			var asked *node
			if asked, p = e.nextMember(n.object, p, h); p < 0 {
				return gaveUp
			}
			if after := e.stream(asked, p, h.depth); after >= 0 && !h.twice {
				p = after
			} else {
				refused = true
			}
		}
		if refused {
			if p = e.refuse(n, part, p, h); p < 0 {
				return gaveUp
			}
			h.twice = false
		}
		if p, h.closed = afterMember(e.text, p); p < 0 {
			return gaveUp
		}
	}
	return p
}

// afterMember goes from the end of a value to the next name, or past the brace, after
// which there is none.
func afterMember(text []byte, p int) (next int, last bool) {
	if p = document.SkipSpace(text, p); p >= len(text) {
		return gaveUp, false
	}
	switch text[p] {
	case ',':
		return document.SkipSpace(text, p+1), false
	case '}':
		return p + 1, true
	}
	return gaveUp, false
}

// nextMember reads the name of a property, and returns what is asked of its value and where
// that begins.
func (e *Evaluator) nextMember(rule *objectRule, p int, h *halt) (asked *node, value int) {
	k, p, asked := e.streamName(rule, h.member, p, &h.others)
	if p < 0 {
		return nil, gaveUp
	}
	if k >= 0 {
		m := &rule.members[k]
		h.twice = h.seen&m.bit != 0
		h.seen |= m.bit
		asked = m.reader
	}
	if asked == nil {
		return nil, gaveUp
	}
	h.member = k
	return asked, document.SkipSpace(e.text, p)
}

// refuse finds what is wrong with the property whose value is at an offset, and returns the
// offset after it.
func (e *Evaluator) refuse(n *node, part *document.Document, at int, h *halt) int {
	key, after := part.AppendMember(&e.reader, at, h.depth)
	if after < 0 {
		if part.Faults[len(part.Faults)-1].Kind == document.Limit {
			part.Faults = part.Faults[:0] // the payload's own limit may be another
		}
		return gaveUp
	}
	if h.twice {
		if h.doubled || !part.AppendDuplicate(&e.reader, key, h.depth) {
			return gaveUp // to look for many would take long
		}
		h.doubled = true
	}
	k := h.member
	if k < 0 || n.object.members[k].node == nil {
		if n.object.others != anything {
			return gaveUp
		}
		return after
	}
	e.budget += e.stepsPerNode / 8 * (len(part.Nodes) - int(key))
	e.reporting(part, func() { e.applyChild(n, &n.object.properties[k].edge, key, key+1) })
	if e.failure != noFailure || e.own.full() {
		return gaveUp
	}
	return after
}

// reporting has checks done with a report, on another document than the one that is
// scratch space while reading.
func (e *Evaluator) reporting(doc *document.Document, check func()) {
	scratch := e.doc
	e.doc, e.nodes, e.report = doc, doc.Nodes, &e.own
	e.forget()
	check()
	e.doc, e.nodes, e.report = scratch, nil, nil
}
