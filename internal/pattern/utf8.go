// This file translates sets of code points to automata over the bytes of UTF-8.

package pattern

import "unicode/utf8"

// An encoding is an automaton that reads the UTF-8 of one code point, for each of several
// sets. States with the same continuations are shared.
type encoding struct {
	states [][]byteEdge
	known  map[string]uint16
}

// A byteEdge leads from a state to another by the bytes from lo to hi.
type byteEdge struct {
	lo, hi byte
	to     uint16
}

// encoded is the target of an edge for the last byte of a code point. It is not a state.
const encoded = 0

func newEncoding() *encoding {
	return &encoding{states: make([][]byteEdge, 1), known: make(map[string]uint16)}
}

// leads lists the forms of UTF-8 by their first byte: how many bytes follow,
// and which code points the form holds (RFC 3629, section 4,
// https://www.rfc-editor.org/rfc/rfc3629#section-4). Surrogates have none.
var leads = []struct {
	first     byte
	following int
	holds     span
}{
	{0x00, 0, span{0, 0x7F}},
	{0xC0, 1, span{0x80, 0x7FF}},
	{0xE0, 2, span{0x800, 0xD7FF}},
	{0xE0, 2, span{0xE000, 0xFFFF}},
	{0xF0, 3, span{0x10000, utf8.MaxRune}},
}

// add returns the state that reads a code point of s.
func (e *encoding) add(s *set) uint16 {
	var edges []byteEdge
	for _, lead := range leads {
		held := restrict(s.spans, lead.holds, 0)
		edges = e.appendEdges(edges, lead.first, held, lead.following)
	}
	return e.state(edges)
}

// continuation returns the state that reads the given number of continuation bytes, whose
// combined bits, as a number, are in spans.
func (e *encoding) continuation(spans []span, following int) uint16 {
	if following == 0 {
		return encoded
	}
	key := string(appendSpans([]byte{byte(following)}, spans))
	state, ok := e.known[key]
	if !ok {
		state = e.state(e.appendEdges(nil, 0x80, spans, following-1))
		e.known[key] = state
	}
	return state
}

func (e *encoding) state(edges []byteEdge) uint16 {
	e.states = append(e.states, edges)
	return uint16(len(e.states) - 1)
}

// appendEdges adds the edges for a byte that, minus first, holds the high bits of the
// numbers in spans and is followed by the given number of bytes.
func (e *encoding) appendEdges(edges []byteEdge, first byte, spans []span, following int) []byteEdge {
	width := rune(1) << (6 * following)
	done := rune(0) // numbers below have edges already
	for len(spans) > 0 {
		lo, hi := max(spans[0].lo, done), spans[0].hi
		if lo > hi {
			spans = spans[1:]
			continue
		}
		low := lo / width
		high := low
		part := []span{{0, width - 1}}
		if whole := (hi+1)/width - 1; lo == low*width && whole >= low {
			high = whole // one edge for all bytes that any bytes may follow
		} else {
			part = restrict(spans, span{low * width, low*width + width - 1}, low*width)
		}
		done = (high + 1) * width
		edges = appendEdge(edges, byteEdge{first + byte(low), first + byte(high), e.continuation(part, following)})
	}
	return edges
}

// appendEdge adds an edge. It is merged with the last one if they are adjacent and lead to
// the same state.
func appendEdge(edges []byteEdge, edge byteEdge) []byteEdge {
	if n := len(edges); n > 0 && edges[n-1].to == edge.to && edges[n-1].hi == edge.lo-1 {
		edges[n-1].hi = edge.hi
		return edges
	}
	return append(edges, edge)
}

// restrict returns the intersection of spans with bounds, minus base.
func restrict(spans []span, bounds span, base rune) []span {
	var part []span
	for _, s := range spans {
		if s.lo > bounds.hi {
			break
		}
		if s.hi >= bounds.lo {
			part = append(part, span{max(s.lo, bounds.lo) - base, min(s.hi, bounds.hi) - base})
		}
	}
	return part
}

// next returns the state after b, and whether there is one.
func (e *encoding) next(state uint16, b byte) (uint16, bool) {
	for _, edge := range e.states[state] {
		if b < edge.lo {
			break
		}
		if b <= edge.hi {
			return edge.to, true
		}
	}
	return 0, false
}
