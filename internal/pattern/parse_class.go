package pattern

// This file parses character classes (ECMA-262, CharacterClass).

// class reads a character class in brackets.
func (p *parser) class() *node {
	start := p.offset
	p.offset++ // [
	negated := p.accept("^")
	var spans []span
	for !p.accept("]") {
		if !p.more() {
			p.fail(start, "the character class is not closed")
		}
		spans = append(spans, p.classRange()...)
	}
	members := newSet(spans...)
	if negated {
		members = members.complement()
	}
	return &node{kind: kindSet, set: p.share(members)}
}

// classRange reads one member of a class, or a range of them.
func (p *parser) classRange() []span {
	start := p.offset
	low, single := p.classAtom()
	rest := p.source[p.offset:]
	if len(rest) < 2 || rest[0] != '-' || rest[1] == ']' {
		return low
	}
	p.offset++ // -
	high, singleHigh := p.classAtom()
	if !single || !singleHigh {
		return append(append(low, high...), span{'-', '-'})
	}
	if low[0].lo > high[0].lo {
		p.fail(start, "the range is out of order")
	}
	return []span{{low[0].lo, high[0].lo}}
}

// classAtom reads one member of a class, and whether it is a single character.
func (p *parser) classAtom() (spans []span, single bool) {
	var r rune
	switch {
	case p.peek() != '\\':
		r = p.char()
	case p.accept(`\b`):
		r = '\b'
	default:
		if spans, ok := p.classEscape(); ok {
			return spans, false
		}
		r = p.characterEscape()
	}
	return []span{{r, r}}, true
}
