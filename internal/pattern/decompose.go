// This file decomposes patterns whose lookarounds are at an end of the text into
// combinations of patterns without lookarounds.

package pattern

import "slices"

// A combination matches if every part of one of its alternatives does.
type combination [][]part

// A part is a pattern without lookarounds that must match, or must not.
type part struct {
	engine   engine
	negative bool
}

func (c combination) match(text []byte, steps *int) (bool, error) {
	for _, parts := range c {
		if all, err := matchAll(parts, text, steps); all || err != nil {
			return all, err
		}
	}
	return false, nil
}

func matchAll(parts []part, text []byte, steps *int) (bool, error) {
	for _, p := range parts {
		matched, err := p.engine.match(text, steps)
		if err != nil || matched == p.negative {
			return false, err
		}
	}
	return true, nil
}

// decompose returns the combination that a tree is equivalent to, if there is one: ^(?!A)B
// is "matches ^B and does not match ^A", and B(?<!A)$ the same at the end. Nearly all
// lookarounds in schemas are of these forms.
func decompose(tree *node) (combination, bool) {
	alternatives := []*node{tree}
	if bare := ungroup(tree); bare.kind == kindAlternate {
		alternatives = bare.children
	}
	var result combination
	var plain []*node
	for _, alternative := range alternatives {
		if !alternative.contains(kindLook) {
			plain = append(plain, alternative)
			continue
		}
		parts, ok := conjunction(alternative)
		if !ok {
			return nil, false
		}
		result = append(result, parts)
	}
	if len(plain) > 0 {
		result = append(result, []part{{engine: newAutomaton(alternate(plain...))}})
	}
	return result, true
}

// conjunction splits off the lookaheads after ^ and the lookbehinds before $ of an
// alternative.
func conjunction(alternative *node) ([]part, bool) {
	terms := flatten(alternative, nil)
	first, last := 0, len(terms)
	for first < last && (terms[first].kind == kindStart || terms[first].kind == kindLook && !terms[first].behind) {
		first++
	}
	for last > first && (terms[last-1].kind == kindEnd || terms[last-1].kind == kindLook && terms[last-1].behind) {
		last--
	}
	body := slices.Clone(terms[first:last])

	start, end := &node{kind: kindStart}, &node{kind: kindEnd}
	var parts []part
	for _, term := range slices.Concat(terms[:first], terms[last:]) {
		if term.kind != kindLook {
			continue
		}
		child := concat(start, term.children[0])
		if term.behind {
			child = concat(term.children[0], end)
		}
		if child.contains(kindLook) {
			return nil, false
		}
		parts = append(parts, part{newAutomaton(child), term.negative})
	}

	// A lookahead applies to the whole text only after ^, a lookbehind only before $.
	isKind := func(k kind) func(*node) bool { return func(n *node) bool { return n.kind == k } }
	anchored := slices.ContainsFunc(terms[:first], isKind(kindStart))
	closed := slices.ContainsFunc(terms[last:], isKind(kindEnd))
	looksAhead := slices.ContainsFunc(terms[:first], isKind(kindLook))
	looksBehind := slices.ContainsFunc(terms[last:], isKind(kindLook))
	if looksAhead && !anchored || looksBehind && !closed {
		return nil, false
	}
	if anchored {
		body = append([]*node{start}, body...)
	}
	if closed {
		body = append(body, end)
	}
	whole := concat(body...)
	if whole.contains(kindLook) {
		return nil, false
	}
	return append([]part{{engine: newAutomaton(whole)}}, parts...), true
}

// ungroup removes the groups that enclose the whole tree.
func ungroup(n *node) *node {
	for (n.kind == kindGroup || n.kind == kindConcat) && len(n.children) == 1 {
		n = n.children[0]
	}
	return n
}

// flatten appends the terms of n, including those within nested groups.
func flatten(n *node, terms []*node) []*node {
	n = ungroup(n)
	if n.kind != kindConcat {
		return append(terms, n)
	}
	for _, child := range n.children {
		terms = flatten(child, terms)
	}
	return terms
}
