package program

import "sync"

// This file finds out which patterns of patternProperties a name matches. For the names
// that a schema mentions that is done once, when the first payload comes: until then
// many patterns of a large schema are never needed.

// nameMatches is what the patterns of a rule say of the names that it mentions.
type nameMatches struct {
	rule *objectRule
	once sync.Once
	all  []nameMatch // parallel to rule.members
}

// A nameMatch is what the patterns say of one name.
type nameMatch struct {
	patterns []int // that match
	unsure   bool  // one took too long

	// reader is the one schema for the value, nil where there are several, none may be, or
	// nobody knows.
	reader *node
}

func (r *objectRule) matches(k int) *nameMatch {
	m := r.byName
	m.once.Do(m.find)
	return &m.all[k]
}

func (m *nameMatches) find() {
	m.all = make([]nameMatch, len(m.rule.members))
	unsure := false // of one, and then not to be tried with the others, which would add up
	for k, name := range m.rule.names.texts {
		if match := &m.all[k]; unsure {
			match.unsure = true
		} else if *match = m.rule.match([]byte(name)); match.unsure {
			unsure = true
		} else {
			match.reader = m.rule.reader(m.rule.members[k].node, match.patterns)
		}
	}
}

// match tries all patterns.
func (r *objectRule) match(name []byte) nameMatch {
	var m nameMatch
	for p := range r.patterns {
		hit, err := r.patterns[p].pattern.Match(name)
		if err != nil {
			return nameMatch{unsure: true}
		}
		if hit {
			m.patterns = append(m.patterns, p)
		}
	}
	return m
}

// reader is the one schema that the value of a property has to satisfy: that which
// `properties` has for it, if any, or that of a pattern. It is nil where several ask
// something of it.
func (r *objectRule) reader(listed *node, patterns []int) *node {
	if listed == nil && len(patterns) == 0 {
		return r.others
	}
	reader := anything
	add := func(n *node) bool {
		if n.possible == anyKind && n.inspect == 0 {
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
		if !add(r.patterns[p].edge.node) {
			return nil
		}
	}
	return reader
}

// unlisted is the reader for a name that the rule does not mention.
func (r *objectRule) unlisted(name []byte, steps *int) *node {
	if r.patterns == nil {
		return r.others
	}
	var hits [4]int
	found := hits[:0]
	for p := range r.patterns {
		hit, err := r.patterns[p].pattern.MatchWithin(name, steps)
		if err != nil || hit && len(found) == len(hits) {
			return nil
		}
		if hit {
			found = append(found, p)
		}
	}
	return r.reader(nil, found)
}
