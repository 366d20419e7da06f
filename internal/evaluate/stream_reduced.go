package evaluate

import "github.com/verdict-lint/verdict/internal/program"

// This file streams values of schemas that are combined, as by anyOf or allOf, and reduced to the parts
// that matter for the kind of the value; see [program.Reduction]. A value with several parts is read
// once for each, and for alternatives until one accepts it.
//
// Combinations can be nested, so that a value would be read again and again. A text of n bytes has an
// allowance of bytes that are read again, also by alternatives that then fail; when it is used up, the
// stream gives up.

// rereads returns the allowance for a text of so many bytes.
func rereads(size int) int { return 1<<12 + 16*size }

// minReread is what each reading of a value counts, in bytes, at least.
const minReread = 16

// reread reports whether so many bytes may be read again, and takes them off the allowance.
func (e *Evaluator) reread(size int) bool {
	e.again -= max(size, minReread)
	return e.again > 0
}

// stopAt is called before the stream gives up at an offset, so that an alternative that fails there counts
// as read up to it.
func (e *Evaluator) stopAt(p int) int {
	e.reached, e.refuted = max(e.reached, p), false
	return gaveUp
}

// refute is stopAt for a value that does not satisfy the schema, provided that the payload is JSON and that
// no limit was exceeded.
func (e *Evaluator) refute(p int) int {
	e.stopAt(p)
	e.refuted = e.again > 0 && e.subject.PatternSteps > 0
	return gaveUp
}

// streamReduced is stream for an array or object at p.
func (e *Evaluator) streamReduced(r *program.Reduction, p, depth int) int {
	if len(r.Own) == 1 && len(r.Any)+len(r.One) == 0 {
		return e.streamOwn(r.Own[0], p, depth)
	}
	record, steps := e.reader.Record.On, len(e.reader.Record.Steps)
	e.reader.Record.On = false // the decoder expects each property once
	end := gaveUp
	for k := range len(r.Own) + len(r.Any) + len(r.One) {
		if k > 0 && !e.reread(end-p) {
			return e.stopAt(end)
		}
		before := end
		if k < len(r.Own) {
			end = e.streamOwn(r.Own[k], p, depth)
		} else if k -= len(r.Own); k < len(r.Any) {
			end = e.streamAny(r.Any[k], p, depth)
		} else {
			end = e.streamOne(r.One[k-len(r.Any)], p, depth)
		}
		if end < 0 {
			e.reached = max(e.reached, before)
			return gaveUp
		}
	}
	e.reader.Record.On = record && len(e.reader.Record.Steps) == steps
	return end
}

// streamOwn reads an array or object, and validates it against the keywords of the node that do not
// apply schemas to it.
func (e *Evaluator) streamOwn(n *program.Node, p, depth int) int {
	if e.text[p] == '{' {
		return e.stoppedAt(p, e.streamObject(n.Object, p, depth-1, nil))
	}
	return e.streamArray(n.Array, p+1, depth-1)
}

// streamAny reads a value until an alternative accepts it.
func (e *Evaluator) streamAny(alternatives []*program.Node, p, depth int) int {
	names, stops, refuted := e.reader.Names(), len(e.stops), true
	for _, n := range alternatives {
		e.reached = p
		if end := e.stream(n, p, depth); end >= 0 {
			return end
		}
		refuted = refuted && e.refuted
		e.reader.Drop(&names)
		e.stops = e.stops[:stops]
		if !e.mayRetry(e.reached - p) {
			refuted = false
			break
		}
	}
	e.refuted = refuted
	return gaveUp
}

// streamOne reads a value once for each alternative, exactly one of which has to accept it.
func (e *Evaluator) streamOne(alternatives []*program.Node, p, depth int) int {
	names, stops, accepted := e.reader.Names(), len(e.stops), gaveUp
	for _, n := range alternatives {
		e.reached = p
		end := e.stream(n, p, depth)
		if end < 0 {
			refuted := e.refuted
			e.reader.Drop(&names)
			e.stops = e.stops[:stops]
			if !e.mayRetry(e.reached-p) || !refuted {
				return e.stopAt(e.reached)
			}
			continue
		}
		if accepted >= 0 || !e.mayRetry(end-p) {
			return e.refute(end)
		}
		accepted = end
	}
	if accepted < 0 {
		return e.refute(p)
	}
	return accepted
}

// mayRetry reports whether an alternative that was not accepted after so many bytes may be followed by
// another. If a limit was exceeded, it is unknown whether the alternative matches, and the evaluator does
// not try others.
func (e *Evaluator) mayRetry(size int) bool { return e.reread(size) && e.subject.PatternSteps > 0 }
