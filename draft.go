package verdict

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/document"
)

// This file is where violations are while they are worded. All that is said of a payload
// is written into one text, piece after piece, and a draft knows which piece says what. In
// the end the text becomes one string, of which the violations hold parts: what an Error
// costs does not grow with the number of things it says.

// A span is a piece of the writer's text.
type span struct{ from, to int }

// A draft is a violation that is being worded. Lines and columns are left to the end.
type draft struct {
	rule Rule

	message, pointer, property, keyword, schema, expected, got span

	offset, end int
}

// A writer words what is wrong with a document.
type writer struct {
	doc    *document.Document
	text   []byte
	drafts []draft

	scratch []byte
	inner   document.Document // of a text within a string
	places  []place
}

// start makes the writer ready for another document.
func (w *writer) start(doc *document.Document) {
	w.doc, w.text, w.drafts = doc, w.text[:0], w.drafts[:0]
}

// release forgets the document, and gives back memory that very much to say made the
// writer take.
func (w *writer) release() {
	const keep = 1 << 16 // bytes
	w.doc = nil
	w.inner.Release()
	if cap(w.text) > keep {
		w.text = nil
	}
	if cap(w.scratch) > keep {
		w.scratch = nil
	}
	if len(w.drafts) > keep/256 {
		w.drafts, w.places = nil, nil
	}
}

// maxReport and reportFactor bound the text of all violations together, beyond which the
// rest is left out: a name of a megabyte is in the pointer to each value below it.
const (
	maxReport    = 16 << 20 // bytes
	reportFactor = 8        // of the payload's size
)

func (w *writer) full() bool { return len(w.text) > maxReport+reportFactor*len(w.doc.Text) }

// say writes words.
func (w *writer) say(parts ...string) {
	for _, part := range parts {
		w.text = append(w.text, part...)
	}
}

func (w *writer) sayInt(n int) { w.text = strconv.AppendInt(w.text, int64(n), 10) }

// mostNamed is how many bytes of a name a message has.
const mostNamed = 256

// quote writes a name in quotes, in which what cannot be printed is escaped. A very long name
// is cut; Violation.Property has all of it.
func (w *writer) quote(name string) {
	if len(name) > mostNamed {
		end := mostNamed
		for end > mostNamed-utf8.UTFMax && !utf8.RuneStart(name[end]) {
			end--
		}
		name = name[:end] + "…"
	}
	for k := range len(name) {
		if c := name[k]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			w.text = strconv.AppendQuote(w.text, name)
			return
		}
	}
	w.say(`"`, name, `"`)
}

// put writes a piece of its own.
func (w *writer) put(piece string) span {
	from := len(w.text)
	w.text = append(w.text, piece...)
	return w.since(from)
}

// since is all that was written from an offset on.
func (w *writer) since(from int) span { return span{from, len(w.text)} }

// said is what a piece says. It is good until something is written.
func (w *writer) said(s span) []byte { return w.text[s.from:s.to] }

// mend has U+FFFD for each byte since an offset that is not UTF-8, as decoders have it.
func (w *writer) mend(from int) span {
	if !utf8.Valid(w.text[from:]) {
		w.text = append(w.text[:from], string([]rune(string(w.text[from:])))...)
	}
	return w.since(from)
}

// mostShown is how many bytes of a payload are shown.
const mostShown = 64

// clip writes what is shown of a payload, cut between characters.
func (w *writer) clip(text []byte) span {
	from := len(w.text)
	w.text = appendClipped(w.text, text)
	return w.since(from)
}

func appendClipped(dst, text []byte) []byte {
	head := text[:min(len(text), mostShown+utf8.UTFMax)]
	if !utf8.Valid(head) {
		head = bytes.ToValidUTF8(head, []byte("\uFFFD"))
	}
	if len(text) <= mostShown && len(head) <= mostShown {
		return append(dst, head...)
	}
	end := min(len(head), mostShown)
	for end < len(head) && !utf8.RuneStart(head[end]) {
		end--
	}
	return append(append(dst, head[:end]...), "…"...)
}

// show is clip for the inside of a sentence, which stays on one line.
func (w *writer) show(text []byte) span {
	if !breaksLine(text) {
		return w.clip(text)
	}
	w.scratch = w.scratch[:0]
	for word := range bytes.FieldsSeq(text) {
		if len(w.scratch) > mostShown+utf8.UTFMax {
			break // no more of it is shown
		}
		if len(w.scratch) > 0 {
			w.scratch = append(w.scratch, ' ')
		}
		w.scratch = append(w.scratch, word...)
	}
	return w.clip(w.scratch)
}

// breaksLine reports whether a text would not look well in a sentence.
func breaksLine(text []byte) bool {
	return bytes.IndexByte(text, '\n') >= 0 || bytes.IndexByte(text, '\r') >= 0 || bytes.IndexByte(text, '\t') >= 0
}

// finish makes an Error of the drafts, at most limit of them, in the order of the document.
// It is nil where there are none.
func (w *writer) finish(limit int, truncated bool) *Error {
	if len(w.drafts) > 1 {
		slices.SortStableFunc(w.drafts, func(a, b draft) int { return cmp.Compare(a.offset, b.offset) })
		w.drafts = w.withoutEchoes(w.drafts)
	}
	drafts := w.drafts
	if len(drafts) > limit {
		drafts, truncated = drafts[:limit], true
	}
	if len(drafts) == 0 {
		return nil
	}
	e := newError(len(drafts))
	e.Truncated = truncated
	w.fill(e.Violations, drafts)
	return e
}

// fill makes violations of drafts, which are in the order of the document.
func (w *writer) fill(violations []Violation, drafts []draft) {
	text := string(w.text)
	cursor := w.doc.Cursor()
	for k := range drafts {
		d, v := &drafts[k], &violations[k]
		v.Rule = d.rule
		v.Message = text[d.message.from:d.message.to]
		v.Pointer = text[d.pointer.from:d.pointer.to]
		v.Property = text[d.property.from:d.property.to]
		v.KeywordLocation = text[d.keyword.from:d.keyword.to]
		v.SchemaLocation = text[d.schema.from:d.schema.to]
		v.Expected = text[d.expected.from:d.expected.to]
		v.Got = text[d.got.from:d.got.to]
		v.Offset, v.End = d.offset, d.end
		v.Line, v.Column = cursor.Seek(d.offset)
	}
}

// newError makes room for so many violations. Most payloads that have a fault have one.
func newError(violations int) *Error {
	if violations > 1 {
		return &Error{Violations: make([]Violation, violations)}
	}
	var single struct {
		Error
		violations [1]Violation
	}
	single.Violations = single.violations[:]
	return &single.Error
}

// withoutEchoes drops drafts that say the same of the same place, which come
// about where a schema asks for one thing by several ways. That a property is missing
// or unknown, or that a value is of the wrong type, is one fault, however many keywords
// it breaks; and a value of the wrong type is not also one that is not listed.
func (w *writer) withoutEchoes(sorted []draft) []draft {
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
func (w *writer) appendDistinct(kept, here []draft) []draft {
	const few = 16 // up to which each is compared with each
	type saying struct {
		rule  Rule
		about string
	}
	var all map[saying]bool
	if len(here) > few {
		all = make(map[saying]bool, len(here))
	}
	mistyped := slices.ContainsFunc(here, func(d draft) bool { return d.rule == RuleType || d.rule == RuleNull })
	from := len(kept)
	for _, d := range here {
		if mistyped && (d.rule == RuleEnum || d.rule == RuleConst) {
			continue
		}
		about := w.about(&d)
		if all != nil {
			key := saying{d.rule, string(about)}
			if all[key] {
				continue
			}
			all[key] = true
		} else if slices.ContainsFunc(kept[from:], func(other draft) bool {
			return other.rule == d.rule && bytes.Equal(w.about(&other), about)
		}) {
			continue
		}
		kept = append(kept, d)
	}
	return kept
}

// about is what tells a draft from others of its rule in the same place.
func (w *writer) about(d *draft) []byte {
	switch d.rule {
	case RuleMissing, RuleUnknownProperty:
		return w.said(d.property)
	case RuleNull, RuleType:
		return nil
	}
	return w.said(d.message)
}
