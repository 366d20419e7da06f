package program

import (
	"encoding/binary"
	"strings"
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file predicts the text between the values of an object.
//
// Programs write the same struct over and over, so what follows a value, such as
// `,"organizationId":`, is mostly what followed it in the payload before: a comma, white space, the
// next name, a colon. A prediction is such a text and the member that it names. If a payload has
// the same bytes, none of them has to be read: separators are not looked for, and the name is
// neither searched for its end, nor hashed, nor looked up.
//
// Predictions are exact. The bytes of a prediction were checked when it was made: they are the
// tokens that the grammar requires between two values, and the name as the schema has it, in UTF-8
// and without escapes. So equal bytes in an equal place have the same meaning. What the text does not
// imply is not skipped: whether the name is a duplicate, and which names are missing. A text that
// is not predicted is read in full. It costs the comparisons that fail, mostly of one word each.
//
// What follows depends on the previous name and on the layout, because an indented payload repeats
// other bytes than a compact one. A slot has the predictions for one place: the beginning of an
// object, or the end of the value of a member in a layout. A prediction leads to the next slot.
//
// Predictions are learned while payloads are read, by all goroutines at once. The list of a slot
// is immutable and is replaced by compare-and-swap, so to read it takes one load and no lock. A slot
// learns each text that it has not predicted until its list is full. Then it learns one of the next
// 16, one of 32 after that, and so on. That is enough to drop what unusual first payloads have left,
// and it ends: after mostLearned texts a slot allocates nothing. A rule has at most mostLayouts ×
// (members + 1 + mostUnlisted) slots of mostPredicted predictions, and none until a payload has such an object.

const (
	// mostPredicted is how many predictions a slot has. Optional properties that are absent require
	// several, but each one delays those after it.
	mostPredicted = 4

	// mostLearned is how many texts a slot learns.
	mostLearned = 16

	// mostLayouts is how many layouts of a rule are distinguished.
	mostLayouts = 4

	// PredictedBytes is the length of the longest text that is predicted.
	PredictedBytes = 8 * predictedWords

	predictedWords = 4
)

// A Prediction is a text that probably follows in an object, up to the value of a member.
type Prediction struct {
	words, masks [predictedWords]uint64
	size         uint8
	learned      uint8 // how many texts the slot has learned, if this is its first prediction

	Member *Member
	Next   *Slot       // after the value
	Other  *Prediction // the next most likely one
}

// A Slot has the predictions for a place in an object. Its zero value has none.
type Slot struct {
	list   atomic.Pointer[Prediction]
	layout *layout // nil for the beginning of an object

	tries  atomic.Uint32 // see repeats
	recent atomic.Uint64
}

// A layout has the slots of objects that are written alike.
type layout struct {
	open, colon int    // how many bytes there are before the first name, and from its colon to its value
	slots       []Slot // after the value of each member; the last one is for names that are not remembered

	unlisted [mostUnlisted]atomic.Pointer[unlisted] // by hash
}

// Predictions are those of an object rule.
type Predictions struct {
	Start   Slot
	layouts [mostLayouts]atomic.Pointer[layout]
}

// First returns the most likely prediction, or nil.
func (s *Slot) First() *Prediction { return s.list.Load() }

// Size returns how many bytes are predicted.
func (p *Prediction) Size() int { return int(p.size) }

// Begins reports whether the first word of a text is as predicted.
func (p *Prediction) Begins(word uint64) bool { return word&p.masks[0] == p.words[0] }

// Ends reports whether the other words of a text are as predicted.
func (p *Prediction) Ends(text *[PredictedBytes]byte) bool {
	b := binary.LittleEndian.Uint64(text[8:16])
	c := binary.LittleEndian.Uint64(text[16:24])
	d := binary.LittleEndian.Uint64(text[24:32])
	return (b&p.masks[1]^p.words[1])|(c&p.masks[2]^p.words[2])|(d&p.masks[3]^p.words[3]) == 0
}

// An Unpredicted is the text between two values, or between the beginning of an object and its first
// value. The fields are offsets in the payload.
type Unpredicted struct {
	From, Name, Colon, Value int
	Escaped                  bool // the name has escapes, and is not learned
}

// Learn returns the slot that follows s after a text that was not predicted, which names member k, or
// -1 for a name that is not listed. A name without a bit has a hash. misses is how many such texts the caller has
// read, which determines whether the slot learns the text.
func (r *ObjectRule) Learn(s *Slot, payload []byte, at Unpredicted, k int, hash uint64, misses uint) *Slot {
	l, colon := s.layout, at.Value-at.Colon
	if l == nil {
		l = r.Predicted.layout(at.Name-at.From, colon, len(r.Members))
	} else if l.colon != colon {
		l = r.Predicted.layout(l.open, colon, len(r.Members)) // objects of both begin with the same text
	}
	if at.Escaped {
		return &l.slots[len(r.Members)]
	}
	if k < 0 {
		if u := l.unlisted[hash%mostUnlisted].Load(); u == nil || u.hash == hash {
			return r.learnUnlisted(s, l, payload[at.From:at.Value], hash, misses)
		}
		return &l.slots[len(r.Members)] // another name is remembered
	}
	if s.learns(at.Value-at.From, misses) {
		s.learn(string(payload[at.From:at.Value]), r.Names.Texts[k], r.predicted(k), hash, &l.slots[k])
	}
	return &l.slots[k]
}

// learn adds the prediction of a text, which is a copy because the caller may change the payload against the rules. It adds
// none without a member.
func (s *Slot) learn(text, name string, m *Member, hash uint64, next *Slot) {
	first := s.list.Load()
	if m == nil || !spells(text, name, s.layout == nil) {
		return
	}
	size := min(len(text), PredictedBytes)
	if rest := text[size:]; rest != "" || m.Bit == 0 {
		m = s.standIn(m, hash, rest)
	}
	s.list.CompareAndSwap(first, first.with(newPrediction(text[:size], m, next)))
}

// learns reports whether a slot learns another text of a size.
func (s *Slot) learns(size int, misses uint) bool {
	p := s.list.Load()
	return size <= mostText && (p == nil || p.learned < mostPredicted || p.learned < mostLearned && misses&(1<<p.learned-1) == 0)
}

// spells reports whether the text consists of a comma, or a brace if it is the first of its object, a
// name, and a colon, and perhaps white space.
func spells(written, name string, first bool) bool {
	text, p, separator := []byte(written), 0, byte('{')
	if !first {
		p, separator = jsontape.SkipSpace(text, 0), ','
	}
	if jsontape.ByteAt(text, p) != separator || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' }) {
		return false
	}
	p = jsontape.SkipSpace(text, p+1)
	after, found := strings.CutPrefix(string(text[p:]), `"`+name+`"`)
	p = jsontape.SkipSpace(text, len(text)-len(after))
	return found && jsontape.ByteAt(text, p) == ':' && jsontape.SkipSpace(text, p+1) == len(text)
}

// layout returns a layout. If there are too many, it is the last one, whose predictions may then be of
// several.
func (p *Predictions) layout(open, colon, members int) (l *layout) {
	for i := range p.layouts {
		if l = p.layouts[i].Load(); l == nil {
			p.layouts[i].CompareAndSwap(nil, newLayout(open, colon, members))
			l = p.layouts[i].Load()
		}
		if l.open == open && l.colon == colon {
			break
		}
	}
	return l
}

func newLayout(open, colon, members int) *layout {
	l := &layout{open: open, colon: colon, slots: make([]Slot, members+1)}
	for k := range l.slots {
		l.slots[k].layout = l
	}
	return l
}

func newPrediction(text string, m *Member, next *Slot) *Prediction {
	p := &Prediction{size: uint8(len(text)), learned: 1, Member: m, Next: next}
	var bytes, mask [PredictedBytes]byte
	for i := range copy(bytes[:], text) {
		mask[i] = 0xff
	}
	for w := range p.words {
		p.words[w] = binary.LittleEndian.Uint64(bytes[8*w:])
		p.masks[w] = binary.LittleEndian.Uint64(mask[8*w:])
	}
	return p
}

// with returns the list that begins with p and has one more prediction. That is the second one, so
// that a rare text does not delay a common one. If there are too many, the last one is dropped.
func (p *Prediction) with(added *Prediction) *Prediction {
	if p == nil {
		return added
	}
	first := *p
	first.learned++
	first.Other = added
	last := added
	for next, n := p.Other, 2; next != nil && n < mostPredicted; next, n = next.Other, n+1 {
		kept := *next
		kept.Other = nil
		last.Other = &kept
		last = &kept
	}
	return &first
}
