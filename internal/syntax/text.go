// Package syntax reads the ways in which people write JSON down (comments in it,
// YAML, text with small faults), and keeps the way back: every byte of the JSON
// it makes knows where in the source it comes from.
package syntax

import "sort"

// A Text is a payload as JSON, and the way back to its source.
type Text struct {
	JSON []byte

	// segments cover JSON in order. Without any, JSON and source have the same
	// offsets.
	segments []segment
}

// A segment says that JSON from offset json on, up to the next segment, stands
// for the source from start to end. Where both are of the same length, each byte
// stands for the byte at its place. A locked one cannot be replaced.
type segment struct {
	json       int
	start, end int
	locked     bool
}

// Verbatim reports whether JSON and source have the same offsets.
func (t *Text) Verbatim() bool { return len(t.segments) == 0 }

// Span turns the bytes [start, end) of JSON into a range of the source.
func (t *Text) Span(start, end int) (int, int) {
	if len(t.segments) == 0 {
		return start, end
	}
	from := t.at(start)
	if end <= start {
		return from, from
	}
	return from, max(from, t.endAt(end))
}

// token is the range of the source that the bytes [start, end) of JSON stand for, where
// these are all that was made of it, and it can be replaced.
func (t *Text) token(start, end int) (from, to int, ok bool) {
	s, length := t.find(start)
	return s.start, s.end, s.json == start && length == end-start && !s.locked
}

// at is where in the source a byte of JSON begins.
func (t *Text) at(offset int) int {
	s, length := t.find(offset)
	if length == s.end-s.start {
		return s.start + offset - s.json
	}
	return s.start
}

// endAt is where in the source the byte before offset ends.
func (t *Text) endAt(offset int) int {
	s, length := t.find(offset - 1)
	if length == s.end-s.start {
		return s.start + offset - s.json
	}
	return s.end
}

// find gives the segment that holds an offset, and its length in JSON.
func (t *Text) find(offset int) (segment, int) {
	i := sort.Search(len(t.segments), func(i int) bool { return t.segments[i].json > offset })
	if i == 0 {
		return segment{}, 0
	}
	next := len(t.JSON)
	if i < len(t.segments) {
		next = t.segments[i].json
	}
	return t.segments[i-1], next - t.segments[i-1].json
}

// An Error is a fault of the source itself.
type Error struct {
	Offset  int // in the source
	Message string
}

func (e *Error) Error() string { return e.Message }
