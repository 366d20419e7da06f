package message

import (
	"bytes"
	"slices"
)

// This file drops messages that repeat another one.

// withoutEchoes drops messages that say the same of the same place, which come
// about where a schema asks for one thing by several ways. That a property is missing
// or unknown, or that a value is of the wrong type, is one fault, however many keywords
// it breaks; and a value of the wrong type is not also one that is not listed.
func (w *Writer) withoutEchoes(sorted []message) []message {
	kept := sorted[:0]
	for len(sorted) > 0 {
		here := 1
		for here < len(sorted) && sorted[here].offset == sorted[0].offset {
			here++
		}
		kept = w.appendDistinct(kept, sorted[:here])
		sorted = sorted[here:]
	}
	return kept
}

// appendDistinct appends those that speak of one place, without echoes. What is written
// lies before what is read.
func (w *Writer) appendDistinct(kept, here []message) []message {
	const few = 16 // up to which each is compared with each
	type saying struct {
		rule  string
		about string
	}
	var all map[saying]bool
	if len(here) > few {
		all = make(map[saying]bool, len(here))
	}
	mistyped := slices.ContainsFunc(here, func(m message) bool { return m.rule == ruleType || m.rule == ruleNull })
	from := len(kept)
	for _, m := range here {
		if mistyped && (m.rule == ruleEnum || m.rule == ruleConst) {
			continue
		}
		about := w.about(&m)
		if all != nil {
			key := saying{m.rule, string(about)}
			if all[key] {
				continue
			}
			all[key] = true
		} else if slices.ContainsFunc(kept[from:], func(other message) bool {
			return other.rule == m.rule && bytes.Equal(w.about(&other), about)
		}) {
			continue
		}
		kept = append(kept, m)
	}
	return kept
}

// about is what tells a message from others of its rule in the same place.
func (w *Writer) about(m *message) []byte {
	switch m.rule {
	case ruleMissing, ruleUnknownProperty:
		return w.said(m.property)
	case ruleNull, ruleType:
		return nil
	}
	return w.said(m.message)
}
