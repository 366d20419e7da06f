package records

import (
	"bytes"
	"encoding/json"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file detects the form of a stream by its first line.

// detect returns the form of the stream, without consuming anything:
//   - Sequence if it begins with a record separator;
//   - Array if it begins with '[';
//   - Concatenated if the first line ends within a value, or if another value follows on it;
//   - otherwise Lines, also if the first line is broken or exceeds a limit.
func (r *Reader) detect() Form {
	p := 0
	tooLong := func() bool { return r.limits.Bytes > 0 && p > r.limits.Bytes }
	peek := func() (byte, bool) {
		if tooLong() || p == len(r.window) && !r.more() {
			return 0, false
		}
		return r.window[p], true
	}
	for range byteOrderMark {
		if _, ok := peek(); !ok || !bytes.HasPrefix(byteOrderMark, r.window[:p+1]) {
			p = 0
			break
		}
		p++
	}
	c, ok := peek()
	for ; ok && jsontape.IsSpace(c); c, ok = peek() {
		p++
	}
	switch {
	case !ok:
		return Lines
	case c == separator:
		return Sequence
	case c == '[':
		return Array
	case c == '}' || c == ']' || c == ',' || c == ':':
		return Lines
	}
	start := p
	s := scan{Reader: r, oneLine: true}
	r.peeking = true
	p, how := s.value(p)
	r.peeking, r.indent, r.fresh = false, 0, true
	switch {
	case how == atEnd, s.cut, s.broken, r.tooDeep > 0, tooLong(), how == complete && c != '{' && !json.Valid(r.window[start:p]):
		return Lines
	case how == atLineEnd:
		return Concatenated
	}
	for c, ok = peek(); ok && (c == ' ' || c == '\t' || c == '\r'); c, ok = peek() {
		p++
	}
	if ok && bytes.IndexByte([]byte(`{["-0123456789tfn`), c) >= 0 {
		return Concatenated
	}
	return Lines
}
