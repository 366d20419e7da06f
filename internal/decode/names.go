package decode

// This file finds the field of a name.

import "github.com/verdict-lint/verdict/internal/jsontape"

// names are the names of the fields of a struct.
type names struct {
	words  []nameWords
	byName map[string]int // indices of fields
}

// mostCompared is how many names are compared one after the other.
const mostCompared = 32

// nameWords is a name with its first bytes as [jsontape.Words].
type nameWords struct {
	head, tail uint64
	name       string
}

func (n *names) add(name string) {
	if n.byName == nil {
		n.byName = make(map[string]int)
	}
	head, tail := jsontape.Words([]byte(name), 0, len(name))
	n.byName[name] = len(n.words)
	n.words = append(n.words, nameWords{head, tail, name})
}

// find returns the index of the field whose name is at p, or -1, and the offset after the
// colon. It is likely to be a field from k on.
func (n *names) find(s *state, k, p int) (field, after int) {
	end, head, tail := s.reader.Name(p + 1)
	if end < 0 || len(n.words) > mostCompared {
		return n.lookUp(s, p)
	}
	after = jsontape.SkipSpace(s.text, end) + 1
	name := s.text[p+1 : end-1]
	for range n.words {
		if k >= len(n.words) {
			k = 0
		}
		if w := &n.words[k]; w.head == head && w.tail == tail && w.name == string(name) {
			return k, after
		}
		k++
	}
	return -1, after
}

// lookUp is find for names with escapes, and for structs with many fields.
func (n *names) lookUp(s *state, p int) (field, after int) {
	name, end := s.content(p)
	if end < 0 {
		return 0, gaveUp
	}
	field, ok := n.byName[string(name)]
	if !ok {
		field = -1
	}
	return field, jsontape.SkipSpace(s.text, end) + 1
}
