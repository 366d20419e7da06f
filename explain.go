package verdict

import (
	"cmp"
	"math"
	"slices"

	"github.com/verdict-lint/verdict/internal/document"
	"github.com/verdict-lint/verdict/internal/program"
)

// faultRules gives the rule of each thing that can be wrong with a text.
var faultRules = [...]Rule{
	document.Syntax:    RuleSyntax,
	document.Encoding:  RuleEncoding,
	document.Duplicate: RuleDuplicateKey,
	document.Limit:     RuleLimit,
}

// most is how many violations are collected.
func (s *Schema) most() int {
	if s.maxViolations <= 0 {
		return math.MaxInt
	}
	return s.maxViolations
}

// explain is the error for a payload that has been parsed and found wanting: what is
// wrong with its text, and, unless the text cannot be read, with what it says. It is
// nil where nothing is wrong after all.
func (s *Schema) explain(r *run) *Error {
	if !r.document.Readable() {
		return s.word(r, &r.document, nil, false)
	}
	failures, truncated := s.program.Failures(&r.evaluator, &r.document, s.most())
	return s.word(r, &r.document, failures, truncated)
}

// word makes an error of the faults of a document and of what it has failed.
func (s *Schema) word(r *run, doc *document.Document, failures []program.Failure, truncated bool) *Error {
	faults := doc.Faults
	if len(faults) > s.most() {
		faults, truncated = faults[:s.most()], true // what is said of them can be long
	}
	r.writer.start(doc)
	defer r.writer.release()
	truncated = r.writer.faults(faults, s.limits) || truncated
	for i := range failures {
		if r.writer.full() {
			truncated = true
			break
		}
		r.writer.failure(&failures[i])
	}
	return r.writer.finish(s.most(), truncated)
}

// faults words what is wrong with the text. It reports whether that became too long.
func (w *writer) faults(faults []document.Fault, limits document.Limits) (truncated bool) {
	w.placeFirst(faults)
	trail := w.doc.Trail()
	for i := range faults {
		if w.full() {
			return true
		}
		fault := &faults[i]
		d := draft{rule: faultRules[fault.Kind], offset: int(fault.Start), end: int(fault.End)}
		d.got = w.clip(w.doc.Text[fault.Start:fault.End])
		if fault.Kind == document.Duplicate {
			from := len(w.text)
			w.text = trail.Append(w.text, fault.Node)
			d.pointer = w.mend(from)
			from = len(w.text)
			w.text = w.doc.AppendText(w.text, fault.Node)
			d.property = w.mend(from)
		}
		from := len(w.text)
		switch fault.Kind {
		case document.Duplicate:
			w.say("duplicate property ")
			w.quote(string(w.said(d.property)))
			w.say(", which stands at ")
			w.sayInt(w.places[i].line)
			w.say(":")
			w.sayInt(w.places[i].column)
			w.say(" already; remove one")
		case document.Encoding:
			w.text = w.doc.AppendMessage(w.text, fault)
			w.say("; save the payload as UTF-8 without a byte order mark")
		case document.Limit:
			w.text = w.doc.AppendMessage(w.text, fault)
			w.sayLimit(limits)
		default:
			w.text = w.doc.AppendMessage(w.text, fault)
		}
		d.message = w.since(from)
		w.drafts = append(w.drafts, d)
	}
	return false
}

// A place is where something stands in a text.
type place struct{ line, column int }

// placeFirst finds, for each name that stands twice, where it stands first, going over the
// text once. The places are parallel to the faults.
func (w *writer) placeFirst(faults []document.Fault) {
	var space [8]int
	twice := space[:0]
	for i := range faults {
		if faults[i].Kind == document.Duplicate {
			twice = append(twice, i)
		}
	}
	if len(twice) == 0 {
		return
	}
	slices.SortStableFunc(twice, func(a, b int) int { return cmp.Compare(faults[a].First, faults[b].First) })
	w.places = slices.Grow(w.places[:0], len(faults))[:len(faults)]
	cursor := w.doc.Cursor()
	for _, i := range twice {
		w.places[i].line, w.places[i].column = cursor.Seek(int(w.doc.Nodes[faults[i].First].Start))
	}
}

// sayLimit names the option that sets the limit.
func (w *writer) sayLimit(limits document.Limits) {
	w.say(" of ")
	if limits.Bytes > 0 && len(w.doc.Text) > limits.Bytes {
		w.sayInt(limits.Bytes)
		w.say(" bytes that WithLimits sets (Limits.Bytes)")
		return
	}
	w.sayInt(limits.Depth)
	w.say(" that WithLimits sets (Limits.Depth)")
}
