package program

import "sync"

// This file finds out which patterns of patternProperties a name matches. For the names
// that a schema mentions that is done once, when the first payload comes: until then
// many patterns of a large schema are never needed.

// NameMatches is what the patterns of a rule say of the names that it mentions.
type NameMatches struct {
	rule *ObjectRule
	once sync.Once
	all  []NameMatch // parallel to rule.members
}

// A NameMatch is what the patterns say of one name.
type NameMatch struct {
	Patterns []int // that match
	Unsure   bool  // one took too long

	// Reader is the one schema for the value; nil if there are several, if the property is
	// not allowed, or if that is unknown.
	Reader *Node
}

// Matches returns the patterns that the k-th name of the rule matches.
func (r *ObjectRule) Matches(k int) *NameMatch {
	m := r.byName
	m.once.Do(m.find)
	return &m.all[k]
}

func (m *NameMatches) find() {
	m.all = make([]NameMatch, len(m.rule.Members))
	unsure := false // of one, and then not to be tried with the others, which would add up
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

// match tries all patterns.
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

// reader is the one schema that the value of a property has to satisfy: that which
// `properties` has for it, if any, or that of a pattern. It is nil where several ask
// something of it.
func (r *ObjectRule) reader(listed *Node, patterns []int) *Node {
	if listed == nil && len(patterns) == 0 {
		return r.others
	}
	reader := anything
	add := func(n *Node) bool {
		if n.Possible == AnyKind && n.Inspect == 0 {
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

// Unlisted is the reader for a name that the rule does not mention.
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
