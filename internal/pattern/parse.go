// This file parses the text of a regular expression to a syntax tree.

package pattern

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/words"
)

// A SyntaxError reports why and where a source is not a regular expression.
type SyntaxError struct {
	Source  string
	Offset  int    // in bytes
	Message string // lower case, no full stop
}

func (e *SyntaxError) Error() string {
	source, rest := e.Source, ""
	if end := words.Whole(source, 200); end < len(source) {
		source, rest = source[:end], "…"
	}
	return fmt.Sprintf("%s at offset %d of %q%s", e.Message, e.Offset, source, rest)
}

// maxNesting bounds the nesting depth of groups, so that no source exhausts the stack.
const maxNesting = 500

// A parser reads the grammar of ECMA-262, section 22.2.1
// (https://tc39.es/ecma262/#sec-patterns), with the flag u, and additionally accepts the
// following from Annex B, which is for patterns without it
// (https://tc39.es/ecma262/#sec-regular-expressions-patterns), because they are common in
// schemas:
//
//   - a backslash before any other character than a letter or a digit is that
//     character: \-, \_, \@;
//   - ], { and } are literal if they close or repeat nothing;
//   - a hyphen next to a class escape is literal: [\w-.];
//   - a lookahead may be repeated.
//
// It rejects escapes of other dialects, which Annex B would silently read as literals: \a,
// \Z, \x without digits and \1 without a group are errors.
//
// Inside the parser errors are panics, which [parse] recovers.
type parser struct {
	source     string
	offset     int
	nesting    int
	groups     int
	names      map[string]int
	references []reference
	literals   map[rune]*set
	sets       map[string]*set // of classes and their escapes, by key
}

// A reference is a back-reference whose group may come later in the source.
type reference struct {
	node   *node
	name   string // or else the index
	offset int
}

// parse returns the tree of source, or a [*SyntaxError].
func parse(source string) (tree *node, err error) {
	p := &parser{
		source:   source,
		names:    make(map[string]int),
		literals: make(map[rune]*set),
		sets:     make(map[string]*set),
	}
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *SyntaxError:
			err = e
		default:
			panic(e)
		}
	}()
	tree = p.disjunction()
	if p.more() {
		p.fail(p.offset, "unmatched )")
	}
	p.resolveReferences()
	return tree, nil
}

func (p *parser) fail(offset int, format string, args ...any) {
	panic(&SyntaxError{Source: p.source, Offset: offset, Message: fmt.Sprintf(format, args...)})
}

func (p *parser) more() bool { return p.offset < len(p.source) }

// peek returns the next byte, or 0 at the end.
func (p *parser) peek() byte {
	if !p.more() {
		return 0
	}
	return p.source[p.offset]
}

// accept consumes prefix if it comes next.
func (p *parser) accept(prefix string) bool {
	if !strings.HasPrefix(p.source[p.offset:], prefix) {
		return false
	}
	p.offset += len(prefix)
	return true
}

// char consumes one code point.
func (p *parser) char() rune {
	r, size := utf8.DecodeRuneInString(p.source[p.offset:])
	p.offset += size
	return r
}

// resolveReferences binds back-references to groups, which may come later in
// the source.
func (p *parser) resolveReferences() {
	for _, ref := range p.references {
		if ref.name == "" {
			if ref.node.index > p.groups {
				p.fail(ref.offset, "there is no group %d", ref.node.index)
			}
			continue
		}
		index, ok := p.names[ref.name]
		if !ok {
			p.fail(ref.offset, "there is no group named %q", ref.name)
		}
		ref.node.index = index
	}
}

// disjunction reads alternatives up to the end or an unmatched parenthesis.
func (p *parser) disjunction() *node {
	alternatives := []*node{p.alternative()}
	for p.accept("|") {
		alternatives = append(alternatives, p.alternative())
	}
	return alternate(alternatives...)
}

func (p *parser) alternative() *node {
	var terms []*node
	for p.more() && p.peek() != '|' && p.peek() != ')' {
		terms = append(terms, p.quantified(p.term()))
	}
	return concat(terms...)
}

// term reads an assertion or an atom.
func (p *parser) term() *node {
	switch start := p.offset; p.peek() {
	case '^':
		p.offset++
		return &node{kind: kindStart}
	case '$':
		p.offset++
		return &node{kind: kindEnd}
	case '.':
		p.offset++
		return &node{kind: kindSet, set: newSet(lineEndSpans()...).complement()}
	case '(':
		return p.group()
	case '[':
		return p.class()
	case '\\':
		return p.escape()
	case '*', '+', '?':
		p.fail(start, "nothing to repeat")
	case '{':
		if _, _, ok := p.braces(); ok {
			p.fail(start, "nothing to repeat")
		}
	}
	return p.literal(p.char())
}

func (p *parser) literal(r rune) *node {
	s, ok := p.literals[r]
	if !ok {
		s = newSet(span{r, r})
		p.literals[r] = s
	}
	return &node{kind: kindSet, set: s}
}

// quantified reads the quantifier of a term, if it has one.
func (p *parser) quantified(term *node) *node {
	start := p.offset
	least, most, ok := p.quantifier()
	if !ok {
		return term
	}
	switch {
	case term.kind == kindLook && !term.behind:
	case term.kind >= kindStart:
		p.fail(start, "nothing to repeat")
	}
	if most != unlimited && least > most {
		p.fail(start, "the bounds of the quantifier are out of order")
	}
	return &node{kind: kindRepeat, children: []*node{term}, min: least, max: most, lazy: p.accept("?")}
}

func (p *parser) quantifier() (least, most int, ok bool) {
	switch p.peek() {
	case '*':
		p.offset++
		return 0, unlimited, true
	case '+':
		p.offset++
		return 1, unlimited, true
	case '?':
		p.offset++
		return 0, 1, true
	case '{':
		return p.braces()
	}
	return 0, 0, false
}

// braces reads {n}, {n,} or {n,m}. It consumes nothing if there is something
// else.
func (p *parser) braces() (least, most int, ok bool) {
	start := p.offset
	defer func() {
		if !ok {
			p.offset = start
		}
	}()
	p.offset++ // {
	if least, ok = p.decimal(); !ok {
		return 0, 0, false
	}
	most = least
	if p.accept(",") {
		if most, ok = p.decimal(); !ok {
			most = unlimited
		}
	}
	return least, most, p.accept("}")
}

// decimal reads an integer; larger ones are clamped to the maximum of int32.
func (p *parser) decimal() (n int, ok bool) {
	for ; '0' <= p.peek() && p.peek() <= '9'; p.offset++ {
		n = int(min(int64(n)*10+int64(p.peek()-'0'), math.MaxInt32))
		ok = true
	}
	return n, ok
}

// group reads a parenthesis of any kind.
func (p *parser) group() *node {
	start := p.offset
	if p.nesting++; p.nesting > maxNesting {
		p.fail(start, "groups are nested deeper than %d", maxNesting)
	}
	p.offset++ // (
	n := &node{kind: kindLook}
	switch {
	case p.accept("?:"):
		n.kind = kindConcat
	case p.accept("?="):
	case p.accept("?!"):
		n.negative = true
	case p.accept("?<="):
		n.behind = true
	case p.accept("?<!"):
		n.behind, n.negative = true, true
	case p.accept("?<"):
		p.groups++
		n.kind, n.index = kindGroup, p.groups
		at := p.offset
		name := p.groupName()
		if _, taken := p.names[name]; taken {
			p.fail(at, "duplicate group name %q", name)
		}
		p.names[name] = n.index
	case p.peek() == '?':
		p.fail(start, "unknown kind of group")
	default:
		p.groups++
		n.kind, n.index = kindGroup, p.groups
	}
	n.children = []*node{p.disjunction()}
	if !p.accept(")") {
		p.fail(start, "the group is not closed")
	}
	p.nesting--
	return n
}

// groupName reads the rest of <name>.
func (p *parser) groupName() string {
	start := p.offset
	var name []rune
	for {
		at := p.offset
		if !p.more() {
			p.fail(start, "the group name is not closed")
		}
		r := p.char()
		switch {
		case r == '>' && len(name) > 0:
			return string(name)
		case r == '\\' && p.accept("u"):
			r = p.unicodeEscape(at)
		}
		first := r == '$' || r == '_' || unicode.IsLetter(r) || unicode.Is(unicode.Nl, r) || unicode.Is(unicode.Other_ID_Start, r)
		later := unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue) || r == 0x200C || r == 0x200D
		if !first && (len(name) == 0 || !later) {
			p.fail(at, "not a group name")
		}
		name = append(name, r)
	}
}

// share returns the canonical instance of a set equal to s, because the sets of properties
// are large.
func (p *parser) share(s *set) *set {
	key := s.key()
	if shared, ok := p.sets[key]; ok {
		return shared
	}
	p.sets[key] = s
	return s
}

func (p *parser) refer(ref reference) *node {
	p.references = append(p.references, ref)
	return ref.node
}
