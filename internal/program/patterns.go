package program

import "sync"

// This file determines which patterns of patternProperties match a name. For the names that a schema
// mentions, that is done once per rule, on first use, because many patterns of a large schema are
// never needed.

// NameMatches caches which patterns of a rule match the names that it mentions.
type NameMatches struct {
	rule *ObjectRule
	once sync.Once
	all  []NameMatch // parallel to rule.Members
}

// A NameMatch has the patterns that match one name.
type NameMatch struct {
	Patterns []int // the matching patterns
	Unsure   bool  // a pattern took too long

	// Reader is the only schema for the value; nil if there are several, if the property is not
	// allowed, or if that is unknown.
	Reader *Node
}

// Matches returns the patterns that match the k-th name of the rule.
func (r *ObjectRule) Matches(k int) *NameMatch {
	m := r.byName
	m.once.Do(m.find)
	return &m.all[k]
}

func (m *NameMatches) find() {
	m.all = make([]NameMatch, len(m.rule.Members))
	unsure := false // a pattern took too long for one name, so the other names are not tried
	for k, name := range m.rule.Names.Texts {
		if match := &m.all[k]; unsure {
			match.Unsure = true
		} else if *match = m.rule.match([]byte(name)); match.Unsure {
			unsure = true
		} else {
			match.Reader = m.rule.reader(m.rule.Members[k].Node, match.Patterns)
		}
	}
}

// match returns the patterns that match a name.
func (r *ObjectRule) match(name []byte) NameMatch {
	var m NameMatch
	for p := range r.Patterns {
		hit, err := r.Patterns[p].Pattern.Match(name)
		if err != nil {
			return NameMatch{Unsure: true}
		}
		if hit {
			m.Patterns = append(m.Patterns, p)
		}
	}
	return m
}

// reader returns the only schema that the value of a property has to satisfy, from `properties` or
// a pattern, or r.others if there is none. It returns nil if several schemas constrain the value.
func (r *ObjectRule) reader(listed *Node, patterns []int) *Node {
	if listed == nil && len(patterns) == 0 {
		return r.others
	}
	reader := anything
	add := func(n *Node) bool {
		if n.acceptsAll() {
			return true
		}
		if reader != anything {
			return false
		}
		reader = n
		return true
	}
	if listed != nil && !add(listed) {
		return nil
	}
	for _, p := range patterns {
		if !add(r.Patterns[p].Edge.Node) {
			return nil
		}
	}
	return reader
}

// Unlisted returns the reader for a name that the rule does not mention.
func (r *ObjectRule) Unlisted(name []byte, steps *int) *Node {
	if r.Patterns == nil {
		return r.others
	}
	var hits [4]int
	found := hits[:0]
	for p := range r.Patterns {
		hit, err := r.Patterns[p].Pattern.MatchWithin(name, steps)
		if err != nil || hit && len(found) == len(hits) {
			return nil
		}
		if hit {
			found = append(found, p)
		}
	}
	return r.reader(nil, found)
}
