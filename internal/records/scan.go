package records

import (
	"bytes"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file finds the end of a value by its brackets, strings and commas. It does not check
// that words and numbers are JSON.

// A token is what may come next in a value.
type token uint8

const (
	aValue token = iota
	aValueOrEnd
	aName
	aNameOrEnd
	aColon
	aSeparator // or the end
)

// An end is how the scan of a value ended.
type end uint8

const (
	complete  end = iota // its brackets are closed
	gaveUp               // it is broken, and something else begins
	atLineEnd            // of the first line, see scan.oneLine
	atEnd                // of what can be read, within the value
)

// A scan finds the end of the value that the window begins with.
type scan struct {
	*Reader
	next    token // tokens that may come next
	broken  bool  // another token came
	cut     bool  // what can be read ends within a token
	objects int   // among the closers, so that one that is not there is not looked for
	excess  int   // brackets that are open beyond the limit of depth

	indent  int  // of the line that the value begins on
	oneLine bool // stop at the end of the first line
	inArray bool // the value is an item
}

// value scans the value that begins at the offset p of the window. It returns the offset after it.
//
// A value that is broken, which is noticed at a token that cannot follow, ends where its brackets are
// closed, or before a line that begins with a bracket and is not indented more than the line that the
// value begins on. A bracket that closes an outer array or object closes those in it. In an array, a ']'
// that closes nothing of the item closes the array, and is not a part of the item.
func (s *scan) value(p int) (int, end) {
	s.closers, s.indent = s.closers[:0], s.Reader.indent
	for {
		if p == len(s.window) {
			var ok bool
			if p, ok = s.extend(p); !ok {
				return p, atEnd
			}
		}
		switch c := s.window[p]; c {
		case ' ', '\t', '\r', '\n':
			if s.oneLine && c == '\n' {
				return p, atLineEnd
			}
			s.space(c)
			p++
			continue
		case '{', '[':
			s.expect(aValue, aValueOrEnd)
			if s.broken && s.fresh && s.Reader.indent <= s.indent && len(s.closers) > 0 {
				return p, gaveUp
			}
			s.open(c, p)
			p++
		case '}', ']':
			if !s.close(c) {
				return p, gaveUp
			}
			p++
		case ',':
			s.expect(aSeparator, aSeparator)
			if s.next = aValue; s.closers[len(s.closers)-1] == '}' {
				s.next = aName
			}
			p++
		case ':':
			s.expect(aColon, aColon)
			s.next = aValue
			p++
		case '"':
			p = s.text(p + 1)
			s.scalar(true)
		default:
			p = s.word(p)
			s.scalar(false)
		}
		s.fresh = false
		if len(s.closers) == 0 && s.excess == 0 {
			return p, complete
		}
	}
}

// expect records whether a token is one of those that may come next.
func (s *scan) expect(one, other token) {
	if s.next != one && s.next != other {
		s.broken = true
	}
}

// open begins an array or object.
func (s *scan) open(c byte, p int) {
	if s.next = aValueOrEnd; c == '{' {
		s.next = aNameOrEnd
	}
	if s.limits.Depth > 0 && len(s.closers) >= s.limits.Depth {
		if s.tooDeep == 0 && !s.skipping {
			s.tooDeep = p + 1
		}
		s.excess++
		return
	}
	s.closers = append(s.closers, c+2) // ']' is '['+2, '}' is '{'+2
	if c == '{' {
		s.objects++
	}
}

// close ends an array or object. It returns false if the bracket closes the array that the value is an
// item of.
func (s *scan) close(c byte) bool {
	if s.next != aSeparator && s.next != aNameOrEnd && s.next != aValueOrEnd {
		s.broken = true
	}
	s.next = aSeparator
	if s.excess > 0 {
		s.excess--
		return true
	}
	last := len(s.closers) - 1
	if s.closers[last] != c {
		s.broken = true
		switch {
		case c == '}' && s.objects > 0, c == ']' && s.objects <= last: // of an outer one
			last = bytes.LastIndexByte(s.closers, c)
		case c == ']' && s.inArray:
			return false
		}
	}
	for _, closer := range s.closers[last:] {
		if closer == '}' {
			s.objects--
		}
	}
	s.closers = s.closers[:last]
	return true
}

// scalar records a string or another word.
func (s *scan) scalar(isString bool) {
	switch {
	case isString && (s.next == aName || s.next == aNameOrEnd):
		s.next = aColon
		return
	case s.next != aValue && s.next != aValueOrEnd:
		s.broken = true
	}
	s.next = aSeparator
}

// text returns the offset after a string whose opening quote is before p. A string that is
// broken ends with its line.
func (s *scan) text(p int) int {
	for {
		p += jsontape.PlainPrefix(s.window[p:])
		for p < len(s.window) && inText[s.window[p]] {
			p++
		}
		if p == len(s.window) {
			if p = s.within(p); s.cut {
				return p
			}
			continue
		}
		switch s.window[p] {
		case '"':
			return p + 1
		case '\\':
			if p = s.within(p + 1); s.cut {
				return p
			}
			if c := s.window[p]; c != '\n' && c != '\r' {
				p++
			}
		default: // the end of the line
			s.broken = true
			return p
		}
	}
}

// word returns the offset after a number or a word of at least one byte.
func (s *scan) word(p int) int {
	for {
		if p = s.within(p + 1); s.cut {
			return p
		}
		if endsWord[s.window[p]] {
			return p
		}
	}
}

// within returns the offset at which to go on within a token, which is p unless more was read. If there
// is no more, it sets s.cut.
func (s *scan) within(p int) int {
	if p == len(s.window) {
		ok := false
		p, ok = s.extend(p)
		s.cut = !ok
	}
	return p
}

// inText has the bytes that neither end a string nor escape anything, and endsWord those that cannot be
// in a number or word.
var inText, endsWord = func() (text, word [256]bool) {
	for c := range 256 {
		b := byte(c)
		text[c] = b != '"' && b != '\\' && b != '\n' && b != '\r'
		word[c] = jsontape.IsSpace(b) || b == '"' || b == ',' || b == ':' || b == '[' || b == ']' || b == '{' || b == '}' || b == separator
	}
	return text, word
}()
