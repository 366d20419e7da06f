// Package syntax converts other syntaxes (JSON with comments, JSON5, YAML, TOML, broken JSON) to JSON
// and maps every byte of the result back to its source.
package syntax

import (
	"fmt"
	"sort"
)

// A Text is a payload as JSON with a mapping to its source.
type Text struct {
	JSON []byte

	// segments covers JSON in order. If it is empty, JSON and source have the same offsets.
	segments []segment
}

// A segment maps JSON from offset json, up to the next segment, to the source from start to
// end. If both have the same length, they are mapped byte by byte. A locked segment cannot
// be edited.
type segment struct {
	json       int
	start, end int
	locked     bool
}

// Verbatim reports whether JSON and source have the same offsets.
func (t *Text) Verbatim() bool { return len(t.segments) == 0 }

// Span returns the range of the source for the bytes [start, end) of JSON.
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

// token returns the range of the source for the bytes [start, end) of JSON. ok reports whether
// they are all that was converted from that range, and the range can be edited.
func (t *Text) token(start, end int) (from, to int, ok bool) {
	s, length := t.find(start)
	return s.start, s.end, s.json == start && length == end-start && !s.locked
}

// at returns the offset in the source at which a byte of JSON begins.
func (t *Text) at(offset int) int {
	s, length := t.find(offset)
	if length == s.end-s.start {
		return s.start + offset - s.json
	}
	return s.start
}

// endAt returns the offset in the source at which the byte before offset ends.
func (t *Text) endAt(offset int) int {
	s, length := t.find(offset - 1)
	if length == s.end-s.start {
		return s.start + offset - s.json
	}
	return s.end
}

// Earliest returns the least offset in the source of the JSON from an offset on. In TOML, that
// can be before the source of the offset itself.
func (t *Text) Earliest(offset int) int {
	earliest, _ := t.Span(offset, offset)
	i := sort.Search(len(t.segments), func(i int) bool { return t.segments[i].json > offset })
	for _, s := range t.segments[i:] {
		earliest = min(earliest, s.start)
	}
	return earliest
}

// find returns the segment that contains an offset, and its length in JSON.
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

// An Error is a syntax error in the source.
type Error struct {
	Offset   int // in the source
	Message  string
	Redacted string // Message without any of the source
}

func (e *Error) Error() string { return e.Message }

// errorAt returns an error. Arguments that have text of the source must be excerpts.
func errorAt(offset int, format string, args ...any) Error {
	e := Error{Offset: offset, Message: fmt.Sprintf(format, args...)}
	for i, arg := range args {
		if x, ok := arg.(excerpt); ok {
			args[i] = x.redacted
		}
	}
	e.Redacted = fmt.Sprintf(format, args...)
	return e
}

// An excerpt is a part of a message with text of the source, and what replaces it in redacted
// messages.
type excerpt struct{ text, redacted string }

// String returns the text.
func (x excerpt) String() string { return x.text }
