package message

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file formats errors of a payload's text: syntax, encoding, duplicate names and limits. The
// messages for syntax errors are those of package jsontape.

// faultRules has the rule of each kind of error.
var faultRules = [...]string{
	jsontape.Syntax:    "syntax",
	jsontape.Encoding:  "encoding",
	jsontape.Duplicate: "duplicate-key",
	jsontape.Limit:     "limit",
}

// faults adds the messages of the errors. It returns true if they became too long and were truncated.
func (w *Writer) faults(faults []jsontape.SyntaxError, limits jsontape.Limits) (truncated bool) {
	w.placeFirst(faults)
	trail := w.doc.Trail()
	for i := range faults {
		if w.full() {
			return true
		}
		if size := len(w.text); i == 1 && size > longMessage {
			w.reserve(size, len(faults)-1)
		}
		fault := &faults[i]
		m := w.begin(faultRules[fault.Kind], int(fault.Start), int(fault.End))
		if !w.Redact {
			m.got = w.clip(w.doc.Text[fault.Start:fault.End])
		}
		if fault.Node > 0 {
			from := len(w.text)
			w.text = trail.Append(w.text, fault.Node)
			m.pointer = w.valid(from)
		}
		if fault.Kind == jsontape.Duplicate {
			from := len(w.text)
			w.text = w.doc.AppendText(w.text, fault.Node)
			m.property = w.valid(from)
		}
		from := len(w.text)
		switch fault.Kind {
		case jsontape.Duplicate:
			w.sayForm(formDuplicate, name(inProperty, string(w.textOf(m.property))),
				number(inLine, w.places[i].line), number(inColumn, w.places[i].column))
		case jsontape.Encoding:
			w.sayFault(fault)
			w.sayWord(formEncodingHelp)
		case jsontape.Limit:
			w.sayFault(fault)
			w.sayLimit(fault, limits)
		default:
			w.sayFault(fault)
		}
		m.message = w.since(from)
		w.faultParams(m, fault, i, limits)
		s := w.maker.ForError(fault)
		w.propose(m, &s)
	}
	return false
}

// A place is a position in a text.
type place struct{ line, column int }

// placeFirst sets w.places to the position of the first property for each duplicate name, in one pass
// over the text. The places have the indices of the faults.
func (w *Writer) placeFirst(faults []jsontape.SyntaxError) {
	var space [8]int
	twice := space[:0]
	for i := range faults {
		if faults[i].Kind == jsontape.Duplicate {
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

// faultParams writes the parameters of the i-th fault.
func (w *Writer) faultParams(m *message, fault *jsontape.SyntaxError, i int, limits jsontape.Limits) {
	from := len(w.text)
	switch fault.Kind {
	case jsontape.Duplicate:
		w.intParam(`{"firstColumn":`, w.places[i].column)
		w.intParam(`,"firstLine":`, w.places[i].line)
		w.stringParam(`,"property":`, string(w.textOf(m.property)))
		w.say(`}`)
	case jsontape.Limit:
		w.intParam(`{"limit":`, limits.Of(fault.Measure))
		if option := options[fault.Measure].name; option != "" {
			w.stringParam(`,"option":`, option)
		}
		w.say(`}`)
	}
	m.params = w.since(from)
}

// options are the options that set the limits, and their forms.
var options = [...]struct {
	name string
	form form
}{
	jsontape.Depth:      {"Limits.Depth", formLimit},
	jsontape.Bytes:      {"Limits.Bytes", formLimitBytes},
	jsontape.Strings:    {"Limits.Strings", formLimitStrings},
	jsontape.Properties: {"Limits.Properties", formLimit},
	jsontape.Items:      {"Limits.Items", formLimit},
	jsontape.Technical:  {},
}

// sayFault writes the message of an error of package jsontape.
func (w *Writer) sayFault(fault *jsontape.SyntaxError) {
	w.text = w.doc.AppendMessage(w.text, fault, w.Redact, w.Catalog.Detail)
}

// sayLimit names the option that sets the limit, if one does.
func (w *Writer) sayLimit(fault *jsontape.SyntaxError, limits jsontape.Limits) {
	if option := options[fault.Measure]; option.name != "" {
		w.sayForm(option.form, number(inLimit, limits.Of(fault.Measure)), text(inOption, option.name))
	}
}
