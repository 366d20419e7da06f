package program

import (
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file predicts what a bit of the set of names does not stand for: names that a schema does not list, or lists
// after many others, and texts that are longer than a prediction, such as a name after a deep indent. Programs write
// these as regularly as others.
//
// The member of such a prediction stands for another one. It has ExtraBit, which is in the set of every object, so
// a stream takes it for a duplicate name and looks closer. Predictions of other members cost nothing more.
//
// Names that are not listed may be arbitrary, as the keys of a map are, and predictions of those would be compared in
// vain. So a layout remembers few of them, and a slot learns only names that soon come again.

const (
	// NamesWithBits is how many names of a rule have a bit in the set of names that an object has.
	NamesWithBits = 63

	// ExtraBit is in the set of each object, and stands for no name.
	ExtraBit = 1 << NamesWithBits

	// mostUnlisted is how many names that are not listed a layout remembers, and mostTries after how many of them a slot
	// learns no more.
	mostUnlisted = 64
	mostTries    = 32

	// mostText is how many bytes a text has that is learned, at most.
	mostText = 4 * PredictedBytes
)

// An Extra is what a member of a prediction stands for.
type Extra struct {
	Member *Member
	Hash   uint64 // of the name, if the member has no bit
	Rest   string // of the text, after the bytes that are predicted
	Slot   *Slot  // that has the prediction
}

// standIn returns a member that stands for another one in a prediction of a slot.
func (s *Slot) standIn(m *Member, hash uint64, rest string) *Member {
	return &Member{Bit: ExtraBit, Extra: &Extra{Member: m, Hash: hash, Rest: rest, Slot: s}}
}

// predicted returns the k-th member with the schema for its value, or nil if it has no bit and there is not exactly one
// schema.
func (r *ObjectRule) predicted(k int) *Member {
	m := &r.Members[k]
	switch {
	case m.Bit != 0 || m.Reader != nil || m.Checks != nil:
		return m
	case r.Patterns != nil:
		return memberFor(r.Matches(k).Reader, nil)
	}
	return nil
}

// memberFor returns a member without a bit, nil without a reader for its value.
func memberFor(reader *Node, checks *Checks) *Member {
	switch {
	case reader == nil:
		return nil
	case checks != nil:
		return &Member{Checks: &Checks{reader, checks.List}}
	}
	return &Member{Reader: reader, Ready: reader.Possible &^ reader.Inspect}
}

// An unlisted is a name that an object had and that the rule does not list.
type unlisted struct {
	name   string
	hash   uint64
	member *Member // nil if there is not exactly one schema for the value
	after  Slot
}

// learnUnlisted is Learn for a name in an object of a layout that remembers it, or has room for it.
func (r *ObjectRule) learnUnlisted(s *Slot, l *layout, text []byte, hash uint64, misses uint) *Slot {
	cell := &l.unlisted[hash%mostUnlisted]
	u := cell.Load()
	if u == nil {
		if len(text) <= mostText {
			r.meet(cell, l, string(text), hash)
		}
		return &l.slots[len(r.Members)]
	}
	if u.member != nil && s.repeats(hash) && s.learns(len(text), misses) {
		s.learn(string(text), u.name, u.member, hash, &u.after)
	}
	return &u.after
}

// repeats reports whether a name that is not listed is one that was there a few payloads ago.
func (s *Slot) repeats(hash uint64) bool {
	n := s.tries.Load()
	if n >= mostTries {
		return false
	}
	s.tries.Store(n + 1)
	if s.recent.Load() == hash {
		return true
	}
	if n%8 == 0 {
		s.recent.Store(hash)
	}
	return false
}

// meet remembers the name in a text. The text is a copy, so the name is checked again.
func (r *ObjectRule) meet(cell *atomic.Pointer[unlisted], l *layout, text string, hash uint64) {
	_, name, _ := strings.Cut(text, `"`)
	name = name[:max(strings.LastIndexByte(name, '"'), 0)]
	head, tail := jsontape.Words([]byte(name), 0, len(name))
	if utf8.ValidString(name) && jsontape.HashName(head, tail, []byte(name)) == hash {
		cell.CompareAndSwap(nil, &unlisted{name: name, hash: hash, member: r.unlisted(name), after: Slot{layout: l}})
	}
}

// unlisted returns a member for a name that is not listed, nil if there is not exactly one schema for the value, or if
// it takes steps to know, which each payload has to count.
func (r *ObjectRule) unlisted(name string) *Member {
	const enough = 1 << 10
	steps := enough
	reader := r.Unlisted([]byte(name), &steps)
	if steps != enough {
		return nil
	}
	return memberFor(reader, r.OtherChecks)
}
