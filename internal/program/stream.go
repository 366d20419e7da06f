package program

import (
	"encoding/binary"

	"github.com/verdict-lint/verdict/internal/document"
)

// This file reads a payload and holds it against the schema in one go, without a tape,
// as far as the schema asks for each value only once. It can do so for the common
// shape of a schema: objects with listed properties, arrays of one kind of item, and
// scalars.
//
// It only ever says yes. Whatever is out of the ordinary (a failure, a name written
// with escapes, a name that may be there twice) makes it give up, and the tape decides.
// So there is no second opinion on what is invalid, or why. [Program.Resume] goes on from
// there for the most common failures, by the same evaluator.

// gaveUp is what the functions below return in place of an offset.
const gaveUp = -1

// canStream reports whether each value needs to be looked at only once.
func (n *node) canStream() bool {
	if n.combine != nil {
		return false
	}
	if r := n.rest; r != nil && (r.items != nil || r.itemsClosed || r.properties != nil && !r.propertiesClosed) {
		return false
	}
	if v := n.values; v != nil && len(v.compound) > 0 {
		return false
	}
	if o := n.object; o != nil {
		if o.namesRule != nil || o.dependent != nil || o.sparse || len(o.members) > 64 {
			return false
		}
	}
	if a := n.array; a != nil {
		return len(a.prefix) == 0 && !a.closed && !a.unique && a.contains == nil && a.items != nil
	}
	return true
}

// Streams reports whether [Program.Accepts] has a chance of saying yes.
func (p *Program) Streams() bool {
	n := p.root.node
	return n.streamed && (n.object != nil || n.array != nil)
}

// maxStreamed bounds how deep a payload may be nested to be read in one go, which bounds
// the stack.
const maxStreamed = 10_000

// Accepts reports whether the text is JSON that satisfies the schema. Where it returns
// false, that may still be so. doc is scratch space. Where the evaluator has workers, long
// arrays are shared among them.
func (p *Program) Accepts(e *Evaluator, doc *document.Document, text []byte, depth int) bool {
	depth = streamDepth(depth)
	e.begin(doc, text, p.stepsPerNode)
	if e.stretch == 0 {
		e.stretch = defaultStretch
	}
	at := e.stream(p.root.node, document.SkipSpace(text, 0), depth)
	e.failure = noFailure // where there was one, it has given up
	return at >= 0 && document.SkipSpace(text, at) == len(text)
}

// streamDepth is how deep a payload may be nested to be read in one go, where a limit
// bounds it, or none does. What is deeper, the tape decides.
func streamDepth(limit int) int {
	if limit <= 0 || limit > maxStreamed {
		return maxStreamed
	}
	return limit
}

// begin makes the evaluator ready to read a text.
func (e *Evaluator) begin(doc *document.Document, text []byte, stepsPerNode int) {
	e.doc, e.text, e.report, e.failure = doc, text, nil, noFailure
	e.steps, e.depth, e.budget, e.stepsPerNode = 0, 0, 1<<14, stepsPerNode
	e.halted.depth = 0
}

// stream reads the value at p and holds it against the node. It returns the offset
// after the value.
func (e *Evaluator) stream(n *node, p, depth int) int {
	if p >= len(e.text) {
		return gaveUp
	}
	kind := objectKind
	switch e.text[p] {
	case '{':
		if n.possible&objectKind != 0 && n.object != nil && n.streamed && n.values == nil && depth != 1 {
			return e.streamObject(n.object, p+1, depth-1)
		}
	case '[':
		kind = arrayKind
		if n.possible&arrayKind != 0 && n.array != nil && n.streamed && n.values == nil && depth != 1 {
			return e.streamArray(n.array, p+1, depth-1)
		}
	case '"':
		return e.streamString(n, p)
	default:
		return e.streamScalar(n, p)
	}
	if n.possible&^n.inspect&kind != 0 {
		if end := e.doc.Skim(e.text, p, depth); end >= 0 {
			return end
		}
	}
	end, ok := e.doc.ParseAt(e.text, p, depth)
	if !ok {
		return gaveUp
	}
	e.nodes = e.doc.Nodes
	e.forget()
	e.budget += e.stepsPerNode * len(e.nodes)
	if !e.apply(n, 0) || e.failure != noFailure {
		return gaveUp
	}
	return end
}

// streamString reads a string.
func (e *Evaluator) streamString(n *node, p int) int {
	text := e.text
	if n.possible&stringKind == 0 {
		return gaveUp
	}
	var head, tail uint64
	size, short := 0, false
	if p+17 < len(text) {
		size, head, tail = document.ShortString((*[16]byte)(text[p+1:]))
		short = text[p+1+size] == '"'
	}
	end, plain := p+size+2, true
	if !short {
		end, plain = document.ScanString(text, p+1)
	}
	switch {
	case end < 0:
		return gaveUp
	case n.inspect&stringKind == 0:
		return end
	case !plain || n.combine != nil:
		e.doc.SetString(text, p, end, plain)
		return e.streamLeaf(n, end)
	}
	if v := n.values; v != nil {
		found := -1
		switch {
		case v.strings == nil:
		case short:
			found = v.strings.findShort(head, tail, size)
		default:
			found = v.strings.findIn(text, p+1, end-1)
		}
		if found < 0 {
			return gaveUp
		}
	}
	if n.text != nil && !n.text.holds(text[p+1:end-1]) {
		return gaveUp
	}
	return end
}

// streamScalar reads a value that is not a string and has nothing in it.
func (e *Evaluator) streamScalar(n *node, p int) int {
	var end int
	var kind document.Kind
	switch c := e.text[p]; c {
	case 't', 'f', 'n':
		end, kind = document.ScanWord(e.text, p)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		end, kind = document.ScanNumber(e.text, p)
	default:
		return gaveUp
	}
	bit := kindBit(kind)
	switch {
	case end < 0 || n.possible&bit == 0:
		return gaveUp
	case n.inspect&bit == 0:
		return end
	}
	e.doc.SetLeaf(e.text, p, end, kind)
	return e.streamLeaf(n, end)
}

// streamLeaf holds the one value that the document consists of against the node.
func (e *Evaluator) streamLeaf(n *node, end int) int {
	e.nodes = e.doc.Nodes
	e.forget()
	e.budget += e.stepsPerNode
	if !e.inspect(n, 0, nil) || e.failure != noFailure {
		return gaveUp
	}
	return end
}

// holds holds a string that is ASCII and written without escapes against the rule. It
// leaves the rare assertions to the tape.
func (rule *textRule) holds(text []byte) bool {
	if rule.contentEncoding != "" || rule.contentMediaType != "" {
		return false
	}
	if len(text) < rule.minLength || rule.maxLength >= 0 && len(text) > rule.maxLength {
		return false
	}
	if rule.format != nil && !rule.format(text) {
		return false
	}
	if rule.pattern == nil {
		return true
	}
	matched, err := rule.pattern.Match(text)
	return matched && err == nil
}

// streamArray reads an array from after its bracket.
func (e *Evaluator) streamArray(rule *arrayRule, p, depth int) int {
	text, items := e.text, rule.items.node
	count := 0
	if p = document.SkipSpace(text, p); p < len(text) && text[p] == ']' {
		p++
	} else {
		// How long an array is, only its end tells. One that has been long is likely to
		// go on, and then others can help.
		alone, closed := len(text), false
		if e.Workers > 1 && p+e.stretch < len(text) {
			alone = p + e.stretch
		}
		if p, count, closed = e.streamItems(items, p, alone, depth); p < 0 {
			return gaveUp
		}
		if !closed {
			more := 0
			if p, more = e.streamShared(items, p, depth); p < 0 {
				return gaveUp
			}
			count += more
		}
	}
	if count < rule.minItems || rule.maxItems >= 0 && count > rule.maxItems {
		return gaveUp
	}
	return p
}

// streamItems reads items, the first of which begins at p, up to one that begins at
// limit or behind it, or to the end of the array. It returns where that item begins, or
// what follows the array, and how many items there were.
func (e *Evaluator) streamItems(items *node, p, limit, depth int) (after, count int, closed bool) {
	text := e.text
	for {
		if p = e.stream(items, p, depth); p < 0 {
			return gaveUp, 0, false
		}
		count++
		if p = document.SkipSpace(text, p); p >= len(text) {
			return gaveUp, 0, false
		}
		c := text[p]
		p++
		if c == ']' {
			return p, count, true
		}
		if c != ',' {
			return gaveUp, 0, false
		}
		if p = document.SkipSpace(text, p); p >= limit {
			return p, count, false
		}
	}
}

// streamObject reads an object from after its brace.
//
// Properties come mostly in the order of the schema, and most values are short strings
// of which nothing more is asked. Those are dealt with in the loop itself; a call in it
// would cost more than what it does.
func (e *Evaluator) streamObject(rule *objectRule, p, depth int) int {
	text, members := e.text, rule.members
	if p = document.SkipSpace(text, p); p < len(text) && text[p] == '}' {
		if rule.needed != 0 || rule.minProperties > 0 {
			return gaveUp
		}
		return p + 1
	}
	var seen uint64
	others := e.doc.Names()
	count, k, last := 0, -1, false
	for !last {
		count++
		k++
		n := rule.others
		if k < len(members) && p+document.GuessBytes <= len(text) && members[k].guess.At((*[document.GuessBytes]byte)(text[p:])) {
			p += members[k].guess.Size()
		} else if k, p, n = e.streamName(rule, k, p, &others); p < 0 {
			return gaveUp
		}
		if p < len(text) && text[p] <= ' ' {
			p = document.SkipSpace(text, p)
		}
		if k >= 0 {
			m := &members[k]
			if seen&m.bit != 0 {
				return e.halt(halt{depth: depth, at: p, twice: true, member: k, count: count, seen: seen, others: others})
			}
			seen |= m.bit
			settled := m.settled
			if m.node != nil {
				n = m.node
			}
			if rule.patterns != nil {
				if n = rule.matches(k).reader; n == nil {
					return gaveUp
				}
				settled = n.possible &^ n.inspect
			}
			if p+17 < len(text) {
				switch c := text[p]; {
				case c == '"' && settled&stringKind != 0:
					ahead := (*[16]byte)(text[p+1:])
					low := document.Special(binary.LittleEndian.Uint64(ahead[:8]))
					high := document.Special(binary.LittleEndian.Uint64(ahead[8:]))
					at := p + 1 + document.FirstSpecial(low, high)
					if text[at] == '"' {
						p = at + 1
						goto after
					}
					if end, _ := document.ScanString(text, at); end >= 0 {
						p = end
						goto after
					}
				case c == 'n' && settled&nullKind != 0 && string(text[p:p+4]) == "null":
					p += 4
					goto after
				case c-'0' <= 9 && settled&numberKind == numberKind:
					if end, _ := document.ScanNumber(text, p); end >= 0 {
						p = end
						goto after
					}
				}
			}
		}
		if value := p; n == nil {
			return gaveUp
		} else if p = e.stream(n, value, depth); p < 0 {
			return e.halt(halt{depth: depth, at: value, member: k, count: count, seen: seen, others: others})
		}
	after:
		if p+1 < len(text) && text[p] == ',' && text[p+1] == '"' {
			p++
		} else if p, last = afterMember(text, p); p < 0 {
			return gaveUp
		}
	}
	e.doc.Drop(&others)
	if seen&rule.needed != rule.needed || count < rule.minProperties || rule.maxProperties >= 0 && count > rule.maxProperties {
		return e.halt(halt{depth: depth, at: p, closed: true, count: count, seen: seen})
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

// streamName reads a name that is not that of member k, and the colon after it. It
// returns which member's it is, -1 for none. Such names are put into others, and n is the
// schema for their value; it is that for names that nothing mentions otherwise.
func (e *Evaluator) streamName(rule *objectRule, k, p int, others *document.NameSet) (member, after int, n *node) {
	text := e.text
	if p+document.GuessBytes <= len(text) {
		ahead := (*[document.GuessBytes]byte)(text[p:])
		for g := k + 1; g < len(rule.members) && g < k+3; g++ {
			if m := &rule.members[g]; m.guess.At(ahead) {
				return g, p + m.guess.Size(), rule.others
			}
		}
	}
	if p >= len(text) || text[p] != '"' {
		return -1, gaveUp, nil
	}
	var head, tail uint64
	end, size := 0, wordBytes+1
	if p+17 < len(text) {
		size, head, tail = document.ShortString((*[16]byte)(text[p+1:]))
		end = p + 1 + size
	}
	if size <= wordBytes && text[end] == '"' {
		member = rule.names.findShort(head, tail, size)
		end++
	} else {
		if end = document.ScanName(text, p+1); end < 0 {
			return -1, gaveUp, nil
		}
		name := text[p+1 : end-1]
		head, tail = words(name)
		member = rule.names.findWords(head, tail, name)
	}
	if n = rule.others; member < 0 {
		name := text[p+1 : end-1]
		if n = rule.unlisted(name); n == nil || !e.doc.IsNew(others, document.HashName(head, tail, name)) {
			return -1, gaveUp, nil
		}
	}
	if p = document.SkipSpace(text, end); p >= len(text) || text[p] != ':' {
		return -1, gaveUp, nil
	}
	return member, p + 1, n
}

// anything is a node that accepts every value.
var anything = &node{accept: anyKind, possible: anyKind}
