package syntax

import (
	"slices"
	"sort"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file repairs text with syntax errors: Repair changes it, error by error, to what was
// probably meant, so that the rest can be validated.

// A Fault is a syntax error with the edits that fix it. Offsets are those of the source.
type Fault struct {
	Start, End int
	Message    string
	Redacted   string // Message without any of the text

	// Other is the offset of another position that the message gives by line and column, if
	// Named is set.
	Other int
	Named bool

	// Title describes the edits; Safe reports that nothing else can have been intended. A
	// fault without edits could not be repaired and is the last one.
	Title string
	Safe  bool
	Edits []Edit

	Comment bool // the edits only remove a comment
}

const (
	// maxRepairs bounds the number of faults of a text.
	maxRepairs = 50

	// repairBudget bounds the bytes that are read again for all its repairs.
	repairBudget = 256 << 20
)

// A Repaired is the repaired form of a text with syntax errors.
type Repaired struct {
	Text   Text
	Faults []Fault

	// Whole reports that Text is JSON. Otherwise the text after the last fault cannot be
	// interpreted.
	Whole bool

	// Capped reports that there are more faults than are repaired. The last of these is the
	// first that is not.
	Capped bool

	// Sure reports that each fault is a comment or has exactly one plausible repair.
	Sure bool

	madeUp     []Range // of Text.JSON: placeholders
	incomplete []int   // offsets of arrays and objects of which a part was skipped
}

// MadeUp reports whether the bytes [start, end) of the JSON are a placeholder for text that
// could not be read.
func (r *Repaired) MadeUp(start, end int) bool {
	return slices.ContainsFunc(r.madeUp, func(m Range) bool { return m.Start <= start && end <= m.End })
}

// Incomplete reports whether text that could not be read was skipped in the array or object
// that begins at an offset of the JSON.
func (r *Repaired) Incomplete(start int) bool { return slices.Contains(r.incomplete, start) }

// Repair returns the syntax errors of the text that doc was parsed from, and the repaired
// text. Afterwards, doc is parsed from that.
func Repair(doc *jsontape.Tape, limits jsontape.Limits) Repaired {
	source := doc.Text
	r := repairer{json: source}
	budget := min(maxRepairs, 1+repairBudget/(len(source)+1))
	var faults []Fault
	sure := true
	here, first := -1, 0 // the offset that is being repaired, and its first fault
	for {
		at, found := syntaxFault(doc)
		if !found {
			done := Repaired{Text: r.text(), Faults: faults, Whole: !slices.ContainsFunc(doc.Errors, isLimit)}
			done.Sure, done.madeUp, done.incomplete = sure, r.madeUp, r.incomplete(doc)
			return done
		}
		if start := int(at.Start); start > here {
			here, first = start, len(faults)
		} else if len(faults)-first >= maxHere || start < here {
			faults[first].Edits = nil // they did not help
			return Repaired{Text: r.text(), Faults: faults[:first+1]}
		}
		fault := Fault{Start: r.source(int(at.Start)), End: r.source(int(at.End)), Message: doc.Message(&at), Redacted: doc.Redacted(&at)}
		if other, ok := doc.Other(&at); ok {
			fault.Other, fault.Named = r.source(other), true
		}
		fixed, ok := r.fix(here)
		if !ok || len(faults) >= budget {
			capped := len(faults) >= budget
			if len(faults) > first { // the first repair at this offset did not help
				fault = faults[first]
				fault.Edits = nil
			}
			return Repaired{Text: r.text(), Faults: append(faults[:first], fault), Capped: capped}
		}
		fault.Title, fault.Safe, fault.Comment = fixed.title, fixed.safe, fixed.comment
		for _, e := range fixed.offer {
			fault.Edits = append(fault.Edits, Edit{r.source(e.Start), r.source(e.End), e.Text})
		}
		if slices.ContainsFunc(fault.Edits, func(e Edit) bool { return SplitsWord(source, e) }) {
			fault.Edits = nil
		}
		r.apply(fixed)
		sure = sure && (fixed.safe || fixed.comment)
		faults = append(faults, fault)
		doc.Parse(r.json, limits)
	}
}

// maxHere bounds the repairs at one offset: there can be a trailing comma before the wrong
// bracket, and neither may be allowed there.
const maxHere = 3

func syntaxFault(doc *jsontape.Tape) (jsontape.SyntaxError, bool) {
	for _, f := range doc.Errors {
		if f.Kind == jsontape.Syntax {
			return f, true
		}
	}
	return jsontape.SyntaxError{}, false
}

func isLimit(f jsontape.SyntaxError) bool { return f.Kind == jsontape.Limit }

// A fix repairs one fault, in offsets of the text as repaired so far.
type fix struct {
	title string
	safe  bool
	edits []Edit

	// offer holds the edits that are suggested for the source: the same, or others, or none if
	// the intention is unclear.
	offer []Edit

	// madeUp reports that the text of the first edit is a placeholder.
	madeUp bool

	// comment reports that only a comment is removed.
	comment bool

	// lossy reports that text was skipped there.
	lossy bool
}

// change returns a fix that is probably what was intended.
func change(title string, safe bool, edits ...Edit) (fix, bool) {
	return fix{title: title, safe: safe, edits: edits, offer: edits}, true
}

// placeholder returns a fix that replaces what cannot be read.
func placeholder(start, end int, text string) fix {
	return fix{edits: []Edit{{start, end, text}}, madeUp: true}
}

// A repairer holds the text as repaired so far, and the offsets at which its length differs
// from that of the source.
type repairer struct {
	json   []byte
	own    bool   // json is no longer the source, which must not be overwritten
	spare  []byte // what json was before; overwritten by the next repair
	shifts []shift
	madeUp []Range
	losses []int // offsets at which text was skipped
}

// A shift maps the text from offset json on, which insertions have moved, to the source.
type shift struct {
	json, source int
}

// source converts an offset of the repaired text to one of the source.
func (r *repairer) source(offset int) int {
	i := sort.Search(len(r.shifts), func(i int) bool { return r.shifts[i].json > offset })
	at := offset
	if i > 0 {
		at += r.shifts[i-1].source - r.shifts[i-1].json
	}
	if i < len(r.shifts) {
		at = min(at, r.shifts[i].source) // within what was inserted
	}
	return at
}

// apply makes the edits, which are in order and do not overlap, in one pass. Removed text is
// blanked, so that as little as possible moves.
func (r *repairer) apply(m fix) {
	json := slices.Grow(r.spare[:0], len(r.json)+16)
	at := 0
	var grown growths
	for _, e := range m.edits {
		json = append(append(json, r.json[at:e.Start]...), e.Text...)
		at = e.End
		switch more := len(e.Text) - (e.End - e.Start); {
		case more < 0:
			rest := len(json)
			json = append(json, r.json[e.End+more:e.End]...)
			blank(json[rest:])
		case more > 0:
			grown = append(grown, growth{at: e.End, by: grown.before(e.End) + more})
		}
	}
	json = append(json, r.json[at:]...)
	if r.own {
		r.spare = r.json
	}
	r.json, r.own = json, true
	if len(grown) > 0 {
		r.move(grown)
	}
	first := m.edits[0]
	if m.madeUp {
		r.madeUp = append(r.madeUp, Range{first.Start, first.Start + len(first.Text)})
	}
	if m.lossy {
		r.losses = append(r.losses, first.Start)
	}
}

// growths has how far the text from an offset on moves, in order.
type growths []growth

type growth struct{ at, by int }

// before returns how far an offset moves.
func (g growths) before(offset int) int {
	i := sort.Search(len(g), func(i int) bool { return g[i].at > offset })
	if i == 0 {
		return 0
	}
	return g[i-1].by
}

// move records that the text has grown.
func (r *repairer) move(grown growths) {
	shifts := make([]shift, 0, len(r.shifts)+len(grown))
	for _, s := range r.shifts {
		shifts = append(shifts, shift{json: s.json + grown.before(s.json), source: s.source})
	}
	for _, g := range grown {
		shifts = append(shifts, shift{json: g.at + g.by, source: r.source(g.at)})
	}
	slices.SortStableFunc(shifts, func(a, b shift) int { return a.json - b.json })
	r.shifts = shifts
	for i, m := range r.madeUp {
		by := grown.before(m.Start)
		r.madeUp[i] = Range{m.Start + by, m.End + by}
	}
	for i, loss := range r.losses {
		r.losses[i] += grown.before(loss)
	}
}

// incomplete returns the innermost arrays and objects in which text was skipped.
func (r *repairer) incomplete(doc *jsontape.Tape) []int {
	var starts []int
	for _, loss := range r.losses {
		inner := -1
		for _, node := range doc.Nodes {
			kind := node.Kind()
			if (kind == jsontape.Object || kind == jsontape.Array) && int(node.Start) <= loss && loss < int(node.End) {
				inner = int(node.Start)
			}
		}
		starts = append(starts, inner)
	}
	return starts
}

// text returns the repaired text with its mapping to the source.
func (r *repairer) text() Text {
	t := Text{JSON: r.json}
	if len(r.shifts) == 0 {
		return t
	}
	// Inserted text is mapped to the offset where it was inserted.
	at := segment{}
	for _, s := range r.shifts {
		verbatim := at.json + s.source - at.start
		t.segments = append(t.segments, segment{json: at.json, start: at.start, end: s.source})
		if verbatim < s.json {
			t.segments = append(t.segments, segment{json: verbatim, start: s.source, end: s.source})
		}
		at = segment{json: s.json, start: s.source}
	}
	t.segments = append(t.segments, segment{json: at.json, start: at.start, end: at.start + len(r.json) - at.json})
	return t
}
