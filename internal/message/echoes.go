package message

import (
	"bytes"
	"slices"
)

// This file drops messages that repeat another one.

// withoutEchoes drops messages that repeat another one at the same offset, which occurs if a schema
// requires the same by several keywords. A missing or unknown property, or a value of a wrong type, is
// one fault, even if it violates several keywords; and a value of a wrong type is not also reported by
// enum or const.
func (w *Writer) withoutEchoes(sorted []int) []int {
	kept := sorted[:0]
	for len(sorted) > 0 {
		here := 1
		for here < len(sorted) && w.messages[sorted[here]].offset == w.messages[sorted[0]].offset {
			here++
		}
		kept = w.appendDistinct(kept, sorted[:here])
		sorted = sorted[here:]
	}
	return kept
}

// appendDistinct appends the messages of one offset that do not repeat another one. kept and here may
// share memory if kept ends before here.
func (w *Writer) appendDistinct(kept, here []int) []int {
	if len(here) == 1 {
		return append(kept, here[0])
	}
	const few = 16 // up to this number, each pair is compared
	type saying struct {
		rule  string
		about string
	}
	var all map[saying]bool
	if len(here) > few {
		all = make(map[saying]bool, len(here))
	}
	mistyped := slices.ContainsFunc(here, func(k int) bool {
		return w.messages[k].rule == ruleType || w.messages[k].rule == ruleNull
	})
	from := len(kept)
	for _, k := range here {
		m := &w.messages[k]
		if mistyped && (m.rule == ruleEnum || m.rule == ruleConst) {
			continue
		}
		about := w.about(m)
		if all != nil {
			key := saying{m.rule, string(about)}
			if all[key] {
				continue
			}
			all[key] = true
		} else if slices.ContainsFunc(kept[from:], func(other int) bool {
			return w.messages[other].rule == m.rule && bytes.Equal(w.about(&w.messages[other]), about)
		}) {
			continue
		}
		kept = append(kept, k)
	}
	return kept
}

// about returns what distinguishes a message from others of the same rule and offset.
func (w *Writer) about(m *message) []byte {
	switch m.rule {
	case ruleMissing, ruleUnknownProperty:
		return w.textOf(m.property)
	case ruleNull, ruleType:
		return nil
	}
	return w.textOf(m.message)
}
