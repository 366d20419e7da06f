package decode

// This file decodes arrays of strings: where the strings are is found first, so that the slice is
// allocated once.

import (
	"reflect"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A span is a string of the text, without its quotes.
type span struct {
	from, to int
	escaped  bool
}

// findStrings sets s.spans to the strings of the array whose first item is at p. It returns the offset
// after the array, and gives up if there is another item than a string.
func (s *state) findStrings(p int) int {
	s.spans = s.spans[:0]
	for jsontape.ByteAt(s.text, p) == '"' {
		end, escaped := s.stringEnd(p)
		if end < 0 {
			return gaveUp
		}
		s.spans = append(s.spans, span{p + 1, end - 1, escaped})
		var closed bool
		if p, closed = s.next(end); closed {
			return p
		}
	}
	return gaveUp
}

// texts returns the array of strings at p. Null is "".
func (s *state) texts(p int) (texts []string, end int) {
	first, closed := s.first(p)
	if closed {
		return []string{}, first
	}
	if constants, end := s.constants(first); end >= 0 {
		return slices.Clone(constants), end
	}
	if end = s.findStrings(first); end < 0 {
		return plainItems(s, p, stringOrNull)
	}
	texts = make([]string, len(s.spans))
	for i, at := range s.spans {
		texts[i] = s.strings.add(s.unescaped(at))
	}
	return texts, end
}

// unescaped returns the text of a string. It is valid until the next call.
func (s *state) unescaped(at span) []byte {
	content := s.text[at.from:at.to]
	if at.escaped {
		s.scratch = jsontape.AppendUnescaped(s.scratch[:0], content)
		return s.scratch
	}
	return content
}

// A textsDecoder decodes into a []string.
type textsDecoder struct{ sliceDecoder }

func (*textsDecoder) pointer(v reflect.Value) any { return at[[]string](v) }

func (d *textsDecoder) decodeAt(s *state, pointer any, p int) int {
	target := pointer.(*[]string)
	if *target != nil || jsontape.ByteAt(s.text, p) != '[' {
		return d.decode(s, reflect.ValueOf(pointer).Elem(), p)
	}
	*target, p = s.texts(p)
	return p
}

// A namedTextsDecoder decodes into a slice of a string type with a name of its own.
type namedTextsDecoder struct{ sliceDecoder }

func (d *namedTextsDecoder) decode(s *state, v reflect.Value, p int) int {
	if !v.IsNil() || jsontape.ByteAt(s.text, p) != '[' {
		return d.sliceDecoder.decode(s, v, p)
	}
	first, closed := s.first(p)
	if closed {
		return d.sliceDecoder.decode(s, v, p)
	}
	if constants, end := s.constants(first); end >= 0 {
		resize(v, len(constants))
		for i, text := range constants {
			v.Index(i).SetString(text)
		}
		return end
	}
	end := s.findStrings(first)
	if end < 0 {
		return d.sliceDecoder.decode(s, v, p)
	}
	resize(v, len(s.spans))
	for i, at := range s.spans {
		v.Index(i).SetString(s.strings.add(s.unescaped(at)))
	}
	return end
}

// resize makes the nil slice v one of n items.
func resize(v reflect.Value, n int) {
	v.Grow(n)
	v.SetLen(n)
}
