package evaluate

import "github.com/verdict-lint/verdict/internal/program"

// This file validates an object with many properties against a schema that has few, which looks up the names of the
// schema. So the cost of many schemas for one object, as of dependentSchemas, does not grow with their number times that
// of the properties.

// A wideObject is the properties of the object that was validated against such a schema last, by name.
type wideObject struct {
	object uint32
	seen   bool              // an object was validated
	keys   map[string]uint32 // nil if it is not known yet, or has a name twice
}

// wideProperties is the minimum number of properties of a wide object.
const wideProperties = 64

// isWide reports whether an object should be validated by the names of the schema: it has far more properties, each other
// one of which is valid, and was validated against another such schema before.
func (e *Evaluator) isWide(rule *program.ObjectRule, i uint32) bool {
	const times = 8
	count := e.doc.Count(i)
	if count < wideProperties || count < times*len(rule.Members) || rule.EveryName || rule.OtherNames || e.thorough {
		return false
	}
	w := &e.wide
	switch {
	case !w.seen || w.object != i:
		*w = wideObject{object: i, seen: true}
		return false
	case w.keys == nil:
		w.keys = make(map[string]uint32, count)
		for key, end := i+1, e.nodes[i].Next; key < end; key = e.nodes[key+1].Next {
			w.keys[e.doc.String(key)] = key
		}
	}
	return len(w.keys) == count
}

// checkMembers validates the properties that a schema lists. It returns which names the object has, and whether it is
// valid, as far as it was before.
func (e *Evaluator) checkMembers(n *program.Node, i uint32, more []uint64, ok bool) (seen uint64, _ bool) {
	keys := e.wide.keys // properties may be wide objects, too
	for k := range n.Object.Members {
		key, present := keys[n.Object.Names.Texts[k]]
		if !present {
			continue
		}
		if k < program.NamesWithBits {
			seen |= 1 << k
		}
		if more != nil {
			setBit(more, k)
		}
		if m := &n.Object.Members[k]; m.Node != nil && !e.applyChild(n, &m.Edge, key, key+1) {
			if ok = false; e.observer == nil {
				break
			}
		}
	}
	e.steps -= e.doc.Count(i) - len(n.Object.Members)
	return seen, ok
}
