package decode

// This file walks over the text of a payload.

import "github.com/verdict-lint/verdict/internal/jsontape"

// A Memory is what a decoder needs besides the payload. Its zero value is ready to use. It can be used
// for one payload after another.
type Memory struct {
	state

	// The spare that was used last, which is cheaper to find than one in a pool. It is busy while it is in
	// use, and remains so if a method of its type panics.
	spare *spare
	of    *structDecoder
	busy  bool
}

// spareOf returns a spare of T, which is the type of the decoder, and the struct that it is. The caller
// sets the struct to zero and busy to false when it is done.
func spareOf[T any](m *Memory, d *structDecoder) (*T, *spare) {
	if m.of != d || m.busy {
		m.change(d)
	}
	m.busy = true
	return m.spare.pointer.(*T), m.spare
}

// change replaces the spare.
func (m *Memory) change(d *structDecoder) {
	if m.spare != nil && !m.busy {
		m.of.spares.pool.Put(m.spare)
	}
	m.of, m.spare = d, d.spares.get()
}

// A state is a payload that is being decoded.
type state struct {
	text    []byte
	reader  *jsontape.Reader
	strings stringArena
	bytes   byteArena
	scratch []byte // for strings with escapes
	spans   []span // for arrays of strings
	step    int    // the next one of the reader's record
	fresh   bool   // everything that is decoded into is zero, so that nothing points into it
}

// begin returns the state of a payload. If fresh is set, it will be decoded into a zero value.
func (m *Memory) begin(reader *jsontape.Reader, text []byte, fresh bool) *state {
	s := &m.state
	if s.reader != reader {
		s.reader = reader
	}
	s.text, s.step, s.fresh = text, 0, fresh
	return s
}

// Release forgets the payload, so that pooled memory does not keep it alive, and frees what a large one
// has needed.
func (m *Memory) Release() {
	m.text = nil
	const keep = 1 << 16
	if cap(m.scratch) > keep {
		m.scratch = nil
	}
	if cap(m.spans) > keep/32 {
		m.spans = nil
	}
}

// isNull reports whether the value at p is null.
func (s *state) isNull(p int) bool { return jsontape.ByteAt(s.text, p) == 'n' }

// afterNull is the offset after the null at p.
func afterNull(p int) int { return p + len("null") }

// stringEnd returns the offset after the string whose opening quote is at p, and whether it
// has escapes.
func (s *state) stringEnd(p int) (end int, escaped bool) {
	if end = s.reader.PlainEnd(p + 1); jsontape.ByteAt(s.text, end) == '"' {
		return end + 1, false
	}
	return s.reader.ValidString(end)
}

// content returns the text of the string at p, escapes resolved, and the offset after it.
// The text is valid until the next call.
func (s *state) content(p int) (content []byte, end int) {
	end, escaped := s.stringEnd(p)
	if end < 0 {
		return nil, gaveUp
	}
	return s.unescaped(span{p + 1, end - 1, escaped}), end
}

// string returns the text of the string at p and the offset after it.
func (s *state) string(p int) (text string, end int) {
	if end = s.reader.PlainEnd(p + 1); jsontape.ByteAt(s.text, end) == '"' {
		return s.strings.add(s.text[p+1 : end]), end + 1
	}
	content, end := s.content(p)
	return s.strings.add(content), end
}

// skip returns the offset after the value at p.
func (s *state) skip(p int) int {
	switch c := jsontape.ByteAt(s.text, p); c {
	case '"':
		end, _ := s.stringEnd(p)
		return end
	case '{', '[':
		return s.skipNested(p)
	default:
		return s.skipScalar(p)
	}
}

// skipScalar returns the offset after the number, true, false or null at p.
func (s *state) skipScalar(p int) int {
	start := p
	for p < len(s.text) {
		if c := s.text[p]; c <= ' ' || c == ',' || c == ']' || c == '}' {
			break
		}
		p++
	}
	if p == start {
		return gaveUp
	}
	return p
}

// skipNested returns the offset after the array or object at p.
func (s *state) skipNested(p int) int {
	depth := 0
	for p < len(s.text) {
		switch s.text[p] {
		case '"':
			if p, _ = s.stringEnd(p); p < 0 {
				return gaveUp
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return p + 1
			}
		}
		p++
	}
	return gaveUp
}

// fewItems is how many items a slice of objects or arrays has room for at first.
const fewItems = 4

// length guesses how many items an array has. The first one is at p. If they are neither
// arrays nor objects, it is right.
func (s *state) length(p int) int {
	count := 1
	for p < len(s.text) {
		switch s.text[p] {
		case '"':
			if p, _ = s.stringEnd(p); p < 0 {
				return count
			}
			continue
		case ',':
			count++
		case ']':
			return count
		case '{', '[':
			return max(count, fewItems)
		}
		p++
	}
	return count
}

// after returns the offset of the comma or closing bracket after a value that ended at p.
func (s *state) after(p int) (next int, c byte) {
	if c = jsontape.ByteAt(s.text, p); c <= ' ' {
		p = jsontape.SkipSpace(s.text, p)
		c = jsontape.ByteAt(s.text, p)
	}
	return p, c
}
