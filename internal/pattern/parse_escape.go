package pattern

import (
	"slices"
	"strings"
	"unicode"
)

// This file parses escapes, inside and outside of character classes (ECMA-262, AtomEscape and
// ClassEscape).

// escape reads a backslash outside a class.
func (p *parser) escape() *node {
	start := p.offset
	p.offset++ // \
	switch c := p.peek(); {
	case c == 'b':
		p.offset++
		return &node{kind: kindWordBoundary}
	case c == 'B':
		p.offset++
		return &node{kind: kindNotWordBoundary}
	case '1' <= c && c <= '9':
		index, _ := p.decimal()
		return p.refer(reference{node: &node{kind: kindBackReference, index: index}, offset: start})
	case c == 'k':
		p.offset++
		if !p.accept("<") {
			p.fail(start, `\k must be followed by a group name in <>`)
		}
		return p.refer(reference{node: &node{kind: kindBackReference}, name: p.groupName(), offset: start})
	}
	p.offset = start
	spans, ok := p.classEscape()
	if ok {
		return &node{kind: kindSet, set: p.share(newSet(spans...))}
	}
	return p.literal(p.characterEscape())
}

// classEscape reads an escape for a set of characters, if there is one.
func (p *parser) classEscape() (spans []span, ok bool) {
	start := p.offset
	if start+1 >= len(p.source) {
		return nil, false
	}
	letter := p.source[start+1]
	p.offset += 2
	switch letter {
	case 'd', 'D':
		spans = digitSpans()
	case 'w', 'W':
		spans = wordSpans()
	case 's', 'S':
		spans = spaceSpans()
	case 'p', 'P':
		spans = p.property(start)
	default:
		p.offset = start
		return nil, false
	}
	if letter < 'a' { // upper case is the complement
		spans = newSet(spans...).complement().spans
	}
	return spans, true
}

// property reads the rest of \p{…}.
func (p *parser) property(start int) []span {
	if !p.accept("{") {
		p.fail(start, `\p must be followed by a property in {}`)
	}
	end := strings.IndexByte(p.source[p.offset:], '}')
	if end < 0 {
		p.fail(start, "the property name is not closed")
	}
	name := p.source[p.offset : p.offset+end]
	spans, ok := property(name)
	if !ok {
		p.fail(start, "unknown Unicode property %q", name)
	}
	p.offset += end + 1
	return slices.Clone(spans)
}

// control returns the character of an escape of one letter, such as \n.
func control(letter rune) (character rune, ok bool) {
	switch letter {
	case 'f':
		return '\f', true
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	case 'v':
		return '\v', true
	}
	return 0, false
}

// characterEscape reads an escape for one character.
func (p *parser) characterEscape() rune {
	start := p.offset
	p.offset++ // \
	if !p.more() {
		p.fail(start, `\ at the end of the pattern`)
	}
	r := p.char()
	if character, ok := control(r); ok {
		return character
	}
	switch {
	case r == '0' && (p.peek() < '0' || p.peek() > '9'):
		return 0
	case r == 'c' && isLetter(p.peek()):
		return p.char() & 0x1F
	case r == 'x':
		return p.hex(start, 2)
	case r == 'u':
		return p.unicodeEscape(start)
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		p.fail(start, `unknown escape \%c`, r)
	}
	return r
}

func isLetter(b byte) bool { return 'A' <= b && b <= 'Z' || 'a' <= b && b <= 'z' }

// unicodeEscape reads the rest of \uXXXX, of a surrogate pair of them, or of
// \u{X…}.
func (p *parser) unicodeEscape(start int) rune {
	if p.accept("{") {
		var r rune
		digits := 0
		for ; !p.accept("}"); digits++ {
			r = r<<4 | p.hex(start, 1)
			if r > unicode.MaxRune {
				p.fail(start, "the code point is greater than 10FFFF")
			}
		}
		if digits == 0 {
			p.fail(start, "a code point in {} is missing")
		}
		return r
	}
	r := p.hex(start, 4)
	if rest := p.source[p.offset:]; 0xD800 <= r && r <= 0xDBFF && len(rest) >= 6 && rest[:2] == `\u` {
		if low, ok := parseHex(rest[2:6]); ok && 0xDC00 <= low && low <= 0xDFFF {
			p.offset += 6
			return (r-0xD800)<<10 + (low - 0xDC00) + 0x10000
		}
	}
	return r
}

// hex reads exactly n hexadecimal digits.
func (p *parser) hex(start, n int) rune {
	if len(p.source)-p.offset >= n {
		if r, ok := parseHex(p.source[p.offset : p.offset+n]); ok {
			p.offset += n
			return r
		}
	}
	p.fail(start, "hexadecimal digits are missing")
	return 0
}

func parseHex(digits string) (r rune, ok bool) {
	for _, c := range digits {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | c
	}
	return r, true
}
