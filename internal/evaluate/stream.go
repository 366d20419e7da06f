package evaluate

import (
	"encoding/binary"
	"math/bits"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file reads a payload and validates it against the schema in one pass, without a tape.
// This is possible if the schema evaluates each value only once, as common schemas do: objects with
// listed properties, arrays of one kind of item, and scalars.
//
// A stream can only accept. After a failure, or at a name that may be a duplicate, it gives up, and the payload
// is parsed to a tape and evaluated. So only the evaluator decides what is invalid, and why.

// gaveUp is returned by the functions below instead of an offset.
const gaveUp = -1

// maxStreamed is the largest depth of a payload that is streamed; it bounds the stack.
const maxStreamed = 10_000

// Accepts returns true only if the text is JSON that satisfies the schema. If it returns false, the
// text may still be valid. doc is scratch space. If the program has workers, they share long arrays.
func (e *Evaluator) Accepts(p *program.Program, doc *jsontape.Tape, text []byte, depth int) bool {
	e.begin(p, doc, text)
	at := e.stream(p.Root.Node, jsontape.SkipSpace(text, 0), streamDepth(depth))
	if at >= 0 && jsontape.SkipSpace(text, at) == len(text) {
		return true
	}
	e.reader.Record.Forget()
	return false
}

// Record makes the next call of Accepts record the properties that it reads, with entries also those of
// objects without constraints; see [jsontape.Reader.Record].
func (e *Evaluator) Record(entries bool) { e.reader.Record.On, e.reader.Record.Entries = true, entries }

// Inexact reports whether the text that was read last has a number that a float64 may not represent
// exactly.
func (e *Evaluator) Inexact() bool { return e.reader.Inexact }

// Reader returns a reader of the text that was evaluated last.
func (e *Evaluator) Reader(text []byte) *jsontape.Reader {
	if !e.reader.Reads(text) {
		e.reader.Begin(text)
	}
	return &e.reader
}

// streamDepth returns the largest depth of a payload that is streamed, given the caller's limit, 0
// for none. Deeper payloads are parsed to a tape.
func streamDepth(limit int) int {
	if limit <= 0 || limit > maxStreamed {
		return maxStreamed
	}
	return limit
}

// begin prepares the evaluator to read a text.
func (e *Evaluator) begin(p *program.Program, scratch *jsontape.Tape, text []byte) {
	if e.program != p || e.scratch != scratch { // storing pointers takes time while garbage is collected
		e.program, e.scratch = p, scratch
	}
	e.bounds, e.doc, e.text = p.Bounds, nil, text
	e.subject.PatternSteps = p.Bounds.PatternStepsFor(len(text))
	e.again = rereads(len(text))
	e.stops = e.stops[:0]
	e.reader.Begin(text)
}

// tape returns the tape for values that cannot be streamed. It is prepared on first use, because
// few payloads have such values.
func (e *Evaluator) tape() *jsontape.Tape {
	if e.doc == nil {
		e.doc, e.observer, e.explaining, e.failure = e.scratch, nil, false, noFailure
		e.subject.Doc = e.doc
		e.steps, e.depth, e.budget = 0, 0, 1<<14
	}
	return e.doc
}

// stream reads the value at p and validates it against the node. It returns the offset after the
// value.
func (e *Evaluator) stream(n *program.Node, p, depth int) int {
	if p >= len(e.text) {
		return e.stopAt(p)
	}
	kind := program.ObjectKind
	switch e.text[p] {
	case '{':
		if n.Streamed&program.ObjectKind != 0 && n.Combine == nil && depth != 1 {
			return e.stoppedAt(p, e.streamObject(n.Object, p, depth-1, nil))
		}
	case '[':
		kind = program.ArrayKind
		if n.Streamed&program.ArrayKind != 0 && n.Combine == nil && depth != 1 {
			return e.streamArray(n.Array, p+1, depth-1)
		}
	case '"':
		return e.streamString(n, p)
	default:
		return e.streamScalar(n, p)
	}
	if n.Possible&kind == 0 {
		return e.refute(p)
	}
	if n.Inspect&kind == 0 {
		if end := e.reader.Skim(p, depth); end >= 0 {
			return end
		}
	}
	if n.Combine != nil && depth != 1 {
		if r := n.Combine.Reduced(n, kind); r != nil {
			return e.streamReduced(r, p, depth)
		}
	}
	doc := e.tape()
	end, ok := doc.ParseAt(&e.reader, p, depth)
	if !ok {
		e.again = 0 // no alternative can be valid
		return e.stopAt(p)
	}
	e.nodes = doc.Nodes
	e.forget()
	e.budget += e.program.StepsPerNode * len(e.nodes)
	return e.after(e.apply(n, 0), end)
}

// after returns the end of a value that was evaluated on a tape.
func (e *Evaluator) after(ok bool, end int) int {
	switch {
	case e.failed():
		return e.stopAt(end)
	case !ok:
		return e.refute(end)
	}
	return end
}

// failed reports whether the run exceeded a limit, and resets that. The stream gives up then, as
// after a failure.
func (e *Evaluator) failed() bool {
	if e.failure == noFailure {
		return false
	}
	e.failure, e.again = noFailure, 0
	return true
}

// streamString reads a string.
func (e *Evaluator) streamString(n *program.Node, p int) int {
	text := e.text
	if n.Possible&program.StringKind == 0 {
		return e.refute(p)
	}
	end, plain := e.reader.PlainEnd(p+1), true
	if jsontape.ByteAt(text, end) == '"' {
		end++
	} else if end, plain = e.reader.String(end); end < 0 {
		return e.stopAt(len(e.text))
	}
	if n.Inspect&program.StringKind == 0 {
		return end
	}
	if !plain || n.Combine != nil && n.Combine.Reduced(n, program.StringKind) == nil {
		e.tape().SetString(text, p, end, plain)
		return e.streamLeaf(n, end)
	}
	if n.Combine != nil {
		if !e.acceptsReduced(n, program.StringKind, p+1, end-1) {
			return e.refute(end)
		}
		return end
	}
	// This is acceptsString. A call would take 2 % more instructions for a session of the benchmarks.
	if v := n.Values; v != nil {
		if v.Strings == nil {
			return e.refute(end)
		}
		k := v.Strings.FindIn(text, p+1, end-1)
		if k < 0 {
			return e.refute(end)
		}
		if e.reader.Record.On {
			e.reader.Record.Constant(p, v.Strings.Texts[k])
		}
	}
	if list := n.Text; list != nil && (!list.Size.Has(end-p-2) || !list.OnSizeOnly() && !e.acceptsText(list, text[p+1:end-1])) {
		return e.refute(end)
	}
	return end
}

// streamScalar reads a number, true, false or null.
func (e *Evaluator) streamScalar(n *program.Node, p int) int {
	var end int
	var kind jsontape.Kind
	switch c := e.text[p]; c {
	case 't', 'f', 'n':
		end, kind = jsontape.ScanWord(e.text, p)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		end, kind = e.reader.Number(p)
	default:
		return e.stopAt(p)
	}
	bit := program.KindBit(kind)
	switch {
	case end < 0:
		return e.stopAt(p)
	case n.Possible&bit == 0:
		return e.refute(end)
	case n.Inspect&bit == 0:
		return end
	}
	if bit&program.NumberKind == 0 || n.Combine != nil && n.Combine.Reduced(n, bit) == nil {
		e.tape().SetLeaf(e.text, p, end, kind)
		return e.streamLeaf(n, end)
	}
	e.subject.Text = e.text[p:end]
	e.subject.Number = number.Parse(e.subject.Text)
	if !e.acceptsReduced(n, bit, p, end) {
		return e.refute(end)
	}
	return end
}

// streamLeaf validates the only value of the tape against the node, and returns end if it is valid.
func (e *Evaluator) streamLeaf(n *program.Node, end int) int {
	e.nodes = e.doc.Nodes
	e.forget()
	e.budget += e.program.StepsPerNode
	return e.after(e.inspect(n, 0, nil), end)
}

// streamObject reads an object from its brace, or on from a value of it.
//
// The text between two values is mostly predicted, and most values are short strings without further
// assertions. The loop handles both itself, and is long for that reason: with a function for
// predictions and the values after them, 6 % more instructions are executed for a session of the
// benchmarks.
func (e *Evaluator) streamObject(rule *program.ObjectRule, p, depth int, from *stopPoint) int {
	if len(rule.Members) == 0 && rule.Values() != nil {
		return e.streamMap(rule, p, depth)
	}
	text := e.text
	seen := uint64(program.ExtraBit)
	others := e.reader.Names()
	slot := &rule.Predicted.Start
	if from != nil {
		seen, others, slot = from.seen, from.others, from.slot
	}
	if e.reader.Record.On {
		e.reader.Record.Object(p, rule.Names.Texts[:min(len(rule.Names.Texts), program.NamesWithBits)]) // those that have a bit
	}
	for { // p is at the brace, or after a value
		if jsontape.ByteAt(text, p) == '}' {
			return e.endRecorded(e.endObject(rule, seen, &others, p+1))
		}
		ahead := &e.ahead
		if end := p + program.PredictedBytes; end <= len(text) {
			ahead = (*[program.PredictedBytes]byte)(text[p:end:end])
		} else {
			*ahead = [program.PredictedBytes]byte{}
			copy(ahead[:], text[p:])
		}
		head := binary.LittleEndian.Uint64(ahead[:8])
		var m *program.Member
		for next := slot.First(); next != nil; next = next.Other {
			if next.Begins(head) && next.Ends(ahead) {
				p += next.Size()
				m, slot = next.Member, next.Next
				goto value
			}
		}
		if p, m, slot = e.streamName(rule, slot, p, &others); m == nil {
			return e.endRecorded(e.endObject(rule, seen, &others, p))
		}
	value:
		if seen&m.Bit != 0 {
			if p, m, slot = e.streamExtra(rule, m, slot, p, seen, &others); m == nil {
				return e.endRecorded(e.endObject(rule, seen, &others, p))
			}
		}
		seen |= m.Bit
		if e.reader.Record.On {
			e.reader.Record.Property(jsontape.SkipSpace(text, p), bits.TrailingZeros64(m.Bit))
		}
		c := jsontape.ByteAt(text, p)
		switch {
		case c == '"' && m.Ready&program.StringKind != 0:
			end := e.reader.PlainEnd(p + 1)
			if jsontape.ByteAt(text, end) == '"' {
				p = end + 1
				continue
			}
			if end, _ = e.reader.String(end); end >= 0 {
				p = end
				continue
			}
		case c == 'n' && m.Ready&program.NullKind != 0 && p+4 <= len(text) && string(text[p:p+4]) == "null":
			p += 4
			continue
		case c-'0' <= 9 && m.Ready&program.NumberKind == program.NumberKind:
			if end, _ := e.reader.Number(p); end >= 0 {
				p = end
				continue
			}
		case c <= ' ':
			p = jsontape.SkipSpace(text, p)
		}
		n := m.Reader
		if n == nil && rule.Patterns != nil && m.Checks == nil {
			n = rule.Matches(bits.TrailingZeros64(m.Bit)).Reader
		}
		if n == nil {
			end, marked := e.streamChecked(rule, m, seen, p, depth)
			if end < 0 {
				return e.stopInObject(rule, p, m, seen, slot, &others)
			}
			p, seen = end, marked
			continue
		}
		end := e.stream(n, p, depth)
		if end < 0 {
			return e.stopInObject(rule, p, m, seen, slot, &others)
		}
		p = end
	}
}

// endObject checks required properties and the number of properties, and returns the offset after
// the object.
func (e *Evaluator) endObject(rule *program.ObjectRule, seen uint64, others *jsontape.NameSet, after int) int {
	count := e.reader.Drop(others)
	if after < 0 {
		return e.stopInObject(rule, e.before, nil, seen, nil, others)
	}
	if seen&rule.Needed != rule.Needed || rule.Presence != nil && !rule.Presence.Holds(seen) || rule.Leaves != nil && !e.acceptsCount(rule.Leaves, bits.OnesCount64(seen&^rule.Marks&^program.ExtraBit)+count) {
		e.refute(after)
		return e.stopInObject(rule, after-1, nil, seen, nil, others)
	}
	e.seen = seen
	return after
}

// endRecorded records that an object ended before the offset, unless it is negative.
func (e *Evaluator) endRecorded(after int) int {
	if e.reader.Record.On && after >= 0 {
		e.reader.Record.End(after - 1)
	}
	return after
}

// stopUnlisted is called before the stream gives up because there is no single schema for a property. With
// patterns, there may be several.
func (e *Evaluator) stopUnlisted(rule *program.ObjectRule, p int) int {
	if rule.Patterns == nil {
		return e.refute(p)
	}
	return e.stopAt(p)
}

// streamName reads what is between two values and was not predicted: white space, a comma or the
// opening brace, a name, and a colon. It returns the offset of the value, its member, and what is
// predicted after it. The member of a name that is not listed is e.unlisted. Names without a bit are
// added to others. If the object ends, the member is nil.
func (e *Evaluator) streamName(rule *program.ObjectRule, slot *program.Slot, p int, others *jsontape.NameSet) (after int, m *program.Member, next *program.Slot) {
	text := e.text
	at := program.Unpredicted{From: p}
	e.before = p
	first := slot == &rule.Predicted.Start
	if !first {
		p = jsontape.SkipSpace(text, p)
		switch jsontape.ByteAt(text, p) {
		case ',':
		case '}':
			return p + 1, nil, nil
		default:
			return e.stopAt(p), nil, nil
		}
	}
	if p = jsontape.SkipSpace(text, p+1); jsontape.ByteAt(text, p) != '"' {
		if first && jsontape.ByteAt(text, p) == '}' {
			return p + 1, nil, nil
		}
		return e.stopAt(p), nil, nil
	}
	end, head, tail := e.reader.Name(p + 1)
	var name []byte
	if end >= 0 {
		name = text[p+1 : end-1]
	} else if end, head, tail, name = e.reader.EscapedName(p + 1); end < 0 {
		return e.stopAt(p), nil, nil
	} else {
		at.Escaped = true
	}
	at.Name = p
	hash := uint64(0)
	k := rule.Names.FindWords(head, tail, name)
	if k >= 0 {
		m = &rule.Members[k]
	} else if reader := rule.Unlisted(name, &e.subject.PatternSteps); reader == nil && rule.Patterns != nil {
		return e.stopAt(end), nil, nil // there may be several schemas
	} else if m = &e.unlisted; reader == nil {
		m.Reader, m.Checks = nothing, nil
	} else if rule.OtherChecks == nil {
		m.Reader = reader
	} else {
		e.checks = program.Checks{Reader: reader, List: rule.OtherChecks.List}
		m.Reader, m.Checks = nil, &e.checks
	}
	if m.Bit == 0 {
		if k >= 0 && rule.Patterns != nil && m.Reader == nil && m.Checks == nil {
			m = &e.unlisted
			if m.Reader = rule.Matches(k).Reader; m.Reader == nil {
				return e.stopAt(end), nil, nil // there may be several schemas
			}
		}
		hash = jsontape.HashName(head, tail, name)
		if e.reader.Add(others, hash) && !e.reader.IsNew(others) {
			return e.stopAt(end), nil, nil
		}
	}
	if p = jsontape.SkipSpace(text, end); jsontape.ByteAt(text, p) != ':' {
		return e.stopAt(p), nil, nil
	}
	at.Colon, at.Value = p, jsontape.SkipSpace(text, p+1)
	e.misses++
	return at.Value, m, rule.Learn(slot, text, at, k, hash, e.misses)
}
