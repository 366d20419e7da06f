package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file reads properties whose names have no bit, or whose predictions do not have all of the text; see
// [program.Extra].

// streamExtra is called at the value of a member whose bit is in the set of names: a member that stands for another one,
// or one with a duplicate name. It returns the offset of the value, the member, and the slot after it. The member is
// nil if the stream gives up.
func (e *Evaluator) streamExtra(rule *program.ObjectRule, m *program.Member, slot *program.Slot, p int, seen uint64, others *jsontape.NameSet) (int, *program.Member, *program.Slot) {
	x := m.Extra
	switch {
	case x == nil:
		return e.stopAtDuplicate(p)
	case !e.continues(p, x.Rest):
		p, m, slot = e.streamName(rule, x.Slot, p-program.PredictedBytes, others)
	default:
		p, m = p+len(x.Rest), x.Member
		if m.Bit == 0 && e.reader.Add(others, x.Hash) && !e.reader.IsNew(others) {
			return e.stopAtDuplicate(p)
		}
	}
	if m != nil && seen&m.Bit != 0 {
		return e.stopAtDuplicate(p)
	}
	return p, m, slot
}

// continues reports whether the text goes on with a rest, which is mostly empty.
func (e *Evaluator) continues(p int, rest string) bool {
	return rest == "" || p+len(rest) <= len(e.text) && string(e.text[p:p+len(rest)]) == rest
}

func (e *Evaluator) stopAtDuplicate(value int) (int, *program.Member, *program.Slot) {
	e.before = value
	return e.stopAt(value), nil, nil
}
